"""Screen of the register."""

import json
from collections.abc import Mapping
from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, Text, cast

from app.audit.messages import ACTIONS, COLUMNS, ENTITIES
from app.orm.audit import AuditEntry
from app.web.filters import ChoiceFilter, RangeFilter, TextFilter, contains
from app.web.formats import display
from app.web.listing import MAX_WORDS
from app.web.views import HouseModelView

#: Longest value shown in the list; the card and the file have it whole.
_SHORT = 60

_ACCESS = ("ab_user", "ab_role", "account_policies")
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
    list_title = _("Register")
    show_title = _("Register")
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
        TextFilter("who", _("Who"), AuditEntry.user_label),
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
                | contains(AuditEntry.user_label, word)
                | (AuditEntry.address == word)
            )
        return statement

    def cell_text(self, item: AuditEntry, name: str) -> Any:
        """Return a cell in words."""
        if name == "action":
            return str(ACTIONS.get(item.action, item.action))
        if name == "entity":
            return f"{ENTITIES.get(item.entity, item.entity)} {item.entity_id}"
        if name == "changes":
            return described(item.entity, item.changes, limit=_SHORT)
        return super().cell_text(item, name)

    def export_value(self, item: AuditEntry, name: str) -> Any:
        """Return a cell of the file, with whole values."""
        if name == "changes":
            return described(item.entity, item.changes, limit=None)
        if name in {"action", "entity"}:
            return self.cell_text(item, name)
        return super().export_value(item, name)

    def option_text(self, item: AuditEntry) -> str:
        """Return the heading of an entry's card."""
        return f"{self.cell_text(item, 'action')}: {self.cell_text(item, 'entity')}"


def described(entity: str, changes: Mapping[str, Any], *, limit: int | None) -> str:
    """Return what changed in words: "Street: Via Roma 1 → Via Roma 2; …".

    Args:
        entity: Table of the row.
        changes: Column -> [before, after]; events may note other facts.
        limit: Longest value, characters; None for whole values.
    """
    labels = COLUMNS.get(entity, {})
    parts = []
    for name, value in changes.items():
        label = labels.get(name, name.replace("_", " "))
        if isinstance(value, list) and len(value) == 2:
            before, after = (_short(side, limit) for side in value)
            parts.append(f"{label}: {before} → {after}")
        else:
            parts.append(f"{label}: {_short(value, limit)}")
    return "; ".join(parts)


def _short(value: Any, limit: int | None) -> str:
    if value is None or value == "":
        return gettext("(empty)")
    text = str(display(value))
    return text if limit is None or len(text) <= limit else f"{text[: limit - 1]}…"
