"""F-gas register, fee stickers and messages of the demonstration."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clients.models import Client, ContactPoint
from app.clients.rules import ContactKind
from app.devices.models import Device, DeviceType
from app.fgas.models import FgasEntry
from app.fgas.rules import EntryKind, LeakResult
from app.fgas.service import notify, store_entry
from app.kernel.dates import local_day
from app.messages.models import ClientMessage
from app.messages.rules import Channel, Event, MessageState
from app.messages.service import Written, new_id, store_message
from app.registers.models import FeeSticker
from app.registers.service import Batch, add_stickers, void_sticker
from app.technicians.models import Certificate, Technician
from app.thermal.models import Refrigerant

#: Kind, days back, kilograms added and recovered, result of a check, whether it was notified.
_WORKS = (
    (EntryKind.INSTALLATION, 300, None, None, None, True),
    (EntryKind.LEAK_CHECK, 45, None, None, LeakResult.TIGHT, True),
    (EntryKind.TOP_UP, 34, "0.250", None, None, False),
    (EntryKind.REPAIR, 25, "0.400", "0.150", None, False),
    (EntryKind.LEAK_CHECK, 6, None, None, LeakResult.TIGHT, False),
    (EntryKind.RECOVERY, 3, None, "0.900", None, False),
)
#: Occasion, channel, state, days back, subject, text, why it did not leave.
_MESSAGES = (
    (
        Event.BOOKED, Channel.MAIL, MessageState.SENT, 6, "Appuntamento fissato",
        "Gentile cliente, il tecnico passerà giovedì mattina tra le 9 e le 10.", "",
    ),
    (
        Event.REMINDER, Channel.TEXT, MessageState.KEPT, 5, "",
        "Termoclima: domani mattina il tecnico passa da Lei per la manutenzione.", "",
    ),
    (
        Event.MAINTENANCE_DUE, Channel.MAIL, MessageState.UNREACHABLE, 3,
        "Manutenzione in scadenza", "Gentile cliente, è ora della manutenzione annuale.", "",
    ),
    (
        Event.REPORT, Channel.MAIL, MessageState.FAILED, 2, "Rapportino di intervento",
        "Gentile cliente, in allegato il rapportino della visita.",
        "550 5.1.1 casella inesistente",
    ),
    (
        Event.FREE, Channel.MAIL, MessageState.SENT, 1, "Ricambio arrivato",
        "Gentile cliente, il ricambio è arrivato: ci chiami per fissare la visita.", "",
    ),
)  # fmt: skip
_STICKERS = Batch("TO", "0041201", "0041230", Decimal("7.00"))


def seed_paperwork(session: Session, now: datetime) -> None:
    """Write what the office keeps beside visits and invoices."""
    _seed_circuits(session, now)
    add_stickers(session, _STICKERS)
    first = session.scalars(select(FeeSticker).order_by(FeeSticker.number)).first()
    if first is not None:
        void_sticker(session, first.id, note="Rovinato in stampa", today=local_day(now))
    _seed_messages(session, now)


def _seed_circuits(session: Session, now: datetime) -> None:
    """Fill the conditioners and note work on some."""
    today = local_day(now)
    gas = session.scalars(select(Refrigerant).where(Refrigerant.code == "R32")).one()
    team = session.scalars(select(Technician).order_by(Technician.position).limit(2)).all()
    for number, one in enumerate(team, start=1):
        expiry = today + timedelta(days=700 * number)
        one.certificates.append(
            Certificate(kind="F-gas", number=f"FGAS-PF-{1200 + number}", expires_on=expiry)
        )
    circuits = _conditioners(session)
    for device in circuits:
        device.refrigerant, device.charge_kg = gas, Decimal("0.9")
    session.flush()
    for device, work in zip(circuits, _WORKS, strict=False):
        kind, back, added, recovered, result, is_notified = work
        entry = FgasEntry(
            device=device,
            kind=kind,
            performed_on=today - timedelta(days=back),
            charge_kg=None if recovered else Decimal("0.9"),
            added_kg=Decimal(added) if added else None,
            recovered_kg=Decimal(recovered) if recovered else None,
            result=result,
            technician=team[back % len(team)],
        )
        store_entry(session, entry, gas, today=today)
        if is_notified:
            day = entry.performed_on + timedelta(days=4)
            notify(session, [entry], on=day, today=today, code=f"BD-{8800 + back}")


def _conditioners(session: Session) -> Sequence[Device]:
    return session.scalars(
        select(Device)
        .join(DeviceType, Device.device_type_id == DeviceType.id)
        .where(DeviceType.code == "air_conditioner")
        .order_by(Device.id)
    ).all()


def _seed_messages(session: Session, now: datetime) -> None:
    """Write messages to customers as they ended; nothing leaves."""
    reached = {Channel.MAIL: ContactKind.EMAIL, Channel.TEXT: ContactKind.PHONE}
    for position, row in enumerate(_MESSAGES):
        event, channel, state, back, subject, text, error = row
        found = session.execute(
            select(Client, ContactPoint.value)
            .join(ContactPoint, ContactPoint.client_id == Client.id)
            .where(ContactPoint.kind == reached[channel])
            .order_by(Client.id, ContactPoint.id)
            .offset(position * 3)
        ).first()
        if found is None:
            continue
        client, address = found
        at = now - timedelta(days=back)
        is_reached = state is not MessageState.UNREACHABLE
        written = Written(
            id=new_id(), event=event, channel=channel, client_id=client.id,
            name=client.display_name, address=address if is_reached else "",
            subject=subject, text=text, state=state, send_at=at,
        )  # fmt: skip
        _ended(store_message(session, written, now=at), error)
    session.flush()


def _ended(message: ClientMessage, error: str) -> None:
    message.error = error
    if message.state is MessageState.SENT:
        message.sent_at = message.send_at
