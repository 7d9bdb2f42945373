"""Background work of the interventions: the document of a report that has arrived."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.interventions.copies import ensure_document
from app.interventions.mail import (
    KIND,
    copy_addressee,
    queue_report,
    usual_addresses,
    was_sent_to,
)
from app.interventions.models import Intervention, InterventionReport
from app.interventions.rules_sending import DOCUMENT, FORGET_FILES, TIDY_FILES
from app.interventions.tidying import forget_bytes, remove_unlisted
from app.jobs.registry import job
from app.kernel.errors import DomainError
from app.mail.models import OutgoingMail
from app.mail.rules import AddressNotValidError, TooManyAddresseesError
from app.mail.service import when_sent
from app.web.errors import user_message

_ERROR_LENGTH = 500


def register(files: Callable[[], CompanyFiles]) -> None:
    """Register the job with the application's own way to find the company's files."""
    when_sent(KIND, note_sent)

    @job(DOCUMENT, on_failure=note_failure)
    def document(session: Session, report_id: int, *, now: datetime) -> None:
        make_document(session, report_id, files=files(), now=now)

    @job(TIDY_FILES)
    def tidy(session: Session, after: str, *, now: datetime) -> None:
        remove_unlisted(session, after, now=now)

    @job(FORGET_FILES)
    def forget(session: Session, shas: list[str], *, now: datetime) -> None:
        del now
        forget_bytes(session, shas, files=files())


def make_document(session: Session, report_id: int, *, files: CompanyFiles, now: datetime) -> None:
    """Print, seal and store a revision, and send it to the customer.

    Repeating it makes nothing twice: a document that is there stays, and a message that carries
    it to the same addresses is not written again. The main card of the plant's group has its
    copy where it asks for one.
    """
    report = session.get_one(InterventionReport, report_id, with_for_update=True)
    ensure_document(session, report, files=files, now=now)
    if not company_profile(session).mails_reports:
        return
    # Two messages: the customer and the building's manager do not see each other's address.
    for name, addresses in (("", usual_addresses(report)), copy_addressee(report)):
        if not addresses:
            continue
        try:
            if not was_sent_to(session, report, addresses):
                queue_report(session, report, addresses, files=files, now=now, addressee=name)
        except (AddressNotValidError, TooManyAddresseesError):
            # The document is there; the card shows that nothing left.
            continue


def note_failure(
    session: Session, error: Exception, report_id: int, *, final: bool, now: datetime
) -> None:
    """Show on the report why its document could not be made."""
    del final, now
    report = session.get(InterventionReport, report_id)
    if report is not None:
        text = user_message(error) if isinstance(error, DomainError) else str(error)
        report.document_error = (text or repr(error))[:_ERROR_LENGTH]


def note_sent(session: Session, mail: OutgoingMail) -> None:
    """Note on the intervention when a copy left."""
    intervention = session.get(Intervention, int(mail.related_id))
    if intervention is not None:
        intervention.emailed_at = mail.sent_at
