"""Use cases of the office's notes: every write goes through here. Flushes, never commits."""

from datetime import datetime

from sqlalchemy import inspect, update
from sqlalchemy.orm import Session

from app.kernel.access import Access
from app.kernel.dates import local_day
from app.notes import queries, rules
from app.notes.models import OfficeNote
from app.notes.rules import NoteKind, Repeat

#: What the next reminder of a series takes over.
_KEPT = (
    "kind", "text", "colour", "due_time", "repeat", "repeat_from", "author_id", "author_name",
    "assignee_id", "client_id", "device_id",
)  # fmt: skip


def store(session: Session, note: OfficeNote, *, access: Access) -> OfficeNote:
    """Store a new or changed note.

    Raises:
        ReminderDayMissingError: A reminder without a day.
        HourNotReadableError: The hour is none.
        NoteDeviceElsewhereError: The device stands at another plant.
    """
    with session.no_autoflush:
        _complete(note)
        if not note.id:
            note.author_id, note.author_name = access.user_id, access.name
            session.add(note)
    session.flush()
    return note


def _complete(note: OfficeNote) -> None:
    note.due_time = rules.read_hour(note.due_time or "")
    if note.kind is NoteKind.POST_IT:
        note.due_on, note.due_time, note.repeat = None, "", Repeat.NEVER
    elif note.due_on is None:
        raise rules.ReminderDayMissingError
    if note.repeat is Repeat.NEVER:
        note.repeat_from = None
    elif note.repeat_from is None or inspect(note).attrs.due_on.history.has_changes():
        note.repeat_from = note.due_on
    if note.device is None:
        return
    if note.client is None:
        note.client = note.device.client
    if note.client.id != note.device.client_id:
        raise rules.NoteDeviceElsewhereError


def finish(
    session: Session, note: OfficeNote, *, access: Access, now: datetime
) -> OfficeNote | None:
    """Mark a note as done; return the next one of its series. Doing it again changes nothing."""
    if note.done_at is not None:
        return None
    note.done_at, note.done_by = now, access.name
    following = None
    start = note.repeat_from or note.due_on
    day = rules.next_day(start, note.repeat, local_day(now)) if start else None
    if day is not None:
        following = OfficeNote(**{name: getattr(note, name) for name in _KEPT})
        following.due_on = day
        session.add(following)
    session.flush()
    return following


def reopen(session: Session, note: OfficeNote) -> None:
    """Put a note back among those to do; a series goes on where it is already."""
    note.done_at, note.done_by = None, ""
    note.repeat, note.repeat_from = Repeat.NEVER, None
    session.flush()


def pin(session: Session, note: OfficeNote, *, is_pinned: bool) -> None:
    """Keep a post-it before the others, or no longer."""
    note.is_pinned = is_pinned
    session.flush()


def move(session: Session, note: OfficeNote, before: int | None, *, access: Access) -> None:
    """Put a post-it before another one of the board; None: at the end."""
    shown = {one.id: one for one in queries.board(session, access)}
    # Plain updates: an order is no change of what the notes say.
    for place, key in enumerate(rules.moved(list(shown), note.id, before)):
        if key in shown and shown[key].position != place:
            session.execute(update(OfficeNote).where(OfficeNote.id == key).values(position=place))
