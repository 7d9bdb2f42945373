"""Use cases of the devices: every write goes through here and leaves the dates right."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.company.models import CompanyProfile
from app.devices.models import Device, MaintenanceRecord
from app.devices.queries import maintenance_days
from app.devices.rules import DeviceNotInServiceError, DeviceState, fold_serial
from app.devices.rules_due import Due, DueFacts, next_due
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.search.service import index_client


def store_device(session: Session, device: Device) -> Device:
    """Complete a device filled by a form or an import, store it and derive its date."""
    is_new = device.id is None
    device.serial_key = fold_serial(device.serial_number or "")
    if is_new and device.maintenance_interval_months is None:
        device.maintenance_interval_months = device.device_type.maintenance_interval_months
    session.add(device)
    session.flush()
    refresh_due_dates(session, [device.id])
    index_client(session, device.client_id)
    return device


def remove_device(session: Session, device: Device, *, on: date) -> None:
    """Take a device out of service for good; its history stays."""
    _ensure_present(device)
    device.state = DeviceState.REMOVED
    device.removed_on = on
    session.flush()
    refresh_due_dates(session, [device.id])


def replace_device(session: Session, old: Device, new: Device, *, on: date) -> Device:
    """Close a device and open its successor with the same component of the booklet."""
    _ensure_present(old)
    new.client_id = old.client_id
    new.component_code = old.component_code
    store_device(session, new)
    old.state = DeviceState.REPLACED
    old.removed_on = on
    old.replaced_by_id = new.id
    session.flush()
    refresh_due_dates(session, [old.id])
    return new


def set_manual_due(
    session: Session,
    device: Device,
    *,
    due_on: date | None,
    reason: str,
    access: Access,
    now: datetime,
) -> None:
    """Set the next date by hand until the next visit; None gives it back to the history."""
    device.manual_due_on = due_on
    device.manual_due_reason = reason if due_on else ""
    device.manual_due_by = access.name if due_on else ""
    device.manual_due_at = now if due_on else None
    session.flush()
    refresh_due_dates(session, [device.id])


def record_maintenance(
    session: Session, device_ids: Iterable[int], intervention_id: int, performed_on: date
) -> None:
    """Note that a visit moved the date of some devices; repeating it changes nothing.

    Devices noted for the same intervention before and no longer named are forgotten.
    """
    wanted = set(device_ids)
    known = session.scalars(
        select(MaintenanceRecord).where(MaintenanceRecord.intervention_id == intervention_id)
    ).all()
    touched = wanted | {record.device_id for record in known}
    for record in known:
        if record.device_id in wanted:
            record.performed_on = performed_on
        else:
            session.delete(record)
    for device_id in sorted(wanted - {record.device_id for record in known}):
        session.add(
            MaintenanceRecord(
                device_id=device_id, intervention_id=intervention_id, performed_on=performed_on
            )
        )
        _end_manual_date(session.get_one(Device, device_id), performed_on)
    session.flush()
    refresh_due_dates(session, touched)


def forget_maintenance(session: Session, intervention_id: int) -> None:
    """Undo what an intervention did to the dates."""
    mine = MaintenanceRecord.intervention_id == intervention_id
    touched = session.scalars(select(MaintenanceRecord.device_id).where(mine)).all()
    session.execute(delete(MaintenanceRecord).where(mine))
    refresh_due_dates(session, touched)


def refresh_due_dates(session: Session, device_ids: Iterable[int]) -> None:
    """Derive the next date of some devices again; changes are audited like any other."""
    wanted = sorted(set(device_ids))
    if not wanted:
        return
    days = maintenance_days(session, wanted)
    mode = session.scalar(select(CompanyProfile.due_mode))
    for device in session.scalars(select(Device).where(Device.id.in_(wanted))):
        due = due_of(device, days.get(device.id, []), keeps_anniversary=mode == "anniversary")
        device.next_maintenance_on = due.on
        device.due_reason = due.reason
        device.due_counted_from = due.counted_from
    session.flush()


def due_of(device: Device, visits: Iterable[date], *, keeps_anniversary: bool) -> Due:
    """Return the next date of a device after some visits, without storing it."""
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


def _ensure_present(device: Device) -> None:
    if device.state in {DeviceState.REPLACED, DeviceState.REMOVED}:
        raise DeviceNotInServiceError(str(device))


def _end_manual_date(device: Device, performed_on: date) -> None:
    # A visit of the very day on which the date was set counts as later than the setting.
    if device.manual_due_at is None or performed_on < local_day(device.manual_due_at):
        return
    device.manual_due_on = None
    device.manual_due_reason = device.manual_due_by = ""
    device.manual_due_at = None
