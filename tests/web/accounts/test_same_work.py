"""Unknown names cost as much as wrong passwords, codes are used once, colleagues stay in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest
import werkzeug.security

from app.accounts import secondfactor, signin
from app.accounts.models import Account
from app.accounts.rules import LONGEST_DELAY
from app.web.clock import utc_now
from tests.conftest import PASSWORD
from tests.helpers import fresh


@pytest.fixture
def checks(monkeypatch):
    """The methods of the hashes that were computed."""
    done, real = [], werkzeug.security.check_password_hash

    def counted(stored, password):
        done.append(stored.split("$")[0])
        return real(stored, password)

    monkeypatch.setattr(signin, "check_password_hash", counted)
    return done


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("{name}", "sbagliata sbagliata"),
        ("prova.nessuno", PASSWORD),
        ("nessuna.capo", PASSWORD),
        ("capo", PASSWORD),
        ("", PASSWORD),
    ],
)
def test_every_failure_checks_one_hash_of_the_same_kind(client, anna, checks, username, password):
    answer = client.post(
        "/login/",
        data={"username": username.format(name=anna.username) or " . ", "password": password},
    )

    assert answer.status_code == 401
    assert checks == [anna.password.split("$")[0]]


def test_disabled_and_slowed_accounts_check_one_hash_too(client, session, anna, checks):
    anna.active = False
    session.commit()
    client.post("/login/", data={"username": anna.username, "password": PASSWORD})
    anna.active, anna.locked_until = True, utc_now() + timedelta(minutes=5)
    session.commit()
    client.post("/login/", data={"username": anna.username, "password": PASSWORD})

    assert len(checks) == 2


@pytest.fixture
def codes(session, anna):
    """(key of Anna's app, a recovery code); her second factor is on since yesterday."""
    before = utc_now() - timedelta(days=1)
    secondfactor.begin(session, anna)
    key = secondfactor.pending_key(session, anna)
    paper = secondfactor.confirm(session, anna, pyotp.TOTP(key).at(before), now=before)
    session.commit()
    return key, paper[0]


@pytest.mark.parametrize("kind", ["app", "paper"])
def test_of_four_browsers_with_one_code_one_gets_in(sign_in, anna, codes, kind):
    browsers = [sign_in(anna)[0] for _turn in range(4)]
    key, paper = codes
    code = paper if kind == "paper" else pyotp.TOTP(key).at(int(utc_now().timestamp()))
    start = Barrier(len(browsers))

    def send(browser):
        start.wait()
        return browser.post("/login/codice", data={"code": code}).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = sorted(pool.map(send, browsers))

    assert answers == [302, 401, 401, 401]


def test_whoever_guesses_cannot_lock_a_colleague_out(app, sign_in, session, anna):
    own, _ = sign_in(anna)
    own.post("/logout/")
    stranger = app.test_client()
    for _turn in range(12):
        sign_in(anna, "sbagliata sbagliata", stranger)
        fresh(session).get_one(Account, anna.id).locked_until = None
        session.commit()
    sign_in(anna, "sbagliata sbagliata", stranger)
    locked = fresh(session).get_one(Account, anna.id).locked_until

    # The delay has an end, and the browser that Anna uses every day does not feel it.
    assert utc_now() < locked <= utc_now() + LONGEST_DELAY
    assert sign_in(anna, browser=app.test_client())[1].status_code == 401
    assert sign_in(anna, browser=own)[1].status_code == 302
