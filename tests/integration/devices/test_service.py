"""What visits do to the dates of the devices."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.clients.models import Client
from app.devices import service
from app.devices.models import Device, DeviceType, MaintenanceRecord
from app.devices.queries import job_devices
from app.devices.rules import DeviceNotInServiceError, DeviceState, DueReason
from tests.helpers import committed, office_access

SET_AT = datetime(2025, 6, 1, 10, tzinfo=UTC)


@pytest.fixture
def boiler(session):
    kind = session.scalars(select(DeviceType).where(DeviceType.code == "boiler")).one()
    client = Client(number=1, display_name="Rossi", sort_name="rossi")
    device = Device(client=client, device_type=kind, brand="Riello", serial_number="r-1")
    service.store_device(session, device)
    session.commit()
    return device


def test_visit_moves_the_date_once(session, boiler):
    for _turn in range(2):
        service.record_maintenance(session, [boiler.id], 7, date(2025, 10, 12))
    session.commit()

    assert committed(session, boiler).next_maintenance_on == date(2026, 10, 12)
    assert boiler.due_reason is DueReason.LAST_VISIT
    assert len(session.scalars(select(MaintenanceRecord)).all()) == 1


def test_corrected_visit_recomputes(session, boiler):
    service.record_maintenance(session, [boiler.id], 7, date(2025, 10, 12))
    service.record_maintenance(session, [boiler.id], 7, date(2025, 9, 1))

    assert boiler.next_maintenance_on == date(2026, 9, 1)


def test_device_left_out_of_a_correction_goes_back(session, boiler):
    service.record_maintenance(session, [boiler.id], 7, date(2025, 10, 12))
    service.record_maintenance(session, [], 7, date(2025, 10, 12))

    assert boiler.next_maintenance_on is None
    assert boiler.due_reason is DueReason.NO_START


def test_forgotten_visit_goes_back_to_the_one_before(session, boiler):
    service.record_maintenance(session, [boiler.id], 6, date(2024, 10, 1))
    service.record_maintenance(session, [boiler.id], 7, date(2025, 10, 12))
    service.forget_maintenance(session, 7)

    assert boiler.next_maintenance_on == date(2025, 10, 1)


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        (date(2025, 5, 31), date(2027, 1, 1)),
        (date(2025, 6, 1), date(2026, 6, 1)),
        (date(2025, 6, 2), date(2026, 6, 2)),
    ],
)
def test_manual_date_ends_with_the_next_visit(session, boiler, visit, expected):
    service.set_manual_due(
        session, boiler, due_on=date(2027, 1, 1), reason="x", access=office_access(), now=SET_AT
    )
    service.record_maintenance(session, [boiler.id], 7, visit)

    assert boiler.next_maintenance_on == expected


def test_removed_device_is_not_removed_again(session, boiler):
    service.remove_device(session, boiler, on=date(2025, 1, 1))

    assert boiler.state is DeviceState.REMOVED
    with pytest.raises(DeviceNotInServiceError):
        service.remove_device(session, boiler, on=date(2025, 1, 2))


def test_job_shows_what_is_in_service(session, boiler):
    (found,) = job_devices(session, boiler.client_id)
    assert (found.kind, found.brand, found.serial_number) == ("Caldaia", "Riello", "r-1")

    service.remove_device(session, boiler, on=date(2025, 1, 1))
    assert job_devices(session, boiler.client_id) == []
