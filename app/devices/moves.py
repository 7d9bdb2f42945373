"""Dates moved by a rule: told to the office one by one, until it takes note."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from app.devices.models import DateMove, Device
from app.devices.queries import of_visible_devices
from app.devices.rules import DateKind, MoveCause
from app.kernel.access import Access
from app.kernel.dates import local_day

_COLUMNS = {
    DateKind.MAINTENANCE: "next_maintenance_on",
    DateKind.CONTROL: "next_control_on",
    DateKind.LEAK_CHECK: "next_leak_check_on",
}

Dates = dict[tuple[int, DateKind], date | None]


@dataclass(frozen=True)
class Mover:
    """What moves the dates of devices.

    Attributes:
        rule: "code:2027-03-01" of a dated rule; empty when somebody changed something.
        by: Who changed it; empty: nobody, the day came.
    """

    cause: MoveCause
    rule: str = ""
    by: str = ""

    def args(self) -> tuple[str, str, str]:
        """Return it as arguments of a job."""
        return self.cause.value, self.rule, self.by


def mover_of(cause: str, rule: str, by: str) -> Mover | None:
    """Return what the arguments of a job say; None: dates of a company that begins."""
    return Mover(MoveCause(cause), rule, by) if cause else None


def dates_before(devices: Mapping[int, Device]) -> Dates:
    """Return the dates of some devices as they stand."""
    return {
        (key, kind): getattr(device, name)
        for key, device in devices.items()
        for kind, name in _COLUMNS.items()
    }


def note_moves(
    session: Session, devices: Mapping[int, Device], before: Dates, mover: Mover, *, now: datetime
) -> int:
    """Note the dates that are no longer what they were, and return how many."""
    moved = [
        DateMove(
            device_id=key, kind=kind, before=before[key, kind], after=getattr(device, name),
            moved_at=now, moved_on=local_day(now), cause=mover.cause, rule=mover.rule,
            moved_by=mover.by,
        )
        for key, device in devices.items()
        for kind, name in _COLUMNS.items()
        if getattr(device, name) != before[key, kind]
    ]  # fmt: skip
    session.add_all(moved)
    session.flush()
    return len(moved)


def visible_moves(access: Access) -> ColumnElement[bool]:
    """Return the condition on moved dates: those of devices that the account may see."""
    if not access.has("maintenance.read"):
        return false()
    return of_visible_devices(DateMove.device_id, access)


def unseen_moves(session: Session, access: Access) -> int:
    """Return how many moved dates nobody took note of."""
    found = session.scalar(
        select(func.count())
        .select_from(DateMove)
        .where(DateMove.seen_at.is_(None), visible_moves(access))
    )
    return found or 0


def mark_seen(moves: Iterable[DateMove], *, by: str, now: datetime) -> None:
    """Note who took note of some moves; who did it first stays."""
    for move in moves:
        if move.seen_at is None:
            move.seen_at, move.seen_by = now, by
