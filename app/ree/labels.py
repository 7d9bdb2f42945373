"""Labels of the official forms: what each item, answer and choice is called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.ree.labels_more import HINTS_MORE, ITEMS_MORE, OPTIONS_MORE, Label
from app.ree.rules import ReeState

TYPES = {
    1: _("Type 1: heating units"),
    2: _("Type 2: chillers and heat pumps"),
    3: _("Type 3: district heating exchangers"),
    4: _("Type 4: cogenerators"),
}
FORMS = {
    1: _("Energy-efficiency control report, type 1 (heating units)"),
    2: _("Energy-efficiency control report, type 2 (chillers and heat pumps)"),
    3: _("Energy-efficiency control report, type 3 (district heating exchangers)"),
    4: _("Energy-efficiency control report, type 4 (cogenerators)"),
}

SECTIONS = {
    "A": _("Plant and people responsible"),
    "B": _("Technical documents supplied"),
    "C": _("Water treatment"),
    "D": _("Control of the plant"),
    "E": _("Control and checks of the generator"),
    "F": _("Check-list and conclusions"),
}

STATES = {
    ReeState.DRAFT: _("Draft"),
    ReeState.SIGNED: _("Signed, to be sent"),
    ReeState.SENT: _("Sent to the register"),
    ReeState.ACCEPTED: _("Accepted by the register"),
    ReeState.REJECTED: _("Rejected by the register"),
}
STATE_TONES = {
    ReeState.DRAFT: "neutral",
    ReeState.SIGNED: "warning",
    ReeState.SENT: "info",
    ReeState.ACCEPTED: "success",
    ReeState.REJECTED: "danger",
}

ANSWERS = {"yes": _("Yes"), "no": _("No"), "nc": _("N/C")}

_PLANT: dict[str, LazyString] = {
    "sticker": _("Fee sticker"),
    "plant_code": _("Plant code of the register"),
    "total_power_kw": _("Total nominal heat output of the plant"),
    "street": _("Address"),
    "street_number": _("Street number"),
    "building": _("Block"),
    "staircase": _("Staircase"),
    "unit": _("Flat"),
    "municipality": _("Municipality"),
    "province": _("Province"),
    "resp_title": _("Responsible as"),
    "resp_kind": _("The person responsible is"),
    "resp_last_name": _("Surname of the person responsible"),
    "resp_first_name": _("First name of the person responsible"),
    "resp_company": _("Company name of the person responsible"),
    "resp_vat_number": _("VAT number of the person responsible"),
    "resp_tax_code": _("Tax code of the person responsible"),
    "resp_street": _("Address of the person responsible"),
    "resp_municipality": _("Municipality of the person responsible"),
    "resp_province": _("Province of the person responsible"),
}

_COMMON: dict[str, LazyString] = {
    "has_conformity": _("Declaration of conformity present"),
    "has_booklet": _("Plant booklet present"),
    "has_manuals": _("Manuals for use and maintenance of the generator present"),
    "booklet_complete": _("Booklet filled in in all its parts"),
    "hardness": _("Total hardness of the water"),
    "heating_treatment": _("Treatment in heating"),
    "dhw_treatment": _("Treatment in hot water production"),
    "water_treatment": _("Water treatment"),
    "installed_on": _("Date of installation"),
    "brand": _("Manufacturer"),
    "model": _("Model"),
    "serial_number": _("Serial number"),
    "for_heating": _("Winter heating"),
    "for_dhw": _("Hot water production"),
    "fuel": _("Fuel"),
    "remarks": _("Observations"),
    "recommendations": _("Recommendations"),
    "prescriptions": _("Prescriptions"),
    "may_run": _("The plant may run"),
    "maintenance_by": _("Maintenance recommended by"),
    "performed_on": _("Date of this control"),
    "arrived_at": _("Time of arrival"),
    "left_at": _("Time of departure"),
    "technician_last_name": _("Surname of the technician"),
    "technician_first_name": _("First name of the technician"),
    "improve_valves": _("Fitting of thermostatic valves on the radiators"),
    "improve_insulation": _("Insulation of the distribution network in unheated rooms"),
    "improve_water": _(
        "Introduction of a treatment of the heating and hot water where there is none"
    ),
    "improve_control": _(
        "Replacement of an on/off control with one programmable on several levels"
    ),
}

_TYPE_1: dict[str, LazyString] = {
    "placement": _("Where the generator stands"),
    "indoor_suitable": _("Indoor installation: in a suitable room"),
    "outdoor_suitable": _("Outdoor installation: suitable generators"),
    "openings_free": _("Ventilation openings free of obstructions"),
    "openings_sized": _("Ventilation openings of adequate size"),
    "flue_suitable": _("Flue or exhaust ducts suitable (visual examination)"),
    "room_control_works": _("Room temperature control working"),
    "no_liquid_leaks": _("No leaks of liquid fuel"),
    "gas_tight": _("Inner gas piping and joints to the generator tight"),
    "unit_number": _("Heating unit GT no."),
    "unit_kind": _("Kind of heating unit"),
    "heat_input_kw": _("Maximum nominal heat input"),
    "useful_power_kw": _("Nominal useful heat output"),
    "efficiency_class": _("Efficiency class"),
    "flue_draught": _("Flue gas exhaust"),
    "draught_pa": _("Draught in the flue"),
    "controls_work": _("Control and regulation devices working properly"),
    "safety_untampered": _("Safety devices not tampered with or bypassed"),
    "relief_valve_free": _("Pressure relief valve with free discharge"),
    "exchanger_clean": _("Exchanger checked and cleaned on the flue side"),
    "flue_backflow": _("Backflow of combustion products present"),
    "uni_10389_ok": _("Results of the control by UNI 10389-1 lawful"),
    "other_standard": _("Other standard"),
    "analyser_brand": _("Make of the analyser"),
    "analyser_model": _("Model of the analyser"),
    "analyser_serial": _("Serial number of the analyser"),
    "module": _("Heat module"),
    "flue_c": _("Flue gas temperature"),
    "air_c": _("Combustion air temperature"),
    "measured": _("Gas measured"),
    "o2": _("O2"),
    "co2": _("CO2"),
    "co_dry_ppm": _("CO in the dry flue gas"),
    "co_corrected_ppm": _("Corrected CO of the analyser"),
    "efficiency_read": _("Efficiency read on the analyser"),
    "bacharach_1": _("Bacharach, first reading"),
    "bacharach_2": _("Bacharach, second reading"),
    "bacharach_3": _("Bacharach, third reading"),
    "fuel_flow": _("Fuel flow"),
    "fuel_flow_unit": _("Unit of the fuel flow"),
    "actual_input_kw": _("Actual heat input"),
    "nox_mg_kwh": _("NOx"),
}

ITEMS: dict[str, Label] = {**_PLANT, **_COMMON, **_TYPE_1, **ITEMS_MORE}

#: Help under an item, where the label alone leaves doubts.
HINTS: dict[str, LazyString] = {
    "total_power_kw": _("Of the whole plant, not of this generator only."),
    "plant_code": _("Targa or code of the regional register; without it, leave empty."),
    "efficiency_read": _("As the analyser shows it: the two points are added by the form."),
    "co_corrected_ppm": _("Leave empty to use the one worked out here."),
    "flue_backflow": _("The good answer is No."),
    "draught_pa": _("Needed for natural draught gas appliances (UNI 10845)."),
    "prescriptions": _("Immediate danger: the appliance is put out of service."),
    "recommendations": _("Defects not put right, without immediate danger."),
    "maintenance_by": _("Date of the next maintenance, not of the next report."),
    "heat_input_kw": _("Of the combustion chamber, on the nameplate."),
}

OPTIONS: dict[str, dict[str, LazyString | str]] = {
    "resp_title": {
        "owner": _("Owner"),
        "occupant": _("Occupant"),
        "administrator": _("Building manager"),
        "third_party": _("Third party responsible"),
    },
    "resp_kind": {"person": _("A person"), "firm": _("A firm or body")},
    "placement": {"indoor": _("Indoors"), "outdoor": _("Outdoors")},
    "unit_kind": {
        "single": _("Single unit"),
        "modular": _("Modular unit"),
        "radiant": _("Radiant tube or strip"),
        "hot_air": _("Hot air generator"),
    },
    "fuel": {
        "natural_gas": _("Natural gas"),
        "lpg": _("LPG"),
        "propane": _("Propane"),
        "butane": _("Butane"),
        "heating_oil": _("Heating oil"),
        "fuel_oil": _("Fuel oil"),
        "pellet": _("Pellet"),
        "wood": _("Wood"),
        "other": _("Other"),
    },
    "efficiency_class": {
        "standard": _("Standard"),
        "low_temperature": _("Low temperature"),
        "condensing": _("Gas condensing"),
        "hot_air": _("Hot air"),
    },
    "flue_draught": {"natural": _("Natural"), "forced": _("Forced")},
    "measured": {"o2": _("O2"), "co2": _("CO2")},
    "fuel_flow_unit": {"m3h": "m³/h", "kgh": "kg/h"},
}
_TREATMENTS: dict[str, LazyString | str] = {
    "not_required": _("Not required"),
    "none": _("None"),
    "filtration": _("Filtration"),
    "softening": _("Softening"),
    "conditioning": _("Chemical conditioning"),
}
for _name in ("heating_treatment", "dhw_treatment", "water_treatment"):
    OPTIONS[_name] = _TREATMENTS

#: What the form of a type calls the items it shares with others.
_OF_TYPE: dict[int, dict[str, Label]] = {
    2: {"unit_number": _("Refrigeration unit or heat pump GF no.")},
    3: {
        "unit_number": _("Substation exchanger SC no."),
        "heating_power_kw": _("Total nominal heat output"),
    },
    4: {"unit_number": _("Cogenerator CG no."), "fuel_text": _("Fed by")},
}

OPTIONS |= OPTIONS_MORE
HINTS |= HINTS_MORE


def items_of(ree_type: int) -> dict[str, Label]:
    """Return the label of each item as the form of a type has it."""
    return ITEMS | _OF_TYPE.get(ree_type, {})


FIGURES: dict[str, LazyString] = {
    "co2_derived": _("CO2 worked out"),
    "o2_derived": _("O2 worked out"),
    "co_computed": _("CO without air"),
    "efficiency_computed": _("Efficiency by the formula"),
    "efficiency_ree": _("Combustion efficiency"),
    "efficiency_minimum": _("Legal minimum efficiency"),
    "efficiency_ok": _("Efficiency not below the minimum"),
    "co_ok": _("CO without air not above 1000 ppm"),
    "bacharach_ok": _("Bacharach number respected"),
}
FIGURE_UNITS = {
    "co2_derived": "%", "o2_derived": "%", "co_computed": "ppm", "efficiency_computed": "%",
    "efficiency_ree": "%", "efficiency_minimum": "%",
}  # fmt: skip
