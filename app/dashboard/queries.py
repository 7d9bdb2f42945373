"""Reads of the dashboard: few statements over indexes, whatever the number of rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Numeric,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.agenda.models import Appointment
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.calls.rules import TO_SCHEDULE_STATES
from app.clients.models import Client
from app.company.models import CompanyProfile
from app.dashboard.models import EVERYBODY, WorkCount
from app.dashboard.rules import LATE_GROUPS, Period, Pieces, late_span
from app.devices.models import Device
from app.devices.queries import is_maintained, visible_devices
from app.interventions.queries_calls import (
    UNVISITED,
    WAITS,
    answered,
    in_wait,
    solved,
    unvisited_open,
    wait,
)
from app.kernel.access import Access
from app.kernel.dates import add_months, local_day_bounds
from app.technicians.models import Technician

#: A select of whatever columns.
Rows = Select[*tuple[Any, ...]]
#: What a row of `work`, `work_by_technician`, the turnover or the setting tells: all are asked
#: together.
WORK, TEAM, TURNOVER, LEAD_DAYS = "work", "team", "turnover", "lead_days"
no_amount = cast(null(), Numeric(14, 2))


@dataclass(frozen=True)
class CallFigures:
    """How the calls of a period were answered.

    Attributes:
        received: All of them.
        repeated: On plants where we had worked within 30 days.
        waits: Calls by group of `WAITS`, and those not visited yet under `UNVISITED`.
        solved: Settled by one visit.
        not_solved: Visited, but one visit was not enough.
        median_days: From the call to the first visit; None: no visit.
    """

    received: int = 0
    repeated: int = 0
    waits: dict[str, int] = field(default_factory=dict)
    solved: int = 0
    not_solved: int = 0
    median_days: float | None = None


def piece_of(day: InstrumentedAttribute[date], pieces: Pieces) -> ColumnElement[int]:
    """Return the number of the piece that a day falls into."""
    found = [(day < cut, number) for number, cut in enumerate(pieces.cuts)]
    return case(*found, else_=len(found))


def work(pieces: Pieces, technician_id: int | None) -> Rows:
    """Return the select of the interventions by piece and kind of work.

    Everybody's: who opens the dashboard's work may read all interventions.
    """
    who = EVERYBODY if technician_id is None else technician_id
    columns = (
        piece_of(WorkCount.performed_on, pieces),
        WorkCount.intervention_type_id,
        WorkCount.moves_due_date,
    )
    return (
        select(literal(WORK), *columns, func.sum(WorkCount.visits), no_amount)
        .where(WorkCount.technician_id == who, _within(WorkCount.performed_on, pieces.span))
        .group_by(*columns)
    )


def work_by_technician(period: Period) -> Rows:
    """Return the select of the interventions of a period in which each technician took part."""
    key = WorkCount.technician_id
    return (
        select(
            literal(TEAM), key, literal(0), literal(value=False), func.sum(WorkCount.visits),
            no_amount,
        )
        .where(key.in_(select(Technician.id)), _within(WorkCount.performed_on, period))
        .group_by(key)
    )  # fmt: skip


def _within(day: Any, period: Period) -> ColumnElement[bool]:
    return and_(day >= period.first, day <= period.last)


def maintenance(access: Access, today: date) -> Rows:
    """Return the select of the devices due within a month ("month") and overdue, by group."""
    sums = [_due(today, add_months(today, 1)).label("month")]
    sums += [_due(*late_span(group, today)).label(group) for group in LATE_GROUPS]
    return select(*sums).where(
        Device.next_maintenance_on <= add_months(today, 1),
        visible_devices(access),
        is_maintained(today),
    )


def _due(first: date | None, last: date) -> ColumnElement[int]:
    bounds = [Device.next_maintenance_on <= last]
    if first is not None:
        bounds.append(Device.next_maintenance_on >= first)
    return func.sum(case((and_(*bounds), 1), else_=0))


def received_in(period: Period) -> ColumnElement[bool]:
    """Return the condition on calls that came in during a period."""
    start, _next_day = local_day_bounds(period.first)
    _last_day, end = local_day_bounds(period.last)
    return and_(Call.received_at >= start, Call.received_at < end)


def calls(session: Session, access: Access, period: Period) -> CallFigures:
    """Return how the calls of a period were answered: one statement, a row per wait."""
    each = (
        answered(
            Call.is_repeat.label("is_repeat"),
            Call.state.label("state"),
            wait.label("days"),
            solved.label("solved"),
        )
        .where(received_in(period), visible_calls(access))
        .subquery()
        .c
    )
    group = case(
        *((in_wait(name, each.days), name) for name in WAITS),
        (unvisited_open(each.state, each.days), UNVISITED),
        else_="",
    )
    columns = (group, each.days, each.solved, each.is_repeat)
    rows = session.execute(select(*columns, func.count()).group_by(*columns)).all()
    return _call_figures([tuple(row) for row in rows])


def _call_figures(rows: list[tuple[str, int | None, int | None, bool, int]]) -> CallFigures:
    waits: Counter[str] = Counter()
    days: Counter[int] = Counter()
    outcome: Counter[int | None] = Counter()
    repeated = 0
    for name, waited, settled, is_repeat, count in rows:
        waits[name] += count
        outcome[settled] += count
        repeated += count if is_repeat else 0
        if waited is not None:
            days[max(waited, 0)] += count
    return CallFigures(
        received=waits.total(),
        repeated=repeated,
        waits={name: waits[name] for name in (*WAITS, UNVISITED)},
        solved=outcome[1],
        not_solved=outcome[0],
        median_days=_median(days),
    )


def _median(days: Counter[int]) -> float | None:
    ordered = sorted(days.elements())
    if not ordered:
        return None
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2


def waiting_calls(access: Access) -> Rows:
    """Return the select of how many calls wait for a date."""
    return select(func.count(Call.id).label("calls")).where(
        Call.state.in_(TO_SCHEDULE_STATES), visible_calls(access)
    )


def first_steps() -> Rows:
    """Return the select of the steps of a new company's first day: done or not, in order."""
    profile = select(CompanyProfile.id).where(
        CompanyProfile.vat_number != "", CompanyProfile.municipality != ""
    )
    return select(
        profile.exists().label("company"),
        select(Technician.id).exists().label("technician"),
        select(Client.id).exists().label("clients"),
        select(Appointment.id).exists().label("appointment"),
    )


def one_row_each(session: Session, parts: Mapping[str, Rows]) -> dict[str, dict[str, Any]]:
    """Return part -> column -> value of selects of one row each, asked in one statement."""
    if not parts:
        return {}
    made = {name: part.subquery(name) for name, part in parts.items()}
    columns = [
        column.label(f"{name}.{column.name}") for name, part in made.items() for column in part.c
    ]
    first, *others = made.values()
    source: FromClause = first
    for other in others:
        source = source.join(other, true())
    row = session.execute(select(*columns).select_from(source)).mappings().one()
    return {
        name: {column.name: row[f"{name}.{column.name}"] for column in part.c}
        for name, part in made.items()
    }
