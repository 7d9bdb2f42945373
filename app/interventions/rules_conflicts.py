"""When a report meets an appointment that is no longer the one it was written for. Pure."""

import json
from binascii import crc32
from collections.abc import Sequence
from enum import Enum

from app.agenda.rules import OPEN_STATES, AppointmentState


class Conflict(Enum):
    """Why the office should look at a report; it is stored all the same."""

    #: The office moved the appointment, or changed its team, plant or devices.
    CHANGED = "changed"
    CANCELLED = "cancelled"
    #: The office gave the appointment another plant: the report stays with the one it was for.
    PLANT_CHANGED = "plant_changed"
    #: Somebody else reported on it first.
    ALREADY_REPORTED = "already_reported"
    #: A part has left the price list since the phone read it: its price is to be looked at.
    NOT_LISTED = "not_listed"


def plan_mark(facts: Sequence[object], reports: int) -> int:
    """Return a number that changes when the office changes an appointment or a report arrives.

    The hours stamped by the technician's buttons do not count: they are no change of plan.

    Args:
        facts: What the office planned, as JSON values.
        reports: How many reports have arrived for the appointment.
    """
    text = json.dumps([list(facts), reports], ensure_ascii=False, separators=(",", ":"))
    return crc32(text.encode()) & 0x7FFFFFFF


def find_conflict(
    state: AppointmentState, *, reports: int, base: int | None, current: int
) -> Conflict | None:
    """Return why a report needs a look, or None.

    Args:
        state: State of the appointment now.
        reports: How many reports had arrived for it before this one.
        base: Mark of the appointment the report was written for; None: not known.
        current: Its mark now.
    """
    if state is AppointmentState.CANCELLED:
        return Conflict.CANCELLED
    is_stale = base is not None and base != current
    if reports and (is_stale or state not in OPEN_STATES):
        return Conflict.ALREADY_REPORTED
    return Conflict.CHANGED if is_stale else None
