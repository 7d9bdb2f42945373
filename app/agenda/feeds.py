"""The calendar of one technician for the phone: a secret address, and what it answers.

The address is ``firm.secret``; the database holds only the secret's digest, so that it is shown
once and can be ended at any moment. It gives what the technician's own list gives, no more.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from app.agenda.models import Appointment, AppointmentTechnician, CalendarFeed
from app.agenda.rules import AppointmentState
from app.clients.models import Client
from app.orm.audit import record_event
from app.technicians.models import Technician

if TYPE_CHECKING:
    from icalendar import Event

#: 32 random bytes: not to be guessed.
_SECRET_BYTES = 32
#: Days of a technician without login, back and ahead.
USUAL_DAYS = (30, 120)
#: Entries of one calendar at most.
MOST = 2000
#: How often a phone may ask again.
REFRESH = timedelta(minutes=30)

_STATUS = {
    AppointmentState.PLANNED: "TENTATIVE",
    AppointmentState.CANCELLED: "CANCELLED",
    AppointmentState.NOT_DONE: "CANCELLED",
}


@dataclass(frozen=True)
class FeedWords:
    """Words of the calendar, in the language of who reads it.

    Attributes:
        name: Name of the calendar.
        hidden: Instead of a street that is not shown yet.
        phone: "Telephone: %s".
    """

    name: str
    hidden: str
    phone: str


def feed_of(session: Session, technician_id: int) -> CalendarFeed | None:
    """Return the address that works for a technician, or None."""
    return session.scalars(
        select(CalendarFeed).where(CalendarFeed.technician_id == technician_id)
    ).one_or_none()


def issue(session: Session, technician: Technician, *, now: datetime) -> str:
    """Make the secret of a new address; the former one stops working."""
    revoke(session, technician)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    session.add(CalendarFeed(technician_id=technician.id, digest=_digest(secret), created_at=now))
    record_event(session, "calendar_made", "technicians", technician.id)
    session.flush()
    return secret


def revoke(session: Session, technician: Technician) -> bool:
    """End the address of a technician; tell whether there was one."""
    found = feed_of(session, technician.id)
    if found is None:
        return False
    session.execute(delete(CalendarFeed).where(CalendarFeed.id == found.id))
    record_event(session, "calendar_ended", "technicians", technician.id)
    session.flush()
    return True


def technician_of(session: Session, secret: str) -> Technician | None:
    """Return whose calendar a secret opens; None: nobody's, or of who no longer works here."""
    technician = session.scalars(
        select(Technician)
        .join(CalendarFeed, CalendarFeed.technician_id == Technician.id)
        .options(joinedload(Technician.account))
        .where(CalendarFeed.digest == _digest(secret), Technician.is_active)
    ).one_or_none()
    if technician is None or (technician.account and not technician.account.active):
        return None
    return technician


def calendar(
    session: Session, technician: Technician, words: FeedWords, *, domain: str, now: datetime
) -> bytes:
    """Return the technician's calendar as iCalendar (RFC 5545), cancelled entries included.

    Args:
        session: Open session; only read.
        technician: Whose.
        words: Words in the reader's language.
        domain: Makes the identifiers of the entries unique in the world.
        now: Current instant, aware.
    """
    from icalendar import Calendar

    account = technician.account
    back, ahead = (account.days_back, account.days_ahead) if account else USUAL_DAYS
    found = Calendar()
    found.add("prodid", "-//Fiammetta//Agenda//IT")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", words.name)
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    span = now - timedelta(days=back), now + timedelta(days=ahead)
    for one in _appointments(session, technician.id, *span):
        is_hidden = bool(account and account.hides_address and one.travelling_at is None)
        found.add_component(_event(one, words, domain, now, is_hidden=is_hidden))
    return bytes(found.to_ical())


def _appointments(
    session: Session, technician_id: int, first: datetime, last: datetime
) -> list[Appointment]:
    own = select(AppointmentTechnician.appointment_id).where(
        AppointmentTechnician.technician_id == technician_id
    )
    return list(
        session.scalars(
            select(Appointment)
            .options(joinedload(Appointment.client), joinedload(Appointment.intervention_type))
            .where(
                Appointment.id.in_(own),
                Appointment.ends_at > first,
                Appointment.starts_at < last,
            )
            .order_by(Appointment.starts_at, Appointment.id)
            .limit(MOST)
        ).unique()
    )


def _event(
    one: Appointment, words: FeedWords, domain: str, now: datetime, *, is_hidden: bool
) -> "Event":
    from icalendar import Event

    made = Event()
    made.add("uid", f"appuntamento-{one.id}@{domain}")
    made.add("dtstamp", one.changed_at or now)
    made.add("sequence", one.version)
    made.add("dtstart", one.starts_at)
    made.add("dtend", one.ends_at)
    made.add("status", _STATUS.get(one.state, "CONFIRMED"))
    kind = one.intervention_type.label if one.intervention_type else ""
    who = one.client.display_name if one.client else one.title
    made.add("summary", " · ".join(part for part in (kind, who) if part))
    if one.client is not None:
        made.add("location", words.hidden if is_hidden else _place(one.client))
    phone = "" if is_hidden or one.client is None else one.client.phone or ""
    lines = [one.instructions, words.phone % phone if phone else ""]
    made.add("description", "\n".join(line for line in lines if line))
    return made


def _place(client: Client) -> str:
    street = f"{client.street or ''} {client.street_number or ''}".strip()
    return ", ".join(part for part in (street, client.municipality) if part)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
