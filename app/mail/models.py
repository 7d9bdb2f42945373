"""Table of outgoing mail."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.mail.rules import MailState
from app.orm.base import Table
from app.orm.types import EnumValue, Json, UtcDateTime

if TYPE_CHECKING:
    from app.clients.models import Client


class OutgoingMail(Table):
    """One message: what was sent to whom, and how it ended."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        Index("ix_outgoing_mails_state", "state", "created_at"),
        Index("ix_outgoing_mails_related", "related_kind", "related_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    #: Addresses, as `rules.clean_address` returns them.
    to: Mapped[list[str]] = mapped_column(Json)
    cc: Mapped[list[str]] = mapped_column(Json)
    reply_to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    #: Empty when the message is text only.
    html: Mapped[str] = mapped_column(Text)
    #: ``{"name", "mime", "sha"}``: files in the company's store.
    attachments: Mapped[list[dict[str, str]]] = mapped_column(Json)
    unsubscribe: Mapped[str] = mapped_column(String(500))
    state: Mapped[MailState] = mapped_column(EnumValue(MailState))
    #: What the mail server said last; empty when it said nothing wrong.
    error: Mapped[str] = mapped_column(Text)
    #: Message-ID header; empty until the first attempt.
    message_id: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    #: Instant a server accepted it, UTC; NULL before.
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Client whose card shows it; no foreign key: the message outlives the card.
    client_id: Mapped[int | None] = mapped_column(index=True)
    #: Table-like name and id of the row it is about; empty for none.
    related_kind: Mapped[str] = mapped_column(String(40))
    related_id: Mapped[str] = mapped_column(String(60))

    #: The client as it is today; None when the card is gone.
    client: Mapped[Client | None] = relationship(
        primaryjoin="foreign(OutgoingMail.client_id) == Client.id", viewonly=True
    )

    def __repr__(self) -> str:
        return self.subject


class MailText(Table):
    """The company's own words for one kind of message; without a row the shipped ones are used."""

    __tablename__ = "mail_texts"

    #: Name of the message, see `rules.EDITABLE`.
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    #: Plain text with ``{placeholders}``; an empty line begins a paragraph.
    body: Mapped[str] = mapped_column(Text)

    def __repr__(self) -> str:
        return self.code
