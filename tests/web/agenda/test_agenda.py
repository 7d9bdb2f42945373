"""The agenda of the office, the technician's day, and who may do what."""

from datetime import UTC, datetime, timedelta

from app.agenda.models import Appointment
from app.agenda.rules import AppointmentState
from app.calls.models import Call
from app.calls.rules import CallState
from tests.helpers import committed, counted_statements
from tests.web.agenda.conftest import NOON


def typed(technician, **changes):
    plan = {"day": "2026-06-15", "from": "09:00", "to": "10:00", "team": str(technician.id)}
    return {**plan, **changes}


def test_scheduling_a_call_and_cancelling_puts_it_back(people, session, plant, anna):
    call = Call(client_id=plant.id, received_at=NOON, description="perde acqua")
    session.add(call)
    session.commit()
    browser = people.secretary()

    assert b"perde acqua" in browser.get("/agenda/").data
    answer = browser.post(f"/agenda/nuovo?call={call.id}", data=typed(anna))
    assert answer.status_code == 302
    assert committed(session, call).state == CallState.SCHEDULED
    row = session.query(Appointment).one()
    assert row.client_id == plant.id
    assert row.starts_at == datetime(2026, 6, 15, 7, tzinfo=UTC)

    again = browser.post(f"/agenda/nuovo?call={call.id}", data=typed(anna))
    assert again.status_code == 422

    path = f"/agenda/{row.id}/annulla"
    browser.post(path, data={"reason": " ", "version": "1"})
    assert committed(session, row).state == AppointmentState.PLANNED
    browser.post(path, data={"reason": "assente", "version": "1"})
    assert committed(session, row).state == AppointmentState.CANCELLED
    assert committed(session, call).state == CallState.TO_SCHEDULE


def test_wrong_values_are_refused_and_kept(people, session, anna):
    browser = people.secretary()
    wrong = ({"to": "08:00"}, {"day": "ieri"}, {"team": "x"}, {"team": "999999"}, {"title": ""})

    for change in wrong:
        form = typed(anna, **{"title": "Corso", "instructions": "resta qui", **change})
        answer = browser.post("/agenda/nuovo?tipo=blocco", data=form)
        assert answer.status_code == 422, change
        assert b"resta qui" in answer.data
    session.rollback()
    assert session.query(Appointment).count() == 0


def test_stale_form_changes_nothing(people, session, book, anna):
    row = book(anna)
    browser = people.secretary()

    form = typed(anna, version="1", instructions="prima")
    assert browser.post(f"/agenda/{row.id}", data=form).status_code == 302
    late = browser.post(f"/agenda/{row.id}", data={**form, "instructions": "tardi"})
    assert late.status_code == 409
    assert b"tardi" in late.data
    assert committed(session, row).instructions == "prima"


def test_technician_cannot_reach_others_appointments(people, session, book, anna):
    browser, _own = people.technician()
    row = book(anna)
    body = {"starts_at": "2026-06-15T09:00+02:00", "ends_at": "2026-06-15T10:00+02:00"}

    assert browser.get(f"/oggi/{row.id}").status_code == 404
    assert browser.post(f"/oggi/{row.id}/arrive").status_code == 404
    moved = browser.patch(f"/api/v1/appointments/{row.id}", json={**body, "version": 1})
    assert moved.status_code == 404
    assert b"Rossi" not in browser.get(f"/oggi/?tecnico={anna.id}").data
    assert b"Rossi" not in browser.get("/agenda/").data
    assert committed(session, row).arrived_at is None


def test_lead_reads_the_others_but_does_not_move_them(people, session, book, anna):
    browser, _own = people.lead()
    row = book(anna)
    body = {"starts_at": NOON.isoformat(), "ends_at": (NOON + timedelta(hours=3)).isoformat()}

    assert b"Rossi Mario" in browser.get(f"/oggi/?tecnico={anna.id}").data
    moved = browser.patch(f"/api/v1/appointments/{row.id}", json={**body, "version": 1})
    assert moved.status_code == 403
    assert committed(session, row).version == 1


def test_own_day_shows_no_office_notes_and_stamps_once(people, session, book):
    browser, own = people.technician()
    row = book(own)

    for path in ("/oggi/", f"/oggi/{row.id}", "/agenda/"):
        page = browser.get(path)
        assert b"Rossi Mario" in page.data
        assert b"moroso" not in page.data
    browser.post(f"/oggi/{row.id}/arrive")
    first = committed(session, row).arrived_at
    browser.post(f"/oggi/{row.id}/arrive")
    assert first is not None
    assert committed(session, row).arrived_at == first
    assert row.state == AppointmentState.ON_SITE


def test_moving_by_the_calendar_checks_the_version(people, session, book, anna):
    row = book(anna)
    book(anna)
    browser = people.secretary()
    path = f"/api/v1/appointments/{row.id}"
    body = {"starts_at": NOON.isoformat(), "ends_at": (NOON + timedelta(hours=2)).isoformat()}

    moved = browser.patch(path, json={**body, "version": 1})
    assert moved.status_code == 200
    assert moved.json["warnings"]
    assert browser.patch(path, json={**body, "version": 1}).status_code == 409
    assert browser.patch(path, json={"version": 2}).status_code == 422
    assert committed(session, row).ends_at == NOON + timedelta(hours=2)


def test_week_costs_the_same_for_any_number_of_rows(app, people, book, anna):
    browser = people.secretary()
    book(anna)
    with counted_statements(app) as one:
        browser.get("/agenda/")
    book(anna)
    book(anna)
    with counted_statements(app) as three:
        browser.get("/agenda/")

    assert len(one) == len(three) <= 8


def test_other_company_is_unreachable(other_people, book, anna):
    row = book(anna)

    assert other_people.secretary().get(f"/agenda/{row.id}").status_code == 404


def test_dropping_a_call_twice_schedules_it_once(people, session, plant, anna):
    call = Call(client_id=plant.id, received_at=NOON)
    session.add(call)
    session.commit()
    body = {"call": call.id, "starts_at": "2026-06-15T09:00", "technicians": [anna.id]}
    browser, path = people.secretary(), "/api/v1/appointments/"

    assert browser.post(path, json=body).status_code == 200
    assert browser.post(path, json=body).status_code == 422
    assert browser.post(path, json=[]).status_code == 422
    session.rollback()
    assert session.query(Appointment).one().starts_at == datetime(2026, 6, 15, 7, tzinfo=UTC)


def test_calls_stay_hidden_from_planners_without_calls(people, session, plant):
    call = Call(client_id=plant.id, received_at=NOON, description="segreta")
    session.add(call)
    session.commit()
    browser, _ = people.with_functions("agenda.read", "agenda.all", "agenda.write")

    assert b"segreta" not in browser.get("/agenda/").data
    assert browser.get(f"/agenda/nuovo?call={call.id}").status_code == 404


def test_client_card_lists_the_visits(people, plant, book, anna):
    book(anna)

    page = people.secretary().get(f"/clienti/{plant.id}?tab=appointments")
    assert page.status_code == 200
    assert b"Anna Bianchi" in page.data
