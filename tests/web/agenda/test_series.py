"""Appointments that repeat: made after a look at the dates, changed one, some or all."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment
from app.agenda.rules import AppointmentState
from app.company.models import CompanyClosure
from app.kernel.dates import local_clock, local_day
from app.orm.audit import AuditEntry
from app.web.clock import utc_now
from tests.helpers import counted_statements, fresh
from tests.web.agenda.test_form import typed

NEW = "/agenda/nuovo?tipo=blocco"
#: A Monday to come.
MONDAY = local_day(utc_now()) + timedelta(days=28 - local_day(utc_now()).weekday())
DAYS = [MONDAY + timedelta(days=7 * n) for n in range(4)]


def rows(session):
    return fresh(session).scalars(select(Appointment).order_by(Appointment.id)).all()


def days(session):
    return [local_day(row.starts_at) for row in rows(session)]


def weekly(anna, **changes):
    values = {"title": "Riunione", "day": MONDAY.isoformat(), "every": "week", "times": "4"}
    return typed(anna, **{**values, **changes})


def accepted(*kept):
    return {"confirmed": "yes", "keep": [day.isoformat() for day in kept]}


@pytest.fixture
def series(people, session, anna):
    """Four Mondays, and the browser of the secretary who made them."""
    browser = people.secretary()
    answer = browser.post(NEW, data={**weekly(anna), **accepted(*DAYS)})
    assert answer.status_code == 302
    return browser


def form_of(browser, row, **changes):
    page = browser.get(f"/agenda/{row.id}").text
    stamp = page.split('name="series" value="')[1].split('"')[0]
    start, end = local_clock(row.starts_at), local_clock(row.ends_at)
    values = {
        "title": row.title, "day": f"{start:%Y-%m-%d}", "from": f"{start:%H:%M}",
        "to": f"{end:%H:%M}", "team": [str(one.technician_id) for one in row.team],
        "version": str(row.version), "series": stamp,
    }  # fmt: skip
    return {**values, **changes}


def test_dates_are_shown_with_what_stands_in_the_way_before_anything_is_stored(
    app, people, session, anna, book
):
    browser = people.secretary()
    book(anna, starts_at=utc_now() + timedelta(days=1), ends_at=utc_now() + timedelta(days=40))
    session.add(CompanyClosure(first_on=DAYS[1], last_on=DAYS[1], name="Inventario"))
    session.commit()

    with counted_statements(app) as statements:
        page = browser.post(NEW, data=weekly(anna))
    with counted_statements(app) as more:
        browser.post(NEW, data=weekly(anna, times="40"))

    assert page.status_code == 200
    assert page.text.count('name="keep"') == 4
    assert page.text.count(" checked>") == 3  # not in the closing
    assert "Inventario" in page.text
    assert "Rossi Mario" in page.text  # the long visit is in the way
    assert len(rows(session)) == 1
    assert len(statements) == len(more)


def test_only_the_dates_left_ticked_become_appointments(people, session, anna):
    browser = people.secretary()
    stranger = MONDAY + timedelta(days=3)

    answer = browser.post(NEW, data={**weekly(anna), **accepted(DAYS[0], DAYS[2], stranger)})

    assert answer.status_code == 302
    assert days(session) == [DAYS[0], DAYS[2]]
    first, second = rows(session)
    assert first.series_id == second.series_id is not None
    assert [row.series_position for row in (first, second)] == [0, 1]
    assert f"{local_clock(second.starts_at):%H:%M}" == "09:00"
    entries = fresh(session).scalars(select(AuditEntry).where(AuditEntry.entity == "appointments"))
    assert [entry.action for entry in entries] == ["create", "create"]


def test_no_date_left_is_refused_and_the_form_kept(people, session, anna):
    answer = people.secretary().post(NEW, data={**weekly(anna), **accepted()})

    assert answer.status_code == 422
    assert 'value="Riunione"' in answer.text
    assert rows(session) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"times": "54"}, "times"),
        ({"times": ""}, "until"),
        ({"times": "mille"}, "times"),
        ({"times": "", "until": "2199-01-01"}, "until"),
        ({"times": "", "until": "domani"}, "until"),
        ({"every": "day"}, "every"),
    ],
)
def test_impossible_series_are_refused_at_the_field(people, session, anna, changes, field):
    answer = people.secretary().post(NEW, data=weekly(anna, **changes))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert rows(session) == []


def test_back_shows_the_form_with_what_was_typed(people, session, anna):
    page = people.secretary().post(NEW, data={**weekly(anna), "back": "yes"})

    assert 'value="Riunione"' in page.text
    assert '<option value="week" selected' in page.text
    assert rows(session) == []


def test_change_reaches_only_this_one_as_a_rule(series, session, bruno):
    second = rows(session)[1]

    form = form_of(series, second, team=[str(bruno.id)])
    assert series.post(f"/agenda/{second.id}", data=form).status_code == 302

    teams = [[one.technician_id for one in row.team] for row in rows(session)]
    assert teams[1] == [bruno.id]
    assert bruno.id not in teams[0] + teams[2] + teams[3]


def test_following_ones_move_after_the_dates_were_accepted(series, session):
    second = rows(session)[1]
    day = (DAYS[1] + timedelta(days=1)).isoformat()
    form = form_of(series, second, day=day, to="10:30", scope="following")

    preview = series.post(f"/agenda/{second.id}", data=form)
    assert preview.status_code == 200
    assert days(session) == DAYS
    assert series.post(f"/agenda/{second.id}", data={**form, "confirmed": "1"}).status_code == 302

    assert days(session) == [DAYS[0], *(one + timedelta(days=1) for one in DAYS[1:])]
    hours = [f"{local_clock(row.ends_at):%H:%M}" for row in rows(session)]
    assert hours == ["10:00", "10:30", "10:30", "10:30"]


def test_whole_series_leaves_alone_what_is_begun_done_or_past(series, session):
    for row, state in zip(
        session.scalars(select(Appointment).order_by(Appointment.id)).all(),
        (AppointmentState.COMPLETED, AppointmentState.PLANNED, AppointmentState.TRAVELLING),
        strict=False,
    ):
        row.state = state
    session.commit()
    second = rows(session)[1]
    form = form_of(series, second, title="Corso", scope="all", confirmed="1")

    assert series.post(f"/agenda/{second.id}", data=form).status_code == 302
    assert [row.title for row in rows(session)] == ["Riunione", "Corso", "Riunione", "Corso"]


def test_what_was_decided_of_one_alone_survives_a_change_of_all(series, session, bruno):
    _first, second, third, _last = rows(session)
    alone = form_of(series, third, team=[str(bruno.id)], **{"from": "15:00", "to": "16:00"})
    series.post(f"/agenda/{third.id}", data=alone)

    form = form_of(series, second, title="Corso", scope="all", confirmed="1")
    series.post(f"/agenda/{second.id}", data=form)

    kept = rows(session)[2]
    assert kept.title == "Corso"
    assert [one.technician_id for one in kept.team] == [bruno.id]
    assert f"{local_clock(kept.starts_at):%H:%M}" == "15:00"


def test_stale_series_is_refused(series, session):
    _first, second, third, _last = rows(session)
    form = form_of(series, second, title="Corso", scope="following", confirmed="1")
    series.post(f"/agenda/{third.id}", data=form_of(series, third, title="Altro"))

    answer = series.post(f"/agenda/{second.id}", data=form)

    assert answer.status_code == 422
    assert [row.title for row in rows(session)] == ["Riunione", "Riunione", "Altro", "Riunione"]


def test_cancelled_together_and_taken_back_together(series, session):
    second = rows(session)[1]
    form = {**form_of(series, second), "scope": "following", "reason": "Sede chiusa"}

    answer = series.post(f"/agenda/{second.id}/annulla", data=form)
    cancelled = AppointmentState.CANCELLED
    assert [row.state is cancelled for row in rows(session)] == [False, True, True, True]

    page = series.get(answer.location).text
    also = page.split('name="also" value="')[1].split('"')[0]
    assert also.count(":") == 2
    data = {"version": str(rows(session)[1].version), "also": also}
    series.post(f"/agenda/{second.id}/ripristina", data=data)
    assert not any(row.state is cancelled for row in rows(session))


def test_restoring_reaches_no_appointment_of_another_series(series, session, anna, book):
    other = book(anna, state=AppointmentState.CANCELLED, cancel_reason="x")
    second = rows(session)[1]
    series.post(f"/agenda/{second.id}/annulla", data={**form_of(series, second), "reason": "x"})

    data = {"version": str(second.version + 1), "also": f"{other.id}:1-boh-3"}
    series.post(f"/agenda/{second.id}/ripristina", data=data)

    states = {row.id: row.state for row in rows(session)}
    assert states[other.id] is AppointmentState.CANCELLED
    assert states[second.id] is AppointmentState.PLANNED


def test_calendar_moves_and_cancels_the_scope_it_asks_for(series, session):
    second = rows(session)[1]
    start, end = (at + timedelta(days=1) for at in (second.starts_at, second.ends_at))
    place = {"starts_at": start.isoformat(), "ends_at": end.isoformat()}
    path = f"/api/v1/appointments/{second.id}"

    body = {**place, "version": 1, "scope": "following"}
    answer = series.patch(path, json=body)
    assert answer.status_code == 200
    assert len(answer.json["others"]) == 2
    moved = [DAYS[0], *(day + timedelta(days=1) for day in DAYS[1:])]
    assert days(session) == moved
    assert series.patch(path, json=body).status_code == 409

    gone = series.delete(path, json={"reason": "x", "version": 2, "scope": "all"})
    cancelled = AppointmentState.CANCELLED
    assert all(row.state is cancelled for row in rows(session))
    version, others = gone.json["appointment"]["version"], gone.json["others"]
    assert (
        series.post(f"{path}/restore", json={"version": version, "others": "1"}).status_code == 422
    )
    back = series.post(f"{path}/restore", json={"version": version, "others": others})
    assert back.status_code == 200
    assert not any(row.state is cancelled for row in rows(session))


def test_technician_may_not_make_or_change_a_series(people, session, anna, series):
    browser, _own = people.technician()

    assert browser.post(NEW, data={**weekly(anna), **accepted(*DAYS)}).status_code == 403
    assert browser.post(f"/agenda/{rows(session)[0].id}", data={"scope": "all"}).status_code == 403
    assert len(rows(session)) == 4


def test_series_keeps_its_hours_through_summer_time(people, session, anna):
    year = MONDAY.year + 1
    form = weekly(anna, day=date(year, 3, 1).isoformat(), times="10")
    shown = [date(year, 3, 1) + timedelta(days=7 * n) for n in range(10)]

    people.secretary().post(NEW, data={**form, **accepted(*shown)})

    assert {f"{local_clock(row.starts_at):%H:%M}" for row in rows(session)} == {"09:00"}
