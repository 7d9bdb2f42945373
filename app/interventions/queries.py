"""Reads of the interventions: row rules, what a report is about, what it refers to."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, false, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.agenda.queries import workable_appointments
from app.attachments.models import Attachment
from app.attachments.rules import OwnerKind
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.clients.rules import ClientState
from app.interventions.models import Intervention, InterventionReport, intervention_technicians
from app.kernel.access import Access
from app.technicians.models import Technician
from app.worktypes.models import InterventionType

T = TypeVar("T")

#: Any of these lets an account write reports.
WRITERS = ("reports.own", "reports.lead", "interventions.write")


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
    session: Session,
    appointment_id: int,
    access: Access,
    *,
    entitled: frozenset[int] = frozenset(),
    lock: bool = False,
) -> Appointment | None:
    """Return an appointment at a client on which the account may report, or None.

    Args:
        session: Open session.
        appointment_id: Key.
        access: Who reports.
        entitled: Appointments whose form this account was given while they were its own: what
            was written on them is kept although the office has sent somebody else meanwhile, or
            has given them another plant or none.
        lock: Keep everybody else from reporting on it until the transaction ends.
    """
    if not access.has_any(*WRITERS):
        return None
    statement = select(Appointment).where(Appointment.id == appointment_id)
    if appointment_id not in entitled:
        statement = statement.where(
            Appointment.client_id.is_not(None), workable_appointments(access)
        )
    return session.scalars(_locked(statement, Appointment) if lock else statement).one_or_none()


def reportable_client(
    session: Session, client_id: int, access: Access, *, lock: bool = False
) -> Client | None:
    """Return a plant on which the office may report without appointment, or None."""
    if not access.has("interventions.write"):
        return None
    statement = select(Client).where(
        Client.id == client_id, visible_clients(access), Client.state != ClientState.MERGED
    )
    return session.scalars(_locked(statement, Client) if lock else statement).one_or_none()


def seen_intervention(
    session: Session, intervention_id: int, access: Access, *, lock: bool = False
) -> Intervention | None:
    """Return an intervention that the account may see, or None."""
    statement = select(Intervention).where(
        Intervention.id == intervention_id, visible_interventions(access)
    )
    return session.scalars(_locked(statement, Intervention) if lock else statement).one_or_none()


def report_of(session: Session, uuid: str) -> InterventionReport | None:
    """Return the report that a phone sent under a UUID, if it has arrived."""
    return session.scalar(select(InterventionReport).where(InterventionReport.uuid == uuid))


def current_report(session: Session, intervention: Intervention) -> InterventionReport | None:
    """Return the revision of an intervention that counts; None: its report was never written."""
    return session.scalars(
        select(InterventionReport).where(
            InterventionReport.intervention_id == intervention.id,
            InterventionReport.revision == intervention.revision,
        )
    ).one_or_none()


def count_of_appointment(session: Session, appointment_id: int) -> int:
    """Return how many interventions were reported on an appointment."""
    wanted = select(func.count(Intervention.id)).where(
        Intervention.appointment_id == appointment_id
    )
    return session.scalar(wanted) or 0


def arrived_files(
    session: Session, uuids: Iterable[str], *, owners: Iterable[str], user_id: int | None
) -> set[str]:
    """Return which files have arrived for a report; they are held until the report is stored.

    Args:
        session: Open session.
        uuids: UUIDs of the files.
        owners: UUIDs of the report and of the revisions it corrects.
        user_id: Who sends the report: a file that waits for it came from the same account.
    """
    new, *earlier = owners
    return set(
        session.scalars(
            select(Attachment.id)
            .where(
                Attachment.id.in_(list(uuids)),
                Attachment.owner_kind == OwnerKind.REPORT,
                or_(
                    (Attachment.owner_key == new) & (Attachment.created_by_id == user_id),
                    Attachment.owner_key.in_(earlier),
                ),
            )
            .order_by(Attachment.id)
            .with_for_update(read=True)
        )
    )


def revision_uuids(session: Session, intervention_id: int) -> list[str]:
    """Return the UUIDs of the revisions of an intervention."""
    return list(
        session.scalars(
            select(InterventionReport.uuid).where(
                InterventionReport.intervention_id == intervention_id
            )
        )
    )


def _locked(statement: Select[T], model: type[T]) -> Select[T]:
    """Return the select with its row locked and read anew: another transaction may have ended."""
    return statement.with_for_update(of=model).execution_options(populate_existing=True)


def done_by(technician_id: int) -> ColumnElement[bool]:
    """Return the condition on interventions in which a technician took part."""
    own = intervention_technicians.c
    return Intervention.id.in_(
        select(own.intervention_id).where(own.technician_id == technician_id)
    )


def names(session: Session) -> tuple[dict[int, str], dict[int, str]]:
    """Return the kinds of work and the technicians, by key, in the company's order."""
    kinds = select(
        literal(0).label("place"),
        InterventionType.id.label("key"),
        InterventionType.label.label("name"),
        InterventionType.position.label("position"),
    )
    technicians = select(literal(1), Technician.id, Technician.name, Technician.position)
    both = union_all(kinds, technicians).order_by("position", "name")
    found: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for place, key, name, _position in session.execute(both):
        found[place][key] = name
    return found
