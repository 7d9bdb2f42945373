"""Periods of the dashboard."""

from datetime import date, timedelta

import pytest

from app.dashboard import rules
from app.dashboard.rules import Period

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("", "", Period(date(2026, 11, 1), date(2026, 11, 30))),
        ("2026-10-01", "2026-10-31", Period(date(2026, 10, 1), date(2026, 10, 31))),
        ("1/2/26", "", Period(date(2026, 2, 1), date(2026, 11, 30))),
        ("25/11/2023", "25/11/2026", Period(date(2023, 11, 25), date(2026, 11, 25))),
    ],
)
def test_period_is_read_as_italians_write_it(first, last, found):
    assert rules.read_period(first, last, TODAY) == found


@pytest.mark.parametrize(
    ("first", "last", "error", "field"),
    [
        ("ieri", "", rules.PeriodNotReadableError, "from"),
        ("", "31/02/2026", rules.PeriodNotReadableError, "to"),
        ("30/11/2026", "01/11/2026", rules.PeriodBackwardsError, "to"),
        ("24/11/2023", "25/11/2026", rules.PeriodTooLongError, "to"),
    ],
)
def test_period_that_cannot_be_is_refused(first, last, error, field):
    with pytest.raises(error) as caught:
        rules.read_period(first, last, TODAY)

    assert caught.value.facts["field"] == field


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2026, 8, 31), date(2025, 9, 1)), (date(2026, 9, 1), date(2026, 9, 1))],
)
def test_season_begins_in_september(day, first):
    season = rules.season_of(day)

    assert season == Period(first, date(first.year + 1, 8, 31))
    assert len(list(rules.months_of(season))) == 12


def test_year_before_keeps_whole_months():
    february = Period(date(2025, 2, 1), date(2025, 2, 28))

    assert february.year_before() == Period(date(2024, 2, 1), date(2024, 2, 29))


def test_groups_of_what_is_late_meet_without_gap():
    assert rules.late_span("year", TODAY) == (None, date(2025, 11, 24))
    assert rules.late_span("quarter", TODAY) == (date(2025, 11, 25), date(2026, 8, 24))
    assert rules.late_span("late", TODAY) == (date(2026, 8, 25), date(2026, 11, 24))


def test_pieces_make_each_period_whole_and_share_no_day():
    periods = [
        Period(date(2026, 1, 1), date(2026, 1, 31)),
        Period(date(2026, 1, 20), date(2026, 2, 10)),
        Period(date(2026, 2, 1), date(2026, 2, 28)),
        Period(date(2025, 12, 31), date(2025, 12, 31)),
    ]
    pieces = rules.Pieces(periods)

    assert pieces.span == Period(date(2025, 12, 31), date(2026, 2, 28))
    for day in (date(2025, 12, 30) + timedelta(days=n) for n in range(63)):
        piece = sum(cut <= day for cut in pieces.cuts)
        held = [piece in pieces.of(period) for period in periods]
        assert held == [period.holds(day) for period in periods], day


def test_pieces_of_a_question_hold_what_its_figures_compare():
    asked = Period(date(2026, 10, 5), date(2026, 11, 3))
    pieces = rules.pieces_of(asked, TODAY)

    season = rules.season_of(TODAY)
    shown = [asked, asked.year_before(), *rules.months_of(season.year_before())]
    for period in shown:
        first, last = pieces.of(period)[0], pieces.of(period)[-1]
        assert pieces.cuts[first - 1] == period.first
        assert pieces.cuts[last] == period.last + timedelta(days=1)
