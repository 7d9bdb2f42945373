"""Signing in through a real OpenID Connect provider that runs beside the tests."""

import base64
import hashlib
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import oidc_provider_mock
import pyotp
import pytest
import requests
from sqlalchemy import func, select

from app.accounts import external, oidc, secondfactor
from app.accounts.models import Account
from app.accounts.rules_external import Settings
from app.accounts.signinmodels import AccountSession, ExternalIdentity
from app.orm.audit import AuditEntry
from app.web.clock import utc_now
from tests.helpers import fresh

ANNA = "anna@posta.example.it"


@pytest.fixture(scope="module")
def provider():
    """Address of the provider; it listens on this machine only."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def person(provider):
    """Make a person of the provider with these claims."""

    def made(subject="persona-1", **claims):
        facts = {"email": ANNA, "email_verified": True, "name": "Anna Rossi", **claims}
        requests.put(f"{provider}/users/{subject}", json=facts, timeout=5).raise_for_status()
        return subject

    return made


def settings(issuer, **values):
    return Settings(issuer, "fiammetta", "segreto", "Prova ID", **values)


@pytest.fixture
def door(session, provider, anna):
    """The company uses the provider; Anna's address is known here."""
    anna.email = ANNA
    external.store_settings(session, settings(provider))
    session.commit()
    return session


def consent(address, subject):
    """Sign in at the provider as somebody; return the address it sends the browser back to."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def come_in(browser, subject, *, slug="prova", **query):
    """Go to the provider from the sign-in page and come back; return the last answer."""
    left = browser.get(f"/login/esterno/{slug}", query_string=query)
    assert left.status_code == 302, left.text
    return browser.get(consent(left.location, subject))


def is_in(browser):
    return browser.get("/").status_code == 200


def identities(session):
    return fresh(session).scalars(select(ExternalIdentity).order_by(ExternalIdentity.id)).all()


def changed(address, **values):
    """Return an address with other values in its query."""
    parts = urlsplit(address)
    query = {name: found[0] for name, found in parse_qs(parts.query).items()} | values
    return urlunsplit(parts._replace(query=urlencode(query)))


def test_the_button_shows_only_where_a_provider_is_set(client, provider, session):
    address = "/login/?azienda=prova"
    assert "Prova ID" not in client.get(address).text

    external.store_settings(session, settings(provider))
    session.commit()

    page = client.get(address + "&next=/clienti/").text
    assert "Prova ID" in page
    assert "/login/esterno/prova?next=/clienti/" in page
    for other in ("/login/?azienda=altra", "/login/?azienda=nessuna", "/login/"):
        assert "Prova ID" not in client.get(other).text


def test_a_verified_address_links_once_and_signs_in(client, person, door, anna):
    answer = come_in(client, person(), next="/clienti/")

    assert (answer.status_code, answer.location) == (302, "/clienti/")
    assert is_in(client)
    (row,) = identities(door)
    assert (row.account_id, row.subject, row.email) == (anna.id, "persona-1", ANNA)
    opened = door.scalars(select(AccountSession.account_id)).all()
    assert opened == [anna.id]
    assert {"external_linked", "sign_in"} <= set(door.scalars(select(AuditEntry.action)))


def test_the_link_holds_when_the_address_changes_at_the_provider(app, person, door, anna):
    come_in(app.test_client(), person())
    browser = app.test_client()

    come_in(browser, person(email="altro@posta.example.it", email_verified=False))

    assert is_in(browser)
    assert identities(door)[0].email == "altro@posta.example.it"


def test_request_has_state_nonce_and_verifier_and_differs_each_time(app, door):
    queries = []
    for _turn in range(2):
        left = app.test_client().get("/login/esterno/prova")
        queries.append(parse_qs(urlsplit(left.location).query))

    for query in queries:
        assert query["code_challenge_method"] == ["S256"]
        assert query["response_type"] == ["code"]
        assert query["redirect_uri"] == ["http://localhost/login/esterno/"]
    for name in ("state", "nonce", "code_challenge"):
        assert queries[0][name] != queries[1][name]


def test_an_unverified_address_opens_nothing_and_waits(client, person, door):
    come_in(client, person(email_verified=False))

    assert not is_in(client)
    (row,) = identities(door)
    assert (row.account_id, row.name) == (None, "Anna Rossi")
    assert "Prova ID" in client.get("/login/?azienda=prova").text


@pytest.mark.parametrize("claim", ["true", 1, None])
def test_only_a_real_yes_is_a_verified_address(client, person, door, claim):
    come_in(client, person(email_verified=claim))

    assert not is_in(client)


def test_addresses_link_nobody_where_the_company_does_not_want_it(client, person, door, provider):
    external.store_settings(door, settings(provider, links_by_email=False))
    door.commit()

    come_in(client, person())

    assert not is_in(client)


def test_nobody_gets_an_account(client, person, door):
    before = door.scalar(select(func.count()).select_from(Account))

    answer = come_in(client, person("estraneo", email="estraneo@posta.example.it"))

    assert answer.location == "/login/"
    assert not is_in(client)
    assert fresh(door).scalar(select(func.count()).select_from(Account)) == before


def test_a_disabled_account_stays_closed(client, person, door, anna):
    come_in(client, person())
    client.post("/logout/")
    anna.active = False
    door.commit()

    come_in(client, person())

    assert not is_in(client)


def test_a_disabled_account_is_not_linked(client, person, door, anna):
    anna.active = False
    door.commit()

    come_in(client, person())

    assert not is_in(client)
    assert identities(door)[0].account_id is None


def test_somebody_of_another_company_does_not_enter_here(
    client, person, door, provider, other_people, other_session
):
    stranger, _ = other_people.account(["Amministratore"])
    stranger.email = "altrove@posta.example.it"
    external.store_settings(other_session, settings(provider))
    other_session.commit()

    come_in(client, person("altrove", email="altrove@posta.example.it"))

    assert not is_in(client)
    assert come_in(client, "altrove", slug="altra").location == "/"
    with client.session_transaction() as cookie:
        assert cookie["_user_id"].startswith("altra:")


def test_a_second_person_cannot_take_a_linked_account_by_its_address(app, person, door, anna):
    come_in(app.test_client(), person())
    thief = app.test_client()

    come_in(thief, person("persona-2"))

    assert not is_in(thief)
    assert [row.account_id for row in identities(door)] == [anna.id, None]


def test_the_second_factor_is_asked_all_the_same(client, person, door, anna):
    before = utc_now() - timedelta(days=1)
    secondfactor.begin(door, anna)
    key = secondfactor.pending_key(door, anna)
    secondfactor.confirm(door, anna, pyotp.TOTP(key).at(before), now=before)
    door.commit()

    answer = come_in(client, person(), next="/clienti/")

    assert answer.location == "/login/codice"
    assert not is_in(client)
    code = pyotp.TOTP(key).at(int(utc_now().timestamp()))
    assert client.post("/login/codice", data={"code": code}).location == "/clienti/"
    assert is_in(client)


def test_without_the_state_of_this_browser_nothing_opens(app, person, door):
    victim, attacker = app.test_client(), app.test_client()
    left = attacker.get("/login/esterno/prova")
    back = consent(left.location, person())

    for address in (back, changed(back, state="altro"), back.split("&state")[0], "/login/esterno/"):
        assert victim.get(address).location == "/login/"
        assert not is_in(victim)
    victim.get("/login/esterno/prova")
    assert victim.get(back).location == "/login/"
    assert not is_in(victim)


def test_an_answer_works_once(client, person, door):
    left = client.get("/login/esterno/prova")
    back = consent(left.location, person())
    client.get(back)
    client.post("/logout/")

    assert client.get(back).location == "/login/"
    assert not is_in(client)


def test_an_answer_to_another_nonce_opens_nothing(client, person, door):
    left = client.get("/login/esterno/prova")

    back = consent(changed(left.location, nonce="x" * 20), person())

    assert client.get(back).location == "/login/"
    assert not is_in(client)
    assert identities(door) == []


def test_the_code_is_exchanged_with_the_verifier_of_its_challenge(
    client, person, door, monkeypatch
):
    sent, ask = [], oidc._Conversation.request

    def noted(self, method, url, *args, **kwargs):
        sent.append(kwargs.get("data") or {})
        return ask(self, method, url, *args, **kwargs)

    monkeypatch.setattr(oidc._Conversation, "request", noted)
    left = client.get("/login/esterno/prova")
    client.get(consent(left.location, person()))

    (exchange,) = [data for data in sent if "code" in data]
    digest = hashlib.sha256(exchange["code_verifier"].encode()).digest()
    challenge = parse_qs(urlsplit(left.location).query)["code_challenge"]
    assert challenge == [base64.urlsafe_b64encode(digest).decode().rstrip("=")]


def test_refusing_at_the_provider_leads_back_to_the_form(client, person, door):
    left = client.get("/login/esterno/prova")
    state = parse_qs(urlsplit(left.location).query)["state"][0]

    answer = client.get(f"/login/esterno/?error=access_denied&state={state}")

    assert answer.location == "/login/"
    assert client.get("/login/").status_code == 200


def test_a_silent_provider_leads_back_to_the_form(client, session):
    external.store_settings(session, settings("http://localhost:9"))
    session.commit()

    answer = client.get("/login/esterno/prova")

    assert answer.location == "/login/"
    assert "Prova ID" in client.get("/login/").text


@pytest.mark.parametrize("slug", ["altra", "nessuna", "..", "prova%00"])
def test_companies_without_a_provider_lead_to_the_form(client, door, slug):
    answer = client.get(f"/login/esterno/{slug}")

    assert answer.status_code in {302, 404}
    if answer.status_code == 302:
        assert answer.location == "/login/"


def test_the_way_in_stays_on_this_site(client, person, door):
    assert come_in(client, person(), next="//evil.example").location == "/"


def test_coming_back_does_not_sign_out_who_is_in(people, anna):
    browser = people.browser(anna)

    assert browser.get("/login/esterno/?state=x&code=y").location == "/"
    assert is_in(browser)
