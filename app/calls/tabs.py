"""The calls on the card of their plant."""

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload

from app.calls import messages
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.calls.rules import OPEN_STATES
from app.clients.card import CardFacts, CardTab, Headline
from app.clients.models import Client
from app.extensions import db
from app.kernel.access import Access
from app.web.access import current_access
from app.web.markup import rendered

#: Calls shown on a card; older ones are in the calls' own list.
MOST = 50


def count_open_calls(access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of open calls of a plant that the account may see, as a subquery."""
    return (
        select(func.count(Call.id))
        .where(Call.client_id == client_id, Call.state.in_(OPEN_STATES), visible_calls(access))
        .scalar_subquery()
    )


def open_calls_headline(facts: CardFacts) -> list[Headline]:
    """Say that calls are open, so that nobody takes the same one twice."""
    count = facts.counts.get(TAB.code, 0)
    if not count:
        return []
    url = url_for("ClientView.show", pk=facts.client.id, tab=TAB.code)
    text = ngettext("%(num)s open call", "%(num)s open calls", count)
    return [Headline(_("Calls"), text, url, "warning", "telephone-inbound")]


def render_calls(client: Client) -> Markup:
    """Return the latest calls of a plant, newest first."""
    access = current_access()
    calls = db.session.scalars(
        select(Call)
        .options(joinedload(Call.reason))
        .where(Call.client_id == client.id, visible_calls(access))
        .order_by(Call.received_at.desc(), Call.id.desc())
        .limit(MOST)
    ).all()
    return rendered(
        "calls/card_tab.html",
        client=client,
        calls=calls,
        states=messages.STATES,
        may_open=access.has("calls.read"),
        may_add=access.has("calls.write"),
    )


TAB = CardTab("calls", _("Calls"), "card_calls.read", count_open_calls, render_calls)
