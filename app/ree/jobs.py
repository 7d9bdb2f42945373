"""Background work of the energy-efficiency reports: the document of one that has arrived."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.jobs.registry import job
from app.kernel.errors import DomainError
from app.mail.models import OutgoingMail
from app.mail.rules import AddressNotValidError, TooManyAddresseesError
from app.mail.service import when_sent
from app.ree.copies import ensure_document
from app.ree.mail import KIND, queue_ree, travels_with_report, usual_addresses, was_sent
from app.ree.models import Ree, ReeRevision
from app.ree.rules import DOCUMENT
from app.web.errors import user_message

_ERROR_LENGTH = 500


def register(files: Callable[[], CompanyFiles]) -> None:
    """Register the job with the application's own way to find the company's files."""
    when_sent(KIND, note_sent)

    @job(DOCUMENT, on_failure=note_failure)
    def document(session: Session, revision_id: int, *, now: datetime) -> None:
        make_document(session, revision_id, files=files(), now=now)


def make_document(
    session: Session, revision_id: int, *, files: CompanyFiles, now: datetime
) -> None:
    """Print, seal and store a revision, and send it unless the visit's report will carry it.

    Repeating it makes nothing twice.
    """
    revision = session.get_one(ReeRevision, revision_id, with_for_update=True)
    ensure_document(session, revision, files=files, now=now)
    addresses = usual_addresses(revision.ree)
    if not addresses or not company_profile(session).mails_reports:
        return
    if travels_with_report(session, revision) or was_sent(session, revision):
        return
    try:
        queue_ree(session, revision, addresses, files=files, now=now)
    except (AddressNotValidError, TooManyAddresseesError):
        # The document is there; the card shows that nothing left.
        return


def note_failure(
    session: Session, error: Exception, revision_id: int, *, final: bool, now: datetime
) -> None:
    """Show on the report why its document could not be made."""
    del final, now
    revision = session.get(ReeRevision, revision_id)
    if revision is not None:
        text = user_message(error) if isinstance(error, DomainError) else str(error)
        revision.document_error = (text or repr(error))[:_ERROR_LENGTH]


def note_sent(session: Session, mail: OutgoingMail) -> None:
    """Note on the report when a copy left."""
    ree = session.get(Ree, int(mail.related_id))
    if ree is not None:
        ree.emailed_at = mail.sent_at
