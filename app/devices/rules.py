"""Rules of devices. Pure."""

from dataclasses import dataclass
from enum import Enum

from app.kernel.errors import DomainError


class DeviceState(Enum):
    """Whether a device is in use."""

    IN_SERVICE = "in_service"
    OFF = "off"
    REPLACED = "replaced"
    REMOVED = "removed"


class Fuel(Enum):
    """What a device burns or uses."""

    NATURAL_GAS = "natural_gas"
    LPG = "lpg"
    HEATING_OIL = "heating_oil"
    PELLET = "pellet"
    WOOD = "wood"
    ELECTRICITY = "electricity"
    DISTRICT_HEAT = "district_heat"
    OTHER = "other"


class DueReason(Enum):
    """Why the next maintenance date is what it is."""

    #: Counted from the last visit that moves the date.
    LAST_VISIT = "last_visit"
    #: No visit yet: counted from first ignition or installation.
    FIRST_IGNITION = "first_ignition"
    INSTALLATION = "installation"
    #: Stated by the list the card was imported from.
    IMPORTED = "imported"
    #: Set by hand until the next visit.
    MANUAL = "manual"
    #: No date: no interval, or nothing to count from, or out of service.
    NO_INTERVAL = "no_interval"
    NO_START = "no_start"
    NOT_IN_SERVICE = "not_in_service"
    #: Left out of maintenance on purpose.
    EXCLUDED = "excluded"


class ControlKind(Enum):
    """What the law asks for besides maintenance."""

    EFFICIENCY = "efficiency"
    LEAK_CHECK = "leak_check"
    #: A repaired leak: checked again within a month.
    LEAK_REPAIR = "leak_repair"


class DateKind(Enum):
    """Which of a device's dates moved."""

    MAINTENANCE = "maintenance"
    CONTROL = "control"
    LEAK_CHECK = "leak_check"


class MoveCause(Enum):
    """What moved the dates of devices without anybody touching them."""

    #: A dated rule began or ended to hold.
    NEW_RULE = "new_rule"
    #: Somebody changed the periods of the law.
    PERIODS = "periods"
    #: Somebody changed the company's region, or how dates are counted.
    COMPANY = "company"


@dataclass(eq=False)
class DeviceNotInServiceError(DomainError):
    """A device that was replaced or removed cannot be replaced or removed again."""

    device: str


@dataclass(eq=False)
class DeviceMovedError(DomainError):
    """A device with history stays at its plant."""

    field: str = "client"


def fold_serial(serial: str) -> str:
    """Return a serial as capital letters and digits, for search and duplicates."""
    return "".join(sign for sign in serial.upper() if sign.isalnum())
