"""Writing quotes, and who may not."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.pricelist.models import PriceItem
from app.quotes.models import Quote
from app.quotes.rules import QuoteState
from tests.helpers import committed, counted_statements
from tests.web.quotes.conftest import form, quotes


def test_new_quote_gets_a_number_and_its_amounts(session, draft):
    assert (draft.number, draft.revision, draft.state) == (1, 1, QuoteState.DRAFT)
    assert [line.description for line in draft.lines] == [
        "Caldaia", "Posa in opera", "Termostato wifi",
    ]  # fmt: skip
    assert (draft.net_eur, draft.total_eur) == (Decimal("1800.00"), Decimal("2004.00"))


def test_card_shows_lines_and_split(office, draft):
    page = office.get(f"/preventivi/{draft.id}").text

    assert "Posa in opera" in page
    assert "2.004,00" in page
    assert "200,00" in page


def test_numbers_follow_each_other(session, office, plant, vat, draft):
    office.post("/preventivi/add", data=form(plant, ("Visita", "50", vat["22"])))

    assert [quote.number for quote in quotes(session)] == [1, 2]


def test_refused_form_keeps_what_was_typed(session, office, plant, vat):
    answer = office.post(
        "/preventivi/add",
        data=form(plant, ("Caldaia", "dodici", vat["10"]), ("Posa", "60", vat["10"])),
    )

    assert answer.status_code == 422
    assert 'value="dodici"' in answer.text
    assert "Posa" in answer.text
    assert quotes(session) == []


def test_quote_needs_a_line_that_counts(session, office, plant, vat):
    option = ("Termostato", "150", vat["10"], {"is_optional": "y"})

    for lines in ((), (option,)):
        answer = office.post("/preventivi/add", data=form(plant, *lines))
        assert answer.status_code == 422
    assert quotes(session) == []


def test_empty_rows_are_no_lines(session, office, plant, vat):
    data = form(plant, ("Caldaia", "100", vat["10"]), ("", "", vat["10"]))

    office.post("/preventivi/add", data=data)

    assert len(quotes(session)[0].lines) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"valid_until": "2026-11-24"},
        {"discount_pct": "101"},
        {"lines-0-quantity": "-1"},
        {"lines-0-unit_price": "-5"},
        {"lines-0-unit": "x" * 11},
        {"lines-0-vat_profile": "999999"},
    ],
)
def test_wrong_values_are_refused(session, office, plant, vat, change):
    data = form(plant, ("Caldaia", "100", vat["10"])) | change

    assert office.post("/preventivi/add", data=data).status_code == 422
    assert quotes(session) == []


def test_draft_is_changed(session, office, plant, vat, draft):
    data = form(plant, ("Scaldabagno", "300", vat["22"]), version=draft.version)

    answer = office.post(f"/preventivi/edit/{draft.id}", data=data)

    assert answer.status_code == 302, answer.text
    stored = committed(session, draft)
    session.expire_all()
    assert [line.description for line in stored.lines] == ["Scaldabagno"]
    assert stored.total_eur == Decimal("366.00")


def test_what_was_sent_is_not_changed(session, office, plant, vat, sent):
    data = form(plant, ("Altro", "1", vat["22"]), version=sent.version)

    answer = office.post(f"/preventivi/edit/{sent.id}", data=data)

    assert answer.status_code == 422
    assert committed(session, sent).total_eur == Decimal("2004.00")


def test_amounts_while_typing(session, office, plant, vat):
    data = form(plant, ("Caldaia", "100", vat["22"]), ("Posa", "x", vat["10"]))

    answer = office.post("/preventivi/conteggio", data=data)

    assert "122,00" in answer.text
    assert quotes(session) == []


def test_price_list_offers_whole_lines(session, office):
    item = session.scalars(select(PriceItem).where(PriceItem.code == "VASO8")).one()

    found = office.get("/preventivi/listino?q=vaso").json

    (line,) = found["items"][0]["lines"]
    assert line["item_id"] == str(item.id)
    assert line["unit_price"] == "58,5"


def test_list_needs_few_statements(app, session, office, plant, vat, draft):
    office.get("/preventivi/")
    with counted_statements(app) as one:
        page = office.get("/preventivi/")
    for _ in range(2):
        office.post("/preventivi/add", data=form(plant, ("Visita", "50", vat["22"])))
    with counted_statements(app) as three:
        office.get("/preventivi/")

    assert "Sostituzione caldaia" in page.text
    assert len(one) == len(three) <= 8


@pytest.mark.parametrize("text", ["1", "caldaia", "rossi"])
def test_list_finds_by_number_subject_and_client(office, draft, text):
    assert "Sostituzione caldaia" in office.get(f"/preventivi/?q={text}").text
    assert "Sostituzione caldaia" not in office.get("/preventivi/?q=zzz").text


def test_pdf_of_a_draft(office, draft):
    answer = office.get(f"/preventivi/{draft.id}/pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_card_of_the_client_lists_its_quotes(office, draft):
    page = office.get(f"/clienti/{draft.client_id}?tab=quotes").text

    assert "Sostituzione caldaia" in page


# Who may not ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["", "{}", "add", "edit/{}", "{}/pdf", "{}/firma", "listino", "export/csv"]
)
def test_technician_opens_no_quote(people, draft, address):
    browser, _technician = people.technician()

    answer = browser.get("/preventivi/" + address.format(draft.id))

    assert answer.status_code == 403
    assert "Caldaia" not in answer.text


@pytest.mark.parametrize(
    "step", ["consegnato", "invia", "accettato", "rifiutato", "revisione", "chiamata", "firma"]
)
def test_reader_takes_no_step(session, people, draft, step):
    browser, _none = people.with_functions(
        "quotes.read", "prices.read", "clients.all", "clients.read"
    )

    assert browser.get(f"/preventivi/{draft.id}").status_code == 200
    assert browser.post(f"/preventivi/{draft.id}/{step}", data={}).status_code == 403
    assert committed(session, draft).state is QuoteState.DRAFT


def test_other_company_sees_nothing(other_people, draft):
    browser = other_people.administrator()

    for address in (f"{draft.id}", f"{draft.id}/pdf", f"edit/{draft.id}"):
        assert browser.get(f"/preventivi/{address}").status_code == 404
    assert browser.post(f"/preventivi/{draft.id}/consegnato").status_code == 404
    assert "Rossi" not in browser.get("/preventivi/").text


def test_tab_without_prices_shows_no_amount(people, draft):
    browser, _none = people.with_functions("clients.read", "clients.all", "card_quotes.read")

    page = browser.get(f"/clienti/{draft.client_id}?tab=quotes").text

    assert "Sostituzione caldaia" in page
    assert "2.004" not in page


def test_tab_needs_its_function(people, draft):
    browser, _none = people.with_functions("clients.read", "clients.all")

    answer = browser.get(f"/clienti/{draft.client_id}?tab=quotes")

    assert answer.status_code == 403
    assert "Sostituzione" not in answer.text


def test_cost_of_goods_never_leaves(session, office, sent):
    (revision,) = sent.revisions

    assert "1000" not in re.findall(r'"unit_cost": "?([\d.]+)', str(revision.facts))
    assert "unit_cost" not in str(revision.facts)
    assert session.scalars(select(Quote)).one().lines[0].unit_cost == Decimal(1000)
