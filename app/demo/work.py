"""Two years of visits, the open calls and the agenda of the demonstration, written in bulk."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.agenda.models import Appointment, AppointmentTechnician, appointment_devices
from app.agenda.rules import AppointmentState
from app.demo.calls import seed_answered_calls, seed_open_calls
from app.demo.reports import seed_reports
from app.devices.models import Device, MaintenanceRecord
from app.devices.schedules import derive_at_once
from app.interventions.models import (
    Intervention,
    intervention_devices,
    intervention_technicians,
)
from app.interventions.rules import Outcome
from app.kernel.dates import local_day, local_instant
from app.kernel.money import round_eur
from app.orm.numbering import next_number
from app.technicians.models import Technician
from app.worktypes.models import InterventionType

BATCH = 5_000
_DAYS_BACK, _DAYS_AHEAD, _AGENDA_BACK = 730, 14, 14
_SLOTS = (time(8), time(9, 30), time(11), time(13, 30), time(15))
#: Visits per month of the year, against an average of 10 (product reference, the year of a CAT).
_SEASON = (14, 12, 10, 9, 9, 10, 9, 2, 14, 15, 15, 13)
#: Code of the kind, how often, work done, price without VAT.
_KINDS = (
    ("routine_maintenance", 50, "Pulizia bruciatore e scambiatore, controllo elettrodi.", "80"),
    ("maintenance_ree", 20, "Manutenzione e analisi di combustione, valori nella norma.", "120"),
    ("fault", 22, "Sostituito il componente guasto e verificato il funzionamento.", "96"),
    ("extraordinary_maintenance", 8, "Sostituito il vaso di espansione.", "138.5"),
)

Pair = tuple[int, int]


def seed_work(session: Session, rng: random.Random, count: int, now: datetime) -> None:
    """Write visits with their dates, the agenda around today and the calls."""
    pairs = [(row.client_id, row.id) for row in session.execute(
        select(Device.client_id, Device.id).order_by(Device.id)
    )]  # fmt: skip
    today = local_day(now)
    technicians = _technicians(session)
    types = {row.code: row.id for row in session.scalars(select(InterventionType))}
    _seed_visits(session, rng, pairs, _Plan(today, technicians, types, count))
    _derive_due_dates(session)
    seed_answered_calls(session, rng, today)
    seed_reports(session, rng, today, now)
    _seed_agenda(session, rng, pairs, _Plan(today, technicians, types, count))
    seed_open_calls(session, rng, pairs, now)


class _Plan:
    """What visits are made of."""

    def __init__(
        self, today: date, technicians: list[int], types: dict[str | None, int], count: int
    ) -> None:
        self.today, self.technicians, self.types, self.count = today, technicians, types, count


def _technicians(session: Session) -> list[int]:
    return list(session.scalars(select(Technician.id).order_by(Technician.position)))


def _working_days(today: date) -> list[date]:
    days = [today - timedelta(days=back) for back in range(_DAYS_BACK, 0, -1)]
    return [day for day in days if day.weekday() < 5]


def _seed_visits(session: Session, rng: random.Random, pairs: Sequence[Pair], plan: _Plan) -> None:
    days = _working_days(plan.today)
    weights = [_SEASON[day.month - 1] for day in days]
    chosen = sorted(rng.choices(days, weights, k=plan.count))
    numbers = {
        year: next_number(session, "interventions", year=year, count=howmany)
        for year, howmany in sorted(Counter(day.year for day in chosen).items())
    }
    for start in range(0, len(chosen), BATCH):
        batch = chosen[start : start + BATCH]
        _store_visits(session, rng, pairs, plan, [_numbered(day, numbers) for day in batch])


def _numbered(day: date, numbers: dict[int, int]) -> dict[str, Any]:
    number = numbers[day.year]
    numbers[day.year] += 1
    return {"year": day.year, "number": number, "performed_on": day}


def _store_visits(
    session: Session,
    rng: random.Random,
    pairs: Sequence[Pair],
    plan: _Plan,
    rows: list[dict[str, Any]],
) -> None:
    devices, hands = [], []
    for row in rows:
        client_id, device_id = rng.choice(pairs)
        row |= {"client_id": client_id, **_kind(rng, plan)}
        devices.append(device_id)
        hands.append(rng.choice(plan.technicians))
    statement = insert(Intervention).returning(Intervention.id, sort_by_parameter_order=True)
    ids = list(session.scalars(statement, rows))
    session.execute(
        insert(intervention_devices),
        [{"intervention_id": a, "device_id": b} for a, b in zip(ids, devices, strict=True)],
    )
    session.execute(
        insert(intervention_technicians),
        [{"intervention_id": a, "technician_id": b} for a, b in zip(ids, hands, strict=True)],
    )
    records = [
        {"intervention_id": a, "device_id": b, "performed_on": row["performed_on"]}
        for a, b, row in zip(ids, devices, rows, strict=True)
        if row["moves_due_date"]
    ]
    if records:
        session.execute(insert(MaintenanceRecord), records)


def _kind(rng: random.Random, plan: _Plan) -> dict[str, Any]:
    code, _often, work, price = rng.choices(_KINDS, [kind[1] for kind in _KINDS])[0]
    net = Decimal(price)
    vat = round_eur(net * Decimal("0.10"))
    return {
        "intervention_type_id": plan.types[code],
        "outcome": Outcome.DONE,
        "moves_due_date": code in {"routine_maintenance", "maintenance_ree"},
        "work_done": work,
        "is_signed": True,
        "net_eur": net,
        "vat_eur": vat,
        "total_eur": net + vat,
    }


def _derive_due_dates(session: Session) -> None:
    derive_at_once(session, session.scalars(select(Device.id).order_by(Device.id)).all())


def _seed_agenda(session: Session, rng: random.Random, pairs: Sequence[Pair], plan: _Plan) -> None:
    rows, team, devices = [], [], []
    for away in range(-_AGENDA_BACK, _DAYS_AHEAD + 1):
        day = plan.today + timedelta(days=away)
        if day.weekday() >= 5 and away != 0:
            continue
        for technician in plan.technicians:
            for slot in _SLOTS:
                client_id, device_id = rng.choice(pairs)
                rows.append(_appointment(rng, plan, day, slot) | {"client_id": client_id})
                team.append(technician)
                devices.append(device_id)
    statement = insert(Appointment).returning(Appointment.id, sort_by_parameter_order=True)
    ids = list(session.scalars(statement, rows))
    session.execute(
        insert(AppointmentTechnician),
        [{"appointment_id": a, "technician_id": b} for a, b in zip(ids, team, strict=True)],
    )
    session.execute(
        insert(appointment_devices),
        [{"appointment_id": a, "device_id": b} for a, b in zip(ids, devices, strict=True)],
    )


def _appointment(rng: random.Random, plan: _Plan, day: date, slot: time) -> dict[str, Any]:
    starts_at = local_instant(day, slot)
    code = rng.choices(_KINDS, [kind[1] for kind in _KINDS])[0][0]
    is_past = day < plan.today
    planned = rng.choice((AppointmentState.PLANNED, AppointmentState.CONFIRMED))
    return {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=75),
        "state": AppointmentState.COMPLETED if is_past else planned,
        "intervention_type_id": plan.types[code],
        "instructions": "Citofonare al cognome." if rng.random() < 0.3 else "",
    }
