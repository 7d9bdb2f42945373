"""By when a caller is to hear from us. Pure."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from app.calls.rules import Priority
from app.kernel.dates import local_clock, local_instant
from app.kernel.weekhours import Hours, day_span

#: Work of ours on the plant within so many days makes a call a "richiamo" (product 3.5).
REPEAT_DAYS = 30
#: How far ahead working days are looked for: a calendar without any must not hang.
LOOKED_AHEAD = timedelta(days=366)
_WORKING_DAYS = {Priority.NORMAL: 1, Priority.PLANNABLE: 3}
#: End of the working day when the company has not said its hours, Italian wall clock.
DAY_OPENS, DAY_CLOSES = time(8), time(18)


def call_back_by(
    priority: Priority,
    received_at: datetime,
    is_working_day: Callable[[date], bool],
    hours: Hours = MappingProxyType({}),
) -> datetime:
    """Return the latest instant by which the caller is to hear from us.

    Args:
        priority: Urgent calls: one hour. Normal: one working day. Plannable: three.
        received_at: Instant at which the call came in.
        is_working_day: Tells whether the company is open on a day.
        hours: Opening hours by weekday; a day not said counts as eight to six.
    """
    if priority is Priority.URGENT:
        return received_at + timedelta(hours=1)
    clock = local_clock(received_at)
    day, left = clock.date(), _WORKING_DAYS[priority]
    for _turn in range(LOOKED_AHEAD.days):
        if left == 0:
            break
        day += timedelta(days=1)
        left -= is_working_day(day)
    opens, closes = day_span(hours, day) or (DAY_OPENS, DAY_CLOSES)
    hour = min(max(clock.time().replace(tzinfo=None), opens), closes)
    return local_instant(day, hour)


def is_repeat(last_visit_on: date | None, today: date) -> bool:
    """Tell whether work of ours on the plant is recent enough to make the call a repeat."""
    return last_visit_on is not None and 0 <= (today - last_visit_on).days <= REPEAT_DAYS
