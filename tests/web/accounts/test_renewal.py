"""A session gets a new secret when the rights of its account change."""

import pytest
from sqlalchemy import select

from app.accounts import people as use_cases
from app.accounts.signinmodels import AccountSession
from tests.helpers import fresh


def is_in(browser):
    return browser.get("/").status_code == 200


def sid(browser):
    with browser.session_transaction() as cookie:
        return cookie.get("sid")


@pytest.fixture
def promote(session, anna):
    def change(**values):
        rights = use_cases.Rights("Segreteria", **values)
        use_cases.change_rights(session, anna, rights)
        session.commit()

    return change


def test_new_rights_bring_a_new_secret_and_nobody_is_signed_out(people, anna, promote):
    browser = people.browser(anna)
    before = sid(browser)

    promote(is_admin=True)

    assert browser.get("/utenti/").status_code == 200
    assert sid(browser) != before
    assert is_in(browser)
    kept = sid(browser)
    assert is_in(browser)
    assert sid(browser) == kept


def test_the_former_secret_dies_when_the_new_one_is_used(app, people, anna, promote, session):
    browser, thief = people.browser(anna), app.test_client()
    with browser.session_transaction() as cookie:
        stolen = dict(cookie)
    promote(is_admin=True)
    browser.get("/")
    browser.get("/")

    with thief.session_transaction() as cookie:
        cookie.update(stolen)

    assert not is_in(thief)
    assert is_in(browser)
    row = (
        fresh(session)
        .scalars(select(AccountSession).where(AccountSession.account_id == anna.id))
        .one()
    )
    assert row.former_digest is None


def test_a_lost_answer_does_not_sign_out(app, people, anna, promote):
    browser = people.browser(anna)
    with browser.session_transaction() as cookie:
        old = dict(cookie)
    promote(is_admin=True)
    browser.get("/")

    with browser.session_transaction() as cookie:
        cookie.clear()
        cookie.update(old)

    assert is_in(browser)


def test_signing_out_ends_the_former_secret_too(app, people, anna, promote):
    browser, other = people.browser(anna), app.test_client()
    with browser.session_transaction() as cookie:
        old = dict(cookie)
    promote(is_admin=True)
    browser.get("/")

    browser.post("/logout/")
    with other.session_transaction() as cookie:
        cookie.update(old)

    assert not is_in(other)
