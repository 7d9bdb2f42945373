"""The hours of a visit as typed: travelling, arrived, left."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _

from app.agenda.forms import read_clock
from app.agenda.models import Appointment
from app.agenda.rules import Stamps
from app.kernel.dates import local_clock, local_day, local_instant

#: Fields of the form, in the order of the visit.
FIELDS = ("travelling", "arrived", "left")


def values_of(appointment: Appointment) -> dict[str, str]:
    """Return the stored hours as the form shows them, "08:40" or empty."""
    return {
        name: f"{local_clock(at):%H:%M}" if at is not None else ""
        for name, at in zip(FIELDS, _stored(appointment), strict=True)
    }


def read_stamps(form: Mapping[str, str], appointment: Appointment) -> tuple[Stamps, dict[str, str]]:
    """Return the hours typed, and the sentence of each field that cannot be read.

    They belong to the day of the first stamp, or to the appointment's when there is none; an hour
    that was not changed keeps its seconds.
    """
    errors: dict[str, str] = {}
    shown, stored = values_of(appointment), _stored(appointment)
    day = local_day(next((at for at in stored if at), appointment.starts_at))
    read: list[datetime | None] = []
    for name, before in zip(FIELDS, stored, strict=True):
        text = form.get(name, "").strip()
        clock = read_clock(text) if text else None
        if text and clock is None:
            errors[name] = _("Write the time as 14:30.")
        if text and text == shown[name]:
            read.append(before)
        else:
            read.append(local_instant(day, clock) if clock is not None else None)
    return Stamps(*read), errors


def _stored(appointment: Appointment) -> tuple[datetime | None, ...]:
    return appointment.travelling_at, appointment.arrived_at, appointment.left_at
