"""Labels of the forms of types 2, 3 and 4."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

_TYPE_2: dict[str, LazyString] = {
    "room_suitable": _("Installed in a suitable room"),
    "electric_lines_suitable": _("Electric lines suitable"),
    "insulation_suitable": _("Insulation suitable"),
    "machine_kind": _("Kind of machine"),
    "fuel_text": _("Fuel"),
    "circuits": _("Number of circuits"),
    "cooling_power_kw": _("Nominal cooling power"),
    "heating_power_kw": _("Nominal heating power"),
    "test_mode": _("Test carried out in mode"),
    "no_refrigerant_leaks": _("No leaks of refrigerant gas"),
    "direct_detector": _("Automatic direct leak detector present"),
    "indirect_detector": _("Automatic indirect leak detection present"),
    "exchangers_clean": _("Heat exchangers clean and free of scale"),
    "has_tower": _("With cooling tower or fluid cooler"),
    "has_intermediate": _("With intermediate exchanger"),
    "improve_modulation": _("Replacement of on/off generators with stepped or modulating ones"),
    "improve_water_pipes": _(
        "Insulation of the chilled and hot water network in unconditioned rooms"
    ),
    "improve_ducts": _("Insulation of the air ducts in unconditioned rooms"),
    "circuit": _("Circuit"),
    "superheat": _("Superheating"),
    "subcooling": _("Subcooling"),
    "condensation_c": _("Condensation temperature"),
    "evaporation_c": _("Evaporation temperature"),
    "outside_in_c": _("Outdoor side, in"),
    "outside_out_c": _("Outdoor side, out"),
    "users_in_c": _("User side, in"),
    "users_out_c": _("User side, out"),
    "fluid_out_c": _("Fluid out of the tower"),
    "wet_bulb_c": _("Wet bulb of the air"),
    "source_in_c": _("External source, in"),
    "source_out_c": _("External source, out"),
    "machine_in_c": _("At the machine, in"),
    "machine_out_c": _("At the machine, out"),
    "absorbed_kw": _("Absorbed power"),
    "filters_clean": _("Filters clean"),
    "passed": _("Check passed"),
    "restore_by": _("Efficiency to be restored by"),
}

_TYPE_3: dict[str, LazyString] = {
    "place_suitable": _("Place of installation suitable"),
    "insulation_state_suitable": _("State of the insulation suitable"),
    "no_hydraulic_leaks": _("No leaks from the hydraulic circuit"),
    "primary_fluid": _("Fed by"),
    "outlet_fluid": _("Heat carrier at the outlet"),
    "power_compatible": _("Power compatible with the design data"),
    "insulation_ok": _("State of the exchanger's insulation suitable"),
    "regulation_ok": _("Regulation and control devices working (no seepage of the valve)"),
    "improve_curve": _("Check that climate curve and room temperature agree"),
    "improve_leaks": _("Search for water leaks"),
    "improve_shell": _("Insulating shell for the exchanger where there is none"),
    "outdoor_c": _("Outdoor temperature"),
    "primary_flow_c": _("Primary, flow"),
    "primary_return_c": _("Primary, return"),
    "exchanged_kw": _("Heat output"),
    "primary_flow_m3h": _("Flow rate of the primary"),
    "secondary_flow_c": _("Secondary, flow"),
    "secondary_return_c": _("Secondary, return"),
}

_TYPE_4: dict[str, LazyString] = {
    "chimney_suitable": _("Chimney and flue suitable (visual examination)"),
    "capsule_suitable": _("Soundproof capsule suitable"),
    "hydraulic_tight": _("Hydraulic circuit tight"),
    "oil_tight": _("Oil circuit tight"),
    "feed_tight": _("Fuel supply circuit tight"),
    "separation_works": _("Exchanger between unit and building working"),
    "cogenerator_kind": _("Kind of cogenerator"),
    "electric_power_kw": _("Nominal electric power at the terminals"),
    "absorbed_power_kw": _("Electric power absorbed with the fuel"),
    "recovered_power_kw": _("Nominal heat output, maximum recovery"),
    "bypass_power_kw": _("Nominal heat output with the flue bypass open"),
    "co_mg_nm3": _("CO emissions at 5% O2"),
    "water_out_c": _("Water out"),
    "water_in_c": _("Water in"),
    "terminals_kw": _("Power at the generator's terminals"),
    "engine_water_c": _("Engine water (internal combustion only)"),
    "flue_after_c": _("Flue gas after the exchanger"),
    "flue_before_c": _("Flue gas before the exchanger"),
}

_PHASES = {1: "L1", 2: "L2", 3: "L3"}
_LIMITS = {
    "over_frequency": _("Overfrequency, limit"),
    "under_frequency": _("Underfrequency, limit"),
    "over_voltage": _("Overvoltage, limit"),
    "under_voltage": _("Undervoltage, limit"),
}
_TIMES = {
    "over_frequency": _("Overfrequency, time"),
    "under_frequency": _("Underfrequency, time"),
    "over_voltage": _("Overvoltage, time"),
    "under_voltage": _("Undervoltage, time"),
}


class _OfPhase:
    """A label with the phase after it, translated when it is read."""

    def __init__(self, label: LazyString, phase: str) -> None:
        self.label, self.phase = label, phase

    def __str__(self) -> str:
        return f"{self.label} {self.phase}"


Label = LazyString | _OfPhase

_PROTECTIONS: dict[str, Label] = {
    f"{name}_l{phase}_{part}": _OfPhase(words[name], word)
    for phase, word in _PHASES.items()
    for part, words in (("limit", _LIMITS), ("time", _TIMES))
    for name in words
}

ITEMS_MORE: dict[str, Label] = {**_TYPE_2, **_TYPE_3, **_TYPE_4, **_PROTECTIONS}

OPTIONS_MORE: dict[str, dict[str, LazyString | str]] = {
    "machine_kind": {
        "absorption_recovery": _("Absorption, heat recovery"),
        "absorption_flame": _("Absorption, direct flame"),
        "compression_electric": _("Compression, electric motor"),
        "compression_engine": _("Compression, combustion engine"),
    },
    "test_mode": {"cooling": _("Cooling"), "heating": _("Heating")},
    "has_tower": {"yes": _("Yes"), "no": _("No")},
    "has_intermediate": {"yes": _("Yes"), "no": _("No")},
    "primary_fluid": {
        "hot_water": _("Hot water"),
        "superheated_water": _("Superheated water"),
        "steam": _("Steam"),
        "other": _("Other"),
    },
    "cogenerator_kind": {
        "combustion_engine": _("Internal combustion engine"),
        "turbine": _("Turbine"),
        "fuel_cell": _("Fuel cell"),
        "other": _("Other"),
    },
}

HINTS_MORE: dict[str, LazyString] = {
    "superheat": _("Measurements may stay empty: no UNI procedure exists yet."),
    "outdoor_c": _("Measurements may stay empty: no UNI procedure exists yet."),
    "test_mode": _("The same mode as in the first check."),
    "passed": _(
        "No, if the parameters are more than 15 percent worse than at the first start-up "
        "(DPR 74/2013 art. 8)."
    ),
    "fuel_flow_unit": _("For the fuel flow above."),
}
