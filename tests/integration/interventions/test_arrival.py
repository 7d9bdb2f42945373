"""What follows from a report that arrives: prices, payment, people, conflicts, office entries."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.agenda.models import AppointmentTechnician
from app.agenda.rules import AppointmentState
from app.calls.rules import CallState
from app.clients.merging import merge_clients
from app.clients.rules import ClientState
from app.interventions.checking import Origin
from app.interventions.models import Intervention
from app.interventions.rules_reading import ContentNotValidError
from app.interventions.rules_sending import (
    DOCUMENT,
    AppointmentNotYoursError,
    ForeignDeviceError,
    PaymentNotAllowedError,
)
from app.interventions.service import receive_report
from app.jobs.models import OutboxJob
from app.pricelist.models import PriceItem
from app.technicians.models import Technician
from tests.factories.interventions import NOON, body_of, make_job, make_plant
from tests.helpers import office_access, technician_access

FIRST, SECOND = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2))
PAYMENT = {"method": "card", "amount": "99.00", "receipt_number": "12"}


def send(session, body, uuid=FIRST, *, access=None, **values):
    return receive_report(
        session, uuid, body, access=access or office_access(), now=NOON, **values
    ).report


@pytest.fixture
def job(session):
    return make_job(session)


@pytest.fixture
def own(job):
    return technician_access(job[0].team[0].technician_id)


def problems(session, body, access=None):
    with pytest.raises(ContentNotValidError) as refusal:
        send(session, body, access=access)
    return [(one.path, one.reason) for one in refusal.value.problems]


def test_all_that_a_report_states_is_kept(session, job):
    body = body_of(
        session, *job, started_at="09:05", ended_at="10:20", travel_minutes=25,
        request_text="Non scalda", next_visit_advised_on="2027-10-01", payment=PAYMENT,
    )  # fmt: skip
    body["compiled_at"] = "2026-10-12T08:30:00Z"

    report = send(session, body)

    found = report.intervention
    assert found.started_at == datetime(2026, 10, 12, 7, 5, tzinfo=UTC)
    assert found.ended_at == datetime(2026, 10, 12, 8, 20, tzinfo=UTC)
    assert (found.travel_minutes, found.request_text) == (25, "Non scalda")
    assert (found.paid_eur, found.receipt_number) == (Decimal("99.00"), "12")
    assert job[0].arrived_at == found.started_at
    assert job[0].left_at == found.ended_at
    assert report.compiled_at == datetime(2026, 10, 12, 8, 30, tzinfo=UTC)
    assert report.signatures[0].signed_at == report.compiled_at
    assert report.content == body["content"]
    assert report.facts["totals"] == {"net": "90.00", "vat": "9.00", "total": "99.00"}
    assert report.facts["devices"][0]["next_on"] == "2027-10-12"
    assert report.facts["company"]["legal_name"] == "PROVA"
    assert report.facts["show_prices"]
    assert session.scalars(select(OutboxJob.args).where(OutboxJob.name == DOCUMENT)).all() == [
        [report.id]
    ]


def test_a_phone_with_a_wrong_clock_is_not_believed(session, job):
    body = body_of(session, *job) | {"compiled_at": "1970-01-01T00:00:00"}

    assert send(session, body).compiled_at == NOON


def test_who_sees_no_prices_sells_at_those_of_the_list(session, job, own):
    item = session.scalars(select(PriceItem).limit(1)).one()
    lines = [
        {"item_id": item.id, "description": "Pezzo", "quantity": "2", "unit_price": "0.01"},
        {"description": "Di cortesia", "quantity": "1", "unit_price": "500"},
    ]

    report = send(session, body_of(session, *job, lines=lines), access=own)

    assert [line.unit_price for line in report.lines] == [item.unit_price, 0]
    assert report.lines[0].vat_rate_pct == item.vat_profile.rate_pct
    assert report.intervention.net_eur == item.unit_price * 2
    assert not report.facts["show_prices"]


def test_a_part_that_left_the_price_list_is_kept_and_flagged(session, job, own):
    lines = [{"item_id": 99_999, "description": "Pezzo", "quantity": "1", "unit_price": "7"}]

    for uuid, access, price in ((FIRST, own, 0), (SECOND, None, 7)):
        job[0].state = AppointmentState.TO_RESUME
        session.flush()
        report = send(session, body_of(session, *job, lines=lines), uuid, access=access)
        assert [(line.item_id, line.unit_price) for line in report.lines] == [(None, price)]
        assert report.intervention.conflict_note == "not_listed"


def test_payments_need_their_function(session, job, own):
    body = body_of(session, *job, payment=PAYMENT)
    priced = technician_access(own.technician_id, "prices.read")
    taking = technician_access(own.technician_id, "prices.read", "payments.take")

    for access in (own, priced):
        with pytest.raises(PaymentNotAllowedError):
            send(session, body, access=access)
    assert send(session, body, access=taking).intervention.paid_eur == Decimal("99.00")


def test_a_technician_names_no_colleague_but_the_office_does(session, job, own):
    colleague = Technician(name="Collega", working_hours={})
    session.add(colleague)
    session.commit()
    alone = body_of(session, *job, technician_ids=[own.technician_id])
    body = body_of(session, *job, technician_ids=[colleague.id, own.technician_id])

    assert problems(session, body, own) == [("technician_ids", "not_allowed")]
    assert problems(session, body_of(session, *job, technician_ids=[99_999])) == [
        ("technician_ids", "unknown")
    ]
    assert send(session, body).facts["technicians"] == ["Collega", "Tecnico 1"]
    assert send(session, alone, SECOND, access=own).facts["technicians"] == ["Tecnico 1"]


def without_appointment(session, job, **content):
    body = body_of(session, *job, **content)
    return body | {"appointment_id": None, "client_id": job[1].client_id, "base_version": None}


def test_the_office_reports_without_an_appointment(session, job, own):
    body = without_appointment(session, job, technician_ids=[own.technician_id])

    report = send(session, body)

    found = report.intervention
    assert (found.client_id, found.appointment_id) == (job[1].client_id, None)
    assert [one.name for one in found.technicians] == ["Tecnico 1"]
    assert not found.has_conflict
    assert job[0].state is AppointmentState.PLANNED


def test_a_report_without_appointment_says_who_worked(session, job):
    assert problems(session, without_appointment(session, job)) == [("technician_ids", "required")]


def test_only_the_office_reports_without_an_appointment(session, job, own):
    lead = technician_access(own.technician_id, "reports.lead", "agenda.all", "clients.read")
    body = without_appointment(session, job, technician_ids=[own.technician_id])

    for access in (own, lead):
        with pytest.raises(AppointmentNotYoursError):
            send(session, body, access=access)
    with pytest.raises(AppointmentNotYoursError):
        send(session, body | {"client_id": 99_999})
    job[0].client.state = ClientState.MERGED
    session.flush()
    with pytest.raises(AppointmentNotYoursError):
        send(session, body)


def test_a_report_is_about_something(session, job):
    body = body_of(session, *job) | {"appointment_id": None}

    assert problems(session, body) == [("appointment_id", "required")]


def test_stamps_are_no_change_of_the_appointment(session, job):
    body = body_of(session, *job)
    job[0].arrived_at, job[0].state = NOON, AppointmentState.ON_SITE
    session.commit()

    assert not send(session, body).intervention.has_conflict


@pytest.mark.parametrize("change", ["hour", "text", "team"])
def test_what_the_office_changed_meanwhile_is_flagged(session, job, change):
    body = body_of(session, *job)
    appointment = job[0]
    if change == "hour":
        appointment.ends_at += timedelta(hours=1)
    elif change == "text":
        appointment.instructions = "Portare la scala"
    else:
        extra = Technician(name="Aiuto", working_hours={})
        session.add(extra)
        session.flush()
        appointment.team.append(AppointmentTechnician(technician_id=extra.id, position=1))
    session.commit()

    found = send(session, body).intervention

    assert (found.has_conflict, found.conflict_note) == (True, "changed")
    assert appointment.state is AppointmentState.COMPLETED


def test_a_report_on_a_cancelled_appointment_is_kept(session, job):
    job[0].state = AppointmentState.CANCELLED
    session.commit()

    found = send(session, body_of(session, *job)).intervention

    assert (found.has_conflict, found.conflict_note) == (True, "cancelled")
    assert job[0].state is AppointmentState.COMPLETED
    assert job[0].call.state is CallState.CLOSED


def test_a_second_report_is_kept_flagged_and_opens_nothing_again(session, job):
    send(session, body_of(session, *job))

    second = send(session, body_of(session, *job, outcome="client_absent"), SECOND).intervention

    assert (second.label, second.has_conflict) == ("2026/00002", True)
    assert second.conflict_note == "already_reported"
    assert job[0].state is AppointmentState.COMPLETED
    assert job[0].call.state is CallState.CLOSED


def test_going_on_with_work_to_be_resumed_is_no_conflict(session, job):
    send(session, body_of(session, *job, outcome="to_resume"))

    second = send(session, body_of(session, *job), SECOND).intervention

    assert not second.has_conflict
    assert job[0].state is AppointmentState.COMPLETED


def test_two_phones_that_began_together_are_a_conflict(session, job):
    first, second = body_of(session, *job, outcome="to_resume"), body_of(session, *job)

    send(session, first)

    assert send(session, second, SECOND).intervention.conflict_note == "already_reported"


def test_work_written_offline_arrives_although_somebody_else_was_sent(session, job, own):
    body = body_of(session, *job)
    job[0].team.clear()
    session.flush()
    other = Technician(name="Un altro", working_hours={})
    session.add(other)
    session.flush()
    job[0].team.append(AppointmentTechnician(technician_id=other.id))
    session.commit()

    with pytest.raises(AppointmentNotYoursError):
        send(session, body, access=own)
    found = send(
        session,
        body | {"content": body["content"] | {"technician_ids": [own.technician_id]}},
        access=own,
        origin=Origin(entitled=frozenset({job[0].id})),
    ).intervention

    assert found.conflict_note == "changed"
    assert [one.name for one in found.technicians] == ["Tecnico 1"]


def test_an_entry_without_client_takes_no_report(session, job):
    job[0].client_id, job[0].title = None, "Corso"
    session.commit()

    with pytest.raises(AppointmentNotYoursError):
        send(session, body_of(session, *job))
    assert session.scalars(select(Intervention)).all() == []


def test_dates_of_two_visits_to_one_device_do_not_overwrite_each_other(session, job):
    device = job[1]
    appointment, _ = make_job(session, number=2)
    appointment.client_id = device.client_id
    session.commit()
    send(session, body_of(session, *job))

    send(session, body_of(session, appointment, device, performed_on="2026-10-01"), SECOND)

    assert device.next_maintenance_on.isoformat() == "2027-10-12"


def with_form_of(job):
    """Return the origin of a report whose form was given out for the job as it is."""
    return Origin(entitled=frozenset({job[0].id}), plant_id=job[0].client_id)


@pytest.mark.parametrize("has_plant", [True, False])
def test_a_report_stays_with_the_plant_it_was_signed_for(session, job, own, has_plant):
    body, origin = body_of(session, *job), with_form_of(job)
    other, _ = make_plant(session, 2)
    plant_id = job[0].client_id
    job[0].client_id, job[0].title = (other.id, "") if has_plant else (None, "Riunione")
    session.commit()

    report = send(session, body, access=own, origin=origin)
    again = send(session, body, access=own, origin=origin)

    found = report.intervention
    assert again is report
    assert (found.client_id, found.devices) == (plant_id, [job[1]])
    assert (found.has_conflict, found.conflict_note) == (True, "plant_changed")
    assert job[1].next_maintenance_on == date(2027, 10, 12)
    # What the office planned at the other plant is still to be done.
    assert found.appointment is None
    assert job[0].state is AppointmentState.PLANNED
    assert job[0].call.state is not CallState.CLOSED


def test_without_its_form_a_report_cannot_reach_another_plant(session, job, own):
    body = body_of(session, *job)
    origin = Origin(plant_id=job[0].client_id)
    job[0].client_id = make_plant(session, 2)[0].id
    session.commit()

    with pytest.raises(ForeignDeviceError):
        send(session, body, access=own, origin=origin)


def test_a_card_merged_meanwhile_is_no_other_plant(session, job, own):
    kept, _ = make_plant(session, 2)
    kept.last_name = "Rossi"
    body, origin = body_of(session, *job), with_form_of(job)
    merge_clients(session, kept, job[0].client, now=NOON)
    session.commit()

    found = send(session, body, access=own, origin=origin).intervention

    assert (found.client_id, found.appointment_id) == (kept.id, job[0].id)
    assert job[0].state is AppointmentState.COMPLETED
