"""The official forms as data: what all types share, and type 1. Pure.

Source: DM 10/02/2014, Allegati II-V, with the bounds of the regional registers' checks.
"""

from app.ree.rules_items import (
    Item,
    Kind,
    Section,
    Sheet,
    When,
    choice,
    day,
    number,
    sn,
    snc,
    text,
    tick,
)

GAS = ("natural_gas", "lpg", "propane", "butane")
LIQUID = ("heating_oil", "fuel_oil")
#: Fuels whose combustion UNI 10389-1 tests.
TESTED = GAS + LIQUID
FUELS = (*TESTED, "pellet", "wood", "other")

_PERSON = {"resp_kind": ("person",)}
_FIRM = {"resp_kind": ("firm",)}

PLANT = Section(
    "A",
    (
        # On the paper form in its head. Regional: nobody has to have one.
        Item("sticker", Kind.TEXT, length=30),
        text("plant_code", length=40),
        number("total_power_kw", "kW", "0.1", required=True, carries=True),
        text("street", required=True),
        text("street_number", length=20),
        text("building", length=40),
        text("staircase", length=20),
        text("unit", length=20),
        text("municipality", required=True, length=80),
        text("province", required=True, length=2),
        choice("resp_title", "owner", "occupant", "administrator", "third_party"),
        choice("resp_kind", "person", "firm"),
        text("resp_last_name", required=True, length=80, when=_PERSON),
        text("resp_first_name", required=True, length=80, when=_PERSON),
        text("resp_company", required=True, length=160, when=_FIRM),
        text("resp_vat_number", length=11, when=_FIRM),
        text("resp_tax_code", length=16),
        text("resp_street", required=True, length=140),
        text("resp_municipality", required=True, length=80),
        text("resp_province", required=True, length=2),
    ),
)

DOCUMENTS = Section(
    "B",
    (sn("has_conformity"), sn("has_booklet"), sn("has_manuals"), sn("booklet_complete")),
)

TREATMENTS = ("not_required", "none", "filtration", "softening", "conditioning")


def treatment(name: str) -> Item:
    """Return the choice of the treatments of a water circuit."""
    return Item(name, Kind.SEVERAL, is_required=True, options=TREATMENTS, carries=True)


HARDNESS = number("hardness", "°fr", "0", "99", carries=True)
WATER_TWO = Section("C", (HARDNESS, treatment("heating_treatment"), treatment("dhw_treatment")))
WATER_ONE = Section("C", (HARDNESS, treatment("water_treatment")))


def closing(*improvements: str) -> Section:
    """Return section F: the improvements that apply and the closing block."""
    return Section(
        "F",
        (
            *(tick(name) for name in improvements),
            Item("remarks", Kind.LONG, length=1000),
            Item("recommendations", Kind.LONG, length=1000),
            Item("prescriptions", Kind.LONG, length=1000),
            sn("may_run"),
            day("maintenance_by"),
            day("performed_on"),
            Item("arrived_at", Kind.CLOCK, is_required=True),
            Item("left_at", Kind.CLOCK, is_required=True),
            text("technician_last_name", required=True, length=80),
            text("technician_first_name", required=True, length=80),
        ),
    )


def generator(number_of: str) -> tuple[Item, ...]:
    """Return what every generator is told apart by."""
    return (
        Item(number_of, Kind.WHOLE, is_required=True, least=_ONE, most=_MANY, carries=True),
        day("installed_on", carries=True),
        text("brand", required=True, length=60),
        text("model", required=True, length=80),
        text("serial_number", required=True, length=30),
    )


_ONE, _MANY = number("", "", "1").least, number("", "", "0", "999").most
_TEST = {"fuel": TESTED}


def rows_key(name: str, *, when: When | None = None) -> Item:
    """Return the number that tells the rows of measurements apart."""
    return Item(name, Kind.WHOLE, is_required=True, least=_ONE, most=_MANY, when=when or {})


#: Analyser of the measurements: recorded whenever there are any.
ANALYSER = (
    text("analyser_brand", length=60, when=_TEST),
    text("analyser_model", length=60, when=_TEST),
    text("analyser_serial", length=40, when=_TEST),
)

TYPE_1 = Sheet(
    1,
    (
        PLANT,
        DOCUMENTS,
        WATER_TWO,
        Section(
            "D",
            (
                choice("placement", "indoor", "outdoor"),
                snc("indoor_suitable", when={"placement": ("indoor",)}),
                snc("outdoor_suitable", when={"placement": ("outdoor",)}),
                snc("openings_free", when={"placement": ("indoor",)}),
                snc("openings_sized", when={"placement": ("indoor",)}),
                snc("flue_suitable"),
                snc("room_control_works"),
                snc("no_liquid_leaks", when={"fuel": LIQUID}),
                snc("gas_tight", when={"fuel": GAS}),
            ),
        ),
        Section(
            "E",
            (
                *generator("unit_number"),
                choice("unit_kind", "single", "modular", "radiant", "hot_air"),
                number("heat_input_kw", "kW", "0.1", required=True, carries=True),
                number("useful_power_kw", "kW", "0.1", required=True, carries=True),
                choice("fuel", *FUELS),
                choice(
                    "efficiency_class",
                    "standard",
                    "low_temperature",
                    "condensing",
                    "hot_air",
                    when=_TEST,
                ),
                tick("for_heating", carries=True),
                tick("for_dhw", carries=True),
                choice("flue_draught", "natural", "forced"),
                number("draught_pa", "Pa", "-200", "200", when={"flue_draught": ("natural",)}),
                snc("controls_work"),
                snc("safety_untampered"),
                snc("relief_valve_free"),
                snc("exchanger_clean"),
                snc("flue_backflow", "no"),
                snc("uni_10389_ok", when=_TEST),
                text("other_standard", length=500),
                *ANALYSER,
            ),
        ),
        closing("improve_valves", "improve_insulation", "improve_water", "improve_control"),
    ),
    (
        rows_key("module", when=_TEST),
        number("flue_c", "°C", "0", "250", required=True, when=_TEST, places=1),
        number("air_c", "°C", "-30", "200", required=True, when=_TEST, places=1),
        choice("measured", "o2", "co2", carries=False, when=_TEST),
        number("o2", "%", "0", "20.9", required=True, when=_TEST | {"measured": ("o2",)}),
        number("co2", "%", "0.1", "21", required=True, when=_TEST | {"measured": ("co2",)}),
        number("co_dry_ppm", "ppm", "0", "99999", required=True, when=_TEST),
        number("co_corrected_ppm", "ppm", "0", "999999", when=_TEST),
        number("efficiency_read", "%", "0", "118", required=True, when=_TEST),
        number("bacharach_1", "", "0", "9", required=True, when={"fuel": LIQUID}, places=1),
        number("bacharach_2", "", "0", "9", required=True, when={"fuel": LIQUID}, places=1),
        number("bacharach_3", "", "0", "9", required=True, when={"fuel": LIQUID}, places=1),
        number("fuel_flow", "", "0", "9999", when=_TEST, places=3),
        choice("fuel_flow_unit", "m3h", "kgh", required=False, carries=False, when=_TEST),
        number("actual_input_kw", "kW", "0", "99999", when=_TEST),
        number("nox_mg_kwh", "mg/kWh", "0", "9999", when=_TEST),
    ),
)
