"""The days on which nobody works."""

from datetime import date

import pytest

from app.company.calendar import ClosedDays
from app.company.rules import DayOfYearError, PatronNameMissingError, patron_day

CLOSED = ClosedDays(
    "24/06",
    "San Giovanni",
    [
        (date(2026, 8, 10), date(2026, 8, 21), "Ferie"),
        (date(2026, 8, 21), date(2026, 8, 22), "Inventario"),
    ],
)


def test_patron_saint_counts_every_year_beside_the_national_holidays():
    assert CLOSED.feast(date(2026, 6, 24)) == CLOSED.feast(date(2031, 6, 24)) == "San Giovanni"
    assert CLOSED.feast(date(2026, 12, 25)) == "Natale"
    assert CLOSED.feast(date(2026, 6, 25)) is None
    assert ClosedDays().feast(date(2026, 6, 24)) is None


def test_patron_saint_on_a_national_holiday_keeps_the_nation_s_name():
    assert ClosedDays("08/12", "Patrona").feast(date(2026, 12, 8)) == "Immacolata Concezione"


def test_closings_count_from_the_first_to_the_last_day():
    days = [date(2026, 8, day) for day in (9, 10, 21, 22, 23)]

    assert [CLOSED.closure(day) for day in days] == [None, "Ferie", "Ferie", "Inventario", None]
    assert CLOSED.is_closed(date(2026, 8, 22))
    assert not CLOSED.is_closed(date(2026, 8, 23))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("24/06", "24/06"), ("4-6", "04/06"), ("29.2", "29/02"), ("1 12", "01/12"), ("", "")],
)
def test_patron_day_is_read_as_it_is_written(typed, stored):
    assert patron_day(typed, "San Giovanni" if typed else "") == stored


@pytest.mark.parametrize("typed", ["30/02", "24/13", "0/1", "24", "giugno", "24/6/2"])
def test_days_that_no_year_has_are_refused(typed):
    with pytest.raises(DayOfYearError) as refusal:
        patron_day(typed, "San Giovanni")
    assert refusal.value.field == "patron_day"


@pytest.mark.parametrize(
    ("day", "name", "field"), [("24/06", "", "patron_name"), ("", "X", "patron_day")]
)
def test_day_and_name_come_together(day, name, field):
    with pytest.raises(PatronNameMissingError) as refusal:
        patron_day(day, name)
    assert refusal.value.field == field
