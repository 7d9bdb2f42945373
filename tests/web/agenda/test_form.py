"""The form of an appointment: client, devices, length, warnings, two people at once."""

from datetime import UTC, datetime, timedelta

import pytest

from app.agenda.models import Appointment
from app.agenda.rules import AppointmentState
from app.calls.models import Call
from app.calls.rules import CallState
from app.clients.models import Client
from app.devices.models import Device
from app.technicians.models import Absence
from app.worktypes.models import InterventionType
from tests.helpers import committed, fresh
from tests.web.agenda.conftest import NOON


def typed(technician, **changes):
    plan = {"day": "2026-06-15", "from": "09:00", "to": "10:00", "team": str(technician.id)}
    return {**plan, **changes}


@pytest.fixture
def stranger(session, boiler):
    """A device of another plant."""
    other = Client(number=2, display_name="Neri Ugo", sort_name="neri ugo", phone="011 5550001")
    session.add(other)
    session.flush()
    row = Device(client_id=other.id, device_type_id=boiler.device_type_id, model="Altrui")
    session.add(row)
    session.commit()
    return row


def test_client_and_devices_are_chosen_in_the_form(people, session, plant, boiler, anna, bruno):
    browser = people.secretary()

    part = browser.get(f"/agenda/impianto?client={plant.id}").text
    assert "Vaillant ecoTEC" in part
    assert "checked" in part  # the only device is proposed
    form = typed(anna, client=str(plant.id), devices=str(boiler.id))
    answer = browser.post("/agenda/nuovo", data={**form, "team": [str(bruno.id), str(anna.id)]})
    assert answer.status_code == 302

    row = fresh(session).query(Appointment).one()
    assert row.client_id == plant.id
    assert [device.id for device in row.devices] == [boiler.id]
    assert [member.technician.name for member in row.team] == ["Bruno Verdi", "Anna Bianchi"]
    page = browser.get(f"/agenda/{row.id}").text
    assert f'name="devices" value="{boiler.id}" checked' in page


def test_appointment_without_client_is_refused_at_the_client(people, session, anna):
    answer = people.secretary().post("/agenda/nuovo", data=typed(anna, title="Corso"))

    assert answer.status_code == 422
    assert 'id="client-error"' in answer.text
    assert fresh(session).query(Appointment).count() == 0


def test_time_is_kept_free_without_a_client(people, session, anna):
    browser = people.secretary()

    browser.post("/agenda/nuovo?tipo=blocco", data=typed(anna, title="Tagliando furgone"))

    row = fresh(session).query(Appointment).one()
    assert (row.client_id, row.title) == (None, "Tagliando furgone")
    assert 'name="client"' not in browser.get(f"/agenda/{row.id}").text


def test_device_of_another_plant_is_refused(people, session, plant, stranger, anna):
    form = typed(anna, client=str(plant.id), devices=str(stranger.id))

    answer = people.secretary().post("/agenda/nuovo", data=form)

    assert answer.status_code == 422
    assert 'id="devices-error"' in answer.text
    assert fresh(session).query(Appointment).count() == 0


def test_empty_end_takes_the_length_of_the_kind(people, session, plant, anna):
    kind = session.query(InterventionType).filter_by(is_active=True).first()
    kind.duration_minutes = 90
    session.commit()
    form = typed(anna, client=str(plant.id), kind=str(kind.id), to="")

    people.secretary().post("/agenda/nuovo", data=form)

    row = fresh(session).query(Appointment).one()
    assert row.ends_at - row.starts_at == timedelta(minutes=90)


def test_call_gives_reason_devices_and_technician(people, session, plant, boiler, anna):
    call = Call(client_id=plant.id, received_at=NOON, description="gocciola")
    call.devices = [boiler]
    call.suggested_technician_id = anna.id
    session.add(call)
    session.commit()

    page = people.secretary().get(f"/agenda/nuovo?call={call.id}").text

    assert f'name="devices" value="{boiler.id}" checked' in page
    assert f'<option value="{anna.id}" selected>' in page
    assert ">gocciola</textarea>" in page


def test_client_of_a_call_cannot_be_swapped(people, session, plant, stranger, anna):
    call = Call(client_id=plant.id, received_at=NOON)
    session.add(call)
    session.commit()
    form = typed(anna, client=str(stranger.client_id))

    people.secretary().post(f"/agenda/nuovo?call={call.id}", data=form)

    assert fresh(session).query(Appointment).one().client_id == plant.id


def test_warnings_are_told_before_and_after_and_never_block(people, session, plant, anna, book):
    anna.working_hours = {"0": [["08:00", "12:00"]]}
    christmas = datetime(2026, 12, 25, 8, tzinfo=UTC)
    hour = timedelta(hours=1)
    session.add(Absence(technician_id=anna.id, starts_at=christmas, ends_at=christmas + hour))
    session.commit()
    book(anna, starts_at=christmas, ends_at=christmas + hour)
    browser = people.secretary()
    form = typed(anna, client=str(plant.id), day="2026-12-25")

    before = browser.get("/agenda/avvisi", query_string=form).json["warnings"]
    assert len(before) == 5
    assert any("Rossi Mario, 09:00-10:00" in sentence for sentence in before)
    assert any("Natale" in sentence for sentence in before)
    answer = browser.post("/agenda/nuovo", data=form, follow_redirects=True)
    assert all(sentence in answer.text for sentence in before if "'" not in sentence)
    assert fresh(session).query(Appointment).count() == 2


def test_half_typed_slot_warns_of_nothing(people, anna):
    browser = people.secretary()

    for change in ({"day": ""}, {"from": "x"}, {"to": "07:00"}):
        answer = browser.get("/agenda/avvisi", query_string=typed(anna, **change))
        assert answer.json == {"warnings": []}


def test_conflict_shows_both_versions_and_saving_again_decides(people, session, book, anna, bruno):
    row = book(anna)
    first, second = people.secretary(), people.secretary()
    mine = typed(anna, version="1", instructions="sostituire valvola", client=str(row.client_id))

    first.post(f"/agenda/{row.id}", data=typed(bruno, version="1", instructions="pulizia"))
    clash = second.post(f"/agenda/{row.id}", data=mine)
    assert clash.status_code == 409
    for words in ("pulizia", "sostituire valvola", "Bruno Verdi", "Persona"):
        assert words in clash.text, words
    assert committed(session, row).instructions == "pulizia"
    assert 'name="version" value="2"' in clash.text

    assert second.post(f"/agenda/{row.id}", data={**mine, "version": "2"}).status_code == 302
    assert committed(session, row).instructions == "sostituire valvola"


def test_open_form_learns_who_changed_it(people, book, anna):
    row = book(anna)
    browser = people.secretary()

    assert browser.get(f"/agenda/{row.id}/ultima").json["version"] == 1
    browser.post(f"/agenda/{row.id}", data=typed(anna, version="1"))
    answer = browser.get(f"/agenda/{row.id}/ultima").json
    assert answer["version"] == 2
    assert "Persona" in answer["detail"]


def test_cancellation_is_taken_back_with_its_call(people, session, plant, book, anna):
    call = Call(client_id=plant.id, received_at=NOON, state=CallState.SCHEDULED)
    session.add(call)
    session.commit()
    row = book(anna, call_id=call.id)
    browser = people.secretary()

    page = browser.post(
        f"/agenda/{row.id}/annulla",
        data={"reason": "errore", "version": "1"},
        follow_redirects=True,
    )
    assert f"/agenda/{row.id}/ripristina" in page.text
    path = f"/agenda/{row.id}/ripristina"
    browser.post(path, data={"version": "1"})
    assert committed(session, row).state == AppointmentState.CANCELLED
    browser.post(path, data={"version": "2"})
    assert committed(session, row).state == AppointmentState.PLANNED
    assert committed(session, call).state == CallState.SCHEDULED


def test_cancellation_stands_when_the_call_was_booked_again(people, session, plant, book, anna):
    call = Call(client_id=plant.id, received_at=NOON, state=CallState.SCHEDULED)
    session.add(call)
    session.commit()
    row = book(anna, call_id=call.id, state=AppointmentState.CANCELLED)

    people.secretary().post(f"/agenda/{row.id}/ripristina", data={"version": "1"})

    assert committed(session, row).state == AppointmentState.CANCELLED


def test_plant_part_keeps_the_row_rules(people, other_people, session, plant, boiler):
    blind, _ = people.with_functions("agenda.read", "agenda.all", "agenda.write")
    technician, _ = people.technician()

    assert blind.get(f"/agenda/impianto?client={plant.id}").status_code == 404
    assert technician.get(f"/agenda/impianto?client={plant.id}").status_code in (302, 403)
    assert other_people.secretary().get(f"/agenda/impianto?client={plant.id}").status_code == 404
    planner, _ = people.with_functions("agenda.read", "agenda.all", "agenda.write", "clients.all")
    assert "Vaillant" not in planner.get(f"/agenda/impianto?client={plant.id}").text
