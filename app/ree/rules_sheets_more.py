"""The official forms of types 2, 3 and 4 as data: chillers, exchangers, cogenerators. Pure.

Source: DM 10/02/2014, Allegati III, IV and V. As long as no UNI procedure exists for types 2 and 3,
their reports are signed without the measurements: every number may stay empty (ministry's FAQ 11).
"""

from decimal import Decimal

from app.ree.rules_items import (
    Item,
    Kind,
    Section,
    Sheet,
    When,
    choice,
    day,
    number,
    snc,
    text,
    tick,
)
from app.ree.rules_sheets import (
    DOCUMENTS,
    PLANT,
    WATER_ONE,
    WATER_TWO,
    closing,
    generator,
    rows_key,
)

_TOWER: When = {"has_tower": ("yes",)}
_BETWEEN: When = {"has_intermediate": ("yes",)}


def _degrees(*names: str, when: When | None = None) -> tuple[Item, ...]:
    return tuple(number(name, "°C", "-60", "200", when=when, places=1) for name in names)


TYPE_2 = Sheet(
    2,
    (
        PLANT,
        DOCUMENTS,
        WATER_ONE,
        Section(
            "D",
            (
                snc("room_suitable"),
                snc("openings_sized"),
                snc("openings_free"),
                snc("electric_lines_suitable"),
                snc("insulation_suitable"),
            ),
        ),
        Section(
            "E",
            (
                *generator("unit_number"),
                choice(
                    "machine_kind", "absorption_recovery", "absorption_flame",
                    "compression_electric", "compression_engine",
                ),
                text("fuel_text", required=True, when={"machine_kind": ("absorption_flame",)}),
                Item(
                    "circuits", Kind.WHOLE, is_required=True, least=Decimal(1), most=Decimal(999),
                    carries=True,
                ),
                number("cooling_power_kw", "kW", "0.1", carries=True),
                number("heating_power_kw", "kW", "0.1", carries=True),
                choice("test_mode", "cooling", "heating"),
                snc("no_refrigerant_leaks"),
                snc("direct_detector", None),
                snc("indirect_detector", None),
                snc("exchangers_clean"),
                choice("has_tower", "yes", "no"),
                choice("has_intermediate", "yes", "no"),
            ),
        ),
        closing("improve_modulation", "improve_control", "improve_water_pipes", "improve_ducts"),
    ),
    (
        rows_key("circuit"),
        number("superheat", "°C", "-50", "100", places=1),
        number("subcooling", "°C", "-50", "100", places=1),
        *_degrees(
            "condensation_c", "evaporation_c", "outside_in_c", "outside_out_c", "users_in_c",
            "users_out_c",
        ),
        *_degrees("fluid_out_c", "wet_bulb_c", when=_TOWER),
        *_degrees("source_in_c", "source_out_c", "machine_in_c", "machine_out_c", when=_BETWEEN),
        number("absorbed_kw", "kW", "0", "99999"),
        Item("filters_clean", Kind.SN),
        Item("passed", Kind.SN, is_required=True),
        day("restore_by", when={"passed": ("no",)}),
    ),
    most_rows=50,
)  # fmt: skip

TYPE_3 = Sheet(
    3,
    (
        PLANT,
        DOCUMENTS,
        WATER_TWO,
        Section(
            "D",
            (
                snc("place_suitable"),
                snc("electric_lines_suitable"),
                snc("insulation_state_suitable"),
                snc("no_hydraulic_leaks"),
            ),
        ),
        Section(
            "E",
            (
                *generator("unit_number"),
                number("heating_power_kw", "kW", "0.1", required=True, carries=True),
                choice("primary_fluid", "hot_water", "superheated_water", "steam", "other"),
                text("outlet_fluid"),
                tick("for_heating", carries=True),
                tick("for_dhw", carries=True),
                snc("power_compatible"),
                snc("insulation_ok"),
                snc("regulation_ok"),
            ),
        ),
        closing("improve_valves", "improve_curve", "improve_leaks", "improve_shell"),
    ),
    (
        *_degrees("outdoor_c", "primary_flow_c", "primary_return_c"),
        number("exchanged_kw", "kW", "0", "99999"),
        number("primary_flow_m3h", "m³/h", "0", "99999", places=3),
        *_degrees("secondary_flow_c", "secondary_return_c"),
    ),
    most_rows=1,
)


def _protections() -> tuple[Item, ...]:
    """Return threshold and time of each interface protection, by phase."""
    return tuple(
        number(f"{name}_l{phase}_{part}", unit, "0", "999.99")
        for phase in (1, 2, 3)
        for name, of in (
            ("over_frequency", "Hz"), ("under_frequency", "Hz"), ("over_voltage", "V"),
            ("under_voltage", "V"),
        )
        for part, unit in (("limit", of), ("time", "s"))
    )  # fmt: skip


PROTECTIONS = _protections()

TYPE_4 = Sheet(
    4,
    (
        PLANT,
        DOCUMENTS,
        WATER_ONE,
        Section(
            "D",
            (
                snc("place_suitable"),
                snc("openings_sized"),
                snc("openings_free"),
                snc("electric_lines_suitable"),
                snc("chimney_suitable"),
                snc("capsule_suitable"),
                snc("hydraulic_tight"),
                snc("oil_tight"),
                snc("feed_tight"),
                snc("separation_works"),
            ),
        ),
        Section(
            "E",
            (
                *generator("unit_number"),
                choice("cogenerator_kind", "combustion_engine", "turbine", "fuel_cell", "other"),
                text("fuel_text", required=True),
                text("outlet_fluid"),
                number("electric_power_kw", "kW", "0.1", required=True, carries=True),
                number("absorbed_power_kw", "kW", "0.1", required=True, carries=True),
                number("recovered_power_kw", "kW", "0.1", required=True, carries=True),
                number("bypass_power_kw", "kW", carries=True),
                number("co_mg_nm3", "mg/Nm³", "0", "99999"),
            ),
        ),
        closing("improve_valves", "improve_insulation", "improve_water", "improve_control"),
    ),
    (
        *_degrees("air_c", "water_out_c", "water_in_c"),
        number("terminals_kw", "kW", "0", "99999"),
        *_degrees("engine_water_c", when={"cogenerator_kind": ("combustion_engine",)}),
        number("flue_after_c", "°C", "0", "999", places=1),
        number("flue_before_c", "°C", "0", "999", places=1),
        *PROTECTIONS,
    ),
    most_rows=1,
)
