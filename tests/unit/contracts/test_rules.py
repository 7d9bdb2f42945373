"""Terms, visits and instalments of a contract."""

from datetime import date
from decimal import Decimal

import pytest

from app.contracts import rules
from app.contracts.rules import ContractState, Renewal, RenewalStep

D = date


@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    [
        (D(2026, 3, 15), 12, D(2027, 3, 14)),
        (D(2026, 1, 1), 12, D(2026, 12, 31)),
        (D(2024, 2, 29), 12, D(2025, 2, 27)),
        (D(2026, 1, 31), 1, D(2026, 2, 27)),
    ],
)
def test_end_of_a_term(starts, months, ends):
    assert rules.term_end(starts, months) == ends


@pytest.mark.parametrize(
    ("state", "ends", "shown"),
    [
        # Notice of 60 days, warned 30 days before it.
        (ContractState.ACTIVE, D(2027, 2, 24), ContractState.ACTIVE),
        (ContractState.ACTIVE, D(2027, 2, 23), ContractState.EXPIRING),
        (ContractState.ACTIVE, D(2026, 11, 25), ContractState.EXPIRING),
        (ContractState.ACTIVE, D(2026, 11, 24), ContractState.EXPIRED),
        (ContractState.DRAFT, D(2020, 1, 1), ContractState.DRAFT),
        (ContractState.TERMINATED, D(2020, 1, 1), ContractState.TERMINATED),
    ],
)
def test_state_shown(state, ends, shown):
    ending = rules.Ending(ends, rules.notice_day(ends, 60, Renewal.PROPOSED))
    assert rules.shown_state(state, ending, D(2026, 11, 25), 30) is shown


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (D(2026, 11, 1), RenewalStep.NOTICE_OPEN),
        (D(2026, 11, 2), RenewalStep.NOTICE_OVER),
        (D(2026, 12, 31), RenewalStep.NOTICE_OVER),
        (D(2027, 1, 1), RenewalStep.ENDED),
    ],
)
def test_where_a_renewal_stands(today, step):
    assert rules.Ending(D(2026, 12, 31), D(2026, 11, 1)).step(today) is step


def test_without_renewal_the_end_counts_and_not_a_notice():
    assert rules.notice_day(D(2026, 12, 31), 60, Renewal.NONE) == D(2026, 12, 31)


def test_notice_is_given_before_the_end():
    assert rules.notice_day(D(2026, 12, 31), 60, Renewal.AUTOMATIC) == D(2026, 11, 1)


@pytest.mark.parametrize(
    ("starts", "ends", "months", "planned"),
    [
        (D(2026, 1, 1), D(2026, 12, 31), (10, 4), (D(2026, 4, 1), D(2026, 10, 1))),
        # The month in which a yearly term begins and ends comes once, from the first day.
        (D(2026, 3, 15), D(2027, 3, 14), (3,), (D(2026, 3, 15),)),
        (D(2026, 3, 15), D(2028, 3, 14), (3,), (D(2026, 3, 15), D(2027, 3, 1))),
        (D(2026, 11, 20), D(2027, 11, 19), (1, 11), (D(2026, 11, 20), D(2027, 1, 1))),
        (D(2026, 1, 1), D(2026, 12, 31), (), ()),
    ],
)
def test_visits_of_a_term(starts, ends, months, planned):
    assert rules.planned_visits(starts, ends, months) == planned


def test_instalments_add_up_to_the_fee():
    found = rules.instalment_plan(Decimal("100.00"), D(2026, 1, 31), 12, 3)

    assert found == (
        (D(2026, 1, 31), Decimal("33.33")),
        (D(2026, 5, 31), Decimal("33.33")),
        (D(2026, 9, 30), Decimal("33.34")),
    )


@pytest.mark.parametrize("count", [0, 13, -1])
def test_instalments_are_at_most_one_a_month(count):
    with pytest.raises(rules.InstalmentsError):
        rules.instalment_plan(Decimal(100), D(2026, 1, 1), 12, count)


@pytest.mark.parametrize("months", [0, 121])
def test_length_of_a_term(months):
    with pytest.raises(rules.TermLengthError):
        rules.ensure_months(months)
    rules.ensure_months(1)
    rules.ensure_months(120)


@pytest.mark.parametrize(
    ("fee", "percent", "raised"),
    [("120.00", "2.5", "123.00"), ("10.25", "10", "11.28"), ("100", "-10", "90.00")],
)
def test_fee_changes_by_a_percentage(fee, percent, raised):
    assert rules.adjusted_fee(Decimal(fee), Decimal(percent)) == Decimal(raised)


@pytest.mark.parametrize("state", [ContractState.ACTIVE, ContractState.TERMINATED])
def test_what_is_in_force_is_not_changed(state):
    with pytest.raises(rules.ContractNotDraftError):
        rules.ensure_draft(state, "1/2026")
    rules.ensure_draft(ContractState.DRAFT, "1/2026")
    rules.ensure_draft(ContractState.SENT, "1/2026")


def test_only_contracts_in_force_are_renewed():
    with pytest.raises(rules.ContractNotActiveError):
        rules.ensure_active(ContractState.DRAFT, "1/2026")
    rules.ensure_active(ContractState.ACTIVE, "1/2026")
