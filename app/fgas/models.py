"""Tables of the F-gas register."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.devices.models import Device
from app.fgas.rules import EntryKind, LeakResult
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue
from app.technicians.models import Technician


class FgasEntry(Audited, Stamped, Versioned, Table):
    """Work on a refrigerant circuit, to be notified within thirty days."""

    __tablename__ = "fgas_entries"
    __table_args__ = (
        CheckConstraint("added_kg >= 0 AND recovered_kg >= 0", name="ck_fgas_entries_amounts"),
        Index("ix_fgas_entries_device", "device_id", "performed_on"),
        Index("ix_fgas_entries_open", "notified_on", "notify_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    device: Mapped[Device] = relationship()
    kind: Mapped[EntryKind] = mapped_column(EnumValue(EntryKind))
    #: Italian calendar day.
    performed_on: Mapped[date]
    #: Name of the gas and its warming potential as they were that day.
    gas: Mapped[str] = mapped_column(String(20))
    gwp: Mapped[Decimal] = mapped_column(Numeric(8, 1))
    #: Kilograms in the circuit after the work; None: not known.
    charge_kg: Mapped[Decimal | None] = mapped_column(Numeric(8, 3), default=None)
    added_kg: Mapped[Decimal | None] = mapped_column(Numeric(8, 3), default=None)
    recovered_kg: Mapped[Decimal | None] = mapped_column(Numeric(8, 3), default=None)
    result: Mapped[LeakResult | None] = mapped_column(EnumValue(LeakResult), default=None)
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"))
    technician: Mapped[Technician] = relationship()
    #: Number of the person's and of the firm's certificate, as they were that day.
    technician_certificate: Mapped[str] = mapped_column(String(60), default="")
    company_certificate: Mapped[str] = mapped_column(String(60), default="")
    #: Where recycled or reclaimed gas comes from: plant and certificate.
    gas_origin: Mapped[str] = mapped_column(String(200), default="")
    #: Number and date of the purchase invoice or receipt, asked for by the Banca Dati.
    purchase: Mapped[str] = mapped_column(String(80), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    #: Visit in which it was noted (no foreign key: that domain is higher).
    appointment_id: Mapped[int | None] = mapped_column(default=None)
    #: Last day to notify it.
    notify_by: Mapped[date]
    #: Day it was notified; None: still to do.
    notified_on: Mapped[date | None] = mapped_column(default=None)
    #: Code that the Banca Dati answered.
    notice_code: Mapped[str] = mapped_column(String(60), default="")

    def __repr__(self) -> str:
        return f"{self.gas} {self.performed_on}"

    @property
    def tonnes_co2e(self) -> Decimal | None:
        """Charge after the work as t of CO2 equivalent."""
        return None if self.charge_kg is None else self.charge_kg * self.gwp / 1000
