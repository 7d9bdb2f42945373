"""Discount classes: set in the settings, chosen on the card, proposed on every line."""

import html
import json
import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.clients.models import Client
from app.clients.rules import Payer
from app.interventions.models import ReportLine
from app.pricelist.models import DiscountClass, PriceItem
from app.pricelist.rules import ItemKind
from tests.factories.interventions import body_of, make_job
from tests.factories.invoices import make_buyer
from tests.helpers import committed, fresh

URL = "/impostazioni/classi-sconto"
RATES = {"part": "12.5", "labour": "5", "call_out": "0", "service": "5"}
CARD = {"last_name": "Rossi", "payer": "OCCUPANT", "responsible_role": "OCCUPANT"}


@pytest.fixture
def office(people):
    return people.administrator()


@pytest.fixture
def resellers(session):
    """The class of resellers: 5 % on all, 12.5 % on parts, nothing on the call-out fee."""
    made = DiscountClass(
        name="Rivenditori", general_pct=Decimal(5), part_pct=Decimal("12.5"),
        call_out_pct=Decimal(0),
    )  # fmt: skip
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def buyer(session, resellers):
    return make_buyer(session, discount_class=resellers)


def proposed(page):
    """Return what a page proposes: the class and its percentages, or None."""
    found = re.search(r'data-discounts="([^"]+)"', page)
    return json.loads(html.unescape(found.group(1))) if found else None


def test_a_class_is_made_and_a_wrong_percentage_refused(office, session):
    typed = {"name": "Amministratori", "general_pct": "8,50", "labour_pct": "0", "is_active": "y"}

    refused = office.post(f"{URL}/add", data=typed | {"part_pct": "101"})
    assert refused.status_code == 422
    assert 'value="101"' in refused.text
    assert office.post(f"{URL}/add", data=typed).status_code == 302

    made = fresh(session).scalars(select(DiscountClass)).one()
    assert (made.percent_on(ItemKind.PART), made.percent_on(ItemKind.LABOUR)) == (
        Decimal("8.50"), 0,
    )  # fmt: skip
    assert "Amministratori" in office.get(f"{URL}/").text


def test_the_card_takes_a_class_and_shows_it(office, session, resellers):
    made = office.post("/clienti/add", data=CARD | {"discount_class": str(resellers.id)})
    assert made.status_code == 302, made.text

    card = fresh(session).scalars(select(Client)).one()
    assert card.discount_class_id == resellers.id
    assert "Rivenditori" in office.get(f"/clienti/{card.id}").text
    refused = office.post("/clienti/add", data=CARD | {"discount_class": "999"})
    assert refused.status_code == 422


def test_who_sees_no_prices_neither_sees_nor_changes_the_class(people, session, buyer):
    browser, _none = people.with_functions("clients.read", "clients.all", "clients.write")
    version = str(buyer.version)

    assert "Rivenditori" not in browser.get(f"/clienti/{buyer.id}").text
    assert 'name="discount_class"' not in browser.get(f"/clienti/edit/{buyer.id}").text
    browser.post(
        f"/clienti/edit/{buyer.id}",
        data=CARD | {"last_name": "Verdi", "discount_class": "", "version": version},
    )

    card = committed(session, buyer)
    assert (card.last_name, card.discount_class.name) == ("Verdi", "Rivenditori")


def test_the_class_of_who_pays_counts_for_a_flat_without_one(session, resellers):
    head = make_buyer(session, number=1, discount_class=resellers, is_group_head=True)
    flat = make_buyer(session, number=2, group_head=head)

    assert flat.discounts is None
    flat.payer = Payer.GROUP_HEAD
    assert flat.discounts is resellers
    resellers.is_active = False
    assert flat.discounts is None


@pytest.mark.parametrize("address", ["/fatture/calcola", "/preventivi/conteggio"])
def test_quotes_and_invoices_propose_the_discounts(office, buyer, session, address):
    other = make_buyer(session, number=2)

    assert proposed(office.post(address, data={"client": buyer.id}).text) == {
        "name": "Rivenditori", "rates": RATES,
    }  # fmt: skip
    assert proposed(office.post(address, data={"client": other.id}).text) is None


def test_each_article_says_its_kind(office, buyer, session):
    item = session.scalars(select(PriceItem).where(PriceItem.kind == ItemKind.LABOUR)).first()

    page = office.get(f"/fatture/add?client={buyer.id}").text
    found = office.get(f"/preventivi/listino?q={item.code}").json["items"][0]

    assert proposed(page)["rates"] == RATES
    assert 'data-kind="labour"' in page
    assert found["lines"][0]["kind"] == "labour"


def test_a_contract_starts_with_the_discount_on_parts(office, buyer, session):
    other = make_buyer(session, number=2)

    answer = office.get(f"/contratti/apparecchi?client={buyer.id}").text
    assert 'value="12,50"' in answer
    assert "Rivenditori" in answer
    assert "parts_discount_pct" not in office.get(f"/contratti/apparecchi?client={other.id}").text


def lines(session):
    rows = fresh(session).scalars(select(ReportLine).order_by(ReportLine.id))
    return [(row.description, row.discount_pct) for row in rows]


def test_a_report_takes_the_discounts_and_keeps_them(people, session, resellers):
    browser, technician = people.technician()
    appointment, device = make_job(session, technician)
    appointment.client.discount_class = resellers
    item = session.scalars(select(PriceItem).where(PriceItem.kind == ItemKind.PART)).first()
    session.commit()
    rows = [{"item_id": item.id, "description": item.description, "quantity": "1"}]
    body = body_of(session, appointment, device, performed_on="2026-01-12", lines=rows)

    # A technician who sees no prices is told no percentages; the server knows them.
    url = f"/api/v1/reports/context?appointment={appointment.id}"
    assert browser.get(url).json["discounts"] is None
    assert browser.put("/api/v1/reports/8d0a6c5e-52a1-4f7e-9d1b-3f4d5a6b7c8d", json=body)
    assert lines(session) == [(item.description, Decimal("12.50"))]

    session.get_one(DiscountClass, resellers.id).part_pct = Decimal(30)
    session.commit()
    assert lines(session) == [(item.description, Decimal("12.50"))]


def test_the_office_gets_the_discounts_with_the_form_of_a_report(people, session, resellers):
    appointment, _device = make_job(session)
    appointment.client.discount_class = resellers
    session.commit()

    context = people.secretary().get(f"/api/v1/reports/context?appointment={appointment.id}").json

    assert context["discounts"] == {"name": "Rivenditori", "rates": RATES}
    assert {one["kind"] for one in context["items"]} >= {"part", "labour"}
