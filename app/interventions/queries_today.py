"""The lists of a technician's day: today, tomorrow, what was left over and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.agenda.models import Appointment, AppointmentTechnician
from app.agenda.queries import between, in_span, of_technician, visible_appointments
from app.agenda.rules import OPEN_STATES, AppointmentState
from app.calls.models import Call
from app.calls.rules import CallState
from app.devices.models import Device
from app.interventions.models import Intervention
from app.interventions.rules import Outcome
from app.kernel.access import Access
from app.kernel.dates import local_day, local_day_bounds
from app.technicians.models import Technician

#: Appointments left over that a list shows at most.
MOST = 50

#: What the latest report on an appointment says became of the work.
_last_outcome = (
    select(Intervention.outcome)
    .where(Intervention.appointment_id == Appointment.id)
    .order_by(Intervention.id.desc())
    .limit(1)
    .correlate(Appointment)
    .scalar_subquery()
)


class DayList(Enum):
    """A list of the technician's day; the value is its name in the address."""

    TODAY = "oggi"
    TOMORROW = "domani"
    TO_COMPLETE = "completare"
    WAITING_PART = "ricambio"


def day_list(
    session: Session,
    which: DayList,
    now: datetime,
    *,
    access: Access,
    technician_id: int | None,
) -> Sequence[Appointment]:
    """Return the appointments of a list in order, with what their page shows of them.

    Args:
        session: Open session; only read.
        which: The list.
        now: Present instant.
        access: Who asks: the row rule.
        technician_id: Only this technician's; None: everybody's that one may see.
    """
    if which in (DayList.TODAY, DayList.TOMORROW):
        start, end = _span(which, now)
        return between(session, start, end, access=access, technician_id=technician_id)
    return session.scalars(
        select(Appointment)
        .where(_condition(which, now, access, technician_id))
        .options(
            joinedload(Appointment.client),
            joinedload(Appointment.intervention_type),
            selectinload(Appointment.team)
            .joinedload(AppointmentTechnician.technician)
            .load_only(Technician.name),
            selectinload(Appointment.devices).joinedload(Device.device_type),
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(MOST)
    ).all()


def day_counts(
    session: Session, now: datetime, *, access: Access, technician_id: int | None
) -> Mapping[DayList, int]:
    """Return how many appointments each list has, in one statement."""
    counts = [
        select(func.count(Appointment.id))
        .where(_condition(which, now, access, technician_id))
        .scalar_subquery()
        for which in DayList
    ]
    return dict(zip(DayList, session.execute(select(*counts)).one(), strict=True))


def _span(which: DayList, now: datetime) -> tuple[datetime, datetime]:
    return local_day_bounds(local_day(now) + timedelta(days=which is DayList.TOMORROW))


def _condition(
    which: DayList, now: datetime, access: Access, technician_id: int | None
) -> ColumnElement[bool]:
    if which in (DayList.TODAY, DayList.TOMORROW):
        return in_span(access, _span(which, now), technician_id)
    waits = _waits_for_part()
    return and_(
        visible_appointments(access),
        of_technician(technician_id),
        Appointment.client_id.is_not(None),
        Appointment.state.in_(OPEN_STATES),
        Appointment.ends_at <= now,
        waits if which is DayList.WAITING_PART else ~waits & ~_goes_on_elsewhere(),
    )


def _waits_for_part() -> ColumnElement[bool]:
    """Return the condition on work that stopped for a part which the office has not got yet."""
    return and_(
        Appointment.state == AppointmentState.TO_RESUME,
        _last_outcome.is_not_distinct_from(Outcome.WAITING_PART),
        ~exists().where(Call.id == Appointment.call_id, Call.state != CallState.WAITING_PART),
    )


def _goes_on_elsewhere() -> ColumnElement[bool]:
    """Return the condition on interrupted work whose call is booked again, or over."""
    over = (CallState.SCHEDULED, CallState.CLOSED, CallState.CANCELLED)
    return and_(
        Appointment.state == AppointmentState.TO_RESUME,
        exists().where(Call.id == Appointment.call_id, Call.state.in_(over)),
    )
