"""Tables of the energy-efficiency reports.

`Ree` is the head that lists read; each `ReeRevision` is one frozen revision of the document. A
correction adds a revision, nothing is overwritten.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agenda.models import Appointment
from app.clients.models import Client
from app.devices.models import Device
from app.interventions.models import Intervention
from app.interventions.signedmodels import DrawnSignature, SignedRevision, freeze_signed
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, Json, UtcDateTime
from app.ree.rules import ReeState
from app.technicians.models import Technician


class Ree(Audited, Stamped, Versioned, Table):
    """The report on one control of one generator, as its current revision states it."""

    __tablename__ = "ree"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_ree_number"),
        # Registers refuse a second report of the same generator and day.
        UniqueConstraint("device_id", "performed_on", name="uq_ree_device_day"),
        Index("ix_ree_client", "client_id", "performed_on"),
        Index("ix_ree_day", "performed_on", "id"),
        Index("ix_ree_state", "state", "performed_on"),
        Index("ix_ree_appointment", "appointment_id"),
        Index("ix_ree_intervention", "intervention_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Number in its year, given when the report arrives: "2026/00123".
    year: Mapped[int]
    number: Mapped[int]
    #: 1 to 4, Allegati II-V of DM 10/02/2014.
    ree_type: Mapped[int]
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    client: Mapped[Client] = relationship()
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    device: Mapped[Device] = relationship()
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"), default=None)
    appointment: Mapped[Appointment | None] = relationship()
    intervention_id: Mapped[int | None] = mapped_column(
        ForeignKey("interventions.id"), default=None
    )
    intervention: Mapped[Intervention | None] = relationship()
    technician_id: Mapped[int | None] = mapped_column(
        ForeignKey("technicians.id"), index=True, default=None
    )
    technician: Mapped[Technician | None] = relationship()
    state: Mapped[ReeState] = mapped_column(EnumValue(ReeState), default=ReeState.SIGNED)
    #: Italian calendar day of the control.
    performed_on: Mapped[date]
    may_run: Mapped[bool] = mapped_column(default=True)
    has_recommendations: Mapped[bool] = mapped_column(default=False)
    has_prescriptions: Mapped[bool] = mapped_column(default=False)
    #: Day by which a maintenance is recommended (DPR 74/2013 art. 7), not the next control.
    maintenance_by: Mapped[date | None] = mapped_column(default=None)
    #: The responsible person signed for acknowledgement.
    is_signed: Mapped[bool] = mapped_column(default=False)
    #: Revision that counts; 1 for the first.
    revision: Mapped[int] = mapped_column(default=1)
    #: Value of `rules_conflicts.Conflict` that the office has to look at; empty: none.
    conflict: Mapped[str] = mapped_column(String(20), default="", server_default="")
    #: Last step towards the regional register: Italian day, number or reason it gave.
    register_on: Mapped[date | None] = mapped_column(default=None)
    register_note: Mapped[str] = mapped_column(Text, default="")
    #: Last time a copy left by e-mail, UTC.
    emailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    revisions: Mapped[list[ReeRevision]] = relationship(
        back_populates="ree", order_by="ReeRevision.revision"
    )

    @property
    def label(self) -> str:
        """Return the number as printed, "2026/00123"."""
        return f"{self.year}/{self.number:05d}"

    def __repr__(self) -> str:
        return self.label


class ReeRevision(SignedRevision, Audited, Table):
    """One frozen revision of the signed report."""

    __tablename__ = "ree_revisions"
    __table_args__ = (UniqueConstraint("ree_id", "revision", name="uq_ree_revisions_revision"),)
    ree_id: Mapped[int] = mapped_column(ForeignKey("ree.id"))
    ree: Mapped[Ree] = relationship(back_populates="revisions")
    measurements: Mapped[list[ReeMeasurement]] = relationship(
        order_by="ReeMeasurement.position", cascade="all"
    )
    signatures: Mapped[list[ReeSignature]] = relationship(cascade="all")


class ReeMeasurement(Table):
    """One row of measurements: a module, a circuit."""

    __tablename__ = "ree_measurements"
    __table_args__ = (
        UniqueConstraint("revision_id", "position", name="uq_ree_measurements_position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("ree_revisions.id", ondelete="CASCADE"))
    position: Mapped[int]
    #: What was read, by item of the form; numbers as text with a point.
    measured: Mapped[dict[str, Any]] = mapped_column(Json)
    #: What was worked out, each with its value, formula and source.
    computed: Mapped[dict[str, Any]] = mapped_column(Json)


class ReeSignature(DrawnSignature, Audited, Table):
    """A signature drawn on a screen, bound to the content it was drawn under."""

    __tablename__ = "ree_signatures"
    __table_args__ = (UniqueConstraint("revision_id", "role", name="uq_ree_signatures_role"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("ree_revisions.id", ondelete="CASCADE"))


freeze_signed(ReeRevision, ReeMeasurement, ReeSignature)
