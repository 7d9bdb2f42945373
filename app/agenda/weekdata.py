"""The agenda's appointments for its screens: hundreds at once, so each is kept short."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from app.agenda import messages, rules
from app.agenda.models import Appointment
from app.agenda.queries_week import Visit
from app.clients.marks import attention_reason
from app.kernel.access import Access
from app.kernel.dates import local_clock

#: Colour of an appointment without a kind.
PLAIN = "#64748b"
#: What is told of an appointment. Notes of the office are left out: technicians read this too.
COLUMNS = (
    "id", "version", "title", "starts_at", "ends_at", "state", "place", "street", "phone",
    "technicians", "kind", "attention", "series",
)  # fmt: skip


def table_of(visits: Sequence[Visit], access: Access) -> dict[str, Any]:
    """Return appointments as rows, with everything that many of them share told once.

    Args:
        visits: What a span holds.
        access: Who asks: the place of a visit may be hidden.

    Returns:
        "columns": names of what stands in each row of "appointments"; "states": state -> words and
        sign; "kinds": key of a kind -> words and colour, "" for an appointment without one.
    """
    clock = cache(_clock)
    kinds: dict[int | str, dict[str, str]] = {"": {"label": "", "colour": PLAIN}}
    rows = []
    for visit in visits:
        row = visit.row
        kind = row.intervention_type_id
        if kind is not None and kind not in kinds:
            kinds[kind] = {"label": row.label, "colour": row.colour or PLAIN}
        rows.append(_row(row, row if row.client_id else None, visit.team, access, clock))
    return {
        "columns": COLUMNS,
        "appointments": rows,
        "states": {
            state.value: {"label": str(label), "mark": messages.MARKS[state]}
            for state, label in messages.STATES.items()
        },
        "kinds": {str(key): words for key, words in kinds.items()},
    }


class Chip(NamedTuple):
    """What the week by technician shows of an appointment."""

    id: int
    #: Key of its kind, which the colour follows; None: without one.
    kind: int | None
    #: Sign of its state.
    mark: str
    hour: str
    #: "⚠ " before a client to be handled with care.
    flag: str
    name: str
    place: str


def cells_of(visits: Sequence[Visit], access: Access) -> dict[tuple[int, date], list[Chip]]:
    """Return (technician, day) -> what stands in that cell of the week, in order."""
    shows_places = access.may_see_place(None)
    days_of, hour_of = cache(rules.days_of), cache(_hour)
    cells: dict[tuple[int, date], list[Chip]] = {}
    for visit in visits:
        row = visit.row
        has_client = row.client_id is not None
        chip = Chip(
            row.id,
            row.intervention_type_id,
            messages.MARKS[row.state],
            hour_of(row.starts_at),
            "⚠ " if row.needs_attention else "",
            row.display_name if has_client else row.title,
            row.municipality if has_client and (shows_places or row.travelling_at) else "",
        )
        for day in days_of(row.starts_at, row.ends_at):
            for technician_id in visit.team:
                cells.setdefault((technician_id, day), []).append(chip)
    return cells


def colours_of(visits: Sequence[Visit]) -> dict[int, str]:
    """Return kind -> colour of the kinds that some appointments have."""
    found = {visit.row.intervention_type_id: visit.row.colour for visit in visits}
    return {kind: colour for kind, colour in found.items() if kind is not None and colour}


def facts_of(row: Appointment, access: Access) -> dict[str, Any]:
    """Return one appointment: column -> value."""
    team = [member.technician_id for member in row.team]
    return dict(zip(COLUMNS, _row(row, row.client, team, access, _clock), strict=True))


def _row(
    row: Any, client: Any, team: list[int], access: Access, clock: Callable[[datetime], str]
) -> list[Any]:
    place = street = phone = ""
    if client is not None and access.may_see_place(row.travelling_at):
        place, phone = client.municipality, client.phone
        street = f"{client.street} {client.street_number}".strip()
    return [
        row.id,
        row.version,
        row.title if client is None else client.display_name,
        clock(row.starts_at),
        clock(row.ends_at),
        row.state.value,
        place,
        street,
        phone,
        team,
        "" if row.intervention_type_id is None else row.intervention_type_id,
        "" if client is None else attention_reason(client),
        row.series_id or 0,
    ]


def _clock(moment: datetime) -> str:
    """Return the hour on the wall, with the offset that tells the hour coming twice apart."""
    return local_clock(moment).isoformat(timespec="minutes")


def _hour(moment: datetime) -> str:
    return f"{local_clock(moment):%H:%M}"
