"""Use cases of appointments that repeat. The caller commits.

A series is made of real appointments: each is moved, done, told to the customer and cancelled
like any other. What the office changes of one may be carried to those that nobody has begun.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from app.agenda import rules_series, service
from app.agenda.models import Appointment, AppointmentSeries
from app.agenda.rules import AppointmentState
from app.agenda.rules_series import Every, Scope
from app.agenda.service import Plan

#: What a change carries to the other appointments, as far as it changed.
_CARRIED = (
    "team", "client_id", "title", "intervention_type_id", "instructions", "internal_notes",
)  # fmt: skip
#: Nobody has set off: the office may still decide.
_UNTOUCHED = (AppointmentState.PLANNED, AppointmentState.CONFIRMED)


def create(session: Session, plan: Plan, every: Every, days: Sequence[date]) -> list[Appointment]:
    """Put a series on the agenda: one appointment a day, at the hours of the plan.

    Raises:
        rules_series.NothingChosenError: No day.
        What `service.create` raises.
    """
    if not days:
        raise rules_series.NothingChosenError
    series = AppointmentSeries(every=every)
    session.add(series)
    session.flush()
    made = []
    for position, day in enumerate(days):
        start, end = rules_series.on_day((plan.starts_at, plan.ends_at), day)
        own = replace(plan, starts_at=start, ends_at=end)
        made.append(service.create(session, own, place=(series.id, position)))
    return made


def others(
    session: Session, appointment: Appointment, scope: Scope, *, now: datetime, lock: bool = False
) -> Sequence[Appointment]:
    """Return the other appointments that a change reaches, in the order of the series.

    What is past, begun, done or cancelled stays as it is.
    """
    if appointment.series_id is None or scope is Scope.ONE:
        return []
    wanted = (
        _of_series(appointment)
        .where(Appointment.state.in_(_UNTOUCHED), Appointment.starts_at > now)
        .options(selectinload(Appointment.team), selectinload(Appointment.devices))
        .order_by(Appointment.series_position)
    )
    if scope is Scope.FOLLOWING:
        wanted = wanted.where(Appointment.series_position > appointment.series_position)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).all()


def stamp_of(session: Session, appointment: Appointment) -> str:
    """Return a text that changes with any other appointment of the series; "" without one."""
    if appointment.series_id is None:
        return ""
    rows = _of_series(appointment).with_only_columns(
        func.count(Appointment.id), func.sum(Appointment.version)
    )
    return "-".join(str(part or 0) for part in session.execute(rows).one())


def place_of(session: Session, appointment: Appointment) -> tuple[Every, int, int] | None:
    """Return how often a series repeats, which one this is and of how many; None without one."""
    if appointment.series_id is None:
        return None
    series = session.get_one(AppointmentSeries, appointment.series_id)
    count = session.scalar(_of_series(appointment).with_only_columns(func.count(Appointment.id)))
    return series.every, appointment.series_position + 1, (count or 0) + 1


def ensure_known(session: Session, appointment: Appointment, known: str) -> None:
    """Refuse to change a series that somebody changed since it was shown.

    Raises:
        rules_series.StaleSeriesError: It is another one now.
    """
    if stamp_of(session, appointment) != known:
        raise rules_series.StaleSeriesError


def plan_of(appointment: Appointment) -> Plan:
    """Return what is stored of an appointment; its devices stay as they are."""
    return Plan(
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        team=tuple(member.technician_id for member in appointment.team),
        client_id=appointment.client_id,
        title=appointment.title,
        intervention_type_id=appointment.intervention_type_id,
        instructions=appointment.instructions,
        internal_notes=appointment.internal_notes,
    )


def carried_plan(before: Plan, after: Plan, own: Plan) -> Plan:
    """Return what becomes of another appointment: what changed of the first one, nothing else."""
    changed: dict[str, Any] = {
        name: getattr(after, name)
        for name in _CARRIED
        if getattr(before, name) != getattr(after, name)
    }
    start, end = rules_series.carried(
        (before.starts_at, before.ends_at),
        (after.starts_at, after.ends_at),
        (own.starts_at, own.ends_at),
    )
    return replace(own, starts_at=start, ends_at=end, **changed)


def change(
    session: Session,
    appointment: Appointment,
    plan: Plan,
    *,
    scope: Scope,
    version: int,
    now: datetime,
) -> list[Appointment]:
    """Change an appointment and carry what changed to others of its series; return all of them.

    Raises:
        What `service.change` raises, for the first one.
    """
    before = plan_of(appointment)
    had = {device.id for device in appointment.devices}
    followers = others(session, appointment, scope, now=now, lock=True)
    service.change(session, appointment, plan, version=version)
    wanted = plan.device_ids
    devices = wanted if wanted is not None and set(wanted) != had else None
    for other in followers:
        own = replace(carried_plan(before, plan, plan_of(other)), device_ids=devices)
        if own != plan_of(other):
            service.change(session, other, own, version=other.version)
    return [appointment, *followers]


def cancel(
    session: Session,
    appointment: Appointment,
    reason: str,
    *,
    scope: Scope,
    version: int,
    now: datetime,
) -> list[Appointment]:
    """Cancel an appointment and others of its series; return all of them.

    Raises:
        What `service.cancel` raises, for the first one.
    """
    followers = others(session, appointment, scope, now=now, lock=True)
    service.cancel(session, appointment, reason, version=version)
    for other in followers:
        service.cancel(session, other, reason, version=other.version)
    return [appointment, *followers]


def restore(
    session: Session, appointment: Appointment, versions: Iterable[tuple[int, int]], *, version: int
) -> list[Appointment]:
    """Take back the cancellation of an appointment and of others cancelled with it.

    Args:
        session: Open session.
        appointment: The first one.
        versions: Key and version of the others; keys of no appointment of its series are ignored.
        version: Version of the first one.

    Raises:
        What `service.restore` raises.
    """
    service.restore(session, appointment, version=version)
    known = dict(versions)
    if not known or appointment.series_id is None:
        return [appointment]
    rows = session.scalars(_of_series(appointment).where(Appointment.id.in_(known))).all()
    for row in rows:
        service.restore(session, row, version=known[row.id])
    return [appointment, *rows]


def _of_series(appointment: Appointment) -> Select[Appointment]:
    """Return the other appointments of a series."""
    return select(Appointment).where(
        Appointment.series_id == appointment.series_id, Appointment.id != appointment.id
    )
