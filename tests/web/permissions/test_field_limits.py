"""Limits of a technician's own list: day window, street and phone only once travelling."""

from datetime import timedelta

import pytest

from app.accounts import catalogue
from app.accounts.models import AccountKind
from app.agenda.models import Appointment, AppointmentTechnician
from app.calls.models import Call
from app.clients.models import Client
from app.search.service import index_client
from app.web.clock import utc_now
from tests.helpers import listed_appointments


@pytest.fixture
def technician(people):
    return people.account(
        [catalogue.TECHNICIAN], kind=AccountKind.TECHNICIAN, works_as_technician=True
    )


@pytest.fixture
def book(session, technician):
    def make(days=0, number=1):
        client = Client(
            number=number,
            display_name=f"Rossi {number}",
            sort_name="rossi",
            street="Via Segreta",
            phone="011 5550001",
        )
        session.add(client)
        session.flush()
        start = utc_now().replace(hour=11, minute=0) + timedelta(days=days)
        row = Appointment(client_id=client.id, starts_at=start, ends_at=start + timedelta(hours=1))
        row.team = [AppointmentTechnician(technician_id=technician[1].id)]
        session.add(row)
        session.commit()
        return row

    return make


def listed(browser):
    start = (utc_now() - timedelta(days=30)).date()
    end = (utc_now() + timedelta(days=30)).date()
    answer = browser.get(f"/api/v1/appointments/?from={start}T00:00&to={end}T00:00")
    return {row["id"] for row in listed_appointments(answer)}


def test_day_window_bounds_the_own_list(people, session, technician, book):
    account, _technician = technician
    inside = [book(-7, 1), book(0, 2), book(14, 3)]
    outside = [book(-8, 4), book(15, 5)]
    browser = people.browser(account)

    assert listed(browser) == {row.id for row in inside}

    account.days_back, account.days_ahead = 8, 15
    session.commit()
    assert listed(browser) == {row.id for row in inside + outside}


def test_day_window_does_not_bound_who_sees_all(people, session, technician, book):
    far = book(20)
    browser, _lead = people.lead()

    assert far.id in listed(browser)


def test_place_appears_only_once_travelling(people, session, technician, book):
    account, _technician = technician
    row = book()
    account.hides_address = True
    session.commit()
    browser = people.browser(account)
    pages = ("/oggi/", f"/oggi/{row.id}", "/agenda/", "/agenda/stampa/")

    assert [page for page in pages if "Via Segreta" in browser.get(page).text] == []
    assert [page for page in pages if "5550001" in browser.get(page).text] == []

    browser.post(f"/oggi/{row.id}/travel")
    assert "Via Segreta" in browser.get("/oggi/").text
    assert "Via Segreta" in browser.get(f"/oggi/{row.id}").text


def test_place_shows_by_default(people, technician, book):
    row = book()

    assert "Via Segreta" in people.browser(technician[0]).get(f"/oggi/{row.id}").text


ALL = ("clients.read", "clients.all", "calls.read", "card_calls.read", "devices.read")


@pytest.fixture
def curious(people, session, book):
    """(browser, appointment) of a technician who may see all, but addresses on the way only."""
    browser, technician = people.with_functions(
        *catalogue.FIELD, *ALL, kind=AccountKind.TECHNICIAN, works_as_technician=True
    )
    row = book()
    row.team = [AppointmentTechnician(technician_id=technician.id)]
    technician.account.hides_address = True
    session.add(Call(client_id=row.client_id, description="Perde acqua", received_at=utc_now()))
    session.commit()
    index_client(session, row.client_id)
    session.commit()
    return browser, row


def addresses(row):
    client = row.client_id
    today = utc_now().date()
    return (
        f"/clienti/{client}", "/clienti/", "/clienti/opzioni?q=Rossi", "/cerca/?q=Rossi",
        "/chiamate/", "/apparecchi/", f"/api/v1/clients/{client}", "/api/v1/clients?q=Rossi",
        f"/api/v1/calls?client={client}", "/api/v1/appointments", f"/oggi/{row.id}",
        f"/api/v1/reports/context?appointment={row.id}",
        f"/api/v1/ree/context?appointment={row.id}",
        f"/api/v1/appointments/?from={today}T00:00&to={today}T23:59",
    )  # fmt: skip


def test_hidden_places_are_hidden_everywhere(curious):
    browser, row = curious

    told = [
        address
        for address in addresses(row)
        for text in [browser.get(address).text]
        if "Via Segreta" in text or "5550001" in text
    ]

    assert told == []


def test_the_card_and_the_report_open_on_the_way(curious):
    browser, row = curious
    context = f"/api/v1/reports/context?appointment={row.id}"
    assert browser.get(f"/clienti/{row.client_id}").status_code == 404
    assert browser.get(context).status_code == 409
    assert "/interventi/nuovo" not in browser.get(f"/oggi/{row.id}").text

    browser.post(f"/oggi/{row.id}/travel")

    assert "Via Segreta" in browser.get(f"/clienti/{row.client_id}").text
    assert browser.get(context).json["client"]["address"].startswith("Via Segreta")
    assert "/interventi/nuovo" in browser.get(f"/oggi/{row.id}").text
