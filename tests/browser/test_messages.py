"""What the office does in the agenda reaches the customer, and the office sees what was said."""

from datetime import timedelta

import pytest

from app.clients.models import Client, ContactPoint
from app.clients.rules import ContactKind
from app.jobs.runner import run_due
from app.kernel.dates import local_day
from app.messages.models import MessagePlan, MessageSettings
from app.messages.planning import plan_messages
from app.messages.rules import Event, Way
from app.orm.numbering import next_number
from app.technicians.models import Technician
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.worker import job_session
from tests.browser.test_sign_in import sign_in
from tests.browser.work import elsewhere

DAY = local_day(utc_now()) + timedelta(days=5)


@pytest.fixture
def client(stored):
    """A customer with an e-mail address, in an office that tells of bookings and moves."""
    number = next_number(stored, "clients")
    name = f"Riva Carla{number}"
    found = Client(
        number=number, display_name=name, sort_name=name.lower(), street="Via Po",
        street_number="9", municipality="Rivoli", email=f"riva{number}@example.it",
    )  # fmt: skip
    stored.add_all([found, Technician(name="Dario Conti", working_hours={})])
    stored.flush()
    stored.add(ContactPoint(client_id=found.id, kind=ContactKind.EMAIL, value=found.email))
    now = utc_now()
    for event in (Event.BOOKED, Event.MOVED):
        stored.merge(MessagePlan(event=event, way=Way.MAIL, since=now))
    stored.merge(MessageSettings(id=1, quiet_from="08:00", quiet_to="08:00"))
    stored.commit()
    return found


def minutes_pass(app, minutes):
    """Do what the worker does once the agenda has stood still."""

    later = utc_now() + timedelta(minutes=minutes)

    def _work():
        with app.test_request_context(), company_scope("prova"), job_session() as own:
            plan_messages(own, now=later)
            own.commit()
            run_due(job_session, now=lambda: later)

    elsewhere(_work)


def test_booked_and_moved_each_tell_the_customer_once(desk, stored, server_app, client):
    sign_in(desk)
    desk.goto(f"/agenda/nuovo?client={client.id}")
    desk.locator("#team-ts-control").click()
    desk.locator(".ts-dropdown .option", has_text="Dario Conti").first.click()
    desk.keyboard.press("Escape")
    desk.locator("#day").fill(DAY.isoformat())
    desk.locator("#from").fill("10:00")
    desk.locator("#to").fill("11:00")
    desk.get_by_role("button", name="Salva", exact=True).click()
    desk.wait_for_url("**/agenda/?giorno=*")
    minutes_pass(server_app, 6)

    desk.goto(f"/clienti/{client.id}?tab=messages")
    desk.get_by_role("cell", name="Appuntamento fissato").wait_for()
    desk.goto("/messaggi/?tab=all")
    row = desk.locator("tr", has_text=client.display_name)
    assert row.count() == 1
    row.get_by_role("link").first.click()
    said = desk.locator("main").inner_text()
    assert f"{DAY:%d/%m/%Y}" in said
    assert "fra le 09:00 e le 11:00" in said
    assert "Trattenut" in said  # no mail server is set: nothing left
    assert client.email in said

    desk.goto(f"/clienti/{client.id}?tab=appointments")
    desk.locator("main a[href^='/agenda/']", has_text=f"{DAY:%d/%m/%Y}").first.click()
    desk.locator("#from").fill("15:00")
    desk.locator("#to").fill("16:00")
    desk.get_by_role("button", name="Salva", exact=True).click()
    desk.wait_for_url("**/agenda/?giorno=*")
    minutes_pass(server_app, 12)
    minutes_pass(server_app, 13)

    desk.goto(f"/clienti/{client.id}?tab=messages")
    desk.get_by_role("cell", name="Appuntamento spostato").wait_for()
    assert desk.locator("main tbody tr", has_text="Appuntamento").count() == 2
    desk.get_by_role("row", name="Appuntamento spostato").get_by_role("link").click()
    assert "fra le 14:00 e le 16:00" in desk.locator("main").inner_text()
