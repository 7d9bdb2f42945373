"""The month for the accountant: sums to the cent, files with their receipts, who may."""

import io
import re
import zipfile
from decimal import Decimal

import pytest

from app.invoices import sdi, service
from app.invoices.accounting import issued_between, vat_of
from app.invoices.jobs import hand_over
from app.invoices.rules_facts import Line
from app.invoices.schema import invoice_schema
from app.kernel.subject import SubjectKind
from tests.factories.invoices import NOW, TODAY, make_buyer, make_draft, make_seller
from tests.helpers import office_access

MONTH = "/fatture/commercialista?mese=2026-10"
ARCHIVE = "/fatture/commercialista.zip?mese=2026-10"


@pytest.fixture(autouse=True)
def seller(session):
    return make_seller(session)


def issue(session, draft):
    service.issue(session, draft, now=NOW, schema=invoice_schema())
    session.commit()
    return draft


@pytest.fixture
def documents(session):
    """An invoice to a person, its credit note of half, and one to a public body."""
    person = issue(session, make_draft(session))
    note = service.credit_note(session, person, today=TODAY)
    service.save_draft(session, note, {}, [Line("Storno", Decimal(50), rate_pct=Decimal(10))])
    body = make_buyer(session, SubjectKind.PUBLIC_BODY, number=2)
    public = make_draft(session, body, lines=[Line("Lavori", Decimal(1000))])
    return [person, issue(session, note), issue(session, public)]


def test_credit_notes_are_subtracted_and_split_payment_is_told_apart(session, documents):
    found = vat_of(issued_between(session, office_access(), TODAY, TODAY))

    assert [(r.rate_pct, r.taxable_eur, r.tax_eur, r.split_eur) for r in found] == [
        (22, Decimal("1000.00"), Decimal("220.00"), Decimal("220.00")),
        (10, Decimal("50.00"), Decimal("5.00"), Decimal("0.00")),
    ]


def test_drafts_and_other_months_are_left_out(people, session, documents):
    make_draft(session, documents[0].client)
    office = people.administrator()

    assert "1.000,00" in office.get(MONTH).text
    assert "1.000,00" not in office.get(MONTH.replace("10", "11")).text


def test_the_archive_holds_xml_and_receipts(people, session, documents):
    sdi.send(session, documents[0], now=NOW, by_job=True)
    hand_over(session, documents[0].files[0].id, schema=invoice_schema(), now=NOW)
    session.commit()

    answer = people.administrator().get(ARCHIVE)

    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert len([name for name in names if re.fullmatch(r"IT79999010154_\w{5}\.xml", name)]) == 3
    assert any(name.endswith("_MC_001.xml") for name in names)


@pytest.mark.parametrize("month", ["", "2026-13", "ciao", "2026-10-01"])
def test_a_month_that_is_none_is_this_one(people, month):
    assert people.administrator().get(f"/fatture/commercialista?mese={month}").status_code == 200


def test_files_leave_only_with_the_right_to_export(people, documents):
    browser, _ = people.with_functions("invoices.read", "prices.read")

    assert browser.get(MONTH).status_code == 200
    assert browser.get(ARCHIVE).status_code == 403


@pytest.mark.parametrize("address", [MONTH, ARCHIVE])
def test_who_sees_only_cards_gets_no_month(people, documents, address):
    browser, _ = people.with_functions("card_invoices.read", "prices.read", "clients.read",
                                       "exports.read")  # fmt: skip

    answer = browser.get(address)

    assert answer.status_code in {302, 403}
    assert answer.mimetype == "text/html"
    assert not answer.data.startswith(b"PK")
