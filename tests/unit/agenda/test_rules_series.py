"""On which days an appointment repeats, and where the others go when one is moved."""

from datetime import date, time

import pytest

from app.agenda.rules_series import (
    Every,
    Repeat,
    RepeatEndError,
    RepeatSingleError,
    RepeatTooLongError,
    carried,
    days_of_series,
    on_day,
)
from app.kernel.dates import local_clock, local_instant


def span(day, start="09:00", end="10:30"):
    return tuple(local_instant(day, time.fromisoformat(clock)) for clock in (start, end))


@pytest.mark.parametrize(
    ("every", "first", "expected"),
    [
        (Every.WEEK, date(2026, 12, 28), ["2026-12-28", "2027-01-04", "2027-01-11"]),
        (Every.TWO_WEEKS, date(2026, 12, 28), ["2026-12-28", "2027-01-11", "2027-01-25"]),
        (Every.MONTH_DAY, date(2026, 1, 15), ["2026-01-15", "2026-02-15", "2026-03-15"]),
        # A month without a 31st takes its last day.
        (Every.MONTH_DAY, date(2026, 1, 31), ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (Every.MONTH_DAY, date(2027, 12, 29), ["2027-12-29", "2028-01-29", "2028-02-29"]),
        # The second Tuesday; a fifth Friday is the last one.
        (Every.MONTH_WEEKDAY, date(2026, 9, 8), ["2026-09-08", "2026-10-13", "2026-11-10"]),
        (Every.MONTH_WEEKDAY, date(2026, 1, 30), ["2026-01-30", "2026-02-27", "2026-03-27"]),
        (Every.YEAR, date(2026, 6, 1), ["2026-06-01", "2027-06-01", "2028-06-01"]),
        (Every.YEAR, date(2024, 2, 29), ["2024-02-29", "2025-02-28", "2026-02-28"]),
    ],
)
def test_days_follow_the_way_it_repeats(every, first, expected):
    days = days_of_series(first, Repeat(every, times=3))

    assert [day.isoformat() for day in days] == expected


def test_last_day_counts():
    monday = date(2026, 1, 5)

    assert len(days_of_series(monday, Repeat(Every.WEEK, date(2026, 1, 19)))) == 3
    assert len(days_of_series(monday, Repeat(Every.WEEK, date(2026, 1, 18)))) == 2
    # A year of weeks is possible, a day more is not.
    assert len(days_of_series(monday, Repeat(Every.WEEK, date(2027, 1, 5)))) == 53
    with pytest.raises(RepeatTooLongError) as refusal:
        days_of_series(monday, Repeat(Every.WEEK, date(2027, 1, 6)))
    assert (refusal.value.last, refusal.value.field) == (date(2027, 1, 5), "until")


def test_number_of_times_is_bounded_by_the_year():
    monday = date(2026, 1, 5)

    assert len(days_of_series(monday, Repeat(Every.WEEK, times=53))) == 53
    with pytest.raises(RepeatTooLongError) as refusal:
        days_of_series(monday, Repeat(Every.WEEK, times=54))
    assert refusal.value.field == "times"
    assert len(days_of_series(monday, Repeat(Every.YEAR, times=6))) == 6
    with pytest.raises(RepeatTooLongError):
        days_of_series(monday, Repeat(Every.YEAR, times=7))


@pytest.mark.parametrize(
    ("repeat", "refusal"),
    [
        (Repeat(Every.WEEK), RepeatEndError),
        (Repeat(Every.WEEK, date(2026, 3, 1), 3), RepeatEndError),
        (Repeat(Every.WEEK, times=1), RepeatSingleError),
        (Repeat(Every.WEEK, date(2026, 1, 11)), RepeatSingleError),
        (Repeat(Every.WEEK, date(2025, 1, 1)), RepeatSingleError),
    ],
)
def test_series_without_end_or_second_day_is_refused(repeat, refusal):
    with pytest.raises(refusal):
        days_of_series(date(2026, 1, 5), repeat)


def test_hours_stay_on_the_wall_through_summer_time():
    winter = span(date(2026, 3, 23))

    summer = on_day(winter, date(2026, 3, 30))

    assert [f"{local_clock(at):%d %H:%M}" for at in summer] == ["30 09:00", "30 10:30"]
    assert summer[0] - winter[0] != 7 * (summer[1] - summer[0])


def test_others_are_shifted_and_take_new_hours_only_if_they_changed():
    before, own = span(date(2026, 5, 4)), span(date(2026, 5, 12), "14:00", "15:00")

    later = carried(before, span(date(2026, 5, 6)), own)
    assert later == span(date(2026, 5, 14), "14:00", "15:00")
    earlier = carried(before, span(date(2026, 5, 4), "08:00", "09:00"), own)
    assert earlier == span(date(2026, 5, 12), "08:00", "09:00")
