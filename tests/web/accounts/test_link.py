"""Associa al mio utente: one login, office and field."""

import pytest

from app.accounts import catalogue
from app.accounts.models import AccountKind
from app.technicians.models import Technician
from tests.helpers import committed


@pytest.fixture
def piero(session):
    found = Technician(name="Piero Gastaldi", working_hours={})
    session.add(found)
    session.commit()
    return found


@pytest.fixture
def hybrid(people):
    """A secretary who may open the technicians' configuration, and her browser."""
    account, _technician = people.account([catalogue.SECRETARY, catalogue.ADMINISTRATOR])
    return account, people.browser(account)


def test_linking_gives_the_field_side_and_unlinking_takes_it(hybrid, session, piero):
    account, browser = hybrid
    assert "/associa" in browser.get(f"/tecnici/edit/{piero.id}").text
    assert "/associa" in browser.get(f"/tecnici/show/{piero.id}").text

    browser.post(f"/tecnici/{piero.id}/associa")

    assert committed(session, piero).user_id == account.id
    assert browser.get("/oggi/").status_code == 200
    page = browser.get(f"/tecnici/show/{piero.id}").text
    assert account.username in page
    browser.post(f"/tecnici/{piero.id}/scollega")
    assert committed(session, piero).user_id is None


def test_hybrid_has_the_own_day_and_the_office_switches_only(people, session):
    browser, _technician = people.with_functions("clients.all", "clients.read",
                                                 works_as_technician=True)  # fmt: skip

    assert browser.get("/oggi/").status_code == 200
    assert browser.get("/clienti/").status_code == 200
    assert browser.get("/chiamate/").status_code == 403


def test_linked_technicians_and_accounts_are_refused(people, hybrid, session, piero):
    _account, browser = hybrid
    other, taken = people.account([catalogue.SECRETARY], works_as_technician=True)

    browser.post(f"/tecnici/{taken.id}/associa")
    assert committed(session, taken).user_id == other.id

    browser.post(f"/tecnici/{piero.id}/associa")
    session.rollback()
    second = Technician(name="Ivan", working_hours={})
    session.add(second)
    session.commit()
    browser.post(f"/tecnici/{second.id}/associa")
    assert committed(session, second).user_id is None


def test_own_login_of_a_technician_is_not_unlinked(people, hybrid, session):
    account, technician = people.account(
        [catalogue.TECHNICIAN], kind=AccountKind.TECHNICIAN, works_as_technician=True
    )

    hybrid[1].post(f"/tecnici/{technician.id}/scollega")

    assert committed(session, technician).user_id == account.id


@pytest.mark.parametrize("who", ["secretary", "technician", "lead"])
def test_without_the_switch_nobody_links(people, who, session, piero):
    browser = getattr(people, who)()
    browser = browser if who == "secretary" else browser[0]

    assert browser.post(f"/tecnici/{piero.id}/associa").status_code == 403
    assert committed(session, piero).user_id is None


def test_unknown_technician_does_not_exist(hybrid):
    assert hybrid[1].post("/tecnici/999999/associa").status_code == 404
