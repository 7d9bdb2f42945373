"""The quotes on the card of their client."""

from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import ScalarSelect, func, select

from app.clients.card import CardTab
from app.clients.models import Client
from app.extensions import db
from app.kernel.access import Access
from app.quotes.models import Quote
from app.quotes.queries import quotes_of, visible_quotes
from app.quotes.views import state_badge
from app.web.access import current_access
from app.web.markup import rendered

#: Quotes shown on a card; older ones are in the quotes' own list.
MOST = 50


def count_quotes(access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of quotes of a card that the account may see, as a subquery."""
    return (
        select(func.count(Quote.id))
        .where(Quote.client_id == client_id, visible_quotes(access))
        .scalar_subquery()
    )


def render_quotes(client: Client) -> Markup:
    """Return the latest quotes of a card, newest first."""
    access = current_access()
    return rendered(
        "quotes/card_tab.html",
        client=client,
        quotes=quotes_of(db.session(), access, client.id, limit=MOST),
        badge_of=state_badge,
        may_open=access.has("quotes.read"),
        may_add=access.has("quotes.write"),
        may_see_prices=access.has("prices.read"),
    )


TAB = CardTab("quotes", _("Quotes"), "card_quotes.read", count_quotes, render_quotes)
