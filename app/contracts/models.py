"""Tables of the contracts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.clients.models import Client
from app.contracts.rules import ContractKind, ContractState, Ending, Renewal, notice_day
from app.devices.models import Device
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.frozen import freeze
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, Json, UtcDateTime
from app.pricelist.models import VatProfile

contract_devices = CoreTable(
    "contract_devices",
    Table.metadata,
    Column("contract_id", ForeignKey("contracts.id", ondelete="CASCADE"), primary_key=True),
    Column("device_id", ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Contract(Audited, Stamped, Versioned, Table):
    """One contract, with the conditions of its present term."""

    __tablename__ = "contracts"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_contracts_number"),
        CheckConstraint("fee_eur >= 0", name="ck_contracts_fee"),
        CheckConstraint("parts_discount_pct BETWEEN 0 AND 100", name="ck_contracts_discount"),
        Index("ix_contracts_client", "client_id"),
        Index("ix_contracts_ends", "state", "ends_on"),
        Index("ix_contracts_notice", "state", "notice_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Gap-free within the year.
    number: Mapped[int]
    year: Mapped[int]
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    client: Mapped[Client] = relationship()
    kind: Mapped[ContractKind] = mapped_column(
        EnumValue(ContractKind), default=ContractKind.PLANNED
    )
    state: Mapped[ContractState] = mapped_column(
        EnumValue(ContractState), default=ContractState.DRAFT
    )
    #: First and last day of the present term, Italian calendar.
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: Length of a term.
    months: Mapped[int] = mapped_column(default=12)
    #: For the whole term, euro without VAT.
    fee_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    vat_profile_id: Mapped[int] = mapped_column(ForeignKey("vat_profiles.id"))
    vat_profile: Mapped[VatProfile] = relationship(lazy="joined")
    instalment_count: Mapped[int] = mapped_column(default=1)
    #: Calendar months (1 to 12) of the visits included.
    visit_months: Mapped[list[int]] = mapped_column(Json, default=list)
    # --- what is included ---
    covers_labour: Mapped[bool] = mapped_column(default=False)
    covers_call_out: Mapped[bool] = mapped_column(default=False)
    covers_parts: Mapped[bool] = mapped_column(default=False)
    #: On parts that are not included, percent.
    parts_discount_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    #: Calls of this customer come first.
    has_priority: Mapped[bool] = mapped_column(default=False)
    # --- what happens at the end ---
    renewal: Mapped[Renewal] = mapped_column(EnumValue(Renewal), default=Renewal.PROPOSED)
    notice_days: Mapped[int] = mapped_column(default=60)
    #: Last day to say no to a renewal (`rules.notice_day`), kept with each change.
    notice_by: Mapped[date]
    #: By how much the fee changes at each renewal, percent.
    adjustment_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    terms: Mapped[str] = mapped_column(Text, default="")
    terminated_on: Mapped[date | None] = mapped_column(default=None)
    termination_reason: Mapped[str] = mapped_column(String(300), default="")
    #: Devices covered; none named: everything at the plant.
    devices: Mapped[list[Device]] = relationship(secondary=contract_devices)
    periods: Mapped[list[ContractTerm]] = relationship(
        back_populates="contract", order_by="ContractTerm.starts_on"
    )
    visits: Mapped[list[ContractVisit]] = relationship(
        back_populates="contract", order_by="ContractVisit.planned_on"
    )
    instalments: Mapped[list[ContractInstalment]] = relationship(
        back_populates="contract", order_by="ContractInstalment.due_on"
    )

    @property
    def label(self) -> str:
        """Return the number as printed: "12/2026"."""
        return f"{self.number}/{self.year}"

    @property
    def ending(self) -> Ending:
        """Return how its term ends."""
        return Ending(self.ends_on, self.notice_by)

    def __repr__(self) -> str:
        return self.label


class ContractTerm(Audited, Table):
    """One term in force, as it was agreed: frozen."""

    __tablename__ = "contract_terms"
    __audit_skip__ = frozenset({"facts", "strokes"})

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"), index=True)
    contract: Mapped[Contract] = relationship(back_populates="periods")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    fee_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    is_renewal: Mapped[bool] = mapped_column(default=False)
    #: Everything the document states (`facts.py`), amounts as text with a point.
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    content_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_name: Mapped[str] = mapped_column(String(120))
    #: Who signed on the screen; empty when it was signed on paper or renewed.
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    #: Points with time and pressure, as drawn; None without a drawn signature.
    strokes: Mapped[list[Any] | None] = mapped_column(Json, default=None)

    def __repr__(self) -> str:
        return f"{self.contract_id}: {self.starts_on}"


class ContractVisit(Audited, Table):
    """A visit that a term includes."""

    __tablename__ = "contract_visits"
    __table_args__ = (Index("ix_contract_visits_planned", "planned_on", "done_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"), index=True)
    contract: Mapped[Contract] = relationship(back_populates="visits")
    #: Day from which it is due.
    planned_on: Mapped[date]
    #: Day it was carried out; None: still to do.
    done_on: Mapped[date | None] = mapped_column(default=None)
    #: Call made for it (no foreign key: that domain is higher).
    call_id: Mapped[int | None] = mapped_column(default=None)
    #: Report that carried it out (no foreign key: that domain is higher).
    intervention_id: Mapped[int | None] = mapped_column(default=None)


class ContractInstalment(Audited, Table):
    """An instalment of a term's fee: what is to be invoiced, and when."""

    __tablename__ = "contract_instalments"
    __table_args__ = (
        CheckConstraint("amount_eur >= 0", name="ck_contract_instalments_amount"),
        Index("ix_contract_instalments_due", "due_on", "invoice_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"), index=True)
    contract: Mapped[Contract] = relationship(back_populates="instalments")
    due_on: Mapped[date]
    #: Euro without VAT.
    amount_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    #: Invoice that asks for it (no foreign key: that domain is higher); None: to be invoiced.
    invoice_id: Mapped[int | None] = mapped_column(default=None)


def _keep_notice(_mapper: Mapper[Any], _connection: Connection, row: Contract) -> None:
    """Keep the day of the notice in step with what it follows from."""
    # Defaults of columns are filled in after this.
    days = cast("int | None", row.notice_days)
    renewal = cast("Renewal | None", row.renewal)
    row.notice_by = notice_day(
        row.ends_on, 60 if days is None else days, renewal or Renewal.PROPOSED
    )


event.listen(Contract, "before_insert", _keep_notice)
event.listen(Contract, "before_update", _keep_notice)

# What was agreed stays: the next term is a new row.
freeze(ContractTerm)
