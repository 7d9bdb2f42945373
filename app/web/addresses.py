"""What a list's address may say, and the addresses that lead on from it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import Request, url_for
from werkzeug.datastructures import MultiDict

from app.web.lists import MAX_PAGE_SIZE, BadListArgumentsError
from app.web.values import ValueFormatError, read_text

#: Rows that an address with a page number may skip; beyond, only cursors lead on.
MAX_SKIPPED_ROWS = 10_000
#: Stands in an address for the key of a row that is still to be made.
NEW_ROW = "__new__"
_COLUMN = re.compile(r"[A-Za-z_][\w.]{0,80}")


@dataclass(frozen=True)
class ListRequest:
    """The well-formed arguments of a list page.

    Args:
        text: What is searched for; empty for nothing.
        tab: Name of the preset filter; None for the first.
        order: Column that orders the list; None for the list's own order.
        descending: Direction of `order`.
        cursor: Token of the page; None for the first.
        page: Number of the page from 0, for addresses without cursor.
        size: Rows per page.
        columns: Columns to show; None for the usual ones.
    """

    text: str = ""
    tab: str | None = None
    order: str | None = None
    descending: bool = False
    cursor: str | None = None
    page: int = 0
    size: int = 25
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ListOffer:
    """What a list accepts: names of columns, of orders and of tabs, rows per page."""

    view_name: str
    columns: Collection[str]
    orders: Collection[str]
    tabs: Collection[str]
    page_size: int


def read_list_request(arguments: MultiDict[str, str], offer: ListOffer) -> ListRequest:
    """Return the arguments of a list page, or answer 400 when one is malformed.

    ``_oc_<View>``, ``_od_<View>``, ``page_<View>`` and ``psize_<View>`` are FAB's names.
    """
    name = offer.view_name
    size = min(_whole(arguments, f"psize_{name}", offer.page_size, least=1), MAX_PAGE_SIZE)
    page = _whole(arguments, f"page_{name}", 0, least=0)
    if page * size > MAX_SKIPPED_ROWS:
        raise BadListArgumentsError
    return ListRequest(
        text=_text(arguments.get("q", "")),
        tab=_one_of(arguments, "tab", offer.tabs),
        order=_one_of(arguments, f"_oc_{name}", offer.orders),
        descending=_one_of(arguments, f"_od_{name}", ("asc", "desc")) == "desc",
        cursor=arguments.get("cursor") or None,
        page=page,
        size=size,
        columns=_columns(arguments, offer.columns),
    )


def link(endpoint: str, arguments: MultiDict[str, str], **changes: str | None) -> str:
    """Return an address with some arguments replaced; None drops one.

    A change of anything but the cursor goes back to the first page.
    """
    dropped = set(changes) | ({"cursor"} if "cursor" not in changes else set())
    pairs = [
        (name, value)
        for name, value in arguments.items(multi=True)
        if name not in dropped and not name.startswith("page_")
    ]
    pairs += [(name, value) for name, value in changes.items() if value is not None]
    return with_arguments(url_for(endpoint), pairs)


def with_arguments(address: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return an address with a query.

    Not `url_for`: it would take ``_scheme``, ``_method`` or ``endpoint`` of a hostile query
    for its own.
    """
    query = urlencode(list(pairs))
    return f"{address}?{query}" if query else address


def back_with_new(field: str, asked: Request) -> str:
    """Return the address of a form that comes back with a row, made meanwhile, in a field.

    ``__new__`` stands for the key of that row.
    """
    kept = [(name, value) for name, value in asked.args.items(multi=True) if name != field]
    return with_arguments(asked.path, [*kept, (field, NEW_ROW)])


def local_address(address: str) -> str:
    """Return the path and query of an address of this site."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _whole(arguments: MultiDict[str, str], name: str, default: int, *, least: int) -> int:
    text = arguments.get(name)
    if text is None or text == "":
        return default
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) < least:
        raise BadListArgumentsError
    return int(text)


def _one_of(arguments: MultiDict[str, str], name: str, allowed: Collection[str]) -> str | None:
    value = arguments.get(name) or None
    if value is not None and value not in allowed:
        raise BadListArgumentsError
    return value


def _text(text: str) -> str:
    try:
        return read_text(text)
    except ValueFormatError as error:
        raise BadListArgumentsError from error


def _columns(arguments: MultiDict[str, str], allowed: Collection[str]) -> tuple[str, ...] | None:
    asked = [name for part in arguments.getlist("cols") for name in part.split(",") if name]
    if any(not _COLUMN.fullmatch(name) or name not in allowed for name in asked):
        raise BadListArgumentsError
    return tuple(dict.fromkeys(asked)) or None
