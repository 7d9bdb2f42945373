"""What the office types about an appointment: read strictly, shown again when refused."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.agenda.models import Appointment
from app.agenda.rules import (
    DEFAULT_LENGTH,
    CallTakenError,
    SlotOrderError,
    SlotTooLongError,
    SubjectMissingError,
    TeamMissingError,
    TechnicianUnknownError,
)
from app.agenda.service import Plan
from app.kernel.dates import local_clock, local_instant
from app.kernel.errors import DomainError

#: Beside which field a refusal is shown.
FIELD_OF: Mapping[type[DomainError], str] = {
    SlotOrderError: "to",
    SlotTooLongError: "to",
    SubjectMissingError: "title",
    TeamMissingError: "team",
    TechnicianUnknownError: "team",
    CallTakenError: "call",
}
#: Longest texts taken from a form.
_LONGEST_TEXT = 4000


def read_plan(
    form: MultiDict[str, str], *, client_id: int | None
) -> tuple[Plan | None, dict[str, Any]]:
    """Return the plan, or None and the sentence of each field that cannot be read.

    The client comes from the caller: a call's, a card's or the stored one, never the form's.
    """
    errors: dict[str, str] = {}
    day = _day(form.get("day", ""))
    start, end = _clock(form.get("from", "")), _clock(form.get("to", ""))
    if day is None:
        errors["day"] = _("Write the day as 31/12/2026.")
    if start is None:
        errors["from"] = _("Write the time as 14:30.")
    if end is None:
        errors["to"] = _("Write the time as 14:30.")
    team, kind = form.getlist("team"), form.get("kind", "")
    if not all(is_number(pk) for pk in team):
        errors["team"] = _("Choose a technician who works here.")
    if kind and not is_number(kind):
        errors["kind"] = _("Choose one of the kinds of visit.")
    if errors or day is None or start is None or end is None:
        return None, errors
    call = form.get("call", "")
    return Plan(
        starts_at=local_instant(day, start),
        ends_at=local_instant(day, end),
        team=tuple(int(pk) for pk in team),
        client_id=client_id,
        title=form.get("title", ""),
        intervention_type_id=int(kind) if kind else None,
        call_id=int(call) if is_number(call) else None,
        instructions=form.get("instructions", "")[:_LONGEST_TEXT],
        internal_notes=form.get("internal_notes", "")[:_LONGEST_TEXT],
    ), {}


def values_of(appointment: Appointment) -> MultiDict[str, str]:
    """Return what the form shows of a stored appointment."""
    start, end = local_clock(appointment.starts_at), local_clock(appointment.ends_at)
    values = MultiDict(
        {
            "day": f"{start:%Y-%m-%d}",
            "from": f"{start:%H:%M}",
            "to": f"{end:%H:%M}",
            "title": appointment.title,
            "kind": str(appointment.intervention_type_id or ""),
            "instructions": appointment.instructions,
            "internal_notes": appointment.internal_notes,
            "version": str(appointment.version),
        }
    )
    values.setlist("team", [str(member.technician_id) for member in appointment.team])
    return values


def new_values(day: date, technician: str, clock: str) -> MultiDict[str, str]:
    """Return what an empty form shows: an hour from the one chosen or from eight."""
    start = datetime.combine(day, _clock(clock) or time(8))
    end = start + DEFAULT_LENGTH
    values = MultiDict({"day": f"{day:%Y-%m-%d}", "from": f"{start:%H:%M}", "to": f"{end:%H:%M}"})
    values.setlist("team", [technician] if technician else [])
    return values


def is_number(text: str) -> bool:
    """Tell whether a text is a key that the database can hold."""
    return text.isascii() and text.isdigit() and len(text) < 10


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def read_day(text: str, default: date) -> date:
    """Return the day named in an address, or the default when it names none."""
    return _day(text) or default
