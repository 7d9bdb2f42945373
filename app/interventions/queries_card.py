"""Reads of the card of an intervention: what lies around it, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, select, union
from sqlalchemy.orm import Session, aliased, load_only
from sqlalchemy.sql.elements import False_, True_

from app.agenda.models import Appointment
from app.agenda.queries import visible_appointments
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.devices.models import Device, DeviceType
from app.devices.queries import visible_devices
from app.devices.rules import DeviceState
from app.interventions.checking import may_pick_team
from app.interventions.models import Intervention, intervention_devices, intervention_technicians
from app.kernel.access import Access
from app.ree.models import Ree
from app.ree.queries import is_generator, made_on_visit, visible_ree


@dataclass(frozen=True)
class Around:
    """Which rows that an intervention names the account may open."""

    client: bool
    appointment: bool
    call: bool
    #: The account's technician did the work; false for who may correct everybody's.
    is_own: bool


@dataclass
class Plant:
    """The devices of a visit and the efficiency reports made on it."""

    #: Each with whether the account may open its card, oldest first.
    devices: list[tuple[Device, bool]] = field(default_factory=list)
    #: ``(id, "2026/00123")`` of the reports that the account may see, in their order.
    rees: list[tuple[int, str]] = field(default_factory=list)
    #: A device in service of the plant has an official report.
    has_generators: bool = False


def around(session: Session, item: Intervention, access: Access) -> Around:
    """Return which rows around an intervention the account may open, in one statement at most."""
    call_id = item.appointment.call_id if item.appointment else None
    clients = visible_clients(access) if access.has("clients.read") else false()
    calls = visible_calls(access) if access.has("calls.read") else false()
    # Who may do so on everybody's work is not asked about its own.
    technician_id = None if may_pick_team(access) else access.technician_id
    own = intervention_technicians.c
    wanted: dict[str, ColumnElement[bool]] = {}
    answers = {"client": False, "appointment": False, "call": False, "is_own": False}
    rules: tuple[tuple[str, Any, int | None, ColumnElement[bool]], ...] = (
        ("client", Client.id, item.client_id, clients),
        ("appointment", Appointment.id, item.appointment_id, visible_appointments(access)),
        ("call", Call.id, call_id, calls),
        ("is_own", own.technician_id, technician_id, own.intervention_id == item.id),
    )
    for name, column, key, condition in rules:
        if key is None or isinstance(condition, False_):
            continue
        if isinstance(condition, True_):  # the row exists: the intervention refers to it
            answers[name] = True
        else:
            wanted[name] = exists(select(column).where(column == key, condition))
    if wanted:
        row = session.execute(select(*(found.label(name) for name, found in wanted.items())))
        answers |= row.mappings().one()
    return Around(**answers)


def plant_of(session: Session, item: Intervention, access: Access) -> Plant:
    """Return the devices and efficiency reports of a visit that the account sees."""
    worked = select(intervention_devices.c.device_id).where(
        intervention_devices.c.intervention_id == item.id
    )
    made = made_on_visit(item.appointment_id, item.id)
    here = aliased(Device)
    of_plant = select(here.id).where(
        here.client_id == item.client_id, here.state == DeviceState.IN_SERVICE
    )
    # Keys first: PostgreSQL would go through every device for an OR of such conditions.
    keys = union(worked, of_plant, select(Ree.device_id).where(made).correlate(None))
    counts = and_(Device.client_id == item.client_id, is_generator())
    rows = session.execute(
        select(
            Device,
            Device.id.in_(worked),
            counts,
            visible_devices(access),
            Ree.id,
            Ree.year,
            Ree.number,
        )
        .join(DeviceType, Device.device_type_id == DeviceType.id)
        .outerjoin(Ree, and_(Ree.device_id == Device.id, made, visible_ree(access)))
        .where(Device.id.in_(keys))
        .options(load_only(Device.brand, Device.model, Device.serial_number, Device.location))
        .order_by(Device.id, Ree.id)
    )
    return _plant(rows.all())


def _plant(rows: Sequence[Any]) -> Plant:
    found, devices, rees = Plant(), {}, {}
    for device, is_of_visit, is_one, is_seen, ree_id, year, number in rows:
        found.has_generators = found.has_generators or bool(is_one)
        if is_of_visit:
            devices[device.id] = (device, bool(is_seen))
        if ree_id is not None:
            rees[ree_id] = f"{year}/{number:05d}"
    found.devices = list(devices.values())
    found.rees = sorted(rees.items())
    return found
