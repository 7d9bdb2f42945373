"""Tables of the technicians."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped
from app.orm.types import Json, UtcDateTime


class Technician(Audited, Stamped, Table):
    """Somebody who can be booked. The login, if any, is another thing."""

    __tablename__ = "technicians"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    #: Parts of the name where no account says them: the registers want the two apart.
    first_name: Mapped[str] = mapped_column(String(64), default="", server_default="")
    last_name: Mapped[str] = mapped_column(String(64), default="", server_default="")
    short_name: Mapped[str] = mapped_column(String(20), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(160), default="")
    #: Where this technician works as a rule, free text, e.g. "Val di Susa".
    zone: Mapped[str] = mapped_column(String(80), default="", server_default="")
    #: Colour on the agenda, "#rrggbb".
    colour: Mapped[str] = mapped_column(String(7), default="#0EA5E9")
    #: Account that works as this technician; None: no login of its own.
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("ab_user.id", ondelete="SET NULL"), unique=True, default=None
    )
    #: The account itself, for its name only; links are made by the accounts' use cases.
    account: Mapped[Any] = relationship("Account", viewonly=True, lazy="select")
    #: {"0": [["08:00", "12:00"], ["13:00", "17:00"]], …}, 0 = Monday, Europe/Rome.
    working_hours: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    is_active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    absences: Mapped[list[Absence]] = relationship(back_populates="technician", cascade="all")
    certificates: Mapped[list[Certificate]] = relationship(
        back_populates="technician", cascade="all"
    )

    @property
    def names(self) -> tuple[str, str]:
        """Return first and last name as stored, of the account if there is one; "": not known."""
        known = self.account if self.account is not None else self
        return known.first_name, known.last_name

    def __repr__(self) -> str:
        return self.name


class Absence(Audited, Stamped, Table):
    """Leave, illness, course: the technician is not to be booked."""

    __tablename__ = "technician_absences"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ck_technician_absences_order"),
        Index("ix_technician_absences_span", "technician_id", "starts_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id", ondelete="CASCADE"))
    technician: Mapped[Technician] = relationship(back_populates="absences")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")

    def __repr__(self) -> str:
        return self.reason or "—"


class Certificate(Audited, Stamped, Table):
    """A qualification with its expiry: gas, F-gas, electrical."""

    __tablename__ = "technician_certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id", ondelete="CASCADE"))
    technician: Mapped[Technician] = relationship(back_populates="certificates")
    #: "gas", "fgas", "electrical", "biomass" or free text.
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60), default="")
    expires_on: Mapped[date | None] = mapped_column(default=None)

    def __repr__(self) -> str:
        return f"{self.kind} {self.number}".strip()
