"""Tabs and headlines of the client card, told by the domains that fill them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from app.clients.models import Client
from app.kernel.access import Access


@dataclass(frozen=True)
class CardTab:
    """A tab of the card.

    Attributes:
        code: Value of ``?tab=``.
        label: What it says (lazy translation).
        function: Code of the function that opens it.
        count: Returns the subquery of the number beside the label, by rights and card; all of
            them cost one statement. None: no number.
        render: Returns the content for a card.
    """

    code: str
    label: Any
    function: str
    count: Callable[[Access, int], ScalarSelect[int]] | None
    render: Callable[[Client], Markup]


@dataclass(frozen=True)
class Headline:
    """A fact on top of the card: the next due date, the next appointment.

    Attributes:
        label: What it is (lazy translation).
        text: The fact.
        url: Where it leads; empty for nowhere.
        tone: One of the design system's tones.
        icon: Name of its drawing.
    """

    label: Any
    text: str
    url: str = ""
    tone: str = "neutral"
    icon: str = ""


@dataclass(frozen=True)
class CardFacts:
    """What headlines are made of.

    Attributes:
        session: Open session.
        access: Rights of the reader; each domain applies its own row rule.
        client: The card.
        now: Instant, UTC.
        counts: Tab code -> number beside it.
    """

    session: Session
    access: Access
    client: Client
    now: datetime
    counts: Mapping[str, int]


Headliner = Callable[[CardFacts], Sequence[Headline]]
_tabs: dict[str, CardTab] = {}
_headliners: list[Headliner] = []


def register_card_tab(tab: CardTab) -> None:
    """Add a tab after those already registered; called once at start by the registry."""
    _tabs[tab.code] = tab


def register_headlines(headliner: Headliner) -> None:
    """Add a domain's facts on top of the card; called once at start by the registry."""
    if headliner not in _headliners:
        _headliners.append(headliner)


def card_tabs(access: Access) -> list[CardTab]:
    """Return the tabs that an account may open, in order."""
    return [tab for tab in _tabs.values() if access.has(tab.function)]


def find_tab(code: str) -> CardTab | None:
    """Return the tab of a code, whoever may open it."""
    return _tabs.get(code)


def tab_counts(session: Session, access: Access, client_id: int) -> dict[str, int]:
    """Return the numbers beside the tabs that an account may open, in one statement."""
    counted = {
        tab.code: tab.count(access, client_id) for tab in card_tabs(access) if tab.count is not None
    }
    if not counted:
        return {}
    row = session.execute(select(*counted.values())).one()
    return dict(zip(counted, row, strict=True))


def headlines(facts: CardFacts) -> list[Headline]:
    """Return the facts on top of a card, in the order of the domains."""
    return [line for headliner in _headliners for line in headliner(facts)]
