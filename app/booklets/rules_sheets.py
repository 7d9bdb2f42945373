"""The sheets of the booklet that speak of the whole plant, as data. Pure.

Source: DM 10/02/2014, Allegato I, with the bounds of the regional registers' schemas.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.ree.rules_items import Item, Kind, When, choice, day, number, sn, text


@dataclass(frozen=True)
class BookletSheet:
    """A sheet, or a row of one, that is written by hand.

    Attributes:
        code: Number in the booklet, "1"; "parts" for the components of sheets 4 to 10, "4" for
            what sheet 4 asks beyond the device's own data.
        items: Its fields.
        is_list: Has any number of rows.
        needed: Items without which the booklet is not complete.
    """

    code: str
    items: tuple[Item, ...]
    is_list: bool = False
    needed: tuple[str, ...] = ()


def several(name: str, *options: str, when: When | None = None) -> Item:
    """Return a choice of any number."""
    return Item(name, Kind.SEVERAL, options=options, when=when or {})


def whole(name: str, least: int = 1, most: int = 999, *, when: When | None = None) -> Item:
    """Return a whole number."""
    return Item(name, Kind.WHOLE, least=Decimal(least), most=Decimal(most), when=when or {})


def holds(when: When, values: Mapping[str, Any]) -> bool:
    """Return whether the values are those that an item is asked for; of several, one is enough."""
    return all(_meets(values.get(name), wanted) for name, wanted in when.items())


def _meets(value: Any, wanted: tuple[str, ...]) -> bool:
    if isinstance(value, (list, tuple)):
        return any(one in wanted for one in value)
    return value in wanted


_GLYCOL: When = {"antifreeze": ("ethylene", "propylene")}
_YES: When = {"metered_units": ("yes",)}
_METERED: When = {"consumption_kind": ("fuel", "electricity", "water")}
TREATMENTS = ("none", "filtration", "softening", "conditioning")
SERVICES = ("heating", "cooling", "dhw")

#: Items of sheet 2 that only a plant with a chiller is asked (paragraph 2.5).
COOLING_ITEMS = frozenset(
    {
        "cooling_circuit", "cooling_origin", "cooling_filtration", "cooling_softening",
        "cooling_conditioning", "tower_purge", "conductivity_us", "purge_setting_us",
        "cooling_treatment",
    }
)  # fmt: skip

PLANT_SHEETS = (
    BookletSheet(
        "1",
        (
            day("drawn_on", required=False),
            choice("work_kind", "new", "renovation", "replacement", "existing", required=False),
            choice("category", *(f"E{place}" for place in range(1, 9)), required=False),
            sn("single_unit", None),
            number("heated_m3", "m³"),
            number("cooled_m3", "m³"),
            number("dhw_kw", "kW"),
            number("heating_kw", "kW"),
            number("cooling_kw", "kW"),
            text("other_service", length=100),
            several("fluids", "water", "air", "other"),
            text("fluid_text", length=100, when={"fluids": ("other",)}),
            several(
                "generators", "combustion", "heat_pump", "chiller", "district_heat",
                "district_cooling", "cogeneration", "other",
            ),
            text("generator_text", length=100, when={"generators": ("other",)}),
            number("solar_m2", "m²", most="9999.99"),
            text("integration_text", length=100),
            number("integration_kw", "kW"),
            several("integration_for", *SERVICES, "other"),
            text("cadastre_section", length=10),
            text("cadastre_sheet", length=10),
            text("cadastre_parcel", length=10),
            text("cadastre_sub", length=10),
            text("responsible", length=160),
            text("responsible_tax_code", length=16),
            text("responsible_company", length=160),
            text("responsible_vat", length=11),
        ),
        needed=(
            "drawn_on", "work_kind", "category", "fluids", "generators", "cadastre_sheet",
            "responsible", "responsible_tax_code",
        ),
    ),
    BookletSheet(
        "1.2",
        (
            text("cadastre_section", length=10),
            text("cadastre_sheet", required=True, length=10),
            text("cadastre_parcel", length=10),
            text("cadastre_sub", length=10),
            text("unit_pod", length=20),
            text("unit_pdr", length=20),
        ),
        is_list=True,
    ),
    BookletSheet(
        "2",
        (
            number("water_m3", "m³", most="99999.999", places=3),
            number("hardness", "°fr", "0", "99"),
            several("heating_treatment", *TREATMENTS),
            number(
                "softened_hardness", "°fr", "0", "99", when={"heating_treatment": ("softening",)}
            ),
            choice("antifreeze", "none", "ethylene", "propylene", required=False),
            number("glycol_pct", "%", "0", "100", when=_GLYCOL),
            number("glycol_ph", "pH", "0", "14", when=_GLYCOL),
            several("dhw_treatment", *TREATMENTS),
            number(
                "dhw_softened_hardness", "°fr", "0", "99", when={"dhw_treatment": ("softening",)}
            ),
            choice("cooling_circuit", "none", "no_recovery", "partial", "total", required=False),
            choice("cooling_origin", "mains", "well", "surface", required=False),
            choice("cooling_filtration", "safety", "mass", "other", "none", required=False),
            choice(
                "cooling_softening", "softening", "osmosis", "demineralised", "other", "none",
                required=False,
            ),
            choice(
                "cooling_conditioning", "antiscale", "anticorrosive", "both", "biocide", "other",
                "none", required=False,
            ),
            sn("tower_purge", None),
            number("conductivity_us", "µS/cm", when={"tower_purge": ("yes",)}),
            number("purge_setting_us", "µS/cm", when={"tower_purge": ("yes",)}),
            text("cooling_treatment", length=200),
        ),
        needed=("hardness", "heating_treatment", "dhw_treatment"),
    ),
    BookletSheet(
        "3",
        (
            text("delegator", required=True, length=160),
            text("delegator_tax_code", length=16),
            choice("delegator_as", "owner_occupant", "administrator", required=False),
            text("third_party", required=True, length=160),
            text("third_party_cciaa", length=40),
            day("from_on"),
            day("until_on", required=False),
            text("appliances", length=300),
        ),
        is_list=True,
    ),
    BookletSheet(
        "5",
        (
            several(
                "primary_control", "on_off", "built_in_curve", "separate_curve", "stepped",
                "inverter", "other",
            ),
            text("control_text", length=300, when={"primary_control": ("other",)}),
            several(
                "room_control", "on_off", "proportional", "enthalpy", "variable_air",
                "thermostatic_valves", "two_way_valves", "three_way_valves",
            ),
            text("control_notes", length=300),
            sn("telereading", None),
            sn("telecontrol", None),
            text("telemetry_text", length=300),
            day("telemetry_replaced_on", required=False),
            text("telemetry_new_text", length=300),
            sn("metered_units", None),
            several("metered_for", *SERVICES, when=_YES),
            choice("metering", "direct", "indirect", required=False, when=_YES),
            text("metering_text", length=300, when=_YES),
            day("metering_replaced_on", required=False, when=_YES),
            text("metering_new_text", length=300, when=_YES),
        ),
        needed=("primary_control", "room_control"),
    ),
    BookletSheet(
        "6",
        (
            several("distribution", "vertical", "horizontal", "ducts", "other"),
            text("distribution_text", length=100, when={"distribution": ("other",)}),
            sn("insulated", None),
            text("distribution_notes", length=300),
        ),
        needed=("distribution",),
    ),
    BookletSheet(
        "7",
        (
            several(
                "emitters", "radiators", "convectors", "fan_coils", "panels", "outlets",
                "strips", "chilled_beams", "other",
            ),
            text("emitter_text", length=100, when={"emitters": ("other",)}),
        ),
        needed=("emitters",),
    ),
    BookletSheet(
        "13",
        (
            day("inspected_on"),
            text("inspector", required=True),
            text("inspector_tax_code", length=16),
            text("authority", required=True),
            choice("outcome", "positive", "negative"),
            text("inspection_notes", length=300),
            text("test_report", length=40),
        ),
        is_list=True,
    ),
    BookletSheet(
        "14",
        (
            choice("consumption_kind", "fuel", "electricity", "water", "chemicals"),
            text("season", required=True, length=20),
            text("substance", length=60, when={"consumption_kind": ("fuel", "chemicals")}),
            several(
                "chemical_circuit", "plant", "dhw", "auxiliary",
                when={"consumption_kind": ("chemicals",)},
            ),
            text("unit_measure", required=True, length=10),
            number("bought", "", when={"consumption_kind": ("fuel",)}),
            number("first_reading", "", when=_METERED),
            number("last_reading", "", when=_METERED),
            number("consumed", "", required=True),
        ),
        is_list=True,
    ),
)  # fmt: skip
