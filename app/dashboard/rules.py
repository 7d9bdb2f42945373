"""Periods of the dashboard. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.dates import InvalidDateError, add_months, add_years, last_day_of_month, parse_date
from app.kernel.errors import DomainError

#: The heating year begins with the first visits after the summer.
SEASON_STARTS = 9
#: Longest period one may ask for, years.
MAX_YEARS = 3


@dataclass(eq=False)
class PeriodNotReadableError(DomainError):
    """A bound of the period is not a day of the calendar."""

    field: str


@dataclass(eq=False)
class PeriodBackwardsError(DomainError):
    """The period ends before it begins."""

    field: str = "to"


@dataclass(eq=False)
class PeriodTooLongError(DomainError):
    """The period is longer than the charts can show."""

    years: int = MAX_YEARS
    field: str = "to"


@dataclass(frozen=True)
class Period:
    """Italian calendar days, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in the period."""
        return self.first <= day <= self.last

    def year_before(self) -> "Period":
        """Return the same days a year earlier; 29 February becomes the 28th."""
        last = add_years(self.last, -1)
        if self.last == last_day_of_month(self.last.year, self.last.month):
            last = last_day_of_month(last.year, last.month)
        return Period(add_years(self.first, -1), last)


def month_of(day: date) -> Period:
    """Return the whole month of a day."""
    return Period(day.replace(day=1), last_day_of_month(day.year, day.month))


def season_of(day: date) -> Period:
    """Return the heating year of a day, September to August."""
    year = day.year if day.month >= SEASON_STARTS else day.year - 1
    return Period(date(year, SEASON_STARTS, 1), date(year + 1, SEASON_STARTS - 1, 31))


def presets(today: date) -> dict[str, Period]:
    """Return the periods on offer, the usual one first."""
    month = month_of(today)
    return {
        "month": month,
        "last_month": month_of(month.first - timedelta(days=1)),
        "season": season_of(today),
        "year": Period(date(today.year, 1, 1), date(today.year, 12, 31)),
    }


def read_period(first: str, last: str, today: date) -> Period:
    """Return the period somebody asks for; an empty bound takes this month's.

    Raises:
        PeriodNotReadableError: A bound is not a day.
        PeriodBackwardsError: It ends before it begins.
        PeriodTooLongError: It is longer than `MAX_YEARS`.
    """
    usual = month_of(today)
    found = Period(_bound(first, "from", usual.first), _bound(last, "to", usual.last))
    if found.last < found.first:
        raise PeriodBackwardsError
    if found.last > add_years(found.first, MAX_YEARS):
        raise PeriodTooLongError
    return found


def _bound(text: str, field: str, usual: date) -> date:
    if not text.strip():
        return usual
    try:
        return parse_date(text)
    except InvalidDateError as error:
        raise PeriodNotReadableError(field) from error


def months_of(period: Period) -> Iterator[Period]:
    """Return the months that a period touches, whole."""
    first = period.first.replace(day=1)
    while first <= period.last:
        yield month_of(first)
        first = add_months(first, 1)


class Pieces:
    """The days of some periods, cut wherever one of them begins or ends.

    Each day falls into one piece and each period is made of whole pieces: what is counted by
    piece can be added up for each period. Piece 0 lies before all periods.

    Args:
        periods: Those that will be asked for.
    """

    def __init__(self, periods: Iterable[Period]) -> None:
        found = {day for one in periods for day in (one.first, one.last + timedelta(days=1))}
        #: First day of the pieces from 1 on, oldest first; the last lies after all periods.
        self.cuts = sorted(found)

    @property
    def span(self) -> Period:
        """Return the days from the first to the last of all periods."""
        return Period(self.cuts[0], self.cuts[-1] - timedelta(days=1))

    def of(self, period: Period) -> range:
        """Return the numbers of the pieces that make a period given at first."""
        first = bisect_left(self.cuts, period.first)
        after = bisect_left(self.cuts, period.last + timedelta(days=1))
        return range(first + 1, after + 1)


def pieces_of(period: Period, today: date) -> Pieces:
    """Return the pieces of all that the figures of a period compare."""
    season = season_of(today)
    months = [month for one in (season, season.year_before()) for month in months_of(one)]
    return Pieces((period, period.year_before(), *months))


#: Maintenance due: group -> months from today of its first and last day; None: no bound.
LATE_GROUPS: dict[str, tuple[int | None, int]] = {
    "year": (None, -12),
    "quarter": (-12, -3),
    "late": (-3, 0),
}


def late_span(group: str, today: date) -> tuple[date | None, date]:
    """Return the first (None: no bound) and last due day of a group of overdue maintenance."""
    first, last = LATE_GROUPS[group]
    start = None if first is None else add_months(today, first)
    return start, add_months(today, last) - timedelta(days=1)
