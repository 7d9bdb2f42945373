"""Use cases of messages to customers: claiming what is told, noting how it ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.kernel.access import Access
from app.kernel.phones import InvalidPhoneError
from app.mail.rules import AddressNotValidError, clean_address
from app.messages import queries
from app.messages.models import (
    ClientMessage,
    MessageItem,
    MessageOptOut,
    MessagePlan,
    MessageSettings,
)
from app.messages.rules import (
    Channel,
    Event,
    MessageState,
    NotMailAddressError,
    NotMobileError,
    OptedOutError,
    Way,
    ensure_text,
    mobile_number,
    read_clock,
)


@dataclass(frozen=True)
class Written:
    """A message ready to be stored.

    Attributes:
        id: Key, chosen before: what it tells is claimed under it.
        state: Waiting, or unreachable.
        send_at: Not before this instant.
        author: Who had it written, as shown; empty: it was written by itself.
    """

    id: UUID
    event: Event
    channel: Channel
    client_id: int | None
    name: str
    address: str
    subject: str
    text: str
    state: MessageState
    send_at: datetime
    author: str = ""


def claim(session: Session, rows: Iterable[dict[str, Any]]) -> set[str]:
    """Take the keys that nobody has taken and return them; another worker's are left alone.

    Two workers asking for the same key at once wait for each other: one gets it.
    """
    wanted = sorted(rows, key=lambda row: row["key"])
    if not wanted:
        return set()
    is_postgresql = session.connection().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgresql else sqlite.insert
    taken = insert(MessageItem).values(wanted).on_conflict_do_nothing(index_elements=["key"])
    return set(session.scalars(taken.returning(MessageItem.key)))


def store_message(session: Session, written: Written, *, now: datetime) -> ClientMessage:
    """Store a message; it leaves at its hour."""
    message = ClientMessage(created_at=now, error="", handled_by="", **vars(written))
    session.add(message)
    session.flush()
    return message


def release(session: Session, message: ClientMessage) -> None:
    """Let what a message told be told again: it never left."""
    session.execute(delete(MessageItem).where(MessageItem.message_id == message.id))


def stop(session: Session, message: ClientMessage, why: str) -> None:
    """Keep a message from leaving, its reason being gone; the sentence why shows with it."""
    release(session, message)
    message.state, message.error = MessageState.STOPPED, why
    session.flush()


def note_end(
    message: ClientMessage, state: MessageState, *, now: datetime, error: str = ""
) -> None:
    """Note how a message ended; what failed waits for a person."""
    message.state, message.error = state, error
    if state is MessageState.SENT:
        message.sent_at = now
    if state is MessageState.FAILED:
        message.handled_at, message.handled_by = None, ""


def handle(session: Session, message: ClientMessage, *, access: Access, now: datetime) -> None:
    """Note that somebody dealt with what failed."""
    message.handled_at, message.handled_by = now, access.name[:120]
    session.flush()


def send_again(session: Session, message: ClientMessage, *, now: datetime) -> None:
    """Let a message that did not leave try again at once; a sent one stays as it is."""
    if message.state in {MessageState.SENT, MessageState.SENDING, MessageState.QUEUED}:
        return
    message.state, message.error, message.send_at = MessageState.WAITING, "", now
    message.handled_at, message.handled_by, message.mail_id = None, "", None
    session.flush()


def opt_out(
    session: Session, client_id: int, channel: Channel, *, is_out: bool, access: Access,
    now: datetime,
) -> None:  # fmt: skip
    """Note that a client wants no messages by a channel, or wants them again."""
    row = session.get(MessageOptOut, (client_id, channel))
    if is_out and row is None:
        session.add(
            MessageOptOut(client_id=client_id, channel=channel, at=now, author=access.name[:120])
        )
    elif row is not None and not is_out:
        session.delete(row)
    session.flush()


def change_plan(
    session: Session, event: Event, way: Way, *, lead_days: int, short_text: str, now: datetime
) -> MessagePlan:
    """Store what is said on an occasion; switched on anew, it counts from now.

    Raises:
        TextTooLongError: The text message is too long.
    """
    ensure_text(short_text, "short_text")
    plan = session.get(MessagePlan, event)
    if plan is None:
        plan = MessagePlan(event=event, way=Way.OFF, short_text="", lead_days=0)
        session.add(plan)
    if way is not Way.OFF and plan.way is Way.OFF:
        plan.since = now
    plan.way, plan.lead_days, plan.short_text = way, lead_days, short_text
    session.flush()
    return plan


@dataclass(frozen=True)
class Gateway:
    """What the office says about quiet hours and the gateway; an empty token keeps the stored."""

    quiet_from: str
    quiet_to: str
    url: str = ""
    sender: str = ""
    token: str = ""


def change_settings(session: Session, said: Gateway) -> MessageSettings:
    """Store quiet hours and gateway; the caller has checked the address.

    Raises:
        HourNotReadableError: An hour that is none.
    """
    read_clock(said.quiet_from, "quiet_from")
    read_clock(said.quiet_to, "quiet_to")
    row = session.get(MessageSettings, 1) or queries.settings(session)
    session.add(row)
    row.quiet_from, row.quiet_to = said.quiet_from, said.quiet_to
    if row.url != said.url:
        row.token = None  # a token is for the gateway it was given for
    row.url, row.sender = said.url, said.sender
    if said.token:
        row.token = said.token.encode()
    session.flush()
    return row


def new_id() -> UUID:
    """Return the key of a new message."""
    return uuid4()


def find_message(session: Session, message_id: str) -> ClientMessage | None:
    """Return a message by the text of its id; None when there is none."""
    try:
        return session.get(ClientMessage, UUID(message_id), with_for_update=True)
    except ValueError:
        return None


def is_opted_out(session: Session, client_ids: Sequence[int], channel: Channel) -> bool:
    """Tell whether one of some clients wants no messages by a channel."""
    return any(found is channel for _client, found in queries.opt_outs(session, client_ids))


@dataclass(frozen=True)
class Letter:
    """What somebody writes to one client by hand."""

    client_id: int
    name: str
    channel: Channel
    address: str
    subject: str
    text: str
    author: str = ""


def write_to(session: Session, letter: Letter, *, now: datetime) -> ClientMessage:
    """Store a message written by hand; it leaves at once.

    Raises:
        OptedOutError: The client wants no messages by this channel.
        InvalidPhoneError, NotMobileError, NotMailAddressError: Nobody is there.
        TextTooLongError: Too long for a text message.
    """
    if is_opted_out(session, [letter.client_id], letter.channel):
        raise OptedOutError
    if letter.channel is Channel.TEXT:
        address = _mobile(letter.address)
        ensure_text(letter.text)
    else:
        address = _mail_address(letter.address)
    written = Written(
        id=new_id(),
        event=Event.FREE,
        channel=letter.channel,
        client_id=letter.client_id,
        name=letter.name,
        address=address,
        subject=letter.subject if letter.channel is Channel.MAIL else "",
        text=letter.text,
        state=MessageState.WAITING,
        send_at=now,
        author=letter.author[:120],
    )
    return store_message(session, written, now=now)


def _mobile(text: str) -> str:
    try:
        return mobile_number(text)
    except InvalidPhoneError as error:
        raise NotMobileError(text) from error


def _mail_address(text: str) -> str:
    try:
        return clean_address(text)
    except AddressNotValidError as error:
        raise NotMailAddressError(text) from error
