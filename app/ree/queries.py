"""Reads of the energy-efficiency reports: row rule, what one may write on, what came before."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session, joinedload

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.company.queries import company_profile
from app.devices.models import Device, DeviceType
from app.devices.rules import DeviceState
from app.kernel.access import Access
from app.ree.models import Ree, ReeRevision
from app.ree.policymodels import ReePolicy
from app.ree.rules import TYPES
from app.ree.rules_policy import Decision, Policy, decision_of
from app.thermal.tables_periods import bodies_of


def visible_ree(access: Access) -> ColumnElement[bool]:
    """Return the condition on reports that an account may see, as on interventions.

    The office and the lead technician see all; who reads the interventions of the card, those of
    the cards it may open; a technician, in any case, its own.
    """
    if access.has_any("interventions.read", "reports.lead"):
        return true()
    found: list[ColumnElement[bool]] = [false()]
    if access.technician_id is not None and access.has("reports.own"):
        found.append(Ree.technician_id == access.technician_id)
    if access.has("card_interventions.read"):
        cards = select(Client.id).where(visible_clients(access))
        found.append(Ree.client_id.in_(cards))
    return or_(*found)


def seen_ree(session: Session, ree_id: int, access: Access, *, lock: bool = False) -> Ree | None:
    """Return a report that the account may see, or None."""
    statement = select(Ree).where(Ree.id == ree_id, visible_ree(access))
    if lock:
        statement = statement.with_for_update(of=Ree).execution_options(populate_existing=True)
    return session.scalars(statement).one_or_none()


def revision_of(session: Session, uuid: str) -> ReeRevision | None:
    """Return the revision that a phone sent under a UUID, if it has arrived."""
    return session.scalar(select(ReeRevision).where(ReeRevision.uuid == uuid))


def current_revision(session: Session, ree: Ree) -> ReeRevision | None:
    """Return the revision that counts; None for a draft."""
    return session.scalars(
        select(ReeRevision).where(
            ReeRevision.ree_id == ree.id, ReeRevision.revision == ree.revision
        )
    ).one_or_none()


def generators(session: Session, client_id: int) -> Sequence[Device]:
    """Return the devices in service of a plant that have an official report, oldest first."""
    return session.scalars(
        select(Device)
        .join(DeviceType, Device.device_type_id == DeviceType.id)
        .where(Device.client_id == client_id, is_generator())
        .options(joinedload(Device.device_type))
        .order_by(Device.id)
    ).all()


def is_generator() -> ColumnElement[bool]:
    """Return the condition on devices, joined with their type: in service, with a report."""
    return and_(Device.state == DeviceState.IN_SERVICE, DeviceType.ree_type.in_(TYPES))


def last_revisions(session: Session, device_ids: Sequence[int]) -> dict[int, ReeRevision]:
    """Return for each device the current revision of its latest report."""
    rows = session.scalars(
        select(ReeRevision)
        .join(Ree, (ReeRevision.ree_id == Ree.id) & (ReeRevision.revision == Ree.revision))
        .where(Ree.device_id.in_(device_ids))
        .options(joinedload(ReeRevision.ree))
        .order_by(Ree.performed_on, Ree.id)
    )
    return {row.ree.device_id: row for row in rows}


def ree_of_day(session: Session, device_id: int, day: object, *, but: int) -> Ree | None:
    """Return another report of the same generator and day, if there is one."""
    return session.scalars(
        select(Ree).where(Ree.device_id == device_id, Ree.performed_on == day, Ree.id != but)
    ).first()


def ree_of_visit(
    session: Session, *, appointment_id: int | None, intervention_id: int | None, access: Access
) -> Sequence[Ree]:
    """Return the reports made on an appointment or with an intervention, of those one may see."""
    return session.scalars(
        select(Ree)
        .where(made_on_visit(appointment_id, intervention_id), visible_ree(access))
        .order_by(Ree.id)
    ).all()


def made_on_visit(appointment_id: int | None, intervention_id: int | None) -> ColumnElement[bool]:
    """Return the condition on reports made on an appointment or with an intervention."""
    keys = ((Ree.appointment_id, appointment_id), (Ree.intervention_id, intervention_id))
    return or_(false(), *(column == key for column, key in keys if key is not None))


def history_of(session: Session, device_id: int, access: Access) -> Sequence[Ree]:
    """Return the reports of a generator that the account may see, newest first."""
    return session.scalars(
        select(Ree)
        .where(Ree.device_id == device_id, visible_ree(access))
        .order_by(Ree.performed_on.desc(), Ree.id.desc())
        .limit(20)
    ).all()


def decision_for(session: Session, province: str, day: date) -> Decision:
    """Return what was decided for the plants of a province on a day.

    Args:
        session: Open session.
        province: Two letters; empty: not known.
        day: Italian day of the control.
    """
    rows = session.scalars(select(ReePolicy).where(ReePolicy.is_active).order_by(ReePolicy.id))
    found = [
        Decision(
            row.body,
            Policy(row.unsafe_co, row.low_efficiency, row.co_mismatch, row.analyser),
            row.valid_from,
            row.valid_to,
            row.source,
        )
        for row in rows
    ]
    return decision_of(found, bodies_of(province, company_profile(session).control_body), day)
