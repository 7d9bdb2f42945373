"""An appointment at a plant with a boiler, and the report of it."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from app.agenda.models import Appointment, AppointmentTechnician
from app.calls.models import Call
from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.interventions.checking import mark_of
from app.interventions.queries import count_of_appointment
from app.technicians.models import Technician
from app.worktypes.models import InterventionType

NOON = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)
STROKES = [{"points": [{"x": 5, "y": 5, "time": 1}, {"x": 90, "y": 60, "time": 9}]}]


def make_plant(session, number=1):
    """Return a card with one boiler."""
    client = Client(number=number, display_name=f"Rossi {number}", sort_name=f"rossi {number}")
    session.add(client)
    session.flush()
    device = Device(
        client_id=client.id,
        device_type_id=session.scalars(select(DeviceType.id).limit(1)).one(),
        brand="Immergas",
        maintenance_interval_months=12,
        installed_on=date(2020, 1, 1),
    )
    session.add(device)
    session.flush()
    return client, device


def make_job(session, technician=None, number=1):
    """Return (appointment, device) of a technician, with a call behind it."""
    client, device = make_plant(session, number)
    if technician is None:
        technician = Technician(name=f"Tecnico {number}", working_hours={})
        session.add(technician)
        session.flush()
    call = Call(client_id=client.id, received_at=NOON - timedelta(days=1))
    session.add(call)
    session.flush()
    appointment = Appointment(
        client_id=client.id,
        call_id=call.id,
        starts_at=NOON - timedelta(hours=1),
        ends_at=NOON,
        team=[AppointmentTechnician(technician_id=technician.id)],
    )
    session.add(appointment)
    session.commit()
    return appointment, device


def maintenance_type(session):
    """Return the shipped kind that moves due dates."""
    return session.scalars(
        select(InterventionType).where(InterventionType.moves_due_date).limit(1)
    ).one()


def body_of(session, appointment, device, *, signed=True, **content):
    """Return what the phone sends."""
    body = {
        "appointment_id": appointment.id,
        "base_version": mark_of(appointment, count_of_appointment(session, appointment.id)),
        "content": {
            "type_id": maintenance_type(session).id,
            "performed_on": "2026-10-12",
            "outcome": "done",
            "device_ids": [device.id],
            "work_done": "Pulizia e prova di combustione",
            "heading": {"name": "Maria Rossi", "municipality": "Torino", "province": "TO"},
            "lines": [
                {
                    "description": "Manutenzione",
                    "quantity": "1",
                    "unit_price": "90",
                    "vat_rate_pct": "10",
                }
            ],
        }
        | content,
    }
    if signed:
        body["signatures"] = [{"role": "client", "signer_name": "Maria Rossi", "strokes": STROKES}]
    return body
