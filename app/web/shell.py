"""The frame around every page: sidebar, bottom bar, quick actions, company name.

The registry says which entries exist; each is shown to whoever holds its function.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, has_request_context, request, url_for

from app.extensions import db
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
        badge: Returns a number to show, or None.
        field_only: Only for accounts that work as a technician.
        section: Heading above it, given to the first entry of a group.
    """

    label: Any
    endpoint: str
    icon: str
    functions: tuple[str, ...] = ()
    badge: Callable[[], int | None] | None = None
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


def shown(entries: Sequence[Entry]) -> list[ShownEntry]:
    """Return the entries the account at work may open."""
    rights = current_access()
    found = []
    for entry in entries:
        if entry.functions and not rights.has_any(*entry.functions):
            continue
        if entry.field_only and rights.technician_id is None:
            continue
        url = url_for(entry.endpoint)
        path = request.path if has_request_context() else ""
        active = path == url if url == "/" else path.startswith(url)
        badge = entry.badge() if entry.badge is not None else None
        found.append(ShownEntry(entry.label, url, entry.icon, active, badge, entry.section))
    return found


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
