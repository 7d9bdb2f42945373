"""The pages of the invoices: from draft to number, what is shown, who may."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.clients.rules import Payer
from app.invoices import service
from app.invoices.models import Invoice
from app.invoices.rules import DocumentKind, InvoiceState, Treatment
from app.invoices.schema import invoice_schema
from app.kernel.subject import SubjectKind
from tests.factories.invoices import NOW, TODAY, make_buyer, make_draft, make_seller, make_work
from tests.helpers import committed, counted_statements, fresh


@pytest.fixture(autouse=True)
def seller(session):
    return make_seller(session)


@pytest.fixture
def office(people):
    return people.administrator()


def page_text(answer):
    """Return the words of a page."""
    plain = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return re.sub(r"\s+", " ", plain.replace("&nbsp;", " ").replace("\xa0", " "))


def typed(client, **values):
    """Return what the form of a new invoice sends."""
    return {
        "client": str(client.id), "kind": "INVOICE", "dated_on": TODAY.isoformat(),
        "treatment": "ORDINARY", "method": "TRANSFER", "terms": "DAYS_30",
        "line_description": ["Manodopera", "Caldaia"], "line_quantity": ["1", "1"],
        "line_unit": ["h", "pz"], "line_price": ["600", "1.200,00"], "line_discount": ["", ""],
        "line_vat": ["10.00|", "10.00|"], "line_goods": ["", "1"], "line_cost": ["", "1000"],
    } | values  # fmt: skip


def test_a_new_invoice_shows_the_split_of_significant_goods(office, session):
    client = make_buyer(session)

    answer = office.post("/fatture/add", data=typed(client), follow_redirects=True)

    invoice = session.scalars(select(Invoice)).one()
    assert (invoice.total_eur, invoice.state) == (Decimal("2004.00"), InvoiceState.DRAFT)
    assert invoice.lines[1].goods_cost_eur == Decimal("1000.00")
    words = page_text(answer)
    assert "eccedenza al 22%" in words
    assert "2.004,00" in words


def test_the_form_of_a_firm_starts_with_reverse_charge(office, session):
    client = make_buyer(session, SubjectKind.BUSINESS)

    page = office.get(f"/fatture/add?client={client.id}").text

    chosen = re.search(r'<option[^>]*selected[^>]*value="(\w+)"', page[page.index("treatment") :])
    assert chosen
    assert chosen[1] == "REVERSE_CHARGE"


@pytest.mark.parametrize(
    "change",
    [
        {"line_price": ["molto", "1.200,00"]},
        {"line_quantity": ["0", "1"]},
        {"line_discount": ["120", ""]},
        {"line_vat": ["abc", "10.00|"]},
        {"line_cost": ["", "-1"]},
        {"line_description": ["", "Caldaia"]},
    ],
)
def test_a_wrong_line_is_named_what_was_typed_stays_and_nothing_is_stored(office, session, change):
    client = make_buyer(session)

    answer = office.post("/fatture/add", data=typed(client, **change))

    assert answer.status_code == 422
    assert session.scalars(select(Invoice)).all() == []
    assert 'value="1.200,00"' in answer.text
    assert 'id="lines-error"' in answer.text


def test_an_invoice_without_lines_is_refused(office, session):
    client = make_buyer(session)

    answer = office.post(
        "/fatture/add", data=typed(client, line_description=["", ""], line_price=["", ""])
    )

    assert answer.status_code == 422
    assert session.scalars(select(Invoice)).all() == []


def test_amounts_follow_what_is_typed(office, session):
    client = make_buyer(session)

    answer = office.post("/fatture/calcola", data=typed(client, treatment="SPLIT_PAYMENT"))

    words = page_text(answer)
    assert "2.004,00" in words
    assert "1.800,00" in words


def test_issuing_from_the_card_gives_the_number_and_the_files(office, session):
    draft = make_draft(session, dated_on=TODAY.replace(month=1))

    answer = office.post(f"/fatture/{draft.id}/emetti", follow_redirects=True)

    assert "1/2026" in page_text(answer)
    assert committed(session, draft).state is InvoiceState.TO_SEND
    xml = office.get(f"/fatture/{draft.id}/xml/{draft.files[0].id}")
    assert b"<Numero>1/2026</Numero>" in xml.data
    assert "IT79999010154_00001.xml" in xml.headers["Content-Disposition"]
    assert office.get(f"/fatture/{draft.id}/pdf").data.startswith(b"%PDF")


def test_what_would_be_rejected_is_listed_and_takes_no_number(office, session):
    draft = make_draft(session, make_buyer(session, tax_code=""), dated_on=TODAY.replace(month=1))

    page = office.get(f"/fatture/{draft.id}")
    answer = office.post(f"/fatture/{draft.id}/emetti", follow_redirects=True)

    assert "00417" in page_text(page)
    assert "00417" in page_text(answer)
    assert committed(session, draft).number is None


def test_the_list_shows_credit_notes_negative_and_sums(office, session, app):
    invoice = issued(session)
    note = service.credit_note(session, invoice, today=TODAY)
    service.issue(session, note, now=invoice.issued_at, schema=invoice_schema())
    session.commit()

    words = page_text(office.get("/fatture/"))

    assert note.kind is DocumentKind.CREDIT_NOTE
    assert "-110,00" in words
    assert "1/2026/NC" in words


def test_the_card_of_a_credit_note_speaks_of_money_that_goes_back(office, session):
    invoice = issued(session)
    note = service.credit_note(session, invoice, today=TODAY)
    service.issue(session, note, now=invoice.issued_at, schema=invoice_schema())
    session.commit()

    words = page_text(office.get(f"/fatture/{note.id}"))

    assert "A credito del cliente" in words
    assert "Compensata o rimborsata" in words
    assert "Ancora da rimborsare" in words
    for wrong in ("Incassata", "Da incassare", "Netto a pagare"):
        assert wrong not in words


def test_the_card_names_only_the_codes_it_has_and_prices_have_cents(office, session):
    draft = make_draft(session)

    words = page_text(office.get(f"/fatture/{draft.id}"))

    assert "100,00 10%" in words
    assert "CIG" not in words
    draft.cig = "Z1234567AB"
    session.commit()
    assert "CIG Z1234567AB" in page_text(office.get(f"/fatture/{draft.id}"))


def test_the_interventions_wait_and_become_a_draft(office, session):
    client = make_buyer(session)
    works = [make_work(session, client, number) for number in (1, 2)]

    page = office.get("/fatture/da-fatturare")
    answer = office.post("/fatture/da-interventi", data={"work": [str(w.id) for w in works]})

    assert "2026/00001" in page.text
    draft = session.scalars(select(Invoice)).one()
    assert answer.headers["Location"].endswith(f"/fatture/{draft.id}")
    assert draft.total_eur == Decimal("220.00")
    assert "2026/00001" not in office.get("/fatture/da-fatturare").text


def test_correcting_keeps_the_number(office, session):
    invoice = issued(session)

    office.post(f"/fatture/{invoice.id}/correggi")
    form = typed(invoice.client, version=str(committed(session, invoice).version))
    office.post(f"/fatture/edit/{invoice.id}", data=form | {"dated_on": "2026-01-01"})

    assert committed(session, invoice).state is InvoiceState.CORRECTING
    assert (invoice.label, invoice.dated_on) == ("1/2026", TODAY)
    assert invoice.total_eur == Decimal("2004.00")


def test_an_issued_invoice_is_neither_edited_nor_deleted(office, session):
    invoice = issued(session)

    office.post(f"/fatture/edit/{invoice.id}", data=typed(invoice.client, version="2"))
    office.post(f"/fatture/delete/{invoice.id}")

    assert committed(session, invoice).total_eur == Decimal("110.00")


def test_payments_are_recorded_refused_and_taken_back(office, session):
    invoice = issued(session)
    money = {"amount_eur": "60", "paid_on": "2026-10-20", "method": "CASH", "note": "al banco"}

    office.post(f"/fatture/{invoice.id}/incassa", data=money)
    too_much = office.post(f"/fatture/{invoice.id}/incassa", data=money)

    assert too_much.status_code == 422
    assert "50,00" in page_text(too_much)
    assert committed(session, invoice).paid_eur == Decimal("60.00")
    session.refresh(invoice, ["payments"])
    office.post(f"/fatture/{invoice.id}/incassi/{invoice.payments[0].id}/elimina")
    assert committed(session, invoice).paid_eur == 0


def test_the_card_of_the_client_shows_invoices_and_what_is_unpaid(office, session):
    invoice = issued(session)

    words = page_text(office.get(f"/clienti/{invoice.client_id}?tab=invoices"))

    assert "1/2026" in words
    assert "110,00" in words


def test_the_form_of_a_call_says_what_is_unpaid_to_who_sees_invoices(office, people, session):
    invoice = issued(session)
    address = f"/chiamate/impianto?client={invoice.client_id}"
    other, _ = people.with_functions("calls.read", "calls.write", "clients.all", "clients.read")

    assert "110" in page_text(office.get(address))
    assert "tab=invoices" not in other.get(address).text


def test_the_main_card_is_proposed_where_it_pays(office, session):
    head = make_buyer(session, SubjectKind.CONDOMINIUM, number=1, is_group_head=True)
    flat = make_buyer(session, number=2, group_head_id=head.id, payer=Payer.GROUP_HEAD)
    work = make_work(session, flat)

    office.post("/fatture/da-interventi", data={"work": str(work.id)})
    page = office.get(f"/fatture/add?client={flat.id}").text

    draft = session.scalars(select(Invoice)).one()
    assert (draft.client_id, draft.withholding_pct) == (head.id, Decimal("4.00"))
    assert re.search(
        rf'<option[^>]*value="{head.id}"[^>]*selected|selected[^>]*value="{head.id}"', page
    )


def test_the_list_costs_the_same_whatever_the_rows(office, session):
    client = make_buyer(session)

    def cost():
        office.get("/fatture/")
        with counted_statements(office.application) as found:
            office.get("/fatture/")
        return len(found)

    make_draft(session, client)
    one = cost()
    for _ in range(2):
        make_draft(session, client)

    assert cost() == one
    assert one <= 8


def issued(session):
    """Return an invoice with number 1/2026."""
    draft = make_draft(session)
    service.issue(session, draft, now=NOW, schema=invoice_schema())
    session.commit()
    return draft


# Who may -------------------------------------------------------------------------------------

READERS = ["/fatture/{0}", "/fatture/{0}/pdf", "/fatture/{0}/xml/{1}"]
WRITERS = [
    "/fatture/{0}/emetti", "/fatture/{0}/correggi", "/fatture/{0}/nota-di-credito",
    "/fatture/{0}/incassa", "/fatture/delete/{0}", "/fatture/da-interventi", "/fatture/calcola",
    "/fatture/add",
]  # fmt: skip


@pytest.mark.parametrize("path", WRITERS)
def test_who_only_reads_cannot_write(people, session, path):
    invoice = issued(session)
    browser, _ = people.with_functions("invoices.read", "prices.read", "clients.read")

    answer = browser.post(path.format(invoice.id))

    assert answer.status_code in {302, 403}
    assert committed(session, invoice).state is InvoiceState.TO_SEND
    assert len(fresh(session).scalars(select(Invoice)).all()) == 1


@pytest.mark.parametrize("path", READERS)
def test_a_technician_sees_no_invoice(people, session, path):
    invoice = issued(session)
    browser, _ = people.technician()

    answer = browser.get(path.format(invoice.id, invoice.files[0].id))

    assert answer.status_code in {302, 403, 404}
    assert b"%PDF" not in answer.data
    assert b"FatturaElettronica" not in answer.data


@pytest.mark.parametrize("path", READERS)
def test_card_invoices_show_only_those_of_reachable_cards(people, session, path):
    invoice = issued(session)
    browser, _ = people.with_functions("card_invoices.read", "prices.read", "clients.read")

    answer = browser.get(path.format(invoice.id, invoice.files[0].id))

    assert answer.status_code == 404


def test_another_company_s_invoice_is_not_found(other_people, session):
    invoice = issued(session)
    browser = other_people.administrator()

    assert browser.get(f"/fatture/{invoice.id}").status_code == 404


def test_a_file_of_another_invoice_is_not_found(office, session):
    first = issued(session)
    second = make_draft(session, first.client)

    assert office.get(f"/fatture/{second.id}/xml/{first.files[0].id}").status_code == 404


def test_works_that_cannot_be_seen_are_not_invoiced(people, session):
    work = make_work(session, make_buyer(session))
    browser, _ = people.with_functions("invoices.write", "invoices.read", "prices.read",
                                       "clients.all", "clients.read")  # fmt: skip

    answer = browser.post("/fatture/da-interventi", data={"work": str(work.id)})

    assert answer.status_code == 404
    assert session.scalars(select(Invoice)).all() == []


def test_the_treatment_may_be_changed_by_the_office(office, session):
    client = make_buyer(session, SubjectKind.BUSINESS)

    office.post("/fatture/add", data=typed(client, treatment="ORDINARY"))

    assert session.scalars(select(Invoice)).one().treatment is Treatment.ORDINARY
