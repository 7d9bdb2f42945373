"""Writes of the legal numbers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.thermal.models import AnalyserLabel, ControlPeriod, Refrigerant
from app.thermal.queries import period_of
from app.thermal.rules import FuelGroup, Place, Start
from app.thermal.rules_schedule import Period, ensure_order
from app.thermal.rules_strip import LabelTakenError, fold_label
from app.thermal.tables_analysers import LABELS
from app.thermal.tables_gases import GASES
from app.thermal.tables_periods import PERIODS

_STARTS = {None: Start.ANY, True: Start.FIRST, False: Start.LATER}
_PLACES = {None: Place.ANY, True: Place.OUTDOORS, False: Place.INDOORS}


def ship_thermal_lists(session: Session) -> bool:
    """Write the shipped periods, refrigerants and labels to a company that has none of a list.

    Returns:
        Whether anything was written.
    """
    has_periods = session.scalar(select(ControlPeriod.id).limit(1)) is not None
    has_gases = session.scalar(select(Refrigerant.id).limit(1)) is not None
    if not has_periods:
        session.add_all(_row(period) for period in PERIODS)
    if not has_gases:
        session.add_all(
            Refrigerant(code=gas.code, gwp=gas.gwp, annex=gas.annex, certainty=gas.certainty)
            for gas in GASES
        )
    has_labels = session.scalar(select(AnalyserLabel.id).limit(1)) is not None
    if not has_labels:
        session.add_all(
            AnalyserLabel(text=label.text, quantity=label.quantity, position=place)
            for place, label in enumerate(LABELS, 1)
        )
    session.flush()
    return not (has_periods and has_gases and has_labels)


def store_period(session: Session, row: ControlPeriod) -> ControlPeriod:
    """Store a row filled by a form.

    Raises:
        BandOrderError: Its band or its validity ends before it begins.
    """
    ensure_order(period_of(row))
    session.add(row)
    session.flush()
    return row


def store_label(session: Session, row: AnalyserLabel) -> AnalyserLabel:
    """Store a label filled by a form.

    Raises:
        LabelTakenError: It says the same as another one of its analyser.
    """
    others = session.execute(
        select(AnalyserLabel.text, AnalyserLabel.analyser).where(AnalyserLabel.id != (row.id or 0))
    )
    key = (fold_label(row.text), fold_label(row.analyser))
    if any((fold_label(text), fold_label(analyser)) == key for text, analyser in others):
        raise LabelTakenError
    session.add(row)
    session.flush()
    return row


def _row(period: Period) -> ControlPeriod:
    (generator,) = period.generators
    return ControlPeriod(
        code=period.code,
        body=period.body,
        generator=generator,
        is_for_gas=FuelGroup.GAS in period.fuels,
        is_for_liquid=FuelGroup.LIQUID in period.fuels,
        is_for_solid=FuelGroup.SOLID in period.fuels,
        is_for_biomass=FuelGroup.BIOMASS in period.fuels,
        power=period.power,
        min_kw=period.band.lower,
        includes_min=period.band.includes_lower,
        max_kw=period.band.upper,
        includes_max=period.band.includes_upper,
        min_useful_kw=period.min_useful_kw,
        years=period.years,
        rounding=period.rounding,
        younger_than=period.younger_than,
        aged_from=period.aged_from,
        start=_STARTS[period.first_start],
        place=_PLACES[period.outdoors],
        valid_from=period.valid_from,
        valid_to=period.valid_to,
        source=period.source,
        certainty=period.certainty,
    )
