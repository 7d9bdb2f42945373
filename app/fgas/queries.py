"""Reads of the F-gas register."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, false, func, select
from sqlalchemy.orm import Session, joinedload

from app.devices.models import Device
from app.devices.queries import of_visible_devices
from app.devices.rules import DeviceState
from app.fgas.models import FgasEntry
from app.kernel.access import Access
from app.technicians.models import Certificate


def visible_entries(access: Access) -> ColumnElement[bool]:
    """Return the condition on entries an account may see: those of its devices."""
    if not access.has("fgas.read"):
        return false()
    return of_visible_devices(FgasEntry.device_id, access)


def entries_of(session: Session, device_id: int, *, access: Access) -> Sequence[FgasEntry]:
    """Return the entries of a device that an account may see, newest first."""
    return session.scalars(
        select(FgasEntry)
        .where(FgasEntry.device_id == device_id, visible_entries(access))
        .options(joinedload(FgasEntry.technician))
        .order_by(FgasEntry.performed_on.desc(), FgasEntry.id.desc())
    ).all()


def entries_of_visit(session: Session, appointment_id: int) -> Sequence[FgasEntry]:
    """Return what was noted in a visit. Callers check the visit."""
    return session.scalars(
        select(FgasEntry)
        .where(FgasEntry.appointment_id == appointment_id)
        .options(joinedload(FgasEntry.device))
        .order_by(FgasEntry.id)
    ).all()


def count_open(access: Access) -> ScalarSelect[int]:
    """Return the number of entries still to be notified, as a subquery."""
    return (
        select(func.count(FgasEntry.id))
        .where(FgasEntry.notified_on.is_(None), visible_entries(access))
        .scalar_subquery()
    )


def circuits_of(session: Session, client_id: int) -> Sequence[Device]:
    """Return the devices in service of a plant that hold a refrigerant. Callers check the visit."""
    return session.scalars(
        select(Device)
        .where(
            Device.client_id == client_id,
            Device.state == DeviceState.IN_SERVICE,
            Device.refrigerant_id.is_not(None),
        )
        .order_by(Device.id)
    ).all()


def certificate_of(session: Session, technician_id: int, day: date) -> str:
    """Return the number of a technician's F-gas certificate valid on a day; empty: none known."""
    rows = session.scalars(
        select(Certificate)
        .where(Certificate.technician_id == technician_id)
        .order_by(Certificate.expires_on.desc(), Certificate.id)
    )
    for row in rows:
        is_valid = row.expires_on is None or row.expires_on >= day
        if row.kind.lower().replace("-", "").replace(" ", "") == "fgas" and is_valid:
            return row.number
    return ""
