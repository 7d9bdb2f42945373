"""Each minute: find what there is to tell, tell it once, let go what waited for its hour."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.company.models import CompanyProfile
from app.company.queries import company_profile
from app.messages import queries, service, wording
from app.messages.delivery import dispatch
from app.messages.models import ClientMessage, MessagePlan
from app.messages.recipients import Recipient, recipient_of
from app.messages.refusals import Refusals, refusals_of
from app.messages.rules import (
    FOR_PAYER,
    TEXT_ONLY,
    Channel,
    Event,
    MessageState,
    Quiet,
    Way,
    channels_for,
    leaves_at,
)
from app.messages.service import Written
from app.messages.sources import SOURCES, Thing
from app.messages.standing import stop_what_is_gone

#: Messages let go in one turn; the next is a minute later.
TURN = 200


@dataclass(frozen=True)
class Desk:
    """What every message of one turn needs."""

    profile: CompanyProfile
    quiet: Quiet
    plans: dict[Event, MessagePlan]
    refusals: Refusals
    now: datetime
    #: Who asked for the messages, as shown; empty: they leave by themselves.
    author: str = ""


#: Occasion and addressee -> who that is, and what there is to tell.
Groups = dict[tuple[Event, str], tuple[Recipient, list[Thing]]]


def plan_messages(session: Session, *, now: datetime) -> int:
    """Write what there is to tell and let go what is due; run as often as one likes.

    Any number of workers may run it at once: each thing is claimed by one of them.

    Returns:
        How many messages were written.
    """
    plans = {
        event: plan for event, plan in queries.plans(session).items() if plan.way is not Way.OFF
    }
    stop_what_is_gone(session, now=now)
    things = [thing for source in SOURCES for thing in source(session, plans, now)]
    made = tell(session, things, plans, now=now) if things else []
    for message in queries.due_to_leave(session, now, TURN):
        dispatch(session, message, now=now)
    return len(made)


def tell(
    session: Session, things: Sequence[Thing], plans: dict[Event, MessagePlan], *, now: datetime
) -> list[ClientMessage]:
    """Write one message for each addressee, occasion and channel, about all its things."""
    groups = groups_of(things)
    desk = desk_of(session, groups.values(), plans, now)
    made = []
    for (event, _key), (recipient, group) in groups.items():
        for channel, wanted in by_channel(event, recipient, group, desk):
            message = write(session, (event, channel), recipient, wanted, desk)
            if message is not None:
                made.append(message)
    return made


def groups_of(things: Iterable[Thing]) -> Groups:
    """Return things by occasion and by who hears of them: each group is one message."""
    groups: Groups = {}
    for thing in things:
        recipient = recipient_of(thing.client, for_payer=thing.event in FOR_PAYER)
        groups.setdefault((thing.event, recipient.key), (recipient, []))[1].append(thing)
    return groups


def desk_of(
    session: Session,
    groups: Iterable[tuple[Recipient, list[Thing]]],
    plans: dict[Event, MessagePlan],
    now: datetime,
    author: str = "",
) -> Desk:
    """Return what the messages of some groups need."""
    cards: set[int] = set()
    for recipient, things in groups:
        cards |= {recipient.client_id, *(thing.client.id for thing in things)}
    return Desk(
        company_profile(session),
        queries.quiet_hours(queries.settings(session)),
        plans,
        refusals_of(session, cards),
        now,
        author,
    )


def by_channel(
    event: Event, recipient: Recipient, things: Iterable[Thing], desk: Desk
) -> Iterable[tuple[Channel | None, list[Thing]]]:
    """Return the things by channel; None: nobody can be reached, though nobody refused."""
    found: dict[Channel | None, list[Thing]] = defaultdict(list)
    way = desk.plans[event].way
    for thing in things:
        cards = (thing.client.id, recipient.client_id)
        allowed = [
            channel
            for channel in Channel
            if not desk.refusals.hold(cards, channel, event)
            and not (event in TEXT_ONLY and channel is Channel.MAIL)
        ]
        reached = [channel for channel in allowed if recipient.address(channel)]
        channels = channels_for(way, reached)
        if not channels and channels_for(way, allowed):
            found[None].append(thing)
        for channel in channels:
            found[channel].append(thing)
    return found.items()


def write(
    session: Session,
    about: tuple[Event, Channel | None],
    recipient: Recipient,
    things: list[Thing],
    desk: Desk,
) -> ClientMessage | None:
    """Write one message about the things that nobody has told yet; None: all are told.

    Args:
        session: Open session; flushed only.
        about: Occasion and channel; no channel: nobody can be reached, which waits for a person.
        recipient: Who hears of them.
        things: What there is to tell.
        desk: What the messages of this turn need.
    """
    event, reached = about
    channel = reached or _usual(desk.plans[event].way)
    message_id = service.new_id()
    rows = {
        _key(thing, recipient, channel): (thing, _item(thing, channel, message_id, desk.now))
        for thing in things
    }
    taken = service.claim(
        session, [{"key": key, **values} for key, (_thing, values) in rows.items()]
    )
    told = [thing for key, (thing, _values) in rows.items() if key in taken]
    if not told:
        return None
    facts = wording.facts_of(told, recipient, desk.profile)
    words = wording.written(session, event, channel, desk.plans[event], facts)
    return service.store_message(
        session,
        Written(
            id=message_id,
            event=event,
            channel=channel,
            client_id=recipient.client_id,
            name=recipient.name,
            address=recipient.address(channel),
            subject=words.subject,
            text=words.body,
            state=MessageState.WAITING if reached else MessageState.UNREACHABLE,
            send_at=leaves_at(desk.now, desk.quiet),
            author=desk.author[:120],
        ),
        now=desk.now,
    )


def _usual(way: Way) -> Channel:
    return channels_for(way, tuple(Channel))[0]


def _key(thing: Thing, recipient: Recipient, channel: Channel) -> str:
    """Return the key of a telling: a visit told, cancelled and booked anew is told again."""
    count = thing.history.counts[channel] if thing.history else 0
    parts = (thing.event.value, thing.kind, thing.row.id, thing.stamp, count, recipient.key)
    return ":".join(map(str, (*parts, channel.value)))


def _item(thing: Thing, channel: Channel, message_id: UUID, now: datetime) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "event": thing.event,
        "channel": channel,
        "kind": thing.kind,
        "item_id": thing.row.id,
        "client_id": thing.client.id,
        "moment": thing.moment,
        "due_on": thing.due_on,
        "at": now,
    }
