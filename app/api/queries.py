"""Pages and single rows of a resource, and their JSON."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import false, func
from sqlalchemy.orm import Session

from app.api.arguments import LARGEST_KEY
from app.api.resources import Resource
from app.kernel.access import Access
from app.kernel.text import search_terms


def page(
    session: Session, resource: Resource, access: Access, wanted: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a page of rows in the order of their keys, and the cursor of the next one.

    Args:
        session: Open session; only read.
        resource: What to read.
        access: Row rule and closed fields.
        wanted: `limit`, `cursor`, `updated_since`, `q`, as `arguments.read` gives them.

    Returns:
        ``{"items": [...], "next": cursor or None}``.
    """
    model, limit = resource.model, wanted["limit"]
    statement = resource.statement(access).where(model.id > wanted["cursor"])
    if wanted["updated_since"] is not None:
        changed = func.coalesce(model.changed_at, model.created_at)
        statement = statement.where(changed >= wanted["updated_since"])
    if wanted["q"].strip():
        # Signs alone are no words: they find nothing, as on the screens.
        has_words = bool(search_terms(wanted["q"]))
        found = resource.matches(session, access, wanted["q"]) if has_words else false()
        statement = statement.where(found)
    rows = session.scalars(statement.order_by(model.id).limit(limit + 1)).all()
    return {
        "items": as_json(resource, rows[:limit], access),
        "next": rows[limit - 1].id if len(rows) > limit else None,
    }


def card(session: Session, resource: Resource, access: Access, pk: int) -> dict[str, Any] | None:
    """Return one row that an account may read, or None."""
    if pk > LARGEST_KEY:
        return None
    row = session.scalars(resource.statement(access).where(resource.model.id == pk)).one_or_none()
    return None if row is None else as_json(resource, [row], access)[0]


def as_json(resource: Resource, rows: Any, access: Access) -> list[dict[str, Any]]:
    """Return rows as JSON, without the fields that are closed to the account."""
    closed = [
        name
        for name, field in resource.schema().fields.items()
        if (function := field.metadata.get("x-needs-function")) and not access.has(function)
    ]
    schema = resource.schema(exclude=closed)
    found = []
    for row in rows:
        facts: dict[str, Any] = schema.dump(row)
        if resource.shape is not None:
            resource.shape(row, facts, access)
        found.append(facts)
    return found
