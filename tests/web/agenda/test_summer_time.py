"""The nights of 29/03/2026 (23 hours) and 25/10/2026 (25 hours), as the agenda sees them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.agenda.models import Appointment
from app.agenda.rules import days_of, outside_hours
from app.kernel.dates import local_day_bounds
from tests.helpers import committed, fresh, listed_appointments

PATH = "/api/v1/appointments/"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 30), 24)]
)
def test_day_bounds_follow_the_clock(day, hours):
    start, end = local_day_bounds(day)

    assert (end - start) / HOUR == hours


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_slot_that_ends_at_midnight_stays_in_its_day(day):
    start, end = local_day_bounds(day)

    assert days_of(start, end) == [day]
    assert days_of(start, end + HOUR) == [day, day + timedelta(days=1)]
    assert days_of(start - HOUR, start) == [day - timedelta(days=1)]


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_working_hours_are_those_of_the_wall_clock(day):
    hours = {"6": [["08:00", "12:00"]]}
    eight = datetime.fromisoformat(f"{day}T08:00+{'02:00' if day < '2026-10' else '01:00'}")

    assert not outside_hours(hours, eight, eight + 4 * HOUR)
    assert outside_hours(hours, eight - HOUR, eight + HOUR)


@pytest.mark.parametrize(
    ("day", "real_hours"), [("2026-03-29", 2), ("2026-10-25", 4), ("2026-06-15", 3)]
)
def test_drag_keeps_the_hours_of_the_wall_clock(people, session, book, anna, day, real_hours):
    row = book(anna)
    body = {"starts_at": f"{day}T01:00", "ends_at": f"{day}T04:00", "version": 1}

    answer = people.secretary().patch(f"{PATH}{row.id}", json=body)

    stored = committed(session, row)
    assert (stored.ends_at - stored.starts_at) / HOUR == real_hours
    shown = answer.json["appointment"]
    assert [shown["starts_at"][:16], shown["ends_at"][:16]] == [f"{day}T01:00", f"{day}T04:00"]


def test_undo_in_the_hour_that_comes_twice_restores_the_instant(people, session, book, anna):
    second_half_past_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    row = book(anna, starts_at=second_half_past_two, ends_at=second_half_past_two + HOUR)
    browser = people.secretary()
    span = {"from": "2026-10-25T00:00", "to": "2026-10-26T00:00"}
    before = listed_appointments(browser.get(PATH, query_string=span))[0]
    body = {"starts_at": "2026-10-25T09:00", "ends_at": "2026-10-25T10:00", "version": 1}

    browser.patch(f"{PATH}{row.id}", json=body)
    back = {key: before[key] for key in ("starts_at", "ends_at")}
    browser.patch(f"{PATH}{row.id}", json={**back, "version": 2})

    assert committed(session, row).starts_at == second_half_past_two


def test_hour_that_does_not_exist_is_refused_with_a_sentence(people, session, plant, anna):
    form = {"client": str(plant.id), "team": str(anna.id), "day": "2026-03-29"}

    answer = people.secretary().post("/agenda/nuovo", data={**form, "from": "02:00", "to": "03:00"})

    assert answer.status_code == 422
    assert 'id="to-error"' in answer.text
    assert fresh(session).query(Appointment).count() == 0


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_last_hour_of_the_day_is_on_its_page(people, plant, anna, day):
    browser = people.secretary()
    form = {"client": str(plant.id), "team": str(anna.id), "day": day}

    browser.post("/agenda/nuovo", data={**form, "from": "23:00", "to": "23:30"})

    assert "Rossi Mario" in browser.get(f"/agenda/stampa/?giorno={day}").text
    following = date.fromisoformat(day) + timedelta(days=1)
    assert "Rossi Mario" not in browser.get(f"/agenda/stampa/?giorno={following}").text
