"""Screens of the booklets: list, page of one, its sheets, its print, the tab of the card."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select, select

from app.booklets import labels_parts, messages, queries, service
from app.booklets.content import ORDER, contents_of
from app.booklets.documents import booklet_pdf
from app.booklets.forms import form_class, initial, stated
from app.booklets.models import Booklet
from app.booklets.writing import (
    WritingPage,
    generator_page,
    part_page,
    sheet_page,
    summary,
)
from app.clients.card import CardTab
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.company.queries import company_profile
from app.extensions import db
from app.interventions.checking import Author
from app.interventions.facts import company_snapshot
from app.kernel.access import Access
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.downloads import private_file
from app.web.errors import register_messages
from app.web.formviews import require_csrf
from app.web.markup import rendered
from app.web.saving import commit_or_flash, store
from app.web.views import HouseModelView

register_messages(messages.REFUSALS)


class BookletView(HouseModelView):
    """The plant booklets."""

    route_base = "/libretti"
    class_permission_name = "booklets"
    method_permission_name = {
        "list": "list", "options": "list", "related": "list", "columns": "list", "export": "list",
        "show": "show", "pdf": "show", "begin": "write", "sheet": "write", "part": "write",
        "generator": "write",
    }  # fmt: skip
    base_permissions = ["can_list", "can_show", "can_write"]
    exclude_route_methods = {"add", "edit", "delete", "action", "action_post"}
    datamodel = SQLAInterface(Booklet)
    list_title = _("Plant booklets")
    list_columns = ["client", "opened_on"]
    label_columns = {"client": _("Client"), "opened_on": _("Opened on")}
    search_columns = ["opened_on"]
    order_columns = ["opened_on"]
    base_order = ("opened_on", "desc")
    empty_title = _("No booklet yet")
    empty_text = _("A plant's booklet is opened on the client's card, tab Booklet.")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the booklets that the account may see."""
        return statement.where(queries.visible_booklets(access))

    @expose("/show/<pk>")
    @expose("/<int:pk>")
    @has_access
    def show(self, pk: Any) -> ResponseReturnValue:
        """Show a booklet: its sheets in order, and what is missing."""
        item = self.get_or_404(str(pk))
        self.update_redirect()
        return self.render_template(
            "booklets/show.html",
            title=gettext("Booklet of %(client)s", client=item.client),
            item=item,
            contents=contents_of(db.session(), item),
            kinds=labels_parts.KINDS,
            may_write=current_access().has("booklets.write"),
        )

    @expose("/<int:pk>/pdf")
    @has_access
    def pdf(self, pk: int) -> ResponseReturnValue:
        """Send the PDF, whole or of ``?scheda=``."""
        item = self.get_or_404(str(pk))
        only = request.args.get("scheda", "")
        if only and only not in ORDER:
            abort(404)
        session = db.session()
        content = booklet_pdf(
            contents_of(session, item),
            company_snapshot(company_profile(session)),
            now=utc_now(),
            only=only,
        )
        name = f"Libretto {item.client.number}{f' scheda {only}' if only else ''}.pdf"
        return private_file(content, name)

    @expose("/apri/<int:client_id>", methods=["POST"])
    @has_access
    def begin(self, client_id: int) -> ResponseReturnValue:
        """Open the booklet of a plant."""
        require_csrf()
        session, rule = db.session(), visible_clients(current_access())
        seen = select(Client).where(Client.id == client_id, rule).with_for_update(of=Client)
        client = session.scalars(seen).one_or_none()
        if client is None:
            abort(404)
        with commit_or_flash(session):
            booklet_id = service.open_booklet(session, client.id, now=utc_now()).id
        return redirect(self.address("show", pk=booklet_id))

    @expose("/<int:pk>/scheda/<code>", methods=["GET", "POST"])
    @has_access
    def sheet(self, pk: int, code: str) -> ResponseReturnValue:
        """Write a sheet, or the row ``?riga=`` of it; without one, a new row."""
        return self._write(pk, lambda item: sheet_page(item, code))

    @expose("/<int:pk>/componente/<kind>", methods=["GET", "POST"])
    @has_access
    def part(self, pk: int, kind: str) -> ResponseReturnValue:
        """Write a component, that of ``?riga=``, or what replaces that of ``?sostituisce=``."""
        return self._write(pk, lambda item: part_page(item, kind))

    @expose("/<int:pk>/generatore/<int:device_id>", methods=["GET", "POST"])
    @has_access
    def generator(self, pk: int, device_id: int) -> ResponseReturnValue:
        """Write what sheet 4 asks of a generator beside the device's data."""
        return self._write(pk, lambda item: generator_page(item, device_id))

    def _write(self, pk: int, page_of: Callable[[Booklet], WritingPage]) -> ResponseReturnValue:
        item = self.get_or_404(str(pk), lock=request.method == "POST")
        page = page_of(item)
        form_type = form_class(page.sheet)
        if request.method == "GET":
            form = form_type(formdata=None, **initial(page.sheet, page.values))
            return self._writing_page(item, page, form)
        form = form_type()
        author = Author(current_access(), utc_now())
        if form.validate() and store(
            db.session(), form, lambda: page.write(stated(page.sheet, form), author), messages={}
        ):
            flash(
                gettext("Written in the booklet. What it said before stays in its history."),
                "success",
            )
            return redirect(self.address("show", pk=pk))
        return self._writing_page(item, page, form), 422

    def _writing_page(self, item: Booklet, page: WritingPage, form: Any) -> Any:
        return self.render_template(
            "booklets/sheet.html",
            title=page.title,
            item=item,
            form=form,
            page=page,
            names=[one.name for one in page.sheet.items],
            history=[(entry, summary(page.sheet, entry)) for entry in page.history],
        )


def render_tab(client: Client) -> Markup:
    """Return the tab of a plant's booklet."""
    booklet = queries.booklet_of(db.session(), client.id)
    return rendered(
        "booklets/card_tab.html",
        client=client,
        booklet=booklet,
        contents=contents_of(db.session(), booklet) if booklet is not None else None,
        may_write=current_access().has("booklets.write"),
    )


TAB = CardTab("booklet", _("Booklet"), "card_booklets.read", None, render_tab)
VIEWS = (BookletView,)
