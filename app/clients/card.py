"""Tabs of the client card, told by the domains that fill them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
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
        count: Number beside the label, by session, rights and card; None: no number.
        render: Returns the content for a card.
    """

    code: str
    label: Any
    function: str
    count: Callable[[Session, Access, int], int] | None
    render: Callable[[Client], Markup]


_tabs: dict[str, CardTab] = {}


def register_card_tab(tab: CardTab) -> None:
    """Add a tab after those already registered; called once at start by the registry."""
    _tabs[tab.code] = tab


def card_tabs(access: Access) -> list[CardTab]:
    """Return the tabs that an account may open, in order."""
    return [tab for tab in _tabs.values() if access.has(tab.function)]


def find_tab(code: str) -> CardTab | None:
    """Return the tab of a code, whoever may open it."""
    return _tabs.get(code)
