"""The demonstration's papers: F-gas, stickers, messages, suppliers' invoices, mailbox."""

import hashlib
import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.clients.models import Client
from app.company.queries import company_profile
from app.demo.money import seed_money
from app.demo.paperwork import seed_paperwork
from app.demo.purchases import seed_discounts, seed_mailbox, seed_purchases
from app.fgas.models import FgasEntry
from app.kernel.dates import local_day
from app.kernel.subject import SubjectKind
from app.messages.models import ClientMessage
from app.messages.rules import MessageState
from app.purchases.models import Purchase, PurchaseFile
from app.registers.models import FeeSticker
from tests.factories.invoices import make_seller
from tests.integration.demo.test_seed import NOW, seed


@pytest.fixture
def seeded(session):
    make_seller(session)
    seed(session)
    seed_money(session, random.Random(1), NOW)
    seed_paperwork(session, NOW)
    session.flush()
    return session


@pytest.fixture
def kept():
    return {}


def put_in(kept):
    def put(content):
        digest = hashlib.sha256(content).hexdigest()
        kept[digest] = content
        return digest

    return put


def test_the_register_has_work_notified_and_still_to_notify(seeded):
    entries = seeded.scalars(select(FgasEntry)).all()

    assert entries
    assert {entry.notified_on is not None for entry in entries} == {True, False}
    assert all(entry.performed_on <= local_day(NOW) for entry in entries)


def test_one_sticker_of_thirty_is_spoilt(seeded):
    stickers = seeded.scalars(select(FeeSticker)).all()

    assert len(stickers) == 30
    assert [one.note for one in stickers if one.note] == ["Rovinato in stampa"]


def test_messages_ended_in_every_way(seeded):
    states = set(seeded.scalars(select(ClientMessage.state)))

    assert {MessageState.SENT, MessageState.FAILED, MessageState.KEPT} <= states
    for message in seeded.scalars(select(ClientMessage)):
        assert (message.sent_at is not None) is (message.state is MessageState.SENT)


def test_suppliers_sent_three_invoices_one_is_paid_and_one_late(seeded, kept):
    seed_purchases(seeded, put_in(kept), NOW)

    rows = seeded.scalars(select(Purchase).order_by(Purchase.id)).all()
    today = local_day(NOW)
    assert [row.number for row in rows] == ["2214/A", "2391/A", "VEN/5587"]
    assert [bool(row.open_eur) for row in rows] == [False, True, True]
    assert rows[0].payments[0].paid_on == today - timedelta(days=18)
    assert rows[1].next_due_on > today > rows[2].next_due_on
    assert [f"{row.payable_eur:.2f}" for row in rows] == ["321.96", "342.70", "2377.15"]
    # The XML of each is there, as it would be after an upload.
    assert set(seeded.scalars(select(PurchaseFile.sha256))) == set(kept)


def test_the_same_invoices_come_each_time(seeded, kept):
    seed_purchases(seeded, put_in(kept), NOW)
    again = {}
    for row in seeded.scalars(select(Purchase)):
        seeded.delete(row)
    seeded.flush()
    for file in seeded.scalars(select(PurchaseFile)):
        seeded.delete(file)
    seeded.flush()

    seed_purchases(seeded, put_in(again), NOW)

    assert again == kept


def test_the_mailbox_is_complete_and_condominiums_have_a_class(seeded):
    seed_mailbox(seeded)
    seed_discounts(seeded)

    profile = company_profile(seeded)
    assert profile.pec == "termoclima@pec.example.it"
    assert profile.sdi_channel == "manual"
    condominiums = Client.subject_kind == SubjectKind.CONDOMINIUM
    with_class = select(func.count(Client.id)).where(Client.discount_class_id.is_not(None))
    assert seeded.scalar(with_class) == seeded.scalar(
        select(func.count(Client.id)).where(condominiums)
    )
    assert seeded.scalar(with_class) > 0
