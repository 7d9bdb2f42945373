"""Lists and cards as JSON: the rows and fields of the screens, and no others."""

from datetime import UTC, datetime, timedelta

import pytest

from app.agenda.models import Appointment
from app.clients.models import Client
from app.interventions.models import Intervention
from app.web.clock import utc_now
from tests.factories.interventions import NOON, maintenance_type, make_job, make_plant
from tests.helpers import committed, counted_statements

NAMES = ["clients", "devices", "calls", "appointments", "interventions", "technicians"]


def report(session, appointment, technician, number=1):
    """Store the head of an intervention, without its document."""
    row = Intervention(
        year=2026,
        number=number,
        client_id=appointment.client_id,
        appointment_id=appointment.id,
        intervention_type_id=maintenance_type(session).id,
        performed_on=NOON.date(),
        outcome="done",
        total_eur="97.60",
        technicians=[technician],
    )
    session.add(row)
    session.commit()
    return row


def test_a_list_gives_the_rows_page_after_page(people, session):
    for number in range(1, 6):
        make_plant(session, number)
    session.commit()
    browser = people.secretary()

    found, cursor = [], 0
    while cursor is not None:
        answer = browser.get(f"/api/v1/clients?limit=2&cursor={cursor}")
        assert answer.status_code == 200
        found += [item["number"] for item in answer.json["items"]]
        cursor = answer.json["next"]

    assert found == [1, 2, 3, 4, 5]


def test_a_card_states_what_the_screen_states(people, session):
    client, device = make_plant(session)
    client.phone, client.municipality = "0111", "Torino"
    session.commit()
    browser = people.secretary()

    card = browser.get(f"/api/v1/clients/{client.id}").json
    plate = browser.get(f"/api/v1/devices/{device.id}").json

    assert (card["display_name"], card["phone"], card["state"]) == ("Rossi 1", "0111", "active")
    assert (plate["client_id"], plate["brand"], plate["installed_on"]) == (
        client.id,
        "Immergas",
        "2020-01-01",
    )


def test_words_and_changes_since_narrow_a_list(people, session):
    old, _ = make_plant(session, 1)
    new, _ = make_plant(session, 2)
    session.commit()
    old.created_at = old.changed_at = datetime(2020, 1, 1, tzinfo=UTC)
    session.commit()
    session.execute(
        Client.__table__.update()
        .where(Client.id == old.id)
        .values(changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    )
    session.commit()
    browser = people.secretary()

    since = browser.get("/api/v1/clients?updated_since=2025-01-01T00:00:00Z").json["items"]
    words = browser.get("/api/v1/devices?q=imm+rossi+2").json["items"]

    assert [item["id"] for item in since] == [new.id]
    assert [item["client_id"] for item in words] == [new.id]


@pytest.mark.parametrize("sign", ["%25", "_", "\\", "%27%3B--"])
def test_signs_of_the_search_mean_themselves(people, session, sign):
    make_plant(session)
    session.commit()

    for name in NAMES:
        answer = people.administrator().get(f"/api/v1/{name}?q={sign}")
        assert (answer.status_code, answer.json["items"]) == (200, [])


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("limit=0", "limit", "da 1 a 200"),
        ("limit=dieci", "limit", "da 1 a 200"),
        ("limit=201", "limit", "da 1 a 200"),
        ("cursor=-1", "cursor", "cursore"),
        ("cursor=99999999999", "cursor", "cursore"),
        ("updated_since=ieri", "updated_since", "2026-01-31T08:00:00Z"),
        ("updated_since=2026-01-31T08:00:00", "updated_since", "2026-01-31T08:00:00Z"),
        ("q=a%00b", "q", "100 caratteri"),
        ("q=" + "a" * 101, "q", "100 caratteri"),
        ("colore=rosso", "colore", "non esiste"),
        ("limit=1&limit=2", "limit", "una volta sola"),
    ],
)
def test_a_malformed_argument_is_named_in_italian(people, query, field, sentence):
    answer = people.secretary().get(f"/api/v1/clients?{query}")

    assert answer.status_code == 422
    assert answer.json["error"] == "invalid_arguments"
    assert list(answer.json["fields"]) == [field]
    assert sentence in " ".join(answer.json["fields"][field])


@pytest.mark.parametrize(
    "instant", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "2026-03-29T02:30:00Z"]
)
def test_any_instant_is_taken(people, instant):
    answer = people.secretary().get(f"/api/v1/clients?updated_since={instant}")

    assert (answer.status_code, answer.json["items"]) == (200, [])


@pytest.mark.parametrize("name", NAMES)
def test_nobody_gets_nothing(client, name):
    for address in (f"/api/v1/{name}", f"/api/v1/{name}/1"):
        answer = client.get(address)
        assert (answer.status_code, answer.json["error"]) == (401, "unauthorized")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_technician_reads_own_work_only(people, session):
    browser, technician = people.technician()
    own, _ = make_job(session, technician, 1)
    other, _ = make_job(session, None, 2)
    for row in (own, other):
        row.starts_at = utc_now()
        row.ends_at = row.starts_at + timedelta(hours=1)
    session.commit()
    done = report(session, own, technician, 1)
    others = report(session, other, other.team[0].technician, 2)

    listed = browser.get("/api/v1/appointments").json["items"]

    assert [item["id"] for item in listed] == [own.id]
    assert browser.get(f"/api/v1/appointments/{own.id}").status_code == 200
    assert browser.get(f"/api/v1/appointments/{other.id}").status_code == 404
    assert browser.get(f"/api/v1/interventions/{done.id}").status_code == 200
    assert browser.get(f"/api/v1/interventions/{others.id}").status_code == 404
    assert browser.get("/api/v1/interventions").status_code == 403
    assert browser.get(f"/api/v1/clients/{own.client_id}").status_code == 403
    assert browser.get("/api/v1/devices").status_code == 403
    mates = browser.get("/api/v1/technicians").json["items"]
    assert [mate["id"] for mate in mates] == [technician.id]
    assert "phone" not in mates[0]


def test_the_days_of_the_own_list_bound_the_api_too(people, session):
    browser, technician = people.technician()
    row, _ = make_job(session, technician)
    row.starts_at = utc_now() - timedelta(days=60)
    row.ends_at = row.starts_at + timedelta(hours=1)
    session.commit()

    assert browser.get("/api/v1/appointments").json["items"] == []
    assert browser.get(f"/api/v1/appointments/{row.id}").status_code == 404


def test_the_address_shows_once_travelling(people, session):
    browser, technician = people.technician()
    row, _ = make_job(session, technician)
    row.starts_at = utc_now()
    row.ends_at = row.starts_at + timedelta(hours=1)
    session.get(Client, row.client_id).street = "Via Segreta"
    session.get(type(people.account([])[0]), technician.user_id).hides_address = True
    session.commit()

    hidden = browser.get(f"/api/v1/appointments/{row.id}")
    row.travelling_at = utc_now()
    session.commit()
    shown = browser.get(f"/api/v1/appointments/{row.id}")

    assert "Via Segreta" not in hidden.text
    assert shown.json["place"]["street"] == "Via Segreta"


def test_amounts_and_notes_need_their_functions(people, session):
    appointment, _ = make_job(session)
    row = report(session, appointment, appointment.team[0].technician)
    session.get(Client, appointment.client_id).private_note = "paga tardi"
    session.commit()
    closed, _ = people.with_functions("clients.read", "clients.all", "interventions.read")
    opened, _ = people.with_functions(
        "clients.read", "clients.all", "client_notes.read", "interventions.read", "prices.read"
    )

    for address in ("/api/v1/clients", f"/api/v1/clients/{appointment.client_id}"):
        assert "paga tardi" not in closed.get(address).text
        assert "paga tardi" in opened.get(address).text
    for address in ("/api/v1/interventions", f"/api/v1/interventions/{row.id}"):
        assert "eur" not in closed.get(address).text
        assert '"total_eur":"97.60"' in opened.get(address).text


def test_another_company_stays_invisible(people, other_people, other_session):
    client, device = make_plant(other_session)
    other_session.commit()
    browser = people.administrator()

    assert browser.get("/api/v1/clients").json["items"] == []
    assert browser.get(f"/api/v1/clients/{client.id}").status_code == 404
    assert browser.get(f"/api/v1/devices/{device.id}").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_key_that_no_column_holds_is_not_found(people, name):
    browser = people.administrator()

    for key in ("999999", "2147483648", "99999999999999999999"):
        assert browser.get(f"/api/v1/{name}/{key}").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_statements_do_not_grow_with_the_rows(app, people, session, name):
    browser = people.administrator()
    counts = []
    for number in (1, 2, 3):
        appointment, _ = make_job(session, None, number)
        report(session, appointment, appointment.team[0].technician, number)
        with counted_statements(app) as statements:
            items = browser.get(f"/api/v1/{name}").json["items"]
        assert len(items) >= number
        counts.append(len(statements))

    assert counts[0] == counts[2]
    assert counts[2] <= 8


def test_nothing_is_written_through_it(people, session):
    appointment, _ = make_job(session)
    browser = people.administrator()

    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = browser.open(f"/api/v1/calls/{appointment.call_id}", method=method)
        assert answer.status_code == 405

    assert committed(session, appointment).call_id is not None
    assert session.get(Appointment, appointment.id) is not None
