"""The calls of the demonstration: the answered ones with their visits, and those still open."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.agenda.models import Appointment, AppointmentTechnician
from app.agenda.rules import AppointmentState
from app.calls.models import Call
from app.calls.rules import CallState, Channel, Priority
from app.interventions.models import (
    Intervention,
    intervention_devices,
    intervention_technicians,
)
from app.interventions.rules import Outcome
from app.kernel.dates import local_instant
from app.worktypes.models import CallReason, InterventionType

#: Visits of so many days answer a call, and the kinds that somebody calls for.
_DAYS_BACK = 120
_CALLED_FOR = ("fault", "extraordinary_maintenance")
#: Days from the call to the first visit, and how often.
_WAITS = ((0, 22), (1, 34), (2, 16), (3, 9), (5, 12), (9, 7))
#: One call in so many needs a second visit, or comes back within a month.
_SECOND_VISIT, _REPEATED = 8, 12
#: After the slots of the agenda, so that nothing overlaps.
_SLOT, _LENGTH = time(16, 30), timedelta(minutes=60)
_OFFICE = "Silvia Ferraris"
_REQUESTS = (
    ("no_heating", "La caldaia non parte, termosifoni freddi da ieri sera."),
    ("no_hot_water", "Manca l'acqua calda, in casa c'è un neonato."),
    ("low_pressure", "La pressione scende ogni due giorni."),
    ("maintenance", "Chiede la manutenzione annuale, meglio di mattina."),
    ("noise", "La caldaia fa rumore quando si accende."),
    ("estimate", "Vorrebbe un preventivo per cambiare la caldaia."),
)


@dataclass(frozen=True)
class _Visit:
    """A visit that answers a call."""

    id: int
    client_id: int
    performed_on: date
    intervention_type_id: int
    call: int
    is_last: bool


def seed_answered_calls(session: Session, rng: random.Random, today: date) -> None:
    """Put the call and the appointment behind the latest repairs; some take two visits."""
    visits = _paired(session, rng, _repairs(session, today))
    firsts = {visit.call: visit for visit in reversed(visits)}
    lasts = {visit.call: visit for visit in visits}
    reasons = {row.code: row.id for row in session.scalars(select(CallReason))}
    rows = [_answered(rng, firsts[key], lasts[key], reasons) for key in firsts]
    if not rows:
        return
    made = insert(Call).returning(Call.id, sort_by_parameter_order=True)
    calls = dict(zip(firsts, session.scalars(made, rows), strict=True))
    _store_appointments(session, visits, calls)


def _repairs(session: Session, today: date) -> Sequence[Any]:
    return session.execute(
        select(
            Intervention.id,
            Intervention.client_id,
            Intervention.performed_on,
            Intervention.intervention_type_id,
        )
        .join(InterventionType, InterventionType.id == Intervention.intervention_type_id)
        .where(
            InterventionType.code.in_(_CALLED_FOR),
            Intervention.performed_on >= today - timedelta(days=_DAYS_BACK),
        )
        .order_by(Intervention.performed_on, Intervention.id)
    ).all()


def _paired(session: Session, rng: random.Random, rows: Sequence[Any]) -> list[_Visit]:
    """Return the visits with the call each belongs to; a second visit goes to the same plant."""
    visits: list[_Visit] = []
    pairs: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        before = visits[-1] if visits else None
        if before is not None and not before.is_last:
            visits.append(_visit(row, before.client_id, before.call, is_last=True))
            pairs.append((before.id, row.id))
            continue
        needs_two = rng.randrange(_SECOND_VISIT) == 0 and number + 1 < len(rows)
        visits.append(_visit(row, row.client_id, number, is_last=not needs_two))
    _same_plant(session, pairs, {visit.id: visit.client_id for visit in visits})
    return visits


def _visit(row: Any, client_id: int, call: int, *, is_last: bool) -> _Visit:
    return _Visit(row.id, client_id, row.performed_on, row.intervention_type_id, call, is_last)


def _same_plant(
    session: Session, pairs: Sequence[tuple[int, int]], clients: dict[int, int]
) -> None:
    """Send the second visit to the plant of the first, whose work was not finished."""
    if not pairs:
        return
    link = intervention_devices.c
    firsts = [first for first, _second in pairs]
    found = session.execute(
        select(link.intervention_id, link.device_id).where(link.intervention_id.in_(firsts))
    )
    devices: dict[int, int] = dict(found.all())
    session.execute(
        update(Intervention), [{"id": first, "outcome": Outcome.TO_RESUME} for first in firsts]
    )
    session.execute(
        update(Intervention),
        [{"id": second, "client_id": clients[second]} for _first, second in pairs],
    )
    seconds = [second for _first, second in pairs]
    session.execute(intervention_devices.delete().where(link.intervention_id.in_(seconds)))
    session.execute(
        insert(intervention_devices),
        [{"intervention_id": b, "device_id": devices[a]} for a, b in pairs],
    )


def _answered(
    rng: random.Random, first: _Visit, last: _Visit, reasons: dict[str | None, int]
) -> dict[str, Any]:
    days = rng.choices([wait for wait, _often in _WAITS], [often for _wait, often in _WAITS])[0]
    code, text = rng.choice(_REQUESTS[:3])
    received = first.performed_on - timedelta(days=days)
    return {
        "client_id": first.client_id,
        "state": CallState.CLOSED,
        "priority": Priority.NORMAL,
        "channel": Channel.PHONE,
        "reason_id": reasons[code],
        "intervention_type_id": first.intervention_type_id,
        "description": text,
        "received_at": local_instant(received, time(8, rng.randrange(60))),
        "received_by": _OFFICE,
        "is_repeat": rng.randrange(_REPEATED) == 0,
        "closed_at": local_instant(last.performed_on, time(17, 30)),
    }


def _store_appointments(session: Session, visits: Sequence[_Visit], calls: dict[int, int]) -> None:
    rows = [
        {
            "client_id": visit.client_id,
            "call_id": calls[visit.call],
            "starts_at": local_instant(visit.performed_on, _SLOT),
            "ends_at": local_instant(visit.performed_on, _SLOT) + _LENGTH,
            "state": AppointmentState.COMPLETED,
            "intervention_type_id": visit.intervention_type_id,
        }
        for visit in visits
    ]
    made = insert(Appointment).returning(Appointment.id, sort_by_parameter_order=True)
    ids = list(session.scalars(made, rows))
    session.execute(
        update(Intervention),
        [{"id": visit.id, "appointment_id": key} for visit, key in zip(visits, ids, strict=True)],
    )
    own = intervention_technicians.c
    hands = session.execute(
        select(own.intervention_id, own.technician_id)
        .join(Intervention, Intervention.id == own.intervention_id)
        .where(Intervention.appointment_id.is_not(None))
    )
    team: dict[int, int] = dict(hands.all())
    session.execute(
        insert(AppointmentTechnician),
        [
            {"appointment_id": key, "technician_id": team[visit.id]}
            for visit, key in zip(visits, ids, strict=True)
        ],
    )


def seed_open_calls(
    session: Session, rng: random.Random, pairs: Sequence[tuple[int, int]], now: datetime
) -> None:
    """Write the calls that wait for a date."""
    reasons = {row.code: row for row in session.scalars(select(CallReason))}
    rows = []
    for number in range(18):
        code, text = _REQUESTS[number % len(_REQUESTS)]
        received = now - timedelta(hours=rng.randrange(1, 90))
        rows.append(
            {
                "client_id": rng.choice(pairs)[0],
                "state": CallState.TO_SCHEDULE,
                "priority": list(Priority)[number % len(Priority)],
                "channel": rng.choice((Channel.PHONE, Channel.PHONE, Channel.EMAIL)),
                "reason_id": reasons[code].id,
                "intervention_type_id": reasons[code].intervention_type_id,
                "description": text,
                "received_at": received,
                "received_by": _OFFICE,
                "call_back_by": received + timedelta(hours=36),
            }
        )
    session.execute(insert(Call), rows)
