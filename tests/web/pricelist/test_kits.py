"""Kits: one choice in a quote, a report or an invoice stands for several lines."""

import pytest
from sqlalchemy import delete, select

from app.pricelist.models import KitPart, PriceItem, VatProfile
from tests.factories.invoices import make_buyer
from tests.helpers import fresh


@pytest.fixture(autouse=True)
def _leave_the_list_as_it_was(session):
    yield
    fresh(session).execute(delete(KitPart))
    session.execute(delete(PriceItem).where(PriceItem.code.in_(("ZX8", "ZX9", "KIT1", "KIT2"))))
    session.commit()


@pytest.fixture
def office(people):
    return people.administrator()


def make_item(session, code, price="10"):
    vat = session.scalars(select(VatProfile).where(VatProfile.code == "22")).one()
    item = PriceItem(code=code, description=f"Articolo {code}", unit_price=price, vat_profile=vat)
    session.add(item)
    session.commit()
    return item


def typed(session, **values):
    vat = session.scalars(select(VatProfile.id).where(VatProfile.code == "22")).one()
    return {
        "code": "KIT1", "description": "Kit manutenzione", "kind": "PART", "unit": "pz",
        "unit_price": "0", "vat_profile": str(vat), "is_active": "y",
    } | values  # fmt: skip


def kit_of(session):
    rows = fresh(session).scalars(select(KitPart).order_by(KitPart.id))
    return [(row.item.code, row.quantity) for row in rows]


URL = "/impostazioni/listino"


def test_a_kit_is_stored_changed_and_emptied(office, session):
    make_item(session, "ZX9")
    make_item(session, "ZX8")

    office.post(f"{URL}/add", data=typed(session, kit="ZX9 x 2\nZX8\nZX9"))
    assert kit_of(session) == [("ZX9", 3), ("ZX8", 1)]
    kit = session.scalars(select(PriceItem).where(PriceItem.code == "KIT1")).one()
    page = office.get(f"{URL}/edit/{kit.id}").text
    assert "ZX9 x 3" in page
    office.post(f"{URL}/edit/{kit.id}", data=typed(session, kit="ZX8 x 1,5"))
    assert kit_of(session) == [("ZX8", 1.5)]
    office.post(f"{URL}/edit/{kit.id}", data=typed(session, kit=""))
    assert kit_of(session) == []


@pytest.mark.parametrize("kit", ["NIENTE", "ZX9 x 0", "ZX9 x due", "KIT1", "ZX9 x -1"])
def test_a_row_that_cannot_stand_is_refused_and_stays_typed(office, session, kit):
    make_item(session, "ZX9")

    answer = office.post(f"{URL}/add", data=typed(session, kit=kit))

    assert answer.status_code == 422
    assert kit in answer.text
    assert kit_of(session) == []
    assert session.scalars(select(PriceItem).where(PriceItem.code == "KIT1")).all() == []


def test_a_kit_is_not_made_of_kits(office, session):
    make_item(session, "ZX9")
    office.post(f"{URL}/add", data=typed(session, kit="ZX9"))

    answer = office.post(f"{URL}/add", data=typed(session, code="KIT2", kit="KIT1"))

    assert answer.status_code == 422


def test_quotes_and_invoices_offer_the_lines_of_a_kit(office, session):
    make_item(session, "ZX9", "12.50")
    office.post(f"{URL}/add", data=typed(session, kit="ZX9 x 2"))
    client = make_buyer(fresh(session))

    found = office.get("/preventivi/listino?q=KIT1").json["items"]
    page = office.get(f"/fatture/add?client={client.id}").text

    assert [(line["description"], line["quantity"], line["unit_price"]) for line in
            found[0]["lines"]] == [("Articolo ZX9", "2", "12,5")]  # fmt: skip
    assert "data-parts=" in page
    assert "Articolo ZX9" in page
