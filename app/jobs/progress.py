"""Show how far a long work has come."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.jobs.models import Progress
from app.jobs.rules import JobState
from app.jobs.runner import Clock, Sessions


def begin_progress(
    session: Session,
    title: str,
    *,
    now: datetime,
    total: int | None = None,
    user_id: int | None = None,
) -> UUID:
    """Add the row that a page will watch, in the transaction that asks for the work."""
    progress = Progress(
        id=uuid4(),
        title=title,
        done=0,
        total=total,
        state=JobState.QUEUED,
        message="",
        user_id=user_id,
        created_at=now,
        changed_at=now,
    )
    session.add(progress)
    session.flush()
    return progress.id


@dataclass
class Tracker:
    """Counts the rows done and stores the count now and then, in a transaction of its own.

    On SQLite only one transaction writes at a time: step between your own transactions,
    for instance after each batch is committed.
    """

    sessions: Sessions
    progress_id: UUID
    clock: Clock
    #: Rows between two stored counts.
    every: int = 100
    done: int = 0
    result: dict[str, Any] = field(default_factory=dict)
    _stored: int = 0

    def step(self, rows: int = 1, *, message: str | None = None, total: int | None = None) -> None:
        """Count rows; store the count when enough have passed or there is news."""
        self.done += rows
        news: dict[str, object] = {}
        if message is not None:
            news["message"] = message
        if total is not None:
            news["total"] = total
        if news or self.done - self._stored >= self.every:
            self.store(state=JobState.RUNNING, **news)

    def store(self, **values: object) -> None:
        """Store the count together with other columns."""
        with self.sessions() as session:
            session.execute(
                update(Progress)
                .where(Progress.id == self.progress_id)
                .values(done=self.done, changed_at=self.clock(), **values)
                .execution_options(synchronize_session=False)
            )
            session.commit()
        self._stored = self.done


@contextmanager
def tracked(
    sessions: Sessions, progress_id: UUID, *, clock: Clock, every: int = 100
) -> Iterator[Tracker]:
    """Follow a long work; leaving the block marks it done, an exception marks it failed.

    What the work puts in `Tracker.result` is stored with the mark. An exception goes on.
    """
    tracker = Tracker(sessions, progress_id, clock, every)
    tracker.store(state=JobState.RUNNING)
    try:
        yield tracker
    except Exception as error:
        tracker.store(state=JobState.FAILED, message=str(error) or type(error).__name__)
        raise
    tracker.store(state=JobState.DONE, result=tracker.result)


def progress_facts(progress: Progress) -> dict[str, object]:
    """Return what the waiting page reads as JSON; `percent` is None while the total is open."""
    percent = None
    if progress.total:
        percent = min(100, progress.done * 100 // progress.total)
    return {
        "id": str(progress.id),
        "title": progress.title,
        "done": progress.done,
        "total": progress.total,
        "percent": 100 if progress.state is JobState.DONE else percent,
        "state": progress.state.value,
        "message": progress.message,
        "result": progress.result,
    }
