"""A booklet's values by the names that the outlines of the registers ask for. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from app.registers.rules import Fault, Lack, Topic
from app.registers.rules_codes import Codes, code_of
from app.registers.rules_outline import Mapped

Values = dict[str, Any]

#: Our word for what has no better one, in the language of the registers.
OTHER = "altro"
_SEASON = re.compile(r"(\d{4})(?:\s*[-/]\s*(\d{4}|\d{2}))?", re.ASCII)
#: Ways to govern the rooms of which the form takes one.
_GOVERNED = frozenset({"on_off", "proportional", "enthalpy", "variable_air"})
_SHEET_9 = ("TE", "RV", "SCX", "CI", "UT", "RCX")
#: Items whose "other" is explained by another item.
_TEXTS = {
    "fluids": "fluid_text",
    "generators": "generator_text",
    "integration_for": "integration_other",
    "emitters": "emitter_text",
    "distribution": "distribution_text",
    "cooling_filtration": "cooling_filtration_text",
    "cooling_softening": "cooling_softening_text",
    "cooling_conditioning": "cooling_conditioning_text",
    "vent_kind": "vent_text",
}


@dataclass(frozen=True)
class Component:
    """A component that stands or stood in the plant.

    Attributes:
        kind: "GT", "PO", "RCX".
        number: Its place in the plant; None: not known.
        values: What the booklet or the device says of it; days and numbers as they come.
    """

    kind: str
    number: int | None
    values: Mapping[str, Any]

    @property
    def label(self) -> str:
        """Return "PO-1"; the X only tells two kinds with the same letters apart."""
        return f"{self.kind.removesuffix('X')}-{self.number or '?'}"


@dataclass(frozen=True)
class Facts:
    """What is known of a plant.

    Attributes:
        sheets: Sheets of the whole plant by code; only filled items.
        components: Of sheets 4 to 10, what was replaced included.
        consumption: Rows of sheet 14.
        card: Values of the client card, by the names of the reports.
        words: Our options in the registers' language, by item: `words["fuel"]["lpg"]`.
    """

    sheets: Mapping[str, Mapping[str, Any]]
    components: Sequence[Component]
    consumption: Sequence[Mapping[str, Any]] = ()
    card: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def booklet_scope(facts: Facts, codes: Codes) -> Values:
    """Return the values of a booklet, components by kind and number.

    Args:
        facts: The plant.
        codes: What the company knows the register to call our words.
    """
    scope = {**facts.card}
    for values in facts.sheets.values():
        scope |= _ticked(values)
    scope |= _plant(facts, scope) | _parts(facts, codes) | _spent(facts, codes)
    scope["has_sheet_6"] = bool(facts.sheets.get("6") or scope.get("VX") or scope.get("PO"))
    scope["has_sheet_9"] = any(scope.get(kind) for kind in _SHEET_9)
    scope["has_valves"] = True if scope.get("VR") else None
    return scope


def booklet_lacks(scope: Mapping[str, Any]) -> tuple[Lack, ...]:
    """Return what the form of Piemonte's register wants beyond its single elements."""
    found = [
        Lack(name)
        for name, filled in (
            ("services", any(scope.get(one) for one in _SERVICES)),
            ("fluids", bool(scope.get("fluids"))),
            ("generators", bool(scope.get("generators"))),
        )
        if not filled
    ]
    for name, hardness in (
        ("heating_treatment", "softened_hardness"), ("dhw_treatment", "dhw_softened_hardness"),
    ):  # fmt: skip
        if f"{name}:softening" in scope and hardness not in scope:
            found.append(Lack(hardness))
    if len(_GOVERNED & set(scope.get("room_control") or ())) > 1:
        found.append(Lack("room_control", Fault.ONE_ONLY))
    found += [
        Lack(name, Fault.ONE_ONLY)
        for name in ("distribution", "water_used")
        if len(scope.get(name) or ()) > 1
    ]
    found += [
        Lack("analyses", Fault.MISSING, one["component"])
        for place in scope.get("GT") or ()
        for one in (*place["current"], *place["replaced"])
        if "unit_kind:modular" in one and "analyses" not in one
    ]
    return tuple(found)


_SERVICES = ("dhw_kw", "heating_kw", "cooling_kw", "other_service")


def _ticked(values: Mapping[str, Any]) -> Values:
    """Return values with "item:option" true for each option that was chosen."""
    found = dict(values)
    for name, value in values.items():
        options = value if isinstance(value, (list, tuple)) else [value]
        found |= {f"{name}:{one}": True for one in options if isinstance(one, str)}
    for name, explained in _TEXTS.items():
        if f"{name}:other" in found:
            found.setdefault(explained, values.get("cooling_treatment") or OTHER)
    return found


def _plant(facts: Facts, scope: Mapping[str, Any]) -> Values:
    """Return what follows from the sheets of the whole plant."""
    distribution = scope.get("distribution") or [None]
    is_insulated = {"yes": True, "no": False}.get(scope.get("insulated", ""))
    return {
        "has_sheet_2": bool(facts.sheets.get("2")),
        "has_integration": bool(scope.get("integration_text") or scope.get("integration_kw")),
        "distribution_kind": distribution[0] if distribution[0] != "other" else None,
        "is_insulated": is_insulated,
        "is_uninsulated": None if is_insulated is None else not is_insulated,
        "is_direct_metering": {"direct": True, "indirect": False}.get(scope.get("metering", "")),
    }


def _parts(facts: Facts, codes: Codes) -> Values:
    """Return, by kind, what stands at each number and what stood there."""
    found: Values = {}
    ordered = sorted(facts.components, key=_place)
    for (kind, number), same in groupby(ordered, key=lambda one: (one.kind, one.number or 0)):
        rows = [_part(one, facts, codes) for one in same]
        now = [row for row in rows if not row.get("removed_on")][-1:] or rows[-1:]
        found.setdefault(kind, []).append({
            "number": number or None,
            "component": now[0]["component"],
            "linked_generator": now[0].get("linked_generator"),
            "current": now,
            "replaced": [row for row in rows if row is not now[0]],
        })  # fmt: skip
    return found


def _place(one: Component) -> tuple[str, int, str]:
    return one.kind, one.number or 0, str(one.values.get("installed_on") or "")


def _part(one: Component, facts: Facts, codes: Codes) -> Values:
    values = {name: value for name, value in one.values.items() if value not in (None, "", [])}
    row = _ticked(values)
    row["component"] = one.label
    row |= _coded(values, facts, codes) | _shaped(values, facts)
    return {name: value for name, value in row.items() if value is not None}


def _coded(values: Mapping[str, Any], facts: Facts, codes: Codes) -> Values:
    """Return the words of a component that the register knows by numbers."""
    plant = facts.sheets.get("1", {}).get("fluids") or [""]
    carrier = _word(facts, "heat_carrier", values) or facts.words.get("fluids", {}).get(plant[0])
    is_flame = values.get("machine_kind") == "absorption_flame"
    feed = values.get("fuel_text")
    return {
        "brand_code": mapped(codes, Topic.BRAND, values.get("brand")),
        "fuel_code": mapped(codes, Topic.FUEL, _word(facts, "fuel", values)),
        "carrier_code": mapped(codes, Topic.FLUID, carrier),
        "flame_fuel_code": mapped(codes, Topic.FUEL, feed) if is_flame else None,
        "feed_code": mapped(codes, Topic.FUEL, feed),
    }


def _shaped(values: Mapping[str, Any], facts: Facts) -> Values:
    """Return what a register says in another shape than the booklet."""
    kind, vent = values.get("unit_kind"), values.get("vent_kind")
    drive = str(values.get("machine_kind") or "")
    insulated = {"yes": True, "no": False}.get(values.get("storage_insulated", ""))
    return {
        "unit_shape": kind if kind != "modular" else None,
        "analyses_of_modular": values.get("analyses") if kind == "modular" else None,
        "is_compression": True if drive.startswith("compression") else None,
        "cogenerator_text": _word(facts, "cogenerator_kind", values),
        "fuel_word": _word(facts, "fuel", values) or values.get("fuel_text"),
        "fan_text": _word(facts, "fan_kind", values),
        "is_insulated_storage": insulated,
        "is_uninsulated_storage": None if insulated is None else not insulated,
        "is_in_air_unit": {"air_unit": True, "independent": False}.get(values.get("fitted_in", "")),
        "is_closed": {"closed": True, "open": False}.get(values.get("vessel", "")),
        "vent_known": vent if vent != "other" else None,
    }


def _word(facts: Facts, item: str, values: Mapping[str, Any]) -> str | None:
    option = values.get(item)
    return facts.words.get(item, {}).get(option, option) if option else None


def mapped(codes: Codes, topic: Topic, word: Any) -> Mapped | None:
    """Return a word with its code; None: there is no word."""
    return Mapped(str(word), code_of(codes, topic, str(word))) if word else None


def _spent(facts: Facts, codes: Codes) -> Values:
    """Return the consumption of sheet 14, by what was consumed."""
    rows = [_season(row) for row in facts.consumption]
    for row in rows:
        row["unit_code"] = mapped(codes, Topic.UNIT, row.get("unit_measure"))
    by_kind = {
        kind: [row for row in rows if row.get("consumption_kind") == kind]
        for kind in ("fuel", "electricity", "water", "chemicals")
    }
    return {
        "has_sheet_14": bool(rows),
        "fuel_used": [
            {
                "fuel_code": mapped(codes, Topic.FUEL, some[0].get("substance")),
                "unit_code": some[0]["unit_code"],
                "seasons": some,
            }
            for some in _alike(by_kind["fuel"], "substance", "unit_measure")
        ],
        "electricity_used": by_kind["electricity"],
        "water_used": [
            {"unit_code": some[0]["unit_code"], "seasons": some}
            for some in _alike(by_kind["water"], "unit_measure")
        ],
        "chemicals_used": by_kind["chemicals"],
    }


def _alike(rows: Iterable[Values], *names: str) -> list[list[Values]]:
    """Return rows together that say the same of some items, in their order."""
    found: dict[tuple[Any, ...], list[Values]] = {}
    for row in rows:
        found.setdefault(tuple(row.get(name) for name in names), []).append(row)
    return list(found.values())


def _season(values: Mapping[str, Any]) -> Values:
    """Return a row of sheet 14 with its years: "2025/26" is from 2025 to 2026."""
    row = _ticked(values)
    years = _SEASON.search(str(values.get("season") or ""))
    if years is not None:
        first, last = years[1], years[2] or years[1]
        row["season_from"] = int(first)
        row["season_to"] = int(last if len(last) == len(first) else first[:2] + last)
    return row
