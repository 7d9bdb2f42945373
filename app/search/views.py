"""The global search: one page, and the list under the box while typing."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access

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
        return self.render_template(template, text=text, found=found)
