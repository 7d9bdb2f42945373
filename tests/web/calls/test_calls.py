"""The screens of the calls, and who may not open them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.calls.models import Call, CallNudge
from app.calls.rules import CallState, Priority
from app.clients.models import Client
from app.company.models import CompanyClosure
from app.devices import service
from app.devices.models import Device, DeviceType
from app.interventions.models import Intervention
from app.interventions.rules import Outcome
from app.kernel.dates import local_day
from app.technicians.models import Technician
from app.web.clock import utc_now
from app.worktypes.models import CallReason
from tests.factories.interventions import maintenance_type, make_job
from tests.helpers import committed, counted_statements, fresh


@pytest.fixture
def plant(session):
    client = Client(
        number=1, display_name="Rossi Mario", sort_name="rossi mario", phone="+393331234567"
    )
    session.add(client)
    session.commit()
    return client


@pytest.fixture
def call(session, plant):
    return add_call(session, plant)


def add_call(session, plant):
    row = Call(client=plant, description="Non parte", received_at=utc_now())
    session.add(row)
    session.commit()
    return row


def form(**values):
    return {"priority": "NORMAL", "coverage": "CLIENT", "channel": "PHONE", **values}


def calls(session):
    return fresh(session).scalars(select(Call)).all()


def test_list_needs_few_statements(app, session, people, plant, call):
    browser = people.secretary()
    browser.get("/chiamate/")
    with counted_statements(app) as one:
        page = browser.get("/chiamate/")
    add_call(session, plant)
    add_call(session, plant)
    with counted_statements(app) as three:
        browser.get("/chiamate/")

    assert "Rossi Mario" in page.text
    assert len(one) == len(three) <= 8


def test_new_call_gets_number_and_promise(session, people, plant):
    people.secretary().post("/chiamate/add", data=form(client=plant.id, description="Perde"))

    (stored,) = calls(session)
    assert stored.caller_phone == "+393331234567"
    assert stored.state is CallState.TO_SCHEDULE
    assert stored.received_by
    assert stored.call_back_by > stored.received_at + timedelta(hours=5)


def test_promise_skips_the_days_on_which_the_company_is_closed(session, people, plant):
    today = local_day(utc_now())
    closing = CompanyClosure(first_on=today, last_on=today + timedelta(days=20), name="Ferie")
    session.add(closing)
    session.commit()

    people.secretary().post("/chiamate/add", data=form(client=plant.id))

    (stored,) = calls(session)
    assert local_day(stored.call_back_by) > closing.last_on


def test_call_soon_after_a_visit_is_a_repeat(session, people, plant):
    kind = session.scalars(select(DeviceType).where(DeviceType.code == "boiler")).one()
    device = Device(client=plant, device_type=kind)
    session.add(device)
    session.flush()
    service.record_maintenance(session, [device.id], 7, local_day(utc_now()))
    session.commit()

    people.secretary().post("/chiamate/add", data=form(client=plant.id))

    assert calls(session)[0].is_repeat


def test_smell_of_gas_is_urgent(session, people, plant):
    reason = session.scalars(select(CallReason).where(CallReason.is_gas_alarm)).one()

    people.secretary().post("/chiamate/add", data=form(client=plant.id, reason=reason.id))

    (stored,) = calls(session)
    assert stored.priority is Priority.URGENT
    assert stored.call_back_by == stored.received_at + timedelta(hours=1)
    assert stored.intervention_type_id == reason.intervention_type_id


def test_twin_is_refused_unless_another_matter(session, people, plant, call):
    browser = people.secretary()

    refused = browser.post("/chiamate/add", data=form(client=plant.id, description="Ancora"))
    assert refused.status_code == 422
    assert "Ancora" in refused.text
    assert len(calls(session)) == 1

    browser.post("/chiamate/add", data=form(client=plant.id, is_other_matter="y"))
    assert len(calls(session)) == 2


def test_form_shows_the_plant(people, session, plant, call):
    plant.needs_attention, plant.attention_reason = True, "Cane libero"
    session.commit()

    page = people.secretary().get(f"/chiamate/add?client={plant.id}").text

    assert "Cane libero" in page
    assert f"/chiamate/{call.id}" in page


def test_nudge_is_kept(session, people, call):
    people.secretary().post(f"/chiamate/{call.id}/sollecito", data={"text": "Richiama"})

    assert fresh(session).scalars(select(CallNudge)).one().text == "Richiama"


def test_cancelling_needs_a_reason(session, people, call):
    browser = people.secretary()

    browser.post(f"/chiamate/{call.id}/annulla", data={"cancel_reason": " "})
    assert committed(session, call).state is CallState.TO_SCHEDULE

    browser.post(f"/chiamate/{call.id}/annulla", data={"cancel_reason": "Risolto"})
    assert committed(session, call).state is CallState.CANCELLED


@pytest.mark.parametrize("address", ["", "{}", "edit/{}", "add", "export/csv"])
def test_technician_sees_no_calls(people, call, address):
    browser, _technician = people.technician()

    answer = browser.get("/chiamate/" + address.format(call.id))

    assert answer.status_code == 403
    assert "Non parte" not in answer.text


def test_lead_reads_but_does_not_change(session, people, call):
    browser, _technician = people.lead()

    assert "Non parte" in browser.get(f"/chiamate/{call.id}").text
    for step in ("annulla", "sollecito"):
        assert browser.post(f"/chiamate/{call.id}/{step}", data={}).status_code == 403
    assert committed(session, call).state is CallState.TO_SCHEDULE


def test_other_company_sees_nothing(other_people, call):
    browser = other_people.administrator()

    assert browser.get(f"/chiamate/{call.id}").status_code == 404
    assert browser.post(f"/chiamate/{call.id}/annulla", data={}).status_code == 404
    assert "Rossi" not in browser.get("/chiamate/").text


def test_card_of_the_client_lists_its_calls(people, call):
    page = people.secretary().get(f"/clienti/{call.client_id}?tab=calls").text

    assert "Non parte" in page


def test_card_tab_needs_its_function(people, call):
    browser, _none = people.with_functions("clients.read", "clients.all")

    answer = browser.get(f"/clienti/{call.client_id}?tab=calls")

    assert answer.status_code == 403
    assert "Non parte" not in answer.text


def add_device(session, plant, **values):
    kind = session.scalars(select(DeviceType).where(DeviceType.code == "boiler")).one()
    device = Device(client=plant, device_type=kind, **values)
    session.add(device)
    session.commit()
    return device


def test_facts_of_the_plant_follow_the_client(session, people, plant, call):
    today = local_day(utc_now())
    add_device(
        session,
        plant,
        brand="Riello",
        serial_number="RI-77",
        next_maintenance_on=today - timedelta(days=3),
        warranty_until=date(2099, 5, 6),
    )
    plant.needs_attention, plant.attention_reason = True, "Cane libero"
    plant.street, plant.street_number, plant.municipality = "Via Roma", "3", "Rivoli"
    session.commit()

    part = people.secretary().get(f"/chiamate/impianto?client={plant.id}").text

    for words in ("Cane libero", "Via Roma 3, Rivoli", "RI-77", "06/05/2099", "Non parte",
                  f"/chiamate/{call.id}", 'name="is_other_matter"'):  # fmt: skip
        assert words in part, words
    assert " checked" in part


def test_facts_of_the_plant_show_past_work(session, people):
    appointment, device = make_job(session)
    work = Intervention(
        year=2026, number=1, client_id=appointment.client_id, performed_on=date(2026, 3, 4),
        intervention_type=maintenance_type(session), outcome=Outcome.DONE,
        work_done="Pulito il bruciatore", devices=[device],
    )  # fmt: skip
    session.add(work)
    session.commit()

    part = people.secretary().get(f"/chiamate/impianto?client={appointment.client_id}").text

    assert "Pulito il bruciatore" in part
    assert "04/03/2026" in part


def test_facts_stop_at_what_one_may_see(session, people, plant, call):
    add_device(session, plant, brand="Riello", serial_number="RI-77")
    browser, _ = people.with_functions("calls.read", "calls.write", "clients.read", "clients.all")

    part = browser.get(f"/chiamate/impianto?client={plant.id}").text

    assert "Rossi Mario" in part
    assert "RI-77" not in part


def test_facts_of_another_company_s_client_are_not_found(session, people, other_people, plant):
    stranger = other_people.secretary()

    assert stranger.get(f"/chiamate/impianto?client={plant.id}").status_code == 404
    assert people.technician()[0].get(f"/chiamate/impianto?client={plant.id}").status_code == 403
    assert people.secretary().get("/chiamate/impianto?client=x").status_code == 404
    assert people.secretary().get("/chiamate/impianto").status_code == 200


def test_devices_of_the_call_are_stored_and_changed(session, people, plant):
    first, second = (add_device(session, plant, brand=name) for name in ("Riello", "Baxi"))
    browser = people.secretary()

    browser.post("/chiamate/add", data=form(client=plant.id, devices=[first.id]))
    (stored,) = calls(session)
    assert [device.id for device in stored.devices] == [first.id]

    page = browser.get(f"/chiamate/edit/{stored.id}").text
    assert "Baxi" in page
    version = stored.version
    browser.post(f"/chiamate/edit/{stored.id}", data=form(devices=[second.id], version=version))
    assert [device.id for device in calls(session)[0].devices] == [second.id]


def test_a_device_of_another_plant_is_refused(session, people, plant):
    other = Client(number=2, display_name="Verdi", sort_name="verdi")
    session.add(other)
    foreign = add_device(session, other, brand="Baxi")

    answer = people.secretary().post(
        "/chiamate/add", data=form(client=plant.id, devices=[foreign.id], description="Perde")
    )

    assert answer.status_code == 422
    assert 'id="devices-error"' in answer.text
    assert "Perde" in answer.text
    assert calls(session) == []


def test_who_sees_no_devices_does_not_lose_them(session, people, plant):
    device = add_device(session, plant, brand="Riello")
    row = Call(client=plant, received_at=utc_now(), devices=[device])
    session.add(row)
    session.commit()
    browser, _ = people.with_functions("calls.read", "calls.write", "clients.read", "clients.all")

    browser.post(f"/chiamate/edit/{row.id}", data=form(description="Nuovo", version=row.version))

    (stored,) = calls(session)
    assert stored.description == "Nuovo"
    assert [one.id for one in stored.devices] == [device.id]
    assert "Riello" not in browser.get(f"/chiamate/{row.id}").text


def test_save_and_schedule_goes_on_to_the_appointment(session, people, plant):
    device = add_device(session, plant, brand="Riello")
    reason = session.scalars(select(CallReason).where(CallReason.code == "no_heating")).one()
    browser = people.secretary()

    answer = browser.post(
        "/chiamate/add",
        data=form(client=plant.id, devices=[device.id], reason=reason.id, then="schedule"),
    )

    (stored,) = calls(session)
    assert answer.location == f"/agenda/nuovo?call={stored.id}"
    page = browser.get(answer.location).text
    assert "Rossi Mario" in page
    assert "Riello" in page
    plain = people.with_functions("calls.read", "calls.write", "clients.read", "clients.all")[0]
    data = form(client=plant.id, is_other_matter="y", then="schedule")
    assert "/agenda/" not in plain.post("/chiamate/add", data=data).location


@pytest.mark.parametrize(
    "query",
    [
        "f_state=WAITING_PART", "f_priority=URGENT", "f_municipality=asti", "f_reason={reason}",
        "f_technician={technician}",
    ],
)  # fmt: skip
def test_filters(session, people, plant, call, query):
    other = Client(number=2, display_name="Verdi Ugo", sort_name="verdi", municipality="Asti")
    reason = session.scalars(select(CallReason).limit(1)).one()
    technician = Technician(name="Anna", working_hours={})
    wanted = Call(
        client=other, received_at=utc_now(), state=CallState.WAITING_PART, reason=reason,
        priority=Priority.URGENT, suggested_technician=technician,
    )  # fmt: skip
    session.add(wanted)
    session.commit()

    page = (
        people.secretary()
        .get("/chiamate/?" + query.format(reason=reason.id, technician=technician.id))
        .text
    )

    assert "Verdi Ugo" in page
    assert "Rossi Mario" not in page


def test_late_call_back_is_said_in_words(session, people, call):
    call.call_back_by = utc_now() - timedelta(hours=1)
    session.commit()
    browser = people.secretary()
    words = 'tone-danger">'

    assert words in browser.get("/chiamate/").text

    call.state = CallState.SCHEDULED
    session.commit()
    assert words not in browser.get("/chiamate/?tab=all").text


def test_waiting_for_a_part_and_back(session, people, call):
    browser = people.secretary()

    browser.post(f"/chiamate/{call.id}/attesa", data={"state": "waiting_part"})
    assert committed(session, call).state is CallState.WAITING_PART
    browser.post(f"/chiamate/{call.id}/attesa", data={"state": "to_schedule"})
    assert committed(session, call).state is CallState.TO_SCHEDULE

    assert browser.post(f"/chiamate/{call.id}/attesa", data={"state": "closed"}).status_code == 400
    call.state = CallState.SCHEDULED
    session.commit()
    browser.post(f"/chiamate/{call.id}/attesa", data={"state": "waiting_part"})
    assert committed(session, call).state is CallState.SCHEDULED
    lead, _technician = people.lead()
    assert lead.post(f"/chiamate/{call.id}/attesa", data={}).status_code == 403
