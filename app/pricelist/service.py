"""Use cases of the price list."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.errors import DomainError
from app.kernel.money import parse_amount
from app.pricelist.models import DiscountClass, KitPart, PriceItem, VatProfile
from app.pricelist.rules import (
    KitInKitError,
    KitRow,
    PartQuantityError,
    UnknownPartError,
    kit_rows,
)
from app.pricelist.rules_import import ListedItem

#: Fields of an article that a list may say nothing about.
_OPTIONAL = ("unit", "purchase_cost", "supplier", "supplier_code", "kind")


@dataclass(frozen=True)
class Change:
    """What a row of a list does: `item` is None for a new article.

    `price_before` is None for a new article or an unchanged price, euro without VAT.
    """

    listed: ListedItem
    item: PriceItem | None
    price_before: Decimal | None


def set_kit(session: Session, item: PriceItem, text: str) -> None:
    """Store what an article is made of, typed one part per line; nothing typed: it is no kit.

    Raises:
        UnknownPartError, PartQuantityError, KitInKitError: A row cannot stand.
    """
    rows = kit_rows(text)
    wanted = select(PriceItem).where(PriceItem.code.in_({row.code for row in rows}))
    known = {found.code: found for found in session.scalars(wanted)} if rows else {}
    sums: dict[str, Decimal] = {}
    for row in rows:
        part = known.get(row.code)
        if part is None:
            raise UnknownPartError(row.row)
        if part is item or part.parts or part.code == item.code:
            raise KitInKitError(row.row)
        sums[row.code] = sums.get(row.code, Decimal(0)) + _part_quantity(row)
    item.parts = []
    session.flush()
    item.parts = [KitPart(item=known[code], quantity=quantity) for code, quantity in sums.items()]
    session.flush()


def _part_quantity(row: KitRow) -> Decimal:
    try:
        quantity = parse_amount(row.quantity, decimals=3)
    except DomainError as error:
        raise PartQuantityError(row.row) from error
    if quantity <= 0:
        raise PartQuantityError(row.row)
    return quantity


def rates_in_use(session: Session) -> dict[Decimal, VatProfile]:
    """Return the VAT treatment of each rate above zero, the first in the company's order."""
    rows = session.scalars(
        select(VatProfile)
        .where(VatProfile.is_active, VatProfile.nature.is_(None))
        .order_by(VatProfile.position.desc(), VatProfile.id.desc())
    )
    return {row.rate_pct.normalize() + 0: row for row in rows}


def discount_classes(session: Session) -> Sequence[DiscountClass]:
    """Return the discount classes on offer, by name."""
    return session.scalars(
        select(DiscountClass).where(DiscountClass.is_active).order_by(DiscountClass.name)
    ).all()


def compare(session: Session, listed: Sequence[ListedItem]) -> list[Change]:
    """Return what storing some rows would do, in their order; nothing is stored."""
    known = {
        str(code).lower(): item
        for code, item in session.execute(
            select(PriceItem.code, PriceItem).order_by(PriceItem.id.desc())
        )
    }
    found = []
    for one in listed:
        item = known.get(one.code.lower())
        is_same = item is None or item.unit_price == one.unit_price
        found.append(Change(one, item, None if is_same or item is None else item.unit_price))
    return found


def store_list(session: Session, listed: Sequence[ListedItem]) -> tuple[int, int]:
    """Store the rows of a list; return how many articles are new and how many were there.

    What a list says nothing about stays as it is; articles it does not name are not touched.
    """
    rates = rates_in_use(session)
    usual = session.scalars(
        select(VatProfile)
        .where(VatProfile.is_active)
        .order_by(VatProfile.is_default.desc(), VatProfile.position)
        .limit(1)
    ).one()
    changes = compare(session, listed)
    for change in changes:
        one = change.listed
        vat = None if one.vat_pct is None else rates[one.vat_pct.normalize() + 0]
        item = change.item
        if item is None:
            item = PriceItem(code=one.code, vat_profile=vat or usual)
            session.add(item)
        elif vat is not None:
            item.vat_profile = vat
        item.description, item.unit_price, item.is_active = one.description, one.unit_price, True
        for name in _OPTIONAL:
            if getattr(one, name) is not None:
                setattr(item, name, getattr(one, name))
    session.flush()
    new = sum(change.item is None for change in changes)
    return new, len(changes) - new
