"""Words of the booklet's components: kinds, fields, choices."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.ree.labels import ITEMS as REE_ITEMS
from app.ree.labels import OPTIONS as REE_OPTIONS
from app.ree.labels_more import Label

KINDS: dict[str, LazyString] = {
    "BR": _("BR burner"),
    "RC": _("RC flue gas recuperator"),
    "CS": _("CS solar field"),
    "AG": _("AG other generator"),
    "SR": _("SR control system"),
    "VR": _("VR control valve"),
    "VX": _("VX expansion vessel"),
    "PO": _("PO circulation pump"),
    "AC": _("AC storage cylinder"),
    "TE": _("TE cooling tower"),
    "RV": _("RV liquid cooler"),
    "SCX": _("SC intermediate exchanger"),
    "CI": _("CI ground loop"),
    "UT": _("UT air handling unit"),
    "RCX": _("RC air recuperator"),
    "VM": _("VM mechanical ventilation"),
}

#: Of the fields that the efficiency report asks too, its own words.
_SHARED = ("unit_kind", "machine_kind", "fuel_text", "circuits", "cogenerator_kind", "fuel")

ITEMS: dict[str, Label] = {
    "part_number": _("Number of the component"),
    "details": _("Other technical data"),
    "linked_generator": _("Serves heating unit GT no."),
    "part_type": _("Type"),
    "max_input_kw": _("Maximum nominal heat input"),
    "min_input_kw": _("Minimum nominal heat input"),
    "total_kw": _("Total nominal power"),
    "collectors": _("Number of collectors"),
    "aperture_m2": _("Total aperture area"),
    "control_points": _("Number of control points"),
    "temperature_levels": _("Number of temperature levels"),
    "ways": _("Number of ways"),
    "servomotor": _("Servomotor"),
    "capacity_l": _("Capacity"),
    "vessel": _("Vessel"),
    "precharge_bar": _("Precharge pressure"),
    "variable_speed": _("Variable speed"),
    "nominal_kw": _("Nominal power"),
    "storage_for": _("Storage for"),
    "storage_insulated": _("Insulated"),
    "fans": _("Number of fans"),
    "fan_kind": _("Kind of fans"),
    "loop_kind": _("Kind of ground loop"),
    "length_m": _("Length of the loop"),
    "exchanger_m2": _("Area of the exchanger"),
    "depth_m": _("Depth of installation"),
    "supply_ls": _("Supply fan, air flow"),
    "supply_kw": _("Supply fan, power"),
    "return_ls": _("Return fan, air flow"),
    "return_kw": _("Return fan, power"),
    "fitted_in": _("Installed"),
    "vent_kind": _("Kind of ventilation"),
    "vent_text": _("Which other ventilation"),
    "max_flow_m3h": _("Maximum air flow"),
    "recovery": _("Recovery efficiency (%) or COP"),
    "heat_carrier": _("Heat carrier"),
    "efficiency_pct": _("Useful efficiency at maximum nominal power"),
    "analyses": _("Number of flue gas analyses"),
    "outer_source": _("External source"),
    "users_fluid": _("Fluid on the users' side"),
    "eer": _("EER (or GUE)"),
    "cop": _("COP"),
    "cooling_absorbed_kw": _("Cooling, nominal absorbed power"),
    "heating_absorbed_kw": _("Heating, nominal absorbed power"),
    "water_out_min_c": _("Water out, lowest"),
    "water_out_max_c": _("Water out, highest"),
    "water_in_min_c": _("Water in, lowest"),
    "water_in_max_c": _("Water in, highest"),
    "engine_water_min_c": _("Engine water, lowest"),
    "engine_water_max_c": _("Engine water, highest"),
    "flue_after_min_c": _("Flue gas after the exchanger, lowest"),
    "flue_after_max_c": _("Flue gas after the exchanger, highest"),
    "flue_before_min_c": _("Flue gas before the exchanger, lowest"),
    "flue_before_max_c": _("Flue gas before the exchanger, highest"),
    "co_min_mg": _("CO emissions at 5% O2, lowest"),
    "co_max_mg": _("CO emissions at 5% O2, highest"),
    **{name: REE_ITEMS[name] for name in _SHARED},
}

_YES_NO: dict[str, LazyString | str] = {"yes": _("Yes"), "no": _("No")}
_OTHER = _("Other")
_AIR, _WATER = _("Air"), _("Water")

OPTIONS: dict[str, dict[str, LazyString | str]] = {
    "vessel": {"open": _("Open vessel"), "closed": _("Closed vessel")},
    "variable_speed": _YES_NO,
    "storage_insulated": _YES_NO,
    "storage_for": {
        "dhw": _("Hot water production"),
        "heating": _("Heating"),
        "cooling": _("Cooling"),
    },
    "fan_kind": {"axial": _("Axial"), "centrifugal": _("Centrifugal"), "other": _OTHER},
    "loop_kind": {
        "condensation": _("Condensation"),
        "direct_expansion": _("Direct expansion"),
    },
    "fitted_in": {
        "air_unit": _("In an air handling or ventilation unit"),
        "independent": _("Independent"),
    },
    "vent_kind": {
        "extraction": _("Extraction only"),
        "cross_flow": _("Double flow with cross-flow exchanger"),
        "thermodynamic": _("Double flow with thermodynamic recovery"),
        "other": _OTHER,
    },
    "heat_carrier": {
        "hot_water": _("Hot water"),
        "superheated_water": _("Superheated water"),
        "steam": _("Steam"),
        "air": _AIR,
        "diathermic_oil": _("Diathermic oil"),
        "other": _OTHER,
    },
    "outer_source": {"air": _AIR, "water": _WATER, "ground": _("Ground")},
    "users_fluid": {"air": _AIR, "water": _WATER},
    **{name: REE_OPTIONS[name] for name in _SHARED if name in REE_OPTIONS},
}
