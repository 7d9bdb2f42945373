"""Consecutive visits, notes, months."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.maintenance.rules import (
    CallBackDayError,
    FollowState,
    NotNotedError,
    end_of_month,
    ensure_note,
    quiet_since,
)
from app.maintenance.rules_slots import consecutive

EIGHT = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 25)


def at(hours):
    return EIGHT + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("busy", "starts"),
    [
        ([], [0, 1, 2]),
        ([(1, 2)], [0, 2, 3]),
        ([(0.5, 1)], [1, 2, 3]),
        ([(3, 4), (1, 1.5)], [0, 1.5, 4]),
        ([(-2, 0)], [0, 1, 2]),
        ([(-2, 0.25), (0.1, 0.5)], [0.5, 1.5, 2.5]),
    ],
)
def test_visits_follow_one_another_around_what_is_taken(busy, starts):
    taken = [(at(start), at(end)) for start, end in busy]

    found = consecutive(EIGHT, HOUR, 3, taken)

    assert found == [(at(start), at(start) + HOUR) for start in starts]


spans = st.tuples(st.integers(0, 900), st.integers(1, 120)).map(
    lambda pair: (EIGHT + timedelta(minutes=pair[0]), EIGHT + timedelta(minutes=sum(pair)))
)


@given(busy=st.lists(spans, max_size=12), count=st.integers(0, 8), minutes=st.integers(10, 120))
def test_no_two_visits_ever_overlap(busy, count, minutes):
    found = consecutive(EIGHT, timedelta(minutes=minutes), count, busy)
    every = sorted([*found, *busy])

    assert len(found) == count
    for mine in found:
        others = [span for span in every if span is not mine]
        assert all(span[1] <= mine[0] or span[0] >= mine[1] for span in others)


@pytest.mark.parametrize(
    ("state", "day", "error"),
    [
        (FollowState.CALL_BACK, None, CallBackDayError),
        (FollowState.CALL_BACK, TODAY - timedelta(days=1), CallBackDayError),
        (FollowState.BOOKED, None, NotNotedError),
    ],
)
def test_notes_that_say_nothing(state, day, error):
    with pytest.raises(error):
        ensure_note(state, day, TODAY)


@pytest.mark.parametrize("state", [FollowState.REFUSED, FollowState.UNREACHABLE])
def test_notes_that_stand(state):
    ensure_note(state, None, TODAY)
    ensure_note(FollowState.CALL_BACK, TODAY, TODAY)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 1), 2, date(2028, 2, 29)),
    ],
)
def test_end_of_month(day, months, expected):
    assert end_of_month(day, months) == expected


def test_a_week_of_quiet():
    assert quiet_since(TODAY) == date(2026, 11, 18)
