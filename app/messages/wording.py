"""The words of messages: the company's own or the shipped ones, filled with facts."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from babel.dates import format_date as format_day
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.agenda.rules import told_window
from app.clients.models import Client
from app.company.models import CompanyProfile
from app.devices.models import Device
from app.interventions.models import Intervention
from app.invoices.models import Invoice
from app.kernel.dates import local_clock, local_day
from app.mail.owntexts import EDITABLE, OwnText, fill
from app.mail.queries import own_text
from app.messages.models import MessagePlan
from app.messages.recipients import Recipient
from app.messages.rules import MAX_TEXT, Channel, Event
from app.messages.sources import Thing
from app.web.formats import format_date, format_number

#: What fills the placeholders of a preview: nobody's data.
SAMPLE: dict[str, object] = {
    "addressee": "Maria Bianchi",
    "visits": "giovedì 12/11/2026 fra le 08:00 e le 10:00, Via Roma 12, Pistoia",
    "devices": "Caldaia Vaillant ecoTEC plus",
    "day": "12/11/2026",
    "bills": "fattura 125/2026 del 12/10/2026",
    "amount": "120,00",
    "number": "2026/00125",
}


def _phone(profile: CompanyProfile) -> str:
    # Without a number the sentences that name it would have a hole.
    return profile.phone or _("our usual number")


def facts_of(
    things: Sequence[Thing], recipient: Recipient, profile: CompanyProfile
) -> dict[str, object]:
    """Return what the words of an occasion may name; several things of one kind in a row."""
    facts: dict[str, object] = {
        "addressee": recipient.name,
        "company_name": profile.legal_name,
        "phone": _phone(profile),
    }
    rows = [thing.row for thing in things]
    facts |= _visits([row for row in rows if isinstance(row, Appointment)])
    facts |= _devices([row for row in rows if isinstance(row, Device)])
    facts |= _reports([row for row in rows if isinstance(row, Intervention)])
    facts |= _bills(things)
    return facts


def sample_facts(profile: CompanyProfile) -> dict[str, object]:
    """Return the facts of a preview."""
    return {
        **SAMPLE,
        "company_name": profile.legal_name,
        "phone": _phone(profile),
    }


def written(
    session: Session,
    event: Event,
    channel: Channel,
    plan: MessagePlan | None,
    facts: dict[str, object],
) -> OwnText:
    """Return subject and text of a message; a text message has no subject."""
    code = event.value
    if channel is Channel.MAIL:
        words = own_text(session, code) or EDITABLE[code].shipped
        return OwnText(fill(words.subject, code, facts), fill(words.body, code, facts))
    short = (plan.short_text if plan else "") or EDITABLE[code].short
    return OwnText("", fill(short, code, facts)[:MAX_TEXT])


def _visits(rows: list[Appointment]) -> dict[str, object]:
    return {"visits": "; ".join(map(visit_words, rows))} if rows else {}


def visit_words(row: Appointment) -> str:
    """Return day, hours told and place of a visit: "Thursday 12/11/2026 between …"."""
    place = _place(row.client) if row.client else ""
    hours = when(row.starts_at)
    return f"{hours}, {place}" if place else hours


def when(starts_at: datetime) -> str:
    """Return day and the two hours told to the customer."""
    first, last = (local_clock(moment) for moment in told_window(starts_at))
    return _(
        "%(weekday)s %(day)s between %(first)s and %(last)s",
        weekday=format_day(local_day(starts_at), "EEEE", locale=language()),
        day=format_date(local_day(starts_at)),
        first=f"{first:%H:%M}",
        last=f"{last:%H:%M}",
    )


def by_letter() -> str:
    """Return what the notes say of who was written to on paper."""
    return _("By letter")


def _place(client: Client) -> str:
    street = f"{client.street} {client.street_number}".strip()
    return ", ".join(part for part in (street, client.municipality) if part)


def _devices(rows: list[Device]) -> dict[str, object]:
    if not rows:
        return {}
    days = [row.first_due_on for row in rows if row.first_due_on]
    names = dict.fromkeys(f"{row.device_type.label} {row}" for row in rows)
    return {"devices": ", ".join(names), "day": format_date(min(days)) if days else "-"}


def _reports(rows: list[Intervention]) -> dict[str, object]:
    if not rows:
        return {}
    return {
        "number": ", ".join(row.label for row in rows),
        "day": ", ".join(dict.fromkeys(format_date(row.performed_on) for row in rows)),
    }


def _bills(things: Sequence[Thing]) -> dict[str, object]:
    rows = [(thing.event, thing.row) for thing in things if isinstance(thing.row, Invoice)]
    if not rows:
        return {}
    names = [
        _("invoice %(number)s of %(day)s", number=row.label, day=format_date(row.dated_on))
        for _event, row in rows
    ]
    # An invoice states its total whatever was paid; a reminder what is still open.
    amounts = (row.payable_eur if event is Event.INVOICE else row.open_eur for event, row in rows)
    return {"bills": ", ".join(names), "amount": format_number(sum(amounts, Decimal(0)))}


def language() -> str:
    """Return the language in which messages are written now."""
    return str(get_locale() or "it")
