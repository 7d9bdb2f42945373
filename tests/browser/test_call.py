"""A secretary with a customer on the phone: from the empty desk to the appointment."""

import time

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment
from app.calls.models import Call
from app.calls.rules import CallState
from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.orm.numbering import next_number
from app.search.models import SearchEntry
from app.technicians.models import Technician
from tests.browser.test_sign_in import sign_in

#: What a secretary may take, from the desk to the stored appointment, in seconds.
MOST_SECONDS = 60


@pytest.fixture
def plant(stored):
    """A customer with a boiler, and a technician to send."""
    number = next_number(stored, "clients")
    name = f"Gallo Teresa{number}"
    client = Client(
        number=number, display_name=name, sort_name=name.lower(), street="Via Po",
        street_number="8", municipality="Rivoli", phone="+390119876543",
    )  # fmt: skip
    technician = Technician(name="Bruno Costa", working_hours={})
    stored.add_all([client, technician])
    stored.flush()
    kind = stored.scalars(select(DeviceType).where(DeviceType.code == "boiler")).one()
    stored.add(
        Device(client_id=client.id, device_type_id=kind.id, brand="Riello", model="Family",
               serial_number="RF-1")
    )  # fmt: skip
    stored.add(SearchEntry(client_id=client.id, text=f"{name.lower()} via po 8 rivoli"))
    stored.commit()
    return client


def test_call_is_saved_and_scheduled_in_under_a_minute(desk, stored, plant):
    problems = []
    desk.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(desk)
    begun = time.monotonic()

    desk.goto("/chiamate/add")
    desk.locator("#client-ts-control").wait_for()
    desk.keyboard.type(plant.sort_name)
    desk.locator(".ts-dropdown .option", has_text=plant.display_name).first.click()
    part = desk.locator("#plant")
    part.get_by_text("Riello Family").wait_for()
    assert part.locator("input[name=devices]").is_checked()
    assert "Via Po 8, Rivoli" in part.inner_text()
    desk.locator("#reason").select_option(label="Non riscalda")
    desk.locator("#description").fill("Non parte da ieri sera")
    desk.locator("button[name=then]").click()

    desk.wait_for_url("**/agenda/nuovo?call=*")
    assert plant.display_name in desk.locator("main").inner_text()
    assert desk.locator("input[name=devices]:checked").count() == 1
    desk.locator("#team-ts-control").click()
    desk.locator(".ts-dropdown .option", has_text="Bruno Costa").first.click()
    desk.keyboard.press("Escape")
    desk.locator("#day").fill("2026-12-02")
    desk.locator("#from").fill("10:00")
    desk.locator("#to").fill("11:00")
    desk.get_by_role("button", name="Salva", exact=True).click()
    desk.wait_for_url("**/agenda/?giorno=2026-12-02*")

    assert time.monotonic() - begun < MOST_SECONDS
    stored.rollback()
    call = stored.scalars(select(Call).where(Call.client_id == plant.id)).one()
    assert call.state is CallState.SCHEDULED
    assert [device.brand for device in call.devices] == ["Riello"]
    row = stored.scalars(select(Appointment).where(Appointment.call_id == call.id)).one()
    assert [device.brand for device in row.devices] == ["Riello"]
    assert problems == []


def test_an_open_call_is_pointed_out_before_saving(desk, stored, plant):
    sign_in(desk)
    desk.goto(f"/chiamate/add?client={plant.id}")
    desk.locator("#description").fill("Perde acqua")
    desk.get_by_role("button", name="Salva", exact=True).click()
    desk.wait_for_url("**/chiamate/*")

    desk.goto("/chiamate/add")
    desk.locator("#client-ts-control").wait_for()
    desk.keyboard.type(plant.sort_name)
    desk.locator(".ts-dropdown .option", has_text=plant.display_name).first.click()

    hint = desk.locator("#plant [role=status]")
    hint.wait_for()
    assert "Perde acqua" in hint.inner_text()
    assert hint.locator("input[name=is_other_matter]").count() == 1


def test_smell_of_gas_shows_what_to_say(desk):
    sign_in(desk)
    desk.goto("/chiamate/add")
    box = desk.locator("[data-show-when]")
    assert not box.is_visible()

    desk.locator("#reason").select_option(label="Odore di gas")

    box.wait_for()
    assert "gas" in box.inner_text().lower()
