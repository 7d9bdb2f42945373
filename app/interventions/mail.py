"""Messages that carry a report to the customer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clients.rules import ContactKind
from app.clients.service import copies_to
from app.company.frozen import company_lines
from app.files.store import CompanyFiles
from app.interventions.models import Intervention, InterventionReport
from app.interventions.rules_sending import AddressNotOfCustomerError
from app.mail.models import OutgoingMail
from app.mail.queries import outgoing_mails, own_text
from app.mail.render import render_mail
from app.mail.rules import About, Attachment, Message, clean_addresses, split_addresses
from app.mail.service import queue_mail
from app.web.formats import format_date

#: `About.kind` of the messages about an intervention.
KIND = "interventions"

#: What other domains put in with a report: documents of the same visit.
Encloser = Callable[[Session, Intervention], tuple[Attachment, ...]]
_ENCLOSERS: list[Encloser] = []


def register_encloser(encloser: Encloser) -> None:
    """Let a higher domain add documents of the visit to the message of its report."""
    if encloser not in _ENCLOSERS:
        _ENCLOSERS.append(encloser)


def about(intervention: Intervention) -> About:
    """Return what ties a message to an intervention and to its client."""
    return About(KIND, str(intervention.id), intervention.client_id)


def usual_addresses(report: InterventionReport) -> tuple[str, ...]:
    """Return the addresses of the heading, else those of the client's card."""
    heading: dict[str, Any] = report.content.get("heading") or {}
    of_heading = split_addresses(str(heading.get("email") or ""))
    return of_heading or split_addresses(report.intervention.client.email)


def copy_addressee(report: InterventionReport) -> tuple[str, tuple[str, ...]]:
    """Return name and addresses to which the plant's group wants a copy, but for the customer's."""
    client = report.intervention.client
    name, typed = copies_to(client.group_head or client)
    usual = {address.lower() for address in usual_addresses(report)}
    return name, tuple(one for one in split_addresses(typed) if one.lower() not in usual)


def known_addresses(report: InterventionReport) -> frozenset[str]:
    """Return the addresses that belong to this customer: of the heading and of the card."""
    heading: dict[str, Any] = report.content.get("heading") or {}
    client = report.intervention.client
    texts = (str(heading.get("email") or ""), client.email)
    of_card = [one.value for one in client.contacts if one.kind is ContactKind.EMAIL]
    found = [address for text in (*texts, *of_card) for address in split_addresses(text)]
    return frozenset(address.lower() for address in found)


def ensure_may_send_to(
    report: InterventionReport, to: tuple[str, ...], *, may_see_prices: bool
) -> None:
    """Refuse to send amounts to just anybody for who may not see them.

    Raises:
        AddressNotOfCustomerError: The address is not one of the customer's.
    """
    if may_see_prices:
        return
    known = known_addresses(report)
    for address in to:
        if address.lower() not in known:
            raise AddressNotOfCustomerError(address)


def was_sent_to(session: Session, report: InterventionReport, addresses: tuple[str, ...]) -> bool:
    """Tell whether a message with this revision's document already exists for some addresses."""
    wanted = set(clean_addresses(addresses, ())[0])
    return any(
        wanted <= {*mail.to, *mail.cc}
        and any(row["sha"] == report.pdf_sha256 for row in mail.attachments)
        for mail in outgoing_mails(session, about=about(report.intervention))
    )


def queue_report(
    session: Session,
    report: InterventionReport,
    to: tuple[str, ...],
    *,
    files: CompanyFiles,
    now: datetime,
    addressee: str = "",
) -> OutgoingMail:
    """Queue a revision's stored document for some addresses; it greets the heading, or who else.

    Raises:
        AddressNotValidError, NoAddresseeError, TooManyAddresseesError: Nobody can get it.
        ValueError: The document has not been made yet.
    """
    if report.pdf_sha256 is None:
        raise ValueError("the document has to be made before it is sent")
    intervention = report.intervention
    heading: dict[str, Any] = report.content.get("heading") or {}
    company: dict[str, Any] = report.facts.get("company") or {}
    words = render_mail(
        "report_ready",
        own=own_text(session, "report_ready"),
        number=intervention.label,
        day=format_date(intervention.performed_on),
        addressee=addressee or heading.get("name") or intervention.client.display_name,
        company_name=company.get("legal_name", ""),
        company_lines=company_lines(company),
    )
    name = f"Rapportino {intervention.label.replace('/', '-')}.pdf"
    attachment = Attachment(name, "application/pdf", sha=report.pdf_sha256)
    enclosed = [one for encloser in _ENCLOSERS for one in encloser(session, intervention)]
    attachments = (attachment, *enclosed)
    message = Message(to, words.subject, words.text, words.html, attachments=attachments)
    return queue_mail(session, message, now=now, files=files, about=about(intervention))
