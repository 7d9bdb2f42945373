"""Read the fields of a JSON document from a phone, gathering what is wrong with them. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.kernel.errors import DomainError

#: Most lines, findings, devices and files of one report.
MOST_ROWS = 200
#: Longest free text, characters.
MOST_TEXT = 10_000
#: Days accepted anywhere in a report: a typing mistake in the year shows at once.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)

_NUMBER = re.compile(r"\d{1,8}(\.\d{1,8})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """One field that cannot be accepted.

    Attributes:
        path: Place in the content, "lines.0.quantity".
        reason: Code of the reason: required, not_a_number, out_of_range, not_a_date, not_a_time,
            not_an_address, ends_before_start, unknown, too_long, wrong_kind, not_allowed.
    """

    path: str
    reason: str


@dataclass(eq=False)
class ContentNotValidError(DomainError):
    """The content of a report has fields that cannot be accepted."""

    problems: tuple[Problem, ...]


def is_id(value: object) -> bool:
    """Tell whether a JSON value may be the key of a row."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31


def is_uuid(value: object) -> bool:
    """Tell whether a JSON value is a UUID written in the usual way, in small letters."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


@dataclass
class Reader:
    """Reads fields and gathers what is wrong with them; wrong fields read as a neutral value."""

    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: str, reason: str) -> None:
        """Note a problem; the first of each field counts."""
        if all(known.path != path for known in self.problems):
            self.problems.append(Problem(path, reason))

    def whole(self, raw: Raw, name: str, path: str = "", *, most: int = 2**31 - 1) -> int:
        """Return a positive whole number; required."""
        return self.maybe_whole(raw, name, path, least=1, most=most, required=True) or 0

    def maybe_whole(
        self,
        raw: Raw,
        name: str,
        path: str = "",
        *,
        least: int = 1,
        most: int = 2**31 - 1,
        required: bool = False,
    ) -> int | None:
        """Return a whole number within bounds, or None when it is missing."""
        value = raw.get(name)
        if value is None:
            if required:
                self.problem(f"{path}{name}", "required")
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.problem(f"{path}{name}", "not_a_number")
            return None
        if not least <= value <= most:
            self.problem(f"{path}{name}", "out_of_range")
            return None
        return value

    def day(self, raw: Raw, name: str) -> date:
        """Return a day; required."""
        if raw.get(name) is None:
            self.problem(name, "required")
        return self.maybe_day(raw, name) or FIRST_DAY

    def maybe_day(self, raw: Raw, name: str) -> date | None:
        """Return a day written "2026-10-12", or None when it is missing."""
        value = raw.get(name)
        if value is None:
            return None
        is_written = isinstance(value, str) and _DAY.fullmatch(value)
        try:
            found = date.fromisoformat(value) if is_written else None
        except ValueError:
            found = None
        if found is None:
            self.problem(name, "not_a_date")
            return None
        if not FIRST_DAY <= found <= LAST_DAY:
            self.problem(name, "out_of_range")
            return None
        return found

    def maybe_clock(self, raw: Raw, name: str) -> time | None:
        """Return an hour of the Italian wall clock written "09:05", or None when missing."""
        value = raw.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not _CLOCK.fullmatch(value):
            self.problem(name, "not_a_time")
            return None
        return time.fromisoformat(value)

    def flag(self, raw: Raw, name: str) -> bool:
        """Return yes or no; missing means no."""
        value = raw.get(name, False)
        if not isinstance(value, bool):
            self.problem(name, "wrong_kind")
        return value is True

    def one_of(
        self, raw: Raw, name: str, kind: Any, path: str = "", *, usual: Any | None = None
    ) -> Any:
        """Return a member of an enum; missing means the usual one, if there is one."""
        value = raw.get(name)
        if value is None and usual is not None:
            return usual
        try:
            return kind(value)
        except ValueError:
            self.problem(f"{path}{name}", "required" if value in (None, "") else "unknown")
            return next(iter(kind))

    def text(
        self,
        raw: Raw,
        name: str,
        path: str = "",
        *,
        most: int = MOST_TEXT,
        required: bool = False,
    ) -> str:
        """Return a text without spaces around it; missing means empty."""
        value = raw.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.problem(f"{path}{name}", "wrong_kind")
            return ""
        text = value.strip()
        if required and not text:
            self.problem(f"{path}{name}", "required")
        if len(text) > most:
            self.problem(f"{path}{name}", "too_long")
        return text

    def number(
        self,
        raw: Raw,
        name: str,
        path: str = "",
        *,
        below: Decimal | None = None,
        decimals: int = 8,
        positive: bool = False,
    ) -> Decimal:
        """Return a number sent as text with a point; missing means zero."""
        value = raw.get(name)
        if value is None:
            value = "0"
        if not isinstance(value, str) or not _NUMBER.fullmatch(value):
            self.problem(f"{path}{name}", "not_a_number")
            return Decimal(0)
        number = Decimal(value)
        is_wide = below is not None and number >= below
        is_long = len(value.partition(".")[2].rstrip("0")) > decimals
        if is_wide or is_long or (positive and not number):
            self.problem(f"{path}{name}", "out_of_range")
            return Decimal(0)
        return number

    def rows(self, raw: Raw, name: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the rows of a list, each with its path."""
        value = self._list(raw, name, lambda row: isinstance(row, dict))
        return [(f"{name}.{place}.", row) for place, row in enumerate(value)]

    def ids(self, raw: Raw, name: str) -> tuple[int, ...]:
        """Return the keys of a list, each once, in order."""
        return tuple(dict.fromkeys(self._list(raw, name, is_id)))

    def part(self, raw: Raw, name: str, *, required: bool) -> dict[str, Any]:
        """Return an object inside the document; empty when it is missing or no object."""
        value = raw.get(name)
        if value is None and not required:
            return {}
        if not isinstance(value, dict):
            self.problem(name, "required" if value is None else "wrong_kind")
            return {}
        return value

    def _list(self, raw: Raw, name: str, fits: Callable[[Any], bool]) -> list[Any]:
        value = raw.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > MOST_ROWS or not all(map(fits, value)):
            self.problem(name, "wrong_kind")
            return []
        return value
