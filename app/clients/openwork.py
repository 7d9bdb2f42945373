"""Work in hand at a plant that a change of occupant, or putting the card away, leaves behind.

Each domain says what it has and how it is ended; whoever changes the occupant decides.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from app.kernel.access import Access

#: What a list of open work shows at most.
SHOWN = 20


class Fate(Enum):
    """What becomes of the open work of one kind."""

    KEEP = "keep"
    END = "end"


@dataclass(frozen=True)
class Item:
    """One piece of open work: what it is, and where it opens (empty: nowhere)."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Leaving:
    """Who leaves what, when.

    Attributes:
        client_id: The plant.
        access: Who asks; each domain applies its row rule.
        now: Present instant.
        last_day: Last day of the former occupant; the day of the archiving.
        reason: What is written where a domain asks why.
    """

    client_id: int
    access: Access
    now: datetime
    last_day: date
    reason: str


@dataclass(frozen=True)
class Kind:
    """A kind of open work.

    Attributes:
        code: Name of its field in the form.
        label: Heading (lazy translation).
        find: Returns the work, as far as the account may see it.
        keeping: Words of the choice that keeps it (lazy translation).
        ending: Words of the choice that ends it; empty: it is only shown.
        function: Function that ending it needs.
        end: Ends all that `find` finds.
        only_archive: Told when a card is put away; a new occupant changes nothing about it.
    """

    code: str
    label: Any
    find: Callable[[Session, Leaving], Sequence[Item]]
    keeping: Any = ""
    ending: Any = ""
    function: str = ""
    end: Callable[[Session, Leaving], None] | None = None
    only_archive: bool = False


@dataclass(frozen=True)
class Found:
    """Open work of a kind at a plant; `may_end`: the account may end it."""

    kind: Kind
    items: Sequence[Item]
    may_end: bool


_kinds: dict[str, Kind] = {}


def register_open_work(kind: Kind) -> None:
    """Add a kind after those already registered; called once at start."""
    _kinds[kind.code] = kind


def open_work(session: Session, leaving: Leaving, *, archives: bool) -> list[Found]:
    """Return the open work at a plant, by kind, without the kinds that have none."""
    found = []
    for kind in _kinds.values():
        if kind.only_archive and not archives:
            continue
        items = kind.find(session, leaving)
        may_end = kind.end is not None and leaving.access.has(kind.function)
        if items:
            found.append(Found(kind, items[:SHOWN], may_end))
    return found


def settle(
    session: Session, found: Iterable[Found], fates: Mapping[str, Fate], leaving: Leaving
) -> None:
    """End the work of the kinds chosen, in the order of the kinds.

    Raises:
        DomainError: A domain refuses; nothing is to be stored then.
    """
    for one in found:
        if one.may_end and one.kind.end is not None and fates.get(one.kind.code) is Fate.END:
            one.kind.end(session, leaving)
