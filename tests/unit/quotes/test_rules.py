"""States of a quote."""

from datetime import date

import pytest

from app.quotes import rules
from app.quotes.rules import QuoteState

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("state", "until", "shown"),
    [
        (QuoteState.SENT, DAY, QuoteState.SENT),
        (QuoteState.SENT, date(2026, 11, 24), QuoteState.EXPIRED),
        (QuoteState.DRAFT, date(2026, 11, 24), QuoteState.DRAFT),
        (QuoteState.ACCEPTED, date(2026, 11, 24), QuoteState.ACCEPTED),
    ],
)
def test_state_shown(state, until, shown):
    assert rules.shown_state(state, until, DAY) is shown


def test_validity_is_thirty_days():
    assert rules.usual_validity(DAY) == date(2026, 12, 25)


@pytest.mark.parametrize("state", [one for one in QuoteState if one is not QuoteState.DRAFT])
def test_only_drafts_change(state):
    with pytest.raises(rules.QuoteNotDraftError):
        rules.ensure_draft(state, "1/2026")
    rules.ensure_draft(QuoteState.DRAFT, "1/2026")


@pytest.mark.parametrize("state", [one for one in QuoteState if one is not QuoteState.SENT])
def test_only_sent_quotes_are_answered(state):
    with pytest.raises(rules.QuoteNotOpenError):
        rules.ensure_open(state, "1/2026")
    rules.ensure_open(QuoteState.SENT, "1/2026")


def test_only_accepted_quotes_become_work():
    with pytest.raises(rules.QuoteNotAcceptedError):
        rules.ensure_accepted(QuoteState.SENT, "1/2026")
    rules.ensure_accepted(QuoteState.ACCEPTED, "1/2026")
    rules.ensure_accepted(QuoteState.CONVERTED, "1/2026")


def test_quote_does_not_expire_before_its_day():
    with pytest.raises(rules.ValidityBeforeDateError):
        rules.ensure_dates(DAY, date(2026, 11, 24))
    rules.ensure_dates(DAY, DAY)
