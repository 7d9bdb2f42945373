"""What somebody without the right, or with a made-up form, can try on the accounts' screens."""

from datetime import timedelta

import pytest
from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import select

from app.accounts import catalogue
from app.accounts.models import Account, AccountKind
from app.accounts.signinmodels import AccountSession
from app.web.clock import utc_now
from tests.conftest import PASSWORD
from tests.helpers import fresh
from tests.routes import addresses

#: Screens of administrators and of one's own sign-in.
ADMINISTRATION = ("/utenti/", "/permessi/", "/azienda/")
OWN = ("/accesso/", "/password/")
EVIL = "<script>alert(1)</script>"


def writes(app, *starts):
    """Return every address below these that takes a POST."""
    return sorted({
        address
        for _endpoint, method, address in addresses(app, number=1)
        if method == "POST" and address.startswith(starts)
    })  # fmt: skip


@pytest.fixture
def victim(people):
    account, _ = people.account([catalogue.SECRETARY])
    return account


def rights_of(session, account):
    names = (
        select(fab.Role.name)
        .join(fab.assoc_user_role)
        .where(fab.assoc_user_role.c.user_id == account.id)
    )
    return sorted(fresh(session).scalars(names))


@pytest.mark.parametrize("who", ["secretary", "technician", "lead"])
def test_nobody_but_administrators_writes_there(app, people, session, who):
    made = getattr(people, who)()
    browser = made if who == "secretary" else made[0]
    before = people_as_stored(session)

    refused = {
        address: browser.post(address).status_code for address in writes(app, *ADMINISTRATION)
    }

    assert len(refused) > 20
    assert {address: status for address, status in refused.items() if status != 403} == {}
    assert people_as_stored(session) == before


def people_as_stored(session):
    rows = fresh(session).scalars(select(Account).order_by(Account.id))
    return [(row.username, row.active, row.kind, row.password, row.session_epoch) for row in rows]


def test_nothing_is_written_through_other_eyes(app, people, session, victim):
    browser = people.administrator()
    browser.post(f"/utenti/{victim.id}/guarda")
    before = people_as_stored(session)

    statuses = {
        address: browser.post(address).status_code for address in writes(app, *ADMINISTRATION, *OWN)
    }

    assert {address: status for address, status in statuses.items() if status != 403} == {}
    assert people_as_stored(session) == before


@pytest.mark.parametrize("how", ["disabled", "expired", "ended"])
def test_a_dead_session_writes_nothing(app, people, session, how):
    account, _ = people.account([catalogue.ADMINISTRATOR, catalogue.SECRETARY])
    browser = people.browser(account)
    if how == "disabled":
        account.active = False
    elif how == "ended":
        account.session_epoch += 1
    else:
        opened = session.scalars(select(AccountSession)).one()
        opened.expires_at = utc_now() - timedelta(seconds=1)
    session.commit()
    before = people_as_stored(session)

    answers = [browser.post(address) for address in writes(app, *ADMINISTRATION, *OWN)]

    known = {"/login/", "/password/dimenticata/"}
    assert {
        answer.request.path for answer in answers
        if answer.status_code not in {302, 401, 403}
        and not answer.request.path.startswith(("/password/dimenticata", "/password/nuova"))
    } <= known  # fmt: skip
    assert people_as_stored(session) == before


def test_another_account_s_session_is_not_ended(people, session, victim):
    people.browser(victim)
    theirs = session.scalars(
        select(AccountSession).where(AccountSession.account_id == victim.id)
    ).one()

    assert people.secretary().post(f"/accesso/sessioni/{theirs.id}/chiudi").status_code == 404
    assert fresh(session).get(AccountSession, theirs.id) is not None


def test_fields_that_no_form_has_change_nothing(people, session, victim):
    browser = people.administrator()
    words = {"first_name": "Anna", "last_name": "Bianchi", "username": "anna2", "email": ""}
    made_up = {
        "active": "", "kind": "technician", "password": PASSWORD, "roles": "1", "id": "1",
        "is_admin": "y", "session_epoch": "9", "switch": "accounts.write", "login_count": "7",
    }  # fmt: skip

    browser.post(f"/utenti/{victim.id}", data=words | made_up)

    stored = fresh(session).get_one(Account, victim.id)
    assert (stored.first_name, stored.username) == ("Anna", "prova.anna2")
    assert (stored.active, stored.kind, stored.password) == (True, AccountKind.SECRETARY, "")
    assert stored.session_epoch == 0
    assert rights_of(session, victim) == [catalogue.SECRETARY]


def test_one_s_own_password_page_gives_no_rights(people, session, victim):
    people.browser(victim).post(
        "/password/", data={"is_admin": "y", "profile": "Amministratore", "roles": "1"}
    )

    assert rights_of(session, victim) == [catalogue.SECRETARY]


@pytest.mark.parametrize("profile", ["Amministratore", "Public", "@1", "", "inventato", EVIL])
def test_only_profiles_are_given_as_profiles(people, session, profile):
    account, _ = people.account(
        [catalogue.TECHNICIAN], kind=AccountKind.TECHNICIAN, works_as_technician=True
    )
    session.add(fab.Role(name="@1"))
    session.commit()

    answer = people.administrator().post(
        f"/utenti/{account.id}/permessi", data={"profile": profile, "is_admin": "y"}
    )

    assert answer.status_code == 422
    assert EVIL not in answer.text
    assert rights_of(session, account) == [catalogue.TECHNICIAN]


def test_switches_of_the_administrator_are_not_given_one_by_one(people, session, victim):
    switches = [code for code, function in catalogue.BY_CODE.items() if function.is_admin]

    people.administrator().post(
        f"/utenti/{victim.id}/permessi",
        data={"profile": catalogue.SECRETARY, "switch": [*switches, "no.such"]},
    )

    assert people.browser(victim).get("/utenti/").status_code == 403
    assert people.browser(victim).get("/azienda/").status_code == 403


@pytest.mark.parametrize("source", ["²", "9" * 30, "-1", "0", "x"])
def test_odd_numbers_of_profiles_are_not_found(people, source):
    answer = people.administrator().post(
        "/permessi/profili", data={"name": "Prova", "source": source}
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_saving_never_leads_to_another_site(people, session, victim, target):
    browser = people.administrator()

    for address, data in (
        (f"/utenti/{victim.id}", {"first_name": "A", "username": "anna3"}),
        (f"/utenti/{victim.id}/permessi", {"profile": catalogue.SECRETARY}),
        (f"/utenti/{victim.id}/sessioni", {}),
        ("/login/", {}),
    ):
        answer = browser.post(address, data=data | {"next": target}, query_string={"next": target})
        assert "evil.example" not in (answer.location or "")


def test_names_are_text_on_every_screen(people, session, victim):
    victim.first_name, victim.last_name = EVIL, '"><img src=x onerror=alert(2)>'
    session.commit()
    browser = people.administrator()
    pages = (
        "/utenti/", f"/utenti/{victim.id}", f"/utenti/{victim.id}/permessi",
        f"/utenti/{victim.id}/cosa-vede", "/registro/", "/azienda/accessi/", "/tecnici/",
        "/azienda/accesso-esterno/",
    )  # fmt: skip
    browser.post(f"/utenti/{victim.id}/sessioni")

    told = [page for page in pages if EVIL in browser.get(page).text]
    told += [page for page in pages if "<img src=x" in browser.get(page).text]
    browser.post(f"/utenti/{victim.id}/guarda")
    told += ["/ as victim"] if EVIL in browser.get("/").text else []

    assert told == []


def test_profile_names_are_text(people):
    browser = people.administrator()
    browser.post("/permessi/profili", data={"name": "test " + EVIL})

    page = browser.get("/permessi/").text
    assert "test &lt;script&gt;" in page
    assert EVIL not in page


@pytest.mark.parametrize(
    "address",
    [
        "/file/../../etc/passwd",
        "/file/..%2f..%2fetc%2fpasswd",
        "/file/%2e%2e/secret_key",
        "/static/../config.py",
        "/static/dist/..%2f..%2f..%2fconfig.py",
        "/file/00000000-0000-4000-8000-000000000000/../../secret_key",
    ],
)
def test_no_path_leads_out_of_the_files(people, address):
    answer = people.administrator().get(address)

    assert answer.status_code in {301, 308, 404}
    assert "SECRET_KEY" not in answer.text
