"""When a device is next due for maintenance, derived from its history. Pure."""

from dataclasses import dataclass
from datetime import date

from app.devices.rules import DeviceState, DueReason
from app.kernel.dates import add_months


@dataclass(frozen=True)
class DueFacts:
    """What the next date is derived from.

    Attributes:
        state: Whether the device is in use.
        is_excluded: Left out of maintenance on purpose.
        interval_months: Months between two visits; None: not maintained by date.
        visits: Days of the visits that move the date, oldest first.
        keeps_anniversary: A late visit keeps the day of the year it was due.
        manual_due_on: Date set by hand; None: none.
        manual_set_on: Italian day on which it was set; a later visit ends it.
    """

    state: DeviceState
    is_excluded: bool = False
    interval_months: int | None = None
    visits: tuple[date, ...] = ()
    keeps_anniversary: bool = False
    first_ignition_on: date | None = None
    installed_on: date | None = None
    imported_last_on: date | None = None
    imported_next_on: date | None = None
    manual_due_on: date | None = None
    manual_set_on: date | None = None


@dataclass(frozen=True)
class Due:
    """The next date, why, and the day it was counted from."""

    on: date | None
    reason: DueReason
    counted_from: date | None = None


def next_due(facts: DueFacts) -> Due:
    """Return the next maintenance date and its reason."""
    if facts.state is not DeviceState.IN_SERVICE:
        return Due(None, DueReason.NOT_IN_SERVICE)
    if facts.is_excluded:
        return Due(None, DueReason.EXCLUDED)
    if facts.manual_due_on is not None and not _visited_after_manual(facts):
        return Due(facts.manual_due_on, DueReason.MANUAL)
    if not facts.visits and facts.imported_next_on is not None:
        return Due(facts.imported_next_on, DueReason.IMPORTED, facts.imported_last_on)
    if facts.interval_months is None:
        return Due(None, DueReason.NO_INTERVAL)
    return _counted(facts, facts.interval_months)


def _counted(facts: DueFacts, months: int) -> Due:
    if not facts.visits:
        return _from_start(facts, months)
    start = _anniversary(facts.visits, months) if facts.keeps_anniversary else facts.visits[-1]
    return Due(add_months(start, months), DueReason.LAST_VISIT, start)


def _visited_after_manual(facts: DueFacts) -> bool:
    if facts.manual_set_on is None:
        return False
    return any(day > facts.manual_set_on for day in facts.visits)


def _anniversary(visits: tuple[date, ...], months: int) -> date:
    start = visits[0]
    for day in visits[1:]:
        due = add_months(start, months)
        # An early visit starts anew; a late one keeps the latest anniversary before it.
        start = day if day < due else _latest_anniversary(start, months, day)
    return start


def _latest_anniversary(start: date, months: int, day: date) -> date:
    # Counted from the start each time: month ends must not creep (31, 28, 28, …).
    turns = 1
    while add_months(start, months * (turns + 1)) <= day:
        turns += 1
    return add_months(start, months * turns)


def _from_start(facts: DueFacts, months: int) -> Due:
    starts = (
        (facts.imported_last_on, DueReason.IMPORTED),
        (facts.first_ignition_on, DueReason.FIRST_IGNITION),
        (facts.installed_on, DueReason.INSTALLATION),
    )
    for day, reason in starts:
        if day is not None:
            return Due(add_months(day, months), reason, day)
    return Due(None, DueReason.NO_START)
