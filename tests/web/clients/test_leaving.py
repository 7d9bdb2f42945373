"""Who lets go of a card sees the work still open there, and says what becomes of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment
from app.agenda.rules import AppointmentState
from app.calls.models import Call
from app.calls.rules import CallState
from app.clients.models import Client
from app.clients.rules import ClientState
from app.devices.models import Device
from app.interventions.service import receive_report
from app.web.clock import utc_now
from tests.factories.interventions import body_of, make_job
from tests.helpers import fresh, office_access

NEW = {"last_name": "Neri", "starts_on": "01/03/2026"}
KEEP, END = "KEEP", "END"


@pytest.fixture
def job(session):
    """Return the appointment of tomorrow at a plant, behind which stands a call."""
    appointment, device = make_job(session)
    tomorrow = utc_now() + timedelta(days=1)
    appointment.starts_at, appointment.ends_at = tomorrow, tomorrow + timedelta(hours=1)
    appointment.call.state = CallState.SCHEDULED
    appointment.client.last_name = "Rossi"
    device.next_maintenance_on = date(2027, 3, 1)
    session.commit()
    return appointment


def states(session, job):
    found = fresh(session)
    return found.get(Appointment, job.id).state, found.get(Call, job.call_id).state


def test_a_change_of_occupant_tells_the_open_work_and_asks(people, session, job):
    browser = people.secretary()
    address = f"/clienti/{job.client_id}/occupante"

    page = browser.get(address).text
    unanswered = browser.post(address, data=NEW)

    assert f'href="/agenda/{job.id}"' in page
    assert f'href="/chiamate/{job.call_id}"' in page or f"/chiamate/show/{job.call_id}" in page
    assert "01/03/2027" not in page
    assert unanswered.status_code == 422
    assert unanswered.text.count("Indica che cosa farne.") == 2
    assert fresh(session).get(Client, job.client_id).display_name == "Rossi 1"


@pytest.mark.parametrize(
    ("appointments", "calls", "expected"),
    [
        (KEEP, KEEP, (AppointmentState.PLANNED, CallState.SCHEDULED)),
        (END, KEEP, (AppointmentState.CANCELLED, CallState.TO_SCHEDULE)),
        (END, END, (AppointmentState.CANCELLED, CallState.CANCELLED)),
    ],
)
def test_what_was_said_happens_with_the_change(people, session, job, appointments, calls, expected):
    answer = people.secretary().post(
        f"/clienti/{job.client_id}/occupante",
        data=NEW | {"work_appointments": appointments, "work_calls": calls},
    )

    assert answer.status_code == 302
    assert states(session, job) == expected
    assert fresh(session).get(Client, job.client_id).display_name == "Neri"


def test_a_refused_change_ends_nothing(people, session, job):
    answer = people.secretary().post(
        f"/clienti/{job.client_id}/occupante",
        data=NEW | {"last_name": "", "work_appointments": END, "work_calls": END},
    )

    assert answer.status_code == 422
    assert states(session, job) == (AppointmentState.PLANNED, CallState.SCHEDULED)


def test_who_may_not_end_the_work_is_not_asked(people, session, job):
    browser, _ = people.with_functions(
        "clients.read", "clients.all", "clients.write", "agenda.read", "agenda.all"
    )
    address = f"/clienti/{job.client_id}/occupante"

    page = browser.get(address).text
    answer = browser.post(address, data=NEW | {"work_appointments": END, "work_calls": END})

    assert f'href="/oggi/{job.id}"' in page
    assert f"/chiamate/show/{job.call_id}" not in page
    assert answer.status_code == 302
    assert states(session, job) == (AppointmentState.PLANNED, CallState.SCHEDULED)


def test_a_report_that_never_left_is_told(people, session, job):
    device = session.scalars(select(Device)).one()
    body = body_of(session, job, device, performed_on="2026-01-12")
    report = receive_report(
        session, "00000000-0000-4000-8000-000000000001", body, access=office_access(), now=utc_now()
    ).report
    session.commit()

    page = people.secretary().get(f"/clienti/{job.client_id}/occupante").text

    assert report.intervention.label in page


def test_archiving_tells_first_and_stores_then(people, session, job):
    browser = people.secretary()
    address = f"/clienti/{job.client_id}/archivia"

    told = browser.post(address)
    before = fresh(session).get(Client, job.client_id).state
    done = browser.post(
        address, data={"asked": "yes", "work_appointments": END, "work_calls": KEEP}
    )

    assert (told.status_code, before) == (200, ClientState.ACTIVE)
    assert "01/03/2027" in told.text
    assert f'href="/agenda/{job.id}"' in told.text
    assert done.status_code == 302
    assert fresh(session).get(Client, job.client_id).state is ClientState.ARCHIVED
    assert states(session, job) == (AppointmentState.CANCELLED, CallState.TO_SCHEDULE)


def test_archiving_needs_its_function_and_a_card_of_ones_own(people, other_people, session, job):
    reader, _ = people.with_functions("clients.read", "clients.all", "clients.write")
    address = f"/clienti/{job.client_id}/archivia"

    for browser in (reader, other_people.secretary()):
        for answer in (browser.get(address), browser.post(address, data={"asked": "yes"})):
            assert answer.status_code in {302, 403, 404}
            assert "Rossi" not in answer.text
    assert fresh(session).get(Client, job.client_id).state is ClientState.ACTIVE
