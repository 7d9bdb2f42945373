"""Reads of the calls: row rules and the questions the screens ask."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, ScalarSelect, false, func, select, true
from sqlalchemy.orm import Session

from app.calls.models import Call
from app.calls.rules import OPEN_STATES, CallState
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.kernel.access import Access
from app.technicians.models import Technician
from app.worktypes.models import CallReason, InterventionType


def visible_calls(access: Access) -> ColumnElement[bool]:
    """Return the condition on calls that an account may see."""
    if access.has("calls.read") and not access.hides_address:
        return true()
    if access.has_any("calls.read", "card_calls.read"):
        return Call.client_id.in_(select(Client.id).where(visible_clients(access)))
    return false()


def clients_of_calls(access: Access) -> ColumnElement[bool]:
    """Return the condition on clients reached through open calls, for the clients' row rule."""
    if not access.has("calls.read") or access.hides_address:
        return false()
    return Client.id.in_(select(Call.client_id).where(Call.state.in_(OPEN_STATES)))


def open_calls_of(session: Session, client_id: int) -> Sequence[Call]:
    """Return the open calls of a plant, oldest first."""
    return session.scalars(
        select(Call)
        .where(Call.client_id == client_id, Call.state.in_(OPEN_STATES))
        .order_by(Call.received_at, Call.id)
    ).all()


def count_to_schedule() -> ScalarSelect[int]:
    """Return how many calls wait for an appointment, as a subquery."""
    waiting = select(func.count(Call.id)).where(Call.state == CallState.TO_SCHEDULE)
    return waiting.scalar_subquery()


def active_reasons(session: Session) -> Sequence[CallReason]:
    """Return the reasons on offer, in the company's order."""
    return session.scalars(
        select(CallReason).where(CallReason.is_active).order_by(CallReason.position)
    ).all()


def all_reasons(session: Session) -> Sequence[CallReason]:
    """Return every reason, those no longer on offer included."""
    return session.scalars(select(CallReason).order_by(CallReason.position)).all()


def active_kinds(session: Session) -> Sequence[InterventionType]:
    """Return the kinds of visit on offer, in the company's order."""
    return session.scalars(
        select(InterventionType)
        .where(InterventionType.is_active)
        .order_by(InterventionType.position)
    ).all()


def active_technicians(session: Session) -> Sequence[Technician]:
    """Return who can be proposed, by name."""
    return session.scalars(
        select(Technician)
        .where(Technician.is_active)
        .order_by(Technician.position, Technician.name)
    ).all()
