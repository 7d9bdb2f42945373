from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.interventions.models import Intervention
from app.interventions.service import receive_report
from tests.factories.interventions import body_of, make_job
from tests.helpers import counted_statements, office_access

NOW = datetime(2026, 10, 12, 12, tzinfo=UTC)


def report(session, number):
    body = body_of(session, *make_job(session, number=number))
    uuid = f"00000000-0000-4000-8000-{number:012}"
    receive_report(session, uuid, body, access=office_access(), now=NOW)
    session.commit()


def test_the_office_sees_what_was_done(people, session):
    report(session, 1)

    page = people.secretary().get("/interventi/").text

    assert "Rossi 1" in page
    assert "2026/00001" in page


def test_the_card_shows_the_work(people, session):
    report(session, 1)
    found = session.scalars(select(Intervention)).one()

    page = people.secretary().get(f"/interventi/{found.id}")

    assert page.status_code == 200
    assert "Pulizia e prova di combustione" in page.text


def test_a_technician_has_no_list_of_everybodys_work(people, session):
    report(session, 1)
    browser, _ = people.technician()

    answer = browser.get("/interventi/")

    assert answer.status_code in (302, 403)
    assert "Rossi 1" not in answer.text


def test_a_lead_technician_sees_the_work_of_colleagues(people, session):
    report(session, 1)
    browser, _ = people.lead()
    found = session.scalars(select(Intervention)).one()

    assert "Rossi 1" in browser.get("/interventi/").text
    assert "Rossi 1" in browser.get(f"/interventi/{found.id}").text


def test_a_technician_opens_the_card_of_own_work_only(people, session):
    browser, technician = people.technician()
    other, _ = people.technician()
    body = body_of(session, *make_job(session, technician))
    uuid = "00000000-0000-4000-8000-000000000001"
    receive_report(session, uuid, body, access=office_access(), now=NOW)
    session.commit()
    found = session.scalars(select(Intervention)).one()

    assert browser.get(f"/interventi/{found.id}").status_code == 200
    assert other.get(f"/interventi/{found.id}").status_code == 404
    assert browser.get("/interventi/export/csv").status_code in (302, 403)


def test_the_interventions_of_the_card_follow_the_cards_one_may_open(people, session):
    report(session, 1)
    found = session.scalars(select(Intervention)).one()
    functions = ("card_interventions.read", "clients.read")
    narrow, _ = people.with_functions(*functions)
    wide, _ = people.with_functions(*functions, "clients.all")

    assert narrow.get(f"/interventi/{found.id}").status_code == 404
    assert wide.get(f"/interventi/{found.id}").status_code == 200


@pytest.mark.parametrize("path", ["/interventi/add", "/interventi/new"])
def test_nothing_is_written_outside_a_report(people, path):
    assert people.administrator().get(path).status_code in (302, 403, 404)


def test_the_list_costs_the_same_for_more_rows(people, session, app):
    browser = people.secretary()
    report(session, 1)
    browser.get("/interventi/")
    with counted_statements(app) as one:
        browser.get("/interventi/")
    report(session, 2)
    report(session, 3)
    with counted_statements(app) as three:
        browser.get("/interventi/")

    assert len(one) == len(three) <= 8


def test_the_client_card_shows_the_work_of_that_plant_only(people, session):
    report(session, 1)
    report(session, 2)
    mine = session.scalars(select(Intervention).order_by(Intervention.id)).first()

    page = people.secretary().get(f"/clienti/{mine.client_id}?tab=interventions")

    assert page.status_code == 200
    assert f"/interventi/{mine.id}" in page.text
    assert f"/interventi/{mine.id + 1}" not in page.text
