"""The screens of the devices, and who may not open them."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.devices.rules import DeviceState, DueReason, Fuel
from app.interventions.models import Intervention
from app.interventions.rules import Outcome
from app.search.service import index_client
from tests.factories.interventions import maintenance_type, make_job
from tests.helpers import committed, counted_statements, fresh


@pytest.fixture
def plant(session):
    client = Client(number=1, display_name="Rossi Mario", sort_name="rossi mario")
    session.add(client)
    session.commit()
    return client


@pytest.fixture
def boiler(session, plant):
    return add_boiler(session, plant)


def add_boiler(session, plant, **values):
    kind = session.scalars(select(DeviceType).where(DeviceType.code == "boiler")).one()
    values.setdefault("brand", "Vaillant")
    values.setdefault("serial_number", "VA-123")
    values.setdefault("serial_key", "VA123")
    device = Device(client=plant, device_type=kind, maintenance_interval_months=12, **values)
    session.add(device)
    index_client(session, plant.id)
    session.commit()
    return device


def form(boiler_type, **values):
    return {"device_type": str(boiler_type), "brand": "Beretta", "model": "Ciao", **values}


def test_list_shows_devices_in_few_statements(app, session, people, plant, boiler):
    browser = people.secretary()
    browser.get("/apparecchi/")
    with counted_statements(app) as one:
        page = browser.get("/apparecchi/")
    add_boiler(session, plant, brand="Riello")
    add_boiler(session, plant, brand="Immergas")
    with counted_statements(app) as three:
        browser.get("/apparecchi/")

    assert "Vaillant" in page.text
    assert "Rossi Mario" in page.text
    assert len(one) == len(three) <= 8


def listed(people, query):
    return people.secretary().get(f"/apparecchi/?{query}").text


def test_filters_by_kind_brand_fuel_and_place(session, people, plant, boiler):
    plant.municipality = "Rivoli"
    other = Client(number=2, display_name="Verdi Ugo", sort_name="verdi ugo", municipality="Asti")
    session.add(other)
    stove = session.scalars(select(DeviceType).where(DeviceType.code == "pellet_stove")).one()
    pellet = add_boiler(session, other, brand="Piazzetta", fuel=Fuel.PELLET)
    pellet.device_type = stove
    session.commit()

    for query in ("f_municipality=asti", f"f_device_type={stove.id}", "f_fuel=PELLET",
                  "f_brand=piazz", "q=piazzetta"):  # fmt: skip
        page = listed(people, query)
        assert "Piazzetta" in page, query
        assert "Rossi Mario" not in page, query


def test_brand_filter_finds_every_way_a_brand_is_written(app, people, session, plant):
    for brand in ("Baxi", "", "Vaillant", "VAILLANT GROUP", "Immergas", "100% Vaillant", "Zeta"):
        add_boiler(session, plant, brand=brand, serial_number=f"S/{brand or 'senza'}")
    browser = people.secretary()

    pages = {text: browser.get(f"/apparecchi/?f_brand={text}").text
             for text in ("vaillant", "00%25", "a", "nessuna")}  # fmt: skip

    found = {text: re.findall(r"S/([^<]+)<", page) for text, page in pages.items()}
    assert found["vaillant"] == ["100% Vaillant", "VAILLANT GROUP", "Vaillant"]
    assert found["00%25"] == ["100% Vaillant"]
    assert len(found["a"]) == 6
    assert found["nessuna"] == []
    with counted_statements(app) as statements:
        browser.get("/apparecchi/?f_brand=vaillant")
    assert len(statements) <= 8


def test_filter_by_due_period(session, people, plant):
    add_boiler(session, plant, brand="Ferroli", next_maintenance_on=date(2027, 3, 1))
    add_boiler(session, plant, brand="Sime", next_maintenance_on=date(2027, 5, 1))

    page = listed(
        people, "f_next_maintenance_on_from=01/04/2027&f_next_maintenance_on_to=31/05/2027"
    )

    assert "Sime" in page
    assert "Ferroli" not in page


def test_search_by_serial(session, people, plant, boiler):
    add_boiler(session, plant, brand="Riello", serial_number="X9", serial_key="X9")

    page = people.secretary().get("/apparecchi/?q=VA-123").text

    assert "Vaillant" in page
    assert "Riello" not in page


def test_new_device_gets_interval_and_date(session, people, plant, boiler):
    answer = people.secretary().post(
        "/apparecchi/add",
        data=form(boiler.device_type_id, client=plant.id, installed_on="31/01/2024"),
    )

    assert answer.status_code == 302
    stored = session.scalars(select(Device).where(Device.brand == "Beretta")).one()
    assert stored.maintenance_interval_months == 12
    assert stored.next_maintenance_on == date(2025, 1, 31)
    assert stored.due_reason is DueReason.INSTALLATION


def test_refused_form_keeps_what_was_typed(session, people, plant, boiler):
    answer = people.secretary().post(
        "/apparecchi/add",
        data=form(boiler.device_type_id, client=plant.id, installed_on="31/02/2024"),
    )

    assert answer.status_code == 422
    assert "Beretta" in answer.text
    assert len(fresh(session).scalars(select(Device)).all()) == 1


def test_manual_date_prevails(session, people, boiler):
    people.secretary().post(
        f"/apparecchi/edit/{boiler.id}",
        data=form(
            boiler.device_type_id,
            version=boiler.version,
            maintenance_interval_months="12",
            manual_due_on="01/09/2030",
            manual_due_reason="Chiesto dal cliente",
        ),
    )

    stored = committed(session, boiler)
    assert stored.next_maintenance_on == date(2030, 9, 1)
    assert stored.due_reason is DueReason.MANUAL
    assert stored.manual_due_by


def test_replacing_closes_the_old_and_keeps_the_component(session, people, plant):
    old = add_boiler(session, plant, component_code="GT-1")

    people.secretary().post(
        f"/apparecchi/add?replaces={old.id}", data=form(old.device_type_id, client=plant.id)
    )

    new = fresh(session).scalars(select(Device).where(Device.brand == "Beretta")).one()
    assert new.component_code == "GT-1"
    assert committed(session, old).state is DeviceState.REPLACED
    assert old.replaced_by_id == new.id


def test_removing_keeps_the_row(session, people, boiler):
    people.secretary().post(f"/apparecchi/action/remove/{boiler.id}")

    assert committed(session, boiler).state is DeviceState.REMOVED
    assert boiler.next_maintenance_on is None


def test_labels_are_a_pdf(people, boiler):
    answer = people.secretary().post(
        "/apparecchi/action_post", data={"action": "labels", "rowid": boiler.id}
    )

    assert answer.data.startswith(b"%PDF")


@pytest.mark.parametrize("address", ["", "{}", "edit/{}", "add", "export/csv", "options"])
def test_technician_without_devices_sees_none(people, boiler, address):
    browser, _technician = people.technician()

    answer = browser.get("/apparecchi/" + address.format(boiler.id))

    assert answer.status_code == 403
    assert "VA-123" not in answer.text


def test_device_of_a_hidden_client_is_404(session, people, boiler):
    browser, _technician = people.lead()

    for address in (f"/apparecchi/{boiler.id}", f"/apparecchi/edit/{boiler.id}"):
        assert browser.get(address).status_code == 404
    assert (
        browser.post(
            "/apparecchi/action_post", data={"action": "labels", "rowid": boiler.id}
        ).status_code
        == 404
    )
    assert "VA-123" not in browser.get("/apparecchi/").text
    with browser.get("/apparecchi/export/csv") as exported:
        assert "VA-123" not in exported.text


def test_reader_may_not_remove(session, people, boiler):
    browser, _none = people.with_functions("clients.read", "clients.all", "devices.read")

    assert browser.post(f"/apparecchi/action/remove/{boiler.id}").status_code == 403
    assert committed(session, boiler).state is DeviceState.IN_SERVICE


def test_other_company_sees_nothing(other_people, boiler):
    browser = other_people.administrator()

    assert browser.get(f"/apparecchi/{boiler.id}").status_code == 404
    assert "VA-123" not in browser.get("/apparecchi/").text


def test_card_of_the_client_lists_its_devices(people, boiler):
    page = people.secretary().get(f"/clienti/{boiler.client_id}?tab=devices").text

    assert "VA-123" in page


def test_card_tab_needs_its_function(people, boiler):
    browser, _none = people.with_functions("clients.read", "clients.all")

    answer = browser.get(f"/clienti/{boiler.client_id}?tab=devices")

    assert answer.status_code == 403
    assert "VA-123" not in answer.text


def test_client_is_found_by_a_new_serial(session, people, plant, boiler):
    browser = people.secretary()
    browser.post(
        "/apparecchi/add",
        data=form(boiler.device_type_id, client=plant.id, serial_number="QX-778899"),
    )

    assert "Rossi Mario" in browser.get("/clienti/?q=QX-778899").text


def test_card_shows_the_work_on_the_device(session, people):
    appointment, device = make_job(session)
    sibling = Device(client=device.client, device_type=device.device_type, brand="Baxi")
    for number, one in enumerate((device, sibling), start=1):
        session.add(
            Intervention(
                year=2026, number=number, client_id=appointment.client_id,
                performed_on=date(2026, 3, number), outcome=Outcome.DONE, devices=[one],
                intervention_type=maintenance_type(session), work_done=f"Lavoro {number}",
            )
        )  # fmt: skip
    session.commit()

    page = people.secretary().get(f"/apparecchi/{device.id}").text
    assert "Lavoro 1" in page
    assert "Lavoro 2" not in page

    browser, _ = people.with_functions("clients.read", "clients.all", "devices.read")
    assert "Lavoro 1" not in browser.get(f"/apparecchi/{device.id}").text


@pytest.mark.parametrize(("code", "is_told"), [("boiler", False), ("heat_pump", True)])
def test_card_tells_of_a_refrigerant_circuit_where_there_may_be_one(
    session, people, boiler, code, is_told
):
    boiler.device_type = session.scalars(select(DeviceType).where(DeviceType.code == code)).one()
    session.commit()

    page = people.secretary().get(f"/apparecchi/{boiler.id}").text

    assert ("Ermetico ed etichettato" in page) is is_told
    assert ("Refrigerante (F-gas)" in page) is is_told
    assert "VA-123" in page
