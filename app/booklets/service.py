"""Use cases of the booklets: they are opened once and grow, nothing in them is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.booklets import rules_parts
from app.booklets.models import Booklet, BookletEntry
from app.booklets.queries import booklet_of, history_of, parts_of
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
    place = _place(session, booklet, code, row) if SHEETS[code].is_list else 0
    return _write(session, booklet, (code, place), values, author)


def write_generator(
    session: Session, booklet: Booklet, device_id: int, values: Mapping[str, Any], author: Author
) -> BookletEntry:
    """Write what sheet 4 asks of a generator beside the device's own data."""
    return _write(session, booklet, ("4", device_id), values, author)


def write_part(
    session: Session,
    booklet: Booklet,
    values: Mapping[str, Any],
    *,
    row: int | None,
    replaces: BookletEntry | None,
    author: Author,
) -> BookletEntry:
    """Write a component of sheets 4 to 10; what it replaces stays, removed on the same day.

    Args:
        session: Open session; flushed only.
        booklet: The booklet, locked.
        values: By item, as JSON, with ``part_kind``.
        row: Component to change; None: a new one.
        replaces: Component that the new one takes the place of.
        author: Who writes, and when.

    Raises:
        PartDatesError, PartRemovedLaterError: Of its days.
        PartInPlaceError: Another stands at this number.
        ReplacedWhenError, ReplacedEarlierError: It replaces one and does not say from when on.
    """
    rules_parts.ensure_part_days(values, today=local_day(author.now))
    gone = _replaced(values, replaces)
    others = [
        entry.values
        for entry in parts_of(session, booklet.id)
        if entry.row not in {row, replaces.row if replaces is not None else None}
    ]
    rules_parts.ensure_place_free(str(values["part_kind"]), values, others)
    if replaces is not None and gone is not None:
        _write(session, booklet, ("parts", replaces.row), gone, author)
    place = _place(session, booklet, "parts", row)
    return _write(session, booklet, ("parts", place), values, author)


def _replaced(values: Mapping[str, Any], replaces: BookletEntry | None) -> Mapping[str, Any] | None:
    """Return what the booklet says of a component once it was replaced."""
    if replaces is None:
        return None
    rules_parts.ensure_may_replace(values, replaces.values)
    return {**replaces.values, "removed_on": values["installed_on"]}


def _write(
    session: Session,
    booklet: Booklet,
    place: tuple[str, int],
    values: Mapping[str, Any],
    author: Author,
) -> BookletEntry:
    """Store a sheet or row, unless it says the same as before."""
    code, row = place
    before = history_of(session, booklet.id, code, row)
    if before and dict(before[0].values) == dict(values):
        return before[0]
    entry = BookletEntry(
        booklet_id=booklet.id,
        sheet=code,
        row=row,
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
