"""Rules of messages to customers: on which occasion, by which way, when. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum

from app.kernel.dates import local_clock, local_day, local_instant
from app.kernel.errors import DomainError
from app.kernel.phones import PhoneKind, parse_phone

#: How long the agenda must stand still before the customer is told: a slot dragged twice in a
#: row is one message.
SETTLE = timedelta(minutes=5)
#: A reminder later than this before the visit helps nobody.
LATEST = timedelta(hours=2)
#: Longest text message, characters: three parts of 153 (3GPP TS 23.040, concatenated GSM 7 bit).
MAX_TEXT = 459

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Event(Enum):
    """On which occasion a customer hears from the company; the value names its words."""

    BOOKED = "appointment_booked"
    MOVED = "appointment_moved"
    CANCELLED = "appointment_cancelled"
    REMINDER = "appointment_reminder"
    MAINTENANCE_DUE = "maintenance_due"
    REPORT = "report_ready"
    INVOICE = "invoice_ready"
    UNPAID = "invoice_unpaid"
    #: Written by hand, to one client.
    FREE = "free"


class Channel(Enum):
    """How a message travels."""

    MAIL = "mail"
    TEXT = "text"


class Way(Enum):
    """Which channels an occasion uses."""

    OFF = "off"
    MAIL = "mail"
    TEXT = "text"
    MAIL_ELSE_TEXT = "mail_else_text"
    TEXT_ELSE_MAIL = "text_else_mail"
    BOTH = "both"


class MessageState(Enum):
    """Where a message is."""

    #: For its hour: at night nothing leaves.
    WAITING = "waiting"
    QUEUED = "queued"
    #: Handed to the gateway, whose answer is not stored yet.
    SENDING = "sending"
    SENT = "sent"
    #: No server or gateway is set: the message stays here, readable, and nothing left.
    KEPT = "kept"
    FAILED = "failed"
    #: The customer has neither address nor number for it.
    UNREACHABLE = "unreachable"
    #: Its reason was gone before it left: booked, paid, cancelled.
    STOPPED = "stopped"


#: Occasions about the slot of an appointment.
AGENDA_EVENTS = (Event.BOOKED, Event.MOVED, Event.CANCELLED, Event.REMINDER)
#: Occasions about money: seen by who sees invoices.
MONEY_EVENTS = (Event.INVOICE, Event.UNPAID)
#: Occasions told to whoever answers for the plant rather than to who opens the door. An invoice
#: goes to whom it is made out to: the card it is of.
FOR_PAYER = (Event.MAINTENANCE_DUE, Event.REPORT)
#: Occasions whose e-mail leaves by itself with its document: here only the text message.
TEXT_ONLY = (Event.REPORT,)
#: Occasions that plan ahead or wait: event -> days when nothing else is said.
LEAD_DAYS = {Event.REMINDER: 1, Event.MAINTENANCE_DUE: 28, Event.UNPAID: 7}
#: States that wait for a person.
TO_HANDLE = (MessageState.FAILED, MessageState.UNREACHABLE)


@dataclass(eq=False)
class NotMobileError(DomainError):
    """What was written is no mobile number."""

    text: str
    field: str = "address"


@dataclass(eq=False)
class NotMailAddressError(DomainError):
    """The address is none that mail can be sent to."""

    text: str
    field: str = "address"


@dataclass(eq=False)
class TextTooLongError(DomainError):
    """A text message has too many characters."""

    limit: int
    field: str = "text"


@dataclass(eq=False)
class OptedOutError(DomainError):
    """The client asked for no such messages."""

    field: str = "channel"


@dataclass(eq=False)
class HourNotReadableError(DomainError):
    """An hour that is none."""

    field: str


@dataclass(eq=False)
class GatewayAddressError(DomainError):
    """The address of the gateway is not one to which messages may be handed."""

    field: str = "url"


@dataclass(frozen=True)
class Quiet:
    """Hours without messages, Italian clock; equal hours: none."""

    starts: time = time(20)
    ends: time = time(8)

    def holds(self, clock: time) -> bool:
        """Tell whether it is quiet at an hour."""
        if self.starts <= self.ends:
            return self.starts <= clock < self.ends
        return clock >= self.starts or clock < self.ends


def leaves_at(now: datetime, quiet: Quiet) -> datetime:
    """Return the first instant from now on at which a message may leave, UTC.

    Counted on the Italian clock: on the nights when it changes the quiet still ends at its hour.
    """
    local = local_clock(now)
    if not quiet.holds(local.time()):
        return now
    day = local_day(now)
    if local.time() >= quiet.ends:
        day += timedelta(days=1)
    return local_instant(day, quiet.ends)


def read_clock(text: str, field: str) -> time:
    """Return the hour of "08:30".

    Raises:
        HourNotReadableError: It is none.
    """
    if not _CLOCK.fullmatch(text):
        raise HourNotReadableError(field)
    return time.fromisoformat(text)


def channels_for(way: Way, open_to: Collection[Channel]) -> tuple[Channel, ...]:
    """Return the channels to use, of those by which somebody can and will be reached."""
    wanted = {
        Way.OFF: (),
        Way.MAIL: (Channel.MAIL,),
        Way.TEXT: (Channel.TEXT,),
        Way.MAIL_ELSE_TEXT: (Channel.MAIL, Channel.TEXT),
        Way.TEXT_ELSE_MAIL: (Channel.TEXT, Channel.MAIL),
        Way.BOTH: (Channel.MAIL, Channel.TEXT),
    }[way]
    found = tuple(channel for channel in wanted if channel in open_to)
    return found if way is Way.BOTH else found[:1]


def mobile_number(text: str) -> str:
    """Return a mobile number as gateways want it, "+393331234567".

    Raises:
        InvalidPhoneError: It is no number.
        NotMobileError: It is a landline or a service number.
    """
    phone = parse_phone(text)
    if phone.kind not in {PhoneKind.MOBILE, PhoneKind.FOREIGN}:
        raise NotMobileError(text)
    return phone.number


def ensure_text(text: str, field: str = "text") -> None:
    """Refuse a text message that is too long.

    Raises:
        TextTooLongError: More than three parts.
    """
    if len(text) > MAX_TEXT:
        raise TextTooLongError(MAX_TEXT, field)


@dataclass(frozen=True)
class Told:
    """What a customer was last told about an appointment."""

    event: Event
    starts_at: datetime
    at: datetime


def next_event(
    told: Told | None, starts_at: datetime, *, is_cancelled: bool, is_new: bool
) -> Event | None:
    """Return what a customer must hear of an appointment, None: nothing.

    Args:
        told: What they heard last.
        starts_at: When it is now.
        is_cancelled: Whether it was called off.
        is_new: Whether it was booked since bookings are told.
    """
    if told is None or told.event is Event.CANCELLED:
        is_news = told is not None or is_new
        return Event.BOOKED if is_news and not is_cancelled else None
    if is_cancelled:
        return Event.CANCELLED
    return Event.MOVED if told.starts_at != starts_at else None


def wants_reminder(told: Told | None, starts_at: datetime, now: datetime) -> bool:
    """Tell whether a visit is to be recalled: not by who heard of its hour today, or already."""
    if starts_at < now + LATEST:
        return False
    if told is None or told.starts_at != starts_at:
        return True
    return told.event is not Event.REMINDER and local_day(told.at) < local_day(now)
