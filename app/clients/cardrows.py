"""The rows of other domains that belong to a card: its history, and what follows it in a merge.

Each domain names its column once; a contract test fails for a table that is not named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, literal, or_, select, update
from sqlalchemy.orm import Session

#: Moves the rows of the second card to the first.
Mover = Callable[[Session, int, int], None]
#: Tells whether a domain keeps rows of a card.
HistoryCheck = Callable[[Session, int], bool]


@dataclass(frozen=True)
class CardRows:
    """Rows of a table that belong to a card by a column with its key.

    Attributes:
        column: Column with the key of the card.
        is_history: Whether one such row is enough to keep the card from being deleted.
    """

    column: Column[Any]
    is_history: bool = True


#: Brings what depends on the place of a plant in step with it.
Follower = Callable[[Session, int], None]

_rows: dict[str, CardRows] = {}
_followers: list[Follower] = []
_movers: list[Mover] = []
_history: list[HistoryCheck] = []


def register_rows(rows: CardRows) -> None:
    """Let a table's rows follow a merged card; called once at start."""
    _rows[str(rows.column)] = rows


def register_mover(mover: Mover) -> None:
    """Say how rows that a plain column does not tie to the card follow it; called at start."""
    if mover not in _movers:
        _movers.append(mover)


def register_follower(follower: Follower) -> None:
    """Let a domain follow a plant into another province, where other rules may hold."""
    if follower not in _followers:
        _followers.append(follower)


def province_changed(session: Session, client_id: int) -> None:
    """Tell the domains that a plant is in another province than before."""
    session.flush()
    for follower in _followers:
        follower(session, client_id)


def register_history(check: HistoryCheck) -> None:
    """Say how a domain tells that a card has history when no plain column does."""
    if check not in _history:
        _history.append(check)


def followed_columns() -> set[str]:
    """Return the columns, as ``table.column``, whose rows follow a merged card."""
    return set(_rows)


def has_rows(session: Session, client_id: int) -> bool:
    """Tell whether any domain keeps history of a card."""
    found = [
        select(literal(1)).where(rows.column == client_id).exists()
        for rows in _rows.values()
        if rows.is_history
    ]
    if found and session.scalar(select(or_(*found))):
        return True
    return any(check(session, client_id) for check in _history)


def move_rows(session: Session, kept_id: int, merged_id: int) -> None:
    """Let all rows of a card belong to another; who has one open must read it again."""
    session.flush()
    for rows in _rows.values():
        table = rows.column.table
        values: dict[str, Any] = {rows.column.name: kept_id}
        if "version" in table.columns:
            values["version"] = table.c.version + 1
        session.execute(update(table).where(rows.column == merged_id).values(values))
    for mover in _movers:
        mover(session, kept_id, merged_id)
    # The statements above passed by the objects in memory.
    session.expire_all()
