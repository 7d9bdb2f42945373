"""Keys for programs: made once, read as their owner, ended in every way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import apitokens, service, sessions
from app.accounts.models import AccountKind
from app.accounts.signinmodels import ApiToken
from app.accounts.signinrules import Policy
from app.orm.audit import AuditEntry
from app.web.clock import utc_now
from tests.conftest import PASSWORD
from tests.factories.interventions import make_plant
from tests.helpers import committed, fresh

ADDRESS = "/api/v1/clients"


@pytest.fixture
def key(session, anna):
    """A key of Anna's."""
    made = apitokens.issue(session, anna, "prova", "Il mio foglio", now=utc_now())
    session.commit()
    return made


def ask(app, key, address=ADDRESS, method="GET"):
    """Ask as a program does: without cookies."""
    return app.test_client(use_cookies=False).open(
        address, method=method, headers={"Authorization": f"Bearer {key}"}
    )


def test_a_key_is_made_after_the_password_and_shown_once(app, people, session, anna):
    browser = people.browser(anna)
    data = {"name": "Il mio foglio", "password": PASSWORD}

    page = browser.post("/accesso/chiavi/", data=data).text
    row = session.scalars(select(ApiToken)).one()

    key = page.partition('value="fia_prova_')[2].partition('"')[0]
    assert len(key) > 40
    assert key not in row.digest
    assert key not in browser.get("/accesso/chiavi/").text
    assert "Il mio foglio" in browser.get("/accesso/chiavi/").text
    assert ask(app, f"fia_prova_{key}").status_code == 200
    noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "api_token_made")).one()
    assert (noted.user_id, noted.changes) == (anna.id, {"name": [None, "Il mio foglio"]})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "Il mio foglio", "password": "sbagliata"}, "Non è la password attuale"),
        ({"name": "  ", "password": PASSWORD}, ""),
        ({"name": "", "password": PASSWORD}, ""),
        ({"name": "x" * 61, "password": PASSWORD}, ""),
    ],
)
def test_no_key_without_password_and_name(people, session, anna, data, sentence):
    answer = people.browser(anna).post("/accesso/chiavi/", data=data)

    assert answer.status_code == 422
    assert "invalid-feedback" in answer.text
    assert sentence in answer.text
    assert session.scalars(select(ApiToken)).all() == []


def test_an_account_has_so_many_keys_at_most(people, session, anna):
    for number in range(apitokens.MOST):
        apitokens.issue(session, anna, "prova", f"k{number}", now=utc_now())
    session.commit()

    answer = people.browser(anna).post(
        "/accesso/chiavi/", data={"name": "una in più", "password": PASSWORD}
    )

    assert answer.status_code == 422
    assert "una in più" in answer.text
    assert len(session.scalars(select(ApiToken)).all()) == apitokens.MOST


def test_a_key_reads_what_its_owner_reads(app, people, session, key):
    client, _ = make_plant(session)
    session.commit()

    assert [one["id"] for one in ask(app, key).json["items"]] == [client.id]
    assert ask(app, key, "/api/v1/technicians").status_code == 200


def test_a_technicians_key_opens_no_more_than_the_technician(app, people, session):
    account, _ = people.account(["Tecnico"], kind=AccountKind.TECHNICIAN, works_as_technician=True)
    key = apitokens.issue(session, account, "prova", "App", now=utc_now())
    session.commit()

    assert ask(app, key).status_code == 403
    assert ask(app, key, "/api/v1/appointments").status_code == 200


def test_the_use_is_noted(app, session, key):
    row = session.scalars(select(ApiToken)).one()
    assert row.used_at is None

    ask(app, key)
    first = committed(session, row).used_at
    ask(app, key)

    assert utc_now() - first < timedelta(minutes=1)
    assert committed(session, row).used_at == first


@pytest.mark.parametrize(
    "wrong",
    [
        "", "fia", "fia_prova", "fia_prova_", "fia_prova_guess", "fia_altra_{secret}",
        "fia_nessuna_{secret}", "x_prova_{secret}", "{secret}", "fia_../x_{secret}",
        "fia_prova_\x00",
        "fia_prova_" + "a" * 5000,
    ],
)  # fmt: skip
def test_a_wrong_key_opens_nothing(app, other_people, key, wrong):
    given = wrong.replace("{secret}", key.rpartition("prova_")[2])

    answer = ask(app, given.replace("\x00", "%00"))

    assert (answer.status_code, answer.json["error"]) == (401, "unauthorized")


def end_revoked(people, session, anna):
    row = session.scalars(select(ApiToken)).one()
    people.browser(anna).post(f"/accesso/chiavi/{row.id}/revoca")


def end_disabled(people, session, anna):
    anna.active = False
    session.commit()


def end_password(people, session, anna):
    service.change_password(session, anna, "un'altra frase lunga e ridicola")
    session.commit()


def end_everywhere(people, session, anna):
    sessions.end_all(session, anna)
    session.commit()


@pytest.mark.parametrize("end", [end_revoked, end_disabled, end_password, end_everywhere])
def test_a_key_ends(app, people, session, anna, key, end):
    assert ask(app, key).status_code == 200

    end(people, session, anna)

    assert ask(app, key).status_code == 401


def test_a_key_opens_nothing_while_a_second_factor_is_missing(app, session, anna, key):
    sessions.set_policy(session, anna.roles[0].id, Policy(24, needs_second_factor=True))
    session.commit()

    assert ask(app, key).status_code == 403


def test_a_key_only_reads_and_only_the_interface(app, key):
    assert ask(app, key, "/clienti/").status_code == 302
    assert ask(app, key, "/accesso/chiavi/").status_code == 302
    assert ask(app, key, "/api/v1/appointments/", "POST").status_code in {302, 400, 401, 403}


def test_a_colleagues_key_is_out_of_reach(app, people, session, anna, key):
    row = session.scalars(select(ApiToken)).one()
    bruno, _ = people.account(["Segreteria"])

    answer = people.browser(bruno).post(f"/accesso/chiavi/{row.id}/revoca")

    assert answer.status_code == 404
    assert "Il mio foglio" not in people.browser(bruno).get("/accesso/chiavi/").text
    assert fresh(session).get(ApiToken, row.id) is not None
    assert ask(app, key).status_code == 200
