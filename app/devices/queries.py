"""Reads of the devices: row rules and the questions the screens ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import True_

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.clients.rules import ClientState
from app.devices.models import Device, DeviceType, MaintenanceRecord
from app.devices.rules import DeviceState
from app.kernel.access import Access
from app.kernel.text import escape_like


@dataclass(frozen=True)
class JobDevice:
    """What a technician needs to recognise a device at the plant."""

    id: int
    kind: str
    brand: str
    model: str
    serial_number: str
    #: It holds a refrigerant: work on it goes into the F-gas register.
    has_circuit: bool


def visible_devices(access: Access) -> ColumnElement[bool]:
    """Return the condition on devices that an account may see."""
    if not access.has("devices.read"):
        return false()
    if access.reaches_every_client:  # asking for each device whether its client exists costs time
        return true()
    return Device.client_id.in_(select(Client.id).where(visible_clients(access)))


def of_visible_devices(device_id: Any, access: Access) -> ColumnElement[bool]:
    """Return the condition on rows of a device, never without one, that the account may see.

    Args:
        device_id: The rows' column with the device, a foreign key.
        access: Rights of the account.
    """
    condition = visible_devices(access)
    if isinstance(condition, True_):  # reading every device to find a few rows costs time
        return condition
    found: ColumnElement[bool] = device_id.in_(select(Device.id).where(condition))
    return found


def job_devices(session: Session, client_id: int) -> list[JobDevice]:
    """Return the devices in service of a plant, oldest first.

    For whoever works an appointment of that plant: callers check the appointment.
    """
    rows = session.execute(
        select(
            Device.id,
            DeviceType.label,
            Device.brand,
            Device.model,
            Device.serial_number,
            Device.refrigerant_id.is_not(None),
        )
        .join(DeviceType, Device.device_type_id == DeviceType.id)
        .where(Device.client_id == client_id, Device.state == DeviceState.IN_SERVICE)
        .order_by(Device.id)
    )
    return [JobDevice(*row) for row in rows]


def active_types(session: Session) -> Sequence[DeviceType]:
    """Return the kinds of device on offer, in the company's order."""
    return session.scalars(
        select(DeviceType)
        .where(DeviceType.is_active)
        .order_by(DeviceType.position, DeviceType.label)
    ).all()


def is_maintained(today: date) -> ColumnElement[bool]:
    """Return the condition of the devices that belong on the list of what is due.

    Left out are devices out of service, those and the clients excluded from maintenance (until
    the day that was set), and clients whose card is archived or merged.

    Args:
        today: Italian calendar day.
    """
    # Those left out are few and have an index each; those that remain are nearly all.
    closed = select(Client.id).where(
        Client.state.in_([state for state in ClientState if state != ClientState.ACTIVE])
    )
    excluded = select(Client.id).where(
        Client.exclude_from_maintenance.is_(True),
        or_(Client.excluded_until.is_(None), Client.excluded_until >= today),
    )
    # "This or that" in one select would have SQLite go through all cards.
    left_out = union_all(closed.correlate(None), excluded.correlate(None))
    return and_(
        Device.state == DeviceState.IN_SERVICE,
        Device.exclude_from_maintenance.is_(False),
        Device.client_id.not_in(left_out),
    )


def due_devices(session: Session, access: Access, client_id: int, limit: int = 4) -> list[Device]:
    """Return the devices in service of a plant that have a date, nearest first."""
    clocks = (Device.next_maintenance_on, Device.next_control_on, Device.next_leak_check_on)
    rows = session.scalars(
        select(Device).where(
            Device.client_id == client_id,
            visible_devices(access),
            Device.state == DeviceState.IN_SERVICE,
            or_(*(clock.is_not(None) for clock in clocks)),
            Device.exclude_from_maintenance.is_(False),
        )
    ).all()
    return sorted(rows, key=lambda row: (min(dates_of(row)), row.id))[:limit]


def dates_of(device: Device) -> list[date]:
    """Return the dates a device has: maintenance, control of efficiency, leak check."""
    days = (device.next_maintenance_on, device.next_control_on, device.next_leak_check_on)
    return [day for day in days if day is not None]


def all_types(session: Session) -> Sequence[DeviceType]:
    """Return every kind of device, those no longer on offer included."""
    return session.scalars(select(DeviceType).order_by(DeviceType.position, DeviceType.label)).all()


def maintenance_days(session: Session, device_ids: Iterable[int]) -> dict[int, list[date]]:
    """Return for each device the days of the visits that move its date, oldest first."""
    found: dict[int, list[date]] = {}
    rows = session.execute(
        select(MaintenanceRecord.device_id, MaintenanceRecord.performed_on)
        .where(MaintenanceRecord.device_id.in_(list(device_ids)))
        .order_by(MaintenanceRecord.performed_on, MaintenanceRecord.id)
    )
    for device_id, day in rows:
        found.setdefault(device_id, []).append(day)
    return found


def has_same_serial(session: Session, device: Device) -> bool:
    """Tell whether another device carries the same serial number."""
    if not device.serial_key:
        return False
    twins = select(Device.id).where(Device.serial_key == device.serial_key, Device.id != device.id)
    return session.scalar(twins.limit(1)) is not None


def serials_of(session: Session, client_id: int) -> str:
    """Return what a card is searched by because of its devices."""
    rows = session.execute(
        select(Device.brand, Device.model, Device.serial_number, Device.serial_key).where(
            Device.client_id == client_id
        )
    )
    return " ".join(" ".join(row) for row in rows)


def brands_containing(session: Session, text: str) -> list[str]:
    """Return the brands that contain a text, as they are written on some device.

    Looked up one after another in the index, a step each: there are dozens of brands and hundreds
    of thousands of devices. A list narrowed to whole brands comes in order from that index, which
    "contains" would have the database walk from its beginning.
    """
    each = select(func.min(Device.brand).label("brand")).cte("each", recursive=True)
    following = select(func.min(Device.brand)).where(Device.brand > each.c.brand)
    each = each.union_all(
        select(following.correlate(each).scalar_subquery()).where(each.c.brand.is_not(None))
    )
    pattern = f"%{escape_like(text)}%"
    return list(
        session.scalars(select(each.c.brand).where(each.c.brand.ilike(pattern, escape="\\")))
    )


def clients_with_device_word(term: str) -> ColumnElement[bool]:
    """Return the condition on cards whose devices hold a folded word; see `serials_of`."""
    pattern = f"%{escape_like(term)}%"
    columns = (Device.brand, Device.model, Device.serial_number, Device.serial_key)
    return Client.id.in_(
        select(Device.client_id).where(
            or_(*(column.ilike(pattern, escape="\\") for column in columns))
        )
    )


def last_maintenance_of(session: Session, client_id: int) -> date | None:
    """Return the day of the latest maintenance on a plant; None: none recorded."""
    return session.scalar(
        select(func.max(MaintenanceRecord.performed_on))
        .join(Device, Device.id == MaintenanceRecord.device_id)
        .where(Device.client_id == client_id)
    )
