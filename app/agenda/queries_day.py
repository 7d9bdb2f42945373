"""Reads of a technician's day: what comes before and after a visit."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.agenda.models import Appointment, AppointmentTechnician
from app.agenda.queries import visible_appointments
from app.agenda.rules import OPEN_STATES, AppointmentState
from app.kernel.access import Access
from app.kernel.dates import local_day, local_day_bounds


def neighbours(
    session: Session, appointment: Appointment, *, access: Access
) -> tuple[Appointment | None, Appointment | None]:
    """Return the visits before and after one in the day of who answers for it, or of the reader."""
    start, end = local_day_bounds(local_day(appointment.starts_at))
    day = session.scalars(
        select(Appointment)
        .where(
            visible_appointments(access),
            Appointment.id.in_(_of_technician(appointment, access)),
            Appointment.starts_at < end,
            Appointment.ends_at > start,
            Appointment.state != AppointmentState.CANCELLED,
        )
        .order_by(Appointment.starts_at, Appointment.id)
    ).all()
    ids = [row.id for row in day]
    if appointment.id not in ids:
        return None, None
    at = ids.index(appointment.id)
    return (day[at - 1] if at else None), (day[at + 1] if at + 1 < len(day) else None)


def following(session: Session, appointment: Appointment, *, access: Access) -> Appointment | None:
    """Return the next visit of the day that is still to do, or None."""
    end = local_day_bounds(local_day(appointment.starts_at))[1]
    return session.scalars(
        select(Appointment)
        .where(
            visible_appointments(access),
            Appointment.id.in_(_of_technician(appointment, access)),
            Appointment.id != appointment.id,
            Appointment.starts_at >= appointment.starts_at,
            Appointment.starts_at < end,
            Appointment.state.in_(OPEN_STATES),
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(1)
    ).first()


def _of_technician(appointment: Appointment, access: Access) -> Select[int]:
    team = [member.technician_id for member in appointment.team]
    own = access.technician_id if access.technician_id in team else next(iter(team), None)
    return select(AppointmentTechnician.appointment_id).where(
        AppointmentTechnician.technician_id == own
    )
