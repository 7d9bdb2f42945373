"""The tab of the client card that lists the visits of a plant."""

from flask import url_for
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from app.agenda import messages, queries
from app.clients.card import CardFacts, CardTab, Headline
from app.clients.models import Client
from app.extensions import db
from app.web.access import current_access
from app.web.formats import format_moment
from app.web.markup import rendered


def _render(client: Client) -> Markup:
    access = current_access()
    return rendered(
        "agenda/card_tab.html",
        client=client,
        rows=queries.of_client(db.session(), client.id, access=access),
        states=messages.STATES,
    )


def next_visit_headline(facts: CardFacts) -> list[Headline]:
    """Say when somebody goes there next, and who."""
    found = queries.next_visit(facts.session, facts.client.id, facts.now, access=facts.access)
    if found is None:
        return []
    pk, starts_at, name = found
    text = f"{format_moment(starts_at)} {name or ''}".strip()
    page = "AgendaView.edit" if facts.access.has("agenda.write") else "TodayView.show"
    return [Headline(_("Next appointment"), text, url_for(page, pk=pk), "info", "calendar-event")]


CARD_TAB = CardTab(
    code="appointments",
    label=_("Appointments"),
    function="agenda.read",
    count=queries.count_of_client,
    render=_render,
)
