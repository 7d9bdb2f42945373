"""A client and its quotes."""

import pytest
from sqlalchemy import select

from app.clients.models import Client
from app.pricelist.models import VatProfile
from app.quotes.models import Quote
from tests.helpers import fresh


@pytest.fixture
def plant(session):
    client = Client(
        number=1, display_name="Rossi Mario", sort_name="rossi mario", email="mario@example.it"
    )
    session.add(client)
    session.commit()
    return client


@pytest.fixture
def vat(session):
    """Keys of the VAT treatments by code."""
    return {row.code: str(row.id) for row in session.scalars(select(VatProfile))}


def form(client, *lines, **values):
    """Return the form of a quote as a browser sends it; a line is (text, price, vat, more)."""
    data = {
        "client": client.id,
        "subject": "Sostituzione caldaia",
        "issued_on": "2026-11-25",
        "valid_until": "2099-12-25",
        "discount_pct": "0",
        "deposit_pct": "0",
        **values,
    }
    for at, (text, price, rate, *more) in enumerate(lines):
        row = {"description": text, "unit_price": price, "vat_profile": rate, "unit": "pz"}
        row |= {"quantity": "1", **(more[0] if more else {})}
        data |= {f"lines-{at}-{name}": value for name, value in row.items()}
    return data


def quotes(session):
    return fresh(session).scalars(select(Quote).order_by(Quote.id)).all()


@pytest.fixture
def office(people):
    return people.secretary()


@pytest.fixture
def draft(session, office, plant, vat):
    """A boiler with an option, not sent yet."""
    boiler = ("Caldaia", "1200", vat["10"], {"is_significant": "y", "unit_cost": "1000"})
    work = ("Posa in opera", "600", vat["10"])
    option = ("Termostato wifi", "150", vat["10"], {"is_optional": "y"})
    answer = office.post("/preventivi/add", data=form(plant, boiler, work, option))
    assert answer.status_code == 302, answer.text
    return quotes(session)[0]


@pytest.fixture
def sent(session, office, draft):
    office.post(f"/preventivi/{draft.id}/consegnato")
    session.rollback()
    session.refresh(draft)
    return draft
