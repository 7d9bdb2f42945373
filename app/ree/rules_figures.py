"""What is worked out from the measurements of a type 1 report, with the formula. Pure.

The technician's readings stay as they are; these are the values of the form that derive from them
(air-free CO, efficiency with two points, legal minimum) and the check of the analyser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.ree.rules_content import Content, Values
from app.thermal.rules_combustion import (
    CombustionLimits,
    Family,
    co2_from_o2,
    co_corrected,
    is_co_within,
    is_efficient,
    limits_on,
    loss_from_co2,
    loss_from_o2,
    minimum_efficiency,
    o2_from_co2,
    read_efficiency,
    report_efficiency,
    rounded,
)
from app.thermal.tables import COEFFICIENTS, COMBUSTION_LIMITS

#: Fuel of the form -> fuel of the coefficients.
_LIKE = {"propane": "lpg", "butane": "lpg"}

#: Highest good Bacharach number, and how many of the three readings have to keep it.
BACHARACH = {"heating_oil": Decimal(2), "fuel_oil": Decimal(6)}
BACHARACH_GOOD = 2


@dataclass(frozen=True)
class Figure:
    """A value that was worked out.

    Attributes:
        name: Its label is in `labels.py`.
        value: Rounded as printed; a bool for a comparison.
        formula: With the numbers in it, "60 · 21 / (21 - 5) = 78.75".
        source: Law or standard; empty: arithmetic.
        is_certain: The source has been verified.
    """

    name: str
    value: Decimal | bool
    formula: str
    source: str = ""
    is_certain: bool = True


Figures = Mapping[str, Figure]


def figures_of(content: Content, today: date) -> tuple[Figures, ...]:
    """Return for each row of measurements what can be worked out; empty for other types."""
    if content.sheet.ree_type != 1 or content.values.get("fuel") is None:
        return tuple({} for _row in content.rows)
    limits = limits_on(COMBUSTION_LIMITS, content.performed_on or today)
    minimum = minimum_of(content, limits)
    found = []
    for row in content.rows:
        figures = [
            *_gases(content.values, row),
            *_efficiency(content.values, row, limits, minimum),
            *_bacharach(content.values, row),
        ]
        found.append({figure.name: figure for figure in figures})
    return tuple(found)


def minimum_of(content: Content, limits: CombustionLimits) -> Figure | None:
    """Return the legal minimum of the generator; None: something is missing, or there is none."""
    values = content.values
    family, installed = values.get("efficiency_class"), values.get("installed_on")
    power = values.get("useful_power_kw")
    if family is None or installed is None or power is None:
        return None
    found = minimum_efficiency(limits, Family(family), installed, power)
    row = next(
        row
        for row in limits.minimum
        if Family(family) in row.families
        and _holds(row.installed_from, row.installed_to, installed)
    )
    used = min(power, limits.power_cap_kw)
    formula = f"{row.a} + {row.b} · log10({_plain(used)}) = {_plain(found)}"
    return Figure("efficiency_minimum", found, formula, limits.source)


def _holds(first: date | None, last: date | None, on: date) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)


def _gases(values: Values, row: Values) -> list[Figure]:
    """Return the gas that was not measured and the air-free CO."""
    table = _table(values)
    o2, co2 = row.get("o2"), row.get("co2")
    found = []
    if table is not None and o2 is not None:
        gas = rounded(co2_from_o2(o2, table.co2_max), 2)
        formula = f"{_plain(table.co2_max)} · (21 - {_plain(o2)}) / 21 = {_plain(gas)}"
        found.append(Figure("co2_derived", gas, formula, table.source, is_certain=False))
    if table is not None and co2 is not None and co2 < table.co2_max:
        o2 = o2_from_co2(co2, table.co2_max)
        gas = rounded(o2, 2)
        formula = f"21 · (1 - {_plain(co2)} / {_plain(table.co2_max)}) = {_plain(gas)}"
        found.append(Figure("o2_derived", gas, formula, table.source, is_certain=False))
    co = row.get("co_dry_ppm")
    if co is not None and o2 is not None:
        free = rounded(co_corrected(co, o2), 2)
        shown = f"{_plain(co)} · 21 / (21 - {_plain(rounded(o2, 2))}) = {_plain(free)}"
        found.append(Figure("co_computed", free, shown, "UNI 10389-1"))
    return found


def co_of(row: Values, figures: Figures) -> Decimal | None:
    """Return the air-free CO that counts, ppm: the analyser's, else ours."""
    stated: Decimal | None = row.get("co_corrected_ppm")
    ours = figures.get("co_computed")
    if stated is not None or ours is None:
        return stated
    assert isinstance(ours.value, Decimal)  # noqa: S101  # a quantity
    return ours.value


def _efficiency(
    values: Values, row: Values, limits: CombustionLimits, minimum: Figure | None
) -> list[Figure]:
    found = [] if minimum is None else [minimum]
    ours = _computed(values, row)
    if ours is not None:
        found.append(ours)
    read = row.get("efficiency_read")
    if read is not None:
        ree = rounded(report_efficiency(read, limits), 2)
        shown = f"{_plain(read)} + {_plain(limits.added_points)} = {_plain(ree)}"
        found.append(Figure("efficiency_ree", ree, shown, limits.source))
        if minimum is not None and isinstance(minimum.value, Decimal):
            is_good = is_efficient(ree, minimum.value)
            sign = ">=" if is_good else "<"
            shown = f"{_plain(ree)} {sign} {_plain(minimum.value)}"
            found.append(Figure("efficiency_ok", is_good, shown, limits.source))
    co = co_of(row, {one.name: one for one in _gases(values, row)})
    if co is not None:
        is_good = is_co_within(co, limits)
        shown = f"{_plain(co)} {'<=' if is_good else '>'} {_plain(limits.co_max_ppm)}"
        found.append(Figure("co_ok", is_good, shown, limits.source))
    return found


def _computed(values: Values, row: Values) -> Figure | None:
    """Return the efficiency by the formula of UNI 10389-1: a check of the analyser's."""
    table = _table(values)
    flue, air = row.get("flue_c"), row.get("air_c")
    if table is None or flue is None or air is None:
        return None
    o2, co2 = row.get("o2"), row.get("co2")
    loss, inner = None, ""
    if o2 is not None:
        loss = loss_from_o2(table, flue, air, o2)
        inner = f"({_plain(table.a1)} / (21 - {_plain(o2)}) + {_plain(table.b)})"
    elif co2 is not None:
        loss = loss_from_co2(table, flue, air, co2)
        inner = f"({_plain(table.a2 or Decimal(0))} / {_plain(co2)} + {_plain(table.b)})"
    if loss is None:
        return None
    eta = rounded(read_efficiency(loss), 2)
    shown = f"100 - {inner} · ({_plain(flue)} - {_plain(air)}) = {_plain(eta)}"
    return Figure("efficiency_computed", eta, shown, table.source, is_certain=False)


def _bacharach(values: Values, row: Values) -> list[Figure]:
    limit = BACHARACH.get(str(values.get("fuel")))
    readings = [row.get(f"bacharach_{place}") for place in (1, 2, 3)]
    if limit is None or any(reading is None for reading in readings):
        return []
    good = sum(1 for reading in readings if reading is not None and reading <= limit)
    shown = f"{good} / 3 <= {_plain(limit)}"
    return [Figure("bacharach_ok", good >= BACHARACH_GOOD, shown, "DM 10/02/2014")]


def _table(values: Values) -> Any:
    fuel = str(values.get("fuel"))
    return COEFFICIENTS.get(_LIKE.get(fuel, fuel))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
