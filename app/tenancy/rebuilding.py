"""Triggers that outlive the rebuilding of their table.

SQLite changes a table by copying it, dropping the old one and renaming the copy. The triggers go
with the old table, without a word: the search index would no longer follow, and the history could
be rewritten.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

_DROP = re.compile(r"\s*DROP TABLE\s+\"?(\w+)\"?\s*$", re.IGNORECASE)
#: How Alembic names the copy while it rebuilds a table.
_RENAME = re.compile(
    r"\s*ALTER TABLE\s+\"?_alembic_tmp_(\w+?)\"?\s+RENAME TO\s+\"?(\w+)\"?\s*$", re.IGNORECASE
)


@contextmanager
def keeping_triggers(connection: Connection) -> Iterator[None]:
    """Give a rebuilt table its triggers back, inside the block; a dropped one loses them.

    A revision that means to drop a trigger does so by name and is obeyed. On PostgreSQL tables
    are changed in place: nothing to do.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    dropped: dict[str, list[str]] = {}

    def before(
        _connection: Any, cursor: Any, statement: str, _parameters: Any, _context: Any, _many: Any
    ) -> None:
        if found := _DROP.match(statement):
            dropped[found[1]] = _triggers_of(cursor.connection, found[1])

    def after(
        _connection: Any, cursor: Any, statement: str, _parameters: Any, _context: Any, _many: Any
    ) -> None:
        if found := _RENAME.match(statement):
            for trigger in dropped.pop(found[2], []):
                cursor.connection.execute(trigger)

    event.listen(connection, "before_cursor_execute", before)
    event.listen(connection, "after_cursor_execute", after)
    try:
        yield
    finally:
        event.remove(connection, "before_cursor_execute", before)
        event.remove(connection, "after_cursor_execute", after)


def _triggers_of(raw: Any, table: str) -> list[str]:
    """Return the statements that made a table's triggers."""
    rows = raw.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
    )
    return [str(row[0]) for row in rows]
