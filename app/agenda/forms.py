"""What the office types about an appointment: read strictly, shown again when refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.agenda.models import Appointment
from app.agenda.rules import (
    DEFAULT_LENGTH,
    CallTakenError,
    DeviceForeignError,
    SlotOrderError,
    SlotTooLongError,
    SubjectMissingError,
    TeamMissingError,
    TechnicianUnknownError,
)
from app.agenda.service import Plan
from app.kernel.dates import local_clock, local_instant
from app.kernel.errors import DomainError
from app.kernel.text import row_key

#: Beside which field a refusal is shown.
FIELD_OF: Mapping[type[DomainError], str] = {
    SlotOrderError: "to",
    SlotTooLongError: "to",
    SubjectMissingError: "title",
    TeamMissingError: "team",
    TechnicianUnknownError: "team",
    CallTakenError: "call",
    DeviceForeignError: "devices",
}
#: Longest texts taken from a form.
_LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Offer:
    """What the form lets one choose from.

    Attributes:
        client_id: Plant: a call's, a card's, the stored one or one chosen and visible.
        minutes: Usual length of each kind of visit.
        devices: Devices that may be ticked; None: the account sees none and changes none.
    """

    client_id: int | None = None
    minutes: Mapping[int, int] = field(default_factory=dict)
    devices: frozenset[int] | None = None


def read_plan(form: MultiDict[str, str], offer: Offer) -> tuple[Plan | None, dict[str, str]]:
    """Return the plan, or None and the sentence of each field that cannot be read."""
    errors: dict[str, str] = {}
    kind = _kind(form, offer, errors)
    span = read_span(form, offer.minutes.get(kind or 0), errors)
    team, ticked = form.getlist("team"), form.getlist("devices")
    if not all(is_number(pk) for pk in team):
        errors["team"] = _("Choose a technician who works here.")
    if offer.devices is not None and not {int(pk) if is_number(pk) else 0 for pk in ticked} <= (
        offer.devices
    ):
        errors["devices"] = _("Choose devices of this client.")
    if errors or span is None:
        return None, errors
    call = form.get("call", "")
    return Plan(
        starts_at=span[0],
        ends_at=span[1],
        team=tuple(int(pk) for pk in team),
        client_id=offer.client_id,
        title=form.get("title", ""),
        intervention_type_id=kind,
        call_id=int(call) if is_number(call) else None,
        instructions=form.get("instructions", "")[:_LONGEST_TEXT],
        internal_notes=form.get("internal_notes", "")[:_LONGEST_TEXT],
        device_ids=None if offer.devices is None else tuple(int(pk) for pk in ticked),
    ), {}


def read_span(
    form: MultiDict[str, str], minutes: int | None, errors: dict[str, str]
) -> tuple[datetime, datetime] | None:
    """Return start and end as instants, or None after noting what cannot be read.

    Args:
        form: Day, first and last hour as typed; an empty last hour means the usual length.
        minutes: Usual length of the chosen kind; None: an hour.
        errors: Field -> sentence; completed here.
    """
    day = known_day(form.get("day", ""))
    start, end = read_clock(form.get("from", "")), read_clock(form.get("to", ""))
    is_open_ended = not form.get("to", "").strip()
    if day is None:
        errors["day"] = _("Write the day as 31/12/2026.")
    if start is None:
        errors["from"] = _("Write the time as 14:30.")
    if end is None and not is_open_ended:
        errors["to"] = _("Write the time as 14:30.")
    if day is None or start is None or errors.get("to"):
        return None
    starts_at = local_instant(day, start)
    length = timedelta(minutes=minutes) if minutes else DEFAULT_LENGTH
    return starts_at, local_instant(day, end) if end else starts_at + length


def _kind(form: MultiDict[str, str], offer: Offer, errors: dict[str, str]) -> int | None:
    kind = form.get("kind", "")
    if not kind:
        return None
    if not is_number(kind) or int(kind) not in offer.minutes:
        errors["kind"] = _("Choose one of the kinds of visit.")
        return None
    return int(kind)


def values_of(appointment: Appointment) -> MultiDict[str, str]:
    """Return what the form shows of a stored appointment."""
    start, end = local_clock(appointment.starts_at), local_clock(appointment.ends_at)
    values = MultiDict(
        {
            "day": f"{start:%Y-%m-%d}",
            "from": f"{start:%H:%M}",
            "to": f"{end:%H:%M}",
            "client": str(appointment.client_id or ""),
            "title": appointment.title,
            "kind": str(appointment.intervention_type_id or ""),
            "instructions": appointment.instructions,
            "internal_notes": appointment.internal_notes,
            "version": str(appointment.version),
        }
    )
    values.setlist("team", [str(member.technician_id) for member in appointment.team])
    values.setlist("devices", [str(device.id) for device in appointment.devices])
    return values


def new_values(day: date, technician: str, clock: str) -> MultiDict[str, str]:
    """Return what an empty form shows: an hour from the one chosen or from eight."""
    start = datetime.combine(day, read_clock(clock) or time(8))
    end = start + DEFAULT_LENGTH
    values = MultiDict({"day": f"{day:%Y-%m-%d}", "from": f"{start:%H:%M}", "to": f"{end:%H:%M}"})
    values.setlist("team", [technician] if technician else [])
    return values


def is_number(text: str) -> bool:
    """Tell whether a text is a key that the database can hold."""
    return row_key(text) is not None


def known_day(text: str) -> date | None:
    """Return the day written as 2026-12-31, or None."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def read_clock(text: str) -> time | None:
    """Return a wall-clock time written as 14:30, or None."""
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def later(clock: str, minutes: int) -> str:
    """Return the hour some minutes after another one, at most the last of the same day."""
    start = datetime.combine(date.min, read_clock(clock) or time(8))
    end = min(start + timedelta(minutes=minutes), datetime.combine(date.min, time(23, 59)))
    return f"{end:%H:%M}"


def read_day(text: str, default: date) -> date:
    """Return the day named in an address, or the default when it names none."""
    return known_day(text) or default
