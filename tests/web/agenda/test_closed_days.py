"""Patron saint's day and closings of the company: kept, shown in grey, warned about."""

from datetime import date

import pytest
from sqlalchemy import select

from app.company.models import CompanyClosure, CompanyProfile
from tests.helpers import fresh
from tests.web.agenda.test_form import typed

HOURS = "/azienda/orari/"
CLOSURES = "/impostazioni/chiusure"


@pytest.fixture
def summer(session):
    row = CompanyClosure(first_on=date(2026, 8, 10), last_on=date(2026, 8, 21), name="Ferie")
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def patron(session):
    profile = session.get_one(CompanyProfile, 1)
    profile.patron_day, profile.patron_name = "24/06", "San Giovanni Battista"
    session.commit()


def warned(browser, anna, day):
    query = typed(anna, day=day, **{"from": "09:00", "to": "10:00"})
    return browser.get("/agenda/avvisi", query_string=query).json["warnings"]


def test_patron_saint_is_kept_and_wrong_days_stand_at_the_field(people, session):
    browser = people.administrator()
    stored = fresh(session).get_one(CompanyProfile, 1)
    data = {"version": stored.version, "due_mode": "visit", "control_body": ""}
    data |= {"contract_notice_days": "60", "renewal_lead_days": "30"}
    data |= {"patron_day": "24/6", "patron_name": "San Giovanni Battista"}

    assert browser.post(HOURS, data=data).status_code == 302
    stored = fresh(session).get_one(CompanyProfile, 1)
    assert (stored.patron_day, stored.patron_name) == ("24/06", "San Giovanni Battista")
    assert 'value="24/06"' in browser.get(HOURS).text

    data |= {"version": stored.version, "patron_day": "31/06"}
    answer = browser.post(HOURS, data=data)
    assert answer.status_code == 422
    assert 'id="patron_day-error"' in answer.text
    assert 'value="31/06"' in answer.text
    assert fresh(session).get_one(CompanyProfile, 1).patron_day == "24/06"


def test_agenda_warns_on_the_patron_saint_and_in_a_closing(people, anna, patron, summer):
    browser = people.secretary()

    (feast,) = warned(browser, anna, "2026-06-24")
    assert "San Giovanni Battista" in feast
    (closing,) = warned(browser, anna, "2026-08-21")
    assert "Ferie" in closing
    assert warned(browser, anna, "2026-08-24") == []


def test_agenda_shows_closed_days_in_grey(people, anna, patron, summer):
    browser = people.secretary()
    span = {"from": "2026-08-10T00:00", "to": "2026-08-17T00:00"}

    found = browser.get("/api/v1/appointments/", query_string=span).json
    assert found["holidays"] == {"2026-08-15": "Assunzione della Beata Vergine Maria"}
    assert found["closures"] == {f"2026-08-{day}": "Ferie" for day in range(10, 18)}
    span = {"from": "2026-06-22T00:00", "to": "2026-06-29T00:00"}
    found = browser.get("/api/v1/appointments/", query_string=span).json
    assert found["holidays"] == {"2026-06-24": "San Giovanni Battista"}

    week = browser.get("/agenda/?vista=settimana&giorno=2026-06-24").text
    assert week.count('class="is-absent"') == 1
    assert "San Giovanni Battista" in week
    assert "Ferie" in browser.get("/agenda/?vista=elenco&giorno=2026-08-12").text


def test_closings_are_made_changed_and_checked(people, session):
    browser = people.administrator()
    form = {"name": "Ferie", "first_on": "10/08/2026", "last_on": "2026-08-21"}

    wrong = browser.post(f"{CLOSURES}/add", data={**form, "first_on": "2026-08-22"})
    assert wrong.status_code == 422
    assert 'id="last_on-error"' in wrong.text
    made = browser.post(f"{CLOSURES}/add", data={**form, "first_on": "2026-08-10"})
    assert made.status_code == 302
    row = fresh(session).scalars(select(CompanyClosure)).one()
    assert (row.first_on, row.last_on) == (date(2026, 8, 10), date(2026, 8, 21))
    assert "Ferie" in browser.get(f"{CLOSURES}/list/").text
    assert browser.post(f"{CLOSURES}/delete/{row.id}").status_code == 302
    assert fresh(session).scalars(select(CompanyClosure)).all() == []


def test_technicians_do_not_reach_the_closings(people, session, summer):
    browser, _own = people.technician()

    assert browser.get(f"{CLOSURES}/list/").status_code == 403
    assert browser.post(f"{CLOSURES}/delete/{summer.id}").status_code == 403
    assert fresh(session).get(CompanyClosure, summer.id) is not None
