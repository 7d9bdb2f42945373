"""The frame around every page: sidebar, bottom bar, quick actions, company name.

The registry says which entries exist; each is shown to whoever holds its function.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, has_request_context, request, url_for
from sqlalchemy import ScalarSelect, select

from app.extensions import db
from app.kernel.access import Access
from app.tenancy.context import current_company
from app.web.access import current_access


@dataclass(frozen=True)
class Entry:
    """A place one can go to.

    Attributes:
        label: What it is called (lazy translation).
        endpoint: Flask endpoint.
        icon: Name of the icon.
        functions: Any of these opens it; empty: everybody signed in.
        badge: Returns the subquery of a number shown unless zero; all of them cost one statement.
        field_only: Only for accounts that work as a technician.
        section: Heading above it, given to the first entry of a group.
    """

    label: Any
    endpoint: str
    icon: str
    functions: tuple[str, ...] = ()
    badge: Callable[[Access], ScalarSelect[int]] | None = None
    field_only: bool = False
    section: Any = None


@dataclass(frozen=True)
class ShownEntry:
    """An entry as the template prints it."""

    label: Any
    url: str
    icon: str
    active: bool
    badge: int | None
    section: Any = None


@dataclass(frozen=True)
class Shell:
    """All entries of the application, in order."""

    sidebar: tuple[Entry, ...]
    bottom: tuple[Entry, ...]
    quick: tuple[Entry, ...]


def install_shell(app: Any, shell: Shell) -> None:
    """Keep the entries on the application."""
    app.extensions["shell"] = shell
    app.extensions["shell_addresses"] = {}


def shown(entries: Sequence[Entry]) -> list[ShownEntry]:
    """Return the entries the account at work may open."""
    rights = current_access()
    open_to = [entry for entry in entries if _is_open(entry, rights)]
    numbers = _numbers(open_to, rights)
    path = request.path if has_request_context() else ""
    found = []
    for entry in open_to:
        url = _address(entry.endpoint)
        active = path == url if url == "/" else path.startswith(url)
        badge = numbers.get(entry.endpoint)
        found.append(ShownEntry(entry.label, url, entry.icon, active, badge, entry.section))
    return found


def _address(endpoint: str) -> str:
    """Return where an entry leads; the same for everybody, so it is built once."""
    known: dict[tuple[str, str], str] = current_app.extensions["shell_addresses"]
    key = (request.script_root if has_request_context() else "", endpoint)
    if key not in known:
        known[key] = url_for(endpoint)
    return known[key]


def _is_open(entry: Entry, rights: Access) -> bool:
    if entry.functions and not rights.has_any(*entry.functions):
        return False
    return not entry.field_only or rights.technician_id is not None


def _numbers(entries: Sequence[Entry], rights: Access) -> dict[str, int]:
    """Return the numbers beside the entries that have one, zeros left out: one statement."""
    counted = {one.endpoint: one.badge(rights) for one in entries if one.badge is not None}
    if not counted:
        return {}
    row = db.session.execute(select(*counted.values())).one()
    return {endpoint: count for endpoint, count in zip(counted, row, strict=True) if count}


def company_name() -> str:
    """Return the company's name from the directory (kept in memory)."""
    slug = current_company()
    company = db.directory.find(slug) if slug else None
    return company.name if company else ""


def shell_context() -> dict[str, Any]:
    """Return what every template may use."""
    shell: Shell = current_app.extensions["shell"]
    rights = current_access() if "user" in g else None
    is_field = bool(rights and rights.technician_id is not None and not rights.is_office)
    return {
        "sidebar": lambda: shown(shell.sidebar),
        "bottom_bar": lambda: shown(shell.bottom),
        "quick_actions": lambda: shown(shell.quick),
        "layout": "field" if is_field else "office",
        "company_name": company_name(),
        "viewed_as": g.get("viewed_as", "") if rights else "",
        "is_demo": bool(current_app.config["DEMO"]),
    }
