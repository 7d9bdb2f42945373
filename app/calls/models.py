"""Tables of the calls."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, Index, Numeric, String, Text
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.calls.rules import CallState, Channel, Coverage, Priority
from app.clients.models import Client
from app.devices.models import Device
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, UtcDateTime
from app.technicians.models import Technician
from app.worktypes.models import CallReason, InterventionType

call_devices = CoreTable(
    "call_devices",
    Table.metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("device_id", ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Call(Audited, Stamped, Versioned, Table):
    """One request of a customer."""

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_client", "client_id"),
        Index("ix_calls_open", "state", "received_at"),
        Index("ix_calls_back_by", "call_back_by"),
        Index("ix_calls_received", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    client: Mapped[Client] = relationship()
    state: Mapped[CallState] = mapped_column(EnumValue(CallState), default=CallState.TO_SCHEDULE)
    priority: Mapped[Priority] = mapped_column(EnumValue(Priority), default=Priority.NORMAL)
    channel: Mapped[Channel] = mapped_column(EnumValue(Channel), default=Channel.PHONE)
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("call_reasons.id"), default=None)
    reason: Mapped[CallReason | None] = relationship()
    intervention_type_id: Mapped[int | None] = mapped_column(
        ForeignKey("intervention_types.id"), default=None
    )
    intervention_type: Mapped[InterventionType | None] = relationship()
    description: Mapped[str] = mapped_column(Text, default="")
    #: Instant the request came in, UTC.
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Name of the account that took it.
    received_by: Mapped[str] = mapped_column(String(120), default="")
    caller_name: Mapped[str] = mapped_column(String(120), default="")
    caller_phone: Mapped[str] = mapped_column(String(40), default="")
    #: Latest instant by which the customer is to hear from us, UTC; None: nothing promised.
    call_back_by: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: When the customer is at home, free text.
    availability: Mapped[str] = mapped_column(String(200), default="")
    coverage: Mapped[Coverage] = mapped_column(EnumValue(Coverage), default=Coverage.CLIENT)
    #: Call-out fee told on the phone, euro; None: nothing said.
    quoted_fee_eur: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), default=None)
    suggested_technician_id: Mapped[int | None] = mapped_column(
        ForeignKey("technicians.id"), default=None
    )
    suggested_technician: Mapped[Technician | None] = relationship()
    devices: Mapped[list[Device]] = relationship(secondary=call_devices)
    #: Work of ours within 30 days on the same plant: "richiamo".
    is_repeat: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: Why it was cancelled; empty while open.
    cancel_reason: Mapped[str] = mapped_column(String(200), default="")
    nudges: Mapped[list[CallNudge]] = relationship(back_populates="call", cascade="all")

    def __repr__(self) -> str:
        return f"#{self.id}"


class CallNudge(Audited, Table):
    """The customer asked again."""

    __tablename__ = "call_nudges"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    call: Mapped[Call] = relationship(back_populates="nudges")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text, default="")
    taken_by: Mapped[str] = mapped_column(String(120), default="")
