"""Table of what regions decide about the rules of the reports; the company edits it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped
from app.orm.types import EnumValue
from app.ree.rules_policy import Weight


class ReePolicy(Audited, Stamped, Table):
    """What an authority decided, and the days on which it holds."""

    __tablename__ = "ree_policies"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Authority, a code of `app.thermal.tables_periods.BODIES`.
    body: Mapped[str] = mapped_column(String(10))
    unsafe_co: Mapped[Weight] = mapped_column(EnumValue(Weight), default=Weight.ERROR)
    low_efficiency: Mapped[Weight] = mapped_column(EnumValue(Weight), default=Weight.WARNING)
    co_mismatch: Mapped[Weight] = mapped_column(EnumValue(Weight), default=Weight.WARNING)
    analyser: Mapped[Weight] = mapped_column(EnumValue(Weight), default=Weight.WARNING)
    #: Days on which the row is in force, both included; None: no end.
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(String(160), default="", server_default="")
    is_active: Mapped[bool] = mapped_column(default=True)

    def __repr__(self) -> str:
        return f"{self.body} {self.valid_from or ''}".strip()
