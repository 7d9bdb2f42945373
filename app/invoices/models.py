"""Tables of the invoices: a document with its lines, the files made of it, what was paid."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.clients.models import Client
from app.interventions.models import Intervention
from app.invoices.rules import (
    OPEN_STATES,
    DocumentKind,
    InvoiceState,
    PaymentMethod,
    Treatment,
)
from app.invoices.rules_payments import PaymentTerms
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.frozen import changed_columns
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, Json, UtcDateTime
from app.quotes.models import Quote


class Invoice(Audited, Stamped, Versioned, Table):
    """An invoice or credit note, from draft to paid."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("year", "series", "number", name="uq_invoices_number"),
        CheckConstraint("(year IS NULL) = (number IS NULL)", name="ck_invoices_number_year"),
        Index("ix_invoices_client", "client_id", "dated_on"),
        Index("ix_invoices_state", "state", "dated_on"),
        Index("ix_invoices_day", "dated_on", "id"),
    )
    # Frozen with the document, and large.
    __audit_skip__ = frozenset({"facts"})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(
        EnumValue(DocumentKind), default=DocumentKind.INVOICE
    )
    state: Mapped[InvoiceState] = mapped_column(EnumValue(InvoiceState), default=InvoiceState.DRAFT)
    #: Added to the number, "NC" for credit notes; empty: the usual series.
    series: Mapped[str] = mapped_column(String(8), default="")
    #: Year and number of the series, given at issue; NULL for a draft.
    year: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    #: Date of the document, Italian calendar.
    dated_on: Mapped[date]
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    client: Mapped[Client] = relationship()
    treatment: Mapped[Treatment] = mapped_column(EnumValue(Treatment), default=Treatment.ORDINARY)
    #: Percent that a condominium keeps back; NULL: nothing.
    withholding_pct: Mapped[Decimal | None] = mapped_column(Numeric(5, 2), default=None)
    recharges_stamp: Mapped[bool] = mapped_column(default=False)
    method: Mapped[PaymentMethod] = mapped_column(
        EnumValue(PaymentMethod), default=PaymentMethod.TRANSFER
    )
    terms: Mapped[PaymentTerms] = mapped_column(
        EnumValue(PaymentTerms), default=PaymentTerms.DAYS_30
    )
    #: Causale: what it is about.
    reason: Mapped[str] = mapped_column(Text, default="")
    #: Order or contract that a public body wants named, with its codes.
    order_document: Mapped[str] = mapped_column(String(20), default="")
    order_on: Mapped[date | None] = mapped_column(default=None)
    cig: Mapped[str] = mapped_column(String(15), default="")
    cup: Mapped[str] = mapped_column(String(15), default="")
    #: Delivery notes, one per line: "12 del 03/09/2026".
    delivery_notes: Mapped[str] = mapped_column(Text, default="")
    #: Invoice that this credit note undoes.
    credited_id: Mapped[int | None] = mapped_column(
        ForeignKey("invoices.id"), index=True, default=None
    )
    credited: Mapped[Invoice | None] = relationship(remote_side="Invoice.id")
    #: Quote that it invoices, or asks the deposit of (kind `ADVANCE`).
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quotes.id"), index=True, default=None)
    quote: Mapped[Quote | None] = relationship()
    #: Euro, two decimals; negative in a credit note.
    taxable_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    tax_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    total_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    withheld_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    #: What the buyer pays, negative in a credit note.
    payable_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    #: What came in, or was set off against a credit note.
    paid_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    #: First day on which something still open is due; NULL: nothing open.
    next_due_on: Mapped[date | None] = mapped_column(default=None)
    #: Everything the document states, buyer included, as it was at issue; {} for a draft.
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    lines: Mapped[list[InvoiceLine]] = relationship(
        back_populates="invoice",
        cascade="all, delete-orphan",
        order_by="InvoiceLine.position",
    )
    dues: Mapped[list[InvoiceDue]] = relationship(
        cascade="all, delete-orphan", order_by="InvoiceDue.due_on"
    )
    payments: Mapped[list[Payment]] = relationship(
        back_populates="invoice",
        cascade="all, delete-orphan",
        order_by="Payment.paid_on",
        foreign_keys="Payment.invoice_id",
    )
    files: Mapped[list[EInvoiceFile]] = relationship(
        back_populates="invoice", order_by="EInvoiceFile.id"
    )
    works: Mapped[list[InvoicedWork]] = relationship(
        back_populates="invoice", cascade="all, delete-orphan", order_by="InvoicedWork.id"
    )

    deductions: Mapped[list[InvoiceDeduction]] = relationship(
        back_populates="invoice",
        cascade="all, delete-orphan",
        order_by="InvoiceDeduction.id",
        foreign_keys="InvoiceDeduction.invoice_id",
    )

    @property
    def label(self) -> str:
        """Return the number as printed, "12/2026"; a dash for a draft."""
        if self.number is None:
            return "—"
        return f"{self.number}/{self.year}" + (f"/{self.series}" if self.series else "")

    @property
    def open_eur(self) -> Decimal:
        """Return what is still open, euro; negative for a credit note."""
        return self.payable_eur - self.paid_eur

    def __repr__(self) -> str:
        return self.label


class InvoiceLine(Table):
    """A line as typed; what counts after the split of significant goods is in the facts."""

    __tablename__ = "invoice_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="ck_invoice_lines_quantity"),
        CheckConstraint("discount_pct BETWEEN 0 AND 100", name="ck_invoice_lines_discount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(
        ForeignKey("invoices.id", ondelete="CASCADE"), index=True
    )
    invoice: Mapped[Invoice] = relationship(back_populates="lines")
    position: Mapped[int]
    description: Mapped[str] = mapped_column(String(1000))
    unit: Mapped[str] = mapped_column(String(10), default="")
    #: Up to 8 decimals.
    quantity: Mapped[Decimal] = mapped_column(Numeric(18, 8), default=Decimal(1))
    #: Euro without VAT, up to 8 decimals; negative for a deduction.
    unit_price: Mapped[Decimal] = mapped_column(Numeric(18, 8), default=Decimal(0))
    discount_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    rate_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    natura: Mapped[str | None] = mapped_column(String(4), default=None)
    is_significant_good: Mapped[bool] = mapped_column(default=False)
    #: Cost of the good, euro for the line; NULL: unknown, the price counts.
    goods_cost_eur: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), default=None)


class InvoiceDeduction(Table):
    """An advance invoice that a final one deducts."""

    __tablename__ = "invoice_deductions"
    __table_args__ = (
        UniqueConstraint("invoice_id", "advance_id", name="uq_invoice_deductions_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id", ondelete="CASCADE"))
    invoice: Mapped[Invoice] = relationship(
        back_populates="deductions", foreign_keys="InvoiceDeduction.invoice_id"
    )
    advance_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    advance: Mapped[Invoice] = relationship(foreign_keys="InvoiceDeduction.advance_id")


class InvoicedWork(Table):
    """An intervention that is on an invoice: on one only, unless a credit note undid that."""

    __tablename__ = "invoice_interventions"
    __table_args__ = (
        UniqueConstraint("intervention_id", "undone", name="uq_invoice_interventions_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(
        ForeignKey("invoices.id", ondelete="CASCADE"), index=True
    )
    invoice: Mapped[Invoice] = relationship(back_populates="works")
    intervention_id: Mapped[int] = mapped_column(ForeignKey("interventions.id"))
    intervention: Mapped[Intervention] = relationship()
    #: 0 while it counts; else the invoice's own key, when a credit note undid the whole of it.
    undone: Mapped[int] = mapped_column(default=0, server_default="0")


class EInvoiceFile(Table):
    """One XML of a document: made again after a rejection under a new name, kept for ever."""

    __tablename__ = "invoice_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    invoice: Mapped[Invoice] = relationship(back_populates="files")
    #: "IT01234567897_0000A.xml": used once for ever.
    name: Mapped[str] = mapped_column(String(60), unique=True)
    content: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Instant at which the channel took it, UTC; NULL: not yet.
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: Times that it was given to the channel: after a crash the same file may leave twice.
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Why it did not leave; empty: it did, or nothing was tried.
    error: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: The same XML signed outside (p7m), for public bodies; NULL: not signed.
    signed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    #: IdentificativoSdI of the first receipt; empty: none yet.
    sdi_id: Mapped[str] = mapped_column(String(40), default="")
    notices: Mapped[list[SdiNotice]] = relationship(back_populates="file", order_by="SdiNotice.id")

    def __repr__(self) -> str:
        return self.name


class SdiNotice(Table):
    """A receipt of the exchange system, kept as it came."""

    __tablename__ = "invoice_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("invoice_files.id"), index=True)
    file: Mapped[EInvoiceFile] = relationship(back_populates="notices")
    name: Mapped[str] = mapped_column(String(80))
    #: RC, NS, MC, NE, DT or AT.
    kind: Mapped[str] = mapped_column(String(2))
    content: Mapped[bytes]
    #: The same receipt is taken once.
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Instant in the receipt, UTC; NULL: none stated.
    stated_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: [{"code", "text", "hint"}] of a rejection.
    errors: Mapped[list[Any]] = mapped_column(Json, default=list)
    text: Mapped[str] = mapped_column(Text, default="")


class InvoiceDue(Table):
    """One payment expected."""

    __tablename__ = "invoice_dues"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(
        ForeignKey("invoices.id", ondelete="CASCADE"), index=True
    )
    due_on: Mapped[date] = mapped_column(index=True)
    amount_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))


class Payment(Audited, Stamped, Table):
    """Money that came in on an invoice (negative: given back)."""

    __tablename__ = "invoice_payments"
    __table_args__ = (CheckConstraint("amount_eur <> 0", name="ck_invoice_payments_amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(
        ForeignKey("invoices.id", ondelete="CASCADE"), index=True
    )
    invoice: Mapped[Invoice] = relationship(
        back_populates="payments", foreign_keys="Payment.invoice_id"
    )
    #: Italian day.
    paid_on: Mapped[date]
    amount_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    method: Mapped[PaymentMethod] = mapped_column(EnumValue(PaymentMethod))
    note: Mapped[str] = mapped_column(String(200), default="")
    #: Credit note that set it off, on both documents; NULL for money.
    credit_note_id: Mapped[int | None] = mapped_column(
        ForeignKey("invoices.id"), index=True, default=None
    )

    def __repr__(self) -> str:
        return f"{self.amount_eur}"


#: What may still change on a document whose number was given: where it stands, what was paid.
_AFTER_ISSUE = frozenset(
    {"state", "paid_eur", "next_due_on", "version", "changed_at", "changed_by_id"}
)


def _stay_issued(_mapper: Mapper[Any], _connection: Connection, row: Invoice) -> None:
    """Stop a change of what was issued: it is undone by a credit note."""
    seen: Any = inspect(row)
    before = seen.attrs.state.history.deleted or [row.state]
    if before[0] in OPEN_STATES:
        return
    changed = changed_columns(row) - _AFTER_ISSUE
    if changed:
        raise AssertionError(f"{row!r} was issued: {sorted(changed)}")


def _stay_with_document(_mapper: Mapper[Any], _connection: Connection, row: InvoiceLine) -> None:
    if row.invoice.state not in OPEN_STATES:
        raise AssertionError(f"{row.invoice!r} was issued: its lines stay")


event.listen(Invoice, "before_update", _stay_issued)
event.listen(InvoiceLine, "before_update", _stay_with_document)
