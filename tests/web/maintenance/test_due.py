"""The list of what is due: who is on it, who left it and why, contacts, rights."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment, AppointmentTechnician
from app.agenda.rules import AppointmentState
from app.clients.models import Client
from app.clients.service import create_client
from app.devices.models import Device, DeviceType
from app.devices.rules import DeviceState
from app.devices.service import record_maintenance
from app.kernel.dates import local_day
from app.maintenance.models import Contact, FollowUp
from app.maintenance.rules import FollowState
from app.technicians.models import Technician
from app.web.clock import utc_now
from app.worktypes.models import InterventionType
from tests.helpers import committed, counted_statements, fresh
from tests.web.invoices.test_sources import make_contract

NOW = utc_now()
TODAY = local_day(NOW)
URL = "/manutenzioni/"


def store(session, brand="Vaillant", days=-10, client=None, **values):
    facts = {"last_name": "Rossi", "street": "Via Po", "municipality": "Torino"}
    client = client or create_client(session, facts)
    due = None if days is None else TODAY + timedelta(days=days)
    kind = session.scalars(select(DeviceType).where(DeviceType.code == "boiler")).one()
    usual = {"next_maintenance_on": due, "first_due_on": due, "maintenance_interval_months": 12}
    device = Device(client_id=client.id, device_type=kind, brand=brand, **(usual | values))
    session.add(device)
    session.commit()
    return device


def book(session, device, *, names_device=True, moves=True, state=AppointmentState.PLANNED, days=3):
    kind = session.scalars(
        select(InterventionType).where(InterventionType.moves_due_date.is_(moves)).limit(1)
    ).one()
    technician = Technician(name="Luca", working_hours={})
    session.add(technician)
    session.flush()
    start = NOW + timedelta(days=days)
    appointment = Appointment(
        client_id=device.client_id, starts_at=start, ends_at=start + timedelta(hours=1),
        state=state, intervention_type_id=kind.id, devices=[device] if names_device else [],
        team=[AppointmentTechnician(technician_id=technician.id)],
    )  # fmt: skip
    session.add(appointment)
    session.commit()
    return appointment


def listed(browser, query=""):
    answer = browser.get(f"{URL}?{query}")
    assert answer.status_code == 200
    return "Vaillant" in answer.text


@pytest.mark.parametrize(
    ("days", "values", "tab", "is_listed"),
    [
        (-10, {}, "due", True),
        (0, {}, "due", True),
        (70, {}, "due", False),
        (70, {}, "all", True),
        (-1, {}, "late", True),
        (0, {}, "late", False),
        (-1, {"state": DeviceState.OFF}, "due", False),
        (-1, {"exclude_from_maintenance": True}, "due", False),
        (-1, {"exclude_from_maintenance": True}, "excluded", True),
        (None, {}, "all", False),
    ],
)
def test_who_is_listed(people, session, days, values, tab, is_listed):
    store(session, days=days, **values)

    assert listed(people.secretary(), f"tab={tab}") is is_listed


def test_excluded_clients_are_left_out_and_counted_with_the_reason(people, session):
    device = store(session)
    client = session.get(Client, device.client_id)
    client.exclude_from_maintenance, client.exclusion_reason = True, "Ha un altro tecnico"
    session.commit()
    browser = people.secretary()

    assert not listed(browser, "tab=due")
    page = browser.get(f"{URL}?tab=excluded").text
    assert "Ha un altro tecnico" in page
    assert "Ha un altro tecnico" in browser.get(f"{URL}{device.id}").text
    client.excluded_until = TODAY - timedelta(days=1)
    session.commit()
    assert listed(browser, "tab=due")


@pytest.mark.parametrize(
    ("booking", "is_listed"),
    [
        ({}, False),
        ({"names_device": False}, False),
        ({"names_device": False, "moves": False}, True),
        ({"state": AppointmentState.CANCELLED}, True),
        ({"state": AppointmentState.COMPLETED}, True),
        ({"days": -3}, True),
    ],
)
def test_booking_a_visit_takes_the_device_off(people, session, booking, is_listed):
    device = store(session)
    book(session, device, **booking)
    browser = people.secretary()

    assert listed(browser) is is_listed
    assert listed(browser, "tab=booked") is not is_listed
    assert ("una visita" in browser.get(f"{URL}{device.id}").text) is not is_listed


def test_a_booked_device_says_so_in_its_tab(people, session):
    book(session, store(session))

    page = people.secretary().get(f"{URL}?tab=booked").text

    assert "Fissato</span>" in page
    assert "Da contattare</span>" not in page


def test_an_empty_tab_does_not_speak_of_filters(people, session):
    store(session)

    page = people.secretary().get(f"{URL}?tab=refused").text

    assert "Nessun elemento in «Rifiutate»" in page
    assert "filtri" not in page.split("<main", 1)[1].split("empty", 1)[1]


def test_each_clock_has_its_own_date(people, session):
    store(session, days=400, next_control_on=TODAY, first_due_on=TODAY)
    browser = people.secretary()

    assert listed(browser, "f_clock=control")
    assert not listed(browser, "f_clock=maintenance")
    assert not listed(browser, "f_clock=leak_check")


@pytest.mark.parametrize(
    ("query", "is_listed"),
    [
        ("f_municipality=tor", True), ("f_municipality=Asti", False), ("f_street=via+po", True),
        ("f_brand=vail", True), ("f_brand=riello", False), ("f_state=to_contact", True),
        ("f_state=message_sent", False), ("f_never=1", True), ("f_never=0", False),
        ("f_due_from=01/01/2000", True), ("f_due_to=01/01/2000", False),
    ],
)  # fmt: skip
def test_filters(people, session, query, is_listed):
    store(session)

    assert listed(people.secretary(), query) is is_listed


def test_filter_by_building_and_by_technician_of_the_last_time(people, session):
    head = create_client(session, {
        "is_firm": True, "company_name": "Condominio Aurora", "is_group_head": True,
    })  # fmt: skip
    device = store(session)
    session.get(Client, device.client_id).group_head_id = head.id
    record_maintenance(session, [device.id], 7, TODAY - timedelta(days=400))
    session.commit()
    browser = people.secretary()

    assert listed(browser, "f_building=aurora")
    assert not listed(browser, "f_building=sole")
    technician = Technician(name="Luca", working_hours={})
    session.add(technician)
    session.commit()
    assert not listed(browser, f"f_technician={technician.id}")


@pytest.mark.parametrize("names_device", [False, True])
def test_filter_by_contract_in_force_of_plant_or_device(people, session, names_device):
    contract = make_contract(session)
    device = store(session, client=contract.client)
    if names_device:
        contract.devices = [device]
    session.commit()
    browser = people.secretary()

    assert listed(browser, "f_contract=1")
    assert not listed(browser, "f_contract=0")
    contract.ends_on = TODAY - timedelta(days=1)
    session.commit()
    assert not listed(browser, "f_contract=1")
    assert listed(browser, "f_contract=0")


def test_contract_of_another_device_does_not_cover(people, session):
    contract = make_contract(session)
    store(session, client=contract.client)
    contract.devices = [store(session, client=contract.client, brand="Riello")]
    session.commit()

    assert not listed(people.secretary(), "f_contract=1")


def test_a_contact_is_noted_and_stays_on_the_card(people, session):
    device = store(session)
    browser = people.secretary()
    back = TODAY + timedelta(days=5)

    answer = browser.post(
        f"{URL}{device.id}/contatto",
        data={"state": "call_back", "call_back_on": f"{back:%d/%m/%Y}", "note": "Dopo le 18"},
    )

    assert answer.status_code == 302, answer.text[-2000:]
    contact = fresh(session).scalars(select(Contact)).one()
    assert (contact.outcome, contact.call_back_on, contact.note) == (
        FollowState.CALL_BACK, back, "Dopo le 18",
    )  # fmt: skip
    assert "Dopo le 18" in browser.get(f"/clienti/{device.client_id}?tab=maintenance").text
    assert listed(browser, "f_state=call_back")
    assert f"{back:%d/%m/%Y}" in browser.get(URL).text


@pytest.mark.parametrize(
    "values",
    [
        {"state": "call_back"},
        {"state": "call_back", "call_back_on": "01/01/2020"},
        {"state": "call_back", "call_back_on": "boh"},
        {"state": "booked"},
        {"state": ""},
        {},
    ],
)
def test_notes_that_say_nothing_are_refused(people, session, values):
    device = store(session)

    answer = people.secretary().post(
        f"{URL}{device.id}/contatto", data=values | {"note": "resta scritto"}
    )

    assert answer.status_code == 422
    assert "is-invalid" in answer.text
    assert "resta scritto" in answer.text
    assert not fresh(session).scalars(select(Contact)).all()


def test_a_new_date_starts_the_contacts_anew(people, session):
    device = store(session)
    browser = people.secretary()
    browser.post(f"{URL}{device.id}/contatto", data={"state": "refused"})
    assert not listed(browser)
    assert listed(browser, "tab=refused")

    committed(session, device).first_due_on = TODAY - timedelta(days=1)
    session.commit()

    assert listed(browser)
    assert len(session.scalars(select(FollowUp)).all()) == 1


def test_bulk_notes_make_one_entry_for_each_customer(people, session):
    first = store(session)
    client = session.get(Client, first.client_id)
    second = store(session, client=client)
    browser = people.secretary()
    data = {"action": "unreachable", "rowid": [str(first.id), str(second.id)]}

    assert browser.post(f"{URL}action_post", data=data).status_code == 302

    contact = fresh(session).scalars(select(Contact)).one()
    assert contact.subject == "Vaillant, Vaillant"
    assert {row.state for row in session.scalars(select(FollowUp))} == {FollowState.UNREACHABLE}


def test_technicians_never_have_it(people, session):
    device = store(session)
    browser, _technician = people.lead()
    for path in (URL, f"{URL}{device.id}", f"{URL}export/csv"):
        assert browser.get(path).status_code == 403, path
    assert browser.post(f"{URL}{device.id}/contatto", data={}).status_code == 403
    assert "manutenzioni" not in browser.get("/").text


def test_reading_does_not_write(people, session):
    device = store(session)
    browser, _none = people.with_functions(
        "maintenance.read", "devices.read", "clients.all", "clients.read"
    )

    assert browser.get(URL).status_code == 200
    page = browser.get(f"{URL}{device.id}")
    assert page.status_code == 200
    assert "/contatto" not in page.text
    assert browser.post(f"{URL}{device.id}/contatto", data={"state": "refused"}).status_code == 403
    action = {"action": "refused", "rowid": [str(device.id)]}
    assert browser.post(f"{URL}action_post", data=action).status_code == 403


def test_another_company_sees_nothing(people, other_people, session):
    device = store(session)
    browser = other_people.secretary()

    assert not listed(browser)
    assert browser.get(f"{URL}{device.id}").status_code == 404
    assert browser.post(f"{URL}{device.id}/contatto", data={"state": "refused"}).status_code == 404


def test_statements_do_not_grow_with_rows(app, people, session):
    browser = people.secretary()
    counts = []
    for number in (1, 2):
        for _row in range(number):
            store(session)
        browser.get(URL)
        with counted_statements(app) as statements:
            browser.get(URL)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 8, counts
