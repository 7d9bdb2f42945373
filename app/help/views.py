"""The help, opened from every page."""

from typing import Any

from flask import Flask, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_login import login_required

from app.help import pages
from app.web.access import current_access


class HelpView(BaseView):
    """Pages of help, and the list of them."""

    route_base = "/aiuto"
    default_view = "index"

    @expose("/")
    @login_required
    def index(self) -> ResponseReturnValue:
        """Show the first page, with the list of all."""
        return self._page(pages.FIRST)

    @expose("/<string:page>")
    @login_required
    def show(self, page: str) -> ResponseReturnValue:
        """Show a page; one that is no longer there leads to the list."""
        if page not in pages.PAGES:
            return redirect(url_for("HelpView.index"))
        return self._page(page)

    def _page(self, page: str) -> str:
        return str(
            self.render_template(
                "help/page.html",
                title=pages.title(page),
                body=pages.body(page),
                page=page,
                contents=[(one, pages.title(one)) for one in pages.PAGES],
            )
        )


def help_context() -> dict[str, Any]:
    """Return what every template may use: the address of the help of this page."""
    if not has_request_context() or request.endpoint is None or current_access().user_id is None:
        return {}
    return {"help_url": url_for("HelpView.show", page=pages.page_of(request.endpoint))}


def install_help(app: Flask) -> None:
    """Tell every page where its help is."""
    app.context_processor(help_context)
