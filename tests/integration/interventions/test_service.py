from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.agenda.rules import AppointmentState
from app.calls.rules import CallState
from app.files.signatures import SignatureEmptyError
from app.interventions.models import Intervention
from app.interventions.rules_content import MaintenanceWithoutDeviceError
from app.interventions.rules_sending import (
    AppointmentNotYoursError,
    ForeignDeviceError,
    ReportClashError,
    UnsignedReasonMissingError,
)
from app.interventions.service import receive_report
from tests.factories.interventions import NOON, body_of, make_job, make_plant
from tests.helpers import office_access, technician_access

UUID = "8d0a6c5e-52a1-4f7e-9d1b-3f4d5a6b7c8d"


@pytest.fixture
def job(session):
    return make_job(session)


def send(session, body, *, uuid=UUID, access=None):
    return receive_report(session, uuid, body, access=access or office_access(), now=NOON)


def stored(session):
    return session.scalar(select(func.count(Intervention.id)))


def test_a_report_closes_the_job_and_moves_the_date(session, job):
    appointment, device = job

    report = send(session, body_of(session, appointment, device)).report

    intervention = report.intervention
    assert intervention.label == "2026/00001"
    assert (intervention.net_eur, intervention.vat_eur) == (Decimal("90.00"), Decimal("9.00"))
    assert intervention.is_signed
    assert not intervention.has_conflict
    assert [found.name for found in intervention.technicians] == ["Tecnico 1"]
    assert appointment.state is AppointmentState.COMPLETED
    assert appointment.left_at == NOON
    assert appointment.call.state is CallState.CLOSED
    assert device.next_maintenance_on == date(2027, 10, 12)
    assert report.signatures[0].content_sha256 == report.content_sha256


def test_the_same_sending_twice_stores_once(session, job):
    body = body_of(session, *job)
    first = send(session, body)

    second = send(session, body)

    assert second.is_replay
    assert second.report is first.report
    assert stored(session) == 1


def test_other_content_under_the_same_uuid_clashes(session, job):
    send(session, body_of(session, *job))

    with pytest.raises(ReportClashError):
        send(session, body_of(session, *job, work_done="Altro"))

    assert stored(session) == 1


def test_a_report_on_a_changed_appointment_is_kept_and_flagged(session, job):
    body = body_of(session, *job)
    body["base_version"] += 7

    assert send(session, body).report.intervention.has_conflict


@pytest.mark.parametrize(
    ("outcome", "state", "call"),
    [
        ("waiting_part", AppointmentState.TO_RESUME, CallState.WAITING_PART),
        ("to_resume", AppointmentState.TO_RESUME, CallState.TO_SCHEDULE),
        ("client_absent", AppointmentState.NOT_DONE, CallState.TO_SCHEDULE),
    ],
)
def test_unfinished_work_moves_no_date_and_goes_back_to_the_office(
    session, job, outcome, state, call
):
    appointment, device = job
    before = device.next_maintenance_on

    send(session, body_of(session, appointment, device, outcome=outcome))

    assert appointment.state is state
    assert appointment.call.state is call
    assert device.next_maintenance_on == before


def test_a_technician_reports_own_appointments_only(session, job):
    appointment, device = job
    own = appointment.team[0].technician_id
    body = body_of(session, appointment, device)

    with pytest.raises(AppointmentNotYoursError):
        send(session, body, access=technician_access(own + 1))
    with pytest.raises(AppointmentNotYoursError):
        send(session, body | {"appointment_id": 99_999}, access=technician_access(own))

    assert stored(session) == 0
    assert send(session, body, access=technician_access(own)).report.id


def test_a_stranger_cannot_learn_of_a_report_by_its_uuid(session, job):
    appointment, device = job
    body = body_of(session, appointment, device)
    send(session, body)

    with pytest.raises(AppointmentNotYoursError):
        send(session, body, access=technician_access(99_999))


def test_the_device_of_another_plant_is_refused(session, job):
    appointment, _ = job
    _, foreign = make_plant(session, 2)

    with pytest.raises(ForeignDeviceError):
        send(session, body_of(session, appointment, foreign))


def test_a_maintenance_without_device_is_refused(session, job):
    with pytest.raises(MaintenanceWithoutDeviceError):
        send(session, body_of(session, *job, device_ids=[]))


def test_without_signature_a_reason_is_needed(session, job):
    body = body_of(session, *job, signed=False)

    with pytest.raises(UnsignedReasonMissingError):
        send(session, body)

    report = send(session, body | {"unsigned_reason": "absent"}).report
    assert not report.intervention.is_signed


def test_a_touch_is_no_signature(session, job):
    body = body_of(session, *job)
    body["signatures"][0]["strokes"] = []

    with pytest.raises(SignatureEmptyError):
        send(session, body)


def test_a_refused_report_takes_no_number(session, job):
    with pytest.raises(MaintenanceWithoutDeviceError):
        send(session, body_of(session, *job, device_ids=[]))

    assert send(session, body_of(session, *job)).report.intervention.number == 1
