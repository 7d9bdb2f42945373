"""The sheet of a day that a technician takes along: facts for the page and for the PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.agenda.models import Appointment
from app.clients.models import Client
from app.devices.models import Device
from app.kernel.dates import local_clock
from app.technicians.models import Technician


@dataclass(frozen=True)
class Line:
    """One visit, as printed; texts are ready to be shown.

    Attributes:
        hours: "08:30-09:30".
        subject: Client, or title of an entry without one.
        place: Address with staircase and floor; "" without client.
        phone: Number to ring; "" when unknown.
        kind: Kind of visit.
        attention: Why the client needs care; "" when not.
        task: What to do.
        devices: Devices of the visit.
        mates: Who else goes.
        notes: Getting in, then notes the reader may see.
    """

    hours: str
    subject: str
    place: str
    phone: str
    kind: str
    attention: str
    task: str
    devices: tuple[str, ...]
    mates: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The day of one technician."""

    technician: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Notes:
    """What else the reader may see.

    Attributes:
        office: What the office wrote for itself.
        private: The private note of the card.
        places: Street and phone of visits nobody has set off for.
    """

    office: bool = False
    private: bool = False
    places: bool = True


def day_sheets(
    rows: Sequence[Appointment], technicians: Iterable[Technician], may: Notes
) -> list[Sheet]:
    """Return one sheet for each technician, in their order, those without visits included."""
    return [
        Sheet(
            technician.name,
            tuple(
                _line(row, technician, may)
                for row in rows
                if any(member.technician_id == technician.id for member in row.team)
            ),
        )
        for technician in technicians
    ]


def pdf_facts(sheets: Sequence[Sheet], day: date) -> dict[str, Any]:
    """Return what the PDF template shows."""
    return {
        "title": _("Day sheet"),
        "day": f"{day:%d/%m/%Y}",
        "sheets": [asdict(sheet) for sheet in sheets],
        "words": {
            "nothing": _("Nothing planned."),
            "task": _("What to do"),
            "devices": _("Devices"),
            "mates": _("With"),
            "phone": _("Tel."),
        },
    }


def device_text(device: Device) -> str:
    """Return how a device is recognised on paper: kind, brand, model, where, serial number."""
    name = f"{device.device_type.label} {device.brand} {device.model}"
    parts = (" ".join(name.split()), device.location, device.serial_number)
    return ", ".join(part for part in parts if part)


def _line(row: Appointment, technician: Technician, may: Notes) -> Line:
    client = row.client
    start, end = local_clock(row.starts_at), local_clock(row.ends_at)
    has_place = client is not None and (may.places or row.travelling_at is not None)
    attention = ""
    if client is not None and client.needs_attention:
        attention = client.attention_reason or _("Client to handle with care")
    return Line(
        hours=f"{start:%H:%M}-{end:%H:%M}",
        subject=client.display_name if client else row.title,
        place=_place(client) if client and has_place else "",
        phone=client.phone if client and has_place else "",
        kind=row.intervention_type.label if row.intervention_type else "",
        attention=attention,
        task=row.instructions,
        devices=tuple(device_text(device) for device in row.devices),
        mates=tuple(
            member.technician.name for member in row.team if member.technician_id != technician.id
        ),
        notes=tuple(note for note in _notes(row, may) if note),
    )


def _notes(row: Appointment, may: Notes) -> Iterable[str]:
    if row.client is not None:
        yield row.client.access_notes
        if may.private:
            yield row.client.private_note
    if may.office:
        yield row.internal_notes


def _place(client: Client) -> str:
    parts = [
        f"{client.street} {client.street_number}".strip(),
        client.municipality,
        _("staircase %(x)s", x=client.staircase) if client.staircase else "",
        _("floor %(x)s", x=client.floor) if client.floor else "",
    ]
    return ", ".join(part for part in parts if part)
