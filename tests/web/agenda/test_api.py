"""The agenda's JSON: moving, cancelling, taking back, learning of changes, and who may."""

from datetime import timedelta

import pytest

from app.accounts.models import Account
from app.agenda.models import Appointment
from app.agenda.rules import OPEN_STATES, AppointmentState
from app.calls.models import Call
from app.calls.rules import CallState
from app.technicians.models import Absence, Technician
from tests.helpers import committed, counted_statements, fresh, listed_appointments
from tests.web.agenda.conftest import NOON

PATH = "/api/v1/appointments/"
SPAN = {
    "from": (NOON - timedelta(days=1)).isoformat(),
    "to": (NOON + timedelta(days=1)).isoformat(),
}
LATER = {
    "starts_at": (NOON + timedelta(hours=2)).isoformat(),
    "ends_at": (NOON + timedelta(hours=3)).isoformat(),
}
#: Action -> (method, path after the key, body).
ACTIONS = {
    "move": ("PATCH", "", {**LATER, "version": 1}),
    "cancel": ("DELETE", "", {"reason": "rinviato", "version": 1}),
    "restore": ("POST", "/restore", {"version": 1}),
}


def act(browser, name, row, **changes):
    method, tail, body = ACTIONS[name]
    return browser.open(f"{PATH}{row.id}{tail}", method=method, json={**body, **changes})


def expected(name, state):
    if name == "restore":
        return 200 if state is AppointmentState.CANCELLED else 422
    return 200 if state in OPEN_STATES else 422


@pytest.mark.parametrize("state", AppointmentState)
@pytest.mark.parametrize("name", ACTIONS)
def test_each_state_allows_its_actions(people, session, book, anna, name, state):
    row = book(anna, state=state)

    answer = act(people.secretary(), name, row)

    assert answer.status_code == expected(name, state)
    stored = committed(session, row)
    if answer.status_code == 422:
        assert (stored.state, stored.version, stored.starts_at) == (state, 1, NOON)
        assert answer.json["fields"]["form"]
    else:
        assert stored.version == 2


@pytest.mark.parametrize("name", ACTIONS)
def test_rights_decide_before_states(people, other_people, session, book, anna, name):
    row = book(anna, state=AppointmentState.CANCELLED if name == "restore" else OPEN_PLANNED)
    technician, own = people.technician()
    mine = book(own)

    assert act(technician, name, row).status_code == 404
    assert act(technician, name, mine).status_code == 403
    assert act(people.lead()[0], name, row).status_code == 403
    assert act(other_people.secretary(), name, row).status_code == 404
    assert committed(session, row).version == 1


OPEN_PLANNED = AppointmentState.PLANNED


@pytest.mark.parametrize("name", ACTIONS)
def test_stale_change_answers_409_with_what_is_stored(people, session, book, anna, name):
    row = book(anna)
    browser = people.secretary()
    act(browser, "move", row)

    answer = act(people.secretary(), name, row)

    assert answer.status_code == 409
    assert answer.json["current"]["version"] == 2
    assert "Persona" in answer.json["detail"]
    assert committed(session, row).starts_at == NOON + timedelta(hours=2)


def test_move_is_undone_with_the_values_before(people, session, book, anna, bruno):
    row = book(anna)
    browser = people.secretary()
    before = listed_appointments(browser.get(PATH, query_string=SPAN))[0]

    moved = act(browser, "move", row, technicians=[bruno.id]).json["appointment"]
    back = {key: before[key] for key in ("starts_at", "ends_at", "technicians")}
    answer = browser.patch(f"{PATH}{row.id}", json={**back, "version": moved["version"]})

    assert answer.status_code == 200
    stored = committed(session, row)
    assert (stored.starts_at, [m.technician_id for m in stored.team]) == (NOON, [anna.id])


def test_cancelling_needs_a_reason_and_frees_the_call(people, session, plant, book, anna):
    call = Call(client_id=plant.id, received_at=NOON, state=CallState.SCHEDULED)
    session.add(call)
    session.commit()
    row = book(anna, call_id=call.id)
    browser = people.secretary()

    assert act(browser, "cancel", row, reason="  ").status_code == 422
    assert act(browser, "cancel", row, reason=None).status_code == 422
    assert act(browser, "cancel", row, version="1").status_code == 422
    assert act(browser, "cancel", row).status_code == 200
    assert committed(session, call).state == CallState.TO_SCHEDULE
    assert act(browser, "restore", row, version=2).status_code == 200
    assert committed(session, call).state == CallState.SCHEDULED
    assert committed(session, row).cancel_reason == ""


def test_stamp_changes_with_everything_that_matters(people, session, plant, book, anna):
    browser = people.secretary()
    seen = [browser.get(f"{PATH}stamp", query_string=SPAN).json["stamp"]]

    def look():
        seen.append(browser.get(f"{PATH}stamp", query_string=SPAN).json["stamp"])

    row = book(anna)
    look()
    act(browser, "move", row)
    look()
    act(browser, "cancel", row, version=2)
    look()
    session.add(Call(client_id=plant.id, received_at=NOON))
    session.commit()
    look()
    assert len(set(seen)) == len(seen)
    look()
    assert seen[-1] == seen[-2] == browser.get(PATH, query_string=SPAN).json["stamp"]


def test_stamp_tells_a_technician_nothing_of_the_others(people, book, anna):
    browser, _own = people.technician()
    before = browser.get(f"{PATH}stamp", query_string=SPAN).json

    book(anna)

    assert browser.get(f"{PATH}stamp", query_string=SPAN).json == before
    assert browser.get(f"{PATH}stamp").status_code == 422


def test_absences_and_holidays_come_along_without_reasons(people, session, anna):
    session.add(
        Absence(
            technician_id=anna.id, starts_at=NOON, ends_at=NOON + timedelta(hours=4),
            reason="malattia",
        )
    )  # fmt: skip
    session.commit()
    technician, _own = people.technician()

    answer = people.secretary().get(PATH, query_string=SPAN)
    assert [row["technician"] for row in answer.json["absences"]] == [anna.id]
    assert "malattia" not in answer.text
    assert technician.get(PATH, query_string=SPAN).json["absences"] == []
    span = {"from": "2026-12-24T00:00", "to": "2026-12-27T00:00"}
    holidays = people.secretary().get(PATH, query_string=span).json["holidays"]
    assert holidays == {"2026-12-25": "Natale", "2026-12-26": "Santo Stefano"}


def test_list_costs_the_same_at_1_and_30_appointments(app, people, book, anna):
    browser = people.secretary()
    paths = ("/agenda/", "/agenda/?vista=settimana", "/agenda/?vista=elenco")
    book(anna)
    counts = {}
    for path in (*paths, f"{PATH}?from={NOON.date()}T00:00&to={NOON.date()}T23:59"):
        with counted_statements(app) as one:
            assert browser.get(path).status_code == 200
        counts[path] = len(one)
    for _number in range(29):
        book(anna)
    for path, before in counts.items():
        with counted_statements(app) as more:
            browser.get(path)
        assert len(more) == before <= 8, (path, more)


def test_forty_technicians_fit_a_week(app, people, session, book, anna):
    others = [Technician(name=f"Tecnico {n:02}", working_hours={}) for n in range(40)]
    session.add_all(others)
    session.commit()
    for one in others:
        book(one)

    with counted_statements(app) as statements:
        page = people.secretary().get("/agenda/?vista=settimana")

    assert page.text.count("Rossi Mario") >= 40
    assert "Tecnico 39" in page.text
    assert len(statements) <= 10  # two more: the account of a browser that just signed in
    assert len(page.data) < 80_000
    assert fresh(session).query(Appointment).count() == 40


def test_place_stays_hidden_until_the_technician_travels(people, session, plant, book):
    plant.municipality, plant.phone = "Torino", "011 5550003"
    browser, own = people.technician()
    session.get(Account, own.user_id).hides_address = True
    session.commit()
    row = book(own)

    hidden = browser.get(PATH, query_string=SPAN).text
    browser.post(f"/oggi/{row.id}/travel")
    shown = browser.get(PATH, query_string=SPAN).text

    for words in ("Via Roma", "Torino", "011 5550003"):
        assert words not in hidden
        assert words in shown
