"""The tab of the client card that lists the visits of a plant."""

from flask import render_template
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from app.agenda import messages, queries
from app.clients.card import CardTab
from app.clients.models import Client
from app.extensions import db
from app.web.access import current_access


def _render(client: Client) -> Markup:
    access = current_access()
    page = render_template(
        "agenda/card_tab.html",
        client=client,
        rows=queries.of_client(db.session(), client.id, access=access),
        states=messages.STATES,
    )
    return Markup(page)  # noqa: S704 - a rendered template of ours, escaped there


CARD_TAB = CardTab(
    code="appointments",
    label=_("Appointments"),
    function="agenda.read",
    count=lambda session, access, pk: queries.count_of_client(session, pk, access=access),
    render=_render,
)
