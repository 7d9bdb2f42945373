"""Columns that several tables share."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.orm.types import UtcDateTime


class Stamped:
    """When a row was made and last changed, and by which account.

    Filled by the audit listener (`app.orm.audit`) from the session's actor and clock.
    """

    #: Instant of creation, UTC.
    created_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: Account that made the row; None for imports and jobs.
    created_by_id: Mapped[int | None] = mapped_column(default=None)
    #: Instant of the last change, UTC.
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: Account that last changed the row; None for imports and jobs.
    changed_by_id: Mapped[int | None] = mapped_column(default=None)


class Versioned:
    """A row two people may have open at once: a stale save is refused, not lost."""

    #: Grows by one at each change; forms send back the one they showed.
    version: Mapped[int] = mapped_column(default=1)
