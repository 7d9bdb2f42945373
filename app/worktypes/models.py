"""Tables of the kinds of work."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.orm.audit import Audited
from app.orm.base import Table


class InterventionType(Audited, Table):
    """A kind of visit, with the consequences it has."""

    __tablename__ = "intervention_types"
    __table_args__ = (
        CheckConstraint("duration_minutes > 0", name="ck_intervention_types_duration"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Stable name of a shipped kind; None for the company's own.
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(80), unique=True)
    #: A visit of this kind moves the next maintenance date of its devices.
    moves_due_date: Mapped[bool] = mapped_column(default=False)
    #: The technician may tick "moves the due date" although the kind does not by itself.
    may_move_due_date: Mapped[bool] = mapped_column(default=False)
    #: A report of this kind is refused without a device.
    needs_device: Mapped[bool] = mapped_column(default=False)
    #: An energy-efficiency report belongs to it.
    needs_ree: Mapped[bool] = mapped_column(default=False)
    #: Usual length on the agenda, minutes.
    duration_minutes: Mapped[int] = mapped_column(default=60)
    #: Colour on the agenda, "#rrggbb".
    colour: Mapped[str] = mapped_column(String(7), default="#2563EB")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    def __repr__(self) -> str:
        return self.label


class CallReason(Audited, Table):
    """Why a customer calls."""

    __tablename__ = "call_reasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(80), unique=True)
    #: Kind of visit proposed for it.
    intervention_type_id: Mapped[int | None] = mapped_column(ForeignKey("intervention_types.id"))
    intervention_type: Mapped[InterventionType | None] = relationship()
    #: Ask the safety questions (smell of gas).
    is_gas_alarm: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    def __repr__(self) -> str:
        return self.label


class WorkPhrase(Audited, Table):
    """A ready sentence for the report: one tap instead of typing with gloves."""

    __tablename__ = "work_phrases"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "work", "request" or "advice": the box of the report it is offered in.
    box: Mapped[str] = mapped_column(String(20), default="work")
    text: Mapped[str] = mapped_column(Text)
    #: Kind of visit it is offered for; None: all.
    intervention_type_id: Mapped[int | None] = mapped_column(ForeignKey("intervention_types.id"))
    intervention_type: Mapped[InterventionType | None] = relationship()
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    def __repr__(self) -> str:
        return self.text[:60]
