"""The screen of the company's sign-in provider."""

import oidc_provider_mock
import pytest
from sqlalchemy import select

from app.accounts import external
from app.accounts.models import Account
from app.accounts.rules_external import Identity, Settings
from app.accounts.signinmodels import ExternalIdentity, SignInProvider
from app.mail.models import OutgoingMail
from app.orm.audit import AuditEntry
from app.web.clock import utc_now
from tests.helpers import fresh

ADDRESS = "/azienda/accesso-esterno/"


@pytest.fixture(scope="module")
def provider():
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def owner(people):
    return people.administrator()


@pytest.fixture
def someone(session, provider):
    """Somebody whom the provider knows and who has no account here."""
    asked = Identity(
        provider, "persona-9", "<b>x</b>@example.it", True, "<script>alert(1)</script>"
    )
    settings = Settings(
        provider, "fiammetta", "chiave-del-fornitore", "Prova ID", links_by_email=False
    )
    external.store_settings(session, settings)
    external.account_of(session, settings, asked, now=utc_now())
    session.commit()
    return session.scalars(select(ExternalIdentity)).one().id


def typed(owner, issuer, **values):
    """Send the form as the page shows it, with other values."""
    page = owner.get(ADDRESS).text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    facts = {
        "version": version, "issuer": issuer, "label": "Prova ID", "client_id": "fiammetta",
        "client_secret": "chiave-del-fornitore", "links_by_email": "y",
    }  # fmt: skip
    return owner.post(ADDRESS, data=facts | values)


def test_a_provider_that_answers_is_stored_and_its_secret_never_shown(owner, provider, session):
    answer = typed(owner, provider + "/")

    assert answer.status_code == 302
    row = fresh(session).get_one(SignInProvider, 1)
    assert (row.issuer, row.client_secret) == (provider, b"chiave-del-fornitore")
    assert "chiave-del-fornitore" not in owner.get(ADDRESS).text
    texts = session.scalars(select(OutgoingMail.text)).all()
    assert not any("chiave-del-fornitore" in text for text in texts)
    changes = session.scalars(
        select(AuditEntry.changes).where(AuditEntry.entity == "sign_in_providers")
    ).all()
    assert changes
    assert "chiave-del-fornitore" not in str(changes)


def test_an_empty_secret_keeps_the_stored_one_only_for_the_same_provider(owner, provider, session):
    typed(owner, provider)
    typed(owner, provider, client_secret="", label="Altro nome")
    assert fresh(session).get_one(SignInProvider, 1).client_secret == b"chiave-del-fornitore"

    other = provider.replace("localhost", "127.0.0.1")
    typed(owner, other, client_secret="")

    row = fresh(session).get_one(SignInProvider, 1)
    assert (row.issuer, row.client_secret) == (other, b"")


def test_an_empty_address_switches_it_off(owner, provider, session):
    typed(owner, provider)

    typed(owner, "")

    assert fresh(session).get(SignInProvider, 1) is None


@pytest.mark.parametrize(
    "issuer",
    [
        "accounts.google.com", "http://accounts.google.com", "ftp://example.it", "https://",
        "https://user:pw@example.it", "https://example.it/?x=1", "javascript:alert(1)",
        "http://localhost:9", "https://[", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_addresses_that_cannot_be_a_provider_are_refused_beside_the_field(owner, session, issuer):
    answer = typed(owner, issuer)

    assert answer.status_code == 422
    assert 'id="issuer-error"' in answer.text
    assert "Prova ID" in answer.text
    assert fresh(session).get(SignInProvider, 1) is None


@pytest.mark.parametrize("name", ["label", "client_id"])
def test_half_a_provider_is_refused(owner, provider, session, name):
    answer = typed(owner, provider, **{name: ""})

    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert fresh(session).get(SignInProvider, 1) is None


def test_who_waits_is_shown_as_text_and_linked_by_choice(owner, people, session, someone):
    account, _ = people.account(["Segreteria"])
    page = owner.get(ADDRESS).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page

    owner.post(f"{ADDRESS}{someone}/collega", data={"account": str(account.id)})

    assert fresh(session).get_one(ExternalIdentity, someone).account_id == account.id
    assert "external_linked" in session.scalars(select(AuditEntry.action)).all()

    owner.post(f"{ADDRESS}{someone}/scollega")
    assert fresh(session).get(ExternalIdentity, someone) is None


def test_an_account_of_another_company_or_none_is_not_linked(owner, other_people, session, someone):
    stranger, _ = other_people.account(["Segreteria"])
    stranger_id = stranger.id + 1_000_000

    for account in (str(stranger_id), "", "abc", "-1"):
        owner.post(f"{ADDRESS}{someone}/collega", data={"account": account})

    assert fresh(session).get_one(ExternalIdentity, someone).account_id is None
    assert session.get(Account, stranger_id) is None


def test_an_account_is_linked_to_one_person_only(owner, people, session, someone, provider):
    account, _ = people.account(["Segreteria"])
    external.link(session, someone, account)
    settings = external.settings_of(session)
    external.account_of(session, settings, Identity(provider, "persona-10"), now=utc_now())
    session.commit()
    other = session.scalars(
        select(ExternalIdentity.id).order_by(ExternalIdentity.id.desc())
    ).first()

    owner.post(f"{ADDRESS}{other}/collega", data={"account": str(account.id)})

    assert fresh(session).get_one(ExternalIdentity, other).account_id is None


def test_a_crowd_does_not_fill_the_list(session, provider):
    settings = Settings(provider, "fiammetta", "", "Prova ID")
    for number in range(30):
        external.account_of(session, settings, Identity(provider, f"p{number}"), now=utc_now())

    assert len(external.waiting(session)) == 20
    assert external.waiting(session)[0].subject == "p29"


def test_the_office_and_technicians_stay_out(people, session, someone):
    for browser in (people.secretary(), people.technician()[0]):
        assert browser.get(ADDRESS).status_code in {302, 403}
        assert typed_status(browser, someone) == {403}
    assert fresh(session).get_one(ExternalIdentity, someone).account_id is None


def typed_status(browser, someone):
    return {
        browser.post(address, data={"account": "1"}, headers={"Accept": "text/html"}).status_code
        for address in (ADDRESS, f"{ADDRESS}{someone}/collega", f"{ADDRESS}{someone}/scollega")
    }
