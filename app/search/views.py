"""The global search: one page, and the list under the box while typing."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access

from app.clients.rules import facts_of_typed
from app.extensions import db
from app.search.queries import search_clients
from app.web.access import current_access

#: Cards on the page, and under the box.
PAGE_ROWS, BOX_ROWS = 50, 8


class SearchView(BaseView):
    """Finds cards by name, telephone, address and codes."""

    route_base = "/cerca"
    default_view = "find"
    class_permission_name = "clients"
    method_permission_name = {"find": "all"}

    @expose("/")
    @has_access
    def find(self) -> ResponseReturnValue:
        """Show what a text finds; only the rows when the box asks."""
        text = request.args.get("q", "").replace("\x00", "")[:200]
        is_box = "HX-Request" in request.headers
        limit = BOX_ROWS if is_box else PAGE_ROWS
        found = search_clients(db.session, current_access(), text, limit)
        template = "search/rows.html" if is_box else "search/page.html"
        return self.render_template(
            template, text=text, found=found, new_client_url=_new_client_url(text)
        )


def _new_client_url(text: str) -> str:
    """Return the form of a new card, filled with what was looked for: a number or a name."""
    if not text.strip() or not current_access().has("clients.add"):
        return ""
    return url_for("ClientView.add", **facts_of_typed(text))
