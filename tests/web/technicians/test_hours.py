"""The working hours of a technician are typed by weekday."""

from app.company.queries import company_profile
from app.technicians.models import Technician
from tests.helpers import committed, fresh

MONDAY = ["08:00", "12:00", "13:30", "17:30"]


def typed(**changes):
    form = {"name": "Anna Bianchi", "colour": "#0EA5E9", "position": "0", "is_active": "y"}
    return {**form, "working_hours": [*MONDAY, *[""] * 24], **changes}


def test_hours_are_stored_shown_and_kept_when_refused(people, session):
    browser = people.administrator()

    answer = browser.post("/tecnici/add", data=typed(), follow_redirects=True)
    assert "Luned" in answer.text
    assert "08:00-12:00, 13:30-17:30" in answer.text
    row = fresh(session).query(Technician).filter_by(name="Anna Bianchi").one()
    assert row.working_hours == {"0": [["08:00", "12:00"], ["13:30", "17:30"]]}

    wrong = typed(working_hours=["12:00", "08:00", "", "", *[""] * 24])
    refused = browser.post(f"/tecnici/edit/{row.id}", data=wrong)
    assert refused.status_code == 422
    assert 'id="working_hours-error"' in refused.text
    assert 'value="12:00"' in refused.text
    assert committed(session, row).working_hours == {"0": [["08:00", "12:00"], ["13:30", "17:30"]]}


def test_new_technician_starts_with_the_opening_hours(people, session):
    company_profile(session).opening_hours = {"5": [["09:00", "11:45"]]}
    session.commit()

    page = people.administrator().get("/tecnici/add").text

    assert 'value="11:45"' in page


def test_technician_cannot_change_hours(people, session):
    browser, own = people.technician()

    answer = browser.post(f"/tecnici/edit/{own.id}", data=typed())

    assert answer.status_code in (302, 403, 404)
    assert committed(session, own).working_hours == {}


def test_the_zone_is_kept_and_listed(people):
    browser = people.administrator()
    facts = {"name": "Zona Prova", "colour": "#123456", "position": "0", "zone": "Val di Susa"}

    assert browser.post("/tecnici/add", data=facts).status_code == 302

    assert "Val di Susa" in browser.get("/tecnici/").text
