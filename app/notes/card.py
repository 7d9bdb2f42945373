"""The office's notes on the card of their client."""

from flask_babel import lazy_gettext as _
from markupsafe import Markup

from app.clients.card import CardTab
from app.clients.models import Client
from app.extensions import db
from app.kernel.dates import local_day
from app.notes import queries
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.markup import rendered


def render_notes(client: Client) -> Markup:
    """Return what is still to do for a client."""
    access = current_access()
    return rendered(
        "notes/card_tab.html",
        client=client,
        notes=queries.open_of_client(db.session(), access, client.id),
        today=local_day(utc_now()),
    )


TAB = CardTab("notes", _("Office notes"), "notes.read", queries.count_of_client, render_notes)
