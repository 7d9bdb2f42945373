"""Ask for a job, see what waits, try a failed one again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from app.jobs.models import OutboxJob
from app.jobs.rules import JobState

_ASKED = "outbox_asked"


def enqueue(
    session: Session, name: str, *args: object, now: datetime, dedup_key: str | None = None
) -> UUID:
    """Ask for a job in the caller's transaction: no commit, no job.

    Args:
        session: Open session; the caller commits.
        name: A name registered with `app.jobs.registry.job`.
        args: What JSON can hold: ids and short texts, never a row or a secret.
        now: Current instant, aware.
        dedup_key: Asking again with the same key asks nothing new, even when the first
            job is done; None always asks.

    Returns:
        The id of the new job, or of the one that had the key.
    """
    job_id = uuid4()
    insert = postgresql.insert if _is_postgresql(session) else sqlite.insert
    values = {
        "id": job_id,
        "name": name,
        "args": list(args),
        "dedup_key": dedup_key,
        "state": JobState.QUEUED,
        "attempts": 0,
        "next_attempt_at": now,
        "created_at": now,
    }
    stored = session.execute(
        insert(OutboxJob)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["dedup_key"])
        .returning(OutboxJob.id)
    ).scalar()
    session.info[_ASKED] = True
    if stored is not None:
        return stored
    return session.scalars(select(OutboxJob.id).where(OutboxJob.dedup_key == dedup_key)).one()


def watch(session_class: type[Session], tell: Callable[[Session], None]) -> None:
    """Call `tell` after each commit that asked for jobs, so that a worker starts at once."""

    def committed(session: Session) -> None:
        # Releasing a savepoint also counts as a commit: its job may still be rolled back.
        if not session.in_nested_transaction() and session.info.pop(_ASKED, False):
            tell(session)

    def rolled_back(session: Session, ended: SessionTransaction) -> None:
        if not ended.nested:
            session.info.pop(_ASKED, None)

    event.listen(session_class, "after_commit", committed)
    event.listen(session_class, "after_soft_rollback", rolled_back)


def retry(session: Session, job_id: UUID, *, now: datetime) -> bool:
    """Queue a failed job again, with all its attempts; the second click changes nothing.

    Returns:
        Whether the job was a failed one.
    """
    job = session.get(OutboxJob, job_id, with_for_update=True)
    if job is None or job.state is not JobState.FAILED:
        return False
    job.state, job.attempts, job.next_attempt_at = JobState.QUEUED, 0, now
    session.info[_ASKED] = True
    session.flush()
    return True


def hurry(session: Session, name: str, *args: object, now: datetime) -> bool:
    """Let a job that waits for its next attempt be tried at once.

    Returns:
        Whether there was one.
    """
    waiting = session.scalars(
        select(OutboxJob)
        .where(
            OutboxJob.name == name,
            OutboxJob.args == list(args),
            OutboxJob.state == JobState.QUEUED,
        )
        .with_for_update()
    ).all()
    for job in waiting:
        job.next_attempt_at = min(job.next_attempt_at, now)
    session.info[_ASKED] = session.info.get(_ASKED, False) or bool(waiting)
    session.flush()
    return bool(waiting)


def failed_jobs(session: Session, *, limit: int = 100) -> Sequence[OutboxJob]:
    """Return the jobs that wait for a person, newest first."""
    return session.scalars(
        select(OutboxJob)
        .where(OutboxJob.state == JobState.FAILED)
        .order_by(OutboxJob.created_at.desc(), OutboxJob.id)
        .limit(limit)
    ).all()


def count_by_state(session: Session) -> dict[JobState, int]:
    """Return how many jobs are in each state, for the office and the metrics."""
    rows = session.execute(select(OutboxJob.state, func.count()).group_by(OutboxJob.state))
    return dict.fromkeys(JobState, 0) | {row[0]: row[1] for row in rows}


def forget_done(session: Session, *, before: datetime) -> int:
    """Delete the jobs done before an instant and return how many they were."""
    rows = session.query(OutboxJob).filter(
        OutboxJob.state == JobState.DONE, OutboxJob.done_at < before
    )
    return rows.delete(synchronize_session=False)


def _is_postgresql(session: Session) -> bool:
    return session.connection().dialect.name == "postgresql"
