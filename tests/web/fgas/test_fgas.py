"""The F-gas register: the duty of thirty days, the work noted in a visit, who may not."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.devices.models import ControlRecord
from app.devices.rules import ControlKind
from app.fgas.models import FgasEntry
from app.kernel.dates import local_day
from app.technicians.models import Certificate, Technician
from app.thermal.models import Refrigerant
from app.web.clock import utc_now
from tests.factories.interventions import make_job, make_plant
from tests.helpers import committed, counted_statements, fresh

TODAY = local_day(utc_now())


@pytest.fixture
def gas(session):
    return session.scalars(select(Refrigerant).where(Refrigerant.code == "R410A")).one()


@pytest.fixture
def circuit(session, gas):
    _client, device = make_plant(session)
    device.refrigerant, device.charge_kg = gas, Decimal("2.5")
    technician = Technician(name="Anna", working_hours={})
    technician.certificates = [Certificate(kind="F-gas", number="PF123")]
    session.add(technician)
    session.commit()
    return device, technician


@pytest.fixture
def office(people):
    return people.secretary()


def work(device, technician, gas):
    return {
        "device": device.id, "technician": technician.id, "refrigerant": gas.id,
        "kind": "LEAK_CHECK", "performed_on": TODAY.isoformat(), "result": "TIGHT", "added_kg": "",
        "recovered_kg": "", "charge_kg": "2,5", "purchase": "", "gas_origin": "", "notes": "",
    }  # fmt: skip


def entries(session):
    return fresh(session).scalars(select(FgasEntry).order_by(FgasEntry.id)).all()


def note(browser, circuit, gas, **values):
    device, technician = circuit
    address = f"/fgas/nuovo?device={device.id}"
    return browser.post(address, data=work(device, technician, gas) | values)


def test_leak_check_moves_the_next_one(session, office, circuit, gas):
    device, _technician = circuit
    assert f"/fgas/nuovo?device={device.id}" in office.get(f"/apparecchi/{device.id}").text
    assert note(office, circuit, gas).status_code == 302

    (entry,) = entries(session)
    assert (entry.gas, entry.gwp, entry.tonnes_co2e) == ("R410A", Decimal(2088), Decimal("5.22"))
    assert (entry.technician_certificate, entry.notify_by) == ("PF123", TODAY + timedelta(days=30))
    (control,) = session.scalars(select(ControlRecord)).all()
    assert (control.kind, control.performed_on) == (ControlKind.LEAK_CHECK, TODAY)
    stored = committed(session, device)
    assert stored.leak_counted_from == TODAY
    assert stored.leak_months == 12
    shown = office.get(f"/apparecchi/{device.id}").text
    assert f"/fgas/show/{entry.id}" in shown or f"/fgas/{entry.id}" in shown
    assert "5,22" in shown


def test_top_up_changes_the_charge(session, office, circuit, gas):
    note(office, circuit, gas, kind="TOP_UP", added_kg="0,3", charge_kg="2,8")

    assert committed(session, circuit[0]).charge_kg == Decimal("2.8")
    assert entries(session)[0].result is None


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"kind": ""}, "kind-error"),
        ({"kind": "TOP_UP"}, "added_kg-error"),
        ({"kind": "RECOVERY"}, "recovered_kg-error"),
        ({"result": ""}, "result-error"),
        ({"refrigerant": ""}, "refrigerant-error"),
        ({"performed_on": (TODAY + timedelta(days=1)).isoformat()}, "performed_on-error"),
        ({"performed_on": "boh"}, "performed_on-error"),
        ({"added_kg": "-1"}, "added_kg-error"),
        ({"device": "999999"}, "device-error"),
        ({"technician": "x"}, "technician-error"),
    ],
)
def test_what_is_wrong_stands_at_its_field(session, office, circuit, gas, change, at):
    answer = note(office, circuit, gas, **change)

    assert answer.status_code == 422
    assert f'id="{at}"' in answer.text
    assert entries(session) == []


def test_duty_is_a_list_that_empties(session, office, circuit, gas):
    late = (TODAY - timedelta(days=31)).isoformat()
    note(office, circuit, gas, performed_on=late, kind="MAINTENANCE")
    note(office, circuit, gas)
    first, second = entries(session)
    listed = office.get("/fgas/").text
    assert "Rossi 1" in listed
    assert "PF123" not in listed
    assert f"/fgas/show/{second.id}" not in office.get("/fgas/?tab=late").text

    data = {"notified_on": (TODAY - timedelta(days=40)).isoformat(), "notice_code": "X1"}
    office.post(f"/fgas/{first.id}/comunicato", data=data)
    assert committed(session, first).notified_on is None
    office.post(
        f"/fgas/{first.id}/comunicato",
        data={"notified_on": TODAY.isoformat(), "notice_code": "X1"},
    )
    assert committed(session, first).notice_code == "X1"
    office.post("/fgas/action_post", data={"action": "notify", "rowid": [second.id]})
    assert committed(session, second).notified_on == TODAY

    assert office.get(f"/fgas/{first.id}/modifica").status_code == 302
    changed = office.post(f"/fgas/{first.id}/modifica", data=work(*circuit, gas) | {"notes": "x"})
    assert changed.status_code == 302
    assert committed(session, first).notes == ""
    office.post(f"/fgas/delete/{first.id}")
    assert len(entries(session)) == 2
    office.post(f"/fgas/{first.id}/da-comunicare")
    assert committed(session, first).notified_on is None


def test_mistake_is_corrected_and_deleted(session, office, circuit, gas):
    note(office, circuit, gas)
    (entry,) = entries(session)
    address = f"/fgas/{entry.id}/modifica"
    assert 'value="2,500"' in office.get(address).text
    office.post(address, data=work(*circuit, gas) | {"kind": "REPAIR"})
    (control,) = fresh(session).scalars(select(ControlRecord)).all()
    assert control.kind is ControlKind.LEAK_REPAIR

    office.post(f"/fgas/delete/{entry.id}")
    assert entries(session) == []
    assert fresh(session).scalars(select(ControlRecord)).all() == []


def test_files_of_the_register(people, circuit, gas):
    owner = people.administrator()
    note(owner, circuit, gas)
    pages = PdfReader(BytesIO(owner.get("/fgas/registro.pdf").data)).pages
    assert ["R410A" in page.extract_text() for page in pages] == [True]
    assert owner.get(f"/fgas/registro.pdf?device={circuit[0].id}").data.startswith(b"%PDF")
    with owner.get("/fgas/export/csv") as listed:
        assert "R410A" in listed.get_data(as_text=True)


def test_technician_notes_work_in_the_own_visit_only(session, people, gas):
    browser, technician = people.technician()
    appointment, device = make_job(session, technician)
    address = f"/oggi/{appointment.id}/fgas"
    assert browser.get(address).status_code == 404
    device.refrigerant = gas
    session.commit()
    assert address in browser.get(f"/oggi/{appointment.id}").text
    assert browser.get(address).status_code == 200

    answer = browser.post(address, data=work(device, technician, gas))
    assert answer.headers["Location"] == f"/oggi/{appointment.id}"
    (entry,) = entries(session)
    assert (entry.appointment_id, entry.technician_id) == (appointment.id, technician.id)

    stranger, _ = people.technician()
    assert stranger.post(address, data=work(device, technician, gas)).status_code == 404
    assert browser.get("/fgas/").status_code == 403
    assert browser.get(f"/fgas/show/{entry.id}").status_code == 403
    _other, elsewhere = make_plant(session, 7)
    session.commit()
    assert browser.post(address, data=work(elsewhere, technician, gas)).status_code == 422
    assert len(entries(session)) == 1


def test_reader_and_other_company_change_nothing(
    session, office, people, other_people, circuit, gas
):
    note(office, circuit, gas)
    (entry,) = entries(session)
    reader, _ = people.with_functions("clients.read", "clients.all", "devices.read", "fgas.read")
    assert reader.get("/fgas/").status_code == 200
    assert reader.get("/fgas/registro.pdf").status_code == 403
    for address in ("comunicato", "da-comunicare", "modifica"):
        assert reader.post(f"/fgas/{entry.id}/{address}").status_code == 403
    assert note(reader, circuit, gas).status_code == 403
    elsewhere = other_people.administrator()
    assert elsewhere.get(f"/fgas/show/{entry.id}").status_code == 404
    assert note(elsewhere, circuit, gas).status_code == 404
    assert elsewhere.post(f"/fgas/{entry.id}/da-comunicare").status_code == 404


def test_list_costs_the_same_with_more_rows(app, session, office, circuit, gas):
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            note(office, circuit, gas)
        with counted_statements(app) as statements:
            assert office.get("/fgas/").status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 8


def test_the_number_in_the_menu_is_not_read_by_way_of_every_device(app, people):
    browser = people.administrator()
    browser.get("/fgas/")  # the first request of a session notes that it is in use

    with counted_statements(app) as statements:
        browser.get("/clienti/")

    (menu,) = [one for one in statements if "fgas_entries" in one]
    assert "FROM devices" not in menu
