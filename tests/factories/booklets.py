"""Booklets as the forms of their sheets store them."""

from app.registers.rules_booklet import Component, Facts

WORDS = {
    "fuel": {"natural_gas": "Metano"},
    "fluids": {"water": "Acqua"},
    "heat_carrier": {"hot_water": "Acqua calda"},
    "fan_kind": {"axial": "Assiali"},
    "cogenerator_kind": {"turbine": "Turbina"},
}
SHEETS = {
    "1": {
        "drawn_on": "2025-10-14", "work_kind": "new", "category": "E1", "single_unit": "yes",
        "heated_m3": "270", "dhw_kw": "24", "heating_kw": "24", "fluids": ["water"],
        "generators": ["combustion"], "integration_for": ["heating", "dhw"],
        "responsible": "Rossi Maria", "responsible_tax_code": "RSSMRA80A41H501X",
        "cadastre_sheet": "12",
    },
    "2": {"water_m3": "0.085", "hardness": "22", "heating_treatment": ["filtration"]},
    "5": {
        "primary_control": ["on_off"], "room_control": ["thermostatic_valves"],
        "metered_units": "no",
    },
    "6": {"distribution": ["horizontal"], "insulated": "yes"},
    "7": {"emitters": ["radiators"]},
}  # fmt: skip
BOILER = {
    "installed_on": "2025-10-14", "brand": "Fittizia", "model": "MODELLO FINTO 24",
    "serial_number": "FAKE0001", "fuel": "natural_gas", "heat_carrier": "hot_water",
    "useful_power_kw": "24", "efficiency_pct": "98.1", "unit_kind": "single",
}  # fmt: skip
VESSEL = {"capacity_l": "8", "vessel": "closed", "precharge_bar": "1"}


def plant_of(*components, sheets=SHEETS, consumption=(), **card):
    """Return the facts of a plant; without components, a boiler and its expansion vessel."""
    own = components or (Component("GT", 1, BOILER), Component("VX", 1, VESSEL))
    return Facts(sheets, own, consumption, {"plant_code": "999001"} | card, WORDS)
