"""What stands on top of a card, the flag wherever the client is named, the way in from a search."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment, AppointmentTechnician
from app.calls.models import Call
from app.clients import service
from app.devices.models import Device, DeviceType
from app.devices.service import store_device
from app.kernel.subject import SubjectKind
from app.web.clock import utc_now
from tests.helpers import counted_statements, listed_appointments

READER = ("clients.read", "clients.all")


@pytest.fixture
def card(session, people):
    made = service.create_client(
        session,
        {"last_name": "Rossi", "first_name": "Mario", "needs_attention": True,
         "attention_reason": "Cane libero in giardino"},
    )  # fmt: skip
    _browser, technician = people.technician()
    kind = session.scalars(select(DeviceType.id)).first()
    now = utc_now()
    visit = Appointment(client_id=made.id, starts_at=now + timedelta(days=2),
                        ends_at=now + timedelta(days=2, hours=1))  # fmt: skip
    visit.team = [AppointmentTechnician(technician_id=technician.id)]
    session.add_all([
        visit,
        Call(client_id=made.id, received_at=now, description="Perde acqua"),
        Device(client_id=made.id, device_type_id=kind, brand="Vaillant", model="X",
               next_maintenance_on=date(2020, 1, 15)),
    ])  # fmt: skip
    session.commit()
    made.visitor = technician.name
    return made


def test_due_dates_calls_and_the_next_visit_stand_on_top(people, card):
    page = people.secretary().get(f"/clienti/{card.id}").text
    top = page[page.index('class="headlines"') : page.index("</ul>", page.index("headlines"))]

    assert "15/01/2020" in top
    assert "Vaillant X" in top
    assert card.visitor in top
    assert f"/clienti/{card.id}?tab=calls" in top
    assert "Cane libero in giardino" in page


def test_each_fact_needs_its_function(people, card):
    browser, _technician = people.with_functions(*READER)

    page = browser.get(f"/clienti/{card.id}").text

    assert "headlines" not in page
    assert "Vaillant" not in page
    assert card.visitor not in page


def test_the_calls_of_the_card_need_no_access_to_all_calls(people, card):
    browser, _technician = people.with_functions(*READER, "card_calls.read")

    page = browser.get(f"/clienti/{card.id}?tab=calls")

    assert page.status_code == 200
    assert "Perde acqua" in page.text
    assert "/chiamate/" not in page.text
    assert browser.get("/chiamate/").status_code in {302, 403}


@pytest.mark.parametrize(
    "path", ["/clienti/", "/apparecchi/", "/chiamate/", "/cerca/?q=rossi", "/agenda/"]
)
def test_the_flag_is_shown_with_its_reason_wherever_the_client_is(people, card, path):
    assert "Cane libero in giardino" in people.secretary().get(path).text


def test_the_flag_is_in_the_calendar_and_not_in_a_file(people, card):
    browser = people.secretary()
    span = "from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z"
    now = utc_now()
    span = f"from={now:%Y-%m-%dT00:00:00Z}&to={now + timedelta(days=20):%Y-%m-%dT00:00:00Z}"

    events = listed_appointments(browser.get(f"/api/v1/appointments/?{span}"))

    assert [row["attention"] for row in events] == ["Cane libero in giardino"]
    with people.administrator().get("/apparecchi/export/csv") as export:
        assert "Rossi Mario" in export.text
        assert "Cane" not in export.text


def test_the_card_costs_at_most_eight_statements(app, people, card):
    browser = people.secretary()
    browser.get(f"/clienti/{card.id}")

    with counted_statements(app) as statements:
        browser.get(f"/clienti/{card.id}")

    assert len(statements) <= 8, statements


@pytest.mark.parametrize(("text", "address"), [
    ("bianchi ada", "last_name=Bianchi&amp;first_name=Ada"),
    ("333 7654321", "phones=333+765+4321"),
    ("Condominio Aurora", "is_firm=y&amp;company_name=Condominio+Aurora"),
])  # fmt: skip
def test_an_empty_search_leads_to_a_new_card(people, text, address):
    browser = people.secretary()
    reader, _technician = people.with_functions(*READER)

    page = browser.get("/cerca/", query_string={"q": text}).text

    assert f"/clienti/add?{address}" in page
    assert "/clienti/add" not in reader.get("/cerca/", query_string={"q": text}).text
    form = browser.get(f"/clienti/add?{address.replace('&amp;', '&')}").text
    assert any(f'value="{name}"' in form for name in ("Bianchi", "333 765 4321",
               "Condominio Aurora"))  # fmt: skip


def test_the_card_says_only_what_it_knows(people, session):
    plain = service.create_client(session, {"last_name": "Verdi", "pod": "IT001E12345678"})
    session.commit()

    page = people.secretary().get(f"/clienti/{plain.id}").text

    assert "IT001E12345678" in page
    assert "PDR" not in page


def test_a_kind_that_the_codes_contradict_is_told(people, session):
    wrong = service.create_client(
        session,
        {"last_name": "Verdi", "tax_code": "RSSMRA80A01H501U", "subject_kind":
         SubjectKind.BUSINESS, "is_subject_kind_chosen": True},
    )  # fmt: skip
    right = service.create_client(session, {"last_name": "Verdi", "tax_code": "RSSMRA80A01H501U"})
    session.commit()
    browser = people.secretary()

    assert 'class="alert tone-warning' in browser.get(f"/clienti/{wrong.id}").text
    assert 'class="alert tone-warning' not in browser.get(f"/clienti/{right.id}").text


def test_a_device_is_found_by_its_serial_number(people, session, card):
    kind = session.scalars(select(DeviceType)).first()
    store_device(
        session,
        Device(client_id=card.id, device_type=kind, brand="Beretta", serial_number="AB 777-X"),
    )
    session.commit()
    browser = people.secretary()

    for typed in ("AB 777-X", "ab777x", "777"):
        assert f"/clienti/{card.id}" in browser.get("/cerca/", query_string={"q": typed}).text
