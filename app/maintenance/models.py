"""Tables of what was done about the dates that fall due."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from app.clients.models import Client
from app.devices.models import Device
from app.maintenance.rules import FollowState
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.types import EnumValue, UtcDateTime


class FollowUp(Table):
    """How far the office has come with the dates of a device."""

    __tablename__ = "maintenance_follow_ups"
    __table_args__ = (Index("ix_maintenance_follow_ups_state", "state", "device_id"),)

    device_id: Mapped[int] = mapped_column(
        ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True
    )
    device: Mapped[Device] = relationship(
        backref=backref("follow_up", uselist=False, passive_deletes=True)
    )
    #: The device's first due date when this was noted: once it moves, all starts anew.
    due_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[FollowState] = mapped_column(EnumValue(FollowState))
    #: Italian day to call again; only with `CALL_BACK`.
    call_back_on: Mapped[date | None] = mapped_column(default=None)
    #: Instant of the note, UTC.
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def __repr__(self) -> str:
        return self.state.value


class Contact(Audited, Table):
    """One attempt to reach a customer about what is due."""

    __tablename__ = "maintenance_contacts"
    __table_args__ = (Index("ix_maintenance_contacts_client", "client_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    client: Mapped[Client] = relationship()
    #: Instant of the attempt, UTC.
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[FollowState] = mapped_column(EnumValue(FollowState))
    call_back_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    #: Devices it was about, as they were called then.
    subject: Mapped[str] = mapped_column(String(300), default="")
    #: Who noted it, as shown then.
    author: Mapped[str] = mapped_column(String(120), default="")

    def __repr__(self) -> str:
        return f"#{self.id}"
