"""Dragging a call onto the calendar, and the technician's page on a phone."""

import os
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment, AppointmentTechnician
from app.calls.models import Call
from app.calls.rules import CallState
from app.clients.models import Client
from app.kernel.dates import local_clock, local_day, local_instant
from app.orm.numbering import next_number
from app.technicians.models import Technician
from app.web.clock import utc_now
from tests.browser.test_sign_in import sign_in


def picture(page, name):
    if os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(os.environ["PICTURES"]) / f"{name}.png"))


def test_call_dropped_on_an_hour_is_stored(desk, stored):
    technician = Technician(name="Anna Bianchi", working_hours={})
    client = Client(number=9001, display_name="Verdi Ugo", sort_name="verdi ugo")
    stored.add_all([technician, client])
    stored.flush()
    call = Call(client_id=client.id, received_at=utc_now(), description="non parte")
    stored.add(call)
    stored.commit()
    problems = []
    desk.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(desk)

    desk.goto("/agenda/")
    desk.locator("[data-ready=yes] .ec-event, [data-ready=yes] .ec-day").first.wait_for()
    picture(desk, "agenda-before")
    card = desk.locator(f"[data-call='{call.id}']")
    box = desk.locator("[data-agenda] .ec-body").bounding_box()
    desk.locator("[data-agenda]").hover()
    with desk.expect_response(lambda r: r.request.method == "POST") as answer:
        card.drag_to(
            desk.locator("[data-agenda] .ec-body"),
            target_position={"x": box["width"] / 2, "y": 120},
        )
    assert answer.value.ok
    desk.locator(".ec-event", has_text="Verdi Ugo").first.wait_for()
    picture(desk, "agenda-after")

    stored.rollback()
    row = stored.scalars(select(Appointment).where(Appointment.call_id == call.id)).one()
    assert [member.technician_id for member in row.team] == [technician.id]
    stored.refresh(call)
    assert call.state == CallState.SCHEDULED
    assert problems == []


@pytest.fixture
def visit(stored):
    """An appointment of today at nine, of a technician of its own."""
    day = local_day(utc_now())
    technician = Technician(name="Carla Neri", working_hours={})
    number = next_number(stored, "clients")
    name = f"Bruni Ada {number}"
    client = Client(number=number, display_name=name, sort_name=name.lower(), phone="011 1")
    stored.add_all([technician, client])
    stored.flush()
    row = Appointment(
        client_id=client.id,
        starts_at=local_instant(day, time(9)),
        ends_at=local_instant(day, time(10)),
    )
    row.team = [AppointmentTechnician(technician_id=technician.id)]
    stored.add(row)
    stored.commit()
    return row


def hours(stored, row):
    stored.rollback()
    stored.refresh(row)
    return [f"{local_clock(moment):%H:%M}" for moment in (row.starts_at, row.ends_at)]


def test_appointment_is_moved_by_keyboard_and_put_back(desk, stored, visit):
    problems = []
    desk.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(desk)

    desk.goto("/agenda/")
    event = desk.locator(".ec-event", has_text=visit.client.display_name)
    event.first.focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Sposta…").click()
    desk.fill("#move-from", "14:00")
    desk.fill("#move-to", "15:30")
    with desk.expect_response(lambda r: r.request.method == "PATCH") as answer:
        desk.locator("[data-move] button[type=submit]").click()
    assert answer.value.ok
    desk.locator("#agenda-says", has_text=visit.client.display_name).wait_for()
    assert hours(stored, visit) == ["14:00", "15:30"]

    with desk.expect_response(lambda r: r.request.method == "PATCH") as answer:
        desk.locator("[data-undo]").click()
    assert answer.value.ok
    assert hours(stored, visit) == ["09:00", "10:00"]
    assert problems == []


def test_dragged_appointment_is_put_back_by_ctrl_z(desk, stored, visit):
    sign_in(desk)

    desk.goto("/agenda/")
    event = desk.locator(".ec-event", has_text=visit.client.display_name).first
    event.wait_for()
    event.scroll_into_view_if_needed()
    box = event.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 12
    desk.mouse.move(x, y)
    desk.mouse.down()
    with desk.expect_response(lambda r: r.request.method == "PATCH") as answer:
        for step in range(1, 9):
            desk.mouse.move(x, y + 14 * step)
        desk.mouse.up()
    assert answer.value.ok
    assert hours(stored, visit) != ["09:00", "10:00"]

    desk.locator("#agenda-says", has_text=visit.client.display_name).wait_for()
    with desk.expect_response(lambda r: r.request.method == "PATCH") as answer:
        desk.keyboard.press("Control+z")
    assert answer.value.ok
    assert hours(stored, visit) == ["09:00", "10:00"]


def test_week_by_technician_moves_to_another_day(desk, stored, visit):
    sign_in(desk)
    day = local_day(utc_now())
    other = day + timedelta(days=1 if day.weekday() < 6 else -1)
    technician = visit.team[0].technician_id

    desk.goto("/agenda/?vista=settimana")
    desk.locator("[data-week][data-ready=yes]").wait_for()
    chip = desk.locator(f"[data-event='{visit.id}']")
    target = desk.locator(f"td[data-technician='{technician}'][data-day='{other}']")
    with desk.expect_response(lambda r: r.request.method == "PATCH") as answer:
        chip.drag_to(target)
    assert answer.value.ok
    assert hours(stored, visit) == ["09:00", "10:00"]
    assert local_day(visit.starts_at) == other


def test_change_of_a_colleague_reaches_an_open_form(desk, stored, visit):
    sign_in(desk)
    desk.clock.install()

    desk.goto(f"/agenda/{visit.id}")
    visit.instructions = "portare la scala"
    visit.version += 1
    stored.commit()
    desk.fill("#instructions", "pulizia")
    desk.clock.fast_forward(21_000)
    desk.locator("[data-stale-notice]", has_text="modificato").wait_for()
    desk.get_by_role("button", name="Salva", exact=True).click()
    desk.get_by_text("portare la scala").wait_for()
    assert desk.input_value("#instructions") == "pulizia"


def test_day_and_form_fit_a_phone(phone):
    sign_in(phone)

    for path in (
        "/oggi/",
        "/agenda/",
        "/agenda/?vista=elenco",
        "/agenda/?vista=settimana",
        "/agenda/stampa/",
        "/agenda/nuovo",
    ):
        phone.goto(path)
        picture(phone, "phone" + path.replace("/", "-").replace("?", "-"))
        wide = phone.evaluate("document.documentElement.scrollWidth")
        assert wide <= phone.viewport_size["width"], path
