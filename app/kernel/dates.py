"""Italian days and UTC instants: the only place that knows the firm's time zone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.kernel.errors import DomainError

ROME = ZoneInfo("Europe/Rome")

#: Day 0 of a spreadsheet's serial dates (the 1900 date system, with its false 29 February 1900).
_EXCEL_EPOCH = date(1899, 12, 30)
#: Serials outside this range (1927 to 2147) are taken for something else than a date.
_EXCEL_RANGE = range(10_000, 90_000)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
#: Two-digit years up to this one belong to 20xx, the others to 19xx.
_PIVOT = 59
_MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")

_CLOCK = re.compile(
    r"[T\s,]+\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_ITALIAN = re.compile(r"(\d{1,2})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{4}|\d{2})")
_WORDS = re.compile(r"(?:[a-zì]+\s+)?(\d{1,2})[°º]?[-/.\s]*([a-z]{3,9})\.?[-/.\s]*(\d{4}|\d{2})")
_COMPACT = re.compile(r"\d{8}")
_SERIAL = re.compile(r"(\d{5})([.,]\d+)?")
_MONTH_ONLY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_MONTH_WORD = re.compile(r"([a-z]{3,9})\.?[-/.\s]*(\d{4}|\d{2})")
_YEAR_ONLY = re.compile(r"(\d{4})(?:\.0)?")


@dataclass(eq=False)
class InvalidDateError(DomainError):
    """The text is not a day of the calendar."""

    text: str


def local_day(now: datetime) -> date:
    """Return the Italian calendar day of an instant.

    Args:
        now: Time-zone aware instant.
    """
    return local_clock(now).date()


def local_clock(now: datetime) -> datetime:
    """Return an instant as the Italian wall clock shows it.

    Args:
        now: Time-zone aware instant.
    """
    if now.tzinfo is None:
        raise ValueError("naive datetime: an instant needs its time zone")
    return now.astimezone(ROME)


def start_of_local_day(day: date) -> datetime:
    """Return the UTC instant at which an Italian day begins."""
    return local_instant(day, time.min)


def local_day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the UTC instants of the start of an Italian day and of the day after it."""
    return start_of_local_day(day), start_of_local_day(day + timedelta(days=1))


def local_instant(day: date, clock: time) -> datetime:
    """Return the UTC instant of an Italian day and wall-clock time.

    In the hour that is skipped in March the result is an hour later; in the hour that comes
    twice in October it is the first of the two.
    """
    return datetime.combine(day, clock, tzinfo=ROME).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, last_day_of_month(year, month).day))


def add_years(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes the 28th."""
    return add_months(day, 12 * years)


def last_day_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def from_excel_serial(serial: float) -> date:
    """Return the day of a spreadsheet serial number (1900 date system).

    Raises:
        InvalidDateError: The number is too far from today to be meant as a date.
    """
    if serial != serial or int(min(serial, 1e9)) not in _EXCEL_RANGE:  # noqa: PLR0124 - NaN
        raise InvalidDateError(str(serial))
    return _EXCEL_EPOCH + timedelta(days=int(serial))


def parse_date(text: str) -> date:
    """Read a day the way Italians and their spreadsheets write it.

    Accepts `12/03/2024`, `1.3.24`, `12 marzo 2024`, `2024-03-12`, `20240312`, `12032024`, the same
    followed by a time, and spreadsheet serials such as `45363`. The day comes before the month.

    Raises:
        InvalidDateError: It is none of these, or no such day exists.
    """
    cleaned = _CLOCK.sub("", text.strip()).strip().lower()
    if len(cleaned) <= 40:
        for pattern, build in _READERS:
            match = pattern.fullmatch(cleaned)
            day = build(match) if match else None
            if day is not None:
                return day
    raise InvalidDateError(text)


def parse_loose_date(text: str) -> tuple[date, bool]:
    """Read a day, or the first day of a month or year when only that is written.

    Returns:
        The day, and whether it was completed (`03/2015` and `2015` are, `12/03/2015` is not).

    Raises:
        InvalidDateError: Not even a year can be read.
    """
    try:
        return parse_date(text), False
    except InvalidDateError:
        pass
    cleaned = text.strip().lower()
    if match := _MONTH_ONLY.fullmatch(cleaned):
        day = _day(match[2], match[1], "1")
    elif match := _MONTH_WORD.fullmatch(cleaned):
        day = _day(match[2], _month(match[1]), "1")
    else:
        match = _YEAR_ONLY.fullmatch(cleaned)
        day = _day(match[1], "1", "1") if match else None
    if day is None:
        raise InvalidDateError(text)
    return day, True


def _month(word: str) -> str:
    return str(_MONTHS.index(word[:3]) + 1) if word[:3] in _MONTHS else "0"


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number <= _PIVOT else 1900
    if not _FIRST_YEAR <= number <= _LAST_YEAR:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _compact(match: re.Match[str]) -> date | None:
    digits = match[0]
    return _day(digits[:4], digits[4:6], digits[6:]) or _day(digits[4:], digits[2:4], digits[:2])


def _serial(match: re.Match[str]) -> date | None:
    days = int(match[1])
    return _EXCEL_EPOCH + timedelta(days=days) if days in _EXCEL_RANGE else None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...] = (
    (_ISO, lambda m: _day(m[1], m[2], m[3])),
    (_ITALIAN, lambda m: _day(m[3], m[2], m[1])),
    (_WORDS, lambda m: _day(m[3], _month(m[2]), m[1])),
    (_COMPACT, _compact),
    (_SERIAL, _serial),
)
