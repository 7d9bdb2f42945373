"""Reads of the purchases: the row rule, what is to be paid, what is here already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from app.kernel.access import Access
from app.kernel.money import round_eur
from app.kernel.text import escape_like, search_terms
from app.purchases.models import Purchase, PurchaseFile, Supplier
from app.purchases.rules_facts import Party, PurchaseFacts


def visible_purchases(access: Access) -> ColumnElement[bool]:
    """Return the condition on purchases that an account may see."""
    return true() if access.has("purchases.read") else false()


def visible_suppliers(access: Access) -> ColumnElement[bool]:
    """Return the condition on suppliers that an account may see."""
    return true() if access.has("purchases.read") else false()


def still_open() -> ColumnElement[bool]:
    """Return the condition on purchases of which something is to be paid or to come back."""
    return Purchase.payable_eur != Purchase.paid_eur


def overdue(today: date) -> ColumnElement[bool]:
    """Return the condition on purchases with a payment past its day."""
    return and_(still_open(), Purchase.next_due_on < today)


def to_integrate() -> ColumnElement[bool]:
    """Return the condition on reverse-charge purchases whose VAT was not integrated yet."""
    return and_(Purchase.is_reverse_charge, Purchase.integrated_on.is_(None))


def matching(text: str) -> ColumnElement[bool]:
    """Return the condition on purchases that a text finds: a number or a supplier's name."""
    number = Purchase.number.ilike(f"%{escape_like(text.strip())}%", escape="\\")
    named = [
        Supplier.name.ilike(f"%{escape_like(term)}%", escape="\\") for term in search_terms(text)
    ]
    return or_(number, Purchase.supplier_id.in_(select(Supplier.id).where(and_(true(), *named))))


@dataclass(frozen=True)
class Sums:
    """Totals of a list, euro with two decimals."""

    taxable_eur: Decimal
    tax_eur: Decimal
    total_eur: Decimal
    open_eur: Decimal


def sums_of(session: Session, statement: Select[tuple[Purchase]]) -> Sums:
    """Return the totals of the purchases that a select finds."""
    rows = statement.order_by(None).with_only_columns(Purchase.id)
    columns = (
        Purchase.taxable_eur,
        Purchase.tax_eur,
        Purchase.total_eur,
        Purchase.payable_eur - Purchase.paid_eur,
    )
    found = session.execute(
        select(*(func.coalesce(func.sum(column), 0) for column in columns)).where(
            Purchase.id.in_(rows)
        )
    ).one()
    return Sums(*(round_eur(Decimal(str(value))) for value in found))


def known_file(session: Session, sha256: str, sdi_id: str) -> PurchaseFile | None:
    """Return the file with the same content, or the same number of the exchange system."""
    same = PurchaseFile.sha256 == sha256
    if sdi_id:
        same = or_(same, PurchaseFile.sdi_id == sdi_id)
    return session.scalars(select(PurchaseFile).where(same).limit(1)).first()


def file_with_stem(session: Session, stem: str) -> PurchaseFile | None:
    """Return the newest file whose name starts with a stem and has no number of the SdI."""
    return session.scalars(
        select(PurchaseFile)
        .where(
            PurchaseFile.sdi_id.is_(None),
            or_(PurchaseFile.name == stem, PurchaseFile.name == f"{stem}.xml"),
        )
        .order_by(PurchaseFile.id.desc())
        .limit(1)
    ).first()


def first_of_file(session: Session, file: PurchaseFile) -> Purchase | None:
    """Return the first document of a file."""
    return session.scalars(
        select(Purchase).where(Purchase.file_id == file.id).order_by(Purchase.position).limit(1)
    ).first()


def known_purchase(session: Session, supplier: Supplier, facts: PurchaseFacts) -> Purchase | None:
    """Return the purchase with the same supplier, number, date and kind."""
    return session.scalars(
        select(Purchase).where(
            Purchase.supplier_id == supplier.id,
            Purchase.number == facts.number,
            Purchase.dated_on == facts.dated_on,
            Purchase.kind == facts.kind,
        )
    ).first()


def supplier_of(session: Session, party: Party) -> Supplier | None:
    """Return the supplier that an invoice names: by VAT id, then tax code, then name."""
    by_code = (Supplier.vat_id, party.vat_id), (Supplier.tax_code, party.tax_code)
    for column, value in by_code:
        if value:
            found = session.scalars(
                select(Supplier).where(column == value).order_by(Supplier.id).limit(1)
            ).first()
            if found is not None:
                return found
    if party.vat_id or party.tax_code:
        return None
    return session.scalars(
        select(Supplier)
        .where(Supplier.name == party.name, Supplier.vat_id == "", Supplier.tax_code == "")
        .limit(1)
    ).first()


def purchases_of(session: Session, supplier_id: int, *, limit: int = 50) -> Sequence[Purchase]:
    """Return the newest purchases of a supplier."""
    return session.scalars(
        select(Purchase)
        .where(Purchase.supplier_id == supplier_id)
        .order_by(Purchase.dated_on.desc(), Purchase.id.desc())
        .limit(limit)
    ).all()


def owed_to(session: Session, supplier_id: int) -> Decimal:
    """Return what is still to be paid to a supplier, euro; credit notes are subtracted."""
    found = session.scalar(
        select(func.sum(Purchase.payable_eur - Purchase.paid_eur)).where(
            Purchase.supplier_id == supplier_id
        )
    )
    return round_eur(Decimal(str(found or 0)))
