"""The screens of supplier invoices: upload, readable card, enclosed files, payments, who may."""

import io
import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.purchases.models import Purchase, PurchasePayment, Supplier
from tests.factories.invoices import make_seller
from tests.factories.purchases import NAME, supplier_xml
from tests.helpers import committed, counted_statements, fresh

LAUGHS = b'<!DOCTYPE a [<!ENTITY b "c">]><FatturaElettronica>&b;</FatturaElettronica>'


@pytest.fixture(autouse=True)
def company(session):
    return make_seller(session)


@pytest.fixture
def office(people):
    return people.administrator()


def upload(browser, *files):
    return browser.post(
        "/fatture-fornitori/carica",
        data={"files": [(io.BytesIO(content), name) for name, content in files]},
    )


@pytest.fixture
def purchase(office, session):
    upload(office, (NAME, supplier_xml(enclosed=b"<script>alert(1)</script>")))
    return fresh(session).scalars(select(Purchase)).one()


def words_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text).replace("\xa0", " "))


def test_the_upload_says_what_became_of_each_file(office, session):
    answer = upload(office, (NAME, supplier_xml()), ("bomba.xml", LAUGHS), ("x.zip", b"PK\x03\x04"))

    words = words_of(answer)
    assert "Ditta Immaginaria S.r.l. F 12/A" in words
    assert "bomba.xml" in words
    assert "x.zip" in words
    assert len(fresh(session).scalars(select(Purchase)).all()) == 1


def test_an_upload_without_file_asks_for_one(office):
    answer = office.post("/fatture-fornitori/carica", data={})

    assert answer.status_code == 422
    assert 'id="files-error"' in answer.text


def test_the_card_is_readable(office, purchase):
    words = words_of(office.get(f"/fatture-fornitori/{purchase.id}"))

    for said in ("Ditta Immaginaria S.r.l.", "Scheda di controllo", "F 12/A", "01/10/2026",
                 "122,00", "22,00", "Via Immaginaria 2", "bolla 7.pdf"):  # fmt: skip
        assert said in words


def test_an_enclosed_file_is_saved_never_shown(office, purchase):
    answer = office.get(f"/fatture-fornitori/{purchase.id}/allegati/0")

    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"] == "attachment; filename=etc_bolla_7.pdf"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert office.get(f"/fatture-fornitori/{purchase.id}/allegati/1").status_code == 404


def test_the_xml_comes_out_as_it_came(office, purchase):
    answer = office.get(f"/fatture-fornitori/{purchase.id}/xml")

    assert answer.data == supplier_xml(enclosed=b"<script>alert(1)</script>")
    assert NAME in answer.headers["Content-Disposition"]


def payment(amount):
    return {"amount_eur": amount, "paid_on": "2026-10-20", "method": "TRANSFER", "note": "CRO 1"}


def test_a_payment_in_part_is_noted_and_taken_back(office, purchase, session):
    office.post(f"/fatture-fornitori/{purchase.id}/paga", data=payment("22,00"))
    assert committed(session, purchase).open_eur == Decimal("100.00")
    paid = fresh(session).scalars(select(PurchasePayment)).one()

    office.post(f"/fatture-fornitori/{purchase.id}/pagamenti/{paid.id}/elimina")

    assert committed(session, purchase).open_eur == Decimal("122.00")


def test_too_much_is_refused_at_its_field_with_what_was_typed(office, purchase, session):
    answer = office.post(f"/fatture-fornitori/{purchase.id}/paga", data=payment("500,00"))

    assert answer.status_code == 422
    assert "500,00" in answer.text
    assert "122,00" in answer.text
    assert committed(session, purchase).paid_eur == 0


def test_the_list_shows_what_is_to_be_paid_and_leaves_what_was_paid(office, purchase):
    assert "F 12/A" in office.get("/fatture-fornitori/?tab=to_pay").text
    assert "F 12/A" in office.get("/fatture-fornitori/?tab=overdue").text
    office.post(f"/fatture-fornitori/{purchase.id}/paga", data=payment("122,00"))

    assert "F 12/A" not in office.get("/fatture-fornitori/?tab=to_pay").text
    assert "F 12/A" in office.get("/fatture-fornitori/?q=immaginaria").text
    assert "F 12/A" not in office.get("/fatture-fornitori/?q=nessuno").text


def test_a_reverse_charge_invoice_waits_for_its_integration(office, session):
    xml = supplier_xml().replace(b"<Imposta>22.00<", b"<Natura>N6.7</Natura><Imposta>0.00<")
    upload(office, (NAME, xml))
    purchase = fresh(session).scalars(select(Purchase)).one()
    assert "F 12/A" in office.get("/fatture-fornitori/?tab=integrate").text
    assert "15/11/2026" in office.get(f"/fatture-fornitori/{purchase.id}").text

    office.post(f"/fatture-fornitori/{purchase.id}/integrata")

    assert committed(session, purchase).integrated_on is not None
    assert "F 12/A" not in office.get("/fatture-fornitori/?tab=integrate").text


def test_the_list_is_taken_away_as_a_file(office, purchase):
    with office.get("/fatture-fornitori/export/csv") as answer:
        written = answer.data.decode("utf-8-sig")

    assert answer.status_code == 200
    assert "F 12/A" in written
    assert "122" in written


def test_a_supplier_has_its_contacts_and_invoices(office, purchase, session):
    supplier = session.scalars(select(Supplier)).one()
    form = {"name": supplier.name, "phone": "02 1234567", "email": "a@example.com",
            "version": str(supplier.version), "iban": "", "note": ""}  # fmt: skip

    office.post(f"/fornitori/edit/{supplier.id}", data=form)
    page = office.get(f"/fornitori/{supplier.id}").text

    assert committed(session, supplier).email == "a@example.com"
    assert "F 12/A" in page
    assert "Ditta Immaginaria" in office.get("/fornitori/").text


def test_who_only_reads_changes_nothing(people, purchase, session):
    reader, _ = people.with_functions("purchases.read", "prices.read")
    assert "F 12/A" in reader.get("/fatture-fornitori/").text

    answers = [
        upload(reader, ("y.xml", supplier_xml("F 77"))),
        reader.post(f"/fatture-fornitori/{purchase.id}/paga", data=payment("1")),
        reader.post(f"/fatture-fornitori/{purchase.id}/integrata"),
        reader.get("/fatture-fornitori/export/csv"),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert len(fresh(session).scalars(select(Purchase)).all()) == 1
    assert committed(session, purchase).paid_eur == 0


@pytest.mark.parametrize("page", ["", "{id}", "{id}/xml", "{id}/allegati/0", "carica"])
def test_who_has_no_function_sees_nothing(people, purchase, page):
    nobody, _ = people.with_functions("invoices.read", "prices.read")

    answer = nobody.get(f"/fatture-fornitori/{page.format(id=purchase.id)}")

    assert answer.status_code in {302, 403}
    assert "F 12/A" not in answer.text


def test_another_company_has_nothing_of_it(other_people, purchase):
    stranger = other_people.administrator()

    for page in ("", "/xml", "/allegati/0"):
        assert stranger.get(f"/fatture-fornitori/{purchase.id}{page}").status_code == 404


def test_the_list_costs_the_same_for_more_rows(app, office):
    upload(office, (NAME, supplier_xml()))
    with counted_statements(app) as one:
        office.get("/fatture-fornitori/")
    upload(office, *((f"IT79999020583_1000{n}.xml", supplier_xml(f"G {n}")) for n in range(2)))
    with counted_statements(app) as three:
        office.get("/fatture-fornitori/")

    assert len(three) == len(one) <= 8
