"""When the control of energy efficiency of a generator is next due, and why. Pure.

Source: DPR 74/2013, art. 8 and Allegato A; regional periods by dated tables. The law says only
"years"; rounding to the end of the month or year is regional.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from app.kernel.dates import add_years, last_day_of_month
from app.thermal.rules import BandOrderError, Certainty, FuelGroup, Generator, is_valid

#: Body of the national table.
NATIONAL = "IT"


class PowerKind(Enum):
    """Which power a period looks at."""

    #: "Potenza termica utile nominale", summed over the distribution subsystem; for chillers and
    #: heat pumps the larger of heating and cooling.
    USEFUL = "useful"
    #: "Potenza al focolare", summed likewise.
    HEAT_INPUT = "heat_input"
    ELECTRICAL = "electrical"


class Rounding(Enum):
    """Where a region moves the day to."""

    NONE = "none"
    MONTH_END = "month_end"
    YEAR_END = "year_end"


class ControlReason(Enum):
    """Why the next control is when it is."""

    LAST_CONTROL = "last_control"
    #: Control stated by hand or by an imported list.
    IMPORTED = "imported"
    FIRST_IGNITION = "first_ignition"
    INSTALLATION = "installation"
    #: No date.
    NOT_IN_SERVICE = "not_in_service"
    #: Its type has no official report.
    NO_REPORT = "no_report"
    NO_FUEL = "no_fuel"
    NO_POWER = "no_power"
    #: No period asks for a control of this fuel or drive.
    NOT_REQUIRED = "not_required"
    BELOW_THRESHOLD = "below_threshold"
    NO_START = "no_start"


@dataclass(frozen=True)
class Band:
    """A range of power, kW; None: no end on that side."""

    lower: Decimal | None = None
    includes_lower: bool = False
    upper: Decimal | None = None
    includes_upper: bool = False

    def holds(self, power_kw: Decimal) -> bool:
        """Tell whether a power lies in the band."""
        if self.lower is not None and not (
            power_kw > self.lower or (self.includes_lower and power_kw == self.lower)
        ):
            return False
        if self.upper is None:
            return True
        return power_kw < self.upper or (self.includes_upper and power_kw == self.upper)


@dataclass(frozen=True)
class Period:
    """A row of a periodicity table.

    Attributes:
        code: Stable name, kept with each computed date.
        body: Authority: `NATIONAL` or a code of `app.thermal.tables_periods.BODIES`.
        fuels: Empty: whatever the fuel.
        min_useful_kw: Useful power the plant must exceed besides lying in the band.
        younger_than: Only plants younger than so many years at the control.
        aged_from: Only plants at least so old, or of unknown age.
        first_start: True: only counted from the first start-up; False: only from later controls.
        outdoors: True: only generators outside; False: only those inside; None: all.
    """

    code: str
    body: str
    generators: frozenset[Generator]
    fuels: frozenset[FuelGroup]
    band: Band
    years: int
    power: PowerKind = PowerKind.USEFUL
    rounding: Rounding = Rounding.NONE
    min_useful_kw: Decimal | None = None
    younger_than: int | None = None
    aged_from: int | None = None
    first_start: bool | None = None
    outdoors: bool | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    certainty: Certainty = Certainty.CERTAIN


@dataclass(frozen=True)
class ControlFacts:
    """What the next control is derived from.

    Attributes:
        generator: None: its type has no official report.
        fuel: None: not known, or the generator burns nothing.
        useful_kw: Useful power, summed over the distribution subsystem, like the other powers;
            None: not known.
        controls: Days of the controls, oldest first.
        imported_on: Last control known from before.
    """

    generator: Generator | None
    fuel: FuelGroup | None = None
    useful_kw: Decimal | None = None
    heat_input_kw: Decimal | None = None
    electrical_kw: Decimal | None = None
    is_in_service: bool = True
    is_outdoors: bool = False
    controls: tuple[date, ...] = ()
    imported_on: date | None = None
    first_ignition_on: date | None = None
    installed_on: date | None = None

    def power(self, kind: PowerKind) -> Decimal | None:
        """Return a power, kW; None: not known."""
        return {
            PowerKind.USEFUL: self.useful_kw,
            PowerKind.HEAT_INPUT: self.heat_input_kw,
            PowerKind.ELECTRICAL: self.electrical_kw,
        }[kind]


@dataclass(frozen=True)
class ControlDue:
    """The next control, why, the day it was counted from and the period that was used."""

    on: date | None
    reason: ControlReason
    counted_from: date | None = None
    period: Period | None = None


def next_control(
    facts: ControlFacts, periods: Sequence[Period], *, bodies: Sequence[str], today: date
) -> ControlDue:
    """Return the next control of a generator and its reason.

    Args:
        facts: The generator.
        periods: Every row of every table.
        bodies: Authorities in order of precedence, the national table last; the first that says
            anything about this kind of generator decides.
        today: Day on which the rows must be in force.
    """
    if not facts.is_in_service:
        return ControlDue(None, ControlReason.NOT_IN_SERVICE)
    if facts.generator is None:
        return ControlDue(None, ControlReason.NO_REPORT)
    if facts.generator is Generator.FLAME and facts.fuel is None:
        return ControlDue(None, ControlReason.NO_FUEL)
    rows = _rows_of(facts.generator, periods, bodies, today)
    mine = [row for row in rows if not row.fuels or facts.fuel in row.fuels]
    start = _start(facts)
    base = start[0] if start else today
    is_first = start is not None and start[1] in _STARTS
    chosen, missing = _choose(facts, mine, base, is_first=is_first)
    if chosen is None:
        return ControlDue(None, missing)
    if start is None:
        return ControlDue(None, ControlReason.NO_START, None, chosen)
    return ControlDue(_due(base, chosen), start[1], base, chosen)


def ensure_order(period: Period) -> None:
    """Refuse a row whose band or validity ends before it begins.

    Raises:
        BandOrderError: It does.
    """
    band = period.band
    if band.lower is not None and band.upper is not None and band.upper < band.lower:
        raise BandOrderError("max_kw")
    if period.valid_from and period.valid_to and period.valid_to < period.valid_from:
        raise BandOrderError("valid_to")


#: Reasons that mean: no control yet.
_STARTS = frozenset({ControlReason.FIRST_IGNITION, ControlReason.INSTALLATION})


def _rows_of(
    generator: Generator, periods: Iterable[Period], bodies: Sequence[str], today: date
) -> list[Period]:
    valid = [
        row
        for row in periods
        if generator in row.generators and is_valid(row.valid_from, row.valid_to, today)
    ]
    for body in bodies:
        mine = [row for row in valid if row.body == body]
        if mine:
            return mine
    return []


def _choose(
    facts: ControlFacts, rows: Sequence[Period], base: date, *, is_first: bool
) -> tuple[Period | None, ControlReason]:
    """Return the row that holds, or why none does."""
    if not rows:
        return None, ControlReason.NOT_REQUIRED
    if all(facts.power(row.power) is None for row in rows):
        return None, ControlReason.NO_POWER
    age = _age(facts, base)
    for row in rows:
        if _holds_power(facts, row) and _holds_plant(facts, row, age, is_first=is_first):
            return row, ControlReason.LAST_CONTROL
    return None, ControlReason.BELOW_THRESHOLD


def _holds_power(facts: ControlFacts, row: Period) -> bool:
    power = facts.power(row.power)
    if power is None or not row.band.holds(power):
        return False
    least = row.min_useful_kw
    return least is None or (facts.useful_kw is not None and facts.useful_kw > least)


def _holds_plant(facts: ControlFacts, row: Period, age: int | None, *, is_first: bool) -> bool:
    if row.first_start is not None and row.first_start is not is_first:
        return False
    if row.outdoors is not None and row.outdoors is not facts.is_outdoors:
        return False
    if row.younger_than is not None and (age is None or age >= row.younger_than):
        return False
    return row.aged_from is None or age is None or age >= row.aged_from


def _age(facts: ControlFacts, base: date) -> int | None:
    """Return the full years of the plant at the control; None: not known."""
    born = facts.installed_on or facts.first_ignition_on
    if born is None:
        return None
    years = base.year - born.year
    return years if add_years(born, years) <= base else years - 1


def _start(facts: ControlFacts) -> tuple[date, ControlReason] | None:
    if facts.controls:
        return facts.controls[-1], ControlReason.LAST_CONTROL
    starts = (
        (facts.imported_on, ControlReason.IMPORTED),
        (facts.first_ignition_on, ControlReason.FIRST_IGNITION),
        (facts.installed_on, ControlReason.INSTALLATION),
    )
    return next(((day, reason) for day, reason in starts if day is not None), None)


def _due(base: date, period: Period) -> date:
    due = add_years(base, period.years)
    if period.rounding is Rounding.MONTH_END:
        return last_day_of_month(due.year, due.month)
    return date(due.year, 12, 31) if period.rounding is Rounding.YEAR_END else due
