"""Rules of the company data: what a change is, opening hours, colours, numbers. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kernel.errors import DomainError

#: Fields whose content never leaves the database: the summary says only that they changed.
SECRETS = frozenset({"smtp_password", "pec_password", "seal_p12", "oidc_client_secret"})

#: Fields shown as "new" or "removed" and not by their content.
FILES = frozenset({"logo_sha"})

#: Days of the week, 0 = Monday.
WEEKDAYS = range(7)

#: Spans of opening hours in a day: morning and afternoon.
SPANS_PER_DAY = 2

#: Number series that a company may start where its former program ended: code -> yearly.
SERIES: Mapping[str, bool] = {"clients": False, "interventions": True}

#: Largest number a series may be given.
LARGEST_NUMBER = 999_999

#: Consents a privacy notice may ask for, in order.
PURPOSES = ("email", "sms", "marketing")

#: Regimes of electronic invoices that a heating service firm may have.
#: Source: FatturaPA technical specification 1.9, RegimeFiscaleType (read 11/2026).
TAX_REGIMES = ("RF01", "RF02", "RF16", "RF17", "RF18", "RF19")

Span = tuple[str, str]
OpeningHours = dict[str, list[list[str]]]

_DAY_OF_YEAR = re.compile(r"(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2})")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(eq=False)
class HoursNotReadableError(DomainError):
    """An hour is not one, or a span lacks its begin or its end."""

    field: str


@dataclass(eq=False)
class HoursOrderError(DomainError):
    """A span ends before it begins, or the second one begins before the first ends."""

    field: str


@dataclass(eq=False)
class NumberTakenError(DomainError):
    """A series cannot go back to numbers that were given already."""

    least: int
    field: str


@dataclass(eq=False)
class DayOfYearError(DomainError):
    """A day and month that no year has."""

    field: str


@dataclass(eq=False)
class PatronNameMissingError(DomainError):
    """A feast without its name, or a name without its day."""

    field: str


@dataclass(eq=False)
class ClosureOrderError(DomainError):
    """A closing ends before it begins."""

    field: str = "last_on"


@dataclass(frozen=True)
class Change:
    """One field of the company data, before and after, as stored."""

    field: str
    before: Any
    after: Any


def opening_hours(days: Sequence[Sequence[Span]]) -> OpeningHours:
    """Return opening hours as stored, from seven days of two spans as typed ("08:00", "12:30").

    Empty spans are left out; a day without spans is closed.

    Raises:
        HoursNotReadableError, HoursOrderError: With the field ``d<day>_<span>_from`` or ``_to``.
    """
    found: OpeningHours = {}
    for day, spans in enumerate(days):
        kept = [list(span) for number, span in enumerate(spans) if _is_span(span, day, number)]
        if len(kept) == SPANS_PER_DAY and kept[1][0] < kept[0][1]:
            raise HoursOrderError(f"d{day}_1_from")
        if kept:
            found[str(day)] = kept
    return found


def patron_day(day: str, name: str) -> str:
    """Return the day of the patron saint as stored, "24/06", from what was typed ("24-6").

    Args:
        day: Day and month; empty: none.
        name: Name of the feast; empty only without a day.

    Raises:
        DayOfYearError: No such day.
        PatronNameMissingError: Only one of the two was typed.
    """
    if not day:
        if name:
            raise PatronNameMissingError("patron_day")
        return ""
    found = _DAY_OF_YEAR.fullmatch(day)
    if found is None:
        raise DayOfYearError("patron_day")
    try:
        # A leap year: the feast of 29 February comes every fourth year.
        kept = date(2024, int(found["month"]), int(found["day"]))
    except ValueError:
        raise DayOfYearError("patron_day") from None
    if not name:
        raise PatronNameMissingError("patron_name")
    return f"{kept:%d/%m}"


def _is_span(span: Span, day: int, number: int) -> bool:
    begin, end = span
    if not begin and not end:
        return False
    for text, side in ((begin, "from"), (end, "to")):
        if not _HOUR.fullmatch(text):
            raise HoursNotReadableError(f"d{day}_{number}_{side}")
    if end <= begin:
        raise HoursOrderError(f"d{day}_{number}_to")
    return True


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour as browsers and documents write it, "#rrggbb"."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def ensure_next_number(next_number: int, last: int, field: str) -> None:
    """Raise `NumberTakenError` when a series would give a number twice.

    Args:
        next_number: Number the next document shall get.
        last: Last number given; 0 for none.
        field: Form field that asked.
    """
    if next_number <= last:
        raise NumberTakenError(last + 1, field)
