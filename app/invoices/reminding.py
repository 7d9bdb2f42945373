"""Reminders of unpaid invoices: one message or letter for each client, in three levels."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from app.clients.models import Client
from app.company.queries import company_profile
from app.invoices.collectionmodels import PaymentReminder
from app.invoices.models import Invoice
from app.invoices.rules import OWED_STATES
from app.invoices.rules_collecting import next_level
from app.invoices.rules_facts import ZERO
from app.kernel.dates import local_day
from app.mail.owntexts import EDITABLE, OwnText, fill
from app.mail.queries import own_text
from app.mail.render import render_mail
from app.mail.rules import About, AddressNotValidError, Message, split_addresses
from app.mail.service import queue_mail
from app.web.formats import format_date, format_number

#: `About.kind` of the messages; the texts have the level after it.
KIND = "payment_reminder"


@dataclass
class Demand:
    """What one client is asked to pay, at the highest level that one of its invoices reached."""

    client: Client
    level: int
    invoices: list[Invoice] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)

    @property
    def open_eur(self) -> Decimal:
        """Return the sum, euro."""
        return sum((one.open_eur for one in self.invoices), ZERO)


@dataclass
class Sent:
    """What became of a batch: how many were told, who has no address, what was not due for it."""

    queued: int = 0
    without_address: list[Client] = field(default_factory=list)
    too_early: list[Invoice] = field(default_factory=list)


def reminders_of(session: Session, invoice_id: int) -> Sequence[PaymentReminder]:
    """Return the reminders of an invoice, oldest first."""
    return session.scalars(
        select(PaymentReminder)
        .where(PaymentReminder.invoice_id == invoice_id)
        .order_by(PaymentReminder.id)
    ).all()


def demands(
    session: Session, invoices: Sequence[Invoice], today: date
) -> tuple[list[Demand], list[Invoice]]:
    """Return what may be asked for today, by client, and the invoices that are left out.

    What was paid, is not due yet, had its last reminder or had one a few days ago is left out.
    """
    last = _last_reminders(session, [one.id for one in invoices])
    found: dict[int, Demand] = {}
    left_out: list[Invoice] = []
    for one in invoices:
        level = _level_of(one, *last.get(one.id, (0, None)), today)
        if level is None:
            left_out.append(one)
            continue
        demand = found.setdefault(one.client_id, Demand(one.client, level))
        demand.level = max(demand.level, level)
        demand.invoices.append(one)
        demand.levels[one.id] = level
    return list(found.values()), left_out


def words_of(session: Session, demand: Demand) -> OwnText:
    """Return subject and body: the company's own words, else the shipped ones."""
    code = f"{KIND}_{demand.level}"
    words = own_text(session, code) or EDITABLE[code].shipped
    facts = _facts(demand)
    return OwnText(fill(words.subject, code, facts), fill(words.body, code, facts))


def send(session: Session, invoices: Sequence[Invoice], *, now: datetime) -> Sent:
    """Queue one e-mail for each client; who has no address is named, for a letter."""
    today = local_day(now)
    found, left_out = demands(session, invoices, today)
    sent = Sent(too_early=left_out)
    for demand in found:
        if _queue(session, demand, now):
            note(session, demand, today=today, is_mail=True)
            sent.queued += 1
        else:
            sent.without_address.append(demand.client)
    return sent


def note(session: Session, demand: Demand, *, today: date, is_mail: bool) -> None:
    """Note on each invoice that its client was reminded."""
    session.add_all(
        PaymentReminder(
            invoice=one,
            level=demand.levels[one.id],
            sent_on=today,
            is_mail=is_mail,
            open_eur=one.open_eur,
        )
        for one in demand.invoices
    )
    session.flush()


def note_automatic(session: Session, ids: Sequence[int], *, today: date) -> None:
    """Note that an automatic message told of invoices: it takes the place of the first reminder.

    Args:
        session: The company's session.
        ids: Keys of the invoices; those reminded of before stay as they are.
        today: Italian day.
    """
    rows = session.scalars(select(Invoice).where(Invoice.id.in_(ids), ~was_reminded()))
    session.add_all(
        PaymentReminder(
            invoice=one, level=1, sent_on=today, is_automatic=True, open_eur=one.open_eur
        )
        for one in rows.all()
    )
    session.flush()


def was_reminded(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition on invoices with a reminder for which other conditions hold too."""
    return exists().where(PaymentReminder.invoice_id == Invoice.id, *conditions)


def _level_of(invoice: Invoice, last: int, last_on: date | None, today: date) -> int | None:
    is_owed = invoice.state in OWED_STATES and invoice.open_eur > 0
    if not is_owed or invoice.next_due_on is None or invoice.next_due_on >= today:
        return None
    return next_level(last, invoice.next_due_on, last_on, today)


def _last_reminders(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, date | None]]:
    rows = session.execute(
        select(
            PaymentReminder.invoice_id,
            func.max(PaymentReminder.level),
            func.max(PaymentReminder.sent_on),
        )
        .where(PaymentReminder.invoice_id.in_(ids))
        .group_by(PaymentReminder.invoice_id)
    )
    return {key: (level, day) for key, level, day in rows}


def _facts(demand: Demand) -> dict[str, object]:
    rows = [
        f"{one.label} del {one.dated_on:%d/%m/%Y}: {format_number(one.open_eur)} euro"
        for one in demand.invoices
    ]
    days = [one.next_due_on for one in demand.invoices if one.next_due_on]
    return {
        "addressee": demand.client.billing_name or demand.client.display_name,
        "invoices": "; ".join(rows),
        "amount": format_number(demand.open_eur),
        "day": format_date(min(days)),
    }


def _queue(session: Session, demand: Demand, now: datetime) -> bool:
    to = split_addresses(demand.client.email)
    if not to:
        return False
    profile = company_profile(session)
    place = f"{profile.postcode} {profile.municipality}".strip()
    lines = [profile.street, place, profile.phone, profile.email]
    code = f"{KIND}_{demand.level}"
    words = render_mail(
        code,
        own=own_text(session, code) or EDITABLE[code].shipped,
        company_name=profile.legal_name,
        company_lines=[line for line in lines if line],
        **_facts(demand),
    )
    message = Message(to[:1], words.subject, words.text, words.html)
    about = About(KIND, str(demand.invoices[0].id), demand.client.id)
    try:
        queue_mail(session, message, now=now, about=about)
    except AddressNotValidError:
        return False
    return True
