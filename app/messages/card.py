"""The messages on the card of their client, and whether the client wants any."""

from flask_babel import lazy_gettext as _
from markupsafe import Markup

from app.clients.card import CardTab
from app.clients.models import Client
from app.extensions import db
from app.messages import messages, queries
from app.messages.views import state_badge
from app.web.access import current_access
from app.web.markup import rendered


def render_messages(client: Client) -> Markup:
    """Return what a client was told, newest first."""
    session, access = db.session(), current_access()
    refused = {channel for _id, channel in queries.opt_outs(session, [client.id])}
    return rendered(
        "messages/card_tab.html",
        client=client,
        rows=queries.messages_of(session, access, client.id),
        events=messages.EVENTS,
        channels=messages.CHANNELS,
        refused=refused,
        state_badge=state_badge,
    )


TAB = CardTab("messages", _("Messages"), "messages.read", queries.count_of_client, render_messages)
