"""Rows that stay as they were written: what was signed, sent or agreed."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import event, inspect


def changed_columns(row: Any) -> set[str]:
    """Return the columns of a stored row that the next flush would change."""
    state: Any = inspect(row)
    names = state.mapper.column_attrs.keys()
    return {name for name in names if state.attrs[name].history.has_changes()}


def freeze(*tables: type, but: Collection[str] = ()) -> None:
    """Stop every change of these tables' rows: a correction is a new row.

    Args:
        tables: Mapped classes.
        but: Columns that may still change.

    A change raises AssertionError in the flush: it is a fault of the program, not of who types.
    """
    allowed = frozenset(but)

    def stay(_mapper: Any, _connection: Any, row: Any) -> None:
        changed = changed_columns(row) - allowed
        if changed:
            raise AssertionError(f"{row!r} is frozen: {sorted(changed)}")

    for table in tables:
        event.listen(table, "before_update", stay)
