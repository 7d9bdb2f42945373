"""Reminders for the rows ticked in a list: who is told, who is left out and why.

What a person asks for and what leaves by itself share keys, words, refusals and quiet hours
(`planning`): whichever comes first, the other finds it told.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.company.queries import company_profile
from app.devices.models import Device
from app.invoices import reminding
from app.invoices.models import Invoice
from app.jobs.outcomes import Outcome
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.maintenance import queries as due
from app.maintenance.documents import letter_facts
from app.maintenance.rules import FollowState
from app.maintenance.service import Note, note_contact
from app.messages import planning, queries, wording
from app.messages.delivery import dispatch
from app.messages.models import MessagePlan
from app.messages.recipients import Recipient
from app.messages.refusals import refusals_of
from app.messages.rules import Channel, Event, MessageState, Way
from app.messages.sources import Thing, due_devices, due_thing, histories, lately_told

#: Why a row was left out.
RECENT, GONE, REFUSES, NO_ADDRESS, NOT_YET = (
    "recent", "gone", "refuses", "no_address", "not_yet",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Who asked for a batch, as shown, and when."""

    author: str
    now: datetime


@dataclass(frozen=True)
class Page:
    """A letter: what it prints, and the rows it tells of."""

    facts: dict[str, object]
    ids: list[int]


@dataclass(frozen=True)
class Batch:
    """One kind of reminder.

    Attributes:
        groups: Splits keys of rows by who is told: each group is one transaction.
        remind: Tells the rows of one group by e-mail or text message.
        letters: Returns the letters of one group, storing nothing.
        note: Notes that rows were told by letter.
        file_name: What the letters are called.
    """

    groups: Callable[[Session, Collection[int]], list[list[int]]]
    remind: Callable[[Session, list[int], Outcome, Asked], None]
    letters: Callable[[Session, list[int], Outcome, Asked], list[Page]]
    note: Callable[[Session, list[int], Asked], None]
    file_name: str


def plan_by_hand(session: Session) -> MessagePlan:
    """Return how the office's own reminders of a date travel: as the company said.

    Where nothing is sent by itself: by e-mail, and by text message when there is a gateway.
    """
    event = Event.MAINTENANCE_DUE
    stored = queries.plans(session).get(event)
    if stored is not None and stored.way is not Way.OFF:
        return stored
    way = Way.MAIL_ELSE_TEXT if queries.settings(session).url else Way.MAIL
    return MessagePlan(event=event, way=way, short_text=stored.short_text if stored else "")


def _due_groups(session: Session, ids: Collection[int]) -> list[list[int]]:
    rows = due_devices(session, Device.id.in_(ids))
    groups = planning.groups_of([due_thing(row) for row in rows])
    return [[thing.row.id for thing in things] for _recipient, things in groups.values()]


def _due_things(
    session: Session, ids: Collection[int], outcome: Outcome, now: datetime
) -> list[Thing]:
    """Return what there is to tell of some devices; the others are left out, each with why."""
    today = local_day(now)
    rows = due_devices(session, Device.id.in_(ids))
    waiting = set(
        session.scalars(
            select(Device.id).where(Device.id.in_(ids), due.to_do(None, today, until=None))
        )
    )
    recent = lately_told(session, {row.client_id for row in rows}, today)
    told = histories(session, rows)
    found = []
    for row in rows:
        if row.id not in waiting:
            outcome.leave_out(row.client_id, row.client.display_name, GONE)
        elif row.client_id in recent:
            outcome.leave_out(row.client_id, row.client.display_name, RECENT)
        else:
            found.append(due_thing(row, told[row.id]))
    return found


def _remind_due(session: Session, ids: list[int], outcome: Outcome, asked: Asked) -> None:
    things = _due_things(session, ids, outcome, asked.now)
    plans = {Event.MAINTENANCE_DUE: plan_by_hand(session)}
    groups = planning.groups_of(things)
    desk = planning.desk_of(session, groups.values(), plans, asked.now, author=asked.author)
    for (event, _key), (recipient, group) in groups.items():
        reached: set[int] = set()
        states: set[str] = set()
        for channel, wanted in planning.by_channel(event, recipient, group, desk):
            reached |= {thing.row.id for thing in wanted}
            states.add(_told(session, (event, channel), recipient, wanted, desk))
        if any(thing.row.id not in reached for thing in group):
            states.add(REFUSES)
        _count(outcome, recipient, states)


def _told(
    session: Session,
    about: tuple[Event, Channel | None],
    recipient: Recipient,
    things: list[Thing],
    desk: planning.Desk,
) -> str:
    """Write and let go one message; return what became of it."""
    if about[1] is None:
        return NO_ADDRESS
    message = planning.write(session, about, recipient, things, desk)
    if message is None:
        return RECENT  # told by another worker at this very moment
    if message.send_at <= desk.now:
        dispatch(session, message, now=desk.now)
    return {
        MessageState.WAITING: "waiting",
        MessageState.FAILED: NO_ADDRESS,
        MessageState.STOPPED: GONE,
    }.get(message.state, "queued")


def _count(outcome: Outcome, recipient: Recipient, states: set[str]) -> None:
    for state in sorted(states):
        if state in {"queued", "waiting"}:
            outcome.counts[state] += 1
        else:
            outcome.leave_out(recipient.client_id, recipient.name, state)


def _letters_due(session: Session, ids: list[int], outcome: Outcome, asked: Asked) -> list[Page]:
    """Return a letter for each card that answers for the plants.

    Paper goes to everyone: who refuses e-mail or text messages did not refuse a letter.
    """
    by_card: dict[int, list[Thing]] = {}
    for thing in _due_things(session, ids, outcome, asked.now):
        by_card.setdefault(thing.client.who_pays.id, []).append(thing)
    profile = company_profile(session)
    plan, day = plan_by_hand(session), local_day(asked.now)
    pages = []
    for things in by_card.values():
        card = things[0].client.who_pays
        addressee = Recipient(f"c{card.id}", card.display_name, card.id)
        facts = wording.facts_of(things, addressee, profile)
        words = wording.written(session, Event.MAINTENANCE_DUE, Channel.MAIL, plan, facts)
        pages.append(Page(letter_facts(card, words, day), [thing.row.id for thing in things]))
    return pages


def _note_due(session: Session, ids: list[int], asked: Asked) -> None:
    rows = due_devices(session, Device.id.in_(ids))
    author = Access(name=asked.author)
    note = Note(FollowState.MESSAGE_SENT, wording.by_letter())
    note_contact(session, rows, note, access=author, now=asked.now)


def _invoices(session: Session, ids: Collection[int]) -> Sequence[Invoice]:
    return session.scalars(
        select(Invoice)
        .where(Invoice.id.in_(ids))
        .options(joinedload(Invoice.client))
        .order_by(Invoice.id)
    ).all()


def _unpaid_groups(session: Session, ids: Collection[int]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for row in _invoices(session, ids):
        groups.setdefault(row.client_id, []).append(row.id)
    return list(groups.values())


def _remind_unpaid(session: Session, ids: list[int], outcome: Outcome, asked: Asked) -> None:
    rows = _invoices(session, ids)
    refusals = refusals_of(session, {row.client_id for row in rows})
    willing = []
    for row in rows:
        if refusals.hold([row.client_id], Channel.MAIL, Event.UNPAID):
            outcome.leave_out(row.client_id, row.client.display_name, REFUSES)
        else:
            willing.append(row)
    sent = reminding.send(session, willing, now=asked.now)
    outcome.counts["queued"] += sent.queued
    for client in sent.without_address:
        outcome.leave_out(client.id, client.display_name, NO_ADDRESS)
    _leave_out_early(outcome, sent.too_early)


def _leave_out_early(outcome: Outcome, rows: Collection[Invoice]) -> None:
    for row in rows:
        outcome.leave_out(row.client_id, f"{row.client.display_name}, {row.label}", NOT_YET)


def _letters_unpaid(session: Session, ids: list[int], outcome: Outcome, asked: Asked) -> list[Page]:
    day = local_day(asked.now)
    found, early = reminding.demands(session, _invoices(session, ids), day)
    _leave_out_early(outcome, early)
    return [
        Page(
            letter_facts(one.client, reminding.words_of(session, one), day),
            [row.id for row in one.invoices],
        )
        for one in found
    ]


def _note_unpaid(session: Session, ids: list[int], asked: Asked) -> None:
    day = local_day(asked.now)
    found, _early = reminding.demands(session, _invoices(session, ids), day)
    for one in found:
        reminding.note(session, one, today=day, is_mail=False)


#: Kinds of reminder, by the name their job takes.
BATCHES = {
    "due": Batch(_due_groups, _remind_due, _letters_due, _note_due, "lettere-manutenzione.pdf"),
    "unpaid": Batch(_unpaid_groups, _remind_unpaid, _letters_unpaid, _note_unpaid, "solleciti.pdf"),
}
