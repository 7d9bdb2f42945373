"""Background work of the devices."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.devices.moves import mover_of
from app.devices.service import REFRESH, refresh_some
from app.jobs.registry import job


def register() -> None:
    """Register the jobs of the devices; called once at start."""

    @job(REFRESH)
    def refresh(  # the arguments a job keeps
        session: Session,
        after_id: int,
        cause: str = "",
        rule: str = "",
        by: str = "",
        *,
        now: datetime,
    ) -> None:
        refresh_some(session, after_id, now=now, mover=mover_of(cause, rule, by))
