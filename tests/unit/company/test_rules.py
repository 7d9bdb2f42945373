"""Opening hours, colours and numbers of the company data."""

import pytest

from app.company.rules import (
    HoursNotReadableError,
    HoursOrderError,
    NumberTakenError,
    ensure_next_number,
    is_colour,
    opening_hours,
)

CLOSED = [("", ""), ("", "")]


def week(*monday):
    return [list(monday), *[CLOSED] * 6]


def test_closed_days_and_empty_spans_are_left_out():
    days = week(("08:00", "12:30"), ("", ""))

    assert opening_hours(days) == {"0": [["08:00", "12:30"]]}


def test_an_afternoon_alone_is_kept():
    assert opening_hours(week(("", ""), ("14:00", "18:00"))) == {"0": [["14:00", "18:00"]]}


def test_spans_may_touch():
    days = week(("08:00", "12:00"), ("12:00", "18:00"))

    assert len(opening_hours(days)["0"]) == 2


@pytest.mark.parametrize(
    ("spans", "error", "field"),
    [
        ([("08:00", ""), ("", "")], HoursNotReadableError, "d0_0_to"),
        ([("", "12:00"), ("", "")], HoursNotReadableError, "d0_0_from"),
        ([("8", "12:00"), ("", "")], HoursNotReadableError, "d0_0_from"),
        ([("08:00", "24:00"), ("", "")], HoursNotReadableError, "d0_0_to"),
        ([("12:00", "12:00"), ("", "")], HoursOrderError, "d0_0_to"),
        ([("08:00", "12:30"), ("12:00", "18:00")], HoursOrderError, "d0_1_from"),
    ],
)
def test_wrong_hours_are_refused_at_their_field(spans, error, field):
    with pytest.raises(error) as caught:
        opening_hours(week(*spans))

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("text", "expected"), [("#0055aa", True), ("#05a", False), ("red", False), ("#0055aa;", False)]
)
def test_colours(text, expected):
    assert is_colour(text) == expected


def test_a_series_goes_up_only():
    ensure_next_number(11, 10, "number_clients")

    with pytest.raises(NumberTakenError) as caught:
        ensure_next_number(10, 10, "number_clients")

    assert caught.value.least == 11
