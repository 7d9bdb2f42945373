"""What a message says still holds, or not: booked, paid, moved or called off meanwhile."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.agenda.rules import OPEN_STATES, AppointmentState
from app.devices.models import Device
from app.invoices.collectionmodels import PaymentReminder
from app.invoices.models import Invoice
from app.invoices.reminding import was_reminded
from app.invoices.rules import OWED_STATES, DocumentKind
from app.kernel.dates import local_day
from app.maintenance import queries as due
from app.messages import service
from app.messages.messages import GONE, REFUSED
from app.messages.models import ClientMessage, MessageItem
from app.messages.queries import items_of
from app.messages.refusals import refusals_of
from app.messages.rules import Event, MessageState


def is_issued() -> ColumnElement[bool]:
    """Return the condition on invoices that the client has, paid or not."""
    return and_(Invoice.kind != DocumentKind.CREDIT_NOTE, Invoice.state.in_(OWED_STATES))


def is_owed() -> ColumnElement[bool]:
    """Return the condition on invoices of which something is still to be paid."""
    return and_(is_issued(), Invoice.payable_eur > Invoice.paid_eur)


def is_gone(now: datetime) -> ColumnElement[bool]:
    """Return the condition on things told that no longer hold."""
    holding = {
        "appointment": _visit_stands(now),
        "device": _device_waits(now),
        "invoice": _bill_stands(),
    }
    return or_(*(and_(MessageItem.kind == kind, ~holds) for kind, holds in holding.items()))


def why_not(session: Session, message: ClientMessage, *, now: datetime) -> str:
    """Return the sentence why a message may no longer leave; empty: it may."""
    items = items_of(session, message)
    cards = [item.client_id for item in items if item.client_id is not None]
    if message.client_id is not None:
        cards.append(message.client_id)
    if refusals_of(session, cards).hold(cards, message.channel, message.event):
        return str(REFUSED)
    found = select(MessageItem.kind).where(MessageItem.message_id == message.id, is_gone(now))
    gone = session.scalars(found.limit(1)).first()
    return str(GONE[gone]) if gone is not None else ""


def stop_what_is_gone(session: Session, *, now: datetime) -> int:
    """Stop the messages that have not left and whose reason is gone; return how many.

    One that a worker is handing over at this moment is locked, and left to it.
    """
    about = exists(
        select(MessageItem.key)
        .where(MessageItem.message_id == ClientMessage.id, is_gone(now))
        .correlate(ClientMessage)
    )
    rows = session.scalars(
        select(ClientMessage)
        .where(ClientMessage.state.in_([MessageState.WAITING, MessageState.QUEUED]), about)
        .order_by(ClientMessage.send_at, ClientMessage.id)
        .with_for_update(skip_locked=True)
    ).all()
    for message in rows:
        service.stop(session, message, why_not(session, message, now=now))
    return len(rows)


def _visit_stands(now: datetime) -> ColumnElement[bool]:
    called_off = and_(
        MessageItem.event == Event.CANCELLED, Appointment.state == AppointmentState.CANCELLED
    )
    to_come = and_(
        MessageItem.event != Event.CANCELLED,
        Appointment.state.in_(OPEN_STATES),
        Appointment.starts_at == MessageItem.moment,
        Appointment.starts_at > now,
    )
    return exists(
        select(Appointment.id)
        .where(Appointment.id == MessageItem.item_id, or_(called_off, to_come))
        .correlate(MessageItem)
    )


def _device_waits(now: datetime) -> ColumnElement[bool]:
    return exists(
        select(Device.id)
        .where(
            Device.id == MessageItem.item_id,
            Device.first_due_on == MessageItem.due_on,
            due.to_do(None, local_day(now), until=None),
        )
        .correlate(MessageItem)
    )


def _bill_stands() -> ColumnElement[bool]:
    by_office = was_reminded(PaymentReminder.is_automatic.is_(False))
    reminds = and_(MessageItem.event != Event.INVOICE, is_owed(), ~by_office)
    return exists(
        select(Invoice.id)
        .where(
            Invoice.id == MessageItem.item_id,
            or_(and_(MessageItem.event == Event.INVOICE, is_issued()), reminds),
        )
        .correlate(MessageItem)
    )
