"""Use cases of the agenda: every write goes through here. The caller commits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda import queries, rules
from app.agenda.models import Appointment, AppointmentTechnician
from app.agenda.rules import AppointmentState, Stamp
from app.calls.models import Call
from app.calls.rules import CallState
from app.calls.service import back_to_schedule, mark_scheduled
from app.clients.models import Client
from app.devices.models import Device


@dataclass(frozen=True)
class Plan:
    """What the office says about an appointment.

    Attributes:
        starts_at: Start, aware.
        ends_at: End, aware.
        team: Technicians; the first answers for it.
        client_id: Plant; None for an entry without client.
        title: Title of an entry without client.
        intervention_type_id: Kind of visit.
        call_id: Call it answers; taken when the appointment is made.
        instructions: What to do, for the technician.
        internal_notes: For the office only.
        device_ids: Devices to work on; None: the call's when it is made, else as they are.
    """

    starts_at: datetime
    ends_at: datetime
    team: tuple[int, ...]
    client_id: int | None = None
    title: str = ""
    intervention_type_id: int | None = None
    call_id: int | None = None
    instructions: str = ""
    internal_notes: str = ""
    device_ids: tuple[int, ...] | None = None


def create(
    session: Session, plan: Plan, *, place: tuple[int | None, int] = (None, 0)
) -> Appointment:
    """Put an appointment on the agenda; its call, if any, becomes scheduled.

    Args:
        session: Open session.
        plan: What the office says.
        place: Key of its series and position in it; without one as a rule.

    Raises:
        rules.SlotOrderError, rules.SlotTooLongError: The slot is impossible.
        rules.SubjectMissingError, rules.TeamMissingError, rules.TechnicianUnknownError: Something
            is missing.
        rules.CallTakenError: The call is not waiting for a date.
        rules.DeviceForeignError: A device of another plant.
    """
    client_id = plan.client_id
    call = None
    if plan.call_id is not None:
        # Locked: two people dropping the same call at once schedule it once.
        call = session.get(Call, plan.call_id, with_for_update=True, populate_existing=True)
        is_right = call is not None and call.state == CallState.TO_SCHEDULE
        if call is None or not is_right or client_id not in (None, call.client_id):
            raise rules.CallTakenError
        client_id = call.client_id
        mark_scheduled(session, call)
    appointment = Appointment(state=AppointmentState.PLANNED, client_id=client_id)
    appointment.call_id = plan.call_id
    appointment.series_id, appointment.series_position = place
    appointment.devices = list(call.devices) if call is not None else []
    _write(session, appointment, plan)
    session.add(appointment)
    session.flush()
    return appointment


def change(session: Session, appointment: Appointment, plan: Plan, *, version: int) -> None:
    """Change what the office says about an appointment; the call stays as it is.

    Raises:
        rules.StaleAppointmentError: Somebody changed it meanwhile.
        rules.AppointmentClosedError: It is over.
    """
    _ensure_current(session, appointment, version)
    with session.no_autoflush:  # one flush: the version grows once
        appointment.client_id = plan.client_id
        _write(session, appointment, plan)
        appointment.version += 1
    session.flush()


def move(
    session: Session,
    appointment: Appointment,
    span: tuple[datetime, datetime],
    *,
    team: tuple[int, ...] | None = None,
    version: int,
) -> None:
    """Move or resize an appointment, with another team if one is given.

    Raises:
        rules.StaleAppointmentError: Somebody changed it meanwhile.
        rules.AppointmentClosedError: It is over.
        rules.SlotOrderError, rules.SlotTooLongError: The slot is impossible.
    """
    _ensure_current(session, appointment, version)
    rules.ensure_slot(*span)
    with session.no_autoflush:
        appointment.starts_at, appointment.ends_at = span
        if team is not None:
            _assign(session, appointment, team)
        appointment.version += 1
    session.flush()


def cancel(session: Session, appointment: Appointment, reason: str, *, version: int) -> None:
    """Cancel an appointment; its call waits for a date again.

    Raises:
        rules.ReasonMissingError: No reason.
        rules.StaleAppointmentError: Somebody changed it meanwhile.
        rules.AppointmentClosedError: It is over.
    """
    _ensure_current(session, appointment, version)
    if not reason.strip():
        raise rules.ReasonMissingError
    appointment.state = AppointmentState.CANCELLED
    appointment.cancel_reason = reason.strip()[:200]
    appointment.version += 1
    call = session.get(Call, appointment.call_id) if appointment.call_id else None
    if (
        call is not None
        and call.state == CallState.SCHEDULED
        and not queries.open_of_call(session, call.id, but=appointment.id)
    ):
        back_to_schedule(session, call)
    session.flush()


def stamp(session: Session, appointment: Appointment, button: Stamp, *, now: datetime) -> None:
    """Note that the technician travels, arrived or left; pressing twice changes nothing.

    Raises:
        rules.AppointmentClosedError: It is over.
    """
    rules.ensure_open(appointment.state)
    if button is Stamp.TRAVEL and appointment.travelling_at is None:
        appointment.travelling_at = now
        if appointment.arrived_at is None:
            appointment.state = AppointmentState.TRAVELLING
    elif button is Stamp.ARRIVE and appointment.arrived_at is None:
        appointment.arrived_at = now
        appointment.state = AppointmentState.ON_SITE
    elif button is Stamp.LEAVE and appointment.left_at is None:
        appointment.left_at = now
    else:
        return
    appointment.version += 1
    session.flush()


def restore(session: Session, appointment: Appointment, *, version: int) -> None:
    """Take a cancellation back; its call is scheduled again.

    Raises:
        rules.StaleAppointmentError: Somebody changed it meanwhile.
        rules.AppointmentStandsError: It is not cancelled.
        rules.CallTakenError: The call was scheduled anew or closed meanwhile.
    """
    _ensure_version(session, appointment, version)
    if appointment.state is not AppointmentState.CANCELLED:
        raise rules.AppointmentStandsError
    if appointment.call_id is not None:
        call = session.get_one(
            Call, appointment.call_id, with_for_update=True, populate_existing=True
        )
        if call.state != CallState.TO_SCHEDULE:
            raise rules.CallTakenError
        mark_scheduled(session, call)
    appointment.state, appointment.cancel_reason = AppointmentState.PLANNED, ""
    appointment.version += 1
    session.flush()


def correct_stamps(
    session: Session, appointment: Appointment, stamps: rules.Stamps, *, now: datetime
) -> None:
    """Put right the hours of a visit, or take back a button pressed by mistake.

    Raises:
        rules.AppointmentClosedError: It is over.
        rules.StampInFutureError, rules.StampOrderError: The hours cannot be.
    """
    session.refresh(appointment, ["version", "state"], with_for_update=True)
    rules.ensure_open(appointment.state)
    rules.ensure_stamps(stamps, now)
    appointment.travelling_at = stamps.travelling_at
    appointment.arrived_at, appointment.left_at = stamps.arrived_at, stamps.left_at
    appointment.state = rules.state_of_stamps(appointment.state, stamps)
    appointment.version += 1
    session.flush()


def _ensure_version(session: Session, appointment: Appointment, version: int) -> None:
    session.refresh(appointment, ["version", "state"], with_for_update=True)
    if appointment.version != version:
        raise rules.StaleAppointmentError(appointment.version)


def _ensure_current(session: Session, appointment: Appointment, version: int) -> None:
    _ensure_version(session, appointment, version)
    rules.ensure_open(appointment.state)


def _write(session: Session, appointment: Appointment, plan: Plan) -> None:
    rules.ensure_slot(plan.starts_at, plan.ends_at)
    title = plan.title.strip()
    client_id = appointment.client_id
    if client_id is None and not title:
        raise rules.SubjectMissingError
    if client_id is not None and session.get(Client, client_id) is None:
        raise rules.SubjectMissingError
    appointment.starts_at, appointment.ends_at = plan.starts_at, plan.ends_at
    appointment.title = title[:160]
    appointment.intervention_type_id = plan.intervention_type_id
    appointment.instructions = plan.instructions.strip()
    appointment.internal_notes = plan.internal_notes.strip()
    _choose_devices(session, appointment, plan.device_ids)
    _assign(session, appointment, plan.team)


def _choose_devices(
    session: Session, appointment: Appointment, wanted: tuple[int, ...] | None
) -> None:
    client_id = appointment.client_id
    if wanted is None:  # not said: what fits the plant stays
        appointment.devices = [row for row in appointment.devices if row.client_id == client_id]
        return
    chosen = session.scalars(select(Device).where(Device.id.in_(wanted))).all() if wanted else []
    if len(chosen) != len(set(wanted)) or any(row.client_id != client_id for row in chosen):
        raise rules.DeviceForeignError
    appointment.devices = list(chosen)


def _assign(session: Session, appointment: Appointment, team: tuple[int, ...]) -> None:
    wanted = tuple(dict.fromkeys(team))
    if not wanted:
        raise rules.TeamMissingError
    current = {member.technician_id: member for member in appointment.team}
    found = queries.technicians_by_key(session, wanted)
    known = {row.id for row in found if row.is_active or row.id in current}
    if known != set(wanted):
        raise rules.TechnicianUnknownError
    appointment.team = [current.get(pk) or AppointmentTechnician(technician_id=pk) for pk in wanted]
    for position, member in enumerate(appointment.team):
        member.position = position
