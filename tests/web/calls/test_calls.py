"""The screens of the calls, and who may not open them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.calls.models import Call, CallNudge
from app.calls.rules import CallState, Priority
from app.clients.models import Client
from app.devices import service
from app.devices.models import Device, DeviceType
from app.kernel.dates import local_day
from app.web.clock import utc_now
from app.worktypes.models import CallReason
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
