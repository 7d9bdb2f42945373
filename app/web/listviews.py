"""What a view says about its list: columns, filters, search, tabs, row rule, links.

`HouseModelView` is built on this mixin; the hooks below are what a domain's view overrides.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, current_app, request, url_for
from flask_appbuilder.const import PERMISSION_PREFIX
from markupsafe import Markup
from sqlalchemy import Select, inspect, select
from werkzeug.datastructures import MultiDict

from app.kernel.access import Access
from app.web import columns
from app.web.access import current_access
from app.web.addresses import back_with_new, with_arguments
from app.web.columnstore import CookieColumns
from app.web.fields import RemoteSource
from app.web.filters import ListFilter, RemoteFilter, column_filter
from app.web.listing import Listing, bulk_actions, search_words, text_of_value
from app.web.lists import Label, ListPage, ListTab, mark_of

#: Options that a remote select gets at a time.
OPTIONS_PER_PAGE = 20
#: Rows that one bulk action takes.
MAX_ACTION_ROWS = 500


class ListMixin:
    """Columns, filters and row rule of a view over one mapped class."""

    # Set by FAB.
    appbuilder: Any
    datamodel: Any
    endpoint: Any
    base_permissions: Any
    class_permission_name: Any
    include_route_methods: Any
    exclude_route_methods: Any
    actions: Any
    label_columns: Any
    add_columns: Any
    list_columns: Any
    list_title: Any
    order_columns: Any
    search_columns: Any
    with_card: Any
    add_title: Any
    formatters_columns: Any
    base_order: Any
    page_size: Any
    _base_filters: Any

    #: Columns one may add to the list besides `list_columns`.
    optional_columns: Sequence[str] = ()
    #: Columns worked out in the program that hold numbers: aligned as the stored ones are.
    number_columns: Sequence[str] = ()
    #: What stands instead of the rows when there are none, and what to do then.
    empty_title: Label = ""
    empty_text: Label = ""
    #: Column of the list -> path of the database column that orders it ("client" -> "client.name").
    order_paths: Mapping[str, str] = {}
    #: Relations to load with the rows besides those that the columns name.
    eager: Sequence[str] = ()
    #: Text columns of `?q=`; without any, and without an own `search`, there is no search box.
    quick_search_columns: Sequence[str] = ()
    filled_columns: Any = ()  # nullable ones that no listed row lacks
    #: Preset filters shown as tabs; the first is the one without `?tab=`.
    list_tabs: Sequence[ListTab] = ()
    #: Filters of the list's form; without any, one for each of `search_columns`.
    list_filters: Sequence[ListFilter] = ()
    #: Enum column -> {member: label}, for filters, forms and cells.
    choices_columns: Mapping[str, Mapping[Any, Label]] = {}
    #: Function without which nobody takes the list away as a file, besides the view's own right.
    export_function: str | None = "exports.read"
    column_choice_store: Any = CookieColumns()  # where the chosen columns are remembered

    @property
    def list_name(self) -> str:
        """Return the name under which FAB's arguments know the list."""
        return type(self).__name__

    # Row rule -------------------------------------------------------------------------------

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the rows that an account may see; by default FAB's `base_filters`.

        List, card, form, delete, actions, export and remote selects all go through it.
        """
        del access  # the default rule does not depend on it
        narrowed: Select[Any] = self._base_filters.apply_all(statement)
        return narrowed

    def visible_statement(self) -> Select[Any]:
        """Return the select of all rows that the current account may see."""
        return self.visible(select(self.datamodel.obj), current_access())

    def find_visible(self, key: str, *, lock: bool = False) -> Any:
        """Return the row of a key if the account may see it, else None."""
        model = self.datamodel.obj
        parts = columns.read_key(model, key)
        if parts is None:
            return None
        pairs = zip(columns.key_columns(model), parts, strict=True)
        statement = self.visible_statement().where(*(column == part for column, part in pairs))
        statement = statement.with_for_update(of=model) if lock else self.with_card(statement)
        return self.datamodel.session.scalars(statement).unique().first()

    def get_or_404(self, key: str, *, lock: bool = False) -> Any:
        """Return the row of a key, or answer 404 when there is none to be seen."""
        item = self.find_visible(key, lock=lock)
        if item is None:
            abort(404)
        return item

    def rows_or_404(self, keys: Sequence[str]) -> list[Any]:
        """Return the rows of some keys, in order; 404 unless the account may see each."""
        model = self.datamodel.obj
        unique = list(dict.fromkeys(keys))
        key, *others = columns.key_columns(model)
        if others:
            return [self.get_or_404(text) for text in unique]
        wanted = [parts[0] for text in unique if (parts := columns.read_key(model, text))]
        if len(wanted) < len(unique) or len(unique) > MAX_ACTION_ROWS:
            abort(404)
        paths = [*self.eager, *columns.relation_paths(model, self.list_columns)]
        statement = self.visible_statement().where(key.in_(wanted))
        statement = statement.options(*columns.load_options(model, paths))
        found = self.datamodel.session.scalars(statement).unique().all()
        by_key = {getattr(item, key.key): item for item in found}
        if len(by_key) < len(wanted):
            abort(404)
        return [by_key[part] for part in wanted]

    # Search, filters, tabs ------------------------------------------------------------------

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Return the rows that a text finds; by default all words, in `quick_search_columns`."""
        searched = [getattr(self.datamodel.obj, name) for name in self.quick_search_columns]
        return search_words(statement, searched, text) if searched else statement

    def can_search(self) -> bool:
        """Return whether the list shows a search box."""
        overridden = type(self).search is not ListMixin.search
        return bool(self.quick_search_columns) or overridden

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset filters; override when they depend on the day or the account."""
        return self.list_tabs

    def filters(self) -> Sequence[ListFilter]:
        """Return the filters of the form."""
        return self.list_filters or [self._filter_of(name) for name in self.search_columns]

    def filterable_columns(self) -> Collection[str]:
        """Return what FAB's filter arguments may name: searched columns and to-one relations.

        Links from a card name the relation; the row rule narrows the list in any case.
        """
        relations = inspect(self.datamodel.obj).relationships.items()
        to_one = [name for name, relation in relations if not relation.uselist]
        return [*self.search_columns, *to_one]

    def filter_template(self) -> Any:
        """Return FAB's filters of the view; callers copy it and never change it."""
        return self.__dict__["_filters_template"]

    # Columns --------------------------------------------------------------------------------

    def label_of(self, name: str) -> Label:
        """Return a column's label."""
        return self.label_columns.get(name) or name.replace("_", " ").replace(".", " ").title()

    def choosable_columns(self) -> Sequence[str]:
        """Return the columns the list may show."""
        return list(dict.fromkeys([*self.list_columns, *self.optional_columns]))

    def remembered_columns(self) -> Sequence[str]:
        """Return the columns this account chose before; empty for the usual ones."""
        found: Sequence[str] = self.column_choice_store.get(self.list_name)
        return found

    def cell_text(self, item: Any, name: str) -> Any:
        """Return a cell: the view's formatter, an enum's label, or the value in Italian form."""
        value = columns.value_of(item, name)
        formatter = self.formatters_columns.get(name)
        if formatter is None and name in self.choices_columns and value is not None:
            return str(self.choices_columns[name].get(value, value))
        return text_of_value(value, formatter)

    def cell_mark(self, item: Any, name: str) -> Markup:
        """Return what stands beside a cell; by default the marks of a relation's row."""
        value = columns.value_of(item, name)
        return Markup() if value is None or _is_plain(value) else mark_of(value)

    def export_value(self, item: Any, name: str) -> Any:
        """Return a cell of an exported file: numbers and dates as such, the rest as text."""
        value = columns.value_of(item, name)
        if value is None or (name not in self.formatters_columns and _is_plain(value)):
            return value
        shown = self.cell_text(item, name)
        return shown.striptags() if isinstance(shown, Markup) else str(shown)

    def row_class(self, item: Any) -> str:
        """Return an extra class for a row of the table."""
        del item
        return ""

    # Links ----------------------------------------------------------------------------------

    def has_route(self, method: str) -> bool:
        """Return whether a page of this view exists."""
        included = self.include_route_methods
        return (included is None or method in included) and method not in self.exclude_route_methods

    def offers(self, method: str) -> bool:
        """Return whether the account may open a page of this view."""
        if not self.has_route(method):
            return False
        permission = PERMISSION_PREFIX + self.get_method_permission(method)  # type: ignore[attr-defined]  # FAB's BaseView
        if permission not in self.base_permissions:
            return False
        if method == "export" and not self._may_take_away():
            return False
        return bool(self.appbuilder.sm.has_access(permission, self.class_permission_name))

    def _may_take_away(self) -> bool:
        return self.export_function is None or current_access().has(self.export_function)

    def address(self, method: str, **values: Any) -> str:
        """Return the address of a page of this view."""
        return url_for(f"{self.endpoint}.{method}", **values)

    def row_link_builder(self) -> Callable[[str], dict[str, str | None]]:
        """Return a function that gives the links of a row; rights are asked once per list."""
        offered = [name for name in ("show", "edit", "delete") if self.offers(name)]
        return lambda key: {f"{name}_url": self.address(name, pk=key) for name in offered}

    def list_links(self, arguments: MultiDict[str, str]) -> dict[str, Any]:
        """Return the links and actions around a list."""
        kept = [(n, value) for n, value in arguments.items(multi=True) if n != "cursor"]
        exports: tuple[tuple[str, str], ...] = ()
        if self.offers("export"):
            exports = tuple(
                (kind, with_arguments(self.address("export", kind=kind), kept))
                for kind in ("csv", "xlsx")
            )
        actions = self.offered_actions()
        return {
            "add_url": self._add_address(arguments) if self.offers("add") else None,
            "add_label": self.add_title,
            "empty_title": self.empty_title,
            "empty_text": self.empty_text,
            "export_urls": exports,
            "actions": actions,
            "action_url": self.address("action_post") if actions else "",
            "columns_url": self.address("columns") if self.has_route("columns") else "",
        }

    def offered_actions(self, *, single: bool = False) -> tuple[Any, ...]:
        """Return the actions on several rows (or on one card) that the account may run."""
        kind = "single" if single else "multiple"
        found = {name: act for name, act in self.actions.items() if getattr(act, kind)}
        return bulk_actions({n: act for n, act in found.items() if self.may_run(n)})

    def may_run(self, action: str) -> bool:
        """Return whether the account may run an action."""
        permission = self.get_action_permission_name(action)  # type: ignore[attr-defined]  # FAB's ModelView
        if permission not in self.base_permissions:
            return False
        return bool(self.appbuilder.sm.has_access(permission, self.class_permission_name))

    # Remote selects -------------------------------------------------------------------------

    def option_text(self, item: Any) -> str:
        """Return what a row is called in selects, questions and headings."""
        return str(item)

    def option_subtext(self, item: Any) -> str:
        """Return a second, smaller line that tells namesakes apart."""
        del item
        return ""

    def option_page(self, text: str, page: int) -> dict[str, Any]:
        """Return one page of options for a remote select: ``{"items": [...], "more": bool}``."""
        statement = self.visible_statement()
        if text:
            statement = self.search(statement, text)
        terms = columns.key_order(self.datamodel.obj)
        if self.base_order:
            name, direction = self.base_order
            path = self.order_paths.get(name, name)
            statement, terms = columns.join_order(
                statement, self.datamodel.obj, path, descending=direction == "desc"
            )
        statement = statement.order_by(*(term.clauses(backward=False) for term in terms))
        statement = statement.options(*columns.load_options(self.datamodel.obj, self.eager))
        statement = statement.offset(page * OPTIONS_PER_PAGE).limit(OPTIONS_PER_PAGE + 1)
        found = self.datamodel.session.scalars(statement).unique().all()
        items = [
            {
                "value": columns.key_text(item),
                "text": self.option_text(item),
                "subtext": self.option_subtext(item),
            }
            for item in found[:OPTIONS_PER_PAGE]
        ]
        return {"items": items, "more": len(found) > OPTIONS_PER_PAGE}

    def related_view(self, column: str) -> "ListMixin":
        """Return the view whose row rule and names a relation's select uses.

        Raises:
            LookupError: The column is no relation, or no view of the related class exists.
        """
        relation = columns.relationship_of(self.datamodel.obj, column)
        if relation is None:
            raise LookupError(f"{column} is not a relation")
        for view in current_app.appbuilder.baseviews:  # type: ignore[attr-defined]  # set by FAB
            if isinstance(view, ListMixin) and view.datamodel.obj is relation.mapper.class_:
                return view
        raise LookupError(f"no HouseModelView of {relation.mapper.class_.__name__} is registered")

    def load_related(self, column: str, key: str) -> Any:
        """Return the related row of a submitted key, or None if it may not be chosen."""
        view = self.related_view(column)
        return view.find_visible(key) if view.offers("options") else None

    def related_text(self, column: str, key: str) -> str:
        """Return what a related row is called; the key itself when it is not to be seen."""
        item = self.load_related(column, key)
        return key if item is None else self.related_view(column).option_text(item)

    def remote_source(self, column: str) -> RemoteSource:
        """Return where a form's select of related rows gets them."""

        def create_url() -> str | None:
            view, back = self.related_view(column), back_with_new(column, request)
            return view.address("add", next=back) if view.offers("add") else None

        return RemoteSource(
            url_endpoint=lambda: f"{self.endpoint}.related",
            url_values={"column": column},
            loader=lambda key: self.load_related(column, key),
            label_of=lambda item: self.related_view(column).option_text(item),
            create_url=create_url,
            create_label=lambda: self.related_view(column).add_title,
        )

    # Pages ----------------------------------------------------------------------------------

    def list_page(self) -> ListPage:
        """Return the list that the request asks for."""
        return Listing(self, request.args).page()

    def related_page(self, relation: str, key: str) -> ListPage:
        """Return the first rows related to one row of another table, for its card."""
        arguments = MultiDict({f"_flt_0_{relation}": key, f"psize_{self.list_name}": "10"})
        whole = with_arguments(self.address("list"), [(f"_flt_0_{relation}", key)])
        return replace(Listing(self, arguments).page(), list_url=whole)

    def columns_to_remember(self) -> list[str]:
        """Return the columns posted by the chooser that the list may show."""
        allowed = self.choosable_columns()
        asked = [part for text in request.form.getlist("cols") for part in text.split(",")]
        return list(dict.fromkeys(name for name in asked if name in allowed))

    def _filter_of(self, name: str) -> ListFilter:
        model, label = self.datamodel.obj, self.label_of(name)
        relation = columns.relationship_of(model, name)
        if relation is None:
            return column_filter(name, label, getattr(model, name), self.choices_columns.get(name))
        attribute = getattr(model, name)
        return RemoteFilter(
            name,
            label,
            condition=attribute.contains if relation.uselist else attribute.__eq__,
            load=lambda key: self.load_related(name, key),
            text_of=lambda item: self.related_view(name).option_text(item),
            remote_url=lambda: self.address("related", column=name),
        )

    def _add_address(self, arguments: MultiDict[str, str]) -> str:
        prefilled: dict[str, Any] = {}
        for column in self.add_columns:
            value = arguments.get(f"f_{column}") or arguments.get(f"_flt_0_{column}")
            if value and columns.relationship_of(self.datamodel.obj, column) is not None:
                prefilled[column] = value
        return self.address("add", **prefilled)


def _is_plain(value: Any) -> bool:
    return isinstance(value, int | float) or hasattr(value, "as_tuple") or hasattr(value, "year")
