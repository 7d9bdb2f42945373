"""Rules of the office's notes."""

from datetime import date

import pytest

from app.notes import rules
from app.notes.rules import Repeat

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "found"), [("", ""), ("9:05", "09:05"), ("9.30", "09:30"), (" 23,59 ", "23:59")]
)
def test_hour_is_read_as_people_write_it(text, found):
    assert rules.read_hour(text) == found


@pytest.mark.parametrize("text", ["24:00", "9", "9:60", "mattina", "09:30:00"])
def test_hour_that_is_none_is_refused(text):
    with pytest.raises(rules.HourNotReadableError):
        rules.read_hour(text)


@pytest.mark.parametrize(
    ("start", "repeat", "found"),
    [
        (date(2026, 11, 25), Repeat.NEVER, None),
        (date(2026, 11, 25), Repeat.DAY, date(2026, 11, 26)),
        (date(2026, 11, 1), Repeat.DAY, date(2026, 11, 26)),
        (date(2026, 11, 30), Repeat.DAY, date(2026, 12, 1)),
        (date(2026, 11, 4), Repeat.WEEK, date(2026, 12, 2)),
        (date(2026, 11, 27), Repeat.WEEK, date(2026, 12, 4)),
        (date(2026, 1, 31), Repeat.MONTH, date(2026, 11, 30)),
        (date(2026, 10, 25), Repeat.MONTH, date(2026, 12, 25)),
        (date(2024, 2, 29), Repeat.YEAR, date(2027, 2, 28)),
        (date(2025, 12, 1), Repeat.YEAR, date(2026, 12, 1)),
    ],
)
def test_a_series_goes_on_after_today(start, repeat, found):
    assert rules.next_day(start, repeat, TODAY) == found


@pytest.mark.parametrize(
    ("key", "before", "found"),
    [(3, 1, [3, 1, 2]), (1, 3, [2, 1, 3]), (1, None, [2, 3, 1]), (1, 99, [2, 3, 1])],
)
def test_a_note_goes_before_another(key, before, found):
    assert rules.moved([1, 2, 3], key, before) == found
