"""Supplier invoices from file to paid: once, whatever way they come."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.invoices.rules import DocumentKind, PaymentMethod
from app.invoices.rules_payments import NoAmountError, TooMuchError
from app.purchases import service
from app.purchases.intake import take_all
from app.purchases.models import Purchase, PurchaseFile, PurchasePayment, Supplier
from app.purchases.rules import (
    KnownPurchaseError,
    NotAnInvoiceError,
    OtherBuyerError,
    Source,
    UnreadableError,
)
from app.purchases.rules_facts import Incoming
from tests.factories.invoices import make_seller
from tests.factories.purchases import NAME, NOW, metadata_xml, packed, signed, supplier_xml
from tests.unit.invoices.samples import PERSON


@pytest.fixture(autouse=True)
def company(session):
    return make_seller(session)


@pytest.fixture
def kept():
    """The contents that were given to the file store."""
    return []


@pytest.fixture
def take(session, kept):
    def taken(*files, source=Source.UPLOAD):
        found = take_all(session, files, source, put=kept.append, now=NOW)
        session.commit()
        return found

    return taken


def only(session, model=Purchase):
    return session.scalars(select(model)).one()


def test_a_file_becomes_a_purchase_with_its_supplier_and_dues(session, take, kept):
    xml = supplier_xml()

    (outcome,) = take((NAME, xml))

    purchase = only(session)
    assert list(outcome.purchases) == [purchase]
    assert (purchase.number, purchase.payable_eur, purchase.next_due_on) == (
        "F 12/A", Decimal("122.00"), date(2026, 10, 1),
    )  # fmt: skip
    assert (purchase.supplier.name, purchase.supplier.vat_id, purchase.supplier.iban) == (
        "Ditta Immaginaria S.r.l.", "IT79999020583", "IT60X0542811101000000123456",
    )  # fmt: skip
    assert purchase.facts["lines"][0]["description"] == "Scheda di controllo"
    assert kept == [xml]


@pytest.mark.parametrize("second", ["same", "signed", "again with other bytes", "zip"])
def test_the_same_invoice_is_taken_once_whatever_way_it_comes(session, take, second):
    xml = supplier_xml()
    again = {
        "same": (NAME, xml),
        "signed": (f"{NAME}.p7m", signed(xml)),
        "again with other bytes": ("altro.xml", xml + b"\n<!-- dal portale -->"),
        "zip": ("tutto.zip", packed((NAME, xml))),
    }[second]
    take((NAME, xml))

    (outcome,) = take(again)

    assert isinstance(outcome.error, KnownPurchaseError)
    assert outcome.error.label == "Ditta Immaginaria S.r.l. F 12/A"
    assert only(session).number == "F 12/A"


def test_the_number_of_the_exchange_system_comes_from_the_file_beside_it(session, take):
    take(("tutto.zip", packed((NAME, supplier_xml()), ("x_MT_001.xml", metadata_xml()))))

    assert only(session, PurchaseFile).sdi_id == "900000123"


def test_the_number_of_the_exchange_system_may_come_later(session, take):
    take((NAME, supplier_xml()))

    assert take(("x_MT_001.xml", metadata_xml())) == []

    assert only(session, PurchaseFile).sdi_id == "900000123"


def test_a_file_with_a_known_number_of_the_exchange_system_is_refused(session, take):
    take((NAME, supplier_xml()), ("x_MT_001.xml", metadata_xml()))
    other = "IT79999020583_00002.xml"

    (outcome,) = take(
        (other, supplier_xml("F 99")), ("y_MT_001.xml", metadata_xml(other, "900000123"))
    )

    assert isinstance(outcome.error, KnownPurchaseError)


def test_a_refused_file_leaves_the_others_alone(session, take):
    found = take(("rotto.zip", b"PK\x03\x04x"), ("ciao.xml", b"<a/>"), (NAME, supplier_xml()))

    assert [type(one.error).__name__ for one in found] == [
        "UnreadableError", "NotAnInvoiceError", "NoneType",
    ]  # fmt: skip
    assert only(session).number == "F 12/A"


def test_what_another_firm_bought_is_refused(session, take):
    (outcome,) = take((NAME, supplier_xml(buyer=PERSON)))

    assert isinstance(outcome.error, OtherBuyerError)
    assert session.scalars(select(Supplier)).all() == []


def test_two_at_the_same_moment_store_one(session, take, monkeypatch):
    take((NAME, supplier_xml()))
    monkeypatch.setattr("app.purchases.queries.known_file", lambda *_args: None)
    monkeypatch.setattr("app.purchases.queries.known_purchase", lambda *_args: None)

    with pytest.raises(KnownPurchaseError):
        service.take(
            session, Incoming(NAME, supplier_xml()), Source.PEC, put=len, now=NOW
        )  # fmt: skip
    session.commit()

    assert only(session).file.source is Source.UPLOAD


def test_the_second_invoice_finds_its_supplier(session, take):
    take((NAME, supplier_xml()), ("IT79999020583_00002.xml", supplier_xml("F 13")))

    assert only(session, Supplier).vat_id == "IT79999020583"
    assert len(session.scalars(select(Purchase)).all()) == 2


def pay(session, purchase, amount):
    payment = PurchasePayment(
        paid_on=date(2026, 10, 20), amount_eur=Decimal(amount), method=PaymentMethod.TRANSFER
    )
    service.add_payment(session, purchase, payment)
    session.commit()
    return payment


def test_payments_in_part_leave_the_rest_open(session, take):
    take((NAME, supplier_xml()))
    purchase = only(session)

    first = pay(session, purchase, "100")
    assert (purchase.open_eur, purchase.next_due_on) == (Decimal("22.00"), date(2026, 10, 1))
    pay(session, purchase, "22")
    assert (purchase.open_eur, purchase.next_due_on) == (0, None)

    assert service.remove_payment(session, purchase, first.id)
    assert purchase.open_eur == Decimal("100.00")


@pytest.mark.parametrize(
    ("amount", "error"), [("0", NoAmountError), ("122.01", TooMuchError), ("-1", TooMuchError)]
)
def test_wrong_payments_are_refused(session, take, amount, error):
    take((NAME, supplier_xml()))

    with pytest.raises(error):
        pay(session, only(session), amount)


def test_a_credit_note_is_negative_and_paid_back(session, take):
    take((NAME, supplier_xml(kind=DocumentKind.CREDIT_NOTE)))
    note = only(session)
    assert (note.total_eur, note.next_due_on) == (Decimal("-122.00"), date(2026, 10, 1))

    pay(session, note, "-122")

    assert (note.open_eur, note.next_due_on) == (0, None)


def test_a_bad_file_of_an_archive_leaves_its_others_alone(session, take, kept):
    xml = supplier_xml()

    bad, good, unknown = take(
        ("tutte.zip", packed(("rotto.xml", b"Caro cliente"), (NAME, xml), ("altro.xml", b"<a/>")))
    )

    assert (bad.name, type(bad.error), bad.content) == (
        "rotto.xml", UnreadableError, b"Caro cliente",
    )  # fmt: skip
    assert list(good.purchases) == [only(session)]
    assert (unknown.name, type(unknown.error)) == ("altro.xml", NotAnInvoiceError)
    assert kept == [xml]
