"""What an analyser's strip says, as the form of a report takes it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.interventions.facts import plain
from app.ree import labels
from app.ree.rules_items import Item, Kind
from app.ree.rules_sheets import TYPE_1
from app.thermal import messages
from app.thermal.queries import analyser_labels
from app.thermal.rules_combustion import rounded
from app.thermal.rules_strip import Aside, Found, Quantity, Reading, Unread, read_strip

#: Characters of a pasted strip or a file at most.
MOST_TEXT = 50_000
_MEASURES = frozenset(item.name for item in TYPE_1.measures)
_ITEMS: dict[str, Item] = {item.name: item for item in (*TYPE_1.items(), *TYPE_1.measures)}
#: Values that are the mean of several readings; the others are taken from the last one.
_NO_MEAN = frozenset({Quantity.SERIAL})


def strip_json(session: Session, text: str, analyser: str) -> dict[str, Any]:
    """Return the readings of a text and what was not read, as JSON.

    Args:
        session: Session of the company, whose labels count.
        text: The strip or file.
        analyser: Make and model as the report states them.
    """
    strip = read_strip(text, analyser_labels(session), analyser)
    readings = [_reading(one) for one in strip.readings]
    mean = _mean(strip.readings)
    return {
        "readings": [*readings, *([_reading(mean) | {"is_mean": True}] if mean else [])],
        "unread": [_unread(one) for one in strip.unread],
    }


def _mean(readings: Iterable[Reading]) -> Reading | None:
    """Return the mean of two readings or more of the same quantities (UNI 10389-1 wants three)."""
    rows = list(readings)
    named = [tuple(found.quantity for found in row.found) for row in rows]
    if len(rows) < 2 or len({frozenset(names) for names in named}) > 1:
        return None
    found = [_mean_of([_value(row, one) for row in rows], one) for one in rows[-1].found]
    return Reading("", tuple(found))


def _value(row: Reading, like: Found) -> Any:
    return next(one.value for one in row.found if one.quantity is like.quantity)


def _mean_of(values: list[Any], like: Found) -> Found:
    if like.quantity in _NO_MEAN:
        return like
    return Found(like.quantity, sum(values, Decimal(0)) / len(values), like.label)


def _reading(reading: Reading) -> dict[str, Any]:
    """Return a reading; of O2 and CO2 the report states one, and the other follows from it."""
    quantities = {one.quantity for one in reading.found}
    kept = [
        one
        for one in reading.found
        if not (one.quantity is Quantity.CO2 and Quantity.O2 in quantities)
    ]
    rows = [_found(one) for one in kept]
    return {
        "title": reading.title,
        "is_mean": False,
        "found": [row for row in rows if row["fits"]],
        "derived": [str(labels.ITEMS["co2"])] if len(kept) < len(reading.found) else [],
        "outside": [row for row in rows if not row["fits"]],
    }


def _found(found: Found) -> dict[str, Any]:
    item = _ITEMS[found.quantity.value]
    value = found.value
    fits = True
    if isinstance(value, Decimal) and item.kind is Kind.DECIMAL:
        value = rounded(value, item.places)
        fits = not (item.least is not None and value < item.least) and not (
            item.most is not None and value > item.most
        )
    return {
        "name": item.name,
        "group": "measurements" if item.name in _MEASURES else "values",
        "label": str(labels.ITEMS[item.name]),
        "unit": item.unit,
        "value": plain(value) if isinstance(value, Decimal) else value,
        "as": found.label,
        "fits": fits,
    }


def _unread(unread: Unread) -> dict[str, Any]:
    is_plain = unread.reason is Aside.UNKNOWN
    return {
        "text": unread.text[:120],
        "reason": "" if is_plain else str(messages.ASIDES[unread.reason]),
    }
