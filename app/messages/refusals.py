"""Who wants no message: opted out on the card, or said no under the privacy form."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.messages.queries import opt_outs
from app.messages.rules import AGENDA_EVENTS, Channel, Event
from app.privacy.models import PrivacyForm

#: Purpose of the shipped privacy form -> channel and occasions it is about.
PURPOSES: dict[str, tuple[Channel, tuple[Event, ...]]] = {
    "email": (Channel.MAIL, (Event.MAINTENANCE_DUE,)),
    "sms": (Channel.TEXT, (Event.MAINTENANCE_DUE, *AGENDA_EVENTS)),
}


@dataclass(frozen=True)
class Refusals:
    """What some cards refuse: channels altogether, and purposes of the privacy form."""

    channels: frozenset[tuple[int, Channel]]
    purposes: frozenset[tuple[int, str]]

    def hold(self, cards: Collection[int], channel: Channel, event: Event) -> bool:
        """Tell whether one of some cards wants nothing by a channel on an occasion."""
        if any((card, channel) in self.channels for card in cards):
            return True
        asked = [
            code for code, (by, events) in PURPOSES.items() if by is channel and event in events
        ]
        return any((card, code) in self.purposes for card in cards for code in asked)


def refusals_of(session: Session, client_ids: Collection[int]) -> Refusals:
    """Return what some cards refuse.

    The newest form of a card counts, with what was taken back since. A card without form, or
    whose form does not ask about a channel, refuses nothing by it.
    """
    forms = session.scalars(
        select(PrivacyForm)
        .where(PrivacyForm.client_id.in_(client_ids))
        .options(selectinload(PrivacyForm.revocations))
        .order_by(PrivacyForm.signed_at, PrivacyForm.id)
    )
    newest = {form.client_id: form for form in forms}
    noes = (
        (card, one.code)
        for card, form in newest.items()
        for one in form.answers
        if not one.is_given
    )
    return Refusals(frozenset(opt_outs(session, client_ids)), frozenset(noes))
