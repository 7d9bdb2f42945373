"""Reads of the clients: the row rule that every other reading goes through, and the card."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from app.clients.models import Client, ContactPoint
from app.clients.rules import ClientState, DuplicateReason
from app.kernel.access import Access
from app.kernel.names import fold
from app.orm.audit import AuditEntry

#: How many possible duplicates and history entries are shown.
DUPLICATES_SHOWN, HISTORY_SHOWN = 5, 100

Reach = Callable[[Access], ColumnElement[bool]]
_reaches: list[Reach] = []


def reach_through(condition: Reach) -> Reach:
    """Register another way to reach a card, e.g. its appointments; told by higher domains."""
    if condition not in _reaches:
        _reaches.append(condition)
    return condition


def visible_clients(access: Access) -> ColumnElement[bool]:
    """Return the condition on `Client` that an account's cards meet.

    Who holds `clients.all` sees every card; who holds `clients.read` only those reached through
    the work, as the higher domains say; anybody else none. Who sees addresses on the way only
    reaches a card by such a visit.
    """
    if access.reaches_every_client:
        return true()
    if not access.has("clients.read") or not _reaches:
        return false()
    return or_(false(), *(reach(access) for reach in _reaches))


def clients_of(access: Access) -> Select[Client]:
    """Return the select of the cards an account may open."""
    return select(Client).where(visible_clients(access))


def find_client(
    session: Session, access: Access, client_id: int, *, lock: bool = False
) -> Client | None:
    """Return a card that an account may open, or None; `lock` keeps others from changing it."""
    statement = clients_of(access).where(Client.id == client_id)
    if lock:
        statement = statement.with_for_update(of=Client)
    return session.scalars(statement).first()


def merged_into(session: Session, access: Access, client_id: int) -> int | None:
    """Return the key of the card that a merged one leads to, if the account may open it."""
    leads_to = select(Client.merged_into_id).where(Client.id == client_id).scalar_subquery()
    return session.scalar(select(Client.id).where(Client.id == leads_to, visible_clients(access)))


def group_members(session: Session, access: Access, head_id: int) -> list[Client]:
    """Return the cards under a main card, in the order of their names."""
    statement = clients_of(access).where(Client.group_head_id == head_id)
    return list(session.scalars(statement.order_by(Client.sort_name, Client.id).limit(500)))


def history(
    session: Session, client_id: int, tables: Sequence[str], *, before: int | None = None
) -> list[AuditEntry]:
    """Return the latest changes of some tables that belong to a card, newest first.

    Args:
        session: Open session.
        client_id: A card that the reader may open; those merged into it count.
        tables: Those whose changes the reader may see.
        before: Key of the oldest entry of the page before; None for the first page.
    """
    statement = select(AuditEntry).where(
        AuditEntry.client_id.in_(
            select(Client.id).where(or_(Client.id == client_id, Client.merged_into_id == client_id))
        ),
        AuditEntry.entity.in_(tables),
    )
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    return list(session.scalars(statement.order_by(AuditEntry.id.desc()).limit(HISTORY_SHOWN)))


def duplicates(
    session: Session, access: Access, facts: Mapping[str, str], *, but: int | None = None
) -> list[tuple[Client, DuplicateReason]]:
    """Return the cards that look like the one being typed, with the reason.

    Args:
        session: Open session.
        access: Only cards this account may see are named.
        facts: name, tax_code, vat_number, digits (of telephones, a blank between), and the
            parts of the address.
        but: Card being changed, never its own duplicate.
    """
    found: dict[int, tuple[Client, DuplicateReason]] = {}
    for reason, condition in _likenesses(facts):
        statement = clients_of(access).where(condition, Client.state != ClientState.MERGED)
        if but is not None:
            statement = statement.where(Client.id != but)
        for client in session.scalars(statement.order_by(Client.id).limit(DUPLICATES_SHOWN)):
            found.setdefault(client.id, (client, reason))
    return list(found.values())[:DUPLICATES_SHOWN]


def _likenesses(facts: Mapping[str, str]) -> list[tuple[DuplicateReason, ColumnElement[bool]]]:
    name, town = fold(facts.get("name", "")), facts.get("municipality", "").lower()
    phones = facts.get("digits", "").split()
    is_there = func.lower(Client.municipality) == town
    same_name = and_(Client.sort_name == name, is_there if town else true())
    same: list[tuple[DuplicateReason, Any, Any]] = [
        (DuplicateReason.TAX_CODE, facts.get("tax_code"),
         Client.tax_code == facts.get("tax_code")),
        (DuplicateReason.VAT_NUMBER, facts.get("vat_number"),
         Client.vat_number == facts.get("vat_number")),
        (DuplicateReason.PHONE, phones, _has_phone(phones)),
        (DuplicateReason.NAME_AND_PLACE if town else DuplicateReason.NAME, " " in name, same_name),
        (DuplicateReason.ADDRESS, town and facts.get("street") and facts.get("street_number"),
         _same_address(facts)),
    ]  # fmt: skip
    return [(reason, condition) for reason, is_known, condition in same if is_known]


def _has_phone(numbers: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(ContactPoint.client_id == Client.id, ContactPoint.digits.in_(numbers))


def _same_address(facts: Mapping[str, str]) -> ColumnElement[bool]:
    """Return the condition of the same door: flats of one building are not each other's double."""
    parts = ("street", "street_number", "staircase", "floor", "unit")
    return and_(
        Client.municipality == facts.get("municipality", ""),
        *(func.lower(getattr(Client, part)) == facts.get(part, "").lower() for part in parts),
    )
