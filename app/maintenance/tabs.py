"""The attempts to reach a customer, on the client card."""

from flask_babel import lazy_gettext as _
from markupsafe import Markup

from app.clients.card import CardTab
from app.clients.models import Client
from app.extensions import db
from app.maintenance import messages
from app.maintenance.queries import contacts_of, count_contacts
from app.web.markup import rendered


def render_contacts(client: Client) -> Markup:
    """Return the attempts to reach the customer of a card, newest first."""
    return rendered(
        "maintenance/contacts.html",
        contacts=contacts_of(db.session(), client.id),
        states=messages.STATES,
    )


TAB = CardTab(
    "maintenance", _("Maintenance contacts"), "maintenance.read", count_contacts, render_contacts
)
