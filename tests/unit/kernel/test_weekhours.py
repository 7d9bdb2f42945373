from datetime import date, time

import pytest

from app.kernel.weekhours import HoursOrderError, HoursUnreadableError, day_span, read_week

WHOLE = ["08:00", "12:00", "13:30", "17:30"]
FREE = [""] * 4


def week(monday):
    return [*monday, *FREE * 6]


def test_two_spans_and_free_days():
    assert read_week(week(WHOLE)) == {"0": [["08:00", "12:00"], ["13:30", "17:30"]]}
    assert read_week(week(FREE)) == {}


def test_afternoon_alone_is_one_span():
    assert read_week(week(["", "", "14:00", "18:00"])) == {"0": [["14:00", "18:00"]]}


@pytest.mark.parametrize(
    ("monday", "error"),
    [
        (["08:00", "", "", ""], HoursUnreadableError),
        (["otto", "12:00", "", ""], HoursUnreadableError),
        (["12:00", "08:00", "", ""], HoursOrderError),
        (["08:00", "08:00", "", ""], HoursOrderError),
        (["08:00", "13:00", "12:30", "17:00"], HoursOrderError),
        (["08:00", "13:00", "13:00", "17:00"], HoursOrderError),
    ],
)
def test_hours_that_make_no_sense_are_refused(monday, error):
    with pytest.raises(error) as refusal:
        read_week(["", "", "", "", *monday, *FREE * 5])

    assert refusal.value.weekday == 1


def test_form_with_another_shape_is_an_error():
    with pytest.raises(ValueError, match="28"):
        read_week(["08:00"])


def test_day_runs_from_the_first_to_the_last_hour():
    hours = {"0": [["08:00", "12:00"], ["13:30", "17:30"]]}

    assert day_span(hours, date(2026, 11, 23)) == (time(8), time(17, 30))
    assert day_span(hours, date(2026, 11, 24)) is None
