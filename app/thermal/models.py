"""Tables of the legal numbers that a company may edit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.types import EnumValue
from app.thermal.rules import Certainty, Generator, Place, Start
from app.thermal.rules_fgas import Annex
from app.thermal.rules_schedule import PowerKind, Rounding
from app.thermal.rules_strip import Quantity


class ControlPeriod(Audited, Table):
    """A row of a periodicity table: how often which generator is controlled, where, since when."""

    __tablename__ = "control_periods"
    __table_args__ = (
        CheckConstraint("years BETWEEN 1 AND 20", name="ck_control_periods_years"),
        CheckConstraint(
            "min_kw IS NULL OR max_kw IS NULL OR max_kw >= min_kw", name="ck_control_periods_band"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Stable name, kept with each date that was computed by it.
    code: Mapped[str] = mapped_column(String(20), unique=True)
    #: Authority, a code of `app.thermal.tables_periods.BODIES`.
    body: Mapped[str] = mapped_column(String(10))
    generator: Mapped[Generator] = mapped_column(EnumValue(Generator))
    # Fuels; none of them: whatever the fuel.
    is_for_gas: Mapped[bool] = mapped_column(default=False)
    is_for_liquid: Mapped[bool] = mapped_column(default=False)
    is_for_solid: Mapped[bool] = mapped_column(default=False)
    is_for_biomass: Mapped[bool] = mapped_column(default=False)
    #: Which power the band is about.
    power: Mapped[PowerKind] = mapped_column(EnumValue(PowerKind), default=PowerKind.USEFUL)
    #: Ends of the band, kW; None: no end.
    min_kw: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    includes_min: Mapped[bool] = mapped_column(default=False)
    max_kw: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    includes_max: Mapped[bool] = mapped_column(default=False)
    #: Useful power, kW, to be exceeded besides; None: no further condition.
    min_useful_kw: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    #: Years between two controls.
    years: Mapped[int]
    rounding: Mapped[Rounding] = mapped_column(EnumValue(Rounding), default=Rounding.NONE)
    #: Only plants younger than so many years at the control.
    younger_than: Mapped[int | None] = mapped_column(default=None)
    #: Only plants of at least so many years, or of unknown age.
    aged_from: Mapped[int | None] = mapped_column(default=None)
    start: Mapped[Start] = mapped_column(EnumValue(Start), default=Start.ANY)
    place: Mapped[Place] = mapped_column(EnumValue(Place), default=Place.ANY)
    #: Days on which the row is in force, both included; None: no end.
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(String(160), default="")
    certainty: Mapped[Certainty] = mapped_column(EnumValue(Certainty), default=Certainty.CERTAIN)
    is_active: Mapped[bool] = mapped_column(default=True)

    def __repr__(self) -> str:
        return self.code


class Refrigerant(Audited, Table):
    """A refrigerant and what the F-gas rules ask about it."""

    __tablename__ = "refrigerants"
    __table_args__ = (CheckConstraint("gwp >= 0", name="ck_refrigerants_gwp"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    #: Global warming potential, kg of CO2 per kg.
    gwp: Mapped[Decimal] = mapped_column(Numeric(8, 1))
    annex: Mapped[Annex] = mapped_column(EnumValue(Annex), default=Annex.ONE)
    certainty: Mapped[Certainty] = mapped_column(EnumValue(Certainty), default=Certainty.CERTAIN)
    is_active: Mapped[bool] = mapped_column(default=True)

    def __repr__(self) -> str:
        return self.code


class AnalyserLabel(Audited, Table):
    """What flue-gas analysers call a quantity on their strips and in their files."""

    __tablename__ = "analyser_labels"
    __table_args__ = (UniqueConstraint("analyser", "text", name="uq_analyser_labels_text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: As printed; capitals and punctuation do not count.
    text: Mapped[str] = mapped_column(String(60))
    #: Item of the report it is read into.
    quantity: Mapped[Quantity] = mapped_column(EnumValue(Quantity))
    #: Make or model it holds for; "": all of them.
    analyser: Mapped[str] = mapped_column(String(60), default="")
    #: Of two labels of one quantity on a strip, the lower counts.
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    def __repr__(self) -> str:
        return self.text
