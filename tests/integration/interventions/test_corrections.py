"""What a correction changes, and what it leaves."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.agenda.rules import AppointmentState
from app.calls.rules import CallState
from app.devices import service as devices
from app.devices.models import MaintenanceRecord
from app.interventions.models import Intervention, InterventionReport
from app.interventions.rules_reading import ContentNotValidError
from app.interventions.rules_sending import (
    AppointmentNotYoursError,
    CorrectionNotAllowedError,
    ForeignDeviceError,
    ReportOutdatedError,
)
from app.interventions.service import receive_report
from app.jobs.models import OutboxJob
from tests.factories.interventions import NOON, body_of, make_job, make_plant
from tests.helpers import office_access, technician_access

FIRST, SECOND, THIRD = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))


def send(session, uuid, body, *, access=None):
    return receive_report(session, uuid, body, access=access or office_access(), now=NOON)


@pytest.fixture
def job(session):
    return make_job(session)


@pytest.fixture
def first(session, job):
    return send(session, FIRST, body_of(session, *job)).report


def correction(session, job, revision=1, reason="Mancava la caldaia", **content):
    body = body_of(session, *job, signed=False, **content)
    intervention = session.scalars(select(Intervention)).one()
    return body | {
        "appointment_id": None,
        "unsigned_reason": "office_entry",
        "corrects": {
            "intervention_id": intervention.id, "revision": revision, "reason": reason,
        },
    }  # fmt: skip


def test_a_correction_is_a_new_revision_and_the_old_one_stays(session, job, first):
    report = send(session, SECOND, correction(session, job, work_done="Altro")).report

    intervention = report.intervention
    assert intervention is first.intervention
    assert (intervention.revision, intervention.label) == (2, "2026/00001")
    assert (intervention.work_done, first.content["work_done"]) == (
        "Altro", "Pulizia e prova di combustione",
    )  # fmt: skip
    assert [one.revision for one in intervention.reports] == [1, 2]
    assert report.correction_reason == "Mancava la caldaia"
    assert report.facts["revision"] == 2
    assert not intervention.is_signed
    assert len(session.scalars(select(OutboxJob)).all()) == 2


def test_a_correction_moves_the_date_with_the_visit(session, job, first):
    send(session, SECOND, correction(session, job, performed_on="2026-09-01"))

    assert job[1].next_maintenance_on == date(2027, 9, 1)
    assert len(session.scalars(select(MaintenanceRecord)).all()) == 1


def test_a_device_taken_off_the_report_goes_back_to_its_date(session, job, first):
    other = make_plant(session, 2)[1]
    other.client_id = job[1].client_id
    session.flush()

    send(session, SECOND, correction(session, job, device_ids=[other.id]))

    assert job[1].next_maintenance_on == date(2021, 1, 1)
    assert other.next_maintenance_on == date(2027, 10, 12)


def test_a_date_set_by_hand_comes_back_when_the_visit_is_taken_away(session, job):
    device = job[1]
    devices.set_manual_due(
        session, device, due_on=date(2027, 2, 1), reason="cantiere", access=office_access(),
        now=datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip
    send(session, FIRST, body_of(session, *job))
    assert device.next_maintenance_on == date(2027, 10, 12)

    send(session, SECOND, correction(session, job, outcome="client_absent"))

    assert device.next_maintenance_on == date(2027, 2, 1)
    assert (device.manual_due_reason, device.manual_due_by) == ("cantiere", "Prova Ufficio")


def test_a_corrected_outcome_moves_the_appointment_and_its_call(session, job, first):
    send(session, SECOND, correction(session, job, outcome="waiting_part"))

    assert job[0].state is AppointmentState.TO_RESUME
    assert job[0].call.state is CallState.WAITING_PART
    assert job[1].next_maintenance_on == date(2021, 1, 1)


def test_a_correction_leaves_what_the_office_has_moved_on_since(session, job, first):
    job[0].state = AppointmentState.CANCELLED
    session.flush()

    send(session, SECOND, correction(session, job, outcome="waiting_part"))

    assert job[0].state is AppointmentState.CANCELLED
    assert job[0].call.state is CallState.CLOSED


def test_the_same_correction_twice_is_one_and_another_of_the_old_revision_is_refused(
    session, job, first
):
    body = correction(session, job, work_done="Altro")

    assert not send(session, SECOND, body).is_replay
    assert send(session, SECOND, body).is_replay
    with pytest.raises(ReportOutdatedError):
        send(session, THIRD, correction(session, job, work_done="Un altro ancora"))
    assert send(session, THIRD, correction(session, job, revision=2)).report.revision == 3


@pytest.mark.parametrize("reason", ["", "   ", None, "x" * 301])
def test_a_correction_says_why(session, job, first, reason):
    with pytest.raises(ContentNotValidError) as refusal:
        send(session, SECOND, correction(session, job, reason=reason))

    assert [one.path for one in refusal.value.problems] == ["corrects.reason"]


def test_who_may_correct(session, job, first):
    own = technician_access(job[0].team[0].technician_id)
    lead = technician_access(9_999, "reports.lead", "agenda.all")
    stranger = technician_access(9_999)
    body = correction(session, job)

    with pytest.raises(CorrectionNotAllowedError):
        send(session, SECOND, body, access=own)
    with pytest.raises(AppointmentNotYoursError):
        send(session, SECOND, body, access=stranger)
    assert send(session, SECOND, body, access=lead).report.revision == 2


def test_with_its_switch_a_technician_corrects_the_own_reports_only(session, job, first):
    own = technician_access(job[0].team[0].technician_id, "reports.correct")
    colleague = technician_access(
        9_999, "reports.correct", "clients.read", "clients.all", "card_interventions.read"
    )
    body = correction(session, job, work_done="Altro")

    with pytest.raises(CorrectionNotAllowedError):
        send(session, SECOND, body, access=colleague)
    report = send(session, SECOND, body, access=own).report
    assert (report.revision, report.author_name) == (2, "Prova Tecnico")
    assert first.content["work_done"] != "Altro"
    with pytest.raises(ReportOutdatedError):
        send(session, THIRD, body, access=own)


def test_a_correction_cannot_bring_in_the_device_of_another_plant(session, job, first):
    foreign = make_plant(session, 2)[1]

    with pytest.raises(ForeignDeviceError):
        send(session, SECOND, correction(session, job, device_ids=[foreign.id]))


def test_who_sees_no_prices_corrects_without_changing_them(session, job, first):
    lead = technician_access(9_999, "reports.lead", "agenda.all")
    line = {"description": "Manutenzione", "quantity": "2", "unit_price": "1"}

    intervention = send(
        session, SECOND, correction(session, job, lines=[line]), access=lead
    ).report.intervention

    assert (intervention.net_eur, intervention.vat_eur) == (Decimal("180.00"), Decimal("18.00"))


def test_who_takes_no_payments_leaves_the_one_recorded(session, job):
    payment = {"method": "cash", "amount": "99.00", "receipt_number": "45"}
    send(session, FIRST, body_of(session, *job, payment=payment))
    lead = technician_access(9_999, "reports.lead", "agenda.all")

    report = send(session, SECOND, correction(session, job), access=lead).report

    assert report.intervention.paid_eur == Decimal("99.00")
    assert report.facts["payment"] == payment
    assert send(session, THIRD, correction(session, job, 2)).report.facts["payment"] is None


def test_what_was_signed_cannot_be_changed(session, job, first):
    session.commit()
    first.content = {"work_done": "Altro"}

    with pytest.raises(AssertionError, match="frozen"):
        session.flush()

    session.rollback()
    assert session.get_one(InterventionReport, first.id).content["work_done"] != "Altro"
