"""A company goes into a file and comes back: rows, files, history, rights, directory entry."""

import zipfile

import pytest
from sqlalchemy import select, text

from app.accounts import catalogue, provisioning, queries
from app.accounts.models import Account
from app.backup import databases
from app.backup.rules import ToolMissingError
from app.clients.models import Client
from app.extensions import db
from app.files.store import FileStore
from app.orm.audit import AuditEntry
from app.search.queries import index_entries
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from tests.conftest import PASSWORD
from tests.factories.interventions import make_plant

SLUG = "provvisoria"


@pytest.fixture
def run(app):
    """Runs a command and returns the answer."""
    return lambda *arguments: app.test_cli_runner().invoke(args=[str(one) for one in arguments])


@pytest.fixture
def filled(app):
    """A company with a card, a file, a changed profile, slots; dropped afterwards."""
    with app.app_context():
        provisioning.create_company(
            SLUG, "Provvisoria s.r.l.", admin="capo", password=PASSWORD, now=utc_now()
        )
        provisioning.change_slots(SLUG, {"secretary_slots": 7})
        files(app).put(b"a photo")
        with company_scope(SLUG):
            session = db.session()
            client, _ = make_plant(session)
            client.municipality = "Cuorgnè"
            session.execute(
                text("INSERT INTO search_entries (client_id, text) VALUES (:id, 'rossi cuorgne')"),
                {"id": client.id},
            )
            session.commit()
            db.session.remove()
    yield SLUG
    with app.app_context():
        db.router.drop(SLUG)
        db.directory.remove(SLUG)


def files(app):
    store: FileStore = app.extensions["files"]
    return store.of(SLUG)


def facts(app):
    """What must be the same afterwards."""
    with app.app_context():
        row = db.directory.read(SLUG)
        with company_scope(SLUG):
            session = db.session()
            account = session.scalars(select(Account)).one()
            found = {
                "entry": (row.name, row.status, row.secretary_slots, row.created_at),
                "clients": session.execute(select(Client.number, Client.municipality)).all(),
                "found by search": session.scalars(index_entries(session, "rgne")).all(),
                "rights": queries.permission_pairs(session, account.id),
                "password": account.password,
                "history": session.execute(
                    select(AuditEntry.id, AuditEntry.action, AuditEntry.at)
                    .where(AuditEntry.action != "restored")
                    .order_by(AuditEntry.id)
                ).all(),
            }
            db.session.remove()
    return found | {"files": sorted(files(app).names())}


def test_a_company_comes_back_after_its_loss(app, run, filled, tmp_path):
    before = facts(app)

    made = run("backup", tmp_path / "copia.zip", "--company", filled)
    with app.app_context():
        db.router.drop(filled)
        db.directory.remove(filled)
    for sha in list(files(app).names()):
        files(app).delete(sha)
    restored = run("restore", tmp_path / "copia.zip")

    assert made.exit_code == 0, made.output
    assert restored.exit_code == 0, restored.output
    assert facts(app) == before
    assert before["found by search"] == [1]
    assert (tmp_path / "copia.zip").stat().st_mode & 0o077 == 0


def test_the_history_is_still_closed_after_a_restore(app, run, filled, tmp_path):
    run("backup", tmp_path / "copia.zip", "--company", filled)
    run("restore", tmp_path / "copia.zip", "--force")

    with app.app_context(), company_scope(filled):
        with pytest.raises(Exception, match="never changed"):
            db.session.execute(text("DELETE FROM audit_entries"))
        db.session.rollback()
        actions = db.session.scalars(select(AuditEntry.action)).all()
        db.session.remove()
    assert "restored" in actions


def test_a_restore_overwrites_only_when_told(app, run, filled, tmp_path):
    run("backup", tmp_path / "copia.zip", "--company", filled)
    before = facts(app)
    with app.app_context(), company_scope(filled):
        db.session.execute(text("UPDATE clients SET municipality = 'Altrove'"))
        db.session.commit()
        db.session.remove()

    refused = run("restore", tmp_path / "copia.zip")
    changed = facts(app)
    forced = run("restore", tmp_path / "copia.zip", "--force")

    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert changed["clients"][0][1] == "Altrove"
    assert forced.exit_code == 0, forced.output
    assert facts(app) == before


def damage(path, member, content):
    """Rewrite an archive with another content of one member; None: without it."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    parts[member] = content
    with zipfile.ZipFile(path, "w") as new:
        for name, held in parts.items():
            if held is not None:
                new.writestr(name, held)


@pytest.mark.parametrize("content", [b"another", None])
@pytest.mark.parametrize("what", ["database", "file"])
def test_a_damaged_backup_touches_nothing(app, run, filled, tmp_path, what, content):
    path = tmp_path / "copia.zip"
    run("backup", path, "--company", filled)
    sha = next(iter(files(app).names()))
    member = "database" if what == "database" else f"files/{sha}"
    damage(path, f"companies/{filled}/{member}", content)
    before = facts(app)

    checked = run("restore", path, "--check")
    answer = run("restore", path, "--force")

    assert (checked.exit_code, answer.exit_code) == (1, 1)
    assert "danneggiata" in answer.output
    assert facts(app) == before


@pytest.mark.parametrize(
    "manifest",
    [
        b"", b"{}", b"[]", b"\xff", b'{"format": 99}',
        (b'{"format": 1, "made_at": "", "key_mark": "", "checksums": {}, '
        b'"companies": [{"slug": "../x", "entry": {}, "kind": "", "revision": "", "files": []}]}'),
    ],
)  # fmt: skip
def test_what_is_no_backup_is_refused(run, tmp_path, manifest):
    path = tmp_path / "copia.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", manifest)

    answer = run("restore", path)

    assert answer.exit_code == 1
    assert "copia.zip" in answer.output
    assert "Traceback" not in answer.output


def test_any_other_file_is_refused(run, tmp_path):
    path = tmp_path / "copia.zip"
    path.write_bytes(b"PK\x03\x04 not a zip")

    assert run("restore", path).exit_code == 1
    assert run("restore", tmp_path / "manca.zip").exit_code == 2


def test_backup_of_all_into_a_folder(app, run, filled, tmp_path):
    answer = run("backup", tmp_path)

    (path,) = tmp_path.iterdir()
    assert answer.exit_code == 0, answer.output
    assert path.name.startswith("fiammetta-all-")
    assert run("restore", path, "--check").exit_code == 0
    assert run("restore", path, "--company", "nessuna").exit_code == 1


def test_bad_targets_and_companies(app, run, filled, tmp_path):
    taken = tmp_path / "there.zip"
    taken.write_bytes(b"precious")

    assert run("backup", taken, "--company", filled).exit_code == 1
    assert taken.read_bytes() == b"precious"
    assert run("backup", tmp_path / "no" / "copia.zip", "--company", filled).exit_code == 2
    answer = run("backup", tmp_path / "x.zip", "--company", "nessuna")
    assert (answer.exit_code, "nessuna" in answer.output) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["there.zip"]


def test_a_damaged_file_is_named_and_the_rest_copied(app, run, filled, tmp_path, monkeypatch):
    files(app).put(b"good")
    bad = files(app).put(b"will rot")
    files(app)._system.pipe_file(files(app)._place(bad), b"rotten")

    answer = run("backup", tmp_path / "copia.zip", "--company", filled)

    assert answer.exit_code == 1
    assert bad in answer.output
    assert run("restore", tmp_path / "copia.zip", "--check").exit_code == 0


def test_without_the_programs_of_postgresql_a_sentence(app, run, filled, tmp_path, monkeypatch):
    monkeypatch.setattr(databases, "kind_of", lambda _slug: "postgresql")
    monkeypatch.setattr(databases.shutil, "which", lambda _tool: None)

    answer = run("backup", tmp_path / "copia.zip", "--company", filled)

    assert answer.exit_code == 1
    assert "postgresql-client" in answer.output
    assert list(tmp_path.iterdir()) == []
    assert issubclass(ToolMissingError, Exception)


def test_a_copy_of_another_kind_or_a_later_version_is_refused(app, run, filled, tmp_path):
    path = tmp_path / "copia.zip"
    run("backup", path, "--company", filled)
    with zipfile.ZipFile(path) as archive:
        manifest = archive.read("manifest.json").decode()
    here = "postgresql" if '"kind": "postgresql"' in manifest else "sqlite"
    other = "sqlite" if here == "postgresql" else "postgresql"
    damage(path, "manifest.json", manifest.replace(f'"{here}"', f'"{other}"').encode())
    of_other_kind = run("restore", path, "--force")
    start = manifest.index('"revision": "') + len('"revision": "')
    later = manifest[:start] + "later" + manifest[manifest.index('"', start) :]
    damage(path, "manifest.json", later.encode())
    of_later = run("restore", path, "--force")

    assert (of_other_kind.exit_code, other in of_other_kind.output) == (1, True)
    assert (of_later.exit_code, "later" in of_later.output) == (1, True)
    assert catalogue.ADMINISTRATOR
