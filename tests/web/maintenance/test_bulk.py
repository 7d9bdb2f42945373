"""What is done with several rows at once: labels, visits, overviews."""

from datetime import time, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.agenda.models import Appointment
from app.clients.models import Client
from app.clients.service import create_client
from app.kernel.dates import local_instant
from app.technicians.models import Technician
from app.web.clock import utc_now
from app.worktypes.models import InterventionType
from tests.helpers import counted_statements, fresh
from tests.web.maintenance.test_due import TODAY, URL, book, store

PROPOSE = "/manutenzioni/proponi/"
NOW = utc_now()


def client_of(session, device, **values):
    client = session.get(Client, device.client_id)
    for name, value in values.items():
        setattr(client, name, value)
    session.commit()
    return client


def post(browser, action, *devices):
    data = {"action": action, "rowid": [str(device.id) for device in devices]}
    return browser.post(f"{URL}action_post", data=data)


def text_of(answer):
    pages = PdfReader(BytesIO(answer.data)).pages
    return [page.extract_text() for page in pages]


def technician_of(session):
    technician = Technician(name="Luca", working_hours={})
    session.add(technician)
    session.commit()
    return technician


def test_labels_have_one_address_for_each_customer(people, session):
    devices = [store(session) for _number in range(25)]

    pages = text_of(post(people.administrator(), "labels", *devices))

    assert [page.count("Via Po") for page in pages] == [24, 1]


def test_who_follows_the_due_dates_writes_letters_and_labels_too(people, session):
    device = store(session)
    browser, _none = people.with_functions(
        "maintenance.write", "maintenance.read", "devices.read", "clients.all", "clients.read"
    )

    assert post(browser, "propose", device).status_code == 403  # books visits
    assert post(browser, "labels", device).status_code == 200
    for action in ("remind", "reminder_letters"):
        assert post(browser, action, device).status_code == 302


def proposal(session, *devices, **more):
    technician = session.scalars(select(Technician)).first() or technician_of(session)
    kind = session.scalars(
        select(InterventionType.id).where(InterventionType.moves_due_date)
    ).first()
    day = TODAY + timedelta(days=3)
    return {
        "righe": ",".join(str(device.id) for device in devices), "technician": str(technician.id),
        "day": day.isoformat(), "hour": "08:00", "kind": str(kind), "minutes": "60",
    } | more  # fmt: skip


def test_visits_are_shown_first_and_booked_on_confirmation(people, session):
    devices = [store(session), store(session)]
    browser = people.secretary()
    answer = post(browser, "propose", *devices)
    assert answer.location.startswith(PROPOSE)
    technician_of(session)
    assert browser.get(answer.location).status_code == 200
    values = proposal(session, *devices)

    page = browser.get(PROPOSE, query_string=values)
    assert "08:00 - 09:00" in page.text
    assert "09:00 - 10:00" in page.text
    assert not fresh(session).scalars(select(Appointment)).all()

    assert browser.post(f"{PROPOSE}fissa", data=values).status_code == 302
    rows = fresh(session).scalars(select(Appointment).order_by(Appointment.starts_at)).all()
    assert [len(row.devices) for row in rows] == [1, 1]
    assert {row.client_id for row in rows} == {device.client_id for device in devices}
    assert "Vaillant" not in browser.get(URL).text


def test_times_already_taken_are_left_out(people, session):
    device, taken = store(session), store(session)
    visit = book(session, taken)
    day = TODAY + timedelta(days=3)
    at = time(8, 0)
    visit.starts_at = local_instant(day, at)
    visit.ends_at = visit.starts_at + timedelta(minutes=90)
    session.commit()

    page = people.secretary().get(PROPOSE, query_string=proposal(session, device)).text

    assert "09:30 - 10:30" in page


@pytest.mark.parametrize(
    "values",
    [
        {"day": "boh"}, {"day": "2020-01-01"}, {"hour": "25:00"}, {"hour": ""},
        {"technician": "999999"}, {"kind": "x"}, {"minutes": "0"}, {"minutes": "abc"},
    ],
)  # fmt: skip
def test_impossible_days_are_refused(people, session, values):
    device = store(session)
    data = proposal(session, device) | values

    answer = people.secretary().post(f"{PROPOSE}fissa", data=data)

    assert answer.status_code == 422
    assert "is-invalid" in answer.text
    assert not fresh(session).scalars(select(Appointment)).all()


def test_only_visible_rows_are_proposed(people, other_people, session):
    device = store(session)
    values = proposal(session, device)
    browser = other_people.secretary()

    assert browser.get(PROPOSE, query_string=values).status_code == 404
    assert browser.post(f"{PROPOSE}fissa", data=values).status_code == 404
    lead, _technician = people.lead()
    assert lead.get(PROPOSE, query_string=values).status_code == 403
    assert lead.post(f"{PROPOSE}fissa", data=values).status_code == 403
    empty = people.secretary().get(PROPOSE)
    assert (empty.status_code, empty.location) == (302, URL)


def test_rows_by_building_and_street_lead_to_their_list(people, session):
    head = create_client(session, {
        "is_firm": True, "company_name": "Condominio Aurora", "is_group_head": True,
    })  # fmt: skip
    for number in range(3):
        device = store(session)
        if number:
            client_of(session, device, group_head_id=head.id)
    browser = people.secretary()

    page = browser.get("/manutenzioni/per-edificio").text

    assert page.index("Condominio Aurora") < page.index("Via Po")
    assert "f_building=Condominio+Aurora" in page
    assert "Via Po" not in browser.get("/manutenzioni/per-edificio?f_building=aurora").text


def test_the_map_shows_what_the_list_shows(people, session):
    device = store(session)
    client_of(session, device, latitude=45.07, longitude=7.69)
    browser = people.secretary()

    page = browser.get("/manutenzioni/mappa").text
    assert "45.07" in page
    assert "45.07" not in browser.get("/manutenzioni/mappa?f_brand=riello").text
    assert "45.07" not in browser.get("/manutenzioni/mappa?f_clock=control").text
    for path in ("mappa", "per-edificio"):
        lead, _technician = people.lead()
        assert lead.get(f"/manutenzioni/{path}").status_code == 403


def test_statements_of_the_overviews(app, people, session):
    for _number in range(3):
        store(session)
    browser = people.secretary()
    for path in ("mappa", "per-edificio"):
        browser.get(f"/manutenzioni/{path}")
        with counted_statements(app) as statements:
            browser.get(f"/manutenzioni/{path}")
        assert len(statements) <= 8, statements
