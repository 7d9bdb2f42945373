"""Tables of the regional registers: files with what they held, codes, fee stickers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    Uuid,
    event,
    inspect,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.clients.models import Client
from app.interventions.models import Intervention
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.frozen import changed_columns
from app.orm.mixins import Stamped
from app.orm.types import EnumValue, UtcDateTime
from app.ree.models import Ree, ReeRevision
from app.registers.rules import FileKind, FileState, Register, StickerState, Topic
from app.technicians.models import Technician


class RegisterFile(Audited, Table):
    """A file for a register: what it holds never changes once it is written."""

    __tablename__ = "register_files"
    __table_args__ = (Index("ix_register_files_made", "made_at"),)
    __audit_skip__ = frozenset({"progress_id"})

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[Register] = mapped_column(EnumValue(Register))
    kind: Mapped[FileKind] = mapped_column(EnumValue(FileKind))
    #: Italian days of the documents, both included.
    since: Mapped[date]
    until: Mapped[date]
    #: Documents handed over before are in it again.
    is_repeat: Mapped[bool] = mapped_column(default=False)
    state: Mapped[FileState] = mapped_column(EnumValue(FileState), default=FileState.PREPARING)
    #: Name it is downloaded under.
    name: Mapped[str] = mapped_column(String(80), default="")
    #: In the file store; None until written.
    sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    #: Documents in it, and documents of the period that were not complete.
    held: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(120))
    progress_id: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    #: Italian day it was handed over, and who noted it; None: not yet.
    sent_on: Mapped[date | None] = mapped_column(default=None)
    sent_by: Mapped[str] = mapped_column(String(120), default="")
    documents: Mapped[list[RegisterDocument]] = relationship(
        back_populates="file", order_by="RegisterDocument.id"
    )

    def __repr__(self) -> str:
        return self.name or f"#{self.id}"


class RegisterDocument(Table):
    """A document that a file holds, as it was."""

    __tablename__ = "register_documents"
    __table_args__ = (
        Index("ix_register_documents_revision", "revision_id"),
        Index("ix_register_documents_intervention", "intervention_id"),
        Index("ix_register_documents_booklet", "booklet_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("register_files.id"), index=True)
    file: Mapped[RegisterFile] = relationship(back_populates="documents")
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    client: Mapped[Client] = relationship()
    #: One of the three: the revision of a report, or a maintenance.
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("ree_revisions.id"), default=None)
    revision: Mapped[ReeRevision | None] = relationship()
    intervention_id: Mapped[int | None] = mapped_column(
        ForeignKey("interventions.id"), default=None
    )
    intervention: Mapped[Intervention | None] = relationship()
    #: Or a booklet, as it was that day.
    booklet_id: Mapped[int | None] = mapped_column(
        ForeignKey("booklets.id", name="fk_register_documents_booklet"), default=None
    )
    #: Its name in the archive, and what it is called in the lists: "REE 2026/00012".
    name: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(80))
    #: SHA-256 of its content.
    sha256: Mapped[str] = mapped_column(String(64))


class RegisterCode(Audited, Stamped, Table):
    """What a register calls something of ours; kept by the company."""

    __tablename__ = "register_codes"
    __table_args__ = (UniqueConstraint("register", "topic", "ours", name="uq_register_codes_ours"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[Register] = mapped_column(EnumValue(Register), default=Register.CIT)
    topic: Mapped[Topic] = mapped_column(EnumValue(Topic), default=Topic.WORK)
    #: As it is written on our cards: "Immergas", "Manutenzione ordinaria".
    ours: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(40))
    #: Where the code is known from; "": the company wrote it.
    source: Mapped[str] = mapped_column(String(160), default="", server_default="")

    def __repr__(self) -> str:
        return f"{self.ours}: {self.code}"


class FeeSticker(Audited, Stamped, Table):
    """A numbered sticker ("bollino") that the authority sells; one report carries it."""

    __tablename__ = "fee_stickers"
    __table_args__ = (
        UniqueConstraint("series", "number", name="uq_fee_stickers_number"),
        # One sticker, one report: two offices cannot use the same one.
        UniqueConstraint("ree_id", name="uq_fee_stickers_ree"),
        Index("ix_fee_stickers_state", "state", "series", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(10), default="")
    number: Mapped[str] = mapped_column(String(20))
    #: What was paid for it, euro.
    value_eur: Mapped[Decimal] = mapped_column(Numeric(8, 2), default=Decimal(0))
    state: Mapped[StickerState] = mapped_column(EnumValue(StickerState), default=StickerState.FREE)
    ree_id: Mapped[int | None] = mapped_column(ForeignKey("ree.id"), default=None)
    ree: Mapped[Ree | None] = relationship()
    #: In whose pack it is; None: in the office.
    technician_id: Mapped[int | None] = mapped_column(ForeignKey("technicians.id"), default=None)
    technician: Mapped[Technician | None] = relationship()
    #: Italian day it was put on the report, or taken out of the stock.
    used_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(200), default="")

    @property
    def label(self) -> str:
        """Return series and number as printed."""
        return f"{self.series}{self.number}"

    def __repr__(self) -> str:
        return self.label


def _stay(_mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    raise AssertionError(f"{row!r} was handed over: it stays as it is")


def _stay_written(_mapper: Mapper[Any], _connection: Connection, row: RegisterFile) -> None:
    """Let a written file only be marked as sent, once."""
    history: Any = inspect(row).attrs
    before = history.state.history.deleted or [row.state]
    if before[0] is FileState.PREPARING:
        return
    changed = changed_columns(row)
    was_sent = any(history.sent_on.history.deleted or ())
    if not changed <= {"sent_on", "sent_by"} or was_sent:
        raise AssertionError(f"{row!r} is written: {sorted(changed)}")


event.listen(RegisterFile, "before_update", _stay_written)
event.listen(RegisterFile, "before_delete", _stay)
event.listen(RegisterDocument, "before_update", _stay)
event.listen(RegisterDocument, "before_delete", _stay)
