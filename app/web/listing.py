"""The list engine: from the request's arguments to a `ListPage`, in few statements.

Statements do not grow with rows: relations that the columns print are joined, filters and
forms fetch only what is chosen, rows are counted over the bare key up to a limit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy import types as sa
from werkzeug.datastructures import MultiDict

from app.web import columns, paging
from app.web.addresses import ListOffer, ListRequest, link, read_list_request
from app.web.fabfilters import read_fab_filters
from app.web.filters import FilterResult, contains
from app.web.formats import display, format_number
from app.web.lists import (
    COUNT_LIMIT,
    FOUND_LIMIT,
    BadListArgumentsError,
    BulkAction,
    Cell,
    Chip,
    Column,
    ColumnChoice,
    FilterForm,
    ListPage,
    ListTab,
    Row,
    Tab,
)

if TYPE_CHECKING:
    from app.web.listviews import ListMixin

#: Words of a search that are looked at; the rest is ignored.
MAX_WORDS = 6


class Listing:
    """One request for one list of a view: statement, rows, and everything around them."""

    def __init__(self, view: "ListMixin", arguments: MultiDict[str, str]) -> None:
        self.view = view
        self.model = view.datamodel.obj
        self.session = view.datamodel.session
        self.arguments = arguments
        self.tabs = list(view.tabs())
        self.offer = ListOffer(
            view_name=view.list_name,
            columns=view.choosable_columns(),
            orders=view.order_columns,
            tabs=[tab.name for tab in self.tabs],
            page_size=view.page_size,
        )
        self.request: ListRequest = read_list_request(arguments, self.offer)
        self.filters = FilterResult()
        for declared in view.filters():
            found = declared.read(arguments)
            self.filters.fields += found.fields
            self.filters.conditions += found.conditions
            self.filters.active += found.active
        fab = read_fab_filters(view, arguments)
        self.filters.conditions += fab.conditions
        self.filters.active += fab.active
        self.fab_statement = fab.modify

    @property
    def is_wrong(self) -> bool:
        """Return whether a filter's value was not understood: nothing is listed then."""
        return any(field.error for field in self.filters.fields)

    def column_names(self) -> list[str]:
        """Return the columns to show: those asked for, remembered, or usual."""
        asked = self.request.columns or self.view.remembered_columns()
        allowed = self.offer.columns
        return [name for name in asked or () if name in allowed] or list(self.view.list_columns)

    def statement(self, *, tab: bool = True) -> Select[Any]:
        """Return the rows of the list: row rule, search, filters and, if `tab`, the tab."""
        found = self.view.visible_statement()
        if self.request.text:
            found = self.view.search(found, self.request.text)
        found = self.fab_statement(found.where(*self.filters.conditions))
        return self._current_tab_of(found) if tab else found

    def ordered(self) -> tuple[Select[Any], list[paging.OrderTerm]]:
        """Return the statement joined for the order, and the order."""
        return self._in_order(self.statement())

    def _in_order(self, statement: Select[Any]) -> tuple[Select[Any], list[paging.OrderTerm]]:
        name, descending = self.request.order, self.request.descending
        if name is None and self.view.base_order:
            name, direction = self.view.base_order
            descending = direction == "desc"
        if name is None:
            return statement, columns.key_order(self.model)
        path = self.view.order_paths.get(name, name)
        found, terms = columns.join_order(statement, self.model, path, descending=descending)
        if name in self.view.filled_columns:
            # Without "empty last" the rows come from the index in their order.
            terms = [replace(term, nullable=False) for term in terms]
        return found, terms

    def loaded(self, statement: Select[Any], names: Sequence[str]) -> Select[Any]:
        """Return the statement with the relations that the columns print."""
        paths = [*self.view.eager, *columns.relation_paths(self.model, names)]
        return statement.options(*columns.load_options(self.model, paths))

    def read(self) -> paging.Page:
        """Return the rows of the page asked for."""
        statement, terms = self.ordered()
        names, size = self.column_names(), self.request.size
        if self.request.cursor is None and self.request.page:
            number, statement = self.request.page, self.loaded(statement, names)
            return paging.read_numbered_page(
                self.session, statement, terms, number=number, size=size
            )
        cursor = self._cursor(terms)
        if self.request.text:
            # What words find has no index in the order of the list: only keys are sorted.
            key = columns.key_columns(self.model)[0]
            keys = paging.page_keys(statement, terms, key, cursor=cursor, size=size)
            statement, terms = self._in_order(select(self.model).where(key.in_(keys)))
        statement = self.loaded(statement, names)
        return paging.read_page(self.session, statement, terms, cursor=cursor, size=size)

    def page(self) -> ListPage:
        """Return everything the list template shows."""
        found = paging.Page([], None, None) if self.is_wrong else self.read()
        shown = [self._column(name) for name in self.column_names()]
        count, tab_counts = self._counts(found)
        view = self.view
        return ListPage(
            title=view.list_title,
            view_name=view.list_name,
            columns=tuple(shown),
            rows=self._rows(found.items, shown),
            count=count,
            count_text=count_text(count, self._count_limit()),
            page_size=self.request.size,
            search_text=self.request.text,
            has_search=view.can_search(),
            is_filtered=bool(self.filters.active or self.request.text or self._is_other_tab()),
            chips=self._chips(),
            tabs=self._tabs(tab_counts),
            filter_form=self._filter_form(),
            column_choices=self._choices([column.name for column in shown]),
            next_url=self._page_url(found.following),
            previous_url=self._page_url(found.preceding),
            clear_url=self._clear_url(),
            list_url=self._link(cursor=self.request.cursor),
            **view.list_links(self.arguments),
        )

    def _current_tab_of(self, statement: Select[Any]) -> Select[Any]:
        tab = self._current_tab()
        return statement if tab is None else tab.modify(statement)

    def _current_tab(self) -> ListTab | None:
        name = self.request.tab or (self.tabs[0].name if self.tabs else "")
        return next((tab for tab in self.tabs if tab.name == name), None)

    def _is_other_tab(self) -> bool:
        return bool(self.request.tab and self.request.tab != self.tabs[0].name)

    def _order_name(self) -> str:
        return f"{self.offer.view_name}:{self.request.order}:{self.request.descending}"

    def _cursor(self, terms: Sequence[paging.OrderTerm]) -> paging.Cursor | None:
        token = self.request.cursor
        if token is None:
            return None
        try:
            secret = _secret()
            return paging.decode_cursor(token, terms, secret=secret, order=self._order_name())
        except paging.CursorError as error:
            raise BadListArgumentsError from error

    def _page_url(self, cursor: paging.Cursor | None) -> str | None:
        if cursor is None:
            return None
        token = paging.encode_cursor(cursor, secret=_secret(), order=self._order_name())
        return self._link(cursor=token)

    def _link(self, **changes: str | None) -> str:
        return link(f"{self.view.endpoint}.list", self.arguments, **changes)

    def _counts(self, found: paging.Page) -> tuple[int, dict[str, int]]:
        """Return the rows of the list and of the tabs that show theirs, in one statement."""
        key, limit = columns.key_columns(self.model)[0], self._count_limit()
        base = self.statement(tab=False)
        own = self._current_tab()
        # With words to look for, each tab's count would read every row that they find.
        shows_none = self.is_wrong or bool(self.request.text)
        shown = {tab.name: tab for tab in self.tabs if tab.counted and not shows_none}
        known = {}
        if not found.following and not found.preceding:
            known[own.name if own else ""] = len(found.items)
        wanted = shown if own is None else {own.name: own, **shown}
        asked: dict[str, Any] = {
            name: tab.modify(base) for name, tab in wanted.items() if name not in known
        }
        if own is None and not known:
            asked[""] = base
        counted = paging.count_each(self.session, list(asked.values()), key, limit + 1)
        known |= dict(zip(asked, counted, strict=True))
        return known[own.name if own else ""], {name: known[name] for name in shown}

    def _count_limit(self) -> int:
        return FOUND_LIMIT if self.request.text else COUNT_LIMIT

    def _tabs(self, counts: Mapping[str, int]) -> tuple[Tab, ...]:
        if not self.tabs:
            return ()
        current = self.request.tab or self.tabs[0].name
        return tuple(
            Tab(
                name=tab.name,
                label=tab.label,
                url=self._link(tab=tab.name),
                active=tab.name == current,
                count_text=count_text(counts[tab.name]) if tab.name in counts else None,
            )
            for tab in self.tabs
        )

    def _chips(self) -> tuple[Chip, ...]:
        return tuple(
            Chip(active.label, active.value, self._link(**dict.fromkeys(active.arguments)))
            for active in self.filters.active
        )

    def _clear_url(self) -> str:
        ours = [name for name in self.arguments if name == "q" or name.startswith(("f_", "_flt_"))]
        return self._link(**dict.fromkeys(ours))

    def _filter_form(self) -> FilterForm:
        own = {field.name for field in self.filters.fields} | {"q", "cursor"}
        hidden = [
            (name, value)
            for name, value in self.arguments.items(multi=True)
            if name not in own and not name.startswith("page_")
        ]
        return FilterForm(self.view.address("list"), tuple(self.filters.fields), tuple(hidden))

    def _choices(self, shown: Sequence[str]) -> tuple[ColumnChoice, ...]:
        names = [*shown, *(name for name in self.offer.columns if name not in shown)]
        return tuple(
            ColumnChoice(name, self.view.label_of(name), shown=name in shown) for name in names
        )

    def _column(self, name: str) -> Column:
        column = Column(name, str(self.view.label_of(name)), is_number=self._is_number(name))
        if name not in self.offer.orders:
            return column
        asked, descending = self.request.order, self.request.descending
        if asked is None and self.view.base_order:
            asked, descending = self.view.base_order[0], self.view.base_order[1] == "desc"
        is_current = asked == name
        turn = "desc" if is_current and not descending else "asc"
        changes = {f"_oc_{self.offer.view_name}": name, f"_od_{self.offer.view_name}": turn}
        state = ("descending" if descending else "ascending") if is_current else None
        return replace(column, order_url=self._link(**changes), order=state)

    def _is_number(self, name: str) -> bool:
        if name in self.view.number_columns:
            return True
        column = self.view.datamodel.list_columns.get(name)
        return column is not None and isinstance(column.type, sa.Integer | sa.Numeric)

    def _rows(self, items: Sequence[Any], shown: Sequence[Column]) -> tuple[Row, ...]:
        view = self.view
        links = view.row_link_builder()
        rows = []
        for item in items:
            key = columns.key_text(item)
            cells = tuple(
                Cell(column, view.cell_text(item, name), view.cell_mark(item, name))
                for column, name in ((column, column.name) for column in shown)
            )
            title, css_class = view.option_text(item), view.row_class(item)
            rows.append(Row(key, title, cells, css_class=css_class, item=item, **links(key)))
        return tuple(rows)


def count_text(count: int | None, limit: int = COUNT_LIMIT) -> str:
    """Return a number of rows for people: "37", "over 10,000"."""
    if count is None:
        return ""
    if count > limit:
        return _("over %(number)s", number=_grouped(limit))
    return _grouped(count)


def search_words(statement: Select[Any], search_in: Sequence[Any], text: str) -> Select[Any]:
    """Return the rows in which each word of a text stands in at least one of some columns."""
    for word in text.split()[:MAX_WORDS]:
        statement = statement.where(or_(*(contains(column, word) for column in search_in)))
    return statement


def bulk_actions(actions: Mapping[str, Any]) -> tuple[BulkAction, ...]:
    """Return FAB's actions as the list template shows them."""
    return tuple(
        BulkAction(action.name, action.text, action.confirmation, action.icon)
        for action in actions.values()
    )


def text_of_value(value: Any, formatter: Any = None) -> Any:
    """Return a value as a cell shows it, through the view's formatter when there is one."""
    return formatter(value) if formatter is not None else display(value)


def _grouped(number: int) -> str:
    return format_number(float(number)).removesuffix(",0")


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
