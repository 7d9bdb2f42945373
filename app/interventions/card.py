"""What the card of an intervention shows, gathered for one account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.sql.elements import True_

from app.agenda.models import Appointment
from app.agenda.queries import visible_appointments
from app.attachments.models import Attachment
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.interventions import messages
from app.interventions.checking import may_correct
from app.interventions.copies import caption_of, stated_attachments
from app.interventions.figures import day_text
from app.interventions.mail import about, usual_addresses
from app.interventions.models import Intervention, InterventionReport
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
    mails: Sequence[OutgoingMail]
    client_url: str
    appointment_url: str
    call_url: str
    may_see_prices: bool
    may_send: bool
    may_correct: bool
    #: The office: looks at conflicts, asks again for a document.
    may_review: bool
    #: Why the office should look at it; empty: nothing to look at.
    conflict: str


def card_of(session: Session, item: Intervention, access: Access) -> Card:
    """Return the card of an intervention that the account may see."""
    report = item.reports[-1] if item.reports else None
    return Card(
        item=item,
        report=report,
        devices=_devices(session, item, report, access),
        technicians=_technicians(item, report),
        signatures=signature_rows(report.signatures if report else (), first=SignerRole.CLIENT),
        photos=_photos(session, report),
        mails=outgoing_mails(session, about=about(item), limit=20),
        client_url=_client_url(session, item, access),
        appointment_url=_appointment_url(session, item, access),
        call_url=_call_url(session, item, access),
        may_see_prices=access.has("prices.read"),
        may_send=report is not None and access.has_any(*SENDERS),
        may_correct=may_correct(item, access),
        may_review=access.has("interventions.write"),
        conflict=_conflict(item),
    )


def card_options() -> Sequence[ORMOption]:
    """Return what is loaded with an intervention for its card, in few statements."""
    reports = selectinload(Intervention.reports)
    return (
        joinedload(Intervention.client),
        joinedload(Intervention.intervention_type),
        joinedload(Intervention.appointment),
        # Not joined: SQLite would go through every intervention's devices.
        selectinload(Intervention.devices).joinedload(Device.device_type),
        # Few of either: cheaper joined than each in a statement of its own.
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


def _devices(
    session: Session, item: Intervention, report: InterventionReport | None, access: Access
) -> list[DeviceRow]:
    reachable = _reachable(session, [device.id for device in item.devices], access)
    stated: dict[Any, dict[str, Any]] = {}
    if report is not None:
        stated = {row.get("id"): row for row in report.facts.get("devices") or []}
    return [
        DeviceRow(
            label=str(stated.get(device.id, {}).get("label") or device),
            serial_number=device.serial_number,
            location=device.location,
            next_on=day_text(stated.get(device.id, {}).get("next_on")),
            url=url_for("DeviceView.show", pk=device.id) if device.id in reachable else "",
        )
        for device in item.devices
    ]


def _reachable(session: Session, ids: Sequence[int], access: Access) -> set[int]:
    condition = visible_devices(access)
    if isinstance(condition, True_):
        return set(ids)
    return set(session.scalars(select(Device.id).where(Device.id.in_(ids), condition)))


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


def _photos(session: Session, report: InterventionReport | None) -> list[PhotoRow]:
    if report is None:
        return []
    return [
        PhotoRow(row, caption_of(report, row), row.mime.startswith("image/"))
        for row in stated_attachments(session, report)
    ]


def _client_url(session: Session, item: Intervention, access: Access) -> str:
    if not access.has("clients.read"):
        return ""
    is_visible = _sees(session, Client.id, item.client_id, visible_clients(access))
    return url_for("ClientView.show", pk=item.client_id) if is_visible else ""


def _appointment_url(session: Session, item: Intervention, access: Access) -> str:
    if item.appointment_id is None:
        return ""
    if not _sees(session, Appointment.id, item.appointment_id, visible_appointments(access)):
        return ""
    screen = "AgendaView.edit" if access.has("agenda.write") else "TodayView.show"
    return url_for(screen, pk=item.appointment_id)


def _call_url(session: Session, item: Intervention, access: Access) -> str:
    call_id = item.appointment.call_id if item.appointment else None
    if call_id is None or not access.has("calls.read"):
        return ""
    is_visible = _sees(session, Call.id, call_id, visible_calls(access))
    return url_for("CallView.show", pk=call_id) if is_visible else ""


def _sees(session: Session, column: Any, key: int, condition: ColumnElement[bool]) -> bool:
    if isinstance(condition, True_):  # the row exists: the intervention refers to it
        return True
    return session.scalar(select(column).where(column == key, condition)) is not None
