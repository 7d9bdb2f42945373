"""Phones that send at the same moment, on the database at hand."""

from functools import partial
from uuid import uuid4

from sqlalchemy import select

from app.devices.models import Device, MaintenanceRecord
from app.interventions.models import Intervention
from tests.factories.interventions import body_of, make_job
from tests.helpers import at_once, fresh


def sent_at_once(sendings):
    """Send everything at the same moment; returns the answers in order."""
    return at_once([partial(browser.put, place, json=body) for browser, place, body in sendings])


def address():
    return f"/api/v1/reports/{uuid4()}"


def browsers(people, technician_browser):
    return [technician_browser, people.lead()[0], people.secretary()]


def test_reports_on_one_appointment_are_all_kept_and_the_later_ones_flagged(people, session):
    browser, technician = people.technician()
    three = browsers(people, browser)
    body = body_of(session, *make_job(session, technician), performed_on="2026-01-12")

    answers = sent_at_once([(one, address(), body) for one in three])

    assert [one.status_code for one in answers] == [201, 201, 201]
    assert sorted(one.json["number"] for one in answers) == [
        "2026/00001", "2026/00002", "2026/00003",
    ]  # fmt: skip
    assert sorted(one.json["has_conflict"] for one in answers) == [False, True, True]
    notes = fresh(session).scalars(select(Intervention.conflict_note)).all()
    assert sorted(notes) == ["", "already_reported", "already_reported"]


def test_the_same_report_sent_three_times_is_one(people, session):
    browser, technician = people.technician()
    body = body_of(session, *make_job(session, technician), performed_on="2026-01-12")
    place = address()

    answers = sent_at_once([(browser, place, body)] * 3)

    assert sorted(one.status_code for one in answers) == [200, 200, 201]
    assert len({one.json["id"] for one in answers}) == 1


def test_visits_to_one_device_reported_together_leave_the_latest_date(people, session):
    office = [people.secretary() for _turn in range(3)]
    first, device = make_job(session)
    visits = [first]
    for number in (2, 3):
        appointment, _ = make_job(session, number=number)
        appointment.client_id = first.client_id
        visits.append(appointment)
    session.commit()
    bodies = [
        body_of(session, visit, device, performed_on=f"2026-01-{10 + turn}")
        for turn, visit in enumerate(visits)
    ]

    answers = sent_at_once(
        [(browser, address(), body) for browser, body in zip(office, bodies, strict=True)]
    )

    assert [one.status_code for one in answers] == [201, 201, 201]
    found = fresh(session).get_one(Device, device.id)
    assert len(session.scalars(select(MaintenanceRecord)).all()) == 3
    assert found.next_maintenance_on.isoformat() == "2027-01-12"


def test_of_two_corrections_of_one_revision_the_second_is_told(people, session):
    office = [people.secretary() for _turn in range(2)]
    job = make_job(session)
    body = body_of(session, *job, performed_on="2026-01-12")
    made = office[0].put(address(), json=body).json
    corrects = {"intervention_id": made["id"], "revision": 1, "reason": "Errore"}

    answers = sent_at_once([(one, address(), body | {"corrects": corrects}) for one in office])

    assert sorted(one.status_code for one in answers) == [201, 409]
