"""The short lists of the company and its technicians."""

import pytest
from sqlalchemy import select

from app.technicians.models import Absence, Technician
from tests.helpers import fresh

LISTS = (
    "/impostazioni/tipologie/", "/impostazioni/motivi/", "/impostazioni/frasi/",
    "/impostazioni/tipi-apparecchio/", "/impostazioni/listino/", "/impostazioni/iva/",
    "/impostazioni/classi-sconto/",
    "/tecnici/", "/tecnici/assenze/", "/tecnici/abilitazioni/",
)  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_owner_opens_list_and_form(people, address):
    browser = people.administrator()

    assert "<h1" in browser.get(address).text
    assert browser.get(address + "add").status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_technician_opens_none(people, address):
    browser, _technician = people.technician()

    assert browser.get(address).status_code == 403
    assert browser.post(address + "add", data={"label": "X"}).status_code == 403


def test_technician_is_added(session, people):
    people.administrator().post(
        "/tecnici/add",
        data={"name": "Luca", "colour": "#112233", "position": "0", "is_active": "y"},
    )

    assert fresh(session).scalars(select(Technician)).one().name == "Luca"


def test_wrong_colour_is_explained(session, people):
    answer = people.administrator().post(
        "/tecnici/add", data={"name": "Luca", "colour": "rosso", "position": "0"}
    )

    assert answer.status_code == 422
    assert "#2563EB" in answer.text
    assert not session.scalars(select(Technician)).all()


def test_absence_must_end_after_it_begins(session, people):
    technician = Technician(name="Luca", working_hours={})
    session.add(technician)
    session.commit()
    browser = people.administrator()
    span = {"technician": technician.id, "starts_at": "2026-08-10T08:00"}

    refused = browser.post("/tecnici/assenze/add", data={**span, "ends_at": "2026-08-10T08:00"})
    browser.post("/tecnici/assenze/add", data={**span, "ends_at": "2026-08-10T18:00"})

    assert refused.status_code == 422
    assert len(fresh(session).scalars(select(Absence)).all()) == 1
