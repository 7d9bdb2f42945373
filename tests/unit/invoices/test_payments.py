"""Due dates by terms, instalments to the cent, how far a document is paid."""

from datetime import date
from decimal import Decimal

import pytest

from app.invoices.rules_facts import Due
from app.invoices.rules_payments import PaymentState, PaymentTerms, dues, next_due, payment_state

DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("terms", "days"),
    [
        (PaymentTerms.ON_SIGHT, [date(2026, 1, 31)]),
        (PaymentTerms.DAYS_30, [date(2026, 3, 2)]),
        (PaymentTerms.MONTH_END_30, [date(2026, 2, 28)]),
        (PaymentTerms.MONTH_END_60, [date(2026, 3, 31)]),
        (PaymentTerms.DAYS_30_60, [date(2026, 3, 2), date(2026, 4, 1)]),
        (
            PaymentTerms.MONTH_END_30_60_90,
            [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)],
        ),
    ],
)
def test_terms_give_their_days_and_add_up(terms, days):
    found = dues(DAY, terms, Decimal("100.01"))

    assert [due.due_on for due in found] == days
    assert sum(due.amount_eur for due in found) == Decimal("100.01")


def test_the_year_turns():
    found = dues(date(2026, 12, 5), PaymentTerms.MONTH_END_30, Decimal(1))

    assert found[0].due_on == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("paid", "due_on", "state"),
    [
        ("0", date(2026, 2, 1), PaymentState.OPEN),
        ("10", date(2026, 2, 1), PaymentState.PARTLY),
        ("10", date(2026, 1, 30), PaymentState.OVERDUE),
        ("100", None, PaymentState.PAID),
    ],
)
def test_how_far_it_is_paid(paid, due_on, state):
    assert payment_state(Decimal(100), Decimal(paid), due_on, DAY) is state


def test_a_partial_payment_leaves_the_rest_of_its_instalment():
    found = (Due(DAY, Decimal(50)), Due(date(2026, 3, 1), Decimal(50)))

    assert next_due(found, Decimal(60)) == Due(date(2026, 3, 1), Decimal(40))
    assert next_due(found, Decimal(100)) is None
