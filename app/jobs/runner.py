"""Do the due jobs of one company, each exactly once as far as the database can promise.

A row is claimed in one statement and a short transaction of its own. Handler and "done" share
one transaction: after a crash either both are stored or neither, and the claim runs out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import SystemRandom
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from app.jobs import registry
from app.jobs.models import OutboxJob
from app.jobs.rules import (
    LEASE,
    MAX_ATTEMPTS,
    JobGivesUpError,
    JobState,
    is_last_attempt,
    retry_delay,
)

Sessions = Callable[[], Session]
Clock = Callable[[], datetime]

#: Characters of an error kept for the office to read.
_ERROR_LENGTH = 2000

_log = structlog.get_logger(__name__)
_random = SystemRandom()


@dataclass(frozen=True)
class _Claim:
    """A job this worker took; `attempts` tells its claim from a later one of the same job."""

    id: UUID
    name: str
    args: list[Any]
    attempts: int


class _ClaimLostError(Exception):
    """Another worker took the job after this one's claim ran out."""


def run_due(sessions: Sessions, *, now: Clock, limit: int = 50) -> int:
    """Do the due jobs of the company at work, oldest first.

    Args:
        sessions: Makes a session on the company's database.
        now: The clock: attempts are stamped when they happen.
        limit: Jobs to do at most, so that one company does not keep the others waiting.

    Returns:
        How many jobs were tried.
    """
    for count in range(limit):
        claim = _claim(sessions, now())
        if claim is None:
            return count
        _attempt(sessions, claim, now)
    return limit


def _claim(sessions: Sessions, now: datetime) -> _Claim | None:
    """Mark the oldest due job as running and return it. None: nothing is due."""
    due = (
        select(OutboxJob.id)
        .where(
            or_(OutboxJob.state == JobState.QUEUED, OutboxJob.state == JobState.RUNNING),
            OutboxJob.next_attempt_at <= now,
        )
        .order_by(OutboxJob.next_attempt_at, OutboxJob.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)  # left out on SQLite, where a writer is alone
    )
    taken = (
        update(OutboxJob)
        .where(OutboxJob.id == due.scalar_subquery())
        .values(
            state=JobState.RUNNING,
            attempts=OutboxJob.attempts + 1,
            next_attempt_at=now + LEASE,
        )
        .returning(OutboxJob.id, OutboxJob.name, OutboxJob.args, OutboxJob.attempts)
        .execution_options(synchronize_session=False)
    )
    with sessions() as session:
        row = session.execute(taken).one_or_none()
        session.commit()
    return _Claim(*row) if row else None


def _attempt(sessions: Sessions, claim: _Claim, now: Clock) -> None:
    log = _log.bind(job=claim.name, job_id=str(claim.id), attempt=claim.attempts)
    if claim.attempts > MAX_ATTEMPTS:
        # Only a job whose workers died comes here: it may be the one that kills them.
        _note_failure(sessions, claim, JobGivesUpError("the worker died each time"), now())
        return
    try:
        with sessions() as session:
            registry.find(claim.name).handler(session, *claim.args, now=now())
            _mark(session, claim, state=JobState.DONE, done_at=now(), last_error=None)
            session.commit()
    except _ClaimLostError:
        log.warning("job_taken_over")
    except Exception as error:  # noqa: BLE001  # any failure of a handler is noted and retried
        log.warning("job_failed", error=repr(error))
        _note_failure(sessions, claim, error, now())
    else:
        log.info("job_done")


def _note_failure(sessions: Sessions, claim: _Claim, error: Exception, now: datetime) -> None:
    final = isinstance(error, JobGivesUpError) or is_last_attempt(claim.attempts)
    text = (str(error) if isinstance(error, JobGivesUpError) else repr(error))[:_ERROR_LENGTH]
    values: dict[str, object] = {"state": JobState.FAILED, "last_error": text}
    if not final:
        delay = retry_delay(claim.attempts, _random.random())
        values |= {"state": JobState.QUEUED, "next_attempt_at": now + delay}
    try:
        with sessions() as session:
            _mark(session, claim, **values)
            _tell_domain(session, claim, error, final=final, now=now)
            session.commit()
    except _ClaimLostError:
        _log.warning("job_taken_over", job=claim.name, job_id=str(claim.id))


def _tell_domain(
    session: Session, claim: _Claim, error: Exception, *, final: bool, now: datetime
) -> None:
    """Let the domain note the failure; if that fails too, the job's own note stays."""
    try:
        on_failure = registry.find(claim.name).on_failure
    except LookupError:
        return
    if on_failure is None:
        return
    try:
        with session.begin_nested():
            on_failure(session, error, *claim.args, final=final, now=now)
    except Exception:  # noqa: BLE001  # the job's own note must be stored in any case
        _log.exception("job_failure_not_noted", job=claim.name, job_id=str(claim.id))


def _mark(session: Session, claim: _Claim, **values: object) -> None:
    """Change the claimed row; refuse when the claim ran out and another worker has it."""
    changed = session.execute(
        update(OutboxJob)
        .where(
            OutboxJob.id == claim.id,
            OutboxJob.state == JobState.RUNNING,
            OutboxJob.attempts == claim.attempts,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", changed).rowcount != 1:
        raise _ClaimLostError
