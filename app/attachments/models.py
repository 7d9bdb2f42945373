"""Table of the attachments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.attachments.rules import AttachmentKind, OwnerKind
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.types import EnumValue, UtcDateTime


class Attachment(Audited, Table):
    """A file of the store with its name and owner. The bytes never change."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_owner", "owner_kind", "owner_key"),)

    #: UUID made by whoever took the photo, so that sending twice stores once.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: Address in the file store.
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    #: SHA-256 of the bytes as received, before a picture was re-encoded: a repeat or a clash?
    received_sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(String(80))
    #: Bytes.
    size: Mapped[int]
    filename: Mapped[str] = mapped_column(String(160))
    kind: Mapped[AttachmentKind] = mapped_column(EnumValue(AttachmentKind))
    owner_kind: Mapped[OwnerKind] = mapped_column(EnumValue(OwnerKind))
    #: Primary key of the owner as text; for reports their UUID, known before the report arrives.
    owner_key: Mapped[str] = mapped_column(String(36))
    caption: Mapped[str] = mapped_column(String(160), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Account that sent it.
    created_by_id: Mapped[int | None] = mapped_column(default=None)

    def __repr__(self) -> str:
        return self.filename
