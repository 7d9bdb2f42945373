"""A plant with a device, two technicians and appointments, as the agenda's tests need them."""

from datetime import timedelta

import pytest

from app.agenda.models import Appointment, AppointmentTechnician
from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.technicians.models import Technician
from app.web.clock import utc_now

NOON = utc_now().replace(hour=11, minute=0, second=0, microsecond=0)


@pytest.fixture
def plant(session):
    row = Client(number=1, display_name="Rossi Mario", sort_name="rossi mario", street="Via Roma")
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def boiler(session, plant):
    kind = session.query(DeviceType).first()
    row = Device(client_id=plant.id, device_type_id=kind.id, brand="Vaillant", model="ecoTEC")
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def book(session, plant):
    def make(*team, **values):
        values = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=1), **values}
        row = Appointment(client_id=plant.id, internal_notes="cliente moroso", **values)
        row.team = [AppointmentTechnician(technician_id=one.id) for one in team]
        session.add(row)
        session.commit()
        return row

    return make


def _technician(session, name):
    row = Technician(name=name, working_hours={})
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def anna(session):
    return _technician(session, "Anna Bianchi")


@pytest.fixture
def bruno(session):
    return _technician(session, "Bruno Verdi")
