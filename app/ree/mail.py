"""Messages that carry a report to the person responsible."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.company.frozen import company_lines
from app.files.store import CompanyFiles
from app.interventions.models import Intervention
from app.mail.models import OutgoingMail
from app.mail.queries import outgoing_mails
from app.mail.render import render_mail
from app.mail.rules import About, Attachment, Message, split_addresses
from app.mail.service import queue_mail
from app.ree.models import Ree, ReeRevision
from app.ree.rules import ReeState
from app.web.formats import format_date

#: `About.kind` of the messages about a report.
KIND = "ree"


def about(ree: Ree) -> About:
    """Return what ties a message to a report and to its client."""
    return About(KIND, str(ree.id), ree.client_id)


def file_name(ree: Ree) -> str:
    """Return the name of the PDF."""
    return f"REE {ree.label.replace('/', '-')}.pdf"


def usual_addresses(ree: Ree) -> tuple[str, ...]:
    """Return the addresses of the client's card."""
    return split_addresses(ree.client.email)


def enclosures_of(session: Session, intervention: Intervention) -> tuple[Attachment, ...]:
    """Return the reports of the same visit that nothing has carried to the customer yet."""
    same_visit = Ree.intervention_id == intervention.id
    if intervention.appointment_id is not None:
        same_visit |= Ree.appointment_id == intervention.appointment_id
    rows = session.scalars(
        select(ReeRevision)
        .join(Ree, (ReeRevision.ree_id == Ree.id) & (ReeRevision.revision == Ree.revision))
        .where(
            Ree.client_id == intervention.client_id, same_visit, Ree.state != ReeState.DRAFT,
            ReeRevision.pdf_sha256.is_not(None),
        )
        .order_by(Ree.id)
    )  # fmt: skip
    return tuple(
        Attachment(file_name(row.ree), "application/pdf", sha=row.pdf_sha256)
        for row in rows
        if not was_sent(session, row)
    )


def travels_with_report(session: Session, revision: ReeRevision) -> bool:
    """Tell whether the report of the same visit carries this one: it has not arrived yet."""
    ree = revision.ree
    if ree.appointment_id is None or ree.intervention_id is not None or ree.revision > 1:
        return False
    arrived = select(Intervention.id).where(Intervention.appointment_id == ree.appointment_id)
    return session.scalar(arrived.limit(1)) is None


def was_sent(session: Session, revision: ReeRevision) -> bool:
    """Tell whether a message with this revision's document already exists."""
    return any(
        any(row["sha"] == revision.pdf_sha256 for row in mail.attachments)
        for mail in outgoing_mails(session, about=about(revision.ree))
    )


def queue_ree(
    session: Session,
    revision: ReeRevision,
    to: tuple[str, ...],
    *,
    files: CompanyFiles,
    now: datetime,
) -> OutgoingMail:
    """Queue a revision's stored document for some addresses.

    Raises:
        AddressNotValidError, NoAddresseeError, TooManyAddresseesError: Nobody can get it.
        ValueError: The document has not been made yet.
    """
    if revision.pdf_sha256 is None:
        raise ValueError("the document has to be made before it is sent")
    ree = revision.ree
    company: dict[str, Any] = revision.facts.get("company") or {}
    words = render_mail(
        "ree_ready",
        number=ree.label,
        day=format_date(ree.performed_on),
        addressee=ree.client.display_name,
        company_name=company.get("legal_name", ""),
        company_lines=company_lines(company),
    )
    attachment = Attachment(file_name(ree), "application/pdf", sha=revision.pdf_sha256)
    message = Message(to, words.subject, words.text, words.html, attachments=(attachment,))
    return queue_mail(session, message, now=now, files=files, about=about(ree))
