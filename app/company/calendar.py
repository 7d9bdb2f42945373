"""The days on which nobody works: national holidays, the patron saint's, closings. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays


@dataclass(frozen=True)
class ClosedDays:
    """When a company does not work.

    Attributes:
        patron_day: Feast of the comune's patron saint, "24/06"; empty: not said.
        patron_name: What it is called.
        closures: First day, last day and name of the company's own closings.
    """

    patron_day: str = ""
    patron_name: str = ""
    closures: Sequence[tuple[date, date, str]] = ()

    def feast(self, day: date) -> str | None:
        """Return the name of the holiday on a day, the patron saint's included; None: none."""
        national = holiday_name(day)
        if national is None and self.patron_day and f"{day:%d/%m}" == self.patron_day:
            return self.patron_name
        return national

    def closure(self, day: date) -> str | None:
        """Return the name of the company's own closing on a day; None: it works."""
        return next((name for first, last, name in self.closures if first <= day <= last), None)

    def is_closed(self, day: date) -> bool:
        """Tell whether nobody works on a day, whatever the day of the week."""
        return self.feast(day) is not None or self.closure(day) is not None


def holiday_name(day: date) -> str | None:
    """Return the Italian name of the national holiday on a day; None on other days.

    Source: legge 260/1949 and later changes, as the `holidays` package lists them.
    """
    return _holidays_of(day.year).get(day)


@lru_cache(maxsize=16)
def _holidays_of(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("IT", years=year, language="it_IT"))
