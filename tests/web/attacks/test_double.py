"""Two people, or one with a nervous finger, who send the same thing at the same moment.

Each thing is stored once and nobody is answered with a failure, on the database at hand.
"""

from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.contracts.models import ContractInstalment
from app.interventions.rules import PaymentMethod as TakenBy
from app.invoices.collectionmodels import CashHandover
from app.invoices.models import Invoice
from app.registers.models import FeeSticker
from app.registers.rules import StickerState
from tests.factories.invoices import make_buyer, make_seller, make_work
from tests.helpers import at_once, fresh
from tests.web.invoices.test_sources import make_contract, make_quote

BATCH = {"series": "A", "first": "1", "last": "20", "value": "7,00"}


#: Seconds for which a request waits for the others before it writes: who is locked out comes late.
PATIENCE = 0.5


@contextmanager
def all_read_first(count):
    """Let requests write only when all have read, unless one of them waits for a lock."""
    met = Barrier(count, timeout=PATIENCE)

    def wait(session, _context, _instances):
        if session.new or session.dirty:
            with suppress(BrokenBarrierError):
                met.wait()

    event.listen(Session, "before_flush", wait)
    try:
        yield
    finally:
        event.remove(Session, "before_flush", wait)


@pytest.fixture
def twice(people, session):
    """Send one form from two browsers at once; returns the session, anew."""
    make_seller(session)
    browsers = [people.administrator() for _turn in range(2)]

    def send(address, **data):
        session.commit()
        with all_read_first(len(browsers)):
            answers = at_once([partial(one.post, address, data=data) for one in browsers])
        assert [one.status_code for one in answers if one.status_code >= 500] == []
        return fresh(session)

    return send


def test_cash_is_handed_over_once(session, twice):
    works = [
        make_work(
            session, make_buyer(session, number=number), number=number,
            paid_eur=Decimal(50), payment_method=TakenBy.CASH,
        )
        for number in (1, 2)
    ]  # fmt: skip

    stored = twice("/incassi/contanti", work=[str(work.id) for work in works])

    found = stored.scalars(select(CashHandover).order_by(CashHandover.intervention_id)).all()
    assert [row.intervention_id for row in found] == [work.id for work in works]


def test_an_intervention_is_invoiced_once(session, twice):
    work = make_work(session, make_buyer(session))

    stored = twice("/fatture/da-interventi", work=str(work.id))

    assert len(stored.scalars(select(Invoice)).all()) == 1


@pytest.mark.parametrize("part", ["whole", "deposit"])
def test_a_quote_is_invoiced_once(session, twice, part):
    quote = make_quote(session)

    stored = twice(f"/fatture/da-preventivo/{quote.id}", part=part)

    assert stored.scalars(select(Invoice)).one().quote_id == quote.id


def test_instalments_are_invoiced_once(session, twice):
    contract = make_contract(session)
    key = contract.instalments[0].id

    stored = twice("/fatture/da-rate", instalment=[str(key)])

    (invoice,) = stored.scalars(select(Invoice)).all()
    assert stored.get_one(ContractInstalment, key).invoice_id == invoice.id


def test_stickers_are_bought_once(twice):
    stored = twice("/bollini/nuovi/", **BATCH)

    numbers = stored.scalars(select(FeeSticker.number).order_by(FeeSticker.id)).all()
    assert numbers == [str(number) for number in range(1, 21)]


def test_stickers_are_taken_out_once(session, twice):
    session.add_all(
        FeeSticker(series="A", number=str(number), value_eur=Decimal(7)) for number in range(5)
    )
    session.flush()
    keys = session.scalars(select(FeeSticker.id)).all()

    stored = twice("/bollini/action_post", action="void", rowid=keys)

    states = stored.scalars(select(FeeSticker.state)).all()
    assert states == [StickerState.VOID] * len(keys)
