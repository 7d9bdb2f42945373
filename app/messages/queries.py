"""Reads of messages to customers: row rule, settings, what was told, what waits."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, func, or_, select
from sqlalchemy.orm import Session

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.kernel.access import Access
from app.messages.models import (
    ClientMessage,
    MessageItem,
    MessageOptOut,
    MessagePlan,
    MessageSettings,
)
from app.messages.rules import (
    AGENDA_EVENTS,
    MONEY_EVENTS,
    TO_HANDLE,
    Channel,
    Event,
    MessageState,
    Quiet,
    Told,
)

#: Messages shown on a card.
SHOWN = 100


def visible_messages(access: Access) -> ColumnElement[bool]:
    """Return the condition on messages that an account may see.

    Messages to a client are seen by who sees the card, those about money by who sees invoices.
    """
    if not access.has("messages.read"):
        return false()
    hidden = [] if access.has("invoices.read") else list(MONEY_EVENTS)
    rule = ClientMessage.event.not_in(hidden)
    if access.has("clients.all"):
        return rule
    cards = select(Client.id).where(visible_clients(access))
    return rule & (ClientMessage.client_id.is_(None) | ClientMessage.client_id.in_(cards))


def is_to_handle() -> ColumnElement[bool]:
    """Return the condition on messages that wait for a person."""
    return and_(ClientMessage.state.in_(TO_HANDLE), ClientMessage.handled_at.is_(None))


def count_to_handle(access: Access) -> ScalarSelect[int]:
    """Return how many messages wait for a person, as a subquery."""
    found = select(func.count()).select_from(ClientMessage)
    return found.where(is_to_handle(), visible_messages(access)).scalar_subquery()


def of_card(client_id: int) -> ColumnElement[bool]:
    """Return the condition on messages to a card, or about it to whoever answers for it."""
    about = select(MessageItem.message_id).where(MessageItem.client_id == client_id)
    return or_(ClientMessage.client_id == client_id, ClientMessage.id.in_(about))


def messages_of(session: Session, access: Access, client_id: int) -> Sequence[ClientMessage]:
    """Return the messages that concern a card, newest first."""
    return session.scalars(
        select(ClientMessage)
        .where(of_card(client_id), visible_messages(access))
        .order_by(ClientMessage.created_at.desc(), ClientMessage.id)
        .limit(SHOWN)
    ).all()


def count_of_client(access: Access, client_id: int) -> ScalarSelect[int]:
    """Return how many messages concern a card, as a subquery."""
    found = select(func.count()).select_from(ClientMessage)
    return found.where(of_card(client_id), visible_messages(access)).scalar_subquery()


def plans(session: Session) -> dict[Event, MessagePlan]:
    """Return what the company says, by occasion; without a row: nothing."""
    return {plan.event: plan for plan in session.scalars(select(MessagePlan))}


def settings(session: Session) -> MessageSettings:
    """Return quiet hours and gateway: the stored row, or one with what is usual."""
    found = session.get(MessageSettings, 1)
    return found or MessageSettings(
        id=1, quiet_from="20:00", quiet_to="08:00", url="", sender="", token=None, version=1
    )


def quiet_hours(row: MessageSettings) -> Quiet:
    """Return the hours without messages."""
    return Quiet(time.fromisoformat(row.quiet_from), time.fromisoformat(row.quiet_to))


def opt_outs(session: Session, client_ids: Collection[int]) -> set[tuple[int, Channel]]:
    """Return who among some clients wants no messages by which channel."""
    rows = session.execute(
        select(MessageOptOut.client_id, MessageOptOut.channel).where(
            MessageOptOut.client_id.in_(client_ids)
        )
    )
    return {(client_id, channel) for client_id, channel in rows}


@dataclass
class History:
    """What was told about one appointment."""

    #: The last thing told, by whatever channel.
    last: Told | None = None
    #: Channel -> how many things were told by it.
    counts: dict[Channel, int] = field(default_factory=lambda: defaultdict(int))


def told_about(session: Session, ids: Collection[int]) -> Mapping[int, History]:
    """Return what was told about some appointments, by appointment."""
    found: defaultdict[int, History] = defaultdict(History)
    rows = session.scalars(
        select(MessageItem)
        .where(
            MessageItem.kind == "appointment",
            MessageItem.item_id.in_(ids),
            MessageItem.event.in_(AGENDA_EVENTS),
        )
        .order_by(MessageItem.at, MessageItem.key)
    )
    for row in rows:
        if row.moment is not None:
            history = found[row.item_id]
            history.last = Told(row.event, row.moment, row.at)
            history.counts[row.channel] += 1
    return found


def due_to_leave(session: Session, now: datetime, limit: int) -> Sequence[ClientMessage]:
    """Return the messages whose hour has come, oldest first, each locked for this worker."""
    return session.scalars(
        select(ClientMessage)
        .where(ClientMessage.state == MessageState.WAITING, ClientMessage.send_at <= now)
        .order_by(ClientMessage.send_at, ClientMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def items_of(session: Session, message: ClientMessage) -> Sequence[MessageItem]:
    """Return what a message tells."""
    return session.scalars(select(MessageItem).where(MessageItem.message_id == message.id)).all()
