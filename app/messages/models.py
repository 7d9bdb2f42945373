"""Tables of messages to customers."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clients.models import Client
from app.messages.rules import Channel, Event, MessageState, Way
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, Secret, UtcDateTime

if TYPE_CHECKING:
    from app.mail.models import OutgoingMail


class MessagePlan(Audited, Stamped, Versioned, Table):
    """What the company says on one occasion, and how; without a row nothing is said."""

    __tablename__ = "message_plans"
    __table_args__ = (
        CheckConstraint("lead_days BETWEEN 0 AND 365", name="ck_message_plans_lead_days"),
    )

    event: Mapped[Event] = mapped_column(EnumValue(Event), primary_key=True)
    way: Mapped[Way] = mapped_column(EnumValue(Way), default=Way.OFF)
    #: Days before the visit or the due day, or after the day of payment.
    lead_days: Mapped[int] = mapped_column(default=0)
    #: Words of the text message; empty: the shipped ones. Those of the mail are a `MailText`.
    short_text: Mapped[str] = mapped_column(Text, default="")
    #: Instant from which the occasion counts, UTC: what came before is not told.
    since: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    def __repr__(self) -> str:
        return self.event.value


class MessageSettings(Audited, Stamped, Versioned, Table):
    """The one row of quiet hours and gateway."""

    __tablename__ = "message_settings"
    __table_args__ = (CheckConstraint("id = 1", name="ck_message_settings_single"),)
    __audit_skip__ = frozenset({"token"})

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    #: Hours without messages, Europe/Rome, "20:00".
    quiet_from: Mapped[str] = mapped_column(String(5), default="20:00")
    quiet_to: Mapped[str] = mapped_column(String(5), default="08:00")
    #: Where text messages are handed over; empty: they stay here.
    url: Mapped[str] = mapped_column(String(300), default="")
    #: Shown to the customer as the one who writes.
    sender: Mapped[str] = mapped_column(String(40), default="")
    token: Mapped[bytes | None] = mapped_column(Secret, default=None)


class ClientMessage(Table):
    """One message to one addressee, and how it ended."""

    __tablename__ = "client_messages"
    __table_args__ = (
        Index("ix_client_messages_state", "state", "send_at"),
        Index("ix_client_messages_client", "client_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    event: Mapped[Event] = mapped_column(EnumValue(Event))
    channel: Mapped[Channel] = mapped_column(EnumValue(Channel))
    state: Mapped[MessageState] = mapped_column(EnumValue(MessageState))
    #: Card that shows it; no foreign key: the message outlives the card.
    client_id: Mapped[int | None] = mapped_column(default=None)
    client: Mapped[Client | None] = relationship(
        primaryjoin="foreign(ClientMessage.client_id) == Client.id", viewonly=True
    )
    #: Addressee as written to then, and the e-mail address or number used.
    name: Mapped[str] = mapped_column(String(180))
    address: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    #: Why it did not leave or was stopped; empty when nothing went wrong.
    error: Mapped[str] = mapped_column(Text, default="")
    #: Who had it written, as shown then; empty: it was written by itself.
    author: Mapped[str] = mapped_column(String(120), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    #: Not before this instant, UTC.
    send_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: The e-mail that carries it.
    mail_id: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    mail: Mapped[OutgoingMail | None] = relationship(
        "OutgoingMail",
        primaryjoin="foreign(ClientMessage.mail_id) == OutgoingMail.id",
        viewonly=True,
    )
    #: A person dealt with what went wrong; who, as shown then.
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    handled_by: Mapped[str] = mapped_column(String(120), default="")

    def __repr__(self) -> str:
        return self.subject or self.text[:60]


class MessageItem(Table):
    """One thing a message told one addressee: the key can be taken once, whoever asks.

    Without foreign keys: what was told stays told when its card is deleted.
    """

    __tablename__ = "message_items"
    __table_args__ = (
        Index("ix_message_items_thing", "kind", "item_id"),
        Index("ix_message_items_moment", "kind", "moment"),
    )

    #: Event, thing, its day or hour, addressee, channel.
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    event: Mapped[Event] = mapped_column(EnumValue(Event))
    channel: Mapped[Channel] = mapped_column(EnumValue(Channel))
    #: "appointment", "device", "invoice" or "intervention", and its key.
    kind: Mapped[str] = mapped_column(String(20))
    item_id: Mapped[int]
    #: Card of the thing, which may not be the addressee's.
    client_id: Mapped[int | None] = mapped_column(index=True, default=None)
    #: Hour of the visit that was told, UTC; None for other things.
    moment: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: Due day that was told; None for visits.
    due_on: Mapped[date | None] = mapped_column(default=None)
    #: Instant of telling, UTC.
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MessageOptOut(Audited, Table):
    """A client wants no messages by a channel."""

    __tablename__ = "message_opt_outs"

    client_id: Mapped[int] = mapped_column(
        ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True
    )
    channel: Mapped[Channel] = mapped_column(EnumValue(Channel), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Who noted it, as shown then.
    author: Mapped[str] = mapped_column(String(120), default="")

    def __repr__(self) -> str:
        return self.channel.value
