"""What the office does with a report that has arrived: look at it, send it, print it again."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.files.store import CompanyFiles
from app.interventions.copies import ensure_document
from app.interventions.mail import ensure_may_send_to, queue_report
from app.interventions.models import Intervention, InterventionReport
from app.interventions.rules_sending import DOCUMENT
from app.jobs.outbox import enqueue
from app.kernel.access import Access
from app.mail.models import OutgoingMail


def mark_checked(session: Session, intervention: Intervention) -> None:
    """Note that somebody looked at what changed while the report was being written."""
    intervention.has_conflict = False
    session.flush()


def ask_document(session: Session, report: InterventionReport, *, now: datetime) -> None:
    """Ask for a document whose last attempt failed."""
    report.document_error = ""
    session.flush()
    enqueue(session, DOCUMENT, report.id, now=now)


def send_copy(
    session: Session,
    report: InterventionReport,
    to: tuple[str, ...],
    *,
    access: Access,
    files: CompanyFiles,
    now: datetime,
) -> OutgoingMail:
    """Queue a copy of a revision for the addresses somebody typed.

    Raises:
        AddressNotOfCustomerError: Not an address of the customer, from who may not see prices.
        AddressNotValidError, NoAddresseeError, TooManyAddresseesError: Nobody can get it.
        CertificateNotReadableError: The document cannot be sealed.
    """
    ensure_may_send_to(report, to, may_see_prices=access.has("prices.read"))
    ensure_document(session, report, files=files, now=now)
    return queue_report(session, report, to, files=files, now=now)
