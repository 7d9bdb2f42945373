"""Reads of the legal numbers, as the rules want them."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.thermal.models import AnalyserLabel, ControlPeriod, Refrigerant
from app.thermal.rules import FuelGroup, Place, Start
from app.thermal.rules_fgas import Gas
from app.thermal.rules_schedule import Band, Period
from app.thermal.rules_strip import Label

_DAY = timedelta(days=1)
_FIRST = {Start.ANY: None, Start.FIRST: True, Start.LATER: False}
_OUTDOORS = {Place.ANY: None, Place.OUTDOORS: True, Place.INDOORS: False}


def periods(session: Session) -> list[Period]:
    """Return the rows of every periodicity table that are in use."""
    rows = session.scalars(
        select(ControlPeriod)
        .where(ControlPeriod.is_active)
        .order_by(ControlPeriod.body, ControlPeriod.code)
    )
    return [period_of(row) for row in rows]


def period_of(row: ControlPeriod) -> Period:
    """Return a stored row as the rules want it."""
    return Period(
        code=row.code,
        body=row.body,
        generators=frozenset({row.generator}),
        fuels=fuels_of(row),
        band=Band(row.min_kw, bool(row.includes_min), row.max_kw, bool(row.includes_max)),
        years=row.years,
        power=row.power,
        rounding=row.rounding,
        min_useful_kw=row.min_useful_kw,
        younger_than=row.younger_than,
        aged_from=row.aged_from,
        first_start=_FIRST[row.start],
        outdoors=_OUTDOORS[row.place],
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        certainty=row.certainty,
    )


def rules_started(session: Session, since: date, until: date) -> list[str]:
    """Return "code:day" of the rows in use that began or ceased to hold in some days, in order."""
    rows = session.execute(
        select(ControlPeriod.code, ControlPeriod.valid_from, ControlPeriod.valid_to).where(
            ControlPeriod.is_active,
            ControlPeriod.valid_from.between(since, until)
            | ControlPeriod.valid_to.between(since - _DAY, until - _DAY),
        )
    )
    found = set()
    for code, first, last in rows:
        after = last + _DAY if last is not None else None
        found |= {f"{code}:{day}" for day in (first, after) if day and since <= day <= until}
    return sorted(found)


def fuels_of(row: ControlPeriod) -> frozenset[FuelGroup]:
    """Return the fuels of a stored row; empty: whatever the fuel."""
    named = (
        (FuelGroup.GAS, row.is_for_gas),
        (FuelGroup.LIQUID, row.is_for_liquid),
        (FuelGroup.SOLID, row.is_for_solid),
        (FuelGroup.BIOMASS, row.is_for_biomass),
    )
    return frozenset(fuel for fuel, is_for in named if is_for)


def period_named(session: Session, code: str) -> ControlPeriod | None:
    """Return the row of a code, if it is still there."""
    return session.scalars(select(ControlPeriod).where(ControlPeriod.code == code)).first()


def refrigerants(session: Session) -> Sequence[Refrigerant]:
    """Return the refrigerants in use, by name."""
    return session.scalars(
        select(Refrigerant).where(Refrigerant.is_active).order_by(Refrigerant.code)
    ).all()


def gases(session: Session) -> dict[int, Gas]:
    """Return every refrigerant, in use or not, by key."""
    rows = session.scalars(select(Refrigerant))
    return {row.id: Gas(row.code, row.gwp, row.annex) for row in rows}


def analyser_labels(session: Session) -> list[Label]:
    """Return the labels of analysers in use, those that count first in front."""
    rows = session.scalars(
        select(AnalyserLabel)
        .where(AnalyserLabel.is_active)
        .order_by(AnalyserLabel.position, AnalyserLabel.id)
    )
    return [Label(row.text, row.quantity, row.analyser) for row in rows]
