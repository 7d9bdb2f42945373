"""Tacit renewal: on the day after the end, once, with the agreed change of the fee."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from app.contracts.renewing import renew_due
from app.contracts.rules import Renewal
from app.kernel.dates import local_instant
from tests.factories.invoices import make_seller
from tests.web.invoices.test_sources import make_contract

END = date(2026, 12, 31)


def noon(day: date) -> datetime:
    return local_instant(day, datetime.min.time()) + timedelta(hours=12)


@pytest.fixture
def contract(session):
    make_seller(session)
    found = make_contract(session, due=())
    found.renewal, found.adjustment_pct = Renewal.AUTOMATIC, Decimal(2)
    found.visit_months, found.instalment_count = [3], 2
    session.commit()
    return found


def test_it_waits_for_the_end(session, contract):
    assert renew_due(session, now=noon(END)) == 0
    assert contract.ends_on == END


def test_it_is_renewed_once_with_visits_and_instalments(session, contract):
    after = noon(END + timedelta(days=1))

    assert renew_due(session, now=after) == 1
    assert renew_due(session, now=after) == 0

    session.refresh(contract)
    assert (contract.starts_on, contract.ends_on) == (date(2027, 1, 1), date(2027, 12, 31))
    assert contract.fee_eur == Decimal("102.00")
    assert [term.author_name for term in contract.periods] == ["Rinnovo automatico"]
    assert [visit.planned_on for visit in contract.visits] == [date(2027, 3, 1)]
    assert [one.amount_eur for one in contract.instalments] == [Decimal("51.00")] * 2


@pytest.mark.parametrize("renewal", [Renewal.PROPOSED, Renewal.NONE])
def test_the_others_wait_for_somebody(session, contract, renewal):
    contract.renewal = renewal
    session.flush()

    assert renew_due(session, now=noon(END + timedelta(days=30))) == 0
