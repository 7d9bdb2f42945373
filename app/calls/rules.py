"""Rules of calls. Pure."""

from dataclasses import dataclass
from enum import Enum

from app.kernel.errors import DomainError


class CallState(Enum):
    """Where a call stands."""

    TO_SCHEDULE = "to_schedule"
    SCHEDULED = "scheduled"
    WAITING_PART = "waiting_part"
    WAITING_CLIENT = "waiting_client"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Priority(Enum):
    """How soon somebody must go."""

    URGENT = "urgent"
    NORMAL = "normal"
    PLANNABLE = "plannable"


class Channel(Enum):
    """How the request came."""

    PHONE = "phone"
    DESK = "desk"
    EMAIL = "email"
    MESSAGE = "message"
    WEB = "web"
    FIELD = "field"


class Coverage(Enum):
    """Who is expected to pay."""

    CLIENT = "client"
    CONTRACT = "contract"
    WARRANTY = "warranty"
    OWNER = "owner"


#: States in which a call still waits for something.
OPEN_STATES = (
    CallState.TO_SCHEDULE,
    CallState.SCHEDULED,
    CallState.WAITING_PART,
    CallState.WAITING_CLIENT,
)
#: States from which an appointment may be made.
TO_SCHEDULE_STATES = (CallState.TO_SCHEDULE, CallState.WAITING_PART, CallState.WAITING_CLIENT)


@dataclass(eq=False)
class CallNotOpenError(DomainError):
    """A closed or cancelled call takes no more steps."""

    number: int


@dataclass(eq=False)
class CancelReasonMissingError(DomainError):
    """A call is cancelled with a reason."""

    field: str = "cancel_reason"


@dataclass(eq=False)
class OpenCallExistsError(DomainError):
    """The plant has an open call: add a nudge, or say that this is another matter."""

    field: str = "is_other_matter"


@dataclass(eq=False)
class ForeignDeviceError(DomainError):
    """The devices of a call stand at its plant."""

    field: str = "devices"


@dataclass(eq=False)
class CallScheduledError(DomainError):
    """A call with an appointment does not wait: the appointment is cancelled first."""

    number: int


def ensure_waits(state: CallState, number: int) -> None:
    """Raise unless the call is open and has no appointment."""
    ensure_open(state, number)
    if state not in TO_SCHEDULE_STATES:
        raise CallScheduledError(number)


def ensure_open(state: CallState, number: int) -> None:
    """Raise `CallNotOpenError` unless the call still waits for something."""
    if state not in OPEN_STATES:
        raise CallNotOpenError(number)
