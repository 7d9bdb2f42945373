"""The lists of a technician's day: what was left over, and why."""

from datetime import timedelta

import pytest

from app.calls.rules import CallState
from app.interventions.service import receive_report
from app.web.clock import utc_now
from tests.factories.interventions import body_of, make_job
from tests.helpers import counted_statements, technician_access

WAITING, LEFT = "/oggi/?scheda=ricambio", "/oggi/?scheda=completare"


def left_over(session, technician, number, outcome=None):
    """Return a job of two hours ago, with a report of an outcome unless None."""
    now = utc_now()
    appointment, device = make_job(session, technician, number=number)
    appointment.starts_at = now - timedelta(hours=2)
    appointment.ends_at = now - timedelta(hours=1)
    session.commit()
    if outcome is not None:
        body = body_of(session, appointment, device, outcome=outcome, performed_on="2026-01-12")
        access = technician_access(technician.id)
        uuid = f"00000000-0000-4000-8000-{number:012}"
        receive_report(session, uuid, body, access=access, now=now)
        session.commit()
    return appointment


@pytest.fixture
def field(people, session):
    """Return (browser, appointment waiting for a part); one unfinished, one never reported."""
    browser, technician = people.technician()
    waiting = left_over(session, technician, 1, "waiting_part")
    left_over(session, technician, 2, "to_resume")
    left_over(session, technician, 3)
    left_over(session, technician, 4, "done")
    return browser, waiting


def shown(browser, address):
    text = browser.get(address).text
    return [number for number in range(1, 7) if f"Rossi {number}" in text]


def test_what_waits_for_a_part_has_a_list_of_its_own(field):
    browser, _ = field

    assert shown(browser, WAITING) == [1]
    assert shown(browser, LEFT) == [2, 3]


def test_the_counts_are_the_lengths_of_the_lists(field):
    text = field[0].get("/oggi/?scheda=domani").text
    strip = text.split('class="tab-strip"')[1].split("</ul>")[0]
    counts = [int(part.split("<")[0]) for part in strip.split('tone-neutral">')[1:]]

    assert counts[-2:] == [2, 1]
    assert 'tone-flame">0<' in strip


@pytest.mark.parametrize(
    ("state", "lists"),
    [
        (CallState.TO_SCHEDULE, ([], [1, 2, 3])),  # the part is here: to be booked
        (CallState.SCHEDULED, ([], [2, 3])),
        (CallState.CLOSED, ([], [2, 3])),
    ],
)
def test_a_job_leaves_the_list_when_the_office_goes_on(field, session, state, lists):
    field[1].call.state = state
    session.commit()

    assert (shown(field[0], WAITING), shown(field[0], LEFT)) == lists


def test_a_technician_sees_the_own_and_the_lead_everybodys(field, people, session):
    plain, _ = people.technician()
    lead, own = people.lead()
    left_over(session, own, 5, "waiting_part")

    assert shown(plain, f"{WAITING}&tecnico=tutti") == []
    assert "Rossi" not in plain.get(f"{WAITING}&tecnico={own.id}").text
    assert shown(lead, WAITING) == [5]
    assert shown(lead, f"{WAITING}&tecnico=tutti") == [1, 5]


def test_an_unknown_list_is_that_of_today(field):
    assert 'aria-current="page"' in field[0].get("/oggi/?scheda=xyz").text


def test_the_lists_cost_the_same_whatever_their_rows(people, session, app):
    browser, technician = people.technician()
    counts = []
    for number in (1, 2, 3):
        left_over(session, technician, number, "waiting_part")
        with counted_statements(app) as statements:
            assert f"Rossi {number}" in browser.get(WAITING).text
        counts.append(len(statements))

    assert counts[0] == counts[2] <= 8
