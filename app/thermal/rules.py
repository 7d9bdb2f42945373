"""Words that the thermal rules share. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.kernel.errors import DomainError


class Certainty(Enum):
    """How sure a legal number is (see the source given beside it)."""

    #: Stated by a legal text, an official form or a register's schema.
    CERTAIN = "certain"
    #: A secondary text, or the behaviour of one region's software.
    LIKELY = "likely"
    #: To be verified before relying on it.
    UNCERTAIN = "uncertain"


class Generator(Enum):
    """Kinds of generator that Allegato A of DPR 74/2013 tells apart."""

    FLAME = "flame"
    #: Chiller or heat pump: electric compression, or absorption with its own flame.
    COMPRESSION = "compression"
    #: Compression driven by a combustion engine.
    ENGINE = "engine"
    #: Absorption fed with heat.
    ABSORPTION = "absorption"
    #: Substation of district heating.
    SUBSTATION = "substation"
    COGENERATOR = "cogenerator"


class FuelGroup(Enum):
    """Fuels as the periods group them."""

    GAS = "gas"
    LIQUID = "liquid"
    #: Coal and the like: solid and not renewable.
    SOLID = "solid"
    #: Wood, pellet: DPR 74/2013 asks for no report, many regions do.
    BIOMASS = "biomass"


class Start(Enum):
    """Controls that a period counts from."""

    ANY = "any"
    #: Only the first start-up.
    FIRST = "first"
    #: Only later controls.
    LATER = "later"


class Place(Enum):
    """Generators that a period holds for, by where they stand."""

    ANY = "any"
    OUTDOORS = "outdoors"
    INDOORS = "indoors"


def is_valid(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Tell whether a dated row holds on a day, both ends included; None: without end."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


@dataclass(eq=False)
class OxygenError(DomainError):
    """O2 of the flue gas below 0 % or not below that of the air."""

    field: str = "o2"


@dataclass(eq=False)
class CarbonDioxideError(DomainError):
    """CO2 of the flue gas is not above 0 %."""

    field: str = "co2"


@dataclass(eq=False)
class NominalPowerError(DomainError):
    """A nominal power is not above 0 kW."""

    field: str = "useful_power_kw"


@dataclass(eq=False)
class BandOrderError(DomainError):
    """The upper end of a band, or of a validity, lies before the lower one."""

    field: str


@dataclass(eq=False)
class ReadingsMissingError(DomainError):
    """A mean of no readings."""

    field: str = "readings"
