import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.agenda.models import Appointment, AppointmentTechnician
from app.calls.models import Call
from app.clients.models import Client
from app.demo import people
from app.demo.plants import seed_cards, seed_devices
from app.demo.reports import REPORT_DAYS
from app.demo.work import seed_work
from app.devices.models import Device
from app.devices.queries import maintenance_days
from app.devices.schedules import maintenance_due
from app.files.signatures import signature_svg
from app.interventions.models import Intervention
from app.interventions.rules_content import fingerprint
from app.kernel.dates import local_day, local_day_bounds
from app.kernel.identifiers import check_tax_code, check_vat_number
from app.search.models import SearchEntry
from app.technicians.models import Technician

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def seed(session):
    session.add_all(Technician(name=name, position=at) for at, name in enumerate(("Uno", "Due")))
    session.flush()
    rng = random.Random(2026)
    seed_devices(session, rng, seed_cards(session, rng, 60, NOW), local_day(NOW))
    seed_work(session, rng, 120, NOW)


@pytest.fixture
def seeded(session):
    seed(session)
    return session


def test_seed_writes_what_was_asked_and_every_card_can_be_found(seeded):
    counts = [
        seeded.scalar(select(func.count()).select_from(table))
        for table in (Client, SearchEntry, Intervention)
    ]

    assert counts == [60, 60, 120]


def test_tax_codes_and_vat_numbers_are_well_formed(seeded):
    for client in seeded.scalars(select(Client)):
        assert not client.tax_code or check_tax_code(client.tax_code).is_valid, client.tax_code
        assert not client.vat_number or check_vat_number(client.vat_number).is_valid


def test_due_dates_are_what_the_history_gives(seeded):
    devices = seeded.scalars(select(Device)).all()
    days = maintenance_days(seeded, [device.id for device in devices])

    for device in devices:
        due = maintenance_due(device, days.get(device.id, []), keeps_anniversary=False)
        stored = (device.next_maintenance_on, device.due_reason, device.due_counted_from)
        assert stored == (due.on, due.reason, due.counted_from)


def test_today_is_full_for_every_technician(seeded):
    start, end = local_day_bounds(local_day(NOW))
    busy = seeded.execute(
        select(AppointmentTechnician.technician_id, func.count())
        .join(Appointment, Appointment.id == AppointmentTechnician.appointment_id)
        .where(Appointment.starts_at >= start, Appointment.starts_at < end)
        .group_by(AppointmentTechnician.technician_id)
    ).all()

    assert [count for _technician, count in busy] == [5, 5]


def test_numbers_of_a_year_have_no_gap(seeded):
    numbers = seeded.scalars(
        select(Intervention.number).where(Intervention.year == 2026).order_by(Intervention.number)
    ).all()

    assert numbers == list(range(1, len(numbers) + 1))


def test_calls_of_every_priority_wait_and_none_comes_from_the_future(seeded):
    calls = seeded.scalars(select(Call).where(Call.closed_at.is_(None))).all()

    assert {call.priority.value for call in calls} == {"urgent", "normal", "plannable"}
    assert all(NOW - timedelta(days=5) < call.received_at <= NOW for call in calls)


def test_the_same_seed_invents_the_same_people():
    place = people.towns()[0]

    assert people.make_person(random.Random(1), place) == people.make_person(
        random.Random(1), place
    )


def test_latest_visits_have_a_report_that_agrees_with_them(seeded):
    since = local_day(NOW) - timedelta(days=REPORT_DAYS)
    visits = seeded.scalars(select(Intervention).where(Intervention.performed_on >= since)).all()

    assert visits
    for visit in visits:
        (report,) = visit.reports
        assert sum(line.total_eur for line in report.lines) == visit.net_eur
        assert visit.is_signed == (report.unsigned_reason is None)
        assert report.content_sha256 == fingerprint(report.content)
        assert all(signature_svg(one.strokes) for one in report.signatures)
        assert report.facts["devices"]


def test_answered_calls_have_their_visits(seeded):
    rows = seeded.execute(
        select(Call.id, Call.received_at, Call.closed_at, func.count(Intervention.id),
               func.min(Intervention.performed_on), func.count(Intervention.client_id.distinct()))
        .join(Appointment, Appointment.call_id == Call.id)
        .join(Intervention, Intervention.appointment_id == Appointment.id)
        .group_by(Call.id)
    ).all()  # fmt: skip

    assert rows
    for _id, received_at, closed_at, visits, first, plants in rows:
        assert visits in {1, 2}
        assert plants == 1
        assert local_day(received_at) <= first
        assert received_at < closed_at <= NOW
