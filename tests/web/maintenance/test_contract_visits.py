"""Visits that contracts include: on the list until they are booked, for who may see them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment
from app.calls.models import Call
from app.contracts.models import ContractVisit
from app.kernel.dates import local_day
from app.web.clock import utc_now
from tests.helpers import counted_statements, fresh
from tests.web.invoices.test_sources import make_contract

NOW = utc_now()
TODAY = local_day(NOW)
URL = "/manutenzioni/contratti/"


def make_visit(session, number=1, *, days=-3, **values):
    contract = make_contract(session, number=number)
    visit = ContractVisit(
        contract_id=contract.id, planned_on=TODAY + timedelta(days=days), **values
    )
    session.add(visit)
    session.commit()
    return contract, visit


@pytest.fixture
def office(people):
    return people.administrator()


def test_a_visit_is_listed_until_it_is_booked(office, session):
    contract, visit = make_visit(session)
    far, _ = make_visit(session, 2, days=200)
    done, _ = make_visit(session, 3, done_on=TODAY)

    page = office.get(URL).text
    answer = office.post(f"{URL}action_post", data={"action": "book", "rowid": [str(visit.id)]})

    assert contract.client.display_name in page
    assert far.client.display_name not in page
    assert done.client.display_name not in page
    call = fresh(session).scalars(select(Call)).one()
    assert (call.client_id, f"call={call.id}") == (
        contract.client_id, answer.headers["Location"].split("?")[1],
    )  # fmt: skip
    assert contract.client.display_name in office.get(URL).text
    session.add(
        Appointment(
            client_id=contract.client_id, call_id=call.id, starts_at=NOW + timedelta(days=2),
            ends_at=NOW + timedelta(days=2, hours=1),
        )
    )  # fmt: skip
    session.commit()
    assert contract.client.display_name not in office.get(URL).text
    assert contract.client.display_name in office.get(f"{URL}?tab=booked").text


def test_the_list_of_what_is_due_leads_there(office, session):
    assert URL.rstrip("/") in office.get("/manutenzioni/").text


def test_who_sees_no_contracts_sees_no_visits(people, session):
    contract, visit = make_visit(session)
    browser, _ = people.with_functions(
        "maintenance.read", "maintenance.write", "clients.all", "clients.read", "devices.read",
        "calls.write", "agenda.write",
    )  # fmt: skip

    assert contract.client.display_name not in browser.get(URL).text
    browser.post(f"{URL}action_post", data={"action": "book", "rowid": [str(visit.id)]})
    assert fresh(session).scalars(select(Call)).all() == []


def test_a_technician_does_not_open_it(people, session):
    browser, _ = people.technician()

    assert browser.get(URL).status_code in {302, 403}


def test_the_list_costs_the_same_whatever_the_rows(office, session):
    def cost():
        office.get(URL)
        with counted_statements(office.application) as found:
            office.get(URL)
        return len(found)

    make_visit(session)
    one = cost()
    make_visit(session, 2)
    make_visit(session, 3)

    assert cost() == one
    assert one <= 8
