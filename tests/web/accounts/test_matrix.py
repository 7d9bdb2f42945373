"""The permission matrix, own profiles, switches of a person, "view as"."""

import re

import pytest
from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import select

from app.accounts import catalogue, roster
from app.accounts.models import AccountKind
from app.orm.audit import AuditEntry
from tests.helpers import counted_statements, fresh


@pytest.fixture
def owner(people):
    return people.administrator()


def profile(session, name):
    return fresh(session).scalar(select(fab.Role).where(fab.Role.name == name))


def codes(session, name):
    role = profile(session, name)
    return roster.codes_by_role(session, [role.id])[role.id]


def matrix(browser):
    """What the page shows: hidden fingerprint and the ticks of each profile."""
    page = browser.get("/permessi/").text
    form = page[page.index("data-matrix") : page.index("</form>", page.index("data-matrix"))]
    boxes = re.findall(r"<input[^>]+type=\"checkbox\"[^>]*>", form)
    ticked = [box for box in boxes if " checked" in box]
    data = {"shown": re.search(r'name="shown" value="(\w+)"', form).group(1)}
    for box in ticked:
        name = re.search(r'name="([^"]+)"', box).group(1)
        data.setdefault(name, []).append(re.search(r'value="([^"]+)"', box).group(1))
    return data


@pytest.fixture
def own_profile(owner, session):
    owner.post("/permessi/profili", data={"name": "test Manutentore"})
    return profile(session, "test Manutentore")


def test_saving_what_is_shown_changes_nothing(owner, session):
    before = {name: codes(session, name) for name in catalogue.PROFILES}

    assert owner.post("/permessi/", data=matrix(owner)).status_code == 302

    assert {name: codes(session, name) for name in catalogue.PROFILES} == before


def test_ticks_are_stored_and_noted_and_work_on_the_next_request(
    people, owner, own_profile, session
):
    account, _technician = people.account([own_profile.name])
    browser = people.browser(account)
    assert browser.get("/clienti/").status_code == 403
    data = matrix(owner) | {f"role-{own_profile.id}": ["clients.all", "clients.read"]}

    owner.post("/permessi/", data=data)

    assert browser.get("/clienti/").status_code == 200
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "permissions_changed")
    ).one()
    assert entry.changes == {"functions": [[], ["clients.all", "clients.read"]]}
    assert (entry.entity, entry.entity_id) == ("ab_role", str(own_profile.id))


def test_subsections_are_kept_without_the_card_and_have_no_effect(
    people, owner, own_profile, session
):
    data = matrix(owner) | {f"role-{own_profile.id}": ["card_calls.read"]}

    owner.post("/permessi/", data=data)

    assert codes(session, own_profile.name) == {"card_calls.read"}
    page = owner.get("/permessi/").text
    assert 'is-useless" data-line data-code="card_calls.read"' in page


def test_what_goes_together_is_switched_on_together(owner, own_profile, session):
    data = matrix(owner) | {f"role-{own_profile.id}": ["agenda.write", "calls.write"]}

    page = owner.post("/permessi/", data=data, follow_redirects=True)

    assert codes(session, own_profile.name) == {
        "agenda.read", "agenda.all", "agenda.write", "calls.read", "calls.write",
    }  # fmt: skip
    assert "Vede la sezione Chiamate" in page.text.split("data-matrix")[0]


def test_prerequisites_are_ticked_on_request(owner, own_profile, session):
    data = matrix(owner) | {f"role-{own_profile.id}": ["card_calls.read"], "complete": "1"}

    owner.post("/permessi/", data=data)

    assert codes(session, own_profile.name) == {"card_calls.read", "clients.read"}


def test_no_profile_gets_the_administrators_functions(people, owner, own_profile, session):
    data = matrix(owner) | {f"role-{own_profile.id}": ["accounts.write", "company.read", "niente"]}

    owner.post("/permessi/", data=data)

    assert codes(session, own_profile.name) == frozenset()
    flag = profile(session, catalogue.ADMINISTRATOR)
    owner.post("/permessi/", data=matrix(owner) | {f"role-{flag.id}": ["clients.read"]})
    assert codes(session, catalogue.ADMINISTRATOR) == catalogue.BY_CODE.keys()


def test_second_of_two_administrators_is_told_and_keeps_the_ticks(owner, own_profile, session):
    first, second = matrix(owner), matrix(owner)
    owner.post("/permessi/", data=first | {f"role-{own_profile.id}": ["prices.read"]})

    page = owner.post("/permessi/", data=second | {f"role-{own_profile.id}": ["calls.read"]})

    assert page.status_code == 422
    assert codes(session, own_profile.name) == {"prices.read"}
    assert re.search(rf'name="role-{own_profile.id}" value="calls.read" checked', page.text)


def test_profile_is_copied_renamed_and_deleted(owner, session):
    source = profile(session, catalogue.LEAD_TECHNICIAN)
    owner.post("/permessi/profili", data={"name": "test Capo squadra", "source": str(source.id)})
    copy = profile(session, "test Capo squadra")
    assert codes(session, copy.name) == codes(session, source.name)

    owner.post(f"/permessi/profili/{copy.id}/nome", data={"name": "test Caposquadra"})
    assert profile(session, "test Caposquadra").id == copy.id

    owner.post(f"/permessi/profili/{copy.id}/elimina")
    assert profile(session, "test Caposquadra") is None


@pytest.mark.parametrize("name", ["", "@7", catalogue.SECRETARY.lower(), "Public", "x" * 65])
def test_names_that_cannot_be_are_refused(owner, own_profile, session, name):
    before = {role.name for role in session.scalars(select(fab.Role))}

    owner.post("/permessi/profili", data={"name": name})
    owner.post(f"/permessi/profili/{own_profile.id}/nome", data={"name": name})

    assert {role.name for role in fresh(session).scalars(select(fab.Role))} == before


def test_shipped_and_used_profiles_stay(people, owner, own_profile, session):
    people.account([own_profile.name])
    shipped = profile(session, catalogue.TECHNICIAN)

    owner.post(f"/permessi/profili/{own_profile.id}/elimina")
    owner.post(f"/permessi/profili/{shipped.id}/elimina")
    owner.post(f"/permessi/profili/{shipped.id}/nome", data={"name": "Operaio"})

    assert profile(session, own_profile.name) is not None
    assert profile(session, catalogue.TECHNICIAN) is not None
    for reserved in (catalogue.ADMINISTRATOR, catalogue.PUBLIC):
        role = profile(session, reserved)
        assert owner.post(f"/permessi/profili/{role.id}/elimina").status_code == 404


def test_matrix_is_five_statements_to_show_and_six_to_save(app, owner, own_profile):
    data = matrix(owner)
    with counted_statements(app) as shown:
        owner.get("/permessi/")
    with counted_statements(app) as saved:
        owner.post("/permessi/", data=data)

    # Beside the two of every request: account and its functions.
    assert len(shown) - 2 <= 5
    assert len(saved) - 2 <= 6


def test_preview_names_what_works_and_what_does_not(people, owner, session):
    found, _technician = people.account([catalogue.TECHNICIAN], kind=AccountKind.TECHNICIAN)
    owner.post(
        f"/utenti/{found.id}/permessi",
        data={
            "profile": catalogue.TECHNICIAN,
            "switch": ["card_calls.read", "settings.read", "calls.read"],
        },
    )

    page = owner.get(f"/utenti/{found.id}/cosa-vede").text
    works, idle = page.split('id="idle"')

    assert "Vede la sezione Chiamate" in works
    assert "Chiamate della scheda" in idle
    assert "Vede gli elenchi" in idle
    assert "Visualizzazione anagrafica" not in works


def test_view_as_shows_their_program_and_writes_nothing(people, owner, session):
    found, _technician = people.account([catalogue.SECRETARY])
    assert owner.get("/utenti/").status_code == 200

    owner.post(f"/utenti/{found.id}/guarda")

    assert owner.get("/utenti/").status_code == 403
    page = owner.get("/clienti/")
    assert page.status_code == 200
    assert found.full_name in page.text
    for address in ("/clienti/add", "/password/", "/clienti/columns", "/api/v1/rapportini/1"):
        assert owner.post(address, data={"surname": "Rossi"}).status_code == 403
    owner.post("/guarda/esci")
    assert owner.get("/utenti/").status_code == 200
    actions = {entry.action for entry in fresh(session).scalars(select(AuditEntry))}
    assert {"view_as", "view_as_ended"} <= actions


def test_view_as_sees_only_what_a_technician_sees(people, owner):
    found, _technician = people.account(
        [catalogue.TECHNICIAN], kind=AccountKind.TECHNICIAN, works_as_technician=True
    )

    owner.post(f"/utenti/{found.id}/guarda")

    assert owner.get("/clienti/").status_code == 403
    assert owner.get("/oggi/").status_code == 200


def test_planted_view_as_gives_nobody_others_eyes(people):
    capo, _technician = people.account([catalogue.ADMINISTRATOR])
    found, _technician = people.account([catalogue.SECRETARY])
    browser = people.browser(found)
    with browser.session_transaction() as cookie:
        cookie["view_as"] = capo.id

    assert browser.get("/utenti/").status_code == 403


def test_disabled_accounts_and_oneself_are_not_looked_through(people, owner, session):
    found, _technician = people.account([catalogue.SECRETARY])
    owner.post(f"/utenti/{found.id}/disattiva")

    assert owner.post(f"/utenti/{found.id}/guarda").status_code == 404


@pytest.mark.parametrize("days", ["-1", "61", "molti", ""])
def test_day_window_is_checked(people, owner, session, days):
    found, _technician = people.account([catalogue.TECHNICIAN], kind=AccountKind.TECHNICIAN)

    page = owner.post(
        f"/utenti/{found.id}/permessi", data={"profile": catalogue.TECHNICIAN, "days_back": days}
    )

    assert page.status_code == 422
    assert fresh(session).get(type(found), found.id).days_back == 7
