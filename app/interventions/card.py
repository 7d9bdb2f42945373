"""What the card of an intervention shows, gathered for one account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.attachments.models import Attachment
from app.interventions import messages
from app.interventions.checking import may_correct_own, may_pick_team
from app.interventions.copies import caption_of, card_attachments
from app.interventions.figures import day_text
from app.interventions.mail import about, usual_addresses
from app.interventions.models import Intervention, InterventionReport
from app.interventions.queries_card import Plant, around, plant_of
from app.interventions.rules import SignerRole
from app.interventions.rules_conflicts import Conflict
from app.interventions.signedprint import drawing_of
from app.kernel.access import Access
from app.mail.models import OutgoingMail
from app.mail.queries import outgoing_mails

#: Functions of who may send a copy to the customer.
SENDERS = ("interventions.write", "reports.lead", "reports.own", "mail.write")


@dataclass(frozen=True)
class DeviceRow:
    """A device of the intervention, as its report states it."""

    label: str
    serial_number: str
    location: str
    #: Day of the next maintenance as the report says, "12/10/2027"; empty when it says none.
    next_on: str
    #: Card of the device; empty for who may not open it.
    url: str


@dataclass(frozen=True)
class SignatureRow:
    """A signature, drawn; `drawing` is empty when nothing can be drawn."""

    label: str
    name: str
    capacity: str
    at: datetime
    drawing: Markup


@dataclass(frozen=True)
class PhotoRow:
    """A file of the report."""

    attachment: Attachment
    caption: str
    is_picture: bool


@dataclass(frozen=True)
class Card:
    """Everything the card shows; links are empty for who may not follow them."""

    item: Intervention
    #: Current revision; None for a visit written before reports existed.
    report: InterventionReport | None
    devices: Sequence[DeviceRow]
    #: Names of who did the work, as the report states them.
    technicians: Sequence[str]
    signatures: Sequence[SignatureRow]
    photos: Sequence[PhotoRow]
    #: Files that the office added, newest first.
    added_files: Sequence[Attachment]
    mails: Sequence[OutgoingMail]
    #: ``(id, number)`` of the efficiency reports made on the visit.
    rees: Sequence[tuple[int, str]]
    client_url: str
    appointment_url: str
    call_url: str
    may_see_prices: bool
    may_send: bool
    may_correct: bool
    #: The office: looks at conflicts, asks again for a document.
    may_review: bool
    #: May control the generators of this plant after its visit.
    may_add_ree: bool
    #: Why the office should look at it; empty: nothing to look at.
    conflict: str


def card_of(session: Session, item: Intervention, access: Access) -> Card:
    """Return the card of an intervention that the account may see."""
    report = item.reports[-1] if item.reports else None
    seen, plant = around(session, item, access), plant_of(session, item, access)
    stated, added = card_attachments(session, item, report)
    team = {access.technician_id} if seen.is_own and access.technician_id is not None else set()
    return Card(
        item=item,
        report=report,
        devices=_devices(plant, report),
        technicians=_technicians(item, report),
        signatures=signature_rows(report.signatures if report else (), first=SignerRole.CLIENT),
        photos=_photos(report, stated),
        added_files=added,
        mails=outgoing_mails(session, about=about(item), limit=20),
        rees=plant.rees,
        client_url=url_for("ClientView.show", pk=item.client_id) if seen.client else "",
        appointment_url=_appointment_url(item, access) if seen.appointment else "",
        call_url=_call_url(item) if seen.call else "",
        may_see_prices=access.has("prices.read"),
        may_send=report is not None and access.has_any(*SENDERS),
        may_correct=may_correct_own(access, team),
        may_review=access.has("interventions.write"),
        may_add_ree=(may_pick_team(access) or seen.is_own) and plant.has_generators,
        conflict=_conflict(item),
    )


def card_options() -> Sequence[ORMOption]:
    """Return what is loaded with an intervention for its card, in few statements."""
    # Few of each: cheaper joined than in a statement of their own. The lines would multiply them.
    reports = joinedload(Intervention.reports)
    return (
        joinedload(Intervention.client),
        joinedload(Intervention.intervention_type),
        joinedload(Intervention.appointment),
        reports.joinedload(InterventionReport.signatures),
        reports.joinedload(InterventionReport.findings),
        reports.selectinload(InterventionReport.lines),
    )


def prefilled_addresses(report: InterventionReport) -> str:
    """Return where the report would go by itself, as the form shows it."""
    return ", ".join(usual_addresses(report))


def _conflict(item: Intervention) -> str:
    if not item.has_conflict:
        return ""
    try:
        return str(messages.CONFLICTS[Conflict(item.conflict_note)])
    except ValueError:  # written by hand or by an older version
        return item.conflict_note


def _devices(plant: Plant, report: InterventionReport | None) -> list[DeviceRow]:
    stated: dict[Any, dict[str, Any]] = {}
    if report is not None:
        stated = {row.get("id"): row for row in report.facts.get("devices") or []}
    return [
        DeviceRow(
            label=str(stated.get(device.id, {}).get("label") or device),
            serial_number=device.serial_number,
            location=device.location,
            next_on=day_text(stated.get(device.id, {}).get("next_on")),
            url=url_for("DeviceView.show", pk=device.id) if is_reachable else "",
        )
        for device, is_reachable in plant.devices
    ]


def _technicians(item: Intervention, report: InterventionReport | None) -> list[str]:
    stated = report.facts.get("technicians") if report is not None else None
    return [one.name for one in item.technicians] if stated is None else list(stated)


def signature_rows(signatures: Iterable[Any], *, first: SignerRole) -> list[SignatureRow]:
    """Return the signatures of a revision, one role's above the rest."""
    return [
        SignatureRow(
            label=str(messages.SIGNERS[one.role]),
            name=one.signer_name,
            capacity=one.signer_capacity,
            at=one.signed_at,
            drawing=Markup(drawing_of(one.strokes)),  # noqa: S704  # drawn here from numbers
        )
        for one in sorted(signatures, key=lambda one: one.role is not first)
    ]


def _photos(report: InterventionReport | None, attachments: Iterable[Attachment]) -> list[PhotoRow]:
    if report is None:
        return []
    return [
        PhotoRow(row, caption_of(report, row), row.mime.startswith("image/")) for row in attachments
    ]


def _appointment_url(item: Intervention, access: Access) -> str:
    screen = "AgendaView.edit" if access.has("agenda.write") else "TodayView.show"
    return url_for(screen, pk=item.appointment_id)


def _call_url(item: Intervention) -> str:
    return url_for("CallView.show", pk=item.appointment.call_id) if item.appointment else ""
