"""Gestione Utenti: accounts made, changed, disabled, within the slots of the plan."""

import html
import json
import re

import pytest
from sqlalchemy import select

from app.accounts import catalogue, roster, rules
from app.accounts.models import Account, AccountKind
from app.extensions import db
from app.mail.models import OutgoingMail
from app.orm.audit import AuditEntry
from app.technicians.models import Technician
from tests.conftest import PASSWORD
from tests.helpers import committed, counted_statements, fresh

NEW = "quattro mele rosse"


def values(**changes):
    return {
        "first_name": "Maria",
        "last_name": "Rossi",
        "username": "ufficio1",
        "email": "",
        "how": "password",
        "password": NEW,
        "profile": catalogue.SECRETARY,
    } | changes


def account(session, username):
    return fresh(session).scalar(select(Account).where(Account.username == username))


def roles_of(found):
    return {role.name for role in found.roles}


@pytest.fixture
def slots(app):
    """Sets the slots of the company under test; takes the limit away afterwards."""

    def change(**limits):
        with app.app_context():
            db.directory.change("prova", **limits)

    yield change
    change(secretary_slots=None, technician_slots=None)


@pytest.fixture
def owner(people):
    return people.administrator()


def sign_in(app, username, password=NEW):
    return app.test_client().post("/login/", data={"username": username, "password": password})


def test_secretary_is_made_and_signs_in(app, owner, session):
    answer = owner.post("/utenti/segretaria/nuova", data=values())

    made = account(session, "prova.ufficio1")
    assert answer.location == f"/utenti/{made.id}"
    assert (made.kind, made.full_name, roles_of(made)) == (
        AccountKind.SECRETARY,
        "Maria Rossi",
        {catalogue.SECRETARY},
    )
    assert sign_in(app, "prova.ufficio1").location == "/"


def test_own_part_may_be_typed_with_the_company(owner, session):
    owner.post("/utenti/segretaria/nuova", data=values(username="prova.ufficio1"))

    assert account(session, "prova.ufficio1") is not None


def test_technician_gets_a_technician_record_and_switches(owner, session):
    owner.post(
        "/utenti/tecnico/nuovo",
        data=values(
            username="tecnico2",
            profile=catalogue.TECHNICIAN,
            switch=["clients.read", "calls.write", "accounts.write", "sciocchezza"],
        ),
    )

    made = account(session, "prova.tecnico2")
    record = session.scalar(select(Technician).where(Technician.user_id == made.id))
    assert (made.kind, record.name) == (AccountKind.TECHNICIAN, "Maria Rossi")
    # What is changed is seen too; the administrator's functions come with the flag only.
    assert roster.own_switches(session, made) == {"clients.read", "calls.read", "calls.write"}


def test_technician_on_the_agenda_gets_a_login(owner, session):
    record = Technician(name="Piero", working_hours={})
    session.add(record)
    session.commit()

    owner.post(
        "/utenti/tecnico/nuovo",
        data=values(username="piero", technician=str(record.id), profile=catalogue.TECHNICIAN),
    )

    assert committed(session, record).user_id == account(session, "prova.piero").id


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": "corta"}, "12"),
        ({"password": "ufficio1ufficio1"}, "nome utente"),
        ({"username": "Uffìcio 1"}, "«uffìcio 1»"),
        ({"username": "capo"}, "capo"),
        ({"first_name": ""}, "obbligatorio"),
        ({"email": "senza-chiocciola"}, "mario.rossi@example.it"),
        ({"profile": "Inventato"}, "profil"),
    ],
)
def test_bad_input_is_said_and_nothing_is_stored(owner, session, changes, sentence):
    before = len(roster.people(fresh(session)))

    page = owner.post("/utenti/segretaria/nuova", data=values(**changes))

    assert page.status_code == 422
    assert sentence in page.text
    assert "Rossi" in page.text
    assert len(roster.people(fresh(session))) == before


def test_last_slot_is_given_and_the_next_account_refused(owner, session, slots):
    in_use = roster.slots_in_use(session)
    slots(secretary_slots=in_use.secretary + 1, technician_slots=0)

    assert owner.post("/utenti/segretaria/nuova", data=values()).status_code == 302
    refused = owner.post("/utenti/segretaria/nuova", data=values(username="ufficio2"))
    no_technician = owner.post("/utenti/tecnico/nuovo", data=values(username="tecnico1"))

    assert (refused.status_code, no_technician.status_code) == (422, 422)
    assert account(session, "prova.ufficio2") is None
    slots(secretary_slots=in_use.secretary + 2)
    answer = owner.post("/utenti/segretaria/nuova", data=values(username="ufficio2"))
    assert answer.status_code == 302


def test_disabling_frees_a_slot_and_enabling_takes_one(app, owner, session, slots):
    owner.post("/utenti/segretaria/nuova", data=values())
    made = account(session, "prova.ufficio1")
    slots(secretary_slots=roster.slots_in_use(session).secretary)

    owner.post(f"/utenti/{made.id}/disattiva")
    assert sign_in(app, "prova.ufficio1").status_code == 401
    owner.post("/utenti/segretaria/nuova", data=values(username="ufficio2"))
    owner.post(f"/utenti/{made.id}/riattiva")

    assert account(session, "prova.ufficio2").active
    assert not committed(session, made).active


def test_disabling_ends_the_sessions(people, owner, session):
    found, _technician = people.account([catalogue.SECRETARY])
    browser = people.browser(found)
    assert browser.get("/").status_code == 200

    owner.post(f"/utenti/{found.id}/disattiva")

    assert browser.get("/").status_code == 302


def test_last_administrator_stays(app, people, session):
    capo = account(session, "prova.capo")
    browser = people.browser(capo)
    owner, _technician = people.account([catalogue.ADMINISTRATOR, catalogue.SECRETARY])
    other = people.browser(owner)

    assert browser.post(f"/utenti/{capo.id}/disattiva").status_code == 302
    assert committed(session, capo).active, "nobody disables the account at work"

    browser.post(f"/utenti/{owner.id}/permessi", data={"profile": catalogue.SECRETARY})
    assert catalogue.ADMINISTRATOR not in roles_of(committed(session, owner))
    assert other.get("/utenti/").status_code == 403

    page = browser.post(f"/utenti/{capo.id}/permessi", data={"profile": catalogue.SECRETARY})
    assert page.status_code == 422
    assert catalogue.ADMINISTRATOR in roles_of(committed(session, capo))
    browser.post(f"/utenti/{capo.id}/tipo")
    assert committed(session, capo).kind is AccountKind.SECRETARY


def test_without_the_flag_the_own_switches_are_back(people, owner, session):
    found, _technician = people.account([catalogue.SECRETARY])
    address = f"/utenti/{found.id}/permessi"
    own = {"profile": catalogue.SECRETARY, "switch": ["settings.read"]}
    owner.post(address, data=own | {"is_admin": "on"})
    browser = people.browser(found)
    assert browser.get("/utenti/").status_code == 200

    owner.post(address, data=own)

    assert browser.get("/utenti/").status_code == 403
    assert roster.own_switches(fresh(session), found) == {"settings.read"}


def test_password_set_by_the_administrator_ends_sessions(app, people, owner, session):
    found, _technician = people.account([catalogue.SECRETARY])
    browser = people.browser(found)

    owner.post(f"/utenti/{found.id}/password", data={"password": NEW})

    assert browser.get("/").status_code == 302
    assert sign_in(app, found.username).status_code == 302


def test_weak_password_by_the_administrator_is_refused(people, owner, session):
    found, _technician = people.account([catalogue.SECRETARY])

    page = owner.post(f"/utenti/{found.id}/password", data={"password": "passwordpassword"})

    assert page.status_code == 422
    assert committed(session, found).password == ""


def test_the_page_weighs_a_password_with_the_words_of_the_server(people, owner):
    found, _technician = people.account([catalogue.SECRETARY])

    page = owner.get(f"/utenti/{found.id}").text

    stated = json.loads(html.unescape(re.search(r'data-guessable="([^"]+)"', page)[1]))
    assert stated == {
        "words": list(rules.COMMON_WORDS),
        "different": rules.FEWEST_DIFFERENT,
        "others": rules.FEWEST_OTHERS,
    }


def test_user_name_and_names_change_without_taking_anothers(people, owner, session):
    found, _technician = people.account([catalogue.SECRETARY])
    changed = {"first_name": "Anna", "last_name": "", "username": "anna", "email": "a@example.it"}

    owner.post(f"/utenti/{found.id}", data=changed)
    assert committed(session, found).username == "prova.anna"

    page = owner.post(f"/utenti/{found.id}", data=changed | {"username": "capo"})
    assert page.status_code == 422
    assert committed(session, found).username == "prova.anna"


def test_ending_sessions_signs_out_everywhere(people, owner):
    found, _technician = people.account([catalogue.SECRETARY])
    browser = people.browser(found)

    owner.post(f"/utenti/{found.id}/sessioni")

    assert browser.get("/").status_code == 302


def test_kind_changes_within_the_slots(people, owner, session, slots):
    found, _technician = people.account([catalogue.SECRETARY])
    slots(technician_slots=0)
    owner.post(f"/utenti/{found.id}/tipo")
    assert committed(session, found).kind is AccountKind.SECRETARY

    slots(technician_slots=1)
    owner.post(f"/utenti/{found.id}/tipo")

    assert committed(session, found).kind is AccountKind.TECHNICIAN
    assert roles_of(found) == {catalogue.TECHNICIAN}
    record = session.scalar(select(Technician).where(Technician.user_id == found.id))
    assert record.name == found.full_name


def invited(owner, session, **changes):
    page = owner.post(
        "/utenti/segretaria/nuova", data=values(how="invitation", password="", **changes)
    )
    link = re.search(r'value="(http[^"]+/invito/[^"]+)"', page.text).group(1)
    return link.partition("localhost")[2], account(session, "prova.ufficio1")


def test_invitation_lets_its_person_choose_the_password_once(app, owner, session):
    link, _made = invited(owner, session, email="maria@example.it")
    stranger = app.test_client()
    mail = session.scalars(select(OutgoingMail)).one()

    assert link in mail.text
    assert mail.to == ["maria@example.it"]
    assert "prova.ufficio1" in stranger.get(link).text
    assert stranger.post(link, data={"password": "corta"}).status_code == 422
    assert stranger.post(link, data={"password": NEW}).location == "/login/"
    assert sign_in(app, "prova.ufficio1").location == "/"
    assert stranger.get(link).status_code == 404
    assert stranger.post(link, data={"password": "un altro segreto lungo"}).status_code == 404
    assert sign_in(app, "prova.ufficio1").location == "/"


def test_invitation_of_a_disabled_account_and_of_another_company_is_dead(app, owner, session):
    link, made = invited(owner, session)
    stranger = app.test_client()

    assert stranger.get(link.replace("/prova.", "/altra.")).status_code == 404
    assert stranger.get("/invito/nessuna.abc").status_code == 404
    owner.post(f"/utenti/{made.id}/disattiva")
    assert stranger.get(link).status_code == 404


def test_newer_link_replaces_the_former(app, owner, session):
    link, made = invited(owner, session)

    owner.post(f"/utenti/{made.id}/invito")

    assert app.test_client().get(link).status_code == 404


def test_list_says_kind_state_and_slots_and_stays_cheap(app, people, owner, session, slots):
    found, _technician = people.account([catalogue.SECRETARY], works_as_technician=True)
    in_use = roster.slots_in_use(session).secretary
    slots(secretary_slots=in_use)
    owner.get("/utenti/")
    with counted_statements(app) as few:
        page = owner.get("/utenti/")
    people.account([catalogue.SECRETARY])
    people.account([catalogue.TECHNICIAN], kind=AccountKind.TECHNICIAN, works_as_technician=True)
    with counted_statements(app) as more:
        owner.get("/utenti/")

    assert found.username in page.text
    assert f"{in_use} " in page.text
    assert len(more) == len(few) <= 8


@pytest.mark.parametrize("who", ["secretary", "technician", "lead"])
def test_only_administrators_come_in(people, who, session):
    capo = account(session, "prova.capo")
    browser = getattr(people, who)()
    browser = browser if who == "secretary" else browser[0]

    for address in ("/utenti/", f"/utenti/{capo.id}", f"/utenti/{capo.id}/permessi", "/permessi/"):
        assert browser.get(address).status_code == 403
    for address in ("disattiva", "password", "permessi", "guarda", "invito", "tipo"):
        assert browser.post(f"/utenti/{capo.id}/{address}").status_code == 403
    assert browser.post("/utenti/segretaria/nuova", data=values()).status_code == 403
    assert account(session, "prova.ufficio1") is None


def test_ids_of_another_company_do_not_exist(people, owner, other_people):
    for _ in range(30):
        stranger, _technician = other_people.account([catalogue.SECRETARY])
    if people.session.get(Account, stranger.id) is None:
        assert owner.get(f"/utenti/{stranger.id}").status_code == 404


def test_each_act_is_in_the_history(owner, session):
    owner.post("/utenti/segretaria/nuova", data=values())
    made = account(session, "prova.ufficio1")
    owner.post(
        f"/utenti/{made.id}/permessi",
        data={"profile": catalogue.SECRETARY, "switch": ["settings.read"]},
    )
    owner.post(f"/utenti/{made.id}/disattiva")

    mine = AuditEntry.entity_id == str(made.id)
    entries = fresh(session).scalars(select(AuditEntry).where(mine)).all()
    found = {entry.action: entry for entry in entries if entry.entity == "ab_user"}
    assert {"account_created", "permissions_changed", "account_disabled"} <= found.keys()
    assert found["permissions_changed"].changes == {"functions": [[], ["settings.read"]]}
    assert found["permissions_changed"].user_id is not None
    assert PASSWORD not in str([entry.changes for entry in found.values()])
