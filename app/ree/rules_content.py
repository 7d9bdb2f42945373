"""Read what a report states, by its form, gathering what cannot be accepted. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from app.interventions.rules_reading import FIRST_DAY, LAST_DAY, Problem, is_id
from app.ree.rules_catalogue import SHEETS
from app.ree.rules_items import Asked, Item, Kind, Sheet

_NUMBER = re.compile(r"-?\d{1,8}(\.\d{1,8})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Content:
    """What a report states, read; empty items are left out.

    Attributes:
        sheet: Form of its type.
        device_id: The generator.
        values: Items of the sections; numbers as Decimal, days, hours, ticks as bool.
        rows: Measurements.
    """

    sheet: Sheet
    device_id: int
    values: Values
    rows: tuple[Values, ...]

    @property
    def performed_on(self) -> date | None:
        """Return the Italian day of the control, if it was written."""
        found: date | None = self.values.get("performed_on")
        return found

    def good_answer(self, item: Item) -> bool:
        """Tell whether an item that has a bad answer is without defect."""
        return self.values.get(item.name) in (item.good, "nc", None)


@dataclass(frozen=True)
class Read:
    """A content and what is wrong with its fields."""

    content: Content
    problems: tuple[Problem, ...]


class NotAReportError(ValueError):
    """The document is no report at all: no known type."""


def read_content(raw: object) -> Read:
    """Return a report and what is wrong with it.

    Raises:
        NotAReportError: Nothing can be read.
    """
    if not isinstance(raw, dict):
        raise NotAReportError
    kind = raw.get("ree_type")
    if not isinstance(kind, int) or kind not in SHEETS:
        raise NotAReportError
    sheet = SHEETS[kind]
    reader = _Reader([])
    if not is_id(raw.get("device_id")):
        reader.problem("device_id", "required")
    stated = raw.get("values")
    values = reader.group(sheet.items(), stated if isinstance(stated, dict) else {}, "values.", {})
    rows = tuple(
        reader.group(sheet.measures, row, f"measurements.{place}.", values)
        for place, row in enumerate(_rows(raw, sheet, reader))
    )
    content = Content(sheet, raw["device_id"] if is_id(raw.get("device_id")) else 0, values, rows)
    return Read(content, tuple(reader.problems))


def _rows(raw: Values, sheet: Sheet, reader: "_Reader") -> list[dict[str, Any]]:
    rows = raw.get("measurements", [])
    is_list = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    if not is_list or len(rows) > sheet.most_rows:
        reader.problem("measurements", "wrong_kind")
        return []
    return rows or [{}]


@dataclass
class _Reader:
    problems: list[Problem]

    def problem(self, path: str, reason: str) -> None:
        self.problems.append(Problem(path, reason))

    def group(self, items: Any, raw: dict[str, Any], path: str, outside: Values) -> dict[str, Any]:
        """Return the values of some items; `outside` are values their conditions may ask too."""
        items = tuple(items)
        known = {item.name for item in items}
        for name in raw:
            if name not in known:
                self.problem(f"{path}{name}", "unknown")
        stated = {**outside, **raw}
        found: dict[str, Any] = {}
        for item in items:
            value = self._asked(item, raw.get(item.name), stated, f"{path}{item.name}")
            if value is not None:
                found[item.name] = value
        return found

    def _asked(self, item: Item, value: Any, stated: Values, path: str) -> Any:
        asked = item.asked(stated)
        is_empty = value in (None, "", [], False)
        if asked is Asked.YES:
            if is_empty:
                if item.is_required:
                    self.problem(path, "required")
                return None
            return self._read(item, value, path)
        if asked is Asked.NC and value == "nc":
            return "nc"
        if not is_empty:
            self.problem(path, "not_asked")
        return "nc" if asked is Asked.NC else None

    def _read(self, item: Item, value: Any, path: str) -> Any:
        found, reason = _READERS[item.kind](item, value)
        if reason:
            self.problem(path, reason)
            return None
        return found


def _text(item: Item, value: Any) -> tuple[Any, str]:
    if not isinstance(value, str):
        return None, "wrong_kind"
    found = value.strip()
    if len(found) > item.length:
        return None, "too_long"
    return (found, "") if found else (None, "required" if item.is_required else "")


def _decimal(item: Item, value: Any) -> tuple[Any, str]:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return None, "not_a_number"
    found = Decimal(value)
    if len(value.partition(".")[2].rstrip("0")) > item.places:
        return None, "too_precise"
    return _bounded(item, found)


def _whole(item: Item, value: Any) -> tuple[Any, str]:
    if not isinstance(value, int) or isinstance(value, bool):
        return None, "not_a_number"
    return _bounded(item, value)


def _bounded(item: Item, found: Any) -> tuple[Any, str]:
    is_low = item.least is not None and found < item.least
    is_high = item.most is not None and found > item.most
    return (None, "out_of_range") if is_low or is_high else (found, "")


def _answer(item: Item, value: Any) -> tuple[Any, str]:
    allowed = ("yes", "no", "nc") if item.kind is Kind.SNC else ("yes", "no")
    return (value, "") if value in allowed else (None, "unknown")


def _tick(_item: Item, value: Any) -> tuple[Any, str]:
    return (True, "") if value is True else (None, "wrong_kind")


def _day(_item: Item, value: Any) -> tuple[Any, str]:
    try:
        found = date.fromisoformat(value) if _matches(_DAY, value) else None
    except ValueError:
        found = None
    if found is None:
        return None, "not_a_date"
    # Generators are older than what else is written here: by a century at most.
    return (found, "") if found.year > FIRST_DAY.year - 100 and found <= LAST_DAY else (
        None, "out_of_range",
    )  # fmt: skip


def _clock(_item: Item, value: Any) -> tuple[Any, str]:
    return (time.fromisoformat(value), "") if _matches(_CLOCK, value) else (None, "not_a_time")


def _choice(item: Item, value: Any) -> tuple[Any, str]:
    return (value, "") if value in item.options else (None, "unknown")


def _several(item: Item, value: Any) -> tuple[Any, str]:
    if not isinstance(value, list) or not all(one in item.options for one in value):
        return None, "unknown"
    found = tuple(option for option in item.options if option in value)
    alone = {"not_required", "none"} & set(found)
    return (None, "alone") if alone and len(found) > 1 else (found, "")


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


_READERS = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.DECIMAL: _decimal,
    Kind.WHOLE: _whole,
    Kind.SNC: _answer,
    Kind.SN: _answer,
    Kind.TICK: _tick,
    Kind.DAY: _day,
    Kind.CLOCK: _clock,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
}
