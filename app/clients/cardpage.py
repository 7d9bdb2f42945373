"""What the page of a card shows: headlines, tabs and the content of the one chosen."""

from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from app.clients import queries
from app.clients.card import CardFacts, card_tabs, find_tab, headlines, tab_counts
from app.clients.messages import COLUMNS, LABELS
from app.clients.models import Client
from app.clients.rules import ContactKind
from app.clients.service import copies_to
from app.clients.trail import steps, trailed_tables
from app.clients.words import details, subject_warning
from app.kernel.access import Access
from app.kernel.phones import display_phone
from app.kernel.text import row_key
from app.web.clock import utc_now

#: Tabs of the card's own.
OWN_TABS = {"occupants": _("Occupants"), "history": _("History")}


def card_context(session: Session, access: Access, item: Client, wanted: str) -> dict[str, Any]:
    """Return the context of ``clients/card.html``.

    Args:
        session: Open session.
        access: Rights of the reader, who may open the card and the tab.
        item: The card.
        wanted: Code of the tab; empty for the card's own data.
    """
    counts = tab_counts(session, access, item.id)
    tab = find_tab(wanted) if wanted else None
    return {
        "item": item,
        "tabs": _tabs(item, access, wanted, counts),
        "tab": wanted,
        "content": tab.render(item) if tab is not None else "",
        "headlines": headlines(CardFacts(session, access, item, utc_now(), counts)),
        "details": details(item, access) if not wanted else (),
        "copies_to": _copies(item),
        "subject_warning": subject_warning(item),
        "members": queries.group_members(session, access, item.id) if item.is_group_head else (),
        "history": history(session, access, item) if wanted == "history" else None,
        "phones": _contacts(item, ContactKind.PHONE),
        "emails": _contacts(item, ContactKind.EMAIL),
        "labels": LABELS,
        "columns": COLUMNS,
    }


def history(session: Session, access: Access, item: Client) -> dict[str, Any]:
    """Return a page of the history: its steps, and the address of the older ones."""
    before = row_key(request.args.get("before", ""))
    entries = queries.history(session, item.id, trailed_tables(access), before=before)
    older = ""
    if len(entries) == queries.HISTORY_SHOWN:
        older = url_for("ClientView.show", pk=item.id, tab="history", before=entries[-1].id)
    return {"steps": steps(entries, access), "older": older}


def _copies(item: Client) -> str:
    """Return who gets copies of the reports on a plant of a group; empty: nobody."""
    name, address = copies_to(item.group_head) if item.group_head is not None else ("", "")
    return f"{name} ({address})" if address else ""


def _contacts(item: Client, kind: ContactKind) -> list[tuple[str, str]]:
    return [(display_phone(c.value), c.label) for c in item.contacts if c.kind is kind]


def _tabs(
    item: Client, access: Access, wanted: str, counts: dict[str, int]
) -> list[dict[str, Any]]:
    found: list[tuple[str, Any]] = [("", _("Details"))]
    found += [(tab.code, tab.label) for tab in card_tabs(access)]
    found += OWN_TABS.items()
    return [
        {
            "label": label,
            "count": counts.get(code),
            "active": code == wanted,
            "url": url_for("ClientView.show", pk=item.id, tab=code or None),
        }
        for code, label in found
    ]
