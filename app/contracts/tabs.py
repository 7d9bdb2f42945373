"""The contracts on the card of their client."""

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import ScalarSelect, func, select

from app.clients.card import CardFacts, CardTab, Headline
from app.clients.models import Client
from app.contracts import messages
from app.contracts.models import Contract
from app.contracts.queries import contracts_of, covering_contracts, visible_contracts
from app.contracts.views import state_badge
from app.extensions import db
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.web.access import current_access
from app.web.formats import format_date
from app.web.markup import rendered

#: Contracts shown on a card; older ones are in the contracts' own list.
MOST = 50


def count_contracts(access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of contracts of a card that the account may see, as a subquery."""
    return (
        select(func.count(Contract.id))
        .where(Contract.client_id == client_id, visible_contracts(access))
        .scalar_subquery()
    )


def contract_headline(facts: CardFacts) -> list[Headline]:
    """Say which contract is in force, so that nobody charges what is included."""
    if not facts.counts.get(TAB.code):
        return []
    day = local_day(facts.now)
    found = covering_contracts(facts.session, facts.client.id, day)
    url = url_for("ClientView.show", pk=facts.client.id, tab=TAB.code)
    return [
        Headline(
            _("Contract"),
            gettext(
                "%(kind)s until %(day)s",
                kind=messages.KINDS[one.kind],
                day=format_date(one.ends_on),
            ),
            url,
            "success",
            "file-earmark-check",
        )
        for one in found[:2]
    ]


def render_contracts(client: Client) -> Markup:
    """Return the latest contracts of a card, newest first."""
    access = current_access()
    return rendered(
        "contracts/card_tab.html",
        client=client,
        contracts=contracts_of(db.session(), access, client.id, limit=MOST),
        badge_of=state_badge,
        labels=messages,
        may_open=access.has("contracts.read"),
        may_add=access.has("contracts.write"),
        may_see_prices=access.has("prices.read"),
    )


TAB = CardTab("contracts", _("Contracts"), "card_contracts.read", count_contracts, render_contracts)
