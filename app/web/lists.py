"""What a list page shows: plain values that the list template reads.

The engine (`app.web.listing`) fills them, `appbuilder/general/model/list.html` prints them.
Everything here is already filtered by the row rules, formatted and translated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString
from markupsafe import Markup
from sqlalchemy import Select
from werkzeug.exceptions import BadRequest

#: Rows of one page at most, whatever the address asks for.
MAX_PAGE_SIZE = 100
#: Rows are counted up to here; one more is shown as "over 10,000".
COUNT_LIMIT = 10_000
#: The same for what words find: each row is looked up to be counted, and whoever reads "over
#: 1,000" types another word whatever the number is.
FOUND_LIMIT = 1_000

Label = str | LazyString


class BadListArgumentsError(BadRequest):
    """The address asks for a page, order, filter or column that the list does not have."""

    description = "malformed list arguments"


#: Returns what is shown beside a value, e.g. the flag of a client; empty for other values.
Marker = Callable[[Any], Markup]
_markers: list[Marker] = []


def register_marker(marker: Marker) -> None:
    """Let a domain mark its rows wherever a list names them; called once at start."""
    if marker not in _markers:
        _markers.append(marker)


def mark_of(value: Any) -> Markup:
    """Return the marks of a value, none for plain ones."""
    return Markup().join(marker(value) for marker in _markers)


@dataclass(frozen=True)
class ListTab:
    """A preset filter declared by a view, shown as a tab above the list.

    Args:
        name: Value of ``?tab=``.
        label: What the tab says.
        modify: Takes the statement (row rule already applied) and returns a narrower one.
        counted: Whether the number of rows is shown; all counted tabs cost one statement.
    """

    name: str
    label: Label
    modify: Callable[[Select[Any]], Select[Any]]
    counted: bool = False


@dataclass(frozen=True)
class Tab:
    """A tab as shown: where it leads, whether it is the current one, its rows."""

    name: str
    label: Label
    url: str
    active: bool
    #: Rows in the tab, as text ("12", "over 10,000"); None when not counted.
    count_text: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Args:
        name: Name in ``list_columns``.
        label: Heading.
        order_url: Where a click on the heading leads; None when the column cannot order.
        order: "ascending" or "descending" when this column orders the list (the value of
            ``aria-sort``), else None.
        is_number: Whether the cells are aligned to the right.
    """

    name: str
    label: Label
    order_url: str | None = None
    order: str | None = None
    is_number: bool = False


@dataclass(frozen=True)
class ColumnChoice:
    """A column one may show or hide, with its present state."""

    name: str
    label: Label
    shown: bool


@dataclass(frozen=True)
class Cell:
    """One value of a row, formatted: text, or `Markup` from a formatter of the view.

    `mark` stands after it on the page and is left out of exports.
    """

    column: Column
    text: Any
    mark: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Args:
        key: Primary key as text, for the check boxes (name ``rowid``).
        title: What the row is called, for screen readers and confirmations.
        cells: One per column, in order.
        show_url: The card; None without the permission.
        edit_url: The form; None without the permission.
        delete_url: POST here to delete; None without the permission.
        css_class: Extra class of the table row, from the view's `row_class`.
        item: The mapped object, relations in `eager` loaded.
    """

    key: str
    title: str
    cells: tuple[Cell, ...]
    show_url: str | None = None
    edit_url: str | None = None
    delete_url: str | None = None
    css_class: str = ""
    item: Any = None


@dataclass(frozen=True)
class Option:
    """A choice of a select."""

    value: str
    text: Label
    selected: bool = False


@dataclass(frozen=True)
class FilterField:
    """One input of the filter form.

    Args:
        name: Name of the argument.
        label: Label of the input.
        kind: "text", "number", "date", "select" or "remote".
        value: What was typed, kept also when it is wrong.
        options: For "select": all; for "remote": only the chosen one.
        remote_url: For "remote": the address that lists the options.
        error: Why the value is not understood; None when it is.
    """

    name: str
    label: Label
    kind: str = "text"
    value: str = ""
    options: tuple[Option, ...] = ()
    remote_url: str | None = None
    error: str | None = None


@dataclass(frozen=True)
class FilterForm:
    """The filter form: one GET form with hidden values that keep order, tab and columns."""

    action: str
    fields: tuple[FilterField, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def has_errors(self) -> bool:
        """Return whether a typed value was not understood."""
        return any(field.error for field in self.fields)


@dataclass(frozen=True)
class Chip:
    """An active filter, with the address of the list without it."""

    label: Label
    value: str
    remove_url: str


@dataclass(frozen=True)
class BulkAction:
    """An action on the selected rows: POST to ``action_url`` with ``action`` and ``rowid``."""

    name: str
    label: Label
    confirmation: Label | None = None
    icon: str | None = None


@dataclass(frozen=True)
class ListPage:
    """Everything `list.html` needs.

    Args:
        title: Heading of the page.
        columns: Columns shown, in order.
        rows: Rows of this page.
        count: Rows that match, at most ``COUNT_LIMIT + 1``; None when it was not asked.
        count_text: The same for people: "37", "over 10,000".
        search_text: What was searched for (``?q=``).
        has_search: Whether the list can be searched.
        is_filtered: Whether a filter, a tab other than the first or a search is active.
        next_url: The following page; None on the last.
        previous_url: The page before; None on the first.
        add_url: The form for a new row, this list's relation filters prefilled; None without
            the permission.
        add_label: What that form makes ("New call").
        empty_title: What stands instead of the rows when there are none; empty: the usual words.
        empty_text: What to do then.
        clear_url: The list without filters and search.
        export_urls: ("csv", url) and ("xlsx", url); empty without the permission.
        action_url: Where bulk actions are posted.
        columns_url: Where the choice of columns is posted (fields ``cols``, ``next``).
        list_url: The list's own address with its present arguments.
    """

    title: Label
    view_name: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    count: int | None = None
    count_text: str = ""
    page_size: int = 25
    search_text: str = ""
    has_search: bool = False
    is_filtered: bool = False
    chips: tuple[Chip, ...] = ()
    tabs: tuple[Tab, ...] = ()
    filter_form: FilterForm = field(default_factory=lambda: FilterForm(action=""))
    column_choices: tuple[ColumnChoice, ...] = ()
    next_url: str | None = None
    previous_url: str | None = None
    add_url: str | None = None
    add_label: Label = ""
    empty_title: Label = ""
    empty_text: Label = ""
    clear_url: str = ""
    export_urls: tuple[tuple[str, str], ...] = ()
    actions: Sequence[BulkAction] = ()
    action_url: str = ""
    columns_url: str = ""
    list_url: str = ""
