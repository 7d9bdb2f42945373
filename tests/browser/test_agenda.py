"""Dragging a call onto the calendar, and the technician's page on a phone."""

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.calls.models import Call
from app.calls.rules import CallState
from app.clients.models import Client
from app.extensions import db
from app.technicians.models import Technician
from app.web.clock import utc_now
from tests.browser.test_sign_in import sign_in


@pytest.fixture
def stored(server):
    """A session of the test's own on the company that the server shows."""
    engine = create_engine(f"sqlite:///{db.router.path('prova')}")
    with Session(engine, expire_on_commit=False) as own:
        yield own
    engine.dispose()


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


def test_day_and_form_fit_a_phone(phone):
    sign_in(phone)

    for path in ("/oggi/", "/agenda/", "/agenda/?vista=elenco", "/agenda/nuovo"):
        phone.goto(path)
        picture(phone, "phone" + path.replace("/", "-").replace("?", "-"))
        wide = phone.evaluate("document.documentElement.scrollWidth")
        assert wide <= phone.viewport_size["width"], path
