"""The days on which Italy does not work. Pure."""

from datetime import date
from functools import lru_cache

import holidays


def holiday_name(day: date) -> str | None:
    """Return the Italian name of the national holiday on a day; None on other days.

    Source: legge 260/1949 and later changes, as the `holidays` package lists them.
    """
    return _holidays_of(day.year).get(day)


@lru_cache(maxsize=16)
def _holidays_of(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("IT", years=year, language="it_IT"))
