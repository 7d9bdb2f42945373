"""Reads of the agenda: row rules, spans of time, calls that wait for a date."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.agenda.models import Appointment, AppointmentTechnician
from app.agenda.rules import OPEN_STATES, AppointmentState
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.calls.rules import CallState
from app.clients.models import Client
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.devices.rules import DeviceState
from app.kernel.access import Access
from app.orm.audit import AuditEntry
from app.technicians.models import Absence, Technician
from app.worktypes.models import InterventionType

#: Rows that one page of the agenda shows at most.
MOST = 3000
#: Appointments in the way of one slot that are named at most.
MOST_CLASHES = 10
#: What a calendar shows of a client.
_BRIEF = (
    Client.display_name,
    Client.street,
    Client.street_number,
    Client.municipality,
    Client.phone,
    Client.needs_attention,
    Client.attention_reason,
)
#: What a key of the form stands for.
NAMED: dict[str, Any] = {
    "client": Client.display_name,
    "kind": InterventionType.label,
    "team": Technician.name,
    "devices": Device.model,
}


def _own(access: Access) -> ColumnElement[bool]:
    return false() if access.technician_id is None else of_technician(access.technician_id)


def of_technician(technician_id: int | None) -> ColumnElement[bool]:
    """Return the condition on appointments of a technician; None: whoever goes."""
    if technician_id is None:
        return true()
    return Appointment.id.in_(
        select(AppointmentTechnician.appointment_id).where(
            AppointmentTechnician.technician_id == technician_id
        )
    )


def visible_appointments(access: Access) -> ColumnElement[bool]:
    """Return the condition on appointments that an account may see."""
    if access.has("agenda.all"):
        return true()
    return _own(access) if access.has("agenda.read") else false()


def workable_appointments(access: Access) -> ColumnElement[bool]:
    """Return the condition on appointments an account may stamp and report on."""
    if access.has_any("reports.lead", "interventions.write"):
        return true()
    return _own(access) if access.has("agenda.read") else false()


def reached_clients(access: Access) -> ColumnElement[bool]:
    """Return the condition on clients with an appointment that an account may see.

    Who sees addresses on the way only reaches those whose visit somebody set off for.
    """
    met = [visible_appointments(access), Appointment.client_id.is_not(None)]
    if access.hides_address:
        met.append(Appointment.travelling_at.is_not(None))
    return Client.id.in_(select(Appointment.client_id).where(*met))


def find(session: Session, pk: int, condition: ColumnElement[bool]) -> Appointment | None:
    """Return an appointment that meets a row rule, or None."""
    return session.scalars(select(Appointment).where(Appointment.id == pk, condition)).one_or_none()


def cancelled_of(session: Session, keys: Sequence[int], *, access: Access) -> Sequence[Appointment]:
    """Return the cancelled appointments of some keys that an account may see."""
    return session.scalars(
        select(Appointment).where(
            Appointment.id.in_(keys),
            Appointment.state == AppointmentState.CANCELLED,
            visible_appointments(access),
        )
    ).all()


def in_span(
    access: Access, span: tuple[datetime, datetime], technician_id: int | None = None
) -> ColumnElement[bool]:
    """Return the condition on the standing appointments of a span that an account may see.

    Args:
        access: Who asks; a technician's own days end where its window does.
        span: First instant, first instant after.
        technician_id: Only this technician's; None: all.
    """
    starts_at, ends_at = span
    if access.window is not None and not access.has("agenda.all"):
        starts_at, ends_at = max(starts_at, access.window[0]), min(ends_at, access.window[1])
    return and_(
        visible_appointments(access),
        of_technician(technician_id),
        Appointment.starts_at < ends_at,
        Appointment.ends_at > starts_at,
        Appointment.state != AppointmentState.CANCELLED,
    )


def between(
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    *,
    access: Access,
    technician_id: int | None = None,
    is_brief: bool = False,
) -> Sequence[Appointment]:
    """Return the appointments that touch a span, in order, and what their page shows of them.

    Args:
        session: Open session; only read.
        starts_at: First instant of the span.
        ends_at: First instant after it.
        access: Who asks: the row rule.
        technician_id: Only this technician's; None: all.
        is_brief: Only what a calendar shows: no devices, little of the client.
    """
    wanted = (
        select(Appointment)
        .where(in_span(access, (starts_at, ends_at), technician_id))
        .options(
            joinedload(Appointment.intervention_type),
            selectinload(Appointment.team)
            .joinedload(AppointmentTechnician.technician)
            .load_only(Technician.name),
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(MOST)
    )
    if is_brief:
        wanted = wanted.options(joinedload(Appointment.client).load_only(*_BRIEF))
    else:
        wanted = wanted.options(
            joinedload(Appointment.client),
            selectinload(Appointment.devices).joinedload(Device.device_type),
        )
    return session.scalars(wanted).all()


def calls_to_schedule(session: Session, *, access: Access) -> Sequence[Call]:
    """Return the calls without a date for whoever plans the agenda, oldest first."""
    if not access.has("agenda.write"):
        return []
    return session.scalars(
        select(Call)
        .where(Call.state == CallState.TO_SCHEDULE, visible_calls(access))
        .options(joinedload(Call.client), joinedload(Call.reason))
        .order_by(Call.received_at)
        .limit(100)
    ).all()


def visible_call(session: Session, pk: int, *, access: Access) -> Call | None:
    """Return a call that an account may see, or None."""
    return session.scalars(select(Call).where(Call.id == pk, visible_calls(access))).one_or_none()


def of_client(session: Session, client_id: int, *, access: Access) -> Sequence[Appointment]:
    """Return the latest visible appointments at a plant, cancelled ones included."""
    return session.scalars(
        select(Appointment)
        .where(visible_appointments(access), Appointment.client_id == client_id)
        .options(joinedload(Appointment.intervention_type), selectinload(Appointment.team))
        .order_by(Appointment.starts_at.desc(), Appointment.id.desc())
        .limit(100)
    ).all()


def count_of_client(access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of appointments at a plant that an account may see, as a subquery."""
    return (
        select(func.count(Appointment.id))
        .where(visible_appointments(access), Appointment.client_id == client_id)
        .scalar_subquery()
    )


def next_visit(
    session: Session, client_id: int, now: datetime, *, access: Access
) -> tuple[int, datetime, str | None] | None:
    """Return key, start and first technician of the next appointment at a plant, if any."""
    row = session.execute(
        select(Appointment.id, Appointment.starts_at, Technician.name)
        .outerjoin(
            AppointmentTechnician,
            (AppointmentTechnician.appointment_id == Appointment.id)
            & (AppointmentTechnician.position == 0),
        )
        .outerjoin(Technician, Technician.id == AppointmentTechnician.technician_id)
        .where(
            visible_appointments(access),
            Appointment.client_id == client_id,
            Appointment.ends_at > now,
            Appointment.state.in_(OPEN_STATES),
        )
        .order_by(Appointment.starts_at)
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def technicians(session: Session, *, access: Access) -> Sequence[Technician]:
    """Return the technicians whose day an account may see, in the company's order."""
    wanted = select(Technician).where(Technician.is_active)
    if not access.has("agenda.all"):
        wanted = wanted.where(Technician.id == access.technician_id)
    return session.scalars(wanted.order_by(Technician.position, Technician.name)).all()


def kinds(session: Session) -> Sequence[InterventionType]:
    """Return the kinds of visit on offer."""
    return session.scalars(
        select(InterventionType)
        .where(InterventionType.is_active)
        .order_by(InterventionType.position, InterventionType.label)
    ).all()


def plant_devices(session: Session, client_id: int, *, access: Access) -> Sequence[Device]:
    """Return the devices in service of a plant that an account may see, oldest first."""
    return session.scalars(
        select(Device)
        .where(
            Device.client_id == client_id,
            Device.state == DeviceState.IN_SERVICE,
            visible_devices(access),
        )
        .options(joinedload(Device.device_type))
        .order_by(Device.id)
    ).all()


def waiting_calls(session: Session, client_id: int, *, access: Access) -> Sequence[Call]:
    """Return the calls of a plant that wait for a date, oldest first."""
    return session.scalars(
        select(Call)
        .where(
            Call.client_id == client_id, Call.state == CallState.TO_SCHEDULE, visible_calls(access)
        )
        .options(joinedload(Call.reason))
        .order_by(Call.received_at)
        .limit(5)
    ).all()


def names(session: Session, field: str, keys: Sequence[int]) -> Sequence[str]:
    """Return what keys of a field of the form are called, in alphabetical order."""
    column = NAMED[field]
    wanted = select(column).where(column.class_.id.in_(keys)).order_by(column)
    return session.scalars(wanted).all()


def last_change(session: Session, pk: int) -> AuditEntry | None:
    """Return who changed an appointment last, and when; None: nobody since the history began."""
    return session.scalars(
        select(AuditEntry)
        .where(AuditEntry.entity == Appointment.__tablename__, AuditEntry.entity_id == str(pk))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()


def technicians_by_key(session: Session, keys: Iterable[int]) -> Sequence[Technician]:
    """Return the technicians of some keys, those who no longer work here included."""
    return session.scalars(select(Technician).where(Technician.id.in_(list(keys)))).all()


def clashes(
    session: Session,
    team: Iterable[int],
    spans: Sequence[tuple[datetime, datetime]],
    *,
    but: Iterable[int] = (),
) -> Sequence[tuple[int, Appointment]]:
    """Return (technician, appointment) of what a team has in any of some spans, in order.

    Args:
        session: Open session; only read.
        team: Keys of the technicians.
        spans: First instant and first instant after, of each.
        but: Appointments that do not count.
    """
    rows = session.execute(
        select(AppointmentTechnician.technician_id, Appointment)
        .join(Appointment, Appointment.id == AppointmentTechnician.appointment_id)
        .where(
            AppointmentTechnician.technician_id.in_(list(team)),
            Appointment.id.not_in(list(but)),
            Appointment.state != AppointmentState.CANCELLED,
            _touches(Appointment, spans),
        )
        .options(joinedload(Appointment.client))
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(MOST_CLASHES * len(spans))
    )
    return [(key, row) for key, row in rows]


def away_between(
    session: Session, team: Iterable[int], spans: Sequence[tuple[datetime, datetime]]
) -> Sequence[tuple[int, datetime, datetime]]:
    """Return (technician, start, end) of the absences of a team in any of some spans."""
    rows = session.execute(
        select(Absence.technician_id, Absence.starts_at, Absence.ends_at).where(
            Absence.technician_id.in_(list(team)), _touches(Absence, spans)
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _touches(
    table: type[Appointment | Absence], spans: Sequence[tuple[datetime, datetime]]
) -> ColumnElement[bool]:
    """Return the condition on rows that share time with any of some spans."""
    return or_(*(and_(table.starts_at < last, table.ends_at > first) for first, last in spans))


def absences_between(
    session: Session, span: tuple[datetime, datetime], *, access: Access
) -> Sequence[Absence]:
    """Return the absences in a span of the technicians whose day an account may see."""
    wanted = select(Absence).where(Absence.starts_at < span[1], Absence.ends_at > span[0])
    if not access.has("agenda.all"):
        wanted = wanted.where(Absence.technician_id == access.technician_id)
    return session.scalars(wanted.order_by(Absence.starts_at).limit(MOST)).all()


def stamp_of(session: Session, span: tuple[datetime, datetime], *, access: Access) -> str:
    """Return a text that changes with the appointments of a span and the calls that wait.

    Moved out, moved in, changed, cancelled: each alters the number or the sum of the versions.
    """
    found = session.execute(
        select(
            func.count(Appointment.id),
            func.sum(Appointment.version),
            func.max(Appointment.id),
        ).where(
            visible_appointments(access),
            Appointment.starts_at < span[1],
            Appointment.ends_at > span[0],
        )
    ).one()
    waiting = select(func.count(Call.id), func.sum(Call.id)).where(
        Call.state == CallState.TO_SCHEDULE, visible_calls(access)
    )
    return "-".join(str(part or 0) for part in (*found, *session.execute(waiting).one()))


def open_of_call(session: Session, call_id: int, *, but: int) -> int:
    """Return how many other appointments still stand for a call."""
    return (
        session.scalar(
            select(func.count(Appointment.id)).where(
                Appointment.call_id == call_id,
                Appointment.id != but,
                Appointment.state.in_(OPEN_STATES),
            )
        )
        or 0
    )
