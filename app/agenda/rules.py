"""Rules of the agenda. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from app.kernel.dates import local_clock, local_day
from app.kernel.errors import DomainError


class AppointmentState(Enum):
    """Where an appointment stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    TRAVELLING = "travelling"
    ON_SITE = "on_site"
    COMPLETED = "completed"
    TO_RESUME = "to_resume"
    NOT_DONE = "not_done"
    CANCELLED = "cancelled"


class Stamp(Enum):
    """A button of the technician's day."""

    TRAVEL = "travel"
    ARRIVE = "arrive"
    LEAVE = "leave"


class Warn(Enum):
    """What the office should know about a slot; never an obstacle."""

    OVERLAP = "overlap"
    ABSENCE = "absence"
    OUTSIDE_HOURS = "outside_hours"
    HOLIDAY = "holiday"
    CLOSED = "closed"
    NO_PHONE = "no_phone"
    CERTIFICATE = "certificate"


#: States in which nobody has been at the plant yet: the slot may still move.
OPEN_STATES = frozenset(
    {
        AppointmentState.PLANNED,
        AppointmentState.CONFIRMED,
        AppointmentState.TRAVELLING,
        AppointmentState.ON_SITE,
        AppointmentState.TO_RESUME,
    }
)
#: Usual length of an entry without a kind of visit.
DEFAULT_LENGTH = timedelta(hours=1)
#: Longest entry accepted: a typing mistake in the year shows at once.
LONGEST = timedelta(days=31)
#: How long before and after the hour told to the customer somebody may ring.
HALF_WINDOW = timedelta(hours=1)


@dataclass(eq=False)
class SlotOrderError(DomainError):
    """The end is not after the start."""


@dataclass(eq=False)
class SlotTooLongError(DomainError):
    """The entry lasts longer than a month."""


@dataclass(eq=False)
class SubjectMissingError(DomainError):
    """Neither a client nor a title."""


@dataclass(eq=False)
class TechnicianUnknownError(DomainError):
    """A technician of the team does not exist or no longer works here."""


@dataclass(eq=False)
class TeamMissingError(DomainError):
    """Nobody is to go."""


@dataclass(eq=False)
class ReasonMissingError(DomainError):
    """A cancellation needs its reason."""


@dataclass(eq=False)
class AppointmentClosedError(DomainError):
    """The appointment was completed or cancelled."""


@dataclass(eq=False)
class DeviceForeignError(DomainError):
    """A device belongs to another plant."""


@dataclass(eq=False)
class AppointmentStandsError(DomainError):
    """Only a cancelled appointment can be taken back."""


@dataclass(eq=False)
class StaleAppointmentError(DomainError):
    """Somebody changed the appointment meanwhile."""

    version: int


@dataclass(eq=False)
class StampOrderError(DomainError):
    """The hours of a visit do not follow one another."""


@dataclass(eq=False)
class StampInFutureError(DomainError):
    """An hour of a visit is still to come."""


@dataclass(frozen=True)
class Stamps:
    """When a technician set out, arrived and left; aware instants, None: not yet."""

    travelling_at: datetime | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(eq=False)
class CallTakenError(DomainError):
    """The call is already scheduled, closed, or of another client."""


def ensure_slot(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a slot that ends before it starts or lasts more than a month.

    Raises:
        SlotOrderError: The end is not after the start.
        SlotTooLongError: Longer than a month.
    """
    if ends_at <= starts_at:
        raise SlotOrderError
    if ends_at - starts_at > LONGEST:
        raise SlotTooLongError


def overlaps(first: tuple[datetime, datetime], second: tuple[datetime, datetime]) -> bool:
    """Tell whether two spans share time; touching ends do not."""
    return first[0] < second[1] and second[0] < first[1]


def outside_hours(
    hours: Mapping[str, Iterable[Iterable[str]]], starts_at: datetime, ends_at: datetime
) -> bool:
    """Tell whether a slot leaves the working hours; without hours nothing is outside.

    The break between two spans of the day is not counted: a long visit runs through lunch.
    """
    if not hours:
        return False
    if local_day(starts_at) != local_day(ends_at):
        return True
    start, end = local_clock(starts_at), local_clock(ends_at)
    clocks = sorted(clock for span in hours.get(str(start.weekday()), ()) for clock in span)
    return not clocks or f"{start:%H:%M}" < clocks[0] or f"{end:%H:%M}" > clocks[-1]


def days_of(starts_at: datetime, ends_at: datetime) -> list[date]:
    """Return the Italian days that a slot touches; ending at midnight does not touch the next."""
    first, last = local_day(starts_at), local_day(ends_at - timedelta(microseconds=1))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def told_window(starts_at: datetime) -> tuple[datetime, datetime]:
    """Return the two hours told to the customer around the start."""
    return starts_at - HALF_WINDOW, starts_at + HALF_WINDOW


def ensure_open(state: AppointmentState) -> None:
    """Refuse to change what is over.

    Raises:
        AppointmentClosedError: Completed, not done or cancelled.
    """
    if state not in OPEN_STATES:
        raise AppointmentClosedError


def ensure_stamps(stamps: Stamps, now: datetime) -> None:
    """Refuse hours that are still to come or do not follow one another.

    Raises:
        StampInFutureError: One of them is after `now`.
        StampOrderError: Left before arriving, or arrived before setting out.
    """
    known = [at for at in (stamps.travelling_at, stamps.arrived_at, stamps.left_at) if at]
    if any(at > now for at in known):
        raise StampInFutureError
    if known != sorted(known):
        raise StampOrderError


def state_of_stamps(state: AppointmentState, stamps: Stamps) -> AppointmentState:
    """Return where an appointment stands after its hours were corrected.

    Only the states that the buttons give follow the hours; a stamp taken back leaves "planned".
    """
    pressed = {AppointmentState.TRAVELLING, AppointmentState.ON_SITE}
    if stamps.arrived_at and state in OPEN_STATES:
        return AppointmentState.ON_SITE
    if stamps.travelling_at and state in OPEN_STATES:
        return AppointmentState.TRAVELLING
    return AppointmentState.PLANNED if state in pressed else state
