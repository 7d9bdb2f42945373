"""Who may open the page of a report, and what it is told."""

import html
import json
import re

import pytest

from app.accounts.models import AccountKind
from app.agenda.models import Appointment, AppointmentTechnician
from app.interventions.service import receive_report
from tests.factories.interventions import NOON, body_of, make_job
from tests.helpers import counted_statements, technician_access


@pytest.fixture
def field(people, session):
    """Return (browser, technician, appointment) of a technician with one job."""
    browser, technician = people.technician()
    return browser, technician, make_job(session, technician)[0]


def attributes(page):
    found = re.search(r"<div data-report\s(.*?)>\s*<noscript", page.text, re.DOTALL)
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', found[1]))


def test_the_page_of_an_own_appointment(field, app):
    browser, technician, appointment = field

    page = browser.get(f"/interventi/nuovo?appuntamento={appointment.id}")

    told = attributes(page)
    words = json.loads(html.unescape(told["words"]))
    assert page.status_code == 200
    assert told["query"] == f"appointment={appointment.id}"
    assert told["technician"] == technician.name
    assert told["owner"].startswith("prova:")
    assert words["steps"]["sign"] == "Firma"
    assert words["resumed"].count("%(x)s") == 1
    with counted_statements(app) as statements:
        browser.get(f"/interventi/nuovo?appuntamento={appointment.id}")
    assert len(statements) <= 8


def test_the_page_names_the_next_visit_of_the_day(field, session):
    browser, technician, appointment = field
    later = Appointment(
        client_id=appointment.client_id,
        starts_at=NOON.replace(hour=14),
        ends_at=NOON.replace(hour=15),
        team=[AppointmentTechnician(technician_id=technician.id)],
    )
    session.add(later)
    session.commit()

    page = browser.get(f"/interventi/nuovo?appuntamento={appointment.id}")

    assert attributes(page)["next"] == f"/oggi/{later.id}"


def test_the_appointment_of_somebody_else_does_not_exist(field, people, other_people):
    address = f"/interventi/nuovo?appuntamento={field[2].id}"

    assert people.technician()[0].get(address).status_code == 404
    assert other_people.lead()[0].get(address).status_code == 404
    assert people.lead()[0].get(address).status_code == 200


def test_only_the_office_writes_without_an_appointment(field, people):
    browser, _, appointment = field
    address = f"/interventi/nuovo?cliente={appointment.client_id}"

    assert browser.get(address).status_code == 404
    office = people.administrator().get(address)
    assert attributes(office)["query"] == f"client={appointment.client_id}"
    assert attributes(office)["technician"] == ""


def test_without_a_function_or_an_account_the_page_is_closed(field, people, client):
    address = f"/interventi/nuovo?appuntamento={field[2].id}"

    assert people.with_functions("clients.read")[0].get(address).status_code == 403
    answer = client.get(address)
    assert answer.status_code == 302
    assert "/login" in answer.headers["Location"]


@pytest.mark.parametrize(
    "query", ["", "appuntamento=", "appuntamento=x", "appuntamento=99999999999", "cliente=-1",
              "intervento=1", "appuntamento=%00", "cliente=²"],
)  # fmt: skip
def test_a_wrong_address_is_not_found(people, query):
    assert people.administrator().get(f"/interventi/nuovo?{query}").status_code == 404


def test_a_technician_corrects_the_own_report_with_the_switch(people, session):
    browser, technician = people.with_functions(
        "agenda.read", "reports.own", "reports.correct",
        kind=AccountKind.TECHNICIAN, works_as_technician=True,
    )  # fmt: skip
    plain, other = people.technician()
    own, others = (reported(session, one, number) for number, one in ((1, technician), (2, other)))
    link = f"/interventi/nuovo?intervento={own.id}"

    assert link in browser.get(f"/interventi/{own.id}").text
    assert browser.get(link).status_code == 200
    assert browser.get(f"/interventi/nuovo?intervento={others.id}").status_code == 404
    assert plain.get(f"/interventi/nuovo?intervento={others.id}").status_code == 404
    assert "/interventi/nuovo" not in plain.get(f"/interventi/{others.id}").text
    context = browser.get(f"/api/v1/reports/context?intervention={own.id}")
    assert context.json["current"]["revision"] == 1
    assert context.json["technicians"] == []


def reported(session, technician, number):
    """Return the intervention of a job that a technician reported on."""
    appointment, device = make_job(session, technician, number=number)
    uuid = f"00000000-0000-4000-8000-{number:012}"
    report = receive_report(
        session, uuid, body_of(session, appointment, device),
        access=technician_access(technician.id), now=NOON,
    ).report  # fmt: skip
    session.commit()
    return report.intervention
