"""Sentences of the devices."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.devices import rules
from app.devices.rules import DeviceState, DueReason, Fuel
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.DeviceNotInServiceError: _("%(device)s is no longer in service."),
    rules.DeviceMovedError: _("A device cannot move to another card: replace it or remove it."),
}

STATES = {
    DeviceState.IN_SERVICE: _("In service"),
    DeviceState.OFF: _("Switched off"),
    DeviceState.REPLACED: _("Replaced"),
    DeviceState.REMOVED: _("Removed"),
}

FUELS = {
    Fuel.NATURAL_GAS: _("Natural gas"),
    Fuel.LPG: _("LPG"),
    Fuel.HEATING_OIL: _("Heating oil"),
    Fuel.PELLET: _("Pellet"),
    Fuel.WOOD: _("Wood"),
    Fuel.ELECTRICITY: _("Electricity"),
    Fuel.DISTRICT_HEAT: _("District heat"),
    Fuel.OTHER: _("Other fuel"),
}

REASONS = {
    DueReason.LAST_VISIT: _("Counted from the last maintenance"),
    DueReason.FIRST_IGNITION: _("Counted from the first ignition"),
    DueReason.INSTALLATION: _("Counted from the installation"),
    DueReason.IMPORTED: _("From the imported list"),
    DueReason.MANUAL: _("Set by hand until the next maintenance"),
    DueReason.NO_INTERVAL: _("No date: the maintenance interval is missing"),
    DueReason.NO_START: _("No date: nothing to count from"),
    DueReason.NOT_IN_SERVICE: _("No date: the device is not in service"),
    DueReason.EXCLUDED: _("No date: excluded from maintenance"),
}
