"""The files of a client, on its card."""

from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import ScalarSelect

from app.attachments.panel import render_files
from app.attachments.queries import count_of_owner
from app.attachments.rules import OwnerKind
from app.clients.card import CardTab
from app.clients.models import Client
from app.kernel.access import Access


def count_files(_access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of files of a card, as a subquery: who sees the card sees them."""
    return count_of_owner(OwnerKind.CLIENT, str(client_id))


def render_client_files(client: Client) -> Markup:
    """Return the files of a card."""
    return render_files(OwnerKind.CLIENT, str(client.id))


TAB = CardTab("files", _("Documents and photos"), "clients.read", count_files, render_client_files)
