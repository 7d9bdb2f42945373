"""Reads of the clients: the row rule that everything about a plant follows."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, false, or_, true

from app.kernel.access import Access

Reach = Callable[[Access], ColumnElement[bool]]

_reached: list[Reach] = []


def reach_through(condition: Reach) -> None:
    """Register a condition on clients by which accounts of the field reach them.

    Higher domains call it from the registry: the clients of one's appointments, and the like.
    """
    if condition not in _reached:
        _reached.append(condition)


def visible_clients(access: Access) -> ColumnElement[bool]:
    """Return the condition on clients that an account may see."""
    if access.has("clients.all"):
        return true()
    if access.has("clients.read") and _reached:
        return or_(*(condition(access) for condition in _reached))
    return false()
