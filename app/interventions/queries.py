"""Reads of the interventions."""

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.agenda.queries import workable_appointments
from app.interventions.models import Intervention, InterventionReport, intervention_technicians
from app.kernel.access import Access


def visible_interventions(access: Access) -> ColumnElement[bool]:
    """Return the condition on interventions that an account may see."""
    if access.has_any("interventions.read", "reports.lead"):
        return true()
    if access.technician_id is None:
        return false()
    return Intervention.id.in_(
        select(intervention_technicians.c.intervention_id).where(
            intervention_technicians.c.technician_id == access.technician_id
        )
    )


def workable_appointment(
    session: Session, appointment_id: int, access: Access
) -> Appointment | None:
    """Return an appointment at a client on which the account may report, or None."""
    if not access.has_any("reports.own", "reports.lead", "interventions.write"):
        return None
    return session.scalar(
        select(Appointment).where(
            Appointment.id == appointment_id,
            Appointment.client_id.is_not(None),
            workable_appointments(access),
        )
    )


def report_of(session: Session, uuid: str) -> InterventionReport | None:
    """Return the report that a phone sent under a UUID, if it has arrived."""
    return session.scalar(select(InterventionReport).where(InterventionReport.uuid == uuid))
