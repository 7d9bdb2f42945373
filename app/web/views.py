"""Base classes for screens: FAB's `ModelView` with its holes closed.

What a domain's view declares stays FAB's (`list_columns`, `label_columns`, `add_columns`,
`@action`, ...); what happens inside is ours: see `ListMixin` for lists and row rules and
`SavingMixin` for forms.
"""

import copy
from collections.abc import Sequence
from typing import Any

from flask import (
    abort,
    current_app,
    flash,
    g,
    has_request_context,
    jsonify,
    redirect,
    request,
    send_file,
    session,
)
from flask.typing import ResponseReturnValue
from flask_appbuilder import ModelView, expose, has_access
from flask_appbuilder.widgets import RenderTemplateWidget
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel.errors import DomainError
from app.web import exports
from app.web.addresses import NEW_ROW, local_address
from app.web.columns import can_order, key_columns, key_text, load_options, to_one_of
from app.web.errors import user_message
from app.web.forms import HouseConverter, HouseForm
from app.web.formviews import HouseFormView, require_csrf
from app.web.listing import Listing
from app.web.listviews import ListMixin
from app.web.request import is_safe_path, next_path, option_request
from app.web.saving import commit_or_flash
from app.web.savingviews import SavingMixin

__all__ = ["HouseFormView", "HouseModelView", "commit_or_flash"]

#: Addresses longer than this are not kept for "back": the session is a cookie.
MAX_HISTORY_ADDRESS = 500


class ListCard(RenderTemplateWidget):
    """A list inside another page. Context of the template: page (`ListPage`)."""

    template = "appbuilder/general/model/_list_card.html"


class HouseModelView(SavingMixin, ListMixin, ModelView):
    """List, card, forms, delete, actions and export of one mapped class.

    Four permissions: read, write, delete, export; each action is one more, or one of these
    when `method_permission_name` says so. Registration, labels and formatters are FAB's.
    """

    method_permission_name = {
        "list": "read",
        "show": "read",
        "options": "read",
        "related": "read",
        "columns": "read",
        "add": "write",
        "edit": "write",
        "delete": "delete",
        "export": "export",
    }

    def __init__(self, **kwargs: Any) -> None:
        """Inherit what the base classes declare, then let FAB set the view up."""
        declared: dict[str, str] = {}
        for base in reversed(type(self).__mro__):
            declared |= vars(base).get("method_permission_name") or {}
        self.method_permission_name = declared
        # FAB's download sends any uploaded file to whoever may open the list.
        self.exclude_route_methods = {"download", *self.exclude_route_methods}
        super().__init__(**kwargs)

    # Set-up ---------------------------------------------------------------------------------

    @property
    def _filters(self) -> Any:
        """FAB's filters, one copy per request: the stock object is shared by all threads."""
        template = self.filter_template()
        if not has_request_context():
            return template
        kept = g.setdefault("filters_of_views", {})
        if id(self) not in kept:
            kept[id(self)] = copy.copy(template)
            kept[id(self)].clear_filters()
        return kept[id(self)]

    @_filters.setter
    def _filters(self, value: Any) -> None:
        self.__dict__["_filters_template"] = value

    def _init_properties(self) -> None:
        # Copies: FAB completes these, and a class's own would be shared with its subclasses.
        self.label_columns = dict(self.label_columns or {})
        self.formatters_columns = dict(self.formatters_columns or {})
        searched = list(self.search_columns or ())
        ordered = self.order_columns
        super()._init_properties()
        # FAB searches and orders by every column when none is declared.
        self.search_columns = searched
        self._filters = self.datamodel.get_filters(searched)
        model, paths = self.datamodel.obj, self.order_paths
        wanted = self.list_columns if ordered is None else ordered
        self.order_columns = [name for name in wanted if can_order(model, paths.get(name, name))]
        if ordered is not None and len(self.order_columns) < len(ordered):
            raise ValueError(f"{type(self).__name__}: order_columns has what cannot order")

    def _init_forms(self) -> None:
        # No search form: FAB's loads every related row.
        self.search_form = self.search_form or HouseForm
        converter = HouseConverter(self.datamodel, self.remote_source, self.choices_columns)
        if not self.add_form:
            self.add_form = converter.form_class(
                self, self.add_columns, self.add_form_extra_fields, version=False
            )
        if not self.edit_form:
            self.edit_form = converter.form_class(
                self, self.edit_columns, self.edit_form_extra_fields, version=self.is_versioned()
            )

    def update_redirect(self) -> None:
        """Remember this page for "back", without the host and unless it is too long."""
        address = local_address(request.full_path.rstrip("?"))
        if len(address) <= MAX_HISTORY_ADDRESS:
            history = [*session.get("page_history", []), address]
            if history[-2:-1] != [address]:
                session["page_history"] = history[-5:]

    def get_redirect(self) -> str:
        """Return where to go after an action: a safe ``next``, the page before, or the list."""
        history = [local_address(known) for known in session.get("page_history", [])]
        usual = self.address("list") if self.has_route("list") else "/"
        before = next((known for known in reversed(history) if is_safe_path(known)), usual)
        return next_path(before)

    # List -----------------------------------------------------------------------------------

    @expose("/list/")
    @expose("/")
    @has_access
    def list(self) -> ResponseReturnValue:
        """Show the list."""
        page = self.list_page()
        self.update_redirect()
        status = 400 if page.filter_form.has_errors else 200
        return self.render_template(self.list_template, title=page.title, page=page), status

    @expose("/columns", methods=["POST"])
    @has_access
    def columns(self) -> ResponseReturnValue:
        """Remember the columns to show; none ticked means the usual ones."""
        require_csrf()
        response = current_app.make_response(redirect(next_path(self.address("list"))))
        self.column_choice_store.save(self.list_name, self.columns_to_remember(), response)
        return response

    @expose("/options")
    @has_access
    def options(self) -> ResponseReturnValue:
        """Answer a remote select that looks for rows of this class."""
        return jsonify(self.option_page(*option_request()))

    @expose("/related/<column>")
    @has_access
    def related(self, column: str) -> ResponseReturnValue:
        """Answer a remote select of this view's forms and filters."""
        try:
            view = self.related_view(column)
        except LookupError:
            abort(404)
        if not view.offers("options"):
            abort(403)
        return jsonify(view.option_page(*option_request()))

    @expose("/export/<any(csv, xlsx):kind>")
    @has_access
    def export(self, kind: str) -> ResponseReturnValue:
        """Send the filtered rows, with the columns shown, as a file."""
        if not self.offers("export"):
            abort(403)
        listing = Listing(self, request.args)
        if listing.is_wrong:
            abort(400)
        names = listing.column_names()
        statement, terms = listing.ordered()
        statement = listing.loaded(statement, names)
        statement = statement.order_by(*(term.clauses(backward=False) for term in terms))
        rows = (
            [self.export_value(item, name) for name in names]
            for item in exports.rows_of(self.datamodel.session, statement)
        )
        labels = [str(self.label_of(name)) for name in names]
        file = exports.write_file(kind, labels, rows, title=str(self.list_title))
        return send_file(
            file,
            mimetype=exports.MIME_TYPES[kind],
            as_attachment=True,
            download_name=f"{self.list_title}.{kind}",
        )

    # Card -----------------------------------------------------------------------------------

    @expose("/show/<pk>")
    @expose("/<int:pk>")
    @has_access
    def show(self, pk: Any) -> ResponseReturnValue:
        """Show the card of one row and the lists that belong to it."""
        item = self.get_or_404(str(pk))
        self.update_redirect()
        return self.card_page(item, str(pk))

    def card_page(self, item: Any, pk: str, **context: Any) -> str:
        """Return the card of a row the account may see; `context` is for its own template."""
        widgets = self._get_show_widget(pk, item)
        related, widgets["related_views"] = self._related_lists(item, pk)
        return self.render_template(
            self.show_template,
            pk=pk,
            item=item,
            title=self.show_heading(item),
            widgets=widgets,
            related_views=related,
            links=self.row_link_builder()(pk),
            **self.show_context(item),
            **context,
        )

    def card_options(self) -> Sequence[ORMOption]:
        """Return what is loaded with one row: by default the single rows that its card names."""
        model = self.datamodel.obj
        return load_options(model, to_one_of(model, self.show_columns))

    def with_card(self, statement: Select[Any]) -> Select[Any]:
        """Return the select of one row with what its page shows of others."""
        return statement.options(*self.card_options())

    def show_context(self, item: Any) -> dict[str, Any]:
        """Return what the view's own card template shows besides the columns."""
        del item
        return {}

    def show_heading(self, item: Any) -> str:
        """Return the heading of a card."""
        return self.option_text(item)

    def _get_show_widget(self, pk: Any, item: Any, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
        widget = self.show_widget(
            pk=pk,
            label_columns=self.label_columns,
            include_columns=self.show_columns,
            value_columns=[self.cell_text(item, name) for name in self.show_columns],
            formatters_columns={},
            actions=self.actions,
            fieldsets=self.show_fieldsets,
            modelview_name=self.list_name,
        )
        return {"show": widget}

    def _related_lists(self, item: Any, pk: str) -> tuple[Any, Any]:
        """Return the related views the account may open, and their lists."""
        views = [
            view
            for view in self._related_views
            if isinstance(view, HouseModelView) and view.offers("list")
        ]
        names = [view.datamodel.get_related_fk(type(item)) for view in views]
        pages = [view.related_page(name, pk) for view, name in zip(views, names, strict=True)]
        return views, [ListCard(page=page) for page in pages]

    # Forms ----------------------------------------------------------------------------------

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> ResponseReturnValue:
        """Show the form for a new row, or store it."""
        if request.method == "GET":
            self.update_redirect()
            return self._form_page("add", self.new_form())
        form = self.add_form()
        item = self._validated(form, lambda: self.create_item(form), is_new=True)
        if item is None:
            return self._form_page("add", form), 422
        flash(str(self.add_row_message), "success")
        return self.after_add(item)

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> ResponseReturnValue:
        """Show the form of a row, or store its changes."""
        item = self.get_or_404(pk, lock=request.method == "POST" and self.is_versioned())
        if request.method == "GET":
            form = self.edit_form(obj=item)
            self.prefill_form(form, pk)
            self.update_redirect()
            return self._form_page("edit", form, pk=pk, item=item)
        form = self.edit_form()
        stored = self._validated(form, lambda: self.write_update(item, form), is_new=False)
        if stored is None:
            # Loaded again: the refused save was rolled back, somebody may have deleted the row.
            item = self.get_or_404(pk)
            if self.is_versioned() and form.form_errors:
                form.version.data = str(item.version)
            return self._form_page("edit", form, pk=pk, item=item), 422
        flash(str(self.edit_row_message), "success")
        return self.after_edit(stored)

    def after_add(self, item: Any) -> ResponseReturnValue:
        """Answer a stored new row: a safe ``next``, else its card, else the list."""
        target = next_path(self._card_of(item)).replace(NEW_ROW, key_text(item))
        return redirect(target)

    def after_edit(self, item: Any) -> ResponseReturnValue:
        """Answer a stored change: a safe ``next``, else the card, else the list."""
        return redirect(next_path(self._card_of(item)))

    def after_delete(self) -> ResponseReturnValue:
        """Answer a deletion: a safe ``next``, else the list."""
        return redirect(next_path(self.address("list")))

    def _form_page(self, kind: str, form: Any, **context: Any) -> str:
        is_new = kind == "add"
        widget = (self.add_widget if is_new else self.edit_widget)(
            form=form,
            include_cols=self.add_columns if is_new else self.edit_columns,
            exclude_cols=[],
            fieldsets=self.add_fieldsets if is_new else self.edit_fieldsets,
        )
        return self.render_template(
            self.add_template if is_new else self.edit_template,
            title=self.add_title if is_new else self.edit_title,
            widgets={kind: widget, "related_views": []},
            related_views=[],
            form=form,
            **context,
        )

    # Delete and actions -----------------------------------------------------------------------

    @expose("/delete/<pk>", methods=["POST"])
    @has_access
    def delete(self, pk: str) -> ResponseReturnValue:
        """Delete one row that the account may see."""
        require_csrf()
        item = self.get_or_404(pk)
        refusal = self.write_delete(item)
        if refusal is not None:
            flash(refusal, "danger")
            return redirect(next_path(self._card_address(pk)))
        flash(str(self.delete_row_message), "success")
        return self.after_delete()

    @expose("/action/<string:name>/<pk>", methods=["POST"])
    def action(self, name: str, pk: str) -> ResponseReturnValue:
        """Run an action on one row."""
        return self._run(name, [pk], single=True)

    @expose("/action_post", methods=["POST"])
    def action_post(self) -> ResponseReturnValue:
        """Run an action on the rows ticked in the list."""
        name = request.form.get("action", "")
        return self._run(name, request.form.getlist("rowid"), single=False)

    def _run(self, name: str, keys: Any, *, single: bool) -> ResponseReturnValue:
        require_csrf()
        found = self.actions.get(name)
        if found is None or not (found.single if single else found.multiple):
            abort(404)
        if not self.may_run(name):
            abort(403)
        if not keys:
            flash(_("Select at least one row first."), "warning")
            return redirect(self.get_redirect())
        items = self.rows_or_404(keys)
        try:
            return found.func(items[0] if single else items)
        except DomainError as error:
            self.datamodel.session.rollback()
            flash(user_message(error), "danger")
            return redirect(self.get_redirect())

    def _card_of(self, item: Any) -> str:
        return self._card_address(str(getattr(item, key_columns(type(item))[0].key)))

    def _card_address(self, pk: str) -> str:
        if self.has_route("show"):
            return self.address("show", pk=pk)
        return self.address("list") if self.has_route("list") else "/"
