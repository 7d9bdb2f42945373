"""Reads of what is due: row rule, conditions of the list, contacts."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from app.agenda.models import Appointment, appointment_devices
from app.agenda.rules import OPEN_STATES
from app.clients.models import Client
from app.contracts.models import Contract, ContractVisit
from app.contracts.rules import ContractState
from app.devices.models import Device, MaintenanceRecord
from app.devices.queries import is_maintained, visible_devices
from app.devices.rules import DeviceState
from app.interventions.models import Intervention, intervention_technicians
from app.kernel.access import Access
from app.kernel.dates import start_of_local_day
from app.maintenance.models import Contact, FollowUp
from app.maintenance.rules import Clock, FollowState
from app.worktypes.models import InterventionType

#: Contacts shown on a card.
CONTACTS_SHOWN = 100


def visible_due(access: Access) -> ColumnElement[bool]:
    """Return the condition on devices whose dates an account may follow up."""
    return visible_devices(access) if access.has("maintenance.read") else false()


def due_column(clock: Clock | None) -> InstrumentedAttribute[date | None]:
    """Return the column of a clock's date; None: the first of all."""
    columns: dict[Clock | None, InstrumentedAttribute[date | None]] = {
        Clock.MAINTENANCE: Device.next_maintenance_on,
        Clock.CONTROL: Device.next_control_on,
        Clock.LEAK_CHECK: Device.next_leak_check_on,
    }
    return columns.get(clock, Device.first_due_on)


def is_booked(today: date) -> ColumnElement[bool]:
    """Return the condition on devices with a visit still to come.

    An appointment counts that names the device, or that names none and is a kind of visit that
    moves due dates.
    """
    open_visit = and_(
        Appointment.state.in_(OPEN_STATES), Appointment.ends_at >= start_of_local_day(today)
    )
    link = appointment_devices.c
    # Few visits are to come: their devices and plants are gathered once, not asked for each row.
    devices = (
        select(link.device_id)
        .join(Appointment, Appointment.id == link.appointment_id)
        .where(open_visit)
        .correlate(None)
    )
    names_none = ~exists(
        select(link.appointment_id)
        .where(link.appointment_id == Appointment.id)
        .correlate(Appointment)
    )
    moving = select(InterventionType.id).where(InterventionType.moves_due_date)
    plants = (
        select(Appointment.client_id)
        .where(
            Appointment.client_id.is_not(None),  # or NOT IN would hold for no device
            open_visit,
            Appointment.intervention_type_id.in_(moving),
            names_none,
        )
        .correlate(None)
    )
    return or_(Device.id.in_(devices), Device.client_id.in_(plants))


def visits_to_do() -> ColumnElement[bool]:
    """Return the condition on visits of contracts in force that nobody carried out yet."""
    in_force = select(Contract.id).where(Contract.state == ContractState.ACTIVE)
    return and_(ContractVisit.done_on.is_(None), ContractVisit.contract_id.in_(in_force))


def visit_is_booked(today: date) -> ColumnElement[bool]:
    """Return the condition on visits of contracts with an appointment still to come.

    It is the one of the call made for the visit, or any at the plant that moves due dates.
    """
    to_come = and_(
        Appointment.state.in_(OPEN_STATES), Appointment.ends_at >= start_of_local_day(today)
    )
    of_call = and_(ContractVisit.call_id.is_not(None), Appointment.call_id == ContractVisit.call_id)
    plant = select(Contract.client_id).where(Contract.id == ContractVisit.contract_id)
    maintenance = select(InterventionType.id).where(InterventionType.moves_due_date)
    at_plant = and_(
        Appointment.client_id == plant.correlate(ContractVisit).scalar_subquery(),
        Appointment.intervention_type_id.in_(maintenance),
    )
    return exists(
        select(Appointment.id).where(to_come, or_(of_call, at_plant)).correlate(ContractVisit)
    )


def has_state(*states: FollowState) -> ColumnElement[bool]:
    """Return the condition on devices whose present dates have one of some stored states."""
    return exists(
        select(FollowUp.device_id)
        .where(
            FollowUp.device_id == Device.id,
            FollowUp.due_on == Device.first_due_on,
            FollowUp.state.in_(states),
        )
        .correlate(Device)
    )


def is_in_state(state: FollowState, today: date) -> ColumnElement[bool]:
    """Return the condition on devices in a state, derived ones included."""
    if state is FollowState.BOOKED:
        return is_booked(today)
    if state is FollowState.TO_CONTACT:
        return ~has_state(*(one for one in FollowState if one is not FollowState.TO_CONTACT))
    return has_state(state)


def to_do(clock: Clock | None, today: date, *, until: date | None) -> ColumnElement[bool]:
    """Return the condition on devices that wait for a visit until a day; None: whenever."""
    column = due_column(clock)
    within = column.is_not(None) if until is None else column <= until
    return and_(within, is_maintained(today), ~is_booked(today), ~has_state(FollowState.REFUSED))


def is_excluded(today: date) -> ColumnElement[bool]:
    """Return the condition on devices in service that are left out of maintenance on purpose."""
    clients = select(Client.id).where(
        Client.exclude_from_maintenance.is_(True),
        or_(Client.excluded_until.is_(None), Client.excluded_until >= today),
    )
    return and_(
        Device.state == DeviceState.IN_SERVICE,
        or_(Device.exclude_from_maintenance.is_(True), Device.client_id.in_(clients)),
    )


def never_visited() -> ColumnElement[bool]:
    """Return the condition on devices that nobody has maintained yet."""
    record = select(MaintenanceRecord.id).where(MaintenanceRecord.device_id == Device.id)
    return and_(Device.imported_last_on.is_(None), ~exists(record.correlate(Device)))


def last_done_by(technician_id: int) -> ColumnElement[bool]:
    """Return the condition on devices whose latest maintenance a technician did."""
    later = aliased(MaintenanceRecord)
    team = intervention_technicians.c
    latest = (
        select(MaintenanceRecord.device_id)
        .join(
            intervention_technicians,
            team.intervention_id == MaintenanceRecord.intervention_id,
        )
        .where(
            team.technician_id == technician_id,
            ~exists(
                select(later.id).where(
                    later.device_id == MaintenanceRecord.device_id,
                    later.performed_on > MaintenanceRecord.performed_on,
                )
            ),
        )
    )
    return Device.id.in_(latest)


def next_booking(session: Session, device: Device, today: date) -> Appointment | None:
    """Return the visit to come that takes a device off the list, if any."""
    named = select(appointment_devices.c.appointment_id).where(
        appointment_devices.c.device_id == device.id
    )
    anyhow = select(InterventionType.id).where(InterventionType.moves_due_date)
    names_any = select(appointment_devices.c.appointment_id)
    return session.scalars(
        select(Appointment)
        .where(
            Appointment.client_id == device.client_id,
            Appointment.state.in_(OPEN_STATES),
            Appointment.ends_at >= start_of_local_day(today),
            or_(
                Appointment.id.in_(named),
                and_(
                    Appointment.intervention_type_id.in_(anyhow),
                    Appointment.id.not_in(names_any),
                ),
            ),
        )
        .order_by(Appointment.starts_at)
        .limit(1)
    ).first()


def last_work(session: Session, device_id: int) -> Intervention | None:
    """Return the latest visit that moved the maintenance date of a device, technicians loaded."""
    return (
        session.scalars(
            select(Intervention)
            .join(MaintenanceRecord, MaintenanceRecord.intervention_id == Intervention.id)
            .where(MaintenanceRecord.device_id == device_id)
            .options(joinedload(Intervention.technicians))
            .order_by(MaintenanceRecord.performed_on.desc())
            .limit(1)
        )
        .unique()
        .first()
    )


def contacts_of(session: Session, client_id: int) -> Sequence[Contact]:
    """Return the attempts to reach a customer, newest first."""
    return session.scalars(
        select(Contact)
        .where(Contact.client_id == client_id)
        .order_by(Contact.at.desc(), Contact.id.desc())
        .limit(CONTACTS_SHOWN)
    ).all()


def count_contacts(_access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of attempts to reach a customer, as a subquery."""
    return select(func.count(Contact.id)).where(Contact.client_id == client_id).scalar_subquery()


def messaged_since(session: Session, client_ids: Collection[int], day: date) -> set[int]:
    """Return those of some customers who got a message on a day or later."""
    rows = session.scalars(
        select(Contact.client_id).where(
            Contact.client_id.in_(client_ids),
            Contact.outcome == FollowState.MESSAGE_SENT,
            Contact.at >= start_of_local_day(day),
        )
    )
    return set(rows)


def follow_ups(session: Session, device_ids: Collection[int]) -> dict[int, FollowUp]:
    """Return what is noted about some devices, by device, locked."""
    rows: Any = session.scalars(
        select(FollowUp).where(FollowUp.device_id.in_(device_ids)).with_for_update(of=FollowUp)
    )
    return {row.device_id: row for row in rows}


def current_state(device: Device) -> FollowState:
    """Return the stored state of a device's present dates; its follow-up is loaded."""
    follow_up: FollowUp | None = getattr(device, "follow_up", None)
    if follow_up is None or follow_up.due_on != device.first_due_on:
        return FollowState.TO_CONTACT
    return follow_up.state
