"""Reads of the dashboard: few statements over indexes, whatever the number of rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, select, union_all
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.calls.rules import TO_SCHEDULE_STATES
from app.clients.models import Client
from app.company.models import CompanyProfile
from app.dashboard.rules import LATE_GROUPS, Period, late_span, merged
from app.devices.models import Device
from app.devices.queries import is_maintained, visible_devices
from app.interventions.models import Intervention, intervention_technicians
from app.interventions.queries import done_by, visible_interventions
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


@dataclass(frozen=True)
class WorkDay:
    """Interventions of one kind on one day."""

    day: date
    kind_id: int
    moves_due_date: bool
    count: int


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


def work_by_day(
    session: Session, access: Access, periods: Iterable[Period], technician_id: int | None
) -> list[WorkDay]:
    """Return the interventions of some periods, counted by day and kind."""
    columns = (
        Intervention.performed_on,
        Intervention.intervention_type_id,
        Intervention.moves_due_date,
    )
    conditions = [visible_interventions(access)]
    if technician_id is not None:
        conditions.append(done_by(technician_id))
    # One span each: databases leave the index for "this span or that".
    spans = [
        select(*columns, func.count())
        .where(Intervention.performed_on.between(one.first, one.last), *conditions)
        .group_by(*columns)
        for one in merged(periods)
    ]
    return [WorkDay(*row) for row in session.execute(union_all(*spans))]


def work_by_technician(session: Session, access: Access, period: Period) -> dict[int, int]:
    """Return how many interventions of a period each technician took part in."""
    own = intervention_technicians.c
    rows = session.execute(
        select(own.technician_id, func.count().label("visits"))
        .join(Intervention, Intervention.id == own.intervention_id)
        .where(
            Intervention.performed_on.between(period.first, period.last),
            visible_interventions(access),
        )
        .group_by(own.technician_id)
    )
    return {row.technician_id: row.visits for row in rows}


def maintenance(session: Session, access: Access, today: date) -> dict[str, int]:
    """Return how many devices are due within a month ("month") and overdue, by group."""
    sums = [_due(today, add_months(today, 1)).label("month")]
    sums += [_due(*late_span(group, today)).label(group) for group in LATE_GROUPS]
    row = (
        session.execute(
            select(*sums).where(
                Device.next_maintenance_on <= add_months(today, 1),
                visible_devices(access),
                is_maintained(today),
            )
        )
        .mappings()
        .one()
    )
    return {str(name): value or 0 for name, value in row.items()}


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


def waiting_calls(session: Session, access: Access) -> int:
    """Return how many calls wait for a date."""
    return (
        session.scalar(
            select(func.count(Call.id)).where(
                Call.state.in_(TO_SCHEDULE_STATES), visible_calls(access)
            )
        )
        or 0
    )


def first_steps(session: Session) -> dict[str, bool]:
    """Return which steps of a new company's first day are done, in order; one statement."""
    profile = select(CompanyProfile.id).where(
        CompanyProfile.vat_number != "", CompanyProfile.municipality != ""
    )
    row = session.execute(
        select(
            profile.exists().label("company"),
            select(Technician.id).exists().label("technician"),
            select(Client.id).exists().label("clients"),
            select(Appointment.id).exists().label("appointment"),
        )
    ).one()
    return dict(zip(("company", "technician", "clients", "appointment"), row, strict=True))
