"""Tables of the price list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped
from app.orm.types import EnumValue
from app.pricelist.rules import ItemKind


class VatProfile(Audited, Table):
    """A VAT treatment: a rate, or a zero rate with its "natura"."""

    __tablename__ = "vat_profiles"
    __table_args__ = (
        CheckConstraint("rate_pct >= 0 AND rate_pct < 100", name="ck_vat_profiles_rate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    label: Mapped[str] = mapped_column(String(80))
    #: Percent, two decimals.
    rate_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    #: "Natura" of the e-invoice when the rate is zero, e.g. "N6.7"; None otherwise.
    nature: Mapped[str | None] = mapped_column(String(4), default=None)
    is_default: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)

    def __repr__(self) -> str:
        return self.label


class DiscountClass(Audited, Table):
    """A discount class ("classe di sconto"): what its customers get off the list's prices."""

    __tablename__ = "discount_classes"
    __table_args__ = tuple(
        CheckConstraint(f"{name} BETWEEN 0 AND 100", name=f"ck_discount_classes_{name}")
        for name in ("general_pct", "part_pct", "labour_pct", "call_out_pct", "service_pct")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    #: Percent on whatever has no discount of its own below.
    general_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    #: Percent on one kind of article; None: the general one.
    part_pct: Mapped[Decimal | None] = mapped_column(Numeric(5, 2), default=None)
    labour_pct: Mapped[Decimal | None] = mapped_column(Numeric(5, 2), default=None)
    call_out_pct: Mapped[Decimal | None] = mapped_column(Numeric(5, 2), default=None)
    service_pct: Mapped[Decimal | None] = mapped_column(Numeric(5, 2), default=None)
    is_active: Mapped[bool] = mapped_column(default=True)

    def percent_on(self, kind: ItemKind) -> Decimal:
        """Return the discount on a kind of article, percent."""
        own: Decimal | None = getattr(self, f"{kind.value}_pct")
        return self.general_pct if own is None else own

    @property
    def proposal(self) -> dict[str, Any]:
        """Return what forms propose: its name, and kind of article -> percent as text."""
        percents = {kind.value: self.percent_on(kind).normalize() for kind in ItemKind}
        rates = {kind: f"{percent:f}" for kind, percent in percents.items()}
        return {"name": self.name, "rates": rates}

    def __repr__(self) -> str:
        return self.name


class PriceItem(Audited, Stamped, Table):
    """One article or service with its selling price."""

    __tablename__ = "price_items"
    __table_args__ = (
        CheckConstraint("unit_price >= 0", name="ck_price_items_price"),
        Index("ix_price_items_supplier_code", "supplier_code"),
        Index("ix_price_items_description", "description"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ItemKind] = mapped_column(EnumValue(ItemKind), default=ItemKind.PART)
    #: Unit of measure as printed: "pz", "h", "m", "kg".
    unit: Mapped[str] = mapped_column(String(10), default="pz")
    #: Euro without VAT, up to 8 decimals.
    unit_price: Mapped[Decimal] = mapped_column(Numeric(18, 8), default=Decimal(0))
    #: What one unit costs the company, euro without VAT; None: unknown.
    purchase_cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 8), default=None)
    #: A boiler, an air conditioner…: "bene significativo" of DM 29/12/1999.
    is_significant: Mapped[bool] = mapped_column(default=False, server_default=false())
    supplier: Mapped[str] = mapped_column(String(80), default="", server_default="")
    #: The supplier's own code of the article.
    supplier_code: Mapped[str] = mapped_column(String(60), default="", server_default="")
    vat_profile_id: Mapped[int] = mapped_column(ForeignKey("vat_profiles.id"))
    vat_profile: Mapped[VatProfile] = relationship(lazy="joined")
    is_active: Mapped[bool] = mapped_column(default=True)
    #: What a kit is made of; empty for an article of its own.
    parts: Mapped[list[KitPart]] = relationship(
        cascade="all, delete-orphan", order_by="KitPart.id", foreign_keys="KitPart.kit_id"
    )

    @property
    def kit(self) -> str:
        """Return what a kit is made of as one types it: "CODE x 2", one part per line."""
        return "\n".join(
            f"{part.item.code} x " + f"{part.quantity.normalize():f}".replace(".", ",")
            for part in self.parts
        )

    def __repr__(self) -> str:
        return self.description


class KitPart(Table):
    """An article of a kit: whoever chooses the kit gets a line for each."""

    __tablename__ = "price_kit_parts"
    __table_args__ = (
        UniqueConstraint("kit_id", "item_id", name="uq_price_kit_parts_once"),
        CheckConstraint("quantity > 0", name="ck_price_kit_parts_quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kit_id: Mapped[int] = mapped_column(ForeignKey("price_items.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("price_items.id"), index=True)
    item: Mapped[PriceItem] = relationship(foreign_keys="KitPart.item_id")
    quantity: Mapped[Decimal] = mapped_column(Numeric(18, 8), default=Decimal(1))
