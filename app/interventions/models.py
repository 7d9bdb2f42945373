"""Tables of the interventions.

`Intervention` is the head that lists and due dates read; each `InterventionReport` is one frozen
revision of the document. A correction adds a revision, nothing is overwritten.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agenda.models import Appointment
from app.clients.models import Client
from app.devices.models import Device
from app.interventions.rules import (
    FindingKind,
    LineSource,
    Outcome,
    PaymentMethod,
)
from app.interventions.signedmodels import DrawnSignature, SignedRevision, freeze_signed
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, UtcDateTime
from app.technicians.models import Technician
from app.worktypes.models import InterventionType

intervention_devices = CoreTable(
    "intervention_devices",
    Table.metadata,
    Column("intervention_id", ForeignKey("interventions.id", ondelete="CASCADE"), primary_key=True),
    Column("device_id", ForeignKey("devices.id"), primary_key=True, index=True),
)

intervention_technicians = CoreTable(
    "intervention_technicians",
    Table.metadata,
    Column("intervention_id", ForeignKey("interventions.id", ondelete="CASCADE"), primary_key=True),
    Column("technician_id", ForeignKey("technicians.id"), primary_key=True, index=True),
)


class Intervention(Audited, Stamped, Versioned, Table):
    """Work done at a plant, as its current report states it."""

    __tablename__ = "interventions"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_interventions_number"),
        Index("ix_interventions_client", "client_id", "performed_on"),
        Index("ix_interventions_day", "performed_on", "id"),
        # Counts by day and kind are answered from it alone.
        Index("ix_interventions_work", "performed_on", "intervention_type_id", "moves_due_date"),
        Index("ix_interventions_appointment", "appointment_id"),
        # Counted on each page of the list.
        Index("ix_interventions_signed", "is_signed"),
        Index("ix_interventions_conflict", "has_conflict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Number in its year, given when the report arrives: "2026/00123".
    year: Mapped[int]
    number: Mapped[int]
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    client: Mapped[Client] = relationship()
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"), default=None)
    appointment: Mapped[Appointment | None] = relationship()
    intervention_type_id: Mapped[int] = mapped_column(ForeignKey("intervention_types.id"))
    intervention_type: Mapped[InterventionType] = relationship()
    #: Italian calendar day of the work.
    performed_on: Mapped[date]
    outcome: Mapped[Outcome] = mapped_column(EnumValue(Outcome))
    #: This visit moves the next maintenance date of its devices.
    moves_due_date: Mapped[bool] = mapped_column(default=False)
    #: What the customer asked for.
    request_text: Mapped[str] = mapped_column(Text, default="")
    work_done: Mapped[str] = mapped_column(Text, default="")
    #: Work at the plant, UTC; None: not stated.
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: Minutes on the road; None: not stated.
    travel_minutes: Mapped[int | None] = mapped_column(default=None)
    #: Day the technician advises for the next visit, Italian calendar; moves no due date.
    next_visit_advised_on: Mapped[date | None] = mapped_column(default=None)
    #: Euro, two decimals, from the report's lines.
    net_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    vat_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    total_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    #: Taken on the spot, euro; None: nothing.
    paid_eur: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), default=None)
    payment_method: Mapped[PaymentMethod | None] = mapped_column(
        EnumValue(PaymentMethod), default=None
    )
    #: Number of the paper receipt handed over; empty: none.
    receipt_number: Mapped[str] = mapped_column(String(40), default="")
    #: Revision that counts; 1 for the first.
    revision: Mapped[int] = mapped_column(default=1)
    is_signed: Mapped[bool] = mapped_column(default=False)
    #: The office changed the appointment while the report was being written: to be looked at.
    has_conflict: Mapped[bool] = mapped_column(default=False)
    #: Value of `rules_conflicts.Conflict` (sentence in `messages.CONFLICTS`); empty: none.
    conflict_note: Mapped[str] = mapped_column(String(300), default="")
    #: Last time a copy left by e-mail, UTC.
    emailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    devices: Mapped[list[Device]] = relationship(secondary=intervention_devices)
    technicians: Mapped[list[Technician]] = relationship(secondary=intervention_technicians)
    reports: Mapped[list[InterventionReport]] = relationship(
        back_populates="intervention", order_by="InterventionReport.revision"
    )

    @property
    def label(self) -> str:
        """Return the number as printed, "2026/00123"."""
        return f"{self.year}/{self.number:05d}"

    def __repr__(self) -> str:
        return self.label


class InterventionReport(SignedRevision, Audited, Table):
    """One frozen revision of the signed document."""

    __tablename__ = "intervention_reports"
    __table_args__ = (
        UniqueConstraint("intervention_id", "revision", name="uq_intervention_reports_revision"),
    )
    intervention_id: Mapped[int] = mapped_column(ForeignKey("interventions.id"))
    intervention: Mapped[Intervention] = relationship(back_populates="reports")
    lines: Mapped[list[ReportLine]] = relationship(order_by="ReportLine.position", cascade="all")
    findings: Mapped[list[Finding]] = relationship(order_by="Finding.position", cascade="all")
    signatures: Mapped[list[Signature]] = relationship(cascade="all")


class ReportLine(Table):
    """A part or labour line of a report, with the price of that day."""

    __tablename__ = "report_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="ck_report_lines_quantity"),
        CheckConstraint("discount_pct BETWEEN 0 AND 100", name="ck_report_lines_discount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(
        ForeignKey("intervention_reports.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    #: Price-list item it came from; None for free text.
    item_id: Mapped[int | None] = mapped_column(ForeignKey("price_items.id"), default=None)
    description: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(10), default="pz")
    #: Up to 8 decimals.
    quantity: Mapped[Decimal] = mapped_column(Numeric(18, 8))
    #: Euro without VAT, up to 8 decimals.
    unit_price: Mapped[Decimal] = mapped_column(Numeric(18, 8), default=Decimal(0))
    discount_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    vat_rate_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    vat_nature: Mapped[str | None] = mapped_column(String(4), default=None)
    #: Euro, two decimals, half-up, without VAT.
    total_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    source: Mapped[LineSource] = mapped_column(EnumValue(LineSource), default=LineSource.VAN)


class Finding(Table):
    """Remark, recommendation or prescription of a report."""

    __tablename__ = "report_findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(
        ForeignKey("intervention_reports.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[FindingKind] = mapped_column(EnumValue(FindingKind))
    text: Mapped[str] = mapped_column(Text)


class Signature(DrawnSignature, Audited, Table):
    """A signature drawn on a screen, bound to the content it was drawn under."""

    __tablename__ = "report_signatures"
    __table_args__ = (UniqueConstraint("report_id", "role", name="uq_report_signatures_role"),)

    report_id: Mapped[int] = mapped_column(
        ForeignKey("intervention_reports.id", ondelete="CASCADE"), index=True
    )


freeze_signed(InterventionReport, ReportLine, Finding, Signature)
