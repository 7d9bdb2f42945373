"""Sentences of the thermal rules."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
from app.thermal import rules
from app.thermal.rules import Certainty, FuelGroup, Generator, Place, Start
from app.thermal.rules_combustion import Family
from app.thermal.rules_fgas import Annex, LeakReason
from app.thermal.rules_schedule import ControlReason, PowerKind, Rounding
from app.thermal.rules_strip import Aside, LabelTakenError, Quantity

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.OxygenError: _("The O2 of the flue gas lies between 0 and 21 %%."),
    rules.CarbonDioxideError: _("The CO2 of the flue gas must be above 0 %%."),
    rules.NominalPowerError: _("The nominal power must be above 0 kW."),
    rules.BandOrderError: _("The end lies before the beginning."),
    LabelTakenError: _("This label is in the list already for the same analyser."),
    rules.ReadingsMissingError: _("Enter at least one reading of the analyser."),
}

CERTAINTIES = {
    Certainty.CERTAIN: _("Certain"),
    Certainty.LIKELY: _("Likely: to be verified"),
    Certainty.UNCERTAIN: _("Uncertain: verify before relying on it"),
}

GENERATORS = {
    Generator.FLAME: _("Flame generator"),
    Generator.COMPRESSION: _("Electric compression, or absorption with its own flame"),
    Generator.ENGINE: _("Compression with a combustion engine"),
    Generator.ABSORPTION: _("Absorption fed with heat"),
    Generator.SUBSTATION: _("District heating substation"),
    Generator.COGENERATOR: _("Cogenerator"),
}

FUEL_GROUPS = {
    FuelGroup.GAS: _("Gas (natural gas, LPG)"),
    FuelGroup.LIQUID: _("Liquid"),
    FuelGroup.SOLID: _("Solid, not biomass"),
    FuelGroup.BIOMASS: _("Biomass"),
}

FAMILIES = {
    Family.STANDARD: _("Standard"),
    Family.LOW_TEMPERATURE: _("Low temperature"),
    Family.CONDENSING: _("Gas condensing"),
    Family.HOT_AIR: _("Hot air generator"),
}

POWERS = {
    PowerKind.USEFUL: _("Useful nominal power"),
    PowerKind.HEAT_INPUT: _("Heat input"),
    PowerKind.ELECTRICAL: _("Electrical power"),
}

ROUNDINGS = {
    Rounding.NONE: _("The very day"),
    Rounding.MONTH_END: _("End of the month"),
    Rounding.YEAR_END: _("31 December"),
}

CONTROL_REASONS = {
    ControlReason.LAST_CONTROL: _("Counted from the last efficiency control"),
    ControlReason.IMPORTED: _("Counted from the last efficiency control known from before"),
    ControlReason.FIRST_IGNITION: _("Counted from the first ignition"),
    ControlReason.INSTALLATION: _("Counted from the installation"),
    ControlReason.NOT_IN_SERVICE: _("No control: the device is not in service"),
    ControlReason.NO_REPORT: _("No control: this type of device has no official report"),
    ControlReason.NO_FUEL: _("Not known: the fuel is missing"),
    ControlReason.NO_POWER: _("Not known: the nominal power is missing"),
    ControlReason.NOT_REQUIRED: _("No control: the rules ask none for this fuel or kind"),
    ControlReason.BELOW_THRESHOLD: _("No control: the power is below the threshold"),
    ControlReason.NO_START: _("Not known: enter the installation or the last control"),
}

LEAK_REASONS = {
    LeakReason.LAST_CHECK: _("Counted from the last leak check"),
    LeakReason.IMPORTED: _("Counted from the last leak check known from before"),
    LeakReason.FIRST_IGNITION: _("Counted from the first ignition"),
    LeakReason.INSTALLATION: _("Counted from the installation"),
    LeakReason.REPAIR: _("A repaired leak is checked again within a month"),
    LeakReason.NO_CHARGE: _("Not known: the refrigerant charge is missing"),
    LeakReason.NO_GAS: _("No leak check: no refrigerant entered"),
    LeakReason.NOT_FLUORINATED: _("No leak check: the refrigerant is no F-gas"),
    LeakReason.BELOW_THRESHOLD: _("No leak check: the charge is below the threshold"),
    LeakReason.EXEMPT: _("No leak check: hermetically sealed and labelled"),
    LeakReason.NO_START: _("Not known: enter the installation or the last leak check"),
    LeakReason.NOT_IN_SERVICE: _("No leak check: the device is not in service"),
}

ANNEXES = {
    Annex.ONE: _("Annex I (HFC)"),
    Annex.TWO: _("Annex II (HFO)"),
    Annex.NONE: _("Not an F-gas"),
}

STARTS = {
    Start.ANY: _("Any control"),
    Start.FIRST: _("The first start-up only"),
    Start.LATER: _("Later controls only"),
}

PLACES = {
    Place.ANY: _("Anywhere"),
    Place.OUTDOORS: _("Outdoors only"),
    Place.INDOORS: _("Indoors only"),
}

#: What may drive a chiller or heat pump.
DRIVES = {
    kind: GENERATORS[kind]
    for kind in (Generator.COMPRESSION, Generator.ENGINE, Generator.ABSORPTION)
}

#: Where a label of an analyser leads: the words of the official form.
QUANTITIES = {
    Quantity.FLUE: _("Flue gas temperature"),
    Quantity.AIR: _("Combustion air temperature"),
    Quantity.O2: _("O2"),
    Quantity.CO2: _("CO2"),
    Quantity.CO_DRY: _("CO in the dry flue gas"),
    Quantity.CO_CORRECTED: _("Corrected CO of the analyser"),
    Quantity.EFFICIENCY: _("Efficiency read on the analyser"),
    Quantity.DRAUGHT: _("Draught in the flue"),
    Quantity.NOX: _("NOx"),
    Quantity.BACHARACH_1: _("Bacharach, first reading"),
    Quantity.BACHARACH_2: _("Bacharach, second reading"),
    Quantity.BACHARACH_3: _("Bacharach, third reading"),
    Quantity.SERIAL: _("Serial number of the analyser"),
    Quantity.IGNORED: _("Not wanted: skip it"),
}

ASIDES = {
    Aside.UNKNOWN: _("not a value of the report"),
    Aside.UNIT: _("another unit than the report's"),
    Aside.NUMBER: _("no clear number"),
    Aside.SECOND: _("already read from another label"),
}
