"""The calls on the card of their plant."""

from flask import render_template
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.calls import messages
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.calls.rules import OPEN_STATES
from app.clients.card import CardTab
from app.clients.models import Client
from app.extensions import db
from app.kernel.access import Access
from app.web.access import current_access

#: Calls shown on a card; older ones are in the calls' own list.
MOST = 50


def count_open_calls(session: Session, access: Access, client_id: int) -> int:
    """Return how many open calls of a plant the account may see."""
    statement = select(func.count(Call.id)).where(
        Call.client_id == client_id, Call.state.in_(OPEN_STATES), visible_calls(access)
    )
    return session.scalar(statement) or 0


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
    return Markup(  # noqa: S704 - the template escapes its values
        render_template(
            "calls/card_tab.html",
            client=client,
            calls=calls,
            states=messages.STATES,
            may_open=access.has("calls.read"),
            may_add=access.has("calls.write"),
        )
    )


TAB = CardTab("calls", _("Calls"), "card_calls.read", count_open_calls, render_calls)
