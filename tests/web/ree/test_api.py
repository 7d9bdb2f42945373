"""Energy-efficiency reports arrive once, checked, from whoever did the control."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from app.accounts import catalogue
from app.agenda.rules import AppointmentState
from app.ree.models import Ree, ReeRevision
from app.ree.rules import ReeState
from tests.factories.ree import body_of, content_of, make_boiler_job
from tests.helpers import fresh


@pytest.fixture
def job(people, session):
    browser, technician = people.technician()
    appointment, boiler = make_boiler_job(session, technician)
    return browser, appointment, boiler


def put(browser, body, uuid=None):
    return browser.put(f"/api/v1/ree/{uuid or uuid4()}", json=body)


def test_report_is_stored_with_what_follows(job, session):
    browser, appointment, boiler = job

    answer = put(browser, body_of(appointment, content_of(boiler.id)))

    assert answer.status_code == 201, answer.json
    ree = fresh(session).scalars(select(Ree)).one()
    assert answer.json["number"] == ree.label
    assert (ree.device_id, ree.state, ree.is_signed) == (boiler.id, ReeState.SIGNED, True)
    revision = ree.revisions[0]
    assert revision.content["values"]["brand"] == "Immergas"
    assert revision.measurements[0].computed["co_computed"]["value"] == "103.70"
    assert revision.measurements[0].computed["efficiency_minimum"]["value"] == "91.76"
    assert {one.content_sha256 for one in revision.signatures} == {revision.content_sha256}
    assert str(ree.device.heat_input_kw) == "24.50"


def test_same_report_twice_is_stored_once(job, session):
    browser, appointment, boiler = job
    uuid, body = uuid4(), body_of(appointment, content_of(boiler.id))

    first, second = put(browser, body, uuid), put(browser, body, uuid)
    other = put(browser, body_of(appointment, content_of(boiler.id, model="Altro")), uuid)

    assert (first.status_code, second.status_code, other.status_code) == (201, 200, 409)
    assert len(fresh(session).scalars(select(ReeRevision)).all()) == 1


def test_second_report_of_the_day_is_refused(job):
    browser, appointment, boiler = job
    put(browser, body_of(appointment, content_of(boiler.id)))

    answer = put(browser, body_of(appointment, content_of(boiler.id)))

    assert answer.status_code == 422
    assert answer.json["problems"][0]["path"] == "values.performed_on"


def test_broken_rule_is_told_beside_its_field_and_nothing_is_stored(job, session):
    browser, appointment, boiler = job
    content = content_of(boiler.id, row={"co_dry_ppm": "900", "o2": "12"})

    answer = put(browser, body_of(appointment, content))

    assert answer.status_code == 422
    found = {(one["path"], one["reason"]) for one in answer.json["problems"]}
    assert found == {("values.uni_10389_ok", "co_too_high"), ("values.may_run", "unsafe_co")}
    assert fresh(session).scalars(select(Ree)).all() == []


def test_technician_has_to_sign_and_the_responsible_or_a_reason(job, session):
    browser, appointment, boiler = job
    content = content_of(boiler.id)

    nobody = put(browser, body_of(appointment, content, signatures=[]))
    unexplained = put(browser, body_of(appointment, content, signed=False))
    explained = put(browser, body_of(appointment, content, signed=False, unsigned_reason="refused"))

    assert nobody.json["error"] == "TechnicianSignatureMissing"
    assert unexplained.json["error"] == "UnsignedReasonMissing"
    assert explained.status_code == 201
    ree = fresh(session).scalars(select(Ree)).one()
    assert ree.is_signed is False
    assert ree.revisions[0].unsigned_reason.value == "refused"


def test_colleagues_appointment_does_not_exist(job, people):
    _browser, appointment, boiler = job
    other, _technician = people.technician()

    assert put(other, body_of(appointment, content_of(boiler.id))).status_code == 404
    assert other.get(f"/api/v1/ree/context?appointment={appointment.id}").status_code == 404
    assert other.get(f"/ree/nuovo?appuntamento={appointment.id}").status_code == 404


def test_device_of_another_plant_is_refused(job, session):
    browser, appointment, _boiler = job
    _other, foreign = make_boiler_job(session, number=2)

    answer = put(browser, body_of(appointment, content_of(foreign.id)))

    assert answer.json["problems"][0]["path"] == "device_id"


def test_without_writing_function_nothing_opens(people):
    browser, _none = people.with_functions("interventions.read")

    assert browser.get("/api/v1/ree/context?client=1").status_code == 403
    assert browser.post("/api/v1/ree/check", json={}).status_code == 403
    assert browser.get("/ree/nuovo?cliente=1").status_code == 403


def test_context_starts_from_card_device_and_last_report(job):
    browser, appointment, boiler = job
    address = f"/api/v1/ree/context?appointment={appointment.id}"

    before = browser.get(address).json["devices"][0]["prefill"]["values"]
    put(browser, body_of(appointment, content_of(boiler.id)))
    device = browser.get(address).json["devices"][0]

    assert (before["fuel"], before["useful_power_kw"]) == ("natural_gas", "24")
    assert "analyser_serial" not in before
    after = device["prefill"]["values"]
    assert (after["analyser_serial"], after["efficiency_class"]) == ("T330-1", "condensing")
    assert "indoor_suitable" not in after
    assert device["last_on"] == "2026-10-12"


def test_check_works_out_values_with_their_formula(job):
    browser, _appointment, boiler = job

    found = browser.post("/api/v1/ree/check", json={"content": content_of(boiler.id)}).json

    by_name = {one["name"]: one for one in found["figures"][0]}
    assert by_name["efficiency_ree"]["value"] == "100,20"
    assert by_name["co_computed"]["formula"] == "80 · 21 / (21 - 4,8) = 103,7"
    assert by_name["efficiency_ok"]["good"] is True
    assert [one for one in found["problems"] if one["severity"] == "error"] == []


def test_office_corrects_and_the_first_stays(job, people, session):
    browser, appointment, boiler = job
    put(browser, body_of(appointment, content_of(boiler.id)))
    ree = fresh(session).scalars(select(Ree)).one()
    body = body_of(appointment, content_of(boiler.id, remarks="Corretto")) | {
        "appointment_id": None,
        "corrects": {"ree_id": ree.id, "revision": 1, "reason": "Nota dimenticata"},
    }

    field, office = put(browser, body), put(people.secretary(), body)
    outdated = put(people.secretary(), body)

    assert (field.status_code, office.status_code, outdated.status_code) == (404, 201, 409)
    revisions = fresh(session).get(Ree, ree.id).revisions
    assert [one.revision for one in revisions] == [1, 2]
    assert "remarks" not in revisions[0].content["values"]


def correction(appointment, boiler, ree):
    return body_of(appointment, content_of(boiler.id, remarks="Corretto")) | {
        "appointment_id": None,
        "corrects": {"ree_id": ree.id, "revision": 1, "reason": "Nota dimenticata"},
    }


def test_technician_with_the_switch_corrects_the_own_and_no_other(people, session):
    codes = sorted(catalogue.FIELD | {"reports.correct"})
    browser, technician = people.with_functions(*codes, works_as_technician=True)
    appointment, boiler = make_boiler_job(session, technician)
    put(browser, body_of(appointment, content_of(boiler.id)))
    own = fresh(session).scalars(select(Ree)).one()
    assert f"/ree/nuovo?ree={own.id}" in browser.get(f"/ree/{own.id}").text

    assert put(browser, correction(appointment, boiler, own)).status_code == 201
    assert fresh(session).get(Ree, own.id).revision == 2

    # A colleague at the same visit may see it, and not correct it.
    row = session.get(Ree, own.id)
    row.technician_id = None
    session.commit()
    body = correction(appointment, boiler, own)
    body["corrects"]["revision"] = 2
    assert put(browser, body).status_code == 404
    assert fresh(session).get(Ree, own.id).revision == 2


def moved(session, appointment):
    """Let the office give the visit another plant; return that plant's boiler."""
    other, boiler = make_boiler_job(session, number=2)
    appointment.client_id = other.client_id
    session.commit()
    return boiler


def test_report_stays_with_the_plant_it_was_signed_for(job, session, people):
    browser, appointment, boiler = job
    plant_id = appointment.client_id
    context = browser.get(f"/api/v1/ree/context?appointment={appointment.id}").json
    moved(session, appointment)
    body = body_of(appointment, content_of(boiler.id)) | {"ticket": context["ticket"]}

    assert put(browser, body).status_code == 201
    ree = fresh(session).scalars(select(Ree)).one()
    assert (ree.client_id, ree.device_id) == (plant_id, boiler.id)
    assert (ree.conflict, ree.appointment_id) == ("plant_changed", None)

    office = people.secretary()
    assert f"/ree/{ree.id}/verificato" in office.get(f"/ree/{ree.id}").text
    assert f"/ree/{ree.id}" in office.get("/ree/list/?scheda=conflicts").text
    assert office.post(f"/ree/{ree.id}/verificato").status_code == 302
    assert fresh(session).get(Ree, ree.id).conflict == ""


def test_without_its_form_a_report_reaches_no_other_plant(job, session):
    browser, appointment, boiler = job
    moved(session, appointment)

    answer = put(browser, body_of(appointment, content_of(boiler.id)))

    assert answer.status_code == 422
    assert fresh(session).scalars(select(Ree)).all() == []


def test_report_on_a_cancelled_visit_is_kept_and_shown_to_the_office(job, session):
    browser, appointment, boiler = job
    appointment.state = AppointmentState.CANCELLED
    session.commit()

    assert put(browser, body_of(appointment, content_of(boiler.id))).status_code == 201
    ree = fresh(session).scalars(select(Ree)).one()
    assert (ree.conflict, ree.appointment_id) == ("cancelled", appointment.id)
    assert browser.post(f"/ree/{ree.id}/verificato").status_code == 403
