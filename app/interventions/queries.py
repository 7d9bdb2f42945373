"""Reads of the interventions."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.agenda.queries import workable_appointments
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.interventions.models import Intervention, InterventionReport, intervention_technicians
from app.kernel.access import Access


def visible_interventions(access: Access) -> ColumnElement[bool]:
    """Return the condition on interventions that an account may see.

    The office and the lead technician see all; who reads the interventions of the card, those of
    the cards it may open; a technician, in any case, those of its own work.
    """
    if access.has_any("interventions.read", "reports.lead"):
        return true()
    found: list[ColumnElement[bool]] = [false()]
    if access.technician_id is not None and access.has("reports.own"):
        own = intervention_technicians.c
        found.append(
            Intervention.id.in_(
                select(own.intervention_id).where(own.technician_id == access.technician_id)
            )
        )
    if access.has("card_interventions.read"):
        cards = select(Client.id).where(visible_clients(access))
        found.append(Intervention.client_id.in_(cards))
    return or_(*found)


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
