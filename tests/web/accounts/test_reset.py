"""A forgotten password: the link, and what can be tried with it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import tokens
from app.accounts.models import Account, AccountToken, TokenPurpose
from app.accounts.resetjobs import send_reset_link
from app.jobs.models import OutboxJob
from app.mail.models import OutgoingMail
from app.web.clock import utc_now
from tests.conftest import PASSWORD
from tests.helpers import fresh

NEW = "quattro cani in cortile"


def link_for(session, account, *, purpose=TokenPurpose.PASSWORD_RESET, at=None):
    secret = tokens.issue(session, account, purpose, now=at or utc_now())
    session.commit()
    return f"/password/nuova/prova.{secret}"


def choose(browser, link, password=NEW):
    return browser.post(link, data={"password": password, "repeated": password})


def ask(client, name):
    return client.post("/password/dimenticata/", data={"username": name}, follow_redirects=True)


def test_asking_leaves_a_job_whoever_is_asked_for(client, session, anna):
    pages = [ask(client, name) for name in (anna.username, "prova.nessuno", "nessuna.capo", "x")]

    # The form's token holds the second it was made in.
    texts = {re.sub(r'(content|value)="[^"]+"', "", page.text) for page in pages}
    assert len(texts) == 1
    jobs = fresh(session).scalars(select(OutboxJob)).all()
    assert len(jobs) == 2


def test_the_mail_holds_a_link_that_works(app, client, session, anna):
    with app.test_request_context():
        send_reset_link(session, anna.username, "https://cat.example.it", now=utc_now())
    session.commit()

    (mail,) = fresh(session).scalars(select(OutgoingMail))
    assert mail.to == [anna.email]
    link = next(line for line in mail.text.splitlines() if line.startswith("https://"))
    assert choose(client, link.removeprefix("https://cat.example.it")).status_code == 302


def test_accounts_without_address_or_disabled_get_nothing(app, session, anna):
    with app.test_request_context():
        send_reset_link(session, "prova.capo", "https://cat.example.it", now=utc_now())
        anna.active = False
        send_reset_link(session, anna.username, "https://cat.example.it", now=utc_now())
        send_reset_link(session, "prova.nessuno", "https://cat.example.it", now=utc_now())

    assert session.scalars(select(OutgoingMail)).all() == []


def test_asking_again_neither_floods_nor_kills_the_first_link(app, client, session, anna):
    link = link_for(session, anna)
    with app.test_request_context():
        send_reset_link(session, anna.username, "https://cat.example.it", now=utc_now())
    session.commit()

    assert session.scalars(select(OutgoingMail)).all() == []
    assert client.get(link).status_code == 200


def test_the_link_sets_the_password_once_and_ends_sessions(people, client, session, anna, sign_in):
    signed_in = people.browser(anna)
    link = link_for(session, anna)

    assert choose(client, link).status_code == 302
    assert choose(client, link, "altra frase molto lunga").status_code == 410

    assert sign_in(anna, NEW)[1].status_code == 302
    assert sign_in(anna)[1].status_code == 401
    assert signed_in.get("/").status_code == 302


def test_opening_the_link_uses_nothing_up(client, session, anna):
    link = link_for(session, anna)

    assert [client.get(link).status_code for _ in range(3)] == [200, 200, 200]
    assert choose(client, link).status_code == 302


@pytest.mark.parametrize(
    "link",
    [
        "/password/nuova/prova.x", "/password/nuova/prova", "/password/nuova/.",
        "/password/nuova/nessuna.abc", "/password/nuova/..%2f.abc",
    ],
)  # fmt: skip
def test_invented_links_do_not_work(client, link):
    assert client.get(link).status_code in {404, 410}
    assert choose(client, link).status_code in {404, 405, 410}


def test_an_expired_link_does_not_work(client, session, anna):
    link = link_for(session, anna, at=utc_now() - timedelta(hours=1, seconds=1))

    assert choose(client, link).status_code == 410


def test_a_link_of_another_purpose_does_not_work(client, session, anna):
    assert (
        choose(client, link_for(session, anna, purpose=TokenPurpose.INVITATION)).status_code == 410
    )


def test_a_link_of_another_company_does_not_work(client, session, other_people, other_session):
    account, _ = other_people.account(["Segreteria"])
    secret = tokens.issue(other_session, account, TokenPurpose.PASSWORD_RESET, now=utc_now())
    other_session.commit()

    assert client.get(f"/password/nuova/prova.{secret}").status_code == 410
    assert client.get(f"/password/nuova/altra.{secret}").status_code == 200


def test_a_link_of_a_disabled_account_does_not_work(client, session, anna):
    link = link_for(session, anna)
    fresh(session).get_one(Account, anna.id).active = False
    session.commit()

    assert choose(client, link).status_code == 410


def test_a_newer_link_replaces_the_older(client, session, anna):
    older, newer = link_for(session, anna), link_for(session, anna)

    assert choose(client, older).status_code == 410
    assert choose(client, newer).status_code == 302


@pytest.mark.parametrize("weak", ["corta", "password1234", "ANNA"])
def test_weak_passwords_are_refused_and_the_link_still_works(client, session, anna, weak):
    link = link_for(session, anna)

    assert choose(client, link, weak).status_code == 422
    assert choose(client, link).status_code == 302


def test_a_signed_in_browser_does_not_mix_two_accounts(people, session, anna):
    bruno, _ = people.account(["Segreteria"])
    browser = people.browser(bruno)

    assert choose(browser, link_for(session, anna)).location == "/"
    assert fresh(session).scalar(select(AccountToken.used_at)) is None


def test_production_without_address_sends_nothing(app, client, session, anna, monkeypatch):
    monkeypatch.setitem(app.config, "TESTING", False)

    answer = client.post(
        "/password/dimenticata/",
        data={"username": anna.username},
        headers={"Host": "evil.example"},
    )

    assert answer.status_code == 302
    assert fresh(session).scalars(select(OutboxJob)).all() == []


def test_mistakes_of_others_do_not_lock_a_known_browser_out(sign_in, session, anna):
    known, _ = sign_in(anna)
    known.post("/logout/")
    for _attempt in range(8):
        sign_in(anna, "sbagliata sbagliata")
    assert sign_in(anna)[1].status_code == 401

    assert sign_in(anna, browser=known)[1].status_code == 302


def test_a_known_browser_is_slowed_down_by_its_own_mistakes(sign_in, anna):
    known, _ = sign_in(anna)
    known.post("/logout/")
    for _attempt in range(5):
        sign_in(anna, "sbagliata sbagliata", browser=known)

    assert sign_in(anna, browser=known)[1].status_code == 401


def test_a_browser_known_for_a_colleague_is_not_known_for_anna(sign_in, people, anna):
    bruno, _ = people.account(["Segreteria"])
    bruno.password = anna.password
    people.session.commit()
    browser, _ = sign_in(bruno)
    browser.post("/logout/")
    for _attempt in range(5):
        sign_in(anna, "sbagliata sbagliata")

    assert sign_in(anna, browser=browser)[1].status_code == 401


def test_the_link_lets_in_while_others_keep_guessing(client, sign_in, session, anna):
    for _attempt in range(8):
        sign_in(anna, "sbagliata sbagliata")
    choose(client, link_for(session, anna))
    for _attempt in range(8):
        sign_in(anna, "sbagliata sbagliata")

    assert sign_in(anna, NEW, browser=client)[1].status_code == 302
    assert sign_in(anna, PASSWORD)[1].status_code == 401
