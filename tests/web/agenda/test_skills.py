"""The form of an appointment warns of expired qualifications that its devices ask for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.devices.models import Device
from app.devices.rules import Fuel
from app.kernel.dates import local_day
from app.technicians.models import Certificate
from app.thermal.models import Refrigerant
from tests.web.agenda.conftest import NOON
from tests.web.agenda.test_form import typed


@pytest.fixture
def papers(session, anna):
    """Give Anna certificates; days count from the visit."""

    def give(**days):
        for kind, away in days.items():
            day = local_day(NOON) + timedelta(days=away)
            session.add(Certificate(technician_id=anna.id, kind=kind, expires_on=day))
        session.commit()

    return give


@pytest.fixture
def cooler(session, plant, boiler):
    gas = session.scalars(select(Refrigerant)).first()
    row = Device(client_id=plant.id, device_type_id=boiler.device_type_id, refrigerant_id=gas.id)
    boiler.fuel = Fuel.NATURAL_GAS
    session.add(row)
    session.commit()
    return row


def warned(people, anna, plant, *devices):
    day = f"{local_day(NOON):%Y-%m-%d}"
    form = typed(anna, client=str(plant.id), day=day)
    form["devices"] = [str(device.id) for device in devices]
    found = people.secretary().get("/agenda/avvisi", query_string=form).json["warnings"]
    return [text for text in found if "fgas" in text or " gas" in text]


def test_an_expired_certificate_warns_only_for_devices_that_need_it(
    people, anna, plant, boiler, cooler, papers
):
    papers(fgas=-1, gas=400)

    assert len(warned(people, anna, plant, cooler)) == 1
    assert warned(people, anna, plant, boiler) == []
    assert len(warned(people, anna, plant)) == 1


def test_a_valid_one_or_a_colleague_s_does_not_warn(people, anna, bruno, plant, cooler, papers):
    papers(fgas=0)

    assert warned(people, anna, plant, cooler) == []
    assert warned(people, bruno, plant, cooler) == []


def test_saving_says_it_and_saves(people, session, anna, plant, cooler, papers):
    papers(fgas=-30)
    day = f"{local_day(NOON):%Y-%m-%d}"
    form = typed(anna, client=str(plant.id), day=day, devices=str(cooler.id))

    page = people.secretary().post("/agenda/nuovo", data=form, follow_redirects=True)

    assert "fgas" in page.text
