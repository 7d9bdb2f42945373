"""Rules of what is due. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.kernel.dates import add_months, last_day_of_month
from app.kernel.errors import DomainError

#: A customer who got a message gets no other for so many days.
QUIET_DAYS = 7


class Clock(Enum):
    """Which of a device's dates is looked at."""

    MAINTENANCE = "maintenance"
    CONTROL = "control"
    LEAK_CHECK = "leak_check"


class FollowState(Enum):
    """How far the office has come with a date."""

    TO_CONTACT = "to_contact"
    MESSAGE_SENT = "message_sent"
    CALL_BACK = "call_back"
    #: Derived from the agenda, never stored.
    BOOKED = "booked"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


#: What a person may note.
NOTED = (
    FollowState.CALL_BACK,
    FollowState.UNREACHABLE,
    FollowState.REFUSED,
    FollowState.MESSAGE_SENT,
    FollowState.TO_CONTACT,
)


@dataclass(eq=False)
class CallBackDayError(DomainError):
    """Calling back needs a day that is not past."""

    field: str = "call_back_on"


@dataclass(eq=False)
class NotNotedError(DomainError):
    """A booking is made in the agenda, not noted by hand."""

    field: str = "state"


def ensure_note(state: FollowState, call_back_on: date | None, today: date) -> None:
    """Refuse a note that says nothing.

    Raises:
        CallBackDayError: To be called back, and no day from today on.
        NotNotedError: A state that nobody notes by hand.
    """
    if state not in NOTED:
        raise NotNotedError
    if state is FollowState.CALL_BACK and (call_back_on is None or call_back_on < today):
        raise CallBackDayError


def end_of_month(today: date, months: int = 0) -> date:
    """Return the last day of this month, or of one some months later."""
    there = add_months(today.replace(day=1), months)
    return last_day_of_month(there.year, there.month)


def quiet_since(today: date) -> date:
    """Return the first day whose messages still count as recent."""
    return today - timedelta(days=QUIET_DAYS)
