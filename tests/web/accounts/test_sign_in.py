"""Signing in, out and changing the password."""

from sqlalchemy import select
from werkzeug.security import generate_password_hash

from app.accounts.models import Account
from tests.conftest import PASSWORD
from tests.helpers import fresh


def sign_in(client, username="prova.capo", password=PASSWORD, **kwargs):
    return client.post("/login/", data={"username": username, "password": password}, **kwargs)


def capo(session):
    return fresh(session).scalars(select(Account).where(Account.username == "prova.capo")).one()


def test_right_password_leads_to_the_first_page(client):
    answer = sign_in(client)

    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/").status_code == 200


def test_username_is_taken_in_any_case_and_with_spaces(client):
    assert sign_in(client, " Prova.CAPO ").status_code == 302


def test_wrong_password_and_unknown_names_get_the_same_answer(client):
    pages = [
        sign_in(client, name, password)
        for name, password in (
            ("prova.capo", "sbagliata sbagliata"),
            ("prova.nessuno", PASSWORD),
            ("nessuna.capo", PASSWORD),
            ("capo", PASSWORD),
            ("../prova.capo", PASSWORD),
            ("prova.altra.capo", PASSWORD),
        )
    ]

    assert {page.status_code for page in pages} == {401}
    assert client.get("/").status_code == 302


def test_what_was_typed_stays_in_the_form(client):
    assert b"prova.capo" in sign_in(client, password="sbagliata sbagliata").data


def test_repeated_failures_lock_and_success_clears(client, session):
    for _ in range(5):
        sign_in(client, password="sbagliata sbagliata")

    assert sign_in(client).status_code == 401
    account = capo(session)
    assert account.locked_until is not None

    account.locked_until = None
    session.commit()
    assert sign_in(client).status_code == 302
    assert capo(session).fail_login_count == 0


def test_next_stays_on_this_site(client):
    assert sign_in(client, query_string={"next": "/clienti/"}).location == "/clienti/"


def test_next_to_another_site_is_ignored(client):
    for target in ("//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"):
        browser = client.application.test_client()
        assert sign_in(browser, query_string={"next": target}).location == "/"


def test_sign_out_is_by_post_only(client):
    sign_in(client)

    assert client.get("/logout/").status_code == 405
    client.post("/logout/")
    assert client.get("/").status_code == 302


def test_password_change_keeps_this_session_and_ends_the_others(app, people):
    account, _ = people.account(["Segreteria"])
    account.password = generate_password_hash(PASSWORD)
    people.session.commit()
    here, elsewhere = people.browser(account), people.browser(account)

    answer = here.post(
        "/password/",
        data={
            "current": PASSWORD,
            "password": "tre gatti sul tetto",
            "repeated": "tre gatti sul tetto",
        },
    )

    assert answer.status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_weak_new_password_is_refused_beside_the_field(people):
    page = people.secretary().post(
        "/password/", data={"current": "x", "password": "corta", "repeated": "corta"}
    )

    assert page.status_code == 422
    assert "12" in page.text


def test_cookie_of_an_unknown_company_opens_nothing(people):
    account, _ = people.account(["Amministratore"])
    browser = people.app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = f"sconosciuta:{account.id}:0"

    assert browser.get("/").status_code == 302


def test_only_secret_addresses_ask_not_to_be_found(client):
    hidden = '<meta name="robots" content="noindex, nofollow">'

    assert hidden in client.get("/invito/prova/no-such-secret").text
    assert hidden not in client.get("/login/").text
    sign_in(client)
    assert hidden not in client.get("/clienti/").text
