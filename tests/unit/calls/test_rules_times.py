"""By when a caller is to hear from us."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.calls.rules import Priority
from app.calls.rules_times import call_back_by, is_repeat
from app.calls.service import is_working_day
from app.company.calendar import ClosedDays

#: Friday 9 January 2026, 10:00 in Italy.
FRIDAY = datetime(2026, 1, 9, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("priority", "received", "expected"),
    [
        (Priority.URGENT, FRIDAY, FRIDAY + timedelta(hours=1)),
        (Priority.NORMAL, FRIDAY, datetime(2026, 1, 12, 9, tzinfo=UTC)),
        (Priority.PLANNABLE, FRIDAY, datetime(2026, 1, 14, 9, tzinfo=UTC)),
        # Before Epiphany: the holiday does not count.
        (
            Priority.NORMAL,
            datetime(2026, 1, 5, 9, tzinfo=UTC),
            datetime(2026, 1, 7, 9, tzinfo=UTC),
        ),
        # Late in the evening: by closing time.
        (
            Priority.NORMAL,
            datetime(2026, 1, 7, 21, tzinfo=UTC),
            datetime(2026, 1, 8, 17, tzinfo=UTC),
        ),
    ],
)
def test_promise_follows_the_priority(priority, received, expected):
    assert call_back_by(priority, received, is_working_day) == expected


def test_promise_stays_inside_the_opening_hours():
    hours = {"0": [["14:00", "16:00"]], "4": [["08:00", "18:00"]], "5": [["08:00", "12:00"]]}

    def is_open(day):
        return is_working_day(day, hours)

    # Friday evening: Saturday is a working day here, and closes at noon.
    assert call_back_by(Priority.NORMAL, FRIDAY + timedelta(hours=7), is_open, hours) == datetime(
        2026, 1, 10, 11, tzinfo=UTC
    )
    assert not is_open(date(2026, 1, 6))  # Epiphany, a Tuesday
    assert not is_open(date(2026, 1, 11))


def test_feast_of_the_comune_and_closings_are_no_working_days():
    closed = ClosedDays("12/01", "Patrono", [(date(2026, 1, 13), date(2026, 1, 14), "Inventario")])

    def is_open(day):
        return is_working_day(day, closed=closed)

    assert [is_open(date(2026, 1, day)) for day in range(12, 16)] == [False, False, False, True]
    assert call_back_by(Priority.NORMAL, FRIDAY, is_open) == datetime(2026, 1, 15, 9, tzinfo=UTC)


def test_no_working_day_does_not_hang():
    assert call_back_by(Priority.NORMAL, FRIDAY, lambda _day: False) > FRIDAY


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, False),
        (date(2025, 12, 10), True),
        (date(2025, 12, 9), False),
        (date(2026, 1, 9), True),
        (date(2026, 1, 10), False),
    ],
)
def test_repeat_within_thirty_days(last, expected):
    assert is_repeat(last, date(2026, 1, 9)) is expected
