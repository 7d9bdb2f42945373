"""The history cannot be rewritten: the database itself refuses to change or delete entries."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

#: What the database answers to an attempt.
REFUSAL = "audit entries are never changed"

_SQLITE = {
    "audit_entries_no_update": "BEFORE UPDATE ON audit_entries",
    "audit_entries_no_delete": "BEFORE DELETE ON audit_entries",
}

_FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN IF current_setting('fiammetta.audit_open', true) = 'yes' THEN "
    "RETURN COALESCE(NEW, OLD); END IF; "
    f"RAISE EXCEPTION '{REFUSAL}'; END $$"
)
_TRIGGER = (
    "CREATE OR REPLACE TRIGGER audit_entries_no_{} BEFORE {} "
    "ON audit_entries FOR EACH {} EXECUTE FUNCTION refuse_audit_change()"
)
_POSTGRESQL = (
    _FUNCTION,
    _TRIGGER.format("change", "UPDATE OR DELETE", "ROW"),
    _TRIGGER.format("truncate", "TRUNCATE", "STATEMENT"),
)


def protect(session: Session) -> None:
    """Make the database refuse changes of the history; doing it again changes nothing.

    Done at each upgrade and not by a migration: one that rebuilds the table on SQLite would
    drop the triggers silently.
    """
    for statement in _statements(session):
        session.execute(text(statement))


@contextmanager
def amendable(session: Session) -> Iterator[None]:
    """Let entries be changed inside the block, in this transaction only.

    For the erasure of a person's data, which the law puts above the history. The caller
    flushes inside the block.
    """
    if _is_postgresql(session):
        session.execute(text("SET LOCAL fiammetta.audit_open = 'yes'"))
        yield
        session.execute(text("SET LOCAL fiammetta.audit_open = 'no'"))
        return
    for name in _SQLITE:
        session.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
    yield
    protect(session)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _statements(session: Session) -> tuple[str, ...]:
    if _is_postgresql(session):
        return _POSTGRESQL
    return tuple(
        f"CREATE TRIGGER IF NOT EXISTS {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, when in _SQLITE.items()
    )
