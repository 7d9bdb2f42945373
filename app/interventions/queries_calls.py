"""How calls were answered: days to the first visit, whether one visit was enough.

The lists' filters and the dashboard's figures use the same expressions, so that each figure is
the length of its list.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from app.agenda.models import Appointment
from app.calls.models import Call
from app.calls.rules import OPEN_STATES
from app.interventions.models import Intervention
from app.interventions.rules import Outcome
from app.orm.functions import days_since

#: Days to the first visit: name of the group -> first and last day; None: no bound.
WAITS: dict[str, tuple[int | None, int | None]] = {
    "0": (None, 0),
    "1": (1, 1),
    "2-3": (2, 3),
    "4-7": (4, 7),
    "8": (8, None),
}
#: No visit yet and still open.
UNVISITED = "none"

#: A visit at which nobody was at home does not count.
_visits = func.count(Intervention.id)
_unfinished = func.sum(case((Intervention.outcome != Outcome.DONE, 1), else_=0))
#: Days from the call to the first visit; NULL: none yet.
wait = days_since(Call.received_at, func.min(Intervention.performed_on))
#: 1: one visit was enough; 0: more were needed, or the only one did not finish the work.
solved = case((_visits == 0, None), (and_(_visits == 1, _unfinished == 0), 1), else_=0)


def answered(*columns: Any) -> Select[Any]:
    """Return a select over calls with their visits, one row a call."""
    return (
        select(*columns)
        .select_from(Call)
        .outerjoin(Appointment, Appointment.call_id == Call.id)
        .outerjoin(
            Intervention,
            and_(
                Intervention.appointment_id == Appointment.id,
                Intervention.outcome != Outcome.CLIENT_ABSENT,
            ),
        )
        .group_by(Call.id)
    )


def in_wait(group: str, days: Any = wait) -> ColumnElement[bool]:
    """Return the condition of a group of `WAITS`."""
    low, high = WAITS[group]
    bounds = [days.is_not(None)]
    if low is not None:
        bounds.append(days >= low)
    if high is not None:
        bounds.append(days <= high)
    return and_(*bounds)


def calls_waited(group: str) -> ColumnElement[bool]:
    """Return the condition on calls visited after so many days, or not visited yet."""
    if group == UNVISITED:
        unvisited = answered(Call.id).having(_visits == 0)
        return and_(Call.state.in_(OPEN_STATES), Call.id.in_(unvisited))
    return Call.id.in_(answered(Call.id).having(in_wait(group)))


def calls_solved(*, at_once: bool) -> ColumnElement[bool]:
    """Return the condition on visited calls that one visit settled, or did not."""
    return Call.id.in_(answered(Call.id).having(solved == int(at_once)))


def unvisited_open(state: Any, days: Any) -> ColumnElement[bool]:
    """Return the condition of `UNVISITED` on columns of `answered`."""
    return and_(days.is_(None), or_(*(state == one for one in OPEN_STATES)))
