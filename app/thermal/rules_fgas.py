"""F-gas: CO2 equivalent, leak-check intervals, days to report. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from app.kernel.dates import add_months
from app.thermal.rules import is_valid

#: Days to enter a visit in the Banca Dati FGAS. Source: DPR 146/2018, art. 16.
REPORT_DAYS = 30
#: Months within which a repaired leak is checked again. Source: Reg. (UE) 517/2014, art. 3.
RECHECK_MONTHS = 1


class Annex(Enum):
    """Where the regulation lists a refrigerant."""

    #: Annex I: HFC, measured in t CO2e.
    ONE = "annex_1"
    #: Annex II section 1: HFO, measured in kg.
    TWO = "annex_2"
    #: No fluorinated greenhouse gas: no leak check.
    NONE = "none"


class LeakReason(Enum):
    """Why the next leak check is when it is."""

    LAST_CHECK = "last_check"
    FIRST_IGNITION = "first_ignition"
    INSTALLATION = "installation"
    IMPORTED = "imported"
    #: A repaired leak is checked again within a month.
    REPAIR = "repair"
    #: No date: nothing is known of a charge, or of the gas.
    NO_CHARGE = "no_charge"
    NO_GAS = "no_gas"
    NOT_FLUORINATED = "not_fluorinated"
    BELOW_THRESHOLD = "below_threshold"
    EXEMPT = "exempt"
    NO_START = "no_start"
    NOT_IN_SERVICE = "not_in_service"


@dataclass(frozen=True)
class Gas:
    """A refrigerant: global warming potential and annex."""

    code: str
    gwp: Decimal
    annex: Annex


@dataclass(frozen=True)
class Circuit:
    """A circuit and what exempts it.

    Attributes:
        charge_kg: Refrigerant in it; None: not known.
        gas: Refrigerant; None: not known.
        is_hermetic: Hermetically sealed and labelled as such.
        is_residential: Stands in a residential building.
        has_detector: A leak detection system watches it.
    """

    charge_kg: Decimal | None
    gas: Gas | None
    is_hermetic: bool = False
    is_residential: bool = False
    has_detector: bool = False


@dataclass(frozen=True)
class LeakBand:
    """Months between two checks for an amount of gas.

    Attributes:
        lower: First amount of the band, t CO2e (Annex I) or kg (Annex II).
        upper: First amount above it; None: no end.
        months: Without leak detector.
        months_watched: With one.
        needs_detector: A detector is compulsory.
    """

    annex: Annex
    lower: Decimal
    upper: Decimal | None
    months: int
    months_watched: int
    needs_detector: bool = False


@dataclass(frozen=True)
class LeakLaw:
    """Bands and exemptions in force between two dates.

    Attributes:
        hermetic_below_t: A hermetic circuit of Annex I below it is exempt, t CO2e.
        hermetic_below_kg: The same for Annex II, kg.
        residential_below_kg: A hermetic circuit in a home below it is exempt, kg.
    """

    valid_from: date | None
    valid_to: date | None
    bands: tuple[LeakBand, ...]
    source: str
    hermetic_below_t: Decimal = Decimal(10)
    hermetic_below_kg: Decimal = Decimal(2)
    residential_below_kg: Decimal = Decimal(3)


@dataclass(frozen=True)
class LeakDuty:
    """What a circuit owes: months between two checks, or why none."""

    months: int | None
    reason: LeakReason | None = None
    lacks_detector: bool = False


@dataclass(frozen=True)
class LeakFacts:
    """What the next leak check is derived from.

    Attributes:
        checks: Days of the checks, oldest first.
        repaired_on: Day of the latest repair of a leak; None: none.
        imported_on: Last check known from before.
    """

    circuit: Circuit
    is_in_service: bool = True
    checks: tuple[date, ...] = ()
    repaired_on: date | None = None
    imported_on: date | None = None
    first_ignition_on: date | None = None
    installed_on: date | None = None


@dataclass(frozen=True)
class LeakDue:
    """The next leak check, why, and the day it was counted from."""

    on: date | None
    reason: LeakReason
    counted_from: date | None = None
    months: int | None = None


def tonnes_co2e(charge_kg: Decimal, gwp: Decimal) -> Decimal:
    """Return the charge as t of CO2 equivalent."""
    return charge_kg * gwp / 1000


def law_on(laws: Iterable[LeakLaw], day: date) -> LeakLaw:
    """Return the law of leak checks in force on a day.

    Raises:
        LookupError: None holds on that day.
    """
    for law in laws:
        if is_valid(law.valid_from, law.valid_to, day):
            return law
    raise LookupError(f"no law of leak checks on {day}")


def leak_duty(circuit: Circuit, law: LeakLaw) -> LeakDuty:
    """Return the months between two leak checks of a circuit, or why it needs none."""
    missing = _missing(circuit)
    if missing is not None or circuit.gas is None or circuit.charge_kg is None:
        return LeakDuty(None, missing)
    amount = circuit.charge_kg
    if circuit.gas.annex is Annex.ONE:
        amount = tonnes_co2e(circuit.charge_kg, circuit.gas.gwp)
    band = _band(law, circuit.gas.annex, amount)
    if band is None:
        return LeakDuty(None, LeakReason.BELOW_THRESHOLD)
    if circuit.is_hermetic and _is_exempt(circuit, law, amount):
        return LeakDuty(None, LeakReason.EXEMPT)
    months = band.months_watched if circuit.has_detector else band.months
    return LeakDuty(months, lacks_detector=band.needs_detector and not circuit.has_detector)


def next_leak_check(facts: LeakFacts, law: LeakLaw) -> LeakDue:
    """Return the next leak check and its reason."""
    if not facts.is_in_service:
        return LeakDue(None, LeakReason.NOT_IN_SERVICE)
    duty = leak_duty(facts.circuit, law)
    if duty.months is None:
        return LeakDue(None, duty.reason or LeakReason.NO_CHARGE)
    start = _start(facts)
    if start is None:
        return LeakDue(None, LeakReason.NO_START, None, duty.months)
    day, reason = start
    due = LeakDue(add_months(day, duty.months), reason, day, duty.months)
    repaired = facts.repaired_on
    if repaired is not None and repaired >= day and recheck_by(repaired) < due_day(due):
        return LeakDue(recheck_by(repaired), LeakReason.REPAIR, repaired, duty.months)
    return due


def due_day(due: LeakDue) -> date:
    """Return the day of a due date, the last day of all for none: for comparisons."""
    return due.on or date.max


def report_by(performed_on: date) -> date:
    """Return the last day to enter a visit in the Banca Dati FGAS, whatever the charge."""
    return performed_on + timedelta(days=REPORT_DAYS)


def recheck_by(repaired_on: date) -> date:
    """Return the last day to check a repaired leak again."""
    return add_months(repaired_on, RECHECK_MONTHS)


def _missing(circuit: Circuit) -> LeakReason | None:
    if circuit.gas is None:
        return LeakReason.NO_GAS
    if circuit.gas.annex is Annex.NONE:
        return LeakReason.NOT_FLUORINATED
    return LeakReason.NO_CHARGE if circuit.charge_kg is None else None


def _band(law: LeakLaw, annex: Annex, amount: Decimal) -> LeakBand | None:
    for band in law.bands:
        is_below = band.upper is None or amount < band.upper
        if band.annex is annex and band.lower <= amount and is_below:
            return band
    return None


def _is_exempt(circuit: Circuit, law: LeakLaw, amount: Decimal) -> bool:
    is_one = circuit.gas is not None and circuit.gas.annex is Annex.ONE
    if amount < (law.hermetic_below_t if is_one else law.hermetic_below_kg):
        return True
    charge = circuit.charge_kg or Decimal(0)
    return circuit.is_residential and charge < law.residential_below_kg


def _start(facts: LeakFacts) -> tuple[date, LeakReason] | None:
    if facts.checks:
        return facts.checks[-1], LeakReason.LAST_CHECK
    starts = (
        (facts.imported_on, LeakReason.IMPORTED),
        (facts.first_ignition_on, LeakReason.FIRST_IGNITION),
        (facts.installed_on, LeakReason.INSTALLATION),
    )
    return next(((day, reason) for day, reason in starts if day is not None), None)
