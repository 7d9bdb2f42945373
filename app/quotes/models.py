"""Tables of the quotes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.clients.models import Client
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.frozen import changed_columns
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, Json, UtcDateTime
from app.pricelist.models import PriceItem, VatProfile
from app.quotes.rules import AcceptedBy, QuoteState


class Quote(Audited, Stamped, Versioned, Table):
    """One quote with the lines of its present revision."""

    __tablename__ = "quotes"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_quotes_number"),
        CheckConstraint("discount_pct BETWEEN 0 AND 100", name="ck_quotes_discount"),
        CheckConstraint("deposit_pct BETWEEN 0 AND 100", name="ck_quotes_deposit"),
        CheckConstraint("valid_until >= issued_on", name="ck_quotes_validity"),
        Index("ix_quotes_client", "client_id"),
        Index("ix_quotes_state", "state", "valid_until"),
        Index("ix_quotes_issued", "issued_on", "id"),
    )
    __audit_skip__ = frozenset({"link_digest"})

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Gap-free within the year.
    number: Mapped[int]
    year: Mapped[int]
    #: Revision being written, or the last one sent; 1 for the first.
    revision: Mapped[int] = mapped_column(default=1)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    client: Mapped[Client] = relationship()
    state: Mapped[QuoteState] = mapped_column(EnumValue(QuoteState), default=QuoteState.DRAFT)
    #: What it is about: "Sostituzione caldaia".
    subject: Mapped[str] = mapped_column(String(200), default="")
    #: Day on the document and last day it holds, Italian calendar.
    issued_on: Mapped[date]
    valid_until: Mapped[date]
    #: Text before the lines and after the totals.
    intro: Mapped[str] = mapped_column(Text, default="")
    terms: Mapped[str] = mapped_column(Text, default="")
    #: Discount on the whole, percent.
    discount_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    #: Share of the total to pay on acceptance, percent.
    deposit_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    #: Amounts of the lines that count, euro, kept by the service for lists.
    net_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    total_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: When the customer said yes or no, UTC.
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    reject_reason: Mapped[str] = mapped_column(String(300), default="")
    #: SHA-256 of the secret of the customer's link; None: no link works.
    link_digest: Mapped[str | None] = mapped_column(String(64), default=None, unique=True)
    #: Report whose finding it came from (no foreign key: that domain is higher).
    intervention_id: Mapped[int | None] = mapped_column(default=None)
    #: Call made from it (no foreign key: that domain is higher).
    call_id: Mapped[int | None] = mapped_column(default=None)
    #: Contract made from it.
    contract_id: Mapped[int | None] = mapped_column(default=None)
    lines: Mapped[list[QuoteLine]] = relationship(
        back_populates="quote", cascade="all, delete-orphan", order_by="QuoteLine.position"
    )
    revisions: Mapped[list[QuoteRevision]] = relationship(
        back_populates="quote", order_by="QuoteRevision.revision"
    )

    @property
    def label(self) -> str:
        """Return the number as printed: "12/2026", later revisions "12/2026 rev. 2"."""
        plain = f"{self.number}/{self.year}"
        return plain if self.revision == 1 else f"{plain} rev. {self.revision}"

    def __repr__(self) -> str:
        return self.label


class QuoteLine(Table):
    """A line of the present revision."""

    __tablename__ = "quote_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="ck_quote_lines_quantity"),
        CheckConstraint("unit_price >= 0", name="ck_quote_lines_price"),
        CheckConstraint("discount_pct BETWEEN 0 AND 100", name="ck_quote_lines_discount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id", ondelete="CASCADE"), index=True)
    quote: Mapped[Quote] = relationship(back_populates="lines")
    position: Mapped[int]
    #: Price-list item it came from; None for free text.
    item_id: Mapped[int | None] = mapped_column(ForeignKey("price_items.id"), default=None)
    item: Mapped[PriceItem | None] = relationship()
    description: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(10), default="pz")
    #: Up to 8 decimals.
    quantity: Mapped[Decimal] = mapped_column(Numeric(18, 8), default=Decimal(1))
    #: Euro without VAT, up to 8 decimals.
    unit_price: Mapped[Decimal] = mapped_column(Numeric(18, 8), default=Decimal(0))
    discount_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    vat_profile_id: Mapped[int] = mapped_column(ForeignKey("vat_profiles.id"))
    vat_profile: Mapped[VatProfile] = relationship(lazy="joined")
    #: The customer chooses whether to have it; counts only once chosen.
    is_optional: Mapped[bool] = mapped_column(default=False)
    is_chosen: Mapped[bool] = mapped_column(default=False)
    #: "Bene significativo" of DM 29/12/1999.
    is_significant: Mapped[bool] = mapped_column(default=False)
    #: What one unit costs the company, euro; None: unknown. Never printed.
    unit_cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 8), default=None)


class QuoteRevision(Audited, Table):
    """What was sent: frozen, with the customer's answer."""

    __tablename__ = "quote_revisions"
    __table_args__ = (UniqueConstraint("quote_id", "revision", name="uq_quote_revisions_number"),)
    __audit_skip__ = frozenset({"facts", "strokes"})

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id"))
    quote: Mapped[Quote] = relationship(back_populates="revisions")
    revision: Mapped[int]
    #: Everything the document states (`documents.py`), amounts as text with a point.
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    #: SHA-256 of the canonical facts: what the acceptance is bound to.
    content_sha256: Mapped[str] = mapped_column(String(64))
    total_eur: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_name: Mapped[str] = mapped_column(String(120))
    # --- the customer's answer ---
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    accepted_by: Mapped[AcceptedBy | None] = mapped_column(EnumValue(AcceptedBy), default=None)
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    #: Points with time and pressure, as drawn; None without a drawn signature.
    strokes: Mapped[list[Any] | None] = mapped_column(Json, default=None)
    #: Browser and network address of who accepted.
    device_text: Mapped[str] = mapped_column(String(300), default="")
    #: Positions of the optional lines the customer chose.
    chosen: Mapped[list[int]] = mapped_column(Json, default=list)
    #: Amount accepted, options included, euro with VAT.
    accepted_eur: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), default=None)

    def __repr__(self) -> str:
        return f"{self.quote_id} rev. {self.revision}"


#: What the customer's answer writes, once.
_ANSWER = frozenset(
    {
        "accepted_at",
        "accepted_by",
        "signer_name",
        "strokes",
        "device_text",
        "chosen",
        "accepted_eur",
    }
)


def _stay_frozen(_mapper: Mapper[Any], _connection: Connection, row: QuoteRevision) -> None:
    """Stop a change of what was sent or accepted: a correction is a new revision."""
    changed = changed_columns(row)
    state: Any = inspect(row)
    was_accepted = state.attrs["accepted_at"].history.deleted not in ((), [], [None])
    if was_accepted or "accepted_at" not in changed or not changed <= _ANSWER:
        raise AssertionError(f"{row!r} is frozen: {sorted(changed)}")


event.listen(QuoteRevision, "before_update", _stay_frozen)
