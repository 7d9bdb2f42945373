"""``flask company …``: what an operator types, rightly and wrongly."""

import pytest
from sqlalchemy import select

from app.accounts.models import Account
from app.extensions import db
from app.tenancy import migrations
from app.tenancy.context import company_scope
from tests.conftest import PASSWORD

SLUG = "provvisoria"


@pytest.fixture
def run(app):
    """Runs a command; the company it may make is dropped afterwards."""
    yield lambda *arguments: app.test_cli_runner().invoke(args=["company", *arguments])
    with app.app_context():
        if db.directory.find(SLUG) is not None:
            db.router.drop(SLUG)
            db.directory.remove(SLUG)


def create(run, slug=SLUG, name="Provvisoria", admin="capo", password=PASSWORD):
    return run("create", slug, "--name", name, "--admin", admin, "--password", password)


def entry(app, slug=SLUG):
    with app.app_context():
        return db.directory.read(slug)


def squeezed(answer):
    """Return the output on one line: the console breaks long ones."""
    return " ".join(answer.output.split())


def test_a_company_is_made_with_its_administrator(app, run):
    answer = create(run)

    assert answer.exit_code == 0, answer.output
    assert f"Sign in as {SLUG}.capo with: {PASSWORD}" in squeezed(answer)
    assert (entry(app).status, entry(app).secretary_slots) == ("active", 2)
    with app.app_context(), company_scope(SLUG):
        account = db.session.scalars(select(Account)).one()
        roles = {role.name for role in account.roles}
        db.session.remove()
    assert (account.username, roles) == (f"{SLUG}.capo", {"Amministratore", "Segreteria"})
    signed_in = app.test_client().post(
        "/login/", data={"username": f"{SLUG}.capo", "password": PASSWORD}
    )
    assert signed_in.status_code == 302


def test_without_a_password_one_is_made_and_told(app, run):
    answer = run("create", SLUG, "--name", "Provvisoria", "--admin", "capo")

    password = squeezed(answer).rpartition("with: ")[2]
    assert len(password) >= 12
    signed_in = app.test_client().post(
        "/login/", data={"username": f"{SLUG}.capo", "password": password}
    )
    assert signed_in.status_code == 302


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"slug": "prova"}, "esiste già"),
        ({"slug": "Con.Punto"}, "lettere minuscole"),
        ({"slug": "../prova"}, "lettere minuscole"),
        ({"slug": "1cat"}, "lettere minuscole"),
        ({"password": "corta"}, "12 caratteri"),
        ({"password": f"{SLUG}.capo e basta"}, "password"),
        ({"password": "passwordpassword"}, "facile"),
        ({"admin": "Con Spazio"}, "nome utente"),
        ({"admin": ""}, "nome utente"),
    ],
)
def test_a_wrong_company_is_refused_with_a_sentence_and_nothing_stays(app, run, wrong, sentence):
    answer = create(run, **wrong)

    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
    assert sentence in squeezed(answer)
    with app.app_context():
        assert [row.slug for row in db.directory.all()] == ["altra", "prova"]


def test_missing_arguments_say_what_is_missing(run):
    answer = run("create", SLUG)

    assert answer.exit_code == 2
    assert "--name" in answer.output


def test_the_list_names_each_company_with_slots_and_schema(app, run):
    answer = run("list")

    assert answer.exit_code == 0
    assert "prova" in answer.output
    assert "altra" in answer.output
    assert "unlimited" in answer.output


def test_upgrading_again_changes_nothing(app, run):
    create(run)

    one, every = run("upgrade", SLUG), run("upgrade", "--jobs", "1")

    assert (one.exit_code, every.exit_code) == (0, 0)
    assert "1 companies are up to date" in squeezed(one)
    assert "3 companies are up to date" in squeezed(every)
    with app.app_context():
        assert migrations.current_revision(SLUG) == migrations.head()


def test_an_unknown_company_is_not_upgraded(run):
    answer = run("upgrade", "nessuna")

    assert answer.exit_code == 1
    assert "nessuna" in answer.output
    assert "Traceback" not in answer.output


def test_slots_are_raised_and_lifted(app, run):
    create(run)

    answer = run("slots", SLUG, "--secretary", "5", "--technician", "unlimited")

    assert answer.exit_code == 0, answer.output
    assert f"{SLUG}: 5 secretary slots, unlimited technician slots." in squeezed(answer)
    assert (entry(app).secretary_slots, entry(app).technician_slots) == (5, None)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--secretary", "0"), 1),
        (("--secretary", "-1"), 2),
        (("--secretary", "molti"), 2),
        (("--technician", "²"), 2),
        (("--technician", "1000000"), 2),
    ],
)
def test_wrong_slots_are_refused_and_the_old_ones_stay(app, run, arguments, code):
    create(run)

    answer = run("slots", SLUG, *arguments)

    assert answer.exit_code == code, answer.output
    assert "Traceback" not in answer.output
    assert (entry(app).secretary_slots, entry(app).technician_slots) == (2, 3)


def test_slots_of_an_unknown_company(run):
    answer = run("slots", "nessuna", "--secretary", "3")

    assert answer.exit_code == 1
    assert "nessuna" in answer.output
