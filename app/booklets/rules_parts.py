"""Components of the booklet as data: fields of each kind, replacement, missing. Pure.

Sheets 4 to 10 of DM 10/02/2014, Allegato I: a component has a kind and a number ("PO-1"), which
is its place in the plant; what replaces it is a further instance with the same number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.booklets.rules_sheets import BookletSheet, several, whole
from app.kernel.errors import DomainError
from app.ree.rules_items import Item, Kind, choice, day, number, sn, text
from app.ree.rules_sheets import FUELS

_DATES = (day("installed_on", required=False), day("removed_on", required=False))
_BRAND = (text("brand", length=60),)
_MODEL = (text("model", length=80),)
_SERIAL = (text("serial_number", length=30),)
_FULL = _DATES + _BRAND + _MODEL + _SERIAL
_UNNUMBERED = _DATES + _BRAND + _MODEL

#: Generator types with a flame, and those that cool, of the official reports.
_FLAME, _COOLING = frozenset({1}), frozenset({2})


@dataclass(frozen=True)
class PartKind:
    """A kind of component.

    Attributes:
        sheet: Sheet it stands in, "6".
        paragraph: Paragraph of it, "6.4".
        items: Its fields after kind and number.
        beside: Types of generator it only stands beside; empty: in any plant.
    """

    sheet: str
    paragraph: str
    items: tuple[Item, ...]
    beside: frozenset[int] = frozenset()


_FANS = (whole("fans"), choice("fan_kind", "axial", "centrifugal", "other", required=False))
_AIR_FLOWS = (
    number("supply_ls", "l/s", most="99999.99"),
    number("supply_kw", "kW"),
    number("return_ls", "l/s", most="99999.99"),
    number("return_kw", "kW"),
)
_OTHER_VENT = {"vent_kind": ("other",)}

PART_KINDS: Mapping[str, PartKind] = {
    "BR": PartKind(
        "4", "4.2",
        (
            whole("linked_generator"), *_FULL, text("part_type", length=100),
            choice("fuel", *FUELS, required=False), number("max_input_kw", "kW"),
            number("min_input_kw", "kW"),
        ),
        _FLAME,
    ),
    "RC": PartKind(
        "4", "4.3", (whole("linked_generator"), *_FULL, number("total_kw", "kW")), _FLAME
    ),
    "CS": PartKind(
        "4", "4.7",
        (*_DATES, *_BRAND, whole("collectors", most=99999),
         number("aperture_m2", "m²", most="99999.99")),
    ),
    "AG": PartKind("4", "4.8", (*_FULL, text("part_type", length=100), number("total_kw", "kW"))),
    "SR": PartKind(
        "5", "5.1", (*_UNNUMBERED, whole("control_points"), whole("temperature_levels"))
    ),
    "VR": PartKind("5", "5.1", (*_UNNUMBERED, whole("ways"), text("servomotor", length=100))),
    "VX": PartKind(
        "6", "6.3",
        (
            *_DATES, number("capacity_l", "l"), choice("vessel", "open", "closed", required=False),
            number("precharge_bar", "bar", most="99999.99", when={"vessel": ("closed",)}),
        ),
    ),
    "PO": PartKind(
        "6", "6.4", (*_UNNUMBERED, sn("variable_speed", None), number("nominal_kw", "kW", places=3))
    ),
    "AC": PartKind(
        "8", "8.1",
        (*_FULL, number("capacity_l", "l"), several("storage_for", "dhw", "heating", "cooling"),
         sn("storage_insulated", None)),
    ),
    "TE": PartKind("9", "9.1", (*_FULL, number("capacity_l", "l"), *_FANS), _COOLING),
    "RV": PartKind("9", "9.2", (*_FULL, *_FANS), _COOLING),
    "SCX": PartKind("9", "9.3", _UNNUMBERED, _COOLING),
    "CI": PartKind(
        "9", "9.4",
        (*_DATES, choice("loop_kind", "condensation", "direct_expansion", required=False),
         number("length_m", "m"), number("exchanger_m2", "m²"), number("depth_m", "m")),
        _COOLING,
    ),
    "UT": PartKind("9", "9.5", (*_FULL, *_AIR_FLOWS)),
    "RCX": PartKind(
        "9", "9.6",
        (*_DATES, text("part_type", length=100),
         choice("fitted_in", "air_unit", "independent", required=False), *_AIR_FLOWS),
    ),
    "VM": PartKind(
        "10", "10.1",
        (
            *_UNNUMBERED,
            choice("vent_kind", "extraction", "cross_flow", "thermodynamic", "other",
                   required=False),
            text("vent_text", length=100, when=_OTHER_VENT),
            number("max_flow_m3h", "m³/h", most="99999.99"),
            number("recovery", "", most="99999.99"),
        ),
    ),
}  # fmt: skip

#: Sheets that hold nothing but components.
PART_SHEETS = ("8", "9", "10")
#: What was written about a component before its own fields were asked.
_DETAILS = text("details", length=300)
#: Of the fields a component has, those it needs.
_NEEDED = ("installed_on", "brand", "model")


def part_sheet(kind: str, stated: Iterable[str] = ()) -> BookletSheet:
    """Return the form of a component of a kind.

    Args:
        kind: Of `PART_KINDS`.
        stated: Names of what the booklet already says of it: a maker's data that the kind is not
            asked for stay shown.
    """
    items = PART_KINDS[kind].items
    asked = {item.name for item in items}
    items += tuple(item for item in _FULL if item.name in set(stated) - asked)
    own = Item("part_number", Kind.WHOLE, is_required=True, least=Decimal(1), most=Decimal(999))
    names = {item.name for item in items}
    return BookletSheet(
        "parts",
        (own, *items, _DETAILS),
        is_list=True,
        needed=tuple(name for name in _NEEDED if name in names),
    )


def kinds_beside(ree_types: Iterable[int]) -> list[str]:
    """Return the kinds that a plant with these types of generator may have.

    Args:
        ree_types: Types of the official report of its generators; none: any kind.
    """
    present = set(ree_types)
    return [
        kind
        for kind, facts in PART_KINDS.items()
        if not facts.beside or not present or facts.beside & present
    ]


def part_code(values: Mapping[str, Any]) -> str:
    """Return "PO-1"; the X only tells two kinds with the same letters apart."""
    return f"{str(values.get('part_kind')).removesuffix('X')}-{values.get('part_number')}"


#: Numbers on the name plate of a cogenerator, lowest and highest (paragraph 4.6).
_PLATE = ("water_out", "water_in", "engine_water", "flue_after", "flue_before")

#: What sheet 4 asks beside the device's own data, by type of the official report.
GENERATORS: Mapping[int, BookletSheet] = {
    1: BookletSheet(
        "4",
        (
            choice(
                "heat_carrier", "hot_water", "superheated_water", "steam", "air",
                "diathermic_oil", "other", required=False,
            ),
            number("efficiency_pct", "%", "0", "120"),
            choice("unit_kind", "single", "modular", "radiant", "hot_air", required=False),
            whole("analyses", most=99, when={"unit_kind": ("modular",)}),
        ),
        needed=("heat_carrier", "efficiency_pct", "unit_kind"),
    ),
    2: BookletSheet(
        "4",
        (
            choice("outer_source", "air", "water", "ground", required=False),
            choice("users_fluid", "air", "water", required=False),
            choice(
                "machine_kind", "absorption_recovery", "absorption_flame",
                "compression_electric", "compression_engine", required=False,
            ),
            text("fuel_text", length=60, when={"machine_kind": ("absorption_flame",)}),
            whole("circuits"),
            number("eer", "", most="99999.9999", places=4),
            number("cooling_absorbed_kw", "kW"),
            number("cop", "", most="99999.9999", places=4),
            number("heating_absorbed_kw", "kW"),
        ),
        needed=("outer_source", "users_fluid", "machine_kind", "circuits"),
    ),
    3: BookletSheet("4", ()),
    4: BookletSheet(
        "4",
        (
            choice(
                "cogenerator_kind", "combustion_engine", "turbine", "fuel_cell", "other",
                required=False,
            ),
            text("fuel_text", length=60),
            *(
                number(f"{name}_{end}_c", "°C", "-60", "999.99")
                for name in _PLATE
                for end in ("min", "max")
            ),
            number("co_min_mg", "mg/Nm³"),
            number("co_max_mg", "mg/Nm³"),
        ),
        needed=("cogenerator_kind", "fuel_text"),
    ),
}  # fmt: skip


@dataclass(eq=False)
class PartDatesError(DomainError):
    """The removal lies before the installation."""

    field: str = "removed_on"


@dataclass(eq=False)
class PartRemovedLaterError(DomainError):
    """The removal lies in the future."""

    field: str = "removed_on"


@dataclass(eq=False)
class PartInPlaceError(DomainError):
    """Another component stands at this number: it is replaced, not doubled."""

    field: str = "part_number"


@dataclass(eq=False)
class ReplacedWhenError(DomainError):
    """What replaces a component has to say from which day on."""

    field: str = "installed_on"


@dataclass(eq=False)
class ReplacedEarlierError(DomainError):
    """What replaces a component cannot be older than it."""

    field: str = "installed_on"


def ensure_part_days(values: Mapping[str, Any], *, today: date) -> None:
    """Refuse a removal before the installation or in the future.

    Args:
        values: Of the component, days as "2026-10-12".
        today: Italian day of writing.
    """
    removed, installed = values.get("removed_on"), values.get("installed_on")
    if removed and installed and removed < installed:
        raise PartDatesError
    if removed and removed > today.isoformat():
        raise PartRemovedLaterError


def ensure_may_replace(values: Mapping[str, Any], old: Mapping[str, Any]) -> None:
    """Refuse a replacement without a day, or one older than what it replaces.

    Args:
        values: Of the new component, days as "2026-10-12".
        old: Of the one it replaces.
    """
    installed = values.get("installed_on")
    if not installed:
        raise ReplacedWhenError
    if installed < str(old.get("installed_on") or ""):
        raise ReplacedEarlierError


def ensure_place_free(
    kind: str, values: Mapping[str, Any], others: Iterable[Mapping[str, Any]]
) -> None:
    """Refuse a second component in place with the same kind and number.

    Args:
        kind: Of `PART_KINDS`.
        values: Of the component.
        others: Of every other component of the booklet.
    """
    if values.get("removed_on"):
        return
    place = (kind, values.get("part_number"))
    for other in others:
        if not other.get("removed_on") and place == (
            other.get("part_kind"), other.get("part_number"),
        ):  # fmt: skip
            raise PartInPlaceError
