"""The privacy forms on the card of their client."""

from flask_babel import lazy_gettext as _
from markupsafe import Markup

from app.clients.card import CardTab
from app.clients.models import Client
from app.extensions import db
from app.privacy import messages, queries
from app.web.access import current_access
from app.web.markup import rendered


def render_forms(client: Client) -> Markup:
    """Return where the card stands, and every form signed, newest first."""
    access = current_access()
    return rendered(
        "privacy/card_tab.html",
        client=client,
        standing=queries.standing_of(db.session(), client.id),
        forms=queries.forms_of(db.session(), client.id, access=access),
        reasons=messages.ASKED,
        may_write=access.has("privacy.write"),
    )


TAB = CardTab("privacy", _("Privacy"), "privacy.read", queries.count_forms, render_forms)
