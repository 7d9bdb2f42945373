"""Open sessions: seen, ended, renewed, expired."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts import sessions
from app.accounts.signinmodels import AccountSession
from app.accounts.signinrules import Policy
from app.web.clock import utc_now
from tests.conftest import PASSWORD
from tests.helpers import counted_statements, fresh


def is_in(browser):
    return browser.get("/").status_code == 200


def rows(session, account):
    found = select(AccountSession).where(AccountSession.account_id == account.id)
    return list(fresh(session).scalars(found.order_by(AccountSession.id)))


def sid(browser):
    with browser.session_transaction() as cookie:
        return cookie.get("sid")


def test_signing_in_opens_a_session_with_its_device(sign_in, session, anna):
    agent = "Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile Safari/537.36"

    browser, _ = sign_in(anna, headers={"User-Agent": agent})

    (row,) = rows(session, anna)
    assert (row.address, row.device) == ("127.0.0.1", agent)
    assert sid(browser) not in row.digest
    assert "Chrome, Android" in browser.get("/accesso/").get_data(as_text=True)


def test_a_planted_session_is_not_taken_over(app, sign_in, anna):
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["sid"] = "known to the attacker"
        cookie["planted"] = "1"

    sign_in(anna, browser=browser)

    assert sid(browser) != "known to the attacker"
    with browser.session_transaction() as cookie:
        assert "planted" not in cookie


def test_the_name_without_the_secret_opens_nothing(client, anna):
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"prova:{anna.id}:0"
        cookie["sid"] = "guess"

    assert not is_in(client)


def test_the_secret_of_a_colleague_does_not_fit(people, anna):
    bruno, _ = people.account(["Segreteria"])
    browser = people.browser(bruno)
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = f"prova:{anna.id}:0"

    assert not is_in(browser)


def test_a_session_of_one_company_opens_no_other(people, other_people):
    account, _ = other_people.account(["Segreteria"])
    browser = other_people.browser(account)
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = f"prova:{account.id}:0"

    assert not is_in(browser)


def test_one_session_is_ended_from_another_device(people, session, anna):
    here, lost = people.browser(anna), people.browser(anna)
    row = rows(session, anna)[1]

    here.post(f"/accesso/sessioni/{row.id}/chiudi")

    assert (is_in(here), is_in(lost)) == (True, False)


def test_a_colleague_s_session_is_not_ended(people, session, anna):
    bruno, _ = people.account(["Segreteria"])
    victim = people.browser(anna)
    (row,) = rows(session, anna)

    answer = people.browser(bruno).post(f"/accesso/sessioni/{row.id}/chiudi")

    assert answer.status_code == 404
    assert is_in(victim)


def test_all_others_are_ended_and_this_one_renewed(people, session, anna):
    here, other = people.browser(anna), people.browser(anna)
    before = sid(here)

    here.post("/accesso/sessioni/chiudi")

    assert (is_in(here), is_in(other)) == (True, False)
    assert sid(here) != before
    assert len(rows(session, anna)) == 1


def test_a_cookie_copied_before_signing_out_is_dead(app, people, anna):
    browser = people.browser(anna)
    with browser.session_transaction() as cookie:
        stolen = dict(cookie)

    browser.post("/logout/")

    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(stolen)
    assert not is_in(thief)


def test_a_new_password_renews_the_session(people, anna):
    browser = people.browser(anna)
    before = sid(browser)
    new = "tre gatti sul tetto"

    browser.post("/password/", data={"current": PASSWORD, "password": new, "repeated": new})

    assert is_in(browser)
    assert sid(browser) != before


def test_sessions_last_by_profile(sign_in, people, session, anna):
    field, _ = people.account(["Tecnico"])
    owner, _ = people.account(["Amministratore", "Segreteria"])
    now = utc_now()
    for account in (anna, field, owner):
        sessions.start(session, account, sessions.Browser(None, ""), now=now)
    session.commit()

    hours = [rows(session, account)[0].idle_hours for account in (anna, field, owner)]
    assert hours == [24, 720, 12]


def test_an_unused_session_ends_and_a_used_one_goes_on(people, session, anna):
    used, unused = people.browser(anna), people.browser(anna)
    first, second = rows(session, anna)
    first.seen_at = utc_now() - timedelta(hours=23)
    first.expires_at = utc_now() + timedelta(minutes=5)
    second.expires_at = utc_now() - timedelta(seconds=1)
    session.commit()

    assert (is_in(used), is_in(unused)) == (True, False)
    assert rows(session, anna)[0].expires_at > utc_now() + timedelta(hours=23)


def test_a_stricter_rule_shortens_open_sessions(people, session, anna):
    browser = people.browser(anna)
    (row,) = rows(session, anna)
    row.seen_at = utc_now() - timedelta(hours=2)
    session.commit()

    sessions.set_policy(session, anna.roles[0].id, Policy(1))
    session.commit()

    assert not is_in(browser)


def test_reading_a_page_costs_no_write_and_no_more_statements(app, people, anna):
    browser = people.browser(anna)
    browser.get("/clienti/")

    with counted_statements(app) as statements:
        browser.get("/accesso/")

    assert [text for text in statements if not text.lstrip().upper().startswith("SELECT")] == []
    assert len(statements) <= 8
