"""The visits of a week as plain rows: hundreds at once, which mapped objects would make slow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.models import Appointment, AppointmentTechnician
from app.agenda.queries import MOST, visible_appointments
from app.agenda.rules import AppointmentState
from app.clients.models import Client
from app.kernel.access import Access
from app.worktypes.models import InterventionType

_COLUMNS = (
    Appointment.id,
    Appointment.version,
    Appointment.starts_at,
    Appointment.ends_at,
    Appointment.state,
    Appointment.title,
    Appointment.travelling_at,
    Appointment.client_id,
    Appointment.series_id,
    Appointment.intervention_type_id,
    InterventionType.label,
    InterventionType.colour,
    Client.display_name,
    Client.street,
    Client.street_number,
    Client.municipality,
    Client.phone,
    Client.needs_attention,
    Client.attention_reason,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a calendar shows of an appointment."""

    #: Names of `_COLUMNS`; those of the client and of the kind are None without one.
    row: Any
    #: Keys of its technicians, the first one first.
    team: list[int]


def week_of(
    session: Session,
    span: tuple[datetime, datetime],
    *,
    access: Access,
    technician_id: int | None = None,
) -> Sequence[Visit]:
    """Return the appointments that touch a span, in order; at most `MOST`.

    Args:
        session: Open session; only read.
        span: First instant, and first instant after it.
        access: Who asks: the row rule.
        technician_id: Only this technician's; None: all.
    """
    starts_at, ends_at = span
    if access.window is not None and not access.has("agenda.all"):
        starts_at, ends_at = max(starts_at, access.window[0]), min(ends_at, access.window[1])
    conditions = [
        visible_appointments(access),
        Appointment.starts_at < ends_at,
        Appointment.ends_at > starts_at,
        Appointment.state != AppointmentState.CANCELLED,
    ]
    if technician_id is not None:
        conditions.append(
            Appointment.id.in_(
                select(AppointmentTechnician.appointment_id).where(
                    AppointmentTechnician.technician_id == technician_id
                )
            )
        )
    wanted = (
        select(*_COLUMNS)
        .outerjoin(Client, Client.id == Appointment.client_id)
        .outerjoin(InterventionType, InterventionType.id == Appointment.intervention_type_id)
        .where(*conditions)
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(MOST)
    )
    rows = session.execute(wanted).all()
    teams = _teams(session, conditions)
    return [Visit(row, teams.get(row.id, [])) for row in rows]


def _teams(session: Session, conditions: Sequence[Any]) -> dict[int, list[int]]:
    """Return the technicians of the appointments that meet the conditions."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        select(AppointmentTechnician.appointment_id, AppointmentTechnician.technician_id)
        .join(Appointment, Appointment.id == AppointmentTechnician.appointment_id)
        .where(*conditions)
        .order_by(AppointmentTechnician.position)
    )
    for appointment_id, technician_id in rows:
        found.setdefault(appointment_id, []).append(technician_id)
    return found
