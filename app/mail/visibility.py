"""Row rule of outgoing mail. Apart from the queries: those know no client."""

from sqlalchemy import ColumnElement, false, select

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.kernel.access import Access
from app.mail.models import OutgoingMail
from app.mail.rules import KIND_FUNCTIONS


def visible_mails(access: Access) -> ColumnElement[bool]:
    """Return the condition on messages that an account may see.

    Messages to a client are seen by who sees the client's card.
    """
    if not access.has("mail.read"):
        return false()
    hidden = [kind for kind, code in KIND_FUNCTIONS.items() if not access.has(code)]
    rule = OutgoingMail.related_kind.not_in(hidden)
    if access.reaches_every_client:
        return rule
    cards = select(Client.id).where(visible_clients(access))
    return rule & (OutgoingMail.client_id.is_(None) | OutgoingMail.client_id.in_(cards))
