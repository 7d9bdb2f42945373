"""Combustion: flue loss, efficiency, air-free CO, the legal minimum. Pure.

Formulas of UNI 10389-1 as published; decimals throughout, rounded half up only when shown.
Temperatures in °C, O2 and CO2 in % of the dry flue gas, CO in ppm, powers in kW.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from app.thermal.rules import (
    CarbonDioxideError,
    Certainty,
    NominalPowerError,
    OxygenError,
    ReadingsMissingError,
    is_valid,
)

#: O2 of the air, %, in every formula below (some analysers use 20.9).
AIR_O2 = Decimal(21)


class Family(Enum):
    """Kinds of generator with a legal minimum of their own."""

    STANDARD = "standard"
    LOW_TEMPERATURE = "low_temperature"
    #: Gas-fired condensing.
    CONDENSING = "condensing"
    HOT_AIR = "hot_air"


@dataclass(frozen=True)
class Coefficients:
    """Coefficients of the flue loss of a fuel.

    Attributes:
        a1: For a measured O2.
        a2: For a measured CO2; None: the source gives none.
        b: Common to both.
        co2_max: CO2 of the air-free flue gas, %.
    """

    fuel: str
    a1: Decimal
    a2: Decimal | None
    b: Decimal
    co2_max: Decimal
    source: str
    certainty: Certainty


@dataclass(frozen=True)
class MinimumRow:
    """One row of Allegato B: a + b · log10(power), by date of installation.

    Attributes:
        families: Generators it holds for.
        installed_from: First day of installation; None: from ever.
        installed_to: Last day; None: still.
    """

    families: frozenset[Family]
    installed_from: date | None
    installed_to: date | None
    a: Decimal
    b: Decimal


@dataclass(frozen=True)
class CombustionLimits:
    """Limits in force between two dates.

    Attributes:
        minimum: Allegato B.
        power_cap_kw: Power above which the minimum no longer grows.
        added_points: Points added once to the analyser's efficiency.
        co_max_ppm: Highest air-free CO.
    """

    valid_from: date | None
    valid_to: date | None
    minimum: tuple[MinimumRow, ...]
    power_cap_kw: Decimal
    added_points: Decimal
    co_max_ppm: Decimal
    source: str


@dataclass(frozen=True)
class Reading:
    """One significant reading of the analyser: flue and air temperature, O2."""

    flue_c: Decimal
    air_c: Decimal
    o2: Decimal


def rounded(value: Decimal, places: int) -> Decimal:
    """Return a number rounded half up to some decimals."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def air_index(o2: Decimal) -> Decimal:
    """Return n, air used over air needed; the excess is n - 1.

    Raises:
        OxygenError: O2 below 0 or not below 21 %.
    """
    _ensure_o2(o2)
    return AIR_O2 / (AIR_O2 - o2)


def co_corrected(co_dry: Decimal, o2: Decimal) -> Decimal:
    """Return the CO of the dry, air-free flue gas, ppm.

    Raises:
        OxygenError: O2 below 0 or not below 21 %.
    """
    return co_dry * air_index(o2)


def co2_from_o2(o2: Decimal, co2_max: Decimal) -> Decimal:
    """Return the CO2 that belongs to a measured O2, %.

    Raises:
        OxygenError: O2 below 0 or not below 21 %.
    """
    _ensure_o2(o2)
    return co2_max * (AIR_O2 - o2) / AIR_O2


def o2_from_co2(co2: Decimal, co2_max: Decimal) -> Decimal:
    """Return the O2 that belongs to a measured CO2, %.

    Raises:
        CarbonDioxideError: CO2 is not above 0.
    """
    _ensure_co2(co2)
    return AIR_O2 * (1 - co2 / co2_max)


def loss_from_o2(of: Coefficients, flue_c: Decimal, air_c: Decimal, o2: Decimal) -> Decimal:
    """Return the sensible flue loss with O2 measured, %.

    Raises:
        OxygenError: O2 below 0 or not below 21 %.
    """
    _ensure_o2(o2)
    return (of.a1 / (AIR_O2 - o2) + of.b) * (flue_c - air_c)


def loss_from_co2(
    of: Coefficients, flue_c: Decimal, air_c: Decimal, co2: Decimal
) -> Decimal | None:
    """Return the sensible flue loss with CO2 measured, %; None: the source has no coefficient.

    Raises:
        CarbonDioxideError: CO2 is not above 0.
    """
    _ensure_co2(co2)
    if of.a2 is None:
        return None
    return (of.a2 / co2 + of.b) * (flue_c - air_c)


def read_efficiency(loss: Decimal) -> Decimal:
    """Return the combustion efficiency that an analyser reads, %."""
    return 100 - loss


def mean_efficiency(of: Coefficients, readings: Sequence[Reading]) -> Decimal:
    """Return the mean of the efficiencies of some readings, each to 2 decimals.

    Raises:
        ReadingsMissingError: No reading.
        OxygenError: O2 below 0 or not below 21 %.
    """
    if not readings:
        raise ReadingsMissingError
    found = [
        rounded(read_efficiency(loss_from_o2(of, row.flue_c, row.air_c, row.o2)), 2)
        for row in readings
    ]
    return rounded(sum(found, Decimal(0)) / len(found), 2)


def report_efficiency(read: Decimal, limits: CombustionLimits) -> Decimal:
    """Return the efficiency written on the report: the reading plus 2 points, added once."""
    return read + limits.added_points


def limits_on(tables: Iterable[CombustionLimits], day: date) -> CombustionLimits:
    """Return the limits in force on a day.

    Raises:
        LookupError: No table holds on that day.
    """
    for limits in tables:
        if is_valid(limits.valid_from, limits.valid_to, day):
            return limits
    raise LookupError(f"no combustion limits on {day}")


def minimum_efficiency(
    limits: CombustionLimits, family: Family, installed_on: date, power_kw: Decimal
) -> Decimal:
    """Return the legal minimum of a generator, %, to 2 decimals.

    Args:
        limits: Those in force.
        family: Kind of generator.
        installed_on: Day of its installation.
        power_kw: Useful nominal power.

    Raises:
        NominalPowerError: The power is not above 0.
        LookupError: The table has no row for it.
    """
    if power_kw <= 0:
        raise NominalPowerError
    for row in limits.minimum:
        if family in row.families and is_valid(row.installed_from, row.installed_to, installed_on):
            log = min(power_kw, limits.power_cap_kw).log10()
            return rounded(row.a + row.b * log, 2)
    raise LookupError(f"no minimum efficiency for {family} installed on {installed_on}")


def is_efficient(report: Decimal, minimum: Decimal) -> bool:
    """Tell whether the efficiency of the report reaches the minimum, both at 2 decimals."""
    return rounded(report, 2) >= rounded(minimum, 2)


def is_co_within(corrected_ppm: Decimal, limits: CombustionLimits) -> bool:
    """Tell whether the air-free CO is within the limit (exactly 1000 ppm is)."""
    return corrected_ppm <= limits.co_max_ppm


def _ensure_o2(o2: Decimal) -> None:
    if not 0 <= o2 < AIR_O2:
        raise OxygenError


def _ensure_co2(co2: Decimal) -> None:
    if co2 <= 0:
        raise CarbonDioxideError
