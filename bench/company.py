"""The company that is measured: the demonstration's, as large as asked for."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import click
from flask import Flask
from sqlalchemy import func, select

from app.agenda.models import Appointment
from app.agenda.rules import AppointmentState
from app.clients.models import Client
from app.demo.company import make_demo_company
from app.demo.logins import SLUG
from app.devices.models import Device
from app.extensions import db
from app.interventions.models import Intervention, InterventionReport
from app.kernel.dates import local_day, local_day_bounds
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.worktypes.models import InterventionType


@dataclass(frozen=True)
class Samples:
    """Rows in the middle of the company, and words that are in it."""

    client: int
    name: str
    device: int
    intervention: int
    #: (plant, device) pairs for calls and reports.
    plants: list[tuple[int, int]]
    #: Appointments to report on, each with its plant's device.
    visits: list[tuple[int, int]]
    kind: int
    monday: str
    next_monday: str
    today: str
    clients: int
    interventions: int


def fill(app: Flask, clients: int, interventions: int) -> bool:
    """Make the company unless it is there; tell whether it was made."""
    with app.app_context():
        if db.directory.find(SLUG) is not None:
            return False
        began = time.perf_counter()
        make_demo_company(utc_now(), clients=clients, interventions=interventions)
        click.echo(
            f"Filled {clients} clients, {interventions} interventions "
            f"in {time.perf_counter() - began:.0f} s"
        )
        _settle()
    return True


def drop(app: Flask) -> None:
    """Throw the company away."""
    with app.app_context():
        db.directory.remove(SLUG)
        db.router.drop(SLUG)


def samples(app: Flask) -> Samples:
    """Choose the rows that the measurements ask for."""
    with app.app_context(), company_scope(SLUG):
        try:
            return _samples(db.session())
        finally:
            db.session.remove()


def report_of(found: Samples, turn: int, version: Any) -> tuple[int, dict[str, Any]]:
    """Return the appointment and the body of one report, signed by both."""
    visit, device = found.visits[turn % len(found.visits)]
    return visit, {
        "appointment_id": visit,
        "base_version": version,
        "signatures": [_signature("client", "Maria Rossi"), _signature("technician", "Davide")],
        "content": {
            "type_id": found.kind,
            "performed_on": found.today,
            "outcome": "done",
            "device_ids": [device],
            "work_done": "Pulizia bruciatore e scambiatore, controllo elettrodi.",
            "heading": {"name": "Maria Rossi", "municipality": "Torino", "province": "TO"},
            "lines": [_line("Manutenzione ordinaria caldaia", "80"), _line("Guarnizione", "6.5")],
            "findings": [{"kind": "remark", "text": "Manca la copia del libretto."}],
        },
    }


def _settle() -> None:
    """Let the database count its rows, as its own upkeep does in a company of some days."""
    with db.engine_of(SLUG).connect() as connection:
        connection.commit()
    engine = db.engine_of(SLUG).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")


def _samples(session: Any) -> Samples:
    today = local_day(utc_now())
    monday = today - timedelta(days=today.weekday())
    clients = session.scalar(select(func.count(Client.id)))
    client = session.scalars(
        select(Client).where(Client.id > clients // 2, Client.is_firm.is_(False)).limit(1)
    ).one()
    report = session.scalars(
        select(InterventionReport).order_by(InterventionReport.id.desc()).limit(1)
    ).one()
    kind = session.scalars(
        select(InterventionType.id).where(InterventionType.code == "routine_maintenance")
    ).one()
    plants = select(Device.client_id, Device.id).where(Device.id > clients // 3).limit(500)
    return Samples(
        client=client.id,
        name=client.display_name,
        device=session.scalars(select(Device.id).where(Device.client_id == client.id)).first(),
        intervention=report.intervention_id,
        plants=[(row.client_id, row.id) for row in session.execute(plants)],
        visits=list(_visits(session)),
        kind=kind,
        monday=monday.isoformat(),
        next_monday=(monday + timedelta(days=7)).isoformat(),
        today=today.isoformat(),
        clients=clients,
        interventions=session.scalar(select(func.count(Intervention.id))),
    )


def _visits(session: Any) -> Iterator[tuple[int, int]]:
    """Yield open appointments from today on with their first device."""
    rows = session.scalars(
        select(Appointment)
        .where(
            Appointment.starts_at >= local_day_bounds(local_day(utc_now()))[0],
            Appointment.state != AppointmentState.COMPLETED,
            Appointment.client_id.is_not(None),
        )
        .order_by(Appointment.id)
        .limit(400)
    )
    for row in rows:
        if row.devices:
            yield row.id, row.devices[0].id


def _signature(role: str, name: str) -> dict[str, Any]:
    points = [{"x": 5 + 3 * n, "y": 30 + (n % 7) * 5, "time": 12 * n} for n in range(60)]
    return {"role": role, "signer_name": name, "strokes": [{"points": points}]}


def _line(description: str, price: str) -> dict[str, str]:
    return {
        "description": description, "unit": "pz", "quantity": "1", "unit_price": price,
        "discount_pct": "0", "vat_rate_pct": "10",
    }  # fmt: skip
