"""Screen of the register."""

import json
from collections.abc import Mapping
from typing import Any

from flask import g, request
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, Text, cast, select

from app.accounts.models import Account
from app.audit.messages import ACTIONS, COLUMNS, ENTITIES, GENERAL
from app.clients.trail import column_words
from app.extensions import db
from app.orm.audit import AuditEntry
from app.web.actors import ActorFilter, actor_name, made_by
from app.web.filters import ChoiceFilter, RangeFilter, contains
from app.web.formats import display
from app.web.listing import MAX_WORDS
from app.web.views import HouseModelView
from app.web.weekhours import week_text

#: Keys of the hours of a week, as they are stored.
_WEEKDAYS = frozenset("0123456")

#: Longest text of a cell in the list; the card and the file have it whole.
_SHORT = 160

_ACCESS = ("ab_user", "ab_role", "sign_in_policies")
_COMPANY = ("company_profile", "mail_texts", "number_series", "privacy_notices")


def _kind(key: str) -> ColumnElement[bool]:
    """Return the condition of one kind of event."""
    is_data = AuditEntry.action.in_(("create", "update", "delete"))
    conditions: dict[str, ColumnElement[bool]] = {
        "sign_in": AuditEntry.action.like("sign_%"),
        "access": AuditEntry.entity.in_(_ACCESS) & ~AuditEntry.action.like("sign_%"),
        "company": AuditEntry.entity.in_(_COMPANY),
        "data": is_data & AuditEntry.entity.not_in((*_ACCESS, *_COMPANY)),
    }
    return conditions[key]


class AuditView(HouseModelView):
    """What happened: who, when, what, from where. Nothing here can be changed."""

    route_base = "/registro"
    datamodel = SQLAInterface(AuditEntry)
    class_permission_name = "audit"
    method_permission_name = {"export": "read"}
    exclude_route_methods = {
        "add", "edit", "delete", "action", "action_post", "options", "related",
    }  # fmt: skip
    list_title = _("Activity log")
    show_title = _("Activity log")
    list_columns = ["at", "user_label", "action", "entity", "changes", "address"]
    show_columns = ["at", "user_label", "action", "entity", "entity_id", "changes", "address"]
    label_columns = {
        "at": _("When"),
        "user_label": _("Who"),
        "action": _("What happened"),
        "entity": _("To what"),
        "entity_id": _("Internal number"),
        "changes": _("Before and after"),
        "address": _("From the address"),
    }
    list_filters = (
        ActorFilter("who", _("Who"), AuditEntry.user_label),
        ChoiceFilter(
            "kind",
            _("Kind"),
            {
                "sign_in": _("Sign-ins"),
                "access": _("Accounts and permissions"),
                "company": _("Company data"),
                "data": _("Other data"),
            },
            _kind,
        ),
        RangeFilter("at", _("Day"), AuditEntry.at),
    )
    base_order = ("at", "desc")
    order_columns = ["at"]

    def can_search(self) -> bool:
        """Return that the register can be searched."""
        return True

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Return the entries that hold all words of a text, in what changed or who did it."""
        for word in text.split()[:MAX_WORDS]:
            statement = statement.where(
                contains(cast(AuditEntry.changes, Text), word)
                # SQLite keeps JSON with letters like "è" escaped.
                | contains(cast(AuditEntry.changes, Text), json.dumps(word)[1:-1])
                | made_by(word)
                | (AuditEntry.address == word)
            )
        return statement

    def cell_text(self, item: AuditEntry, name: str) -> Any:
        """Return a cell in words."""
        if name == "user_label":
            return actor_name(item)
        if name == "action":
            return str(ACTIONS.get(item.action, item.action))
        if name == "entity":
            # 0: no row, as when somebody signs in with a name that no account has.
            number = "" if item.entity_id == "0" else item.entity_id
            if item.entity == "ab_user":
                number = _usernames().get(number, number)
            return f"{ENTITIES.get(item.entity, item.entity)} {number}".strip()
        if name == "changes":
            is_card = (request.endpoint or "").endswith(".show")
            return described(item.entity, item.changes, limit=None if is_card else _SHORT)
        return super().cell_text(item, name)

    def export_value(self, item: AuditEntry, name: str) -> Any:
        """Return a cell of the file, with whole values."""
        if name == "changes":
            return described(item.entity, item.changes, limit=None)
        if name in {"user_label", "action", "entity"}:
            return self.cell_text(item, name)
        return super().export_value(item, name)

    def option_text(self, item: AuditEntry) -> str:
        """Return the heading of an entry's card."""
        return f"{self.cell_text(item, 'action')}: {self.cell_text(item, 'entity')}"


def _usernames() -> dict[str, str]:
    """Return the name each account signs in with, by its number; one statement a page."""
    if "usernames" not in g:
        rows = db.session.execute(select(Account.id, Account.username))
        g.usernames = {str(key): name for key, name in rows}
    known: dict[str, str] = g.usernames
    return known


def described(entity: str, changes: Mapping[str, Any], *, limit: int | None) -> str:
    """Return what changed in words: "Street: Via Roma 1 → Via Roma 2; …".

    A new row shows what it holds, without its empty fields.

    Args:
        entity: Table of the row.
        changes: Column -> [before, after]; events may note other facts.
        limit: Longest text, characters; None for all of it.
    """
    parts = []
    for name, value in changes.items():
        own, choices = column_words(entity, name)
        label = COLUMNS.get(entity, {}).get(name) or own or GENERAL.get(name)
        if label is None and limit is not None:
            continue  # fingerprints and the like: the entry's own page shows them
        text = _pair(*_chosen(value, choices)) if _is_pair(value) else _plain(value)
        if text:
            label = label or name.replace("_", " ")
            parts.append(f"{label}: {text}")
    whole = "; ".join(parts)
    return whole if limit is None or len(whole) <= limit else f"{whole[: limit - 1]}…"


def _chosen(pair: list[Any], choices: Mapping[str, Any]) -> list[Any]:
    return [choices.get(one, one) if isinstance(one, str) else one for one in pair]


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _pair(before: Any, after: Any) -> str:
    if before is None:
        return _plain(after)
    return f"{_plain(before) or gettext('(empty)')} → {_plain(after) or gettext('(empty)')}"


def _plain(value: Any) -> str:
    if value is None or value in ("", {}, []):
        return ""
    if isinstance(value, dict) and value.keys() <= _WEEKDAYS:
        return week_text(value)
    return str(display(value)) if not isinstance(value, dict | list) else json.dumps(value)
