"""Sheets of the booklet as data, and what is still missing. Pure.

Source: DM 10/02/2014, Allegato I. Sheets 11 and 12 are projections of the efficiency reports and
are never written here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.ree.rules_items import Item, Kind, When, choice, day, number, sn, text


@dataclass(frozen=True)
class BookletSheet:
    """A sheet that is written by hand.

    Attributes:
        code: Number in the booklet, "1"; "parts" for the components of sheets 4 to 10.
        items: Its fields.
        is_list: Has any number of rows.
        needed: Items without which the booklet is not complete.
    """

    code: str
    items: tuple[Item, ...]
    is_list: bool = False
    needed: tuple[str, ...] = ()


def _several(name: str, *options: str) -> Item:
    return Item(name, Kind.SEVERAL, options=options)


_GLYCOL: When = {"antifreeze": ("ethylene", "propylene")}
TREATMENTS = ("none", "filtration", "softening", "conditioning")

#: Kind of component -> paragraph of the booklet it stands in.
PART_KINDS = {
    "BR": "4.2", "RC": "4.3", "CS": "4.7", "AG": "4.8", "SR": "5.1", "VR": "5.1", "VX": "6.3",
    "PO": "6.4", "AC": "8", "TE": "9.1", "RV": "9.2", "SCX": "9.3", "CI": "9.4", "UT": "9.5",
    "RCX": "9.6", "VM": "10",
}  # fmt: skip

SHEETS = {
    sheet.code: sheet
    for sheet in (
        BookletSheet(
            "1",
            (
                day("drawn_on", required=False),
                choice("work_kind", "new", "renovation", "replacement", "existing", required=False),
                choice("category", *(f"E{place}" for place in range(1, 9)), required=False),
                sn("single_unit", None),
                number("heated_m3", "m³"),
                number("cooled_m3", "m³"),
                number("heating_kw", "kW"),
                number("cooling_kw", "kW"),
                number("dhw_kw", "kW"),
                text("other_service"),
                _several("fluids", "water", "air", "other"),
                _several(
                    "generators", "combustion", "heat_pump", "chiller", "district_heat",
                    "district_cooling", "cogeneration", "other",
                ),
                number("solar_m2", "m²"),
                number("integration_kw", "kW"),
                text("cadastre_section", length=10),
                text("cadastre_sheet", length=10),
                text("cadastre_parcel", length=10),
                text("cadastre_sub", length=10),
                text("responsible", length=160),
                text("responsible_tax_code", length=16),
            ),
            needed=(
                "drawn_on", "work_kind", "category", "fluids", "generators", "cadastre_sheet",
                "responsible", "responsible_tax_code",
            ),
        ),
        BookletSheet(
            "2",
            (
                number("water_m3", "m³", places=3),
                number("hardness", "°fr", "0", "99"),
                _several("heating_treatment", *TREATMENTS),
                number("softened_hardness", "°fr", "0", "99"),
                choice("antifreeze", "none", "ethylene", "propylene", required=False),
                number("glycol_pct", "%", "0", "100", when=_GLYCOL),
                number("glycol_ph", "pH", "0", "14", when=_GLYCOL),
                _several("dhw_treatment", *TREATMENTS),
                text("cooling_treatment", length=200),
            ),
            needed=("hardness", "heating_treatment", "dhw_treatment"),
        ),
        BookletSheet(
            "3",
            (
                text("delegator", required=True, length=160),
                text("third_party", required=True, length=160),
                text("third_party_cciaa", length=40),
                day("from_on"),
                day("until_on", required=False),
                text("appliances", length=300),
            ),
            is_list=True,
        ),
        BookletSheet(
            "parts",
            (
                choice("part_kind", *PART_KINDS),
                Item("part_number", Kind.WHOLE, is_required=True, least=Decimal(1),
                     most=Decimal(999)),
                day("installed_on", required=False),
                day("removed_on", required=False),
                text("brand", length=60),
                text("model", length=80),
                text("serial_number", length=60),
                text("details", length=300),
            ),
            is_list=True,
        ),
        BookletSheet(
            "5",
            (
                _several(
                    "primary_control", "on_off", "built_in_curve", "separate_curve", "stepped",
                    "inverter", "other",
                ),
                _several(
                    "room_control", "on_off", "proportional", "enthalpy", "variable_air",
                    "thermostatic_valves", "two_way_valves", "three_way_valves",
                ),
                sn("telereading", None),
                sn("telecontrol", None),
                sn("metered_units", None),
                text("control_notes", length=300),
            ),
            needed=("primary_control", "room_control"),
        ),
        BookletSheet(
            "6",
            (
                _several("distribution", "vertical", "horizontal", "ducts", "other"),
                sn("insulated", None),
                text("distribution_notes", length=300),
            ),
            needed=("distribution",),
        ),
        BookletSheet(
            "7",
            (
                _several(
                    "emitters", "radiators", "convectors", "fan_coils", "panels", "outlets",
                    "strips", "chilled_beams", "other",
                ),
            ),
            needed=("emitters",),
        ),
        BookletSheet(
            "13",
            (
                day("inspected_on"),
                text("inspector", required=True),
                text("authority", required=True),
                choice("outcome", "positive", "negative"),
                text("inspection_notes", length=300),
            ),
            is_list=True,
        ),
        BookletSheet(
            "14",
            (
                choice("consumption_kind", "fuel", "electricity", "water", "chemicals"),
                text("season", required=True, length=20),
                text("substance", length=60),
                text("unit_measure", required=True, length=10),
                number("bought", ""),
                number("first_reading", ""),
                number("last_reading", ""),
                number("consumed", "", required=True),
            ),
            is_list=True,
        ),
    )
}  # fmt: skip

#: Plant data of the client card that the booklet needs.
CARD_NEEDS = ("plant_code", "street", "municipality")
#: The same of a device that is a generator.
DEVICE_NEEDS = ("installed_on", "brand", "model", "serial_number", "useful_power_kw")

#: Type of the official report of a device -> prefix of its components.
PREFIXES = {1: "GT", 2: "GF", 3: "SC", 4: "CG"}
#: The same -> paragraph of sheet 4.
PARAGRAPHS = {1: "4.1", 2: "4.4", 3: "4.5", 4: "4.6"}


def component_codes(devices: Sequence[tuple[int, int, str, int | None]]) -> dict[int, str]:
    """Return the component of each generator: "GT-1". What replaces a device keeps its number.

    Args:
        devices: (id, type of report, own code or "", id of the device that replaced it), oldest
            first.
    """
    successor = {replaced_by: key for key, _kind, _code, replaced_by in devices if replaced_by}
    found: dict[int, str] = {}
    for key, kind, code, _replaced_by in devices:
        known = code.upper() or found.get(successor.get(key, 0), "")
        found[key] = known or _next(PREFIXES[kind], found.values())
    return found


def _next(prefix: str, taken: Any) -> str:
    used = set(taken)
    place = 1
    while f"{prefix}-{place}" in used:
        place += 1
    return f"{prefix}-{place}"


def missing_of(sheet: BookletSheet, values: Mapping[str, Any]) -> list[str]:
    """Return the needed items that have no value."""
    return [name for name in sheet.needed if values.get(name) in (None, "", [])]
