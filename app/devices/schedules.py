"""The three dates of a device, derived: maintenance, control of efficiency, leak check.

Reads what the rules need for some devices in a fixed number of statements and writes the derived
columns; `app.devices.service` calls it after every change of a fact.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from app.clients.models import Client
from app.company.queries import company_profile
from app.devices.models import ControlRecord, Device, DeviceType
from app.devices.queries import dates_of, maintenance_days
from app.devices.rules import ControlKind, DeviceState, Fuel
from app.devices.rules_due import Due, DueFacts, next_due
from app.kernel.dates import local_day
from app.orm.audit import moment_of
from app.thermal import queries as thermal
from app.thermal.rules import FuelGroup, Generator
from app.thermal.rules_fgas import (
    Circuit,
    Gas,
    LeakDue,
    LeakFacts,
    LeakLaw,
    law_on,
    next_leak_check,
)
from app.thermal.rules_schedule import ControlDue, ControlFacts, Period, next_control
from app.thermal.tables import LEAK_LAWS
from app.thermal.tables_periods import bodies_of

FUEL_GROUPS = {
    Fuel.NATURAL_GAS: FuelGroup.GAS,
    Fuel.LPG: FuelGroup.GAS,
    Fuel.HEATING_OIL: FuelGroup.LIQUID,
    Fuel.PELLET: FuelGroup.BIOMASS,
    Fuel.WOOD: FuelGroup.BIOMASS,
}
_GENERATORS = {1: Generator.FLAME, 3: Generator.SUBSTATION, 4: Generator.COGENERATOR}
#: Type of the report of chillers and heat pumps.
_COLD = 2

#: Columns that `write_dates` writes.
DERIVED = (
    "next_maintenance_on", "due_reason", "due_counted_from", "next_control_on", "control_reason",
    "control_counted_from", "control_period", "next_leak_check_on", "leak_reason",
    "leak_counted_from", "leak_months", "first_due_on",
)  # fmt: skip
_AT_ONCE = 500

#: Client, type of report and name of the distribution subsystem.
Subsystem = tuple[int, int | None, str]


@dataclass(frozen=True)
class Powers:
    """Powers of a generator, or of all on its distribution subsystem, kW; None: not known."""

    useful: Decimal | None
    heat_input: Decimal | None
    electrical: Decimal | None


@dataclass(frozen=True)
class Past:
    """Days of what was done on a device, oldest first."""

    visits: Sequence[date] = ()
    controls: Sequence[date] = ()
    checks: Sequence[date] = ()
    repairs: Sequence[date] = ()


@dataclass(frozen=True)
class Circumstances:
    """What the dates of some devices depend on besides themselves."""

    today: date
    keeps_anniversary: bool
    control_body: str
    company_province: str
    periods: Sequence[Period]
    law: LeakLaw
    gases: dict[int, Gas] = field(default_factory=dict)
    provinces: dict[int, str] = field(default_factory=dict)
    subsystems: dict[Subsystem, Powers] = field(default_factory=dict)
    pasts: dict[int, Past] = field(default_factory=dict)


def circumstances(session: Session, devices: Collection[Device]) -> Circumstances:
    """Return what the dates of some stored devices depend on, in a fixed number of statements."""
    profile = company_profile(session)
    today = local_day(moment_of(session))
    has_gas = any(device.refrigerant_id for device in devices)
    return Circumstances(
        today=today,
        keeps_anniversary=profile.due_mode == "anniversary",
        control_body=profile.control_body,
        company_province=profile.province,
        periods=thermal.periods(session),
        law=law_on(LEAK_LAWS, today),
        gases=thermal.gases(session) if has_gas else {},
        provinces=_provinces(session, {device.client_id for device in devices}),
        subsystems=_subsystems(session, {d.client_id for d in devices if d.distribution}),
        pasts=_pasts(session, [device.id for device in devices]),
    )


def derive_at_once(session: Session, ids: Sequence[int]) -> None:
    """Write the dates of devices stored in bulk, without an entry in the history for each."""
    for start in range(0, len(ids), _AT_ONCE):
        devices = session.scalars(
            select(Device)
            .options(joinedload(Device.device_type))
            .where(Device.id.in_(ids[start : start + _AT_ONCE]))
            .execution_options(populate_existing=True)
        ).all()
        for device in devices:
            session.expunge(device)
        around = circumstances(session, devices)
        for device in devices:
            write_dates(device, around)
        rows = [{name: getattr(device, name) for name in ("id", *DERIVED)} for device in devices]
        session.execute(update(Device), rows)


def write_dates(device: Device, around: Circumstances) -> None:
    """Write the derived columns of a device."""
    past = around.pasts.get(device.id, Past())
    due = maintenance_due(device, past.visits, keeps_anniversary=around.keeps_anniversary)
    device.next_maintenance_on, device.due_reason = due.on, due.reason
    device.due_counted_from = due.counted_from
    control = control_due(device, past, around)
    device.next_control_on, device.control_reason = control.on, control.reason
    device.control_counted_from = control.counted_from
    device.control_period = control.period.code if control.period else ""
    leak = leak_due(device, past, around)
    device.next_leak_check_on, device.leak_reason = leak.on, leak.reason
    device.leak_counted_from, device.leak_months = leak.counted_from, leak.months
    device.first_due_on = min(dates_of(device), default=None)


def maintenance_due(device: Device, visits: Iterable[date], *, keeps_anniversary: bool) -> Due:
    """Return the next maintenance of a device after some visits, without storing it."""
    return next_due(
        DueFacts(
            state=device.state,
            is_excluded=device.exclude_from_maintenance,
            interval_months=device.maintenance_interval_months,
            visits=tuple(visits),
            keeps_anniversary=keeps_anniversary,
            first_ignition_on=device.first_ignition_on,
            installed_on=device.installed_on,
            imported_last_on=device.imported_last_on,
            imported_next_on=device.imported_next_on,
            manual_due_on=device.manual_due_on,
            manual_set_on=local_day(device.manual_due_at) if device.manual_due_at else None,
        )
    )


def control_due(device: Device, past: Past, around: Circumstances) -> ControlDue:
    """Return the next control of efficiency of a device, without storing it."""
    powers = powers_of(device, around)
    province = around.provinces.get(device.client_id) or around.company_province
    return next_control(
        ControlFacts(
            generator=generator_of(device),
            fuel=FUEL_GROUPS.get(device.fuel) if device.fuel else None,
            useful_kw=powers.useful,
            heat_input_kw=powers.heat_input,
            electrical_kw=powers.electrical,
            is_in_service=device.state is DeviceState.IN_SERVICE,
            is_outdoors=bool(device.is_outdoors),
            controls=tuple(past.controls),
            imported_on=device.imported_control_on,
            first_ignition_on=device.first_ignition_on,
            installed_on=device.installed_on,
        ),
        around.periods,
        bodies=bodies_of(province, around.control_body),
        today=around.today,
    )


def leak_due(device: Device, past: Past, around: Circumstances) -> LeakDue:
    """Return the next leak check of a device, without storing it."""
    gas = around.gases.get(device.refrigerant_id) if device.refrigerant_id else None
    return next_leak_check(
        LeakFacts(
            circuit=Circuit(
                charge_kg=device.charge_kg,
                gas=gas,
                is_hermetic=bool(device.is_hermetic),
                is_residential=bool(device.is_residential),
                has_detector=bool(device.has_leak_detector),
            ),
            is_in_service=device.state is DeviceState.IN_SERVICE,
            checks=tuple(past.checks),
            repaired_on=past.repairs[-1] if past.repairs else None,
            imported_on=device.imported_leak_check_on,
            first_ignition_on=device.first_ignition_on,
            installed_on=device.installed_on,
        ),
        around.law,
    )


def generator_of(device: Device) -> Generator | None:
    """Return what the law calls the generator; None: its type has no official report."""
    report = device.device_type.ree_type
    if report == _COLD:
        return device.drive or Generator.COMPRESSION
    return _GENERATORS.get(report) if report is not None else None


def powers_of(device: Device, around: Circumstances) -> Powers:
    """Return the powers that count: of the whole distribution subsystem, if one is named."""
    if device.distribution and device.state is DeviceState.IN_SERVICE:
        key = (device.client_id, device.device_type.ree_type, device.distribution)
        if key in around.subsystems:
            return around.subsystems[key]
    known = [kw for kw in (device.useful_power_kw, device.cooling_kw) if kw is not None]
    return Powers(max(known, default=None), device.heat_input_kw, device.electrical_kw)


def _pasts(session: Session, ids: Sequence[int]) -> dict[int, Past]:
    visits = maintenance_days(session, ids)
    found: dict[tuple[int, ControlKind], list[date]] = {}
    rows = session.execute(
        select(ControlRecord.device_id, ControlRecord.kind, ControlRecord.performed_on)
        .where(ControlRecord.device_id.in_(ids))
        .order_by(ControlRecord.performed_on, ControlRecord.id)
    )
    for device_id, kind, day in rows:
        found.setdefault((device_id, kind), []).append(day)
    return {
        pk: Past(
            visits=visits.get(pk, []),
            controls=found.get((pk, ControlKind.EFFICIENCY), []),
            checks=found.get((pk, ControlKind.LEAK_CHECK), []),
            repairs=found.get((pk, ControlKind.LEAK_REPAIR), []),
        )
        for pk in ids
    }


def _provinces(session: Session, clients: Collection[int]) -> dict[int, str]:
    rows = session.execute(select(Client.id, Client.province).where(Client.id.in_(clients)))
    return {row[0]: row[1] for row in rows}


def _subsystems(session: Session, clients: Collection[int]) -> dict[Subsystem, Powers]:
    """Return the summed powers of the distribution subsystems of some plants."""
    if not clients:
        return {}
    # Of a machine that heats and cools the larger power counts; max() of two columns is spelled
    # differently by each database.
    useful, cooling = func.coalesce(Device.useful_power_kw, 0), func.coalesce(Device.cooling_kw, 0)
    larger = (useful + cooling + func.abs(useful - cooling)) / 2
    key = (Device.client_id, DeviceType.ree_type, Device.distribution)
    rows = session.execute(
        select(
            *key,
            func.sum(larger),
            func.sum(Device.heat_input_kw),
            func.sum(Device.electrical_kw),
        )
        .join(DeviceType, DeviceType.id == Device.device_type_id)
        .where(
            Device.client_id.in_(clients),
            Device.distribution != "",
            Device.state == DeviceState.IN_SERVICE,
        )
        .group_by(*key)
    )
    return {
        (client_id, report, name): Powers(_kw(useful_sum) or None, _kw(heat), _kw(electrical))
        for client_id, report, name, useful_sum, heat, electrical in rows
    }


def _kw(value: object) -> Decimal | None:
    # SQLite sums decimals as floats: two decimals of a kW are what was stored.
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))
