"""What there is to tell on each occasion, read from agenda, devices, reports and invoices."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.agenda.models import Appointment
from app.agenda.rules import OPEN_STATES, AppointmentState
from app.clients.models import Client
from app.devices.models import Device
from app.interventions.models import Intervention
from app.invoices.models import Invoice
from app.invoices.reminding import was_reminded
from app.kernel.dates import local_day, local_day_bounds, start_of_local_day
from app.maintenance import queries as due
from app.maintenance.rules import FollowState, quiet_since
from app.messages.models import ClientMessage, MessageItem, MessagePlan
from app.messages.queries import History, told_about
from app.messages.rules import SETTLE, TO_HANDLE, Event, next_event, wants_reminder
from app.messages.standing import is_issued, is_owed

#: Things of one occasion told in one turn: the next turn is a minute later.
TURN = 500

Row = Appointment | Device | Intervention | Invoice


@dataclass(frozen=True)
class Thing:
    """One thing to tell.

    Attributes:
        event: The occasion.
        kind: What it is, as `MessageItem.kind`.
        row: The thing itself.
        client: Card it belongs to.
        stamp: What makes a second telling another one: the day, the hour.
        moment: Hour of the visit, UTC.
        due_on: Due day.
        history: What was told about it before.
    """

    event: Event
    kind: str
    row: Row
    client: Client
    stamp: str = ""
    moment: datetime | None = None
    due_on: date | None = None
    history: History | None = None


Source = Callable[[Session, dict[Event, MessagePlan], datetime], list[Thing]]


def _card(path: InstrumentedAttribute[Any]) -> tuple[ORMOption, ...]:
    """Return the options that load a card with whoever may be written to about it."""
    client = joinedload(path)
    head = client.joinedload(Client.group_head)
    return (
        client.joinedload(Client.building_manager),
        client.selectinload(Client.contacts),
        head.joinedload(Client.building_manager),
        head.selectinload(Client.contacts),
    )


def _untold(event: Event, kind: str, key: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition on rows about which nothing was told on an occasion."""
    return ~exists(
        select(MessageItem.key).where(
            MessageItem.event == event, MessageItem.kind == kind, MessageItem.item_id == key
        )
    )


def visits(session: Session, plans: dict[Event, MessagePlan], now: datetime) -> list[Thing]:
    """Return the visits booked, moved, called off or near, of which the customer must hear."""
    wanted = {event for event in plans if event in _VISIT_EVENTS}
    if not wanted:
        return []
    found = []
    rows = _settled(session, plans, now)
    told = told_about(session, [row.id for row in rows])
    for row in rows:
        history = told.get(row.id) or History()
        event = _event_of(row, history, plans, now)
        if event is not None and row.client is not None:
            stamp = row.starts_at.strftime("%Y%m%d%H%M")
            found.append(
                Thing(event, "appointment", row, row.client, stamp, row.starts_at, None, history)
            )
    return found


_VISIT_EVENTS = (Event.BOOKED, Event.MOVED, Event.CANCELLED, Event.REMINDER)


def _settled(
    session: Session, plans: dict[Event, MessagePlan], now: datetime
) -> Sequence[Appointment]:
    """Return visits to come that may be news, once the office has stopped moving them."""
    told = select(MessageItem.item_id).where(
        MessageItem.kind == "appointment", MessageItem.moment > now - timedelta(days=31)
    )
    news: list[ColumnElement[bool]] = [Appointment.id.in_(told)]
    booked, reminder = plans.get(Event.BOOKED), plans.get(Event.REMINDER)
    if booked is not None and booked.since is not None:
        news.append(Appointment.created_at >= booked.since)
    if reminder is not None:
        news.append(Appointment.starts_at < _reminder_bound(reminder, now))
    return session.scalars(
        select(Appointment)
        .options(*_card(Appointment.client))
        .where(
            Appointment.client_id.is_not(None),
            Appointment.starts_at > now,
            or_(Appointment.changed_at <= now - SETTLE, Appointment.changed_at.is_(None)),
            Appointment.state.in_([*OPEN_STATES, AppointmentState.CANCELLED]),
            or_(*news),
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(TURN * 4)
    ).all()


def _reminder_bound(plan: MessagePlan, now: datetime) -> datetime:
    """Return the end of the last day whose visits are recalled today."""
    return local_day_bounds(local_day(now) + timedelta(days=plan.lead_days))[1]


def _event_of(
    row: Appointment, history: History, plans: dict[Event, MessagePlan], now: datetime
) -> Event | None:
    is_cancelled = row.state is AppointmentState.CANCELLED
    booked = plans.get(Event.BOOKED)
    is_new = bool(booked and booked.since and row.created_at and row.created_at >= booked.since)
    event = next_event(history.last, row.starts_at, is_cancelled=is_cancelled, is_new=is_new)
    if event in plans:
        return event
    reminder = plans.get(Event.REMINDER)
    if reminder is None or is_cancelled or row.starts_at >= _reminder_bound(reminder, now):
        return None
    return Event.REMINDER if wants_reminder(history.last, row.starts_at, now) else None


def devices_due(session: Session, plans: dict[Event, MessagePlan], now: datetime) -> list[Thing]:
    """Return the devices whose date comes near and about which nobody has heard."""
    plan = plans.get(Event.MAINTENANCE_DUE)
    if plan is None:
        return []
    today = local_day(now)
    told = exists(
        select(MessageItem.key).where(
            MessageItem.kind == "device",
            MessageItem.item_id == Device.id,
            MessageItem.due_on == Device.first_due_on,
        )
    )
    rows = due_devices(
        session,
        Device.first_due_on >= today,
        due.to_do(None, today, until=today + timedelta(days=plan.lead_days)),
        due.is_in_state(FollowState.TO_CONTACT, today),
        ~told,
    )
    recent = lately_told(session, {row.client_id for row in rows}, today)
    return [due_thing(row) for row in rows if row.client_id not in recent]


def due_devices(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Device]:
    """Return the devices for which some conditions hold, with whoever may be told of them."""
    return session.scalars(
        select(Device)
        .options(*_card(Device.client), joinedload(Device.device_type))
        .where(*conditions)
        .order_by(Device.first_due_on, Device.id)
        .limit(TURN)
    ).all()


def due_thing(device: Device, history: History | None = None) -> Thing:
    """Return what there is to tell about a device's date.

    Args:
        device: The device, its client loaded.
        history: What was told of this date: a reminder asked for again is another one.
    """
    day = device.first_due_on
    stamp = day.isoformat() if day else "-"
    return Thing(Event.MAINTENANCE_DUE, "device", device, device.client, stamp, None, day, history)


def lately_told(session: Session, client_ids: Collection[int], today: date) -> set[int]:
    """Return those of some clients who heard of a date less than a week ago.

    What waits for its hour counts; what reached nobody does not.
    """
    day = quiet_since(today)
    told = session.scalars(
        select(MessageItem.client_id)
        .join(ClientMessage, ClientMessage.id == MessageItem.message_id)
        .where(
            MessageItem.kind == "device",
            MessageItem.client_id.in_(client_ids),
            MessageItem.at >= start_of_local_day(day),
            ClientMessage.state.not_in(TO_HANDLE),
        )
    )
    return due.messaged_since(session, client_ids, day) | {key for key in told if key is not None}


def histories(session: Session, devices: Collection[Device]) -> Mapping[int, History]:
    """Return how often the present date of some devices was told, by device."""
    days = {row.id: row.first_due_on for row in devices}
    found: defaultdict[int, History] = defaultdict(History)
    rows = session.scalars(
        select(MessageItem).where(MessageItem.kind == "device", MessageItem.item_id.in_(days))
    )
    for row in rows:
        if row.due_on == days[row.item_id]:
            found[row.item_id].counts[row.channel] += 1
    return found


def reports(session: Session, plans: dict[Event, MessagePlan], now: datetime) -> list[Thing]:
    """Return the reports that arrived since reports are told."""
    plan = plans.get(Event.REPORT)
    if plan is None or plan.since is None:
        return []
    rows = session.scalars(
        select(Intervention)
        .options(*_card(Intervention.client))
        .where(
            Intervention.created_at >= plan.since,
            Intervention.created_at <= now - SETTLE,
            _untold(Event.REPORT, "intervention", Intervention.id),
        )
        .order_by(Intervention.id)
        .limit(TURN)
    ).all()
    return [Thing(Event.REPORT, "intervention", row, row.client) for row in rows]


def invoices(session: Session, plans: dict[Event, MessagePlan], now: datetime) -> list[Thing]:
    """Return the invoices issued since invoices are told."""
    plan = plans.get(Event.INVOICE)
    if plan is None or plan.since is None:
        return []
    rule = (Invoice.issued_at >= plan.since, Invoice.issued_at <= now - SETTLE)
    return _bills(session, Event.INVOICE, is_issued(), *rule)


def unpaid(session: Session, plans: dict[Event, MessagePlan], now: datetime) -> list[Thing]:
    """Return the invoices whose day of payment passed so many days ago.

    What was already older when the occasion was switched on is the office's to call, and what the
    office reminded of stays with its reminders: nobody is told twice.
    """
    plan = plans.get(Event.UNPAID)
    if plan is None or plan.since is None:
        return []
    wait = timedelta(days=plan.lead_days)
    first = local_day(plan.since) - wait
    span = (Invoice.next_due_on <= local_day(now) - wait, Invoice.next_due_on >= first)
    return _bills(session, Event.UNPAID, is_owed(), *span, ~was_reminded())


def _bills(session: Session, event: Event, *conditions: ColumnElement[bool]) -> list[Thing]:
    rows = session.scalars(
        select(Invoice)
        .options(*_card(Invoice.client))
        .where(*conditions, _untold(event, "invoice", Invoice.id))
        .order_by(Invoice.id)
        .limit(TURN)
    ).all()
    return [
        Thing(event, "invoice", row, row.client, due_on=row.next_due_on or row.dated_on)
        for row in rows
    ]


#: Every occasion that is found by looking, in the order of urgency.
SOURCES: tuple[Source, ...] = (visits, devices_due, reports, invoices, unpaid)


def devices_of(session: Session, items: Sequence[MessageItem]) -> Sequence[Device]:
    """Return the devices that a message was about."""
    ids = [item.item_id for item in items if item.kind == "device"]
    if not ids:
        return []
    return session.scalars(
        select(Device).options(selectinload(Device.client)).where(Device.id.in_(ids))
    ).all()
