"""Use cases of the booklets: they are opened once and grow, nothing in them is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.booklets.models import Booklet, BookletEntry
from app.booklets.queries import booklet_of, history_of
from app.booklets.rules import SHEETS
from app.interventions.checking import Author
from app.kernel.dates import local_day


def open_booklet(session: Session, client_id: int, *, now: datetime) -> Booklet:
    """Return the booklet of a plant, begun when there is none."""
    known = booklet_of(session, client_id)
    if known is not None:
        return known
    made = Booklet(client_id=client_id, opened_on=local_day(now))
    session.add(made)
    session.flush()
    return made


def write_sheet(
    session: Session,
    booklet: Booklet,
    code: str,
    values: Mapping[str, Any],
    *,
    row: int | None,
    author: Author,
) -> BookletEntry:
    """Write a sheet, or a row of it; what it said before stays.

    Args:
        session: Open session; flushed only.
        booklet: The booklet, locked.
        code: Of `rules.SHEETS`.
        values: By item, as JSON.
        row: Row to change; None: the sheet itself, or a new row of a list.
        author: Who writes, and when.
    """
    sheet = SHEETS[code]
    place = _place(session, booklet, code, row) if sheet.is_list else 0
    before = history_of(session, booklet.id, code, place)
    if before and dict(before[0].values) == dict(values):
        return before[0]
    entry = BookletEntry(
        booklet_id=booklet.id,
        sheet=code,
        row=place,
        revision=before[0].revision + 1 if before else 1,
        values=dict(values),
        written_at=author.now,
        written_by=author.access.name,
    )
    session.add(entry)
    session.flush()
    return entry


def _place(session: Session, booklet: Booklet, code: str, row: int | None) -> int:
    if row is not None:
        return row
    last = session.scalar(
        select(func.max(BookletEntry.row)).where(
            BookletEntry.booklet_id == booklet.id, BookletEntry.sheet == code
        )
    )
    return (last or 0) + 1
