"""What the form of a report is given, and what it is told before signing."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.agenda.models import AppointmentTechnician
from app.devices.models import Device, MaintenanceRecord
from app.interventions.models import Intervention
from app.interventions.service import receive_report
from app.orm.audit import AuditEntry
from app.technicians.models import Technician
from tests.factories.interventions import NOON, body_of, maintenance_type, make_job, make_plant
from tests.helpers import counted_statements, fresh, office_access

CONTEXT, PREVIEW = "/api/v1/reports/context", "/api/v1/reports/preview"
PRICE_KEYS = ("unit_price", "discount_pct", "vat_rate_pct", "vat_nature", "amount")


@pytest.fixture
def field(people, session):
    """Return (browser, appointment, device) of a technician with one job."""
    browser, technician = people.technician()
    return browser, *make_job(session, technician)


def reported(session, job, **content):
    """Return the intervention of a job that the office reported on."""
    body = body_of(session, *job, **content)
    report = receive_report(session, str(uuid4()), body, access=office_access(), now=NOON).report
    session.commit()
    return report.intervention


def content_of(session, device, **changes):
    return {
        "type_id": maintenance_type(session).id,
        "performed_on": "2026-10-12",
        "outcome": "done",
        "device_ids": [device.id],
        "heading": {"name": "Maria Rossi"},
        "lines": [
            {"description": "Manutenzione", "quantity": "1", "unit_price": "1234.5",
             "vat_rate_pct": "10"},
        ],
    } | changes  # fmt: skip


def preview(browser, content, **subject):
    answer = browser.post(PREVIEW, json=subject | {"content": content})
    assert answer.status_code == 200
    return answer.json


def test_a_technician_is_given_what_the_job_needs_and_no_prices(field, session):
    browser, appointment, device = field

    answer = browser.get(f"{CONTEXT}?appointment={appointment.id}")

    found = answer.json
    assert answer.status_code == 200
    assert found["appointment"]["device_ids"] == []
    assert found["client"]["name"] == found["heading"]["name"] == "Rossi 1"
    assert [one["id"] for one in found["devices"]] == [device.id]
    assert found["team"] == [
        {"id": member.technician_id, "name": member.technician.name} for member in appointment.team
    ]
    assert found["technicians"] == []
    assert found["may"] == {"prices": False, "payments": False, "pick_team": False, "office": False}
    assert found["current"] is None
    assert found["items"]
    assert found["phrases"]
    assert not [key for key in PRICE_KEYS if f'"{key}"' in answer.text]
    assert found["outcomes"][0]["value"] == "done"
    assert all(found["outcomes"][0].values())


def test_the_office_is_given_prices_and_technicians(field, people):
    found = people.administrator().get(f"{CONTEXT}?client={field[1].client_id}").json

    assert found["appointment"] is None
    assert found["items"][0]["unit_price"]
    assert "vat_nature" in found["items"][0]
    assert len(found["technicians"]) == 1
    assert found["may"] == {"prices": True, "payments": True, "pick_team": True, "office": True}


def test_the_form_of_a_correction_holds_what_was_stated(people, session, field):
    item = reported(session, field[1:], payment={"method": "cash", "amount": "99.00"})

    found = people.administrator().get(f"{CONTEXT}?intervention={item.id}").json["current"]
    lead = people.lead()[0].get(f"{CONTEXT}?intervention={item.id}")

    assert (found["number"], found["revision"]) == ("2026/00001", 1)
    assert found["content"]["lines"][0]["unit_price"] == "90"
    assert found["content"]["payment"]["amount"] == "99.00"
    assert found["content"]["technician_ids"] == [field[1].team[0].technician_id]
    assert not [key for key in PRICE_KEYS if f'"{key}"' in lead.text]


def test_a_visit_without_a_written_report_can_be_completed(people, session, field):
    appointment, device = field[1:]
    item = Intervention(
        year=2025, number=1, client_id=appointment.client_id, performed_on=NOON.date(),
        intervention_type_id=maintenance_type(session).id, outcome="done", devices=[device],
        technicians=[appointment.team[0].technician],
    )  # fmt: skip
    session.add(item)
    session.commit()
    browser = people.secretary()

    current = browser.get(f"{CONTEXT}?intervention={item.id}").json["current"]
    answer = browser.put(
        f"/api/v1/reports/{uuid4()}",
        json={
            "content": current["content"] | {"performed_on": "2026-01-12"},
            "unsigned_reason": "office_entry",
            "corrects": {"intervention_id": item.id, "revision": 1, "reason": "Completo"},
        },
    )

    assert (answer.status_code, answer.json["revision"]) == (201, 2)


@pytest.mark.parametrize("subject", ["appointment", "client", "intervention"])
def test_what_is_not_ones_own_is_not_there(
    people, other_people, other_session, session, field, subject
):
    item = reported(session, field[1:])
    keys = {
        "appointment": field[1].id, "client": field[1].client_id, "intervention": item.id,
    }  # fmt: skip
    stranger, _ = people.technician()
    foreign = other_people.administrator()
    unentitled, _ = people.with_functions("clients.read", "agenda.read")
    query = f"{CONTEXT}?{subject}={keys[subject]}"
    body = {f"{subject}_id": keys[subject], "content": content_of(session, field[2])}

    assert stranger.get(query).status_code == (403 if subject == "client" else 404)
    assert foreign.get(query).status_code == 404
    assert unentitled.get(query).status_code == 403
    assert foreign.post(PREVIEW, json=body).status_code == 404
    assert unentitled.post(PREVIEW, json=body).status_code == 403
    assert field[0].get(f"{CONTEXT}?intervention={item.id}").status_code == 403


@pytest.mark.parametrize(
    "query", ["", "?appointment=", "?appointment=x", "?client=%C2%B2", "?intervention=99999999999"]
)
def test_an_address_about_nothing_is_not_there(people, query):
    assert people.secretary().get(f"{CONTEXT}{query}").status_code == 404


def test_nobody_is_given_nothing(client, field):
    assert client.get(f"{CONTEXT}?appointment={field[1].id}").status_code == 401


def test_the_date_that_will_move_is_told_and_nothing_is_stored(field, session):
    browser, appointment, device = field
    before = session.scalar(select(func.count(AuditEntry.id)))

    found = preview(browser, content_of(session, device), appointment_id=appointment.id)

    (due,) = found["due"]
    assert (due["was"], due["next"], due["moves"]) == ("", "12/10/2027", True)
    assert "12/10/2027" in due["sentence"]
    assert found["sentence"] == ""
    assert found["totals"] is None
    assert found["totals_text"] is None
    assert found["problems"] == []
    assert fresh(session).get_one(Device, device.id).next_maintenance_on is None
    assert session.scalars(select(MaintenanceRecord)).all() == []
    assert session.scalar(select(func.count(AuditEntry.id))) == before


def test_it_is_told_when_no_date_moves(field, session):
    browser, appointment, device = field

    content = content_of(session, device, outcome="client_absent")
    found = preview(browser, content, appointment_id=appointment.id)

    assert not found["due"][0]["moves"]
    assert found["sentence"]


def test_a_correction_tells_the_date_that_goes_back(people, session, field):
    appointment, device = field[1:]
    other = make_plant(session, 2)[1]
    other.client_id = device.client_id
    session.commit()
    item = reported(session, (appointment, device))

    found = preview(people.secretary(), content_of(session, other), intervention_id=item.id)

    dates = {one["device_id"]: (one["was"], one["next"]) for one in found["due"]}
    assert dates == {device.id: ("12/10/2027", "01/01/2021"), other.id: ("", "12/10/2027")}


def test_amounts_are_told_to_who_sees_prices(people, session, field):
    content = content_of(session, field[2])
    found = preview(people.secretary(), content, client_id=field[1].client_id)

    assert found["totals"] == {"net": "1234.50", "vat": "123.45", "total": "1357.95"}
    assert found["totals_text"] == {"net": "1.234,50", "vat": "123,45", "total": "1.357,95"}


def test_all_that_is_wrong_is_told_beside_its_field(people, session, field):
    content = content_of(
        session, field[2], device_ids=[], started_at="9", payment={"method": "cash"},
        lines=[{"item_id": 99_999, "description": "Pezzo", "quantity": "1"}],
    )  # fmt: skip
    found = preview(field[0], content, appointment_id=field[1].id)

    problems = {one["path"]: one["reason"] for one in found["problems"]}
    assert problems == {
        "started_at": "not_a_time",
        "payment.amount": "out_of_range",
        "device_ids": "MaintenanceWithoutDevice",
        "lines.0.item_id": "unknown",
    }
    assert all(one["detail"] for one in found["problems"])


@pytest.mark.parametrize("content", [None, 3, [], {}, {"lines": [{}], "heading": 1}])
def test_half_a_report_is_looked_at(field, content):
    found = preview(field[0], content, appointment_id=field[1].id)

    assert found["problems"]


@pytest.mark.parametrize("body", ["[]", "3", "null", "{}"])
def test_what_is_no_request_is_refused(field, body):
    assert field[0].post(PREVIEW, data=body).status_code in (404, 422)


def test_the_ticket_lets_a_report_arrive_after_the_job_was_given_to_another(field, people, session):
    browser, appointment, device = field
    stranger, _ = people.technician()
    ticket = browser.get(f"{CONTEXT}?appointment={appointment.id}").json["appointment"]["ticket"]
    body = body_of(session, appointment, device, performed_on="2026-01-12")
    other = Technician(name="Un altro", working_hours={})
    session.add(other)
    session.flush()
    appointment.team[:] = [AppointmentTechnician(technician_id=other.id)]
    session.commit()
    address = f"/api/v1/reports/{uuid4()}"

    assert browser.put(address, json=body).status_code == 404
    assert browser.put(address, json=body | {"ticket": ticket + "x"}).status_code == 404
    assert stranger.put(address, json=body | {"ticket": ticket}).status_code == 404
    kept = browser.put(address, json=body | {"ticket": ticket})
    assert (kept.status_code, kept.json["has_conflict"]) == (201, True)


def test_reports_and_previews_need_the_token(app, field, session):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        refused = field[0].put(f"/api/v1/reports/{uuid4()}", json={})
        previewed = field[0].post(PREVIEW, json={})
        filed = field[0].put(f"/api/v1/attachments/{uuid4()}", data=b"x")
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert [one.status_code for one in (refused, previewed, filed)] == [400, 400, 400]
    assert json.loads(refused.text)["error"] == "csrf"


def test_the_form_costs_the_same_for_more_devices(field, session, app):
    browser, appointment, _ = field
    address = f"{CONTEXT}?appointment={appointment.id}"
    browser.get(address)
    with counted_statements(app) as one:
        browser.get(address)
    for number in (2, 3):
        make_plant(session, number)[1].client_id = appointment.client_id
    session.commit()
    with counted_statements(app) as three:
        browser.get(address)

    assert len(one) == len(three) <= 16
