"""Reads of the privacy forms: row rule, latest form, whether to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, false, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.agenda.models import Appointment
from app.agenda.queries import workable_appointments
from app.clients.models import Client, Occupancy
from app.clients.queries import visible_clients
from app.company.models import PrivacyNotice
from app.interventions.queries_history import may_report
from app.kernel.access import Access
from app.privacy.models import PrivacyForm
from app.privacy.rules import Asked, asked_because


@dataclass(frozen=True)
class Standing:
    """Where a card stands.

    Attributes:
        form: The latest form; None: none yet.
        asked: Why it is to be signed; None: nothing to do, or no notice to show.
        has_notice: The company has a notice.
    """

    form: PrivacyForm | None
    asked: Asked | None
    has_notice: bool


def visible_forms(access: Access) -> ColumnElement[bool]:
    """Return the condition on forms an account may see: those of its cards and own visits."""
    rules: list[ColumnElement[bool]] = [false()]
    if access.has("privacy.read"):
        rules.append(PrivacyForm.client_id.in_(select(Client.id).where(visible_clients(access))))
    if access.technician_id is not None and may_report(access):
        own = select(Appointment.id).where(workable_appointments(access))
        rules.append(PrivacyForm.appointment_id.in_(own))
    return or_(*rules)


def find_form(session: Session, pk: int, *, access: Access) -> PrivacyForm | None:
    """Return a form that an account may see, or None."""
    return session.scalars(
        select(PrivacyForm).where(PrivacyForm.id == pk, visible_forms(access))
    ).one_or_none()


def form_named(session: Session, uuid: str) -> PrivacyForm | None:
    """Return the form sent under an identifier, if it arrived."""
    return session.scalars(select(PrivacyForm).where(PrivacyForm.uuid == uuid)).one_or_none()


def forms_of(session: Session, client_id: int, *, access: Access) -> Sequence[PrivacyForm]:
    """Return the forms of a card that an account may see, newest first."""
    return session.scalars(
        select(PrivacyForm)
        .where(PrivacyForm.client_id == client_id, visible_forms(access))
        .options(selectinload(PrivacyForm.revocations))
        .order_by(PrivacyForm.signed_at.desc(), PrivacyForm.id.desc())
    ).all()


def count_forms(access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of forms of a card that an account may see, as a subquery."""
    return (
        select(func.count(PrivacyForm.id))
        .where(PrivacyForm.client_id == client_id, visible_forms(access))
        .scalar_subquery()
    )


def notice_in_force(session: Session) -> PrivacyNotice | None:
    """Return the newest notice; None: the company wrote none."""
    return session.scalars(select(PrivacyNotice).order_by(PrivacyNotice.id.desc()).limit(1)).first()


def occupancy_of(session: Session, client_id: int) -> int | None:
    """Return the key of who holds a plant today; None: not known."""
    return session.scalar(
        select(Occupancy.id).where(Occupancy.client_id == client_id, Occupancy.ends_on.is_(None))
    )


def standing_of(session: Session, client_id: int) -> Standing:
    """Return whether a card's form is signed and holds. Callers check the card or the visit."""
    latest = session.scalars(
        select(PrivacyForm)
        .where(PrivacyForm.client_id == client_id)
        .options(joinedload(PrivacyForm.notice))
        .order_by(PrivacyForm.signed_at.desc(), PrivacyForm.id.desc())
        .limit(1)
    ).first()
    notice = notice_in_force(session)
    if notice is None:
        return Standing(latest, None, has_notice=False)
    asked = asked_because(
        latest.signed if latest else None,
        notice_version=notice.id,
        occupancy_id=occupancy_of(session, client_id),
    )
    return Standing(latest, asked, has_notice=True)


def form_of_visit(session: Session, appointment_id: int, *, access: Access) -> PrivacyForm | None:
    """Return the newest form signed in a visit that an account may see, or None."""
    return session.scalars(
        select(PrivacyForm)
        .where(PrivacyForm.appointment_id == appointment_id, visible_forms(access))
        .order_by(PrivacyForm.id.desc())
        .limit(1)
    ).first()
