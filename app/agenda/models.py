"""Tables of the agenda."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Text
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agenda.rules import AppointmentState
from app.agenda.rules_series import Every
from app.calls.models import Call
from app.clients.models import Client
from app.devices.models import Device
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, UtcDateTime
from app.technicians.models import Technician
from app.worktypes.models import InterventionType

appointment_devices = CoreTable(
    "appointment_devices",
    Table.metadata,
    Column("appointment_id", ForeignKey("appointments.id", ondelete="CASCADE"), primary_key=True),
    Column("device_id", ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class AppointmentTechnician(Table):
    """A technician of an appointment; position 0 answers for it."""

    __tablename__ = "appointment_technicians"
    __table_args__ = (
        Index("ix_appointment_technicians_technician", "technician_id", "appointment_id"),
    )

    appointment_id: Mapped[int] = mapped_column(
        ForeignKey("appointments.id", ondelete="CASCADE"), primary_key=True
    )
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    technician: Mapped[Technician] = relationship(lazy="joined")


class AppointmentSeries(Audited, Stamped, Table):
    """Appointments made together because they repeat; each of them is a real one."""

    __tablename__ = "appointment_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    every: Mapped[Every] = mapped_column(EnumValue(Every))

    def __repr__(self) -> str:
        return f"#{self.id}"


class Appointment(Audited, Stamped, Versioned, Table):
    """A visit at a client, or an entry tied to none (course, meeting, van service)."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ck_appointments_order"),
        CheckConstraint("client_id IS NOT NULL OR title <> ''", name="ck_appointments_subject"),
        Index("ix_appointments_span", "starts_at", "ends_at"),
        Index("ix_appointments_client", "client_id", "starts_at"),
        Index("ix_appointments_call", "call_id"),
        Index("ix_appointments_state", "state", "starts_at"),
        Index("ix_appointments_series", "series_id", "series_position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: None for an entry that is not tied to a client.
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), default=None)
    client: Mapped[Client | None] = relationship()
    #: Title of an entry without client; may stay empty otherwise.
    title: Mapped[str] = mapped_column(String(160), default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[AppointmentState] = mapped_column(
        EnumValue(AppointmentState), default=AppointmentState.PLANNED
    )
    intervention_type_id: Mapped[int | None] = mapped_column(
        ForeignKey("intervention_types.id"), default=None
    )
    intervention_type: Mapped[InterventionType | None] = relationship()
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"), default=None)
    call: Mapped[Call | None] = relationship()
    #: Appointments it was made with because it repeats; None: it does not.
    series_id: Mapped[int | None] = mapped_column(ForeignKey("appointment_series.id"), default=None)
    #: Which one of them, from 0: it stays when the appointment is moved.
    series_position: Mapped[int] = mapped_column(default=0, server_default="0")
    #: What to do, for the technician.
    instructions: Mapped[str] = mapped_column(Text, default="")
    #: For the office only.
    internal_notes: Mapped[str] = mapped_column(Text, default="")
    #: Stamped by the technician's buttons, UTC.
    travelling_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    cancel_reason: Mapped[str] = mapped_column(String(200), default="")
    team: Mapped[list[AppointmentTechnician]] = relationship(
        cascade="all, delete-orphan", order_by="AppointmentTechnician.position"
    )
    devices: Mapped[list[Device]] = relationship(secondary=appointment_devices)

    def __repr__(self) -> str:
        return f"#{self.id}"


class CalendarFeed(Table):
    """The secret address at which a technician's calendar is read; see `app.agenda.feeds`."""

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.id", ondelete="CASCADE"), unique=True
    )
    #: SHA-256 of the secret, hexadecimal.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
