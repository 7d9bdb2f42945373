from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.dates import (
    InvalidDateError,
    add_months,
    add_years,
    from_excel_serial,
    local_day,
    local_day_bounds,
    local_instant,
    parse_date,
    parse_loose_date,
    start_of_local_day,
)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 7, 1, 21, 59, tzinfo=UTC), date(2025, 7, 1)),
        (datetime(2025, 7, 1, 22, 0, tzinfo=UTC), date(2025, 7, 2)),
        (datetime(2025, 1, 1, 22, 59, tzinfo=UTC), date(2025, 1, 1)),
        (datetime(2025, 1, 1, 23, 0, tzinfo=UTC), date(2025, 1, 2)),
    ],
)
def test_local_day_turns_at_midnight_in_rome(instant, day):
    assert local_day(instant) == day


def test_local_day_refuses_a_naive_instant():
    with pytest.raises(ValueError, match="naive"):
        local_day(datetime(2025, 1, 1, 12))  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        (date(2025, 1, 15), datetime(2025, 1, 14, 23, tzinfo=UTC), 24),
        (date(2025, 3, 30), datetime(2025, 3, 29, 23, tzinfo=UTC), 23),
        (date(2025, 10, 26), datetime(2025, 10, 25, 22, tzinfo=UTC), 25),
    ],
)
def test_local_day_has_its_own_length(day, start, hours):
    first, last = local_day_bounds(day)

    assert first == start == start_of_local_day(day)
    assert (last - first).total_seconds() == hours * 3600


def test_local_instant_moves_a_skipped_hour_forward():
    assert local_instant(date(2025, 3, 30), time(2, 30)) == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 31), -13, date(2023, 12, 31)),
    ],
)
def test_add_months_stops_at_the_end_of_the_month(day, months, result):
    assert add_months(day, months) == result


@pytest.mark.parametrize(
    ("day", "years", "result"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2025, 2, 28), -1, date(2024, 2, 28)),
    ],
)
def test_add_years_knows_29_february(day, years, result):
    assert add_years(day, years) == result


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2024",
        "12/3/24",
        " 12.03.2024 ",
        "12-03-2024",
        "12 3 2024",
        "2024-03-12",
        "2024/3/12",
        "2024-03-12T10:00:00+01:00",
        "12/03/2024 00:00:00",
        "12 marzo 2024",
        "12-mar-24",
        "mar 12 mar 2024",
        "20240312",
        "12032024",
        "45363",
        "45363.75",
    ],
)
def test_parse_date_reads_what_italians_write(text):
    assert parse_date(text) == date(2024, 3, 12)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/1/59", date(2059, 1, 1)),
        ("1/1/60", date(1960, 1, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("1\u00b0 gennaio 2020", date(2020, 1, 1)),
    ],
)
def test_parse_date_centuries_and_leap_days(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "29/02/2025", "31/04/2025", "13/13/2025", "1/1/1899", "1/1/2200", "domani", "12/2024",
     "2024", "9999", "99999", "12/03/2024/5", "0/0/0", "x" * 500],
)  # fmt: skip
def test_parse_date_refuses_what_is_no_day(text):
    with pytest.raises(InvalidDateError) as refusal:
        parse_date(text)

    assert refusal.value.facts == {"text": text}


@given(st.text())
def test_parse_date_only_ever_refuses(text):
    with suppress(InvalidDateError):
        assert 1900 <= parse_date(text).year <= 2199


@given(st.dates(date(1960, 1, 1), date(2059, 12, 31)))
def test_parse_date_reads_back_what_is_printed(day):
    assert parse_date(day.strftime("%d/%m/%Y")) == day
    assert parse_date(day.strftime("%d/%m/%y")) == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "day", "completed"),
    [
        ("12/03/2015", date(2015, 3, 12), False),
        ("03/2015", date(2015, 3, 1), True),
        ("marzo 2015", date(2015, 3, 1), True),
        ("2015", date(2015, 1, 1), True),
    ],
)
def test_parse_loose_date_completes_month_and_year(text, day, completed):
    assert parse_loose_date(text) == (day, completed)


@pytest.mark.parametrize("text", ["", "boh 2015", "13/2015", "1500"])
def test_parse_loose_date_needs_a_year_at_least(text):
    with pytest.raises(InvalidDateError):
        parse_loose_date(text)


@pytest.mark.parametrize("serial", [9_999, 90_000, -1, float("nan"), float("inf")])
def test_excel_serials_far_from_today_are_refused(serial):
    with pytest.raises(InvalidDateError):
        from_excel_serial(serial)


@pytest.mark.parametrize(
    ("serial", "day"), [(36526, date(2000, 1, 1)), (45363.9, date(2024, 3, 12))]
)
def test_excel_serial_counts_from_1900(serial, day):
    assert from_excel_serial(serial) == day
