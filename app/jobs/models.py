"""Tables of the outbox. Each company has its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.jobs.rules import JobState
from app.orm.base import Table
from app.orm.types import EnumValue, Json, UtcDateTime


class OutboxJob(Table):
    """One piece of work asked for by a transaction."""

    __tablename__ = "outbox_jobs"
    __table_args__ = (
        UniqueConstraint("dedup_key", name="uq_outbox_jobs_dedup_key"),
        Index("ix_outbox_jobs_due", "state", "next_attempt_at"),
        CheckConstraint("attempts >= 0", name="ck_outbox_jobs_attempts_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    #: Name of the handler, ``<domain>.<verb>``.
    name: Mapped[str] = mapped_column(String(100))
    #: Positional arguments: ids and short texts.
    args: Mapped[list[Any]] = mapped_column(Json)
    #: Jobs with the same key are one job; NULL: never the same as another.
    dedup_key: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[JobState] = mapped_column(EnumValue(JobState))
    #: Attempts begun since it was queued or retried by hand.
    attempts: Mapped[int]
    #: Queued: due from this instant. Running: believed dead from this instant.
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Why the last attempt failed; NULL when none did.
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def __repr__(self) -> str:
        return f"{self.name} {self.state.value}"


class Progress(Table):
    """How far a long work has come, for the page that waits for it."""

    __tablename__ = "job_progress"
    __table_args__ = (CheckConstraint("done >= 0", name="ck_job_progress_done_not_negative"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    #: What is being done, as the user reads it.
    title: Mapped[str] = mapped_column(String(200))
    #: Rows done so far.
    done: Mapped[int]
    #: Rows in all; NULL while not known.
    total: Mapped[int | None]
    state: Mapped[JobState] = mapped_column(EnumValue(JobState))
    #: What is happening or what went wrong, as the user reads it.
    message: Mapped[str] = mapped_column(Text)
    #: Counts and links of a finished work; NULL before.
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    #: Account that waits for it; NULL for the command line.
    user_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def __repr__(self) -> str:
        return f"{self.title} {self.done}/{self.total}"
