"""Tables of what the company does to be paid: reminders, bank orders, cash handed over."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clients.models import Client
from app.interventions.models import Intervention
from app.invoices.models import Invoice
from app.invoices.rules_collecting import Order, Scheme
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped
from app.orm.types import EnumValue, UtcDateTime


class PaymentReminder(Audited, Stamped, Table):
    """A reminder of an unpaid invoice that went out."""

    __tablename__ = "payment_reminders"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 3", name="ck_payment_reminders_level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    invoice: Mapped[Invoice] = relationship()
    level: Mapped[int]
    #: Italian day.
    sent_on: Mapped[date]
    #: False: printed as a letter.
    is_mail: Mapped[bool] = mapped_column(default=True)
    #: The automatic message about what is overdue, not a reminder of the office.
    is_automatic: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: What was open that day, euro.
    open_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))

    def __repr__(self) -> str:
        return f"{self.invoice_id}: {self.level}"


class ClientBank(Audited, Stamped, Table):
    """The account that a client pays from, with the mandate for direct debits."""

    __tablename__ = "client_banks"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), unique=True)
    client: Mapped[Client] = relationship()
    iban: Mapped[str] = mapped_column(String(34))
    bank_name: Mapped[str] = mapped_column(String(50), default="")
    scheme: Mapped[Scheme] = mapped_column(EnumValue(Scheme), default=Scheme.CORE)
    #: Reference and day of the signed mandate; without them nothing is debited.
    mandate: Mapped[str] = mapped_column(String(35), default="")
    signed_on: Mapped[date | None] = mapped_column(default=None)

    def __repr__(self) -> str:
        return self.iban


class CollectionFile(Audited, Stamped, Table):
    """A file of orders handed to the bank."""

    __tablename__ = "collection_files"
    __audit_skip__ = frozenset({"content"})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Order] = mapped_column(EnumValue(Order))
    #: Name of the file, its own for ever.
    name: Mapped[str] = mapped_column(String(40), unique=True)
    content: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int]
    total_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    #: Instant at which it was noted as collected or withdrawn, UTC; None: at the bank.
    collected_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    orders: Mapped[list[CollectionOrder]] = relationship(
        back_populates="file", order_by="CollectionOrder.id"
    )

    def __repr__(self) -> str:
        return self.name


class CollectionOrder(Table):
    """One instalment of an invoice in a file."""

    __tablename__ = "collection_orders"
    __table_args__ = (Index("ix_collection_orders_invoice", "invoice_id", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("collection_files.id"), index=True)
    file: Mapped[CollectionFile] = relationship(back_populates="orders")
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    invoice: Mapped[Invoice] = relationship()
    due_on: Mapped[date]
    amount_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))


class CashHandover(Audited, Stamped, Table):
    """Money a technician took on site and gave to the office."""

    __tablename__ = "cash_handovers"
    __table_args__ = (UniqueConstraint("intervention_id", name="uq_cash_handovers_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intervention_id: Mapped[int] = mapped_column(ForeignKey("interventions.id"))
    intervention: Mapped[Intervention] = relationship()
    #: Italian day.
    handed_on: Mapped[date]
    amount_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))

    def __repr__(self) -> str:
        return f"{self.intervention_id}: {self.amount_eur}"
