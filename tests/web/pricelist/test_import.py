"""Taking a price list in, and who may not."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import delete, select

from app.pricelist.models import PriceItem
from tests.helpers import fresh

ADDRESS = "/impostazioni/listino/importa/"


def workbook(*rows):
    book = Workbook()
    for row in (("Codice", "Descrizione", "Prezzo", "Costo", "IVA"), *rows):
        book.active.append(row)
    held = BytesIO()
    book.save(held)
    return BytesIO(held.getvalue())


def send(browser, *rows):
    data = {"file": (workbook(*rows), "listino.xlsx")}
    return browser.post(ADDRESS, data=data, content_type="multipart/form-data")


def ticket_of(page):
    return re.search(r'name="ticket" value="([^"]+)"', page.text)[1]


def item(session, code):
    return fresh(session).scalars(select(PriceItem).where(PriceItem.code == code)).first()


@pytest.fixture
def office(session, people):
    """A browser that may change the lists; the shipped list is as before afterwards."""
    yield people.administrator()
    session.rollback()
    session.execute(delete(PriceItem).where(PriceItem.code.like("NUOVO%")))
    session.execute(
        PriceItem.__table__.update().where(PriceItem.code == "VASO8").values(unit_price="58.5")
    )
    session.commit()


def test_list_is_shown_and_then_stored(session, office):
    page = send(office, ("NUOVO1", "Sonda", 58.125, 30, 0.22), ("vaso8", "Vaso 8 litri", 60))

    assert "NUOVO1" in page.text
    assert "58,50" in page.text
    assert item(session, "NUOVO1") is None

    office.post(f"{ADDRESS}conferma", data={"ticket": ticket_of(page)})

    stored = item(session, "NUOVO1")
    assert (stored.unit_price, stored.purchase_cost) == (Decimal("58.125"), Decimal(30))
    assert stored.vat_profile.code == "22"
    known = item(session, "VASO8")
    assert (known.unit_price, known.unit, known.vat_profile.code) == (Decimal(60), "pz", "10")


def test_rows_left_out_are_named(office):
    page = send(office, ("", "Senza codice", 5), ("NUOVO2", "Sonda", "gratis"))

    assert 'name="ticket"' not in page.text
    assert "gratis" in page.text


def test_what_is_no_list_is_refused(office):
    data = {"file": (BytesIO(b"Mario;Rossi\n1;2\n"), "lista.csv")}

    answer = office.post(ADDRESS, data=data, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "Prezzo" in answer.text


@pytest.mark.parametrize("ticket", ["", "x", "WyJhIl0.abc"])
def test_forged_ticket_stores_nothing(session, office, ticket):
    before = len(session.scalars(select(PriceItem)).all())

    office.post(f"{ADDRESS}conferma", data={"ticket": ticket})

    assert len(fresh(session).scalars(select(PriceItem)).all()) == before


def test_ticket_of_another_account_stores_nothing(session, people, office):
    ticket = ticket_of(send(people.administrator(), ("NUOVO3", "Sonda", 5)))

    office.post(f"{ADDRESS}conferma", data={"ticket": ticket})

    assert item(session, "NUOVO3") is None


def test_reader_takes_nothing_in(people):
    browser, _none = people.with_functions("settings.read")

    assert browser.get(ADDRESS).status_code == 403
    assert send(browser, ("NUOVO4", "Sonda", 5)).status_code == 403
    assert browser.post(f"{ADDRESS}conferma", data={}).status_code == 403
