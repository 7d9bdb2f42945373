"""Hours of a week: when somebody works, when the company is open. Pure.

Stored as ``{"0": [["08:00", "12:00"], ["13:00", "17:00"]], …}``: 0 is Monday, Italian wall clock,
spans in order. A day that is missing is free; an empty mapping says nothing about any day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from app.kernel.errors import DomainError

WeekHours = dict[str, list[list[str]]]
Hours = Mapping[str, Iterable[Sequence[str]]]

#: Spans of a day: morning and afternoon.
SPANS = 2
_DAYS = 7


@dataclass(eq=False)
class HoursUnreadableError(DomainError):
    """An hour is missing or not written as 08:30."""

    #: 0 is Monday.
    weekday: int


@dataclass(eq=False)
class HoursOrderError(DomainError):
    """The hours of a day do not follow each other."""

    #: 0 is Monday.
    weekday: int


def read_week(typed: Sequence[str]) -> WeekHours:
    """Return the hours that a form holds.

    Args:
        typed: For each day from Monday: from, to of the morning, from, to of the afternoon; the
            empty text where nothing is written. 28 texts.

    Raises:
        HoursUnreadableError: Half a span, or no hour.
        HoursOrderError: A span ends before it starts, or before the one before it ends.
        ValueError: Not 28 texts: the form was tampered with.
    """
    if len(typed) != _DAYS * SPANS * 2:
        raise ValueError("a week has 28 hours")
    week: WeekHours = {}
    for weekday in range(_DAYS):
        cells = typed[weekday * SPANS * 2 : (weekday + 1) * SPANS * 2]
        spans = [_span(weekday, cells[at], cells[at + 1]) for at in range(0, SPANS * 2, 2)]
        filled = [span for span in spans if span]
        clocks = [clock for span in filled for clock in span]
        if any(first >= second for first, second in pairwise(clocks)):
            raise HoursOrderError(weekday)
        if filled:
            week[str(weekday)] = filled
    return week


def day_span(hours: Hours, day: date) -> tuple[time, time] | None:
    """Return when a day begins and ends, whatever the break; None when it is free."""
    clocks = sorted(clock for span in hours.get(str(day.weekday()), ()) for clock in span)
    return (time.fromisoformat(clocks[0]), time.fromisoformat(clocks[-1])) if clocks else None


def _span(weekday: int, start: str, end: str) -> list[str]:
    start, end = start.strip(), end.strip()
    if not start and not end:
        return []
    try:
        return [f"{time.fromisoformat(text):%H:%M}" for text in (start, end)]
    except ValueError:
        raise HoursUnreadableError(weekday) from None
