"""The demonstration's office: quotes, contracts, invoices, payments made by the services."""

import random

import pytest
from sqlalchemy import func, select

from app.contracts.models import Contract, ContractInstalment
from app.contracts.rules import ContractState
from app.demo.money import seed_money
from app.invoices.collectionmodels import ClientBank, PaymentReminder
from app.invoices.models import Invoice, Payment
from app.invoices.rules import DocumentKind, InvoiceState
from app.quotes.models import Quote
from app.quotes.rules import QuoteState
from tests.factories.invoices import make_seller
from tests.integration.demo.test_seed import NOW, seed


@pytest.fixture
def seeded(session):
    make_seller(session)
    seed(session)
    seed_money(session, random.Random(1), NOW)
    session.flush()
    return session


def count(session, model, *conditions):
    return session.scalar(select(func.count(model.id)).where(*conditions))


def test_every_list_of_the_office_has_rows(seeded):
    for state in (QuoteState.DRAFT, QuoteState.SENT, QuoteState.ACCEPTED, QuoteState.REJECTED):
        assert count(seeded, Quote, Quote.state == state), state
    for state in (ContractState.DRAFT, ContractState.ACTIVE):
        assert count(seeded, Contract, Contract.state == state), state
    for state in (InvoiceState.TO_SEND, InvoiceState.NOT_DELIVERED):
        assert count(seeded, Invoice, Invoice.state == state), state
    assert count(seeded, Invoice, Invoice.kind == DocumentKind.ADVANCE)
    assert count(seeded, ContractInstalment, ContractInstalment.invoice_id.is_(None))
    for model in (Payment, PaymentReminder, ClientBank):
        assert count(seeded, model), model


def test_numbers_follow_dates_without_gaps(seeded):
    rows = seeded.execute(
        select(Invoice.number, Invoice.dated_on)
        .where(Invoice.number.is_not(None))
        .order_by(Invoice.number)
    ).all()

    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert [row.dated_on for row in rows] == sorted(row.dated_on for row in rows)
