"""Three small tables on a metadata of their own, so that no other test meets them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    MetaData,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.orm.types import EnumValue, UtcDateTime


class Base(DeclarativeBase):
    metadata = MetaData()


class Kind(Enum):
    PERSON = "person"
    FIRM = "firm"


class Zone(Base):
    __tablename__ = "base_zone"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))

    def __str__(self):
        return self.name


class Client(Base):
    __tablename__ = "base_client"
    __table_args__ = (
        UniqueConstraint("code", name="uq_base_client_code"),
        UniqueConstraint("name", "city", name="uq_base_client_name_city"),
        CheckConstraint("power >= 0", name="ck_base_client_power"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    code: Mapped[str | None] = mapped_column(String(20))
    city: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[Kind | None] = mapped_column(EnumValue(Kind))
    power: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    rank: Mapped[int | None]
    born_on: Mapped[date | None]
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_active: Mapped[bool] = mapped_column(default=True)
    phone: Mapped[str | None] = mapped_column(String(40), info={"kind": "phone"})
    email: Mapped[str | None] = mapped_column(String(80), info={"kind": "email"})
    notes: Mapped[str | None] = mapped_column(Text)
    secret: Mapped[str | None] = mapped_column(String(60))
    owner: Mapped[str | None] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(default=1)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("base_zone.id"))
    zone: Mapped[Zone | None] = relationship()
    devices: Mapped[list[Device]] = relationship(back_populates="client", passive_deletes="all")

    def __str__(self):
        return self.name


class Device(Base):
    __tablename__ = "base_device"

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(60))
    client_id: Mapped[int] = mapped_column(ForeignKey("base_client.id"))
    client: Mapped[Client] = relationship(back_populates="devices")

    def __str__(self):
        return self.serial
