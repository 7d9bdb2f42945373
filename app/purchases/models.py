"""Tables of the purchases: suppliers, the files they sent, the documents inside, what was paid."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.invoices.rules import PaymentMethod
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, Json, UtcDateTime
from app.purchases.rules import Source


class Supplier(Audited, Stamped, Versioned, Table):
    """A firm that sends invoices; made by its first one, its contacts are added by hand."""

    __tablename__ = "suppliers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160), index=True)
    #: Country and number, "IT01234567890"; empty: none.
    vat_id: Mapped[str] = mapped_column(String(30), default="", index=True)
    tax_code: Mapped[str] = mapped_column(String(16), default="", index=True)
    #: Street, postcode and town as on the last invoice.
    address: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(160), default="")
    iban: Mapped[str] = mapped_column(String(34), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    def __repr__(self) -> str:
        return self.name


class PurchaseFile(Table):
    """A file as it came; its bytes are in the file store."""

    __tablename__ = "purchase_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    #: Of the XML, out of its signature, in the file store; the same one is taken once.
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    #: Whether it came inside a signature (opened, its digest compared).
    is_signed: Mapped[bool] = mapped_column(default=False)
    #: IdentificativoSdI; NULL: it came without.
    sdi_id: Mapped[str | None] = mapped_column(String(40), unique=True, default=None)
    source: Mapped[Source] = mapped_column(EnumValue(Source))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def __repr__(self) -> str:
        return self.name


class Purchase(Audited, Stamped, Versioned, Table):
    """One invoice or credit note of a supplier."""

    __tablename__ = "purchases"
    __table_args__ = (
        UniqueConstraint("supplier_id", "number", "dated_on", "kind", name="uq_purchases_once"),
        Index("ix_purchases_day", "dated_on", "id"),
        Index("ix_purchases_due", "next_due_on"),
    )
    # What the supplier wrote never changes, and is large.
    __audit_skip__ = frozenset({"facts"})

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("suppliers.id"), index=True)
    supplier: Mapped[Supplier] = relationship()
    file_id: Mapped[int] = mapped_column(ForeignKey("purchase_files.id"), index=True)
    file: Mapped[PurchaseFile] = relationship()
    #: Place in the file, from 0: a file may hold several documents.
    position: Mapped[int] = mapped_column(default=0)
    #: TD01, TD04 … as written.
    kind: Mapped[str] = mapped_column(String(4))
    #: Numbers of suppliers are texts of their own.
    number: Mapped[str] = mapped_column(String(40))
    dated_on: Mapped[date]
    #: Euro, two decimals; negative in a credit note.
    taxable_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    tax_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    total_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    #: What the firm owes, negative in a credit note.
    payable_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    paid_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    #: First day on which something still open is due; NULL: nothing open.
    next_due_on: Mapped[date | None] = mapped_column(default=None)
    #: The buyer owes the VAT: to be integrated.
    is_reverse_charge: Mapped[bool] = mapped_column(default=False)
    #: Italian day on which the office noted the integration; NULL: not yet, or not needed.
    integrated_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    #: Everything the document says (`rules_facts.PurchaseFacts`), figures as texts.
    facts: Mapped[dict[str, Any]] = deferred(mapped_column(Json))
    dues: Mapped[list[PurchaseDue]] = relationship(
        cascade="all, delete-orphan", order_by="(PurchaseDue.due_on, PurchaseDue.id)"
    )
    payments: Mapped[list[PurchasePayment]] = relationship(
        back_populates="purchase",
        cascade="all, delete-orphan",
        order_by="(PurchasePayment.paid_on, PurchasePayment.id)",
    )

    @property
    def open_eur(self) -> Decimal:
        """Return what is still to be paid, euro; negative for a credit note."""
        return self.payable_eur - self.paid_eur

    @property
    def is_paid(self) -> bool:
        """Return whether nothing is open."""
        return not self.open_eur

    def __repr__(self) -> str:
        return self.number


class PurchaseDue(Table):
    """One payment that the supplier asks for."""

    __tablename__ = "purchase_dues"

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(
        ForeignKey("purchases.id", ondelete="CASCADE"), index=True
    )
    due_on: Mapped[date]
    #: Same sign as the document.
    amount_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    #: Code of FatturaPA, "MP05"; empty: not stated.
    method: Mapped[str] = mapped_column(String(4), default="")
    iban: Mapped[str] = mapped_column(String(34), default="")


class PurchasePayment(Audited, Stamped, Table):
    """Money that went out on a supplier's invoice (negative: came back)."""

    __tablename__ = "purchase_payments"
    __table_args__ = (CheckConstraint("amount_eur <> 0", name="ck_purchase_payments_amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(
        ForeignKey("purchases.id", ondelete="CASCADE"), index=True
    )
    purchase: Mapped[Purchase] = relationship(back_populates="payments")
    #: Italian day.
    paid_on: Mapped[date]
    amount_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    method: Mapped[PaymentMethod] = mapped_column(EnumValue(PaymentMethod))
    note: Mapped[str] = mapped_column(String(200), default="")

    def __repr__(self) -> str:
        return f"{self.amount_eur}"
