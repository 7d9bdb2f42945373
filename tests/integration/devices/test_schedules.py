"""The legal dates of the devices follow their facts, and each change is in the history."""

from datetime import UTC, date, datetime
from decimal import Decimal as Dec

import pytest
from sqlalchemy import select

from app.clients.models import Client
from app.clients.service import create_client, update_client
from app.company.models import CompanyProfile
from app.devices import service
from app.devices.models import ControlRecord, Device, DeviceType
from app.devices.rules import ControlKind, Fuel
from app.jobs.models import OutboxJob
from app.jobs.registry import names
from app.orm.audit import AuditEntry
from app.thermal.models import ControlPeriod, Refrigerant
from app.thermal.rules_fgas import LeakReason
from app.thermal.rules_schedule import ControlReason
from app.thermal.service import ship_thermal_lists
from app.thermal.tables_periods import PERIODS
from tests.helpers import committed

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def kind_of(session, code):
    return session.scalars(select(DeviceType).where(DeviceType.code == code)).one()


def store(session, code="boiler", province="TO", client=None, **values):
    session.info["now"] = NOW
    client = client or create_client(session, {"last_name": "Rossi", "province": province})
    usual = {
        "fuel": Fuel.NATURAL_GAS, "useful_power_kw": Dec(24), "installed_on": date(2020, 5, 4),
    }  # fmt: skip
    device = Device(
        client_id=client.id, device_type=kind_of(session, code), brand="Riello", **(usual | values)
    )
    service.store_device(session, device)
    session.commit()
    return device


def control(session, device, day, source="ree:1"):
    service.record_control(
        session, [device.id], kind=ControlKind.EFFICIENCY, source=source, performed_on=day
    )
    session.commit()


def test_two_schedules_run_apart(session):
    device = store(session)

    assert (device.next_maintenance_on, device.next_control_on) == (
        date(2021, 5, 4), date(2024, 5, 4),
    )  # fmt: skip
    assert device.first_due_on == date(2021, 5, 4)
    service.record_maintenance(session, [device.id], 7, date(2025, 10, 12))
    assert device.next_maintenance_on == date(2026, 10, 12)
    assert device.next_control_on == date(2024, 5, 4)
    assert device.first_due_on == date(2024, 5, 4)


def test_a_control_moves_its_date_once_and_can_be_taken_back(session):
    device = store(session)
    for _turn in range(2):
        control(session, device, date(2025, 10, 14))

    assert committed(session, device).next_control_on == date(2029, 10, 14)
    assert device.control_reason is ControlReason.LAST_CONTROL
    assert device.control_period == "IT-A74-03"
    assert len(session.scalars(select(ControlRecord)).all()) == 1

    service.record_control(
        session, [], kind=ControlKind.EFFICIENCY, source="ree:1", performed_on=NOW.date()
    )
    assert device.next_control_on == date(2024, 5, 4)


@pytest.mark.parametrize(
    ("values", "expected", "reason"),
    [
        ({"useful_power_kw": None}, None, ControlReason.NO_POWER),
        ({"useful_power_kw": Dec(10)}, None, ControlReason.BELOW_THRESHOLD),
        ({"fuel": None}, None, ControlReason.NO_FUEL),
        ({"fuel": Fuel.OTHER}, None, ControlReason.NO_FUEL),
        ({"fuel": Fuel.PELLET}, None, ControlReason.NOT_REQUIRED),
        ({"fuel": Fuel.HEATING_OIL}, date(2022, 5, 4), ControlReason.INSTALLATION),
        ({"useful_power_kw": Dec(100)}, date(2022, 5, 4), ControlReason.INSTALLATION),
        ({"imported_control_on": date(2023, 2, 1)}, date(2027, 2, 1), ControlReason.IMPORTED),
        ({"code": "water_heater"}, None, ControlReason.NO_REPORT),
        ({"code": "heat_pump", "fuel": None, "useful_power_kw": Dec(9), "cooling_kw": Dec(13)},
         date(2024, 5, 4), ControlReason.INSTALLATION),
        ({"province": "FI"}, date(2024, 12, 31), ControlReason.INSTALLATION),
        ({"province": "an"}, date(2024, 5, 31), ControlReason.INSTALLATION),
    ],
)  # fmt: skip
def test_why(session, values, expected, reason):
    device = store(session, **values)

    assert (device.next_control_on, device.control_reason) == (expected, reason)


def test_powers_of_one_distribution_add_up(session):
    first = store(session, useful_power_kw=Dec(6), distribution="Centrale")
    assert first.control_reason is ControlReason.BELOW_THRESHOLD

    client = session.get(Client, first.client_id)
    second = store(session, client=client, useful_power_kw=Dec(7), distribution="Centrale")
    alone = store(session, client=client, useful_power_kw=Dec(7))

    assert committed(session, first).next_control_on == date(2024, 5, 4)
    assert second.next_control_on == date(2024, 5, 4)
    assert alone.next_control_on is None
    service.remove_device(session, second, on=date(2026, 1, 1))
    session.commit()
    assert committed(session, first).next_control_on is None


def test_a_plant_that_moves_to_another_province_follows_its_rules(session):
    device = store(session)
    client = session.get(Client, device.client_id)

    update_client(session, client, {"province": "AN"})
    session.commit()

    assert committed(session, device).next_control_on == date(2024, 5, 31)
    noted = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.entity == "devices", AuditEntry.entity_id == str(device.id))
        .order_by(AuditEntry.id.desc())
    ).first()
    assert noted.changes["next_control_on"] == ["2024-05-04", "2024-05-31"]


def test_the_company_may_fix_the_authority(session):
    profile = session.get(CompanyProfile, 1)
    profile.control_body = "TOS"
    try:
        assert store(session).next_control_on == date(2024, 12, 31)
    finally:
        profile.control_body = ""
        session.commit()


@pytest.mark.parametrize(
    ("gas", "values", "expected", "reason"),
    [
        ("R407C", {"charge_kg": Dec(12)}, date(2021, 5, 4), LeakReason.INSTALLATION),
        ("R407C", {"charge_kg": Dec(12), "has_leak_detector": True}, date(2022, 5, 4),
         LeakReason.INSTALLATION),
        ("R32", {"charge_kg": Dec("1.3")}, None, LeakReason.BELOW_THRESHOLD),
        ("R410A", {"charge_kg": Dec("2.5"), "is_hermetic": True}, None, LeakReason.EXEMPT),
        ("R290", {"charge_kg": Dec(5)}, None, LeakReason.NOT_FLUORINATED),
        ("R32", {}, None, LeakReason.NO_CHARGE),
        (None, {}, None, LeakReason.NO_GAS),
    ],
)  # fmt: skip
def test_leak_checks(session, gas, values, expected, reason):
    found = session.scalars(select(Refrigerant).where(Refrigerant.code == gas)).first()
    device = store(session, code="heat_pump", refrigerant=found, **values)

    assert (device.next_leak_check_on, device.leak_reason) == (expected, reason)


def test_all_dates_are_derived_again_in_batches(app, session, monkeypatch):
    devices = [store(session) for _number in range(3)]
    row = session.scalars(select(ControlPeriod).where(ControlPeriod.code == "IT-A74-03")).one()
    row.years = 3
    session.flush()
    monkeypatch.setattr(service, "REFRESHED_AT_ONCE", 2)

    service.refresh_some(session, 0, now=NOW)
    (asked,) = session.scalars(select(OutboxJob).where(OutboxJob.name == service.REFRESH))
    assert [device.next_control_on.year for device in devices] == [2023, 2023, 2024]
    service.refresh_some(session, *asked.args, now=NOW)

    assert devices[2].next_control_on == date(2023, 5, 4)
    assert service.REFRESH in names()
    session.rollback()


def test_shipped_lists_are_written_once(session):
    assert not ship_thermal_lists(session)
    codes = set(session.scalars(select(ControlPeriod.code)))
    assert codes == {row.code for row in PERIODS}
