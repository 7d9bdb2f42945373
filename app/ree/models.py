"""Tables of the energy-efficiency reports.

`Ree` is the head that lists read; each `ReeRevision` is one frozen revision of the document. A
correction adds a revision, nothing is overwritten.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.agenda.models import Appointment
from app.clients.models import Client
from app.devices.models import Device
from app.interventions.models import Intervention
from app.interventions.rules import SignerRole, UnsignedReason
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


class ReeRevision(Audited, Table):
    """One frozen revision of the signed report."""

    __tablename__ = "ree_revisions"
    __table_args__ = (UniqueConstraint("ree_id", "revision", name="uq_ree_revisions_revision"),)
    # Frozen with the row, and large: the row itself is the history.
    __audit_skip__ = frozenset({"content", "facts"})

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made by the device that wrote it: sending twice stores once.
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    ree_id: Mapped[int] = mapped_column(ForeignKey("ree.id"))
    ree: Mapped[Ree] = relationship(back_populates="revisions")
    revision: Mapped[int]
    #: Everything the report states, as sent and checked (schema in `rules_content.py`).
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    #: What the print needs beside it, as it was on arrival (see `facts.py`).
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    #: SHA-256 of the canonical content: what the signatures are bound to.
    content_sha256: Mapped[str] = mapped_column(String(64))
    #: SHA-256 of the request: tells a repeated sending from another content.
    body_sha256: Mapped[str] = mapped_column(String(64))
    #: When it was written on the phone and when it arrived, UTC.
    compiled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(120))
    #: Why this revision exists; empty for the first.
    correction_reason: Mapped[str] = mapped_column(String(300), default="")
    #: Why the responsible person did not sign.
    unsigned_reason: Mapped[UnsignedReason | None] = mapped_column(
        EnumValue(UnsignedReason), default=None
    )
    #: Sealed PDF in the file store; None until the job made it.
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    #: Why the last attempt to make the document failed; empty when none did.
    document_error: Mapped[str] = mapped_column(String(500), default="")
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


class ReeSignature(Audited, Table):
    """A signature drawn on a screen, bound to the content it was drawn under."""

    __tablename__ = "ree_signatures"
    __table_args__ = (UniqueConstraint("revision_id", "role", name="uq_ree_signatures_role"),)
    __audit_skip__ = frozenset({"strokes"})

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("ree_revisions.id", ondelete="CASCADE"))
    role: Mapped[SignerRole] = mapped_column(EnumValue(SignerRole))
    signer_name: Mapped[str] = mapped_column(String(120))
    #: "proprietario", "figlia".
    signer_capacity: Mapped[str] = mapped_column(String(60), default="")
    #: Points with time and pressure, as drawn.
    strokes: Mapped[list[Any]] = mapped_column(Json)
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: SHA-256 of the canonical content that was on the screen.
    content_sha256: Mapped[str] = mapped_column(String(64))
    #: Browser and network address of the device.
    device_text: Mapped[str] = mapped_column(String(300), default="")


#: What may still be noted on a report that has arrived: its document. The rest is signed.
_AFTER_ARRIVAL = frozenset({"pdf_sha256", "document_error"})


def _stay_frozen(_mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    """Stop a change of what was signed: a correction is a new revision."""
    columns = inspect(row).mapper.column_attrs.keys()
    history = inspect(row).attrs
    changed = {name for name in columns if history[name].history.has_changes()}
    if not changed <= _AFTER_ARRIVAL:
        raise AssertionError(f"{row!r} is frozen: {sorted(changed - _AFTER_ARRIVAL)}")


for frozen in (ReeRevision, ReeMeasurement, ReeSignature):
    event.listen(frozen, "before_update", _stay_frozen)
