"""What the office should know about a slot before and after saving it; never an obstacle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.agenda import queries, rules, skills
from app.agenda.models import Appointment
from app.agenda.rules import Warn
from app.clients.models import Client
from app.company.calendar import ClosedDays
from app.company.queries import closed_days
from app.kernel.dates import local_day
from app.technicians.models import Technician

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class SlotWarning:
    """One thing to know about a slot.

    Attributes:
        kind: What it is.
        name: Technician, client, feast or closing that it is about.
        other: Subject of the appointment in the way.
        span: When that one is; None for other kinds.
    """

    kind: Warn
    name: str
    other: str = ""
    span: Span | None = None


@dataclass(frozen=True)
class Slot:
    """Who would go where, apart from the hour.

    Attributes:
        team: Keys of the technicians.
        but: Appointments that do not stand in the way: those that would be moved.
        client: Who is visited, if anybody.
        device_ids: Devices to work on; none: all that are in service there.
    """

    team: Sequence[int]
    but: Sequence[int] = ()
    client: Client | None = None
    device_ids: Sequence[int] = ()


def warnings_of(session: Session, appointment: Appointment) -> list[SlotWarning]:
    """Return what the office should know about a saved slot."""
    slot = Slot(
        team=[member.technician_id for member in appointment.team],
        but=[appointment.id],
        client=appointment.client,
        device_ids=[device.id for device in appointment.devices],
    )
    return slot_warnings(session, (appointment.starts_at, appointment.ends_at), slot)


def slot_warnings(session: Session, span: Span, slot: Slot) -> list[SlotWarning]:
    """Return what the office should know about a slot, stored or not."""
    return warnings_by_span(session, [span], slot)[0]


def warnings_by_span(
    session: Session, spans: Sequence[Span], slot: Slot
) -> list[list[SlotWarning]]:
    """Return what the office should know about each of several spans of the same people.

    The statements are as many as for one span.

    Args:
        session: Open session; only read.
        spans: Start and end of each, aware; at least one.
        slot: Who would go where.
    """
    team = queries.technicians_by_key(session, slot.team)
    keys = [technician.id for technician in team]
    closed = closed_days(
        session,
        local_day(min(span[0] for span in spans)),
        local_day(max(span[1] for span in spans)),
    )
    away = queries.away_between(session, keys, spans)
    clashes = queries.clashes(session, keys, spans, but=slot.but)
    skill_of = skills.expiries(
        session,
        team,
        client_id=slot.client.id if slot.client is not None else None,
        device_ids=slot.device_ids,
    )
    found = []
    for span in spans:
        known = [
            *_closed(span, closed),
            *_phone(slot.client),
            *_free(span, team, away),
            *_in_the_way(span, team, clashes),
        ]
        expired = skill_of(local_day(span[0]))
        known += [SlotWarning(Warn.CERTIFICATE, name, str(one)) for name, one in expired]
        found.append(known)
    return found


def _closed(span: Span, closed: ClosedDays) -> list[SlotWarning]:
    days = rules.days_of(*span)
    feasts = dict.fromkeys(name for day in days if (name := closed.feast(day)) is not None)
    own = dict.fromkeys(name for day in days if (name := closed.closure(day)) is not None)
    return [SlotWarning(Warn.HOLIDAY, name) for name in feasts] + [
        SlotWarning(Warn.CLOSED, name) for name in own
    ]


def _phone(client: Client | None) -> list[SlotWarning]:
    if client is None or client.phone:
        return []
    return [SlotWarning(Warn.NO_PHONE, client.display_name)]


def _free(
    span: Span, team: Sequence[Technician], away: Sequence[tuple[int, datetime, datetime]]
) -> list[SlotWarning]:
    absent = {key for key, *absence in away if rules.overlaps((absence[0], absence[1]), span)}
    found = []
    for technician in team:
        if technician.id in absent:
            found.append(SlotWarning(Warn.ABSENCE, technician.name))
        if rules.outside_hours(technician.working_hours, *span):
            found.append(SlotWarning(Warn.OUTSIDE_HOURS, technician.name))
    return found


def _in_the_way(
    span: Span, team: Sequence[Technician], clashes: Sequence[tuple[int, Appointment]]
) -> list[SlotWarning]:
    names = {technician.id: technician.name for technician in team}
    found = []
    for technician_id, other in clashes:
        when = (other.starts_at, other.ends_at)
        if rules.overlaps(when, span):
            subject = other.client.display_name if other.client else other.title
            found.append(SlotWarning(Warn.OVERLAP, names[technician_id], subject, when))
    return found[: queries.MOST_CLASHES]
