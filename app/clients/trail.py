"""The history of a card as people read it: who, when, what, from which value to which.

Each domain says which of its tables and columns are shown. What is not named stays hidden, and a
column may ask for a function of its own: the private note, amounts.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext

from app.clients.messages import COLUMNS, LABELS
from app.clients.rules import ClientState, GroupKind, Payer, ResponsibleRole
from app.kernel.access import Access
from app.kernel.phones import display_phone
from app.kernel.subject import SubjectKind
from app.orm.audit import AuditEntry
from app.web.actors import actor_name
from app.web.formats import display

#: Longest text of a value that is shown.
MOST_TEXT = 300


@dataclass(frozen=True)
class Trail:
    """What the history shows of one table.

    Attributes:
        entity: Name of the table.
        label: What a row is called (lazy translation).
        functions: Codes of the functions of which one is enough to see it.
        columns: Column -> label; columns not named are not shown.
        choices: Column -> {stored value: label}.
        guarded: Column -> code of the function without which it is left out.
    """

    entity: str
    label: Any
    functions: tuple[str, ...]
    columns: Mapping[str, Any]
    choices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    guarded: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One entry as shown: instant (UTC), who, what happened, (label, before, after) of each."""

    at: datetime
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...]


_ACTIONS = {
    "create": lazy_gettext("%(row)s added"),
    "update": lazy_gettext("%(row)s changed"),
    "delete": lazy_gettext("%(row)s removed"),
    "merge": lazy_gettext("%(row)s united with another one"),
}
_NUMBERS = ("_kw", "_eur")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+\d\d:\d\d")
_DERIVED = {"display_name", "phone", "email", "phones", "emails"}


def words_of(*kinds: Mapping[Any, Any]) -> dict[str, Any]:
    """Return {stored value: label} of enum labels."""
    return {member.value: label for labels in kinds for member, label in labels.items()}


_CARD = Trail(
    "clients",
    lazy_gettext("Card"),
    ("clients.read",),
    {name: label for name, label in COLUMNS.items() if name not in _DERIVED}
    | {"latitude": lazy_gettext("Latitude"), "longitude": lazy_gettext("Longitude")},
    {
        "state": words_of(LABELS[ClientState]),
        "subject_kind": words_of(LABELS[SubjectKind]),
        "payer": words_of(LABELS[Payer]),
        "responsible_role": words_of(LABELS[ResponsibleRole]),
        "group_kind": words_of(LABELS[GroupKind]),
    },
    {"private_note": "client_notes.read"},
)
_CONTACT = Trail(
    "client_contacts",
    lazy_gettext("Contact"),
    ("clients.read",),
    {"value": lazy_gettext("Number or address"), "label": lazy_gettext("Whose it is")},
)
_OCCUPANCY = Trail(
    "client_occupancies",
    lazy_gettext("Occupant"),
    ("clients.read",),
    {"holder": lazy_gettext("Name"), "starts_on": lazy_gettext("From"),
     "ends_on": lazy_gettext("To")},
)  # fmt: skip
_trails: dict[str, Trail] = {trail.entity: trail for trail in (_CARD, _CONTACT, _OCCUPANCY)}


def register_trail(trail: Trail) -> None:
    """Show the changes of another table on the card; called once at start."""
    _trails[trail.entity] = trail


def column_words(entity: str, name: str) -> tuple[Any, Mapping[str, Any]]:
    """Return (label or None, {stored value: label}) of a column, as the history calls it."""
    trail = _trails.get(entity)
    if trail is None:
        return None, {}
    return trail.columns.get(name), trail.choices.get(name, {})


def trailed_tables(access: Access) -> list[str]:
    """Return the tables whose changes an account may see on a card."""
    return [trail.entity for trail in _trails.values() if access.has_any(*trail.functions)]


def steps(entries: list[AuditEntry], access: Access) -> list[Step]:
    """Return the entries as shown; those of which nothing may be seen are left out."""
    return [step for entry in entries if (step := _step(entry, access)) is not None]


def _step(entry: AuditEntry, access: Access) -> Step | None:
    trail = _trails[entry.entity]
    changes = tuple(
        (str(trail.columns[name]), _text(trail, name, before), _text(trail, name, after))
        for name, before, after in _pairs(entry)
        if name in trail.columns and _may_see(trail, name, access)
    )
    if entry.action == "update" and not changes:
        return None
    action = _ACTIONS.get(entry.action, "%(row)s")
    return Step(entry.at, actor_name(entry), str(action) % {"row": trail.label}, changes)


def _may_see(trail: Trail, name: str, access: Access) -> bool:
    code = trail.guarded.get(name)
    return code is None or access.has(code)


def _pairs(entry: AuditEntry) -> list[tuple[str, Any, Any]]:
    """Return (column, before, after) of what an entry really says."""
    found = []
    for name, pair in entry.changes.items():
        if isinstance(pair, list) and len(pair) == 2:
            before, after = pair
            # A new row says only what it holds, not all that is empty.
            if entry.action == "update" or before or after:
                found.append((name, before, after))
    return found


def _text(trail: Trail, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        known = trail.choices.get(name, {}).get(value)
        value = known if known is not None else _readable(name, value)
    text = str(display(value))
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"


def _readable(name: str, text: str) -> Any:
    """Return the day, instant, number or telephone that a stored text is, else the text."""
    if text.startswith("+39") and text[3:].isdigit():
        return display_phone(text)
    # What looks like a day and is none was typed by somebody: it stays as it is.
    with suppress(ValueError, InvalidOperation):
        if name.endswith(_NUMBERS):
            return Decimal(text)
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text)
    return text
