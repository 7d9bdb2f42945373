"""Every write leaves a trace: who, when, what, from where. Append-only.

Tables that derive from `Audited` are followed. Edges say who acts by `set_actor`; the listener
notes the changed columns at each flush, in the same transaction as the change itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import Index, String, event, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import Json, UtcDateTime

MAX_TEXT = 2000


@dataclass(frozen=True)
class Actor:
    """Who is writing.

    Attributes:
        user_id: Account, or None for jobs, imports and the command line.
        label: Name shown in the history.
        address: Network address, or None.
    """

    user_id: int | None
    label: str
    address: str | None = None


class AuditEntry(Table):
    """One change of one row. Never updated, never deleted by the application."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_row", "entity", "entity_id"),
        Index("ix_audit_entries_client", "client_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Instant, UTC.
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int | None]
    user_label: Mapped[str] = mapped_column(String(120))
    address: Mapped[str | None] = mapped_column(String(45))
    #: "create", "update", "delete" or an event such as "login".
    action: Mapped[str] = mapped_column(String(40))
    #: Table name of the row.
    entity: Mapped[str] = mapped_column(String(60))
    entity_id: Mapped[str] = mapped_column(String(40))
    #: Card whose history shows the entry; None when it belongs to no client.
    client_id: Mapped[int | None]
    #: Column -> [before, after], as JSON values.
    changes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class Audited:
    """Mixin: changes of this table are kept in `AuditEntry`."""

    #: Columns that never enter the history (secrets, derived values).
    __audit_skip__: ClassVar[frozenset[str]] = frozenset()


def set_actor(session: Session, actor: Actor) -> None:
    """Say who acts in this session until further notice."""
    session.info["actor"] = actor


def record_event(
    session: Session, action: str, entity: str, entity_id: object, **facts: Any
) -> None:
    """Add an entry for something that is not a change of a column (sign-in, print, export)."""
    client_id = facts.pop("client_id", None)
    session.add(_entry(session, action, entity, str(entity_id), client_id, facts))


def install(session_class: type[Session]) -> None:
    """Follow every audited change made through a session class."""
    event.listen(session_class, "before_flush", _stamp)
    event.listen(session_class, "after_flush", _record)


def moment_of(session: Session) -> datetime:
    """Return the instant at which a session writes; tests may pin it."""
    # The test clock may be pinned on the session; otherwise the wall clock.
    pinned = session.info.get("now")
    return pinned if isinstance(pinned, datetime) else datetime.now(UTC)  # noqa: TID251


def _actor(session: Session) -> Actor:
    return session.info.get("actor") or Actor(None, "system")


def _stamp(session: Session, _context: Any, _instances: Any) -> None:
    now, user_id = moment_of(session), _actor(session).user_id
    for row in session.new:
        if isinstance(row, Stamped):
            row.created_at = row.created_at or now
            row.created_by_id = row.created_by_id or user_id
            row.changed_at, row.changed_by_id = now, user_id
    for row in session.dirty:
        if not session.is_modified(row, include_collections=False):
            continue
        if isinstance(row, Stamped):
            row.changed_at, row.changed_by_id = now, user_id
        if isinstance(row, Versioned) and not inspect(row).attrs.version.history.has_changes():
            row.version += 1


def _deleted(session: Session, context: Any) -> list[Any]:
    """Return the rows that a flush removes, also those only taken out of a collection."""
    orphans = [
        state.obj()
        for state, (is_delete, is_listed_only) in context.states.items()
        if is_delete and not is_listed_only
    ]
    return list(dict.fromkeys([*session.deleted, *filter(None, orphans)]))


def _record(session: Session, context: Any) -> None:
    entries = []
    for action, rows in (
        ("create", session.new),
        ("update", session.dirty),
        ("delete", _deleted(session, context)),
    ):
        for row in rows:
            if isinstance(row, Audited):
                changes = _changes(row, action)
                if changes or action == "delete":
                    entries.append(_row_entry(session, action, row, changes))
    if entries:
        # Plain insert: adding objects inside a flush would ask for another one.
        session.execute(AuditEntry.__table__.insert(), entries)


def _row_entry(session: Session, action: str, row: Any, changes: dict[str, Any]) -> dict[str, Any]:
    state = inspect(row)
    identity = state.identity or tuple(state.mapper.primary_key_from_instance(row))
    entry = _entry(
        session,
        action,
        state.mapper.local_table.name,
        "-".join(str(part) for part in identity),
        _client_id(row),
        changes,
    )
    return {
        "at": entry.at,
        "user_id": entry.user_id,
        "user_label": entry.user_label,
        "address": entry.address,
        "action": action,
        "entity": entry.entity,
        "entity_id": entry.entity_id,
        "client_id": entry.client_id,
        "changes": changes,
    }


def _entry(
    session: Session,
    action: str,
    entity: str,
    entity_id: str,
    client_id: int | None,
    changes: dict[str, Any],
) -> AuditEntry:
    actor = _actor(session)
    return AuditEntry(
        at=moment_of(session),
        user_id=actor.user_id,
        user_label=actor.label[:120],
        address=actor.address,
        action=action,
        entity=entity,
        entity_id=entity_id,
        client_id=client_id,
        changes=changes,
    )


def _client_id(row: Any) -> int | None:
    if row.__tablename__ == "clients":
        return int(row.id)
    value = getattr(row, "client_id", None)
    return None if value is None else int(value)


_SKIP = frozenset({"created_at", "created_by_id", "changed_at", "changed_by_id", "version"})


def _changes(row: Any, action: str) -> dict[str, Any]:
    state = inspect(row)
    skip = _SKIP | type(row).__audit_skip__
    found: dict[str, Any] = {}
    for column in state.mapper.column_attrs:
        if column.key in skip:
            continue
        history = state.attrs[column.key].history
        if action == "delete" and column.key != "id":
            # Only what is loaded: a deleted row cannot be read again.
            found[column.key] = [_plain(state.dict.get(column.key)), None]
        elif action == "create":
            value = getattr(row, column.key)
            if value is not None and column.key != "id":
                found[column.key] = [None, _plain(value)]
        elif action == "update" and history.has_changes():
            before = history.deleted[0] if history.deleted else None
            after = history.added[0] if history.added else None
            if before != after:
                found[column.key] = [_plain(before), _plain(after)]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str):
        return value[:MAX_TEXT]
    if value is None or isinstance(value, (bool, int, float, dict, list)):
        return value
    return "…"
