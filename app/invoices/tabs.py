"""What the client card and the menu say of invoices."""

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.clients.card import CardFacts, Headline
from app.extensions import db
from app.invoices.queries import balance_of
from app.kernel.dates import local_day
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formats import format_number


def unpaid_headline(facts: CardFacts) -> list[Headline]:
    """Say on the card what the client has not paid, for whoever sees invoices."""
    if not current_access().has("invoices.read"):
        return []
    balance = balance_of(db.session(), facts.client.id, local_day(utc_now()))
    if balance.open_eur <= 0:
        return []
    url = url_for("ClientView.show", pk=facts.client.id, tab="invoices")
    if balance.overdue_eur > 0:
        text = gettext("€ %(amount)s overdue", amount=format_number(balance.overdue_eur))
        return [Headline(_("Unpaid"), text, url, "danger", "cash-coin")]
    text = gettext("€ %(amount)s to be paid", amount=format_number(balance.open_eur))
    return [Headline(_("Unpaid"), text, url, "warning", "cash-coin")]
