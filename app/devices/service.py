"""Use cases of the devices: every write goes through here and leaves the dates right."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.devices.models import ControlRecord, Device, MaintenanceRecord
from app.devices.moves import Mover, dates_before, note_moves
from app.devices.rules import (
    ControlKind,
    DeviceNotInServiceError,
    DeviceState,
    MoveCause,
    fold_serial,
)
from app.devices.schedules import circumstances, write_dates
from app.jobs.outbox import enqueue
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.search.service import index_client
from app.thermal import queries as thermal

#: Job that derives all dates again, and how many devices it takes at once.
REFRESH = "devices.refresh_dates"
REFRESHED_AT_ONCE = 500
#: Days back in which a rule that began is still looked for: longer than a server stands still.
RULES_LOOKED_BACK = timedelta(days=30)


def store_device(session: Session, device: Device) -> Device:
    """Complete a device filled by a form or an import, store it and derive its date."""
    is_new = device.id is None
    device.serial_key = fold_serial(device.serial_number or "")
    if is_new and device.maintenance_interval_months is None:
        device.maintenance_interval_months = device.device_type.maintenance_interval_months
    session.add(device)
    session.flush()
    refresh_due_dates(session, _with_companions(session, device))
    index_client(session, device.client_id)
    return device


def remove_device(session: Session, device: Device, *, on: date) -> None:
    """Take a device out of service for good; its history stays."""
    _ensure_present(device)
    device.state = DeviceState.REMOVED
    device.removed_on = on
    session.flush()
    refresh_due_dates(session, _with_companions(session, device))


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
    refresh_due_dates(session, _with_companions(session, old))
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
    mine = MaintenanceRecord.intervention_id == intervention_id
    rows = session.scalars(select(MaintenanceRecord).where(mine))
    known = {record.device_id: record for record in rows}
    devices = _locked(session, wanted | known.keys())
    for device_id, record in known.items():
        _give_back_manual_date(devices[device_id], record)
        if device_id not in wanted:
            session.delete(record)
    for device_id in sorted(wanted):
        noted = known.get(device_id) or MaintenanceRecord(
            device_id=device_id, intervention_id=intervention_id
        )
        noted.performed_on = performed_on
        noted.ended_manual = _end_manual_date(devices[device_id], performed_on)
        session.add(noted)
    session.flush()
    _derive(session, devices)


def dates_after(
    session: Session, device_ids: Iterable[int], intervention_id: int, performed_on: date
) -> dict[int, date | None]:
    """Return the next dates that `record_maintenance` would lead to, and store nothing.

    Args:
        session: Open session that may write: the dates are tried out and taken back.
        device_ids: Devices whose date the visit moves.
        intervention_id: Intervention that is being corrected; 0 for a new one.
        performed_on: Italian calendar day of the visit.

    Returns:
        The dates of those devices and of any noted before and no longer named; None: no date.
    """
    with session.begin_nested() as trial:
        mine = MaintenanceRecord.intervention_id == intervention_id
        known = session.scalars(select(MaintenanceRecord.device_id).where(mine)).all()
        touched = {*device_ids, *known}
        record_maintenance(session, device_ids, intervention_id, performed_on)
        rows = session.execute(
            select(Device.id, Device.next_maintenance_on).where(Device.id.in_(touched))
        )
        found = {row[0]: row[1] for row in rows}
        trial.rollback()
    return found


def forget_maintenance(session: Session, intervention_id: int) -> None:
    """Undo what an intervention did to the dates."""
    mine = MaintenanceRecord.intervention_id == intervention_id
    known = session.scalars(select(MaintenanceRecord).where(mine)).all()
    devices = _locked(session, {record.device_id for record in known})
    for record in known:
        _give_back_manual_date(devices[record.device_id], record)
        session.delete(record)
    session.flush()
    _derive(session, devices)


def refresh_due_dates(session: Session, device_ids: Iterable[int]) -> None:
    """Derive the next date of some devices again; changes are audited like any other."""
    wanted = set(device_ids)
    if wanted:
        _derive(session, _locked(session, wanted))


def record_control(
    session: Session,
    device_ids: Iterable[int],
    *,
    kind: ControlKind,
    source: str,
    performed_on: date,
) -> None:
    """Note a control of efficiency, or a leak check or repair; repeating it changes nothing.

    Devices noted for the same source before and no longer named are forgotten.

    Args:
        session: Open session; the caller commits.
        device_ids: Devices that were controlled; none takes the control back.
        kind: What was done.
        source: What did it, e.g. "ree:<uuid>" or "intervention:12".
        performed_on: Italian calendar day.
    """
    wanted = set(device_ids)
    mine = (ControlRecord.source == source) & (ControlRecord.kind == kind)
    known = {row.device_id: row for row in session.scalars(select(ControlRecord).where(mine))}
    if not wanted and not known:
        return
    devices = _locked(session, wanted | known.keys())
    for device_id in known.keys() - wanted:
        session.delete(known[device_id])
    for device_id in sorted(wanted):
        noted = known.get(device_id) or ControlRecord(device_id=device_id, kind=kind, source=source)
        noted.performed_on = performed_on
        session.add(noted)
    session.flush()
    _derive(session, devices)


def refresh_plant(session: Session, client_id: int) -> None:
    """Derive the dates of a plant's devices again: it moved, or was merged with another."""
    refresh_due_dates(
        session, session.scalars(select(Device.id).where(Device.client_id == client_id))
    )


def refresh_all(session: Session, *, now: datetime, mover: Mover | None = None) -> None:
    """Ask for all dates to be derived again, in the background: a rule has changed.

    Args:
        session: Open session; the caller commits.
        now: Instant of asking.
        mover: What changed: dates that move are told to the office; None: nothing to tell.
    """
    enqueue(session, REFRESH, 0, *(mover.args() if mover is not None else ()), now=now)


def refresh_on_new_rules(session: Session, *, now: datetime) -> None:
    """Ask for all dates to be derived again on the day that a dated rule begins or ends.

    Looked for every minute, asked once for each rule; some days back, in case nothing ran. What
    moves is told to the office (`app.devices.moves`) and stands in the history of each device.
    """
    today = local_day(now)
    for rule in thermal.rules_started(session, today - RULES_LOOKED_BACK, today):
        mover = Mover(MoveCause.NEW_RULE, rule)
        enqueue(session, REFRESH, 0, *mover.args(), now=now, dedup_key=f"{REFRESH}:{rule}")


def refresh_some(
    session: Session, after_id: int, *, now: datetime, mover: Mover | None = None
) -> None:
    """Derive the dates of the devices that follow a key, and ask for the rest.

    Args:
        session: Open session; flushed only.
        after_id: Key of the last device that is done.
        now: Instant of the job.
        mover: Why: what moves is noted with it; None: nothing is noted.
    """
    found = session.scalars(
        select(Device.id).where(Device.id > after_id).order_by(Device.id).limit(REFRESHED_AT_ONCE)
    ).all()
    devices = _locked(session, set(found)) if found else {}
    before = dates_before(devices)
    _derive(session, devices)
    if mover is not None:
        note_moves(session, devices, before, mover, now=now)
    if len(found) == REFRESHED_AT_ONCE:
        args = mover.args() if mover is not None else ()
        enqueue(session, REFRESH, found[-1], *args, now=now)


def _derive(session: Session, devices: Mapping[int, Device]) -> None:
    """Write the dates of some locked devices."""
    if not devices:
        return
    around = circumstances(session, devices.values())
    for device in devices.values():
        write_dates(device, around)
    session.flush()


def _with_companions(session: Session, device: Device) -> list[int]:
    """Return a device and those of its plant whose powers add up with others."""
    others = session.scalars(
        select(Device.id).where(Device.client_id == device.client_id, Device.distribution != "")
    )
    return [device.id, *others]


def _ensure_present(device: Device) -> None:
    if device.state in {DeviceState.REPLACED, DeviceState.REMOVED}:
        raise DeviceNotInServiceError(str(device))


def _locked(session: Session, device_ids: Collection[int]) -> dict[int, Device]:
    """Return devices by key, locked: of two visits reported at once, the second sees the first."""
    if not device_ids:
        return {}
    rows = session.scalars(
        select(Device)
        .options(joinedload(Device.device_type))
        .where(Device.id.in_(device_ids))
        .order_by(Device.id)
        .with_for_update(of=Device)
        .execution_options(populate_existing=True)
    )
    return {device.id: device for device in rows}


def _end_manual_date(device: Device, performed_on: date) -> dict[str, str] | None:
    """End a date set by hand, and return what is needed to give it back."""
    # A visit of the very day on which the date was set counts as later than the setting.
    set_at = device.manual_due_at
    if set_at is None or device.manual_due_on is None or performed_on < local_day(set_at):
        return None
    ended = {
        "on": device.manual_due_on.isoformat(),
        "reason": device.manual_due_reason,
        "by": device.manual_due_by,
        "at": set_at.isoformat(),
    }
    device.manual_due_on = None
    device.manual_due_reason = device.manual_due_by = ""
    device.manual_due_at = None
    return ended


def _give_back_manual_date(device: Device, record: MaintenanceRecord) -> None:
    """Undo `_end_manual_date`, unless somebody has set another date since."""
    ended = record.ended_manual
    if ended is None or device.manual_due_on is not None:
        return
    device.manual_due_on = date.fromisoformat(ended["on"])
    device.manual_due_reason = ended["reason"]
    device.manual_due_by = ended["by"]
    device.manual_due_at = datetime.fromisoformat(ended["at"])
