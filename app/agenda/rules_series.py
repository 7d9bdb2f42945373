"""Appointments that repeat: on which days, and which of them a change reaches. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule, weekday

from app.kernel.dates import add_years, local_clock, local_day, local_instant
from app.kernel.errors import DomainError

Span = tuple[datetime, datetime]


class Every(Enum):
    """How often an appointment repeats."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    #: On the same day of the month; on the last one where a month is shorter.
    MONTH_DAY = "month_day"
    #: On the same weekday of the month: the second Tuesday, the last Friday.
    MONTH_WEEKDAY = "month_weekday"
    YEAR = "year"


class Scope(Enum):
    """Which appointments of a series a change is meant for."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


#: Appointments of one series at most: all of them are made at once.
MOST = 100
#: How far ahead a series may reach, in years.
_YEARS = {Every.YEAR: 5}
_USUAL_YEARS = 1
#: A weekday that comes a fifth time is the last one of its month.
_FIFTH = 5


@dataclass(eq=False)
class RepeatEndError(DomainError):
    """Neither or both of the ways to say where a series ends."""

    field: str = "until"


@dataclass(eq=False)
class RepeatTooLongError(DomainError):
    """The series reaches too far ahead, or has too many appointments."""

    last: date
    most: int = MOST
    field: str = "until"


@dataclass(eq=False)
class RepeatSingleError(DomainError):
    """The series ends before its second appointment."""

    field: str = "until"


@dataclass(eq=False)
class NothingChosenError(DomainError):
    """All dates of a series were taken out."""


@dataclass(eq=False)
class StaleSeriesError(DomainError):
    """Somebody changed another appointment of the series meanwhile."""


@dataclass(frozen=True)
class Repeat:
    """How an appointment repeats.

    Attributes:
        every: How often.
        until: Last Italian day; None: counted by `times`.
        times: Appointments in all; None: counted by `until`.
    """

    every: Every
    until: date | None = None
    times: int | None = None


def days_of_series(first: date, repeat: Repeat) -> list[date]:
    """Return the days of a series, the first one included.

    Raises:
        RepeatEndError: Neither a last day nor a number, or both.
        RepeatTooLongError: More than `MOST`, or more than a year ahead (five if yearly).
        RepeatSingleError: Only the first day is left.
    """
    if (repeat.until is None) == (repeat.times is None):
        raise RepeatEndError
    last = add_years(first, _YEARS.get(repeat.every, _USUAL_YEARS))
    field = "until" if repeat.times is None else "times"
    if (repeat.until or first) > last or (repeat.times or 0) > MOST:
        raise RepeatTooLongError(last, field=field)
    rule = _rule(first, repeat.every, repeat.until or last)
    days = [moment.date() for moment in rule][: repeat.times]
    if repeat.times is not None and len(days) < repeat.times:
        raise RepeatTooLongError(last, field=field)
    if len(days) < 2:
        raise RepeatSingleError(field)
    return days


def _rule(first: date, every: Every, until: date) -> rrule:
    start = datetime.combine(first, time())
    end = datetime.combine(until, time())
    if every in (Every.WEEK, Every.TWO_WEEKS):
        return rrule(WEEKLY, start, interval=1 + (every is Every.TWO_WEEKS), until=end)
    if every is Every.MONTH_WEEKDAY:
        number = (first.day - 1) // 7 + 1
        which = weekday(first.weekday(), -1 if number == _FIFTH else number)
        return rrule(MONTHLY, start, byweekday=which, until=end)
    # The last of these days that the month has.
    days = range(min(first.day, 28), first.day + 1)
    if every is Every.MONTH_DAY:
        return rrule(MONTHLY, start, bymonthday=days, bysetpos=-1, until=end)
    return rrule(YEARLY, start, bymonth=first.month, bymonthday=days, bysetpos=-1, until=end)


def on_day(span: Span, day: date) -> Span:
    """Return a span with its hours of the wall clock on another Italian day."""
    start, end = (local_clock(moment) for moment in span)
    length = end.date() - start.date()
    return local_instant(day, _wall(start)), local_instant(day + length, _wall(end))


def carried(before: Span, after: Span, own: Span) -> Span:
    """Return where another appointment of a series goes when one of them was moved.

    It is shifted by as many days; it takes the new hours only if the hours changed.
    """
    shift = local_day(after[0]) - local_day(before[0])
    day = local_day(own[0]) + shift
    return on_day(own if _clocks(before) == _clocks(after) else after, day)


def _clocks(span: Span) -> tuple[time, time, timedelta]:
    start, end = (local_clock(moment) for moment in span)
    return _wall(start), _wall(end), end.date() - start.date()


def _wall(moment: datetime) -> time:
    return moment.time().replace(tzinfo=None)
