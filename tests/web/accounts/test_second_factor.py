"""The second factor, and what somebody with only the password can try."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from app.accounts import secondfactor, sessions
from app.accounts.models import Account
from app.accounts.signinmodels import RecoveryCode, SecondFactor
from app.accounts.signinrules import Policy
from app.orm.audit import AuditEntry
from app.web.clock import utc_now
from tests.conftest import PASSWORD
from tests.helpers import fresh


@pytest.fixture
def key(people, anna):
    """Anna's key: her second factor is on, its last code is a day old."""
    session, before = people.session, utc_now() - timedelta(days=1)
    secondfactor.begin(session, anna)
    made = secondfactor.pending_key(session, anna)
    secondfactor.confirm(session, anna, pyotp.TOTP(made).at(before), now=before)
    session.commit()
    return made


def code_of(key, steps=0):
    return pyotp.TOTP(key).at(int(utc_now().timestamp()) + 30 * steps)


def is_in(browser):
    return browser.get("/").status_code == 200


def test_setting_up_asks_password_and_code_and_shows_codes_once(people, session, anna):
    browser = people.browser(anna)

    assert browser.post("/accesso/secondo-fattore", data={"password": "x"}).status_code == 422
    page = browser.post("/accesso/secondo-fattore", data={"password": PASSWORD})
    assert b"<svg" in page.data
    key = fresh(session).get_one(SecondFactor, anna.id).key.decode()
    wrong = browser.post("/accesso/secondo-fattore/conferma", data={"code": "000000"})
    assert wrong.status_code == 422
    assert fresh(session).get_one(SecondFactor, anna.id).confirmed_at is None

    done = browser.post("/accesso/secondo-fattore/conferma", data={"code": code_of(key)})

    assert done.status_code == 200
    assert fresh(session).get_one(SecondFactor, anna.id).confirmed_at is not None
    assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 8
    assert is_in(browser)
    assert key.encode() not in browser.get("/accesso/").data
    assert browser.get("/accesso/secondo-fattore").status_code == 302


def test_switching_on_ends_the_other_sessions(people, anna, session):
    browser, other = people.browser(anna), people.browser(anna)
    browser.post("/accesso/secondo-fattore", data={"password": PASSWORD})
    key = fresh(session).get_one(SecondFactor, anna.id).key.decode()

    browser.post("/accesso/secondo-fattore/conferma", data={"code": code_of(key)})

    assert (is_in(browser), is_in(other)) == (True, False)


def test_the_password_alone_opens_nothing(sign_in, anna, key):
    browser, answer = sign_in(anna)

    assert answer.location == "/login/codice"
    for address in ("/", "/clienti/", "/accesso/", "/accesso/secondo-fattore"):
        assert "/login/" in browser.get(address).location
    assert browser.get("/login/codice").status_code == 200


def test_the_code_opens_and_leads_where_one_wanted_to_go(sign_in, anna, key):
    browser, _ = sign_in(anna, query_string={"next": "/clienti/"})

    answer = browser.post("/login/codice", data={"code": code_of(key)})

    assert answer.location == "/clienti/"
    assert is_in(browser)


def test_a_code_works_once(sign_in, anna, key):
    code = code_of(key)
    first, _ = sign_in(anna)
    first.post("/login/codice", data={"code": code})
    second, _ = sign_in(anna)

    answer = second.post("/login/codice", data={"code": code})

    assert answer.status_code == 401
    assert not is_in(second)


def test_an_older_code_does_not_work_after_a_newer_one(sign_in, anna, key):
    first, _ = sign_in(anna)
    first.post("/login/codice", data={"code": code_of(key)})
    second, _ = sign_in(anna)

    assert second.post("/login/codice", data={"code": code_of(key, -1)}).status_code == 401


@pytest.mark.parametrize("steps", [-3, 3])
def test_codes_of_other_minutes_do_not_work(sign_in, anna, key, steps):
    browser, _ = sign_in(anna)

    answer = browser.post("/login/codice", data={"code": code_of(key, steps)})

    assert answer.status_code == 401


@pytest.mark.parametrize("typed", ["", "abcdef", "١٢٣٤٥٦", "0" * 41, "' OR 1=1"])
def test_odd_codes_are_refused_politely(sign_in, anna, key, typed):
    browser, _ = sign_in(anna)

    assert browser.post("/login/codice", data={"code": typed}).status_code in {200, 401}
    assert not is_in(browser)


def test_guessing_codes_slows_down_and_the_password_does_not_clear_it(sign_in, session, anna, key):
    for _attempt in range(5):
        browser, _ = sign_in(anna)
        browser.post("/login/codice", data={"code": "000000"})

    browser, answer = sign_in(anna)

    assert answer.status_code == 401
    assert fresh(session).get_one(Account, anna.id).locked_until is not None


def test_a_recovery_code_works_once_and_is_noted(sign_in, session, anna, key):
    codes = secondfactor.renew_codes(session, anna)
    session.commit()
    first, _ = sign_in(anna)
    assert first.post("/login/codice", data={"code": codes[0].lower()}).status_code == 302
    second, _ = sign_in(anna)

    assert second.post("/login/codice", data={"code": codes[0]}).status_code == 401
    assert second.post("/login/codice", data={"code": codes[1]}).status_code == 302
    actions = fresh(session).scalars(select(AuditEntry.action)).all()
    assert actions.count("recovery_code_used") == 2


def test_codes_of_a_colleague_do_not_work(sign_in, people, session, anna, key):
    bruno, _ = people.account(["Segreteria"])
    secondfactor.begin(session, bruno)
    codes = secondfactor.renew_codes(session, bruno)
    session.commit()
    browser, _ = sign_in(anna)

    for code in (codes[0], code_of(secondfactor.pending_key(session, bruno))):
        assert browser.post("/login/codice", data={"code": code}).status_code == 401


def test_half_way_ends_with_the_account_s_sessions(sign_in, session, anna, key):
    browser, _ = sign_in(anna)
    fresh(session).get_one(Account, anna.id).session_epoch += 1
    session.commit()

    answer = browser.post("/login/codice", data={"code": code_of(key)})

    assert answer.location == "/login/"
    assert not is_in(browser)


def test_half_way_lasts_minutes(sign_in, anna, key):
    browser, _ = sign_in(anna)
    with browser.session_transaction() as cookie:
        cookie["half_way"] = {**cookie["half_way"], "until": int(utc_now().timestamp()) - 1}

    assert browser.get("/login/codice").location == "/login/"


def test_half_way_in_a_company_that_is_not_one(client):
    with client.session_transaction() as cookie:
        cookie["half_way"] = {
            "company": "nessuna", "account": 1, "epoch": 0, "next": "/",
            "until": int(utc_now().timestamp()) + 60,
        }  # fmt: skip

    assert client.get("/login/codice").location == "/login/"


def test_switching_off_asks_a_code(people, session, anna, key):
    browser = people.browser(anna)

    assert browser.post("/accesso/secondo-fattore/togli", data={"code": "1"}).status_code == 422
    assert fresh(session).get(SecondFactor, anna.id) is not None
    answer = browser.post("/accesso/secondo-fattore/togli", data={"code": code_of(key)})

    assert answer.status_code == 302
    assert fresh(session).get(SecondFactor, anna.id) is None
    assert is_in(browser)


@pytest.fixture
def strict(session, anna):
    """The rule that the office needs a second factor; put back afterwards."""
    role = anna.roles[0].id
    sessions.set_policy(session, role, Policy(24, needs_second_factor=True))
    session.commit()


def test_a_profile_that_asks_for_it_opens_nothing_before(sign_in, session, anna, strict):
    browser, _ = sign_in(anna)

    assert browser.get("/clienti/").location == "/accesso/"
    assert browser.get("/").location == "/accesso/"
    assert browser.get("/accesso/").status_code == 200
    assert browser.get("/api/v1/oggi").status_code in {401, 403, 404}
    browser.post("/accesso/secondo-fattore", data={"password": PASSWORD})
    key = fresh(session).get_one(SecondFactor, anna.id).key.decode()
    browser.post("/accesso/secondo-fattore/conferma", data={"code": code_of(key)})

    assert is_in(browser)


def test_a_new_rule_reaches_open_sessions(people, session, anna):
    browser = people.browser(anna)
    assert is_in(browser)

    sessions.set_policy(session, anna.roles[0].id, Policy(24, needs_second_factor=True))
    session.commit()

    assert browser.get("/").location == "/accesso/"


def test_a_needed_second_factor_cannot_be_switched_off(people, session, anna, key, strict):
    browser = people.browser(anna)

    answer = browser.post("/accesso/secondo-fattore/togli", data={"code": code_of(key)})

    assert answer.status_code == 422
    assert fresh(session).get(SecondFactor, anna.id) is not None


def test_posts_need_the_token(app, people, session, anna, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    browser = people.browser(anna)

    for address in ("secondo-fattore", "secondo-fattore/togli", "sessioni/chiudi"):
        answer = browser.post(f"/accesso/{address}", data={"password": PASSWORD, "code": "1"})
        assert answer.status_code in {400, 422}
    assert fresh(session).get(SecondFactor, anna.id) is None
