"""Tables of the office's notes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clients.models import Client
from app.devices.models import Device
from app.notes.rules import NoteColour, NoteKind, Repeat
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, UtcDateTime


class OfficeNote(Audited, Stamped, Versioned, Table):
    """A reminder or a post-it."""

    __tablename__ = "office_notes"
    __table_args__ = (
        CheckConstraint("kind <> 'reminder' OR due_on IS NOT NULL", name="ck_office_notes_day"),
        Index("ix_office_notes_due", "done_at", "due_on"),
        Index("ix_office_notes_client", "client_id"),
    )
    __audit_skip__ = frozenset({"position"})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NoteKind] = mapped_column(EnumValue(NoteKind), default=NoteKind.REMINDER)
    text: Mapped[str] = mapped_column(Text)
    colour: Mapped[NoteColour] = mapped_column(EnumValue(NoteColour), default=NoteColour.YELLOW)
    #: Italian calendar day; a post-it has none.
    due_on: Mapped[date | None] = mapped_column(default=None)
    #: "09:30", Italian time; empty: any hour of the day.
    due_time: Mapped[str] = mapped_column(String(5), default="")
    repeat: Mapped[Repeat] = mapped_column(EnumValue(Repeat), default=Repeat.NEVER)
    #: First day of a series; None: it does not come back.
    repeat_from: Mapped[date | None] = mapped_column(default=None)
    #: Who wrote it: account and name as it was.
    author_id: Mapped[int | None] = mapped_column(default=None)
    author_name: Mapped[str] = mapped_column(String(120), default="")
    #: Whom it is for; None: everybody in the office.
    assignee_id: Mapped[int | None] = mapped_column(
        ForeignKey("ab_user.id", ondelete="SET NULL"), default=None
    )
    assignee: Mapped[Any] = relationship("Account")
    client_id: Mapped[int | None] = mapped_column(
        ForeignKey("clients.id", ondelete="SET NULL"), default=None
    )
    client: Mapped[Client | None] = relationship()
    device_id: Mapped[int | None] = mapped_column(
        ForeignKey("devices.id", ondelete="SET NULL"), default=None
    )
    device: Mapped[Device | None] = relationship()
    #: When and by whom it was done, UTC; None: to do.
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    done_by: Mapped[str] = mapped_column(String(120), default="")
    #: Stays before the others on the board.
    is_pinned: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    def __repr__(self) -> str:
        return self.text[:60]
