"""Who leaves the list of what is due: the excluded and the archived, with all their devices."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.clients import service
from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.devices.rules import DeviceState
from app.kernel.dates import local_day
from app.web.clock import utc_now

EXCLUDED = {"exclude_from_maintenance": True, "exclusion_reason": "Ha un altro tecnico"}


def store(session, facts, **values):
    client = service.create_client(session, {"last_name": "Rossi", **facts})
    kind = session.scalars(select(DeviceType.id)).first()
    session.add(
        Device(client_id=client.id, device_type_id=kind, brand="Vaillant", model="X",
               **{"next_maintenance_on": date(2020, 1, 15), **values})
    )  # fmt: skip
    session.commit()
    return client


@pytest.mark.parametrize(("facts", "values", "is_listed"), [
    ({}, {}, True),
    (EXCLUDED, {}, False),
    (EXCLUDED | {"excluded_until": local_day(utc_now()) - timedelta(days=1)}, {}, True),
    (EXCLUDED | {"excluded_until": local_day(utc_now())}, {}, False),
    ({}, {"exclude_from_maintenance": True}, False),
    ({}, {"state": DeviceState.OFF}, False),
])  # fmt: skip
@pytest.mark.parametrize("tab", ["month", "late"])
def test_only_what_is_maintained_is_due(people, session, facts, values, is_listed, tab):
    store(session, facts, **values)

    page = people.secretary().get(f"/apparecchi/?tab={tab}").text

    assert ("Vaillant" in page) is is_listed


def test_archiving_a_card_takes_its_devices_off_the_list(people, session):
    client = store(session, {})
    browser = people.secretary()

    browser.post(f"/clienti/{client.id}/archivia", data={"asked": "yes"})

    assert session.scalar(select(Client.id)) == client.id
    assert "Vaillant" not in browser.get("/apparecchi/?tab=late").text
