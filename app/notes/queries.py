"""Reads of the office's notes: the row rule and what the screens ask."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.kernel.access import Access
from app.notes.models import OfficeNote
from app.notes.rules import NoteKind


def visible_notes(access: Access) -> ColumnElement[bool]:
    """Return the condition on notes an account may see: for everybody, for it, by it."""
    if not access.has("notes.read"):
        return false()
    return or_(
        OfficeNote.assignee_id.is_(None),
        OfficeNote.assignee_id == access.user_id,
        OfficeNote.author_id == access.user_id,
    )


def _to_remember(access: Access, today: date) -> ColumnElement[bool]:
    return and_(
        OfficeNote.kind == NoteKind.REMINDER,
        OfficeNote.done_at.is_(None),
        OfficeNote.due_on <= today,
        visible_notes(access),
    )


def count_due(access: Access, today: date) -> ScalarSelect[int]:
    """Return how many reminders wait today, those of earlier days included, as a subquery."""
    found = select(func.count(OfficeNote.id)).where(_to_remember(access, today))
    return found.scalar_subquery()


def due(session: Session, access: Access, today: date, limit: int = 50) -> Sequence[OfficeNote]:
    """Return the reminders that wait today, oldest first."""
    return session.scalars(
        select(OfficeNote)
        .options(joinedload(OfficeNote.client), joinedload(OfficeNote.assignee))
        .where(_to_remember(access, today))
        .order_by(OfficeNote.due_on, OfficeNote.due_time, OfficeNote.id)
        .limit(limit)
    ).all()


def reminders(
    session: Session, access: Access, first: date, last: date, limit: int = 500
) -> Sequence[OfficeNote]:
    """Return the reminders of some days, done ones included, in order."""
    return session.scalars(
        select(OfficeNote)
        .options(joinedload(OfficeNote.client), joinedload(OfficeNote.assignee))
        .where(
            OfficeNote.kind == NoteKind.REMINDER,
            OfficeNote.due_on.between(first, last),
            visible_notes(access),
        )
        .order_by(OfficeNote.due_on, OfficeNote.due_time, OfficeNote.id)
        .limit(limit)
    ).all()


def board(session: Session, access: Access, limit: int = 200) -> Sequence[OfficeNote]:
    """Return the post-its on the board, pinned ones first."""
    return session.scalars(
        select(OfficeNote)
        .options(joinedload(OfficeNote.client), joinedload(OfficeNote.assignee))
        .where(
            OfficeNote.kind == NoteKind.POST_IT,
            OfficeNote.done_at.is_(None),
            visible_notes(access),
        )
        .order_by(OfficeNote.is_pinned.desc(), OfficeNote.position, OfficeNote.id.desc())
        .limit(limit)
    ).all()


def open_of_client(session: Session, access: Access, client_id: int) -> Sequence[OfficeNote]:
    """Return the notes of a card that are still to do."""
    return session.scalars(
        select(OfficeNote)
        .options(joinedload(OfficeNote.assignee))
        .where(
            OfficeNote.client_id == client_id,
            OfficeNote.done_at.is_(None),
            visible_notes(access),
        )
        .order_by(OfficeNote.due_on, OfficeNote.id)
        .limit(50)
    ).all()


def count_of_client(access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of open notes of a card, as a subquery."""
    return (
        select(func.count(OfficeNote.id))
        .where(
            OfficeNote.client_id == client_id,
            OfficeNote.done_at.is_(None),
            visible_notes(access),
        )
        .scalar_subquery()
    )
