import json

import pytest
from sqlalchemy import func, select

from app.interventions.models import Intervention, InterventionReport
from tests.factories.interventions import body_of, make_job, make_plant
from tests.helpers import counted_statements, fresh

UUID = "8d0a6c5e-52a1-4f7e-9d1b-3f4d5a6b7c8d"
ADDRESS = f"/api/v1/reports/{UUID}"
#: Statements of a report with one device, at most.
STATEMENTS = 34


@pytest.fixture
def field(people, session):
    """Return (browser, appointment, device) of a technician with one job."""
    browser, technician = people.technician()
    return browser, *make_job(session, technician)


@pytest.fixture
def body(session, field):
    return body_of(session, *field[1:], performed_on="2026-01-12")


def stored(session):
    return fresh(session).scalar(select(func.count(Intervention.id)))


def test_a_technician_sends_a_report(field, body, session):
    answer = field[0].put(ADDRESS, json=body)

    assert answer.status_code == 201
    assert answer.json["number"] == "2026/00001"
    assert not answer.json["has_conflict"]
    report = fresh(session).scalars(select(InterventionReport)).one()
    assert report.uuid == UUID
    assert "127.0.0.1" in report.signatures[0].device_text


def test_a_report_costs_few_statements(app, field, body, session):
    browser = field[0]
    browser.get("/api/v1/token")  # the first request of a session notes that it is in use

    with counted_statements(app) as statements:
        answer = browser.put(ADDRESS, json=body)

    assert answer.status_code == 201
    assert stored(session) == 1
    assert len(statements) <= STATEMENTS, statements


def test_the_phone_may_repeat_itself(field, body, session):
    first = field[0].put(ADDRESS, json=body)
    second = field[0].put(ADDRESS, json=body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert stored(session) == 1


def test_the_hour_of_sending_makes_no_other_report(field, body, session):
    field[0].put(ADDRESS, json=body | {"compiled_at": "2026-10-12T08:00:00Z"})
    again = field[0].put(ADDRESS, json=body | {"compiled_at": "2026-10-12T08:05:00Z"})

    assert again.status_code == 200
    assert stored(session) == 1


def test_other_content_is_a_clash(field, body):
    field[0].put(ADDRESS, json=body)

    body["content"]["work_done"] = "Altro"

    assert field[0].put(ADDRESS, json=body).status_code == 409


def test_another_technician_finds_no_such_appointment(body, people, session):
    browser, _ = people.technician()

    assert browser.put(ADDRESS, json=body).status_code == 404
    assert stored(session) == 0


def test_a_lead_technician_completes_the_work_of_others(body, people):
    browser, _ = people.lead()

    assert browser.put(ADDRESS, json=body).status_code == 201


def test_another_company_finds_no_such_appointment(body, other_people, session):
    browser, _ = other_people.lead()

    assert browser.put(ADDRESS, json=body).status_code == 404
    assert stored(session) == 0


def test_nobody_and_the_unentitled_are_refused(client, body, people):
    browser, _ = people.with_functions("clients.read")

    assert client.put(ADDRESS, json=body).status_code == 401
    assert browser.put(ADDRESS, json=body).status_code == 403
    assert browser.get("/api/v1/token").status_code == 403


def test_problems_name_their_field(field, body):
    body["content"]["lines"][0]["quantity"] = "molti"

    answer = field[0].put(ADDRESS, json=body)

    assert answer.status_code == 422
    (problem,) = answer.json["problems"]
    assert (problem["path"], problem["reason"]) == ("lines.0.quantity", "not_a_number")
    assert problem["detail"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\u0000"}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_json_is_a_bad_request(field, data):
    assert field[0].put(ADDRESS, data=data).status_code == 400


@pytest.mark.parametrize("data", [b"[]", b"3", b"null", b'{"signatures": [1]}'])
def test_what_is_no_report_is_refused(field, data):
    assert field[0].put(ADDRESS, data=data).status_code == 422


def test_a_report_of_three_megabytes_is_too_large(field):
    data = json.dumps({"content": "x" * 3_000_000})

    assert field[0].put(ADDRESS, data=data).status_code == 413


def test_an_address_without_uuid_does_not_exist(field, body):
    assert field[0].put("/api/v1/reports/1", json=body).status_code == 404


def test_a_page_kept_open_gets_a_new_token(field):
    assert field[0].get("/api/v1/token").json["csrf_token"]


@pytest.fixture
def moved(field, body, session):
    """Return (ticket of the form, name of its plant); the office has changed the plant since."""
    browser, appointment, _ = field
    given = browser.get(f"/api/v1/reports/context?appointment={appointment.id}").json
    appointment.client = make_plant(session, 2)[0]
    session.commit()
    return given["appointment"]["ticket"], given["client"]["name"]


def test_a_draft_opened_again_keeps_the_plant_it_was_begun_for(field, moved):
    address = f"/api/v1/reports/context?appointment={field[1].id}"
    again = field[0].get(f"{address}&ticket={moved[0]}")
    anew = field[0].get(address)

    assert again.json["client"]["name"] == moved[1]
    assert moved[1] in again.json["notice"]
    assert [one["id"] for one in again.json["devices"]] == [field[2].id]
    assert (anew.json["client"]["name"], anew.json["notice"]) == ("Rossi 2", "")


def test_a_report_on_a_plant_the_office_has_changed_waits_for_the_office(
    field, body, moved, people, session
):
    ticketed = body | {"ticket": moved[0]}
    first, again = field[0].put(ADDRESS, json=ticketed), field[0].put(ADDRESS, json=ticketed)
    office = people.secretary()
    found = fresh(session).scalars(select(Intervention)).one()
    listed = office.get("/interventi/list/?scheda=conflicts")
    card = office.get(f"/interventi/{found.id}")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["has_conflict"]
    assert found.client.display_name == moved[1]
    assert found.label in listed.text
    assert f"/interventi/{found.id}/verificato" in card.text


def test_the_form_of_somebody_else_opens_no_other_plant(field, body, moved, people, session):
    browser, _ = people.technician()

    assert browser.put(ADDRESS, json=body | {"ticket": moved[0]}).status_code == 404
    assert stored(session) == 0
