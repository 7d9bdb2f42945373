"""Rules of the office's notes. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.kernel.dates import add_months
from app.kernel.errors import DomainError

_HOUR = re.compile(r"([01]?\d|2[0-3])[:.,]([0-5]\d)", re.ASCII)


class NoteKind(Enum):
    """A reminder has a day; a post-it stays on the board."""

    REMINDER = "reminder"
    POST_IT = "post_it"


class NoteColour(Enum):
    """Colour of the paper."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"


class Repeat(Enum):
    """How often a reminder comes back once it is done."""

    NEVER = "never"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_DAYS = {Repeat.DAY: 1, Repeat.WEEK: 7}
_MONTHS = {Repeat.MONTH: 1, Repeat.YEAR: 12}


@dataclass(eq=False)
class ReminderDayMissingError(DomainError):
    """A reminder has a day."""

    field: str = "due_on"


@dataclass(eq=False)
class HourNotReadableError(DomainError):
    """The hour is none."""

    field: str = "due_time"


@dataclass(eq=False)
class NoteDeviceElsewhereError(DomainError):
    """The device of a note stands at its client's plant."""

    field: str = "device"


def read_hour(text: str) -> str:
    """Return "09:05" of "9.05"; nothing written stays empty.

    Raises:
        HourNotReadableError: It is no hour of the day.
    """
    if not text.strip():
        return ""
    match = _HOUR.fullmatch(text.strip())
    if match is None:
        raise HourNotReadableError
    return f"{int(match[1]):02d}:{match[2]}"


def next_day(start: date, repeat: Repeat, today: date) -> date | None:
    """Return the first day after today on which a reminder comes back; None: it does not.

    Args:
        start: First day of the series: month ends are counted from it and do not creep.
        repeat: How often.
        today: Italian calendar day on which it was done.
    """
    if repeat in _DAYS:
        step = _DAYS[repeat]
        turns = max(0, (today - start).days // step) + 1
        return start + timedelta(days=turns * step)
    if repeat in _MONTHS:
        step = _MONTHS[repeat]
        passed = (today.year - start.year) * 12 + today.month - start.month
        turns = max(1, passed // step)
        while add_months(start, turns * step) <= today:
            turns += 1
        return add_months(start, turns * step)
    return None


def moved(order: list[int], key: int, before: int | None) -> list[int]:
    """Return the order with one key before another; None or a stranger: at the end."""
    rest = [one for one in order if one != key]
    place = rest.index(before) if before in rest else len(rest)
    return [*rest[:place], key, *rest[place:]]
