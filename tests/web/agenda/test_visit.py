"""The page of one visit: hours put right, past work, way to the report."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment, AppointmentTechnician
from app.agenda.rules import AppointmentState
from app.clients.models import ContactPoint
from app.clients.rules import ContactKind
from app.interventions.models import Intervention
from app.interventions.rules import Outcome
from app.web.clock import utc_now
from tests.factories.interventions import body_of, maintenance_type, make_job, make_plant
from tests.helpers import committed, counted_statements

# Yesterday at 10 in Italy, winter or summer.
MORNING = (utc_now() - timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)


@pytest.fixture
def visit(people, session):
    """Return (browser, appointment, device) of a technician."""
    browser, technician = people.technician()
    appointment, device = make_job(session, technician)
    appointment.starts_at, appointment.ends_at = MORNING, MORNING + timedelta(hours=1)
    session.commit()
    return browser, appointment, device


def past(session, device, **values):
    serial = len(session.scalars(select(Intervention.id)).all()) + 1
    row = Intervention(
        **{
            "year": 2025,
            "number": serial,
            "client_id": device.client_id,
            "intervention_type_id": maintenance_type(session).id,
            "performed_on": date(2025, 1, serial),
            "outcome": Outcome.DONE,
            "devices": [device],
            **values,
        }
    )
    session.add(row)
    session.commit()
    return row


def test_hours_are_corrected_and_taken_back(visit, session):
    browser, appointment, _ = visit
    appointment.travelling_at = MORNING - timedelta(minutes=20)
    appointment.arrived_at = MORNING
    appointment.state = AppointmentState.ON_SITE
    session.commit()
    version = appointment.version
    shown = browser.get(f"/oggi/{appointment.id}").text
    travelling = shown.split('name="travelling" value="')[1][:5]

    answer = browser.post(
        f"/oggi/{appointment.id}/orari", data={"travelling": travelling, "arrived": "", "left": ""}
    )

    assert answer.status_code == 302
    row = committed(session, appointment)
    assert (row.arrived_at, row.left_at) == (None, None)
    assert row.travelling_at == MORNING - timedelta(minutes=20)
    assert row.state == AppointmentState.TRAVELLING
    assert row.version == version + 1


def test_an_hour_typed_is_the_italian_one(visit, session):
    browser, appointment, _ = visit
    appointment.starts_at = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
    session.commit()

    browser.post(f"/oggi/{appointment.id}/orari", data={"arrived": "08:05", "left": "08:50"})

    row = committed(session, appointment)
    assert row.arrived_at == datetime(2026, 7, 1, 6, 5, tzinfo=UTC)
    assert row.left_at == datetime(2026, 7, 1, 6, 50, tzinfo=UTC)
    assert row.state == AppointmentState.ON_SITE


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"arrived": "dopo"}, "arrived", "Scrivi l&#39;ora come 14:30"),
        ({"arrived": "08:30", "left": "08:10"}, "hours", "devono essere in ordine"),
    ],
)
def test_impossible_hours_are_refused_and_kept(visit, session, typed, field, sentence):
    browser, appointment, _ = visit

    page = browser.post(f"/oggi/{appointment.id}/orari", data=typed)

    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert sentence in page.text
    assert f'value="{typed["arrived"]}"' in page.text
    assert committed(session, appointment).arrived_at is None


def test_an_hour_to_come_is_refused(visit, session):
    browser, appointment, _ = visit
    appointment.starts_at, appointment.ends_at = (
        utc_now() + timedelta(days=1),
        utc_now() + timedelta(days=1, hours=1),
    )
    session.commit()

    page = browser.post(f"/oggi/{appointment.id}/orari", data={"arrived": "08:30"})

    assert page.status_code == 422
    assert "non può essere nel futuro" in page.text


def test_the_hours_of_others_and_of_what_is_over_stay(visit, people, session):
    browser, appointment, _ = visit
    address = f"/oggi/{appointment.id}/orari"

    assert people.technician()[0].post(address, data={"arrived": "08:00"}).status_code == 404
    seeing = people.with_functions("agenda.read", "agenda.all")[0]
    assert seeing.post(address, data={"arrived": "08:00"}).status_code == 403
    appointment.state = AppointmentState.COMPLETED
    session.commit()
    assert browser.post(address, data={"arrived": "08:00"}).status_code == 422
    assert committed(session, appointment).arrived_at is None


def test_the_visit_shows_the_last_five_of_its_devices_only(visit, session, app):
    browser, appointment, device = visit
    for number in range(6):
        past(session, device, work_done=f"Lavoro numero {number}")
    _, elsewhere = make_plant(session, number=77)
    past(session, elsewhere, work_done="Altrove")

    page = browser.get(f"/oggi/{appointment.id}").text

    assert "Lavoro numero 0" not in page
    assert page.index("Lavoro numero 5") < page.index("Lavoro numero 1")
    assert "Altrove" not in page
    with counted_statements(app) as statements:
        browser.get(f"/oggi/{appointment.id}")
    assert len(statements) <= 16


def test_who_may_not_work_the_visit_sees_no_past_work(visit, people, session):
    _, appointment, device = visit
    past(session, device, work_done="Riservato")
    seeing = people.with_functions("agenda.read", "agenda.all")[0]

    page = seeing.get(f"/oggi/{appointment.id}")

    assert page.status_code == 200
    assert "Riservato" not in page.text
    assert "/interventi/nuovo" not in page.text


def test_the_visit_leads_to_calls_report_and_neighbours(visit, session):
    browser, appointment, _ = visit
    client = appointment.client
    client.phone = "0171 123456"
    client.contacts = [
        ContactPoint(kind=ContactKind.PHONE, value="333 1234567", label="moglie"),
    ]
    later = Appointment(
        client_id=client.id,
        starts_at=MORNING + timedelta(hours=2),
        ends_at=MORNING + timedelta(hours=3),
        team=[AppointmentTechnician(technician_id=appointment.team[0].technician_id)],
    )
    session.add(later)
    session.commit()

    page = browser.get(f"/oggi/{appointment.id}").text

    assert 'href="tel:0171123456"' in page
    assert 'href="tel:3331234567"' in page
    assert "moglie" in page
    assert f'href="/interventi/nuovo?appuntamento={appointment.id}"' in page
    assert f'href="/oggi/{later.id}"' in page
    assert 'data-geo="geo:0,0?q=' in page


def test_what_was_reported_is_linked(visit, session):
    browser, appointment, device = visit
    body = body_of(session, appointment, device, performed_on=f"{MORNING:%Y-%m-%d}")
    sent = browser.put("/api/v1/reports/8d0a6c5e-52a1-4f7e-9d1b-3f4d5a6b7c8d", json=body)
    assert sent.status_code == 201

    page = browser.get(f"/oggi/{appointment.id}").text

    assert f'href="/interventi/show/{sent.json["id"]}"' in page or (
        f'href="/interventi/{sent.json["id"]}"' in page
    )
    assert "Rapportino" in page


def test_the_day_costs_the_same_whatever_its_visits(people, session, app):
    browser, technician = people.technician()
    now = utc_now()
    counts = []
    for number in (1, 2, 3):
        appointment, _ = make_job(session, technician, number=number)
        appointment.starts_at, appointment.ends_at = now, now + timedelta(minutes=5)
        session.commit()
        with counted_statements(app) as statements:
            assert f"Rossi {number}" in browser.get("/oggi/").text
        counts.append(len(statements))

    assert counts[0] == counts[2]
    assert counts[2] <= 8


def test_the_office_starts_reports_from_appointment_and_card(visit, people):
    _, appointment, _ = visit
    office = people.administrator()

    form = office.get(f"/agenda/{appointment.id}").text
    card = office.get(f"/clienti/{appointment.client_id}").text

    assert f'href="/interventi/nuovo?appuntamento={appointment.id}"' in form
    assert f'href="/interventi/nuovo?cliente={appointment.client_id}"' in card


def test_who_writes_no_reports_is_offered_none(visit, people):
    _, appointment, _ = visit
    planner = people.with_functions(
        "agenda.read", "agenda.all", "agenda.write", "clients.read", "clients.all"
    )[0]

    assert "/interventi/nuovo" not in planner.get(f"/agenda/{appointment.id}").text
    assert "/interventi/nuovo" not in planner.get(f"/clienti/{appointment.client_id}").text
    assert "/interventi/nuovo" not in planner.get(f"/oggi/{appointment.id}").text
