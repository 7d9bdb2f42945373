"""Alembic, once per company: the same revisions for every file and schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from app.extensions import db
from app.tenancy.rebuilding import keeping_triggers
from app.tenancy.routing import schema_of, sqlite_engine

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; `env.py` works on the connection given here."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    settings.set_main_option(
        "file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    settings.attributes["connection"] = connection
    return settings


def head() -> str:
    """Return the newest revision."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def known_revisions() -> frozenset[str]:
    """Return every revision this version of the program can start from."""
    scripts = ScriptDirectory.from_config(config()).walk_revisions()
    return frozenset(script.revision for script in scripts)


def current_revision(slug: str) -> str | None:
    """Return the revision a company's database is at; None when it is empty."""
    with db.engine_of(slug).connect() as connection:
        _enter(connection, slug)
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(slug: str, revision: str = "head") -> None:
    """Bring a company's database to a revision, in one transaction."""
    row = db.directory.get(slug)
    db.router.provision(slug, row.database_url)
    with migrating(slug) as connection:
        command.upgrade(config(connection), revision)


def revise(message: str) -> str:
    """Write a revision that turns the newest schema into the models'; return its path."""
    with TemporaryDirectory() as folder:
        engine = sqlite_engine(Path(folder) / "newest.db")
        with engine.begin() as connection:
            command.upgrade(config(connection), "head")
        with engine.begin() as connection:
            script = command.revision(config(connection), message, autogenerate=True)
        engine.dispose()
    return str(script.path) if isinstance(script, Script) else ""


def differences(connection: Connection) -> list[Any]:
    """Return what Alembic would still change in an upgraded database: nothing, if in step."""
    context = MigrationContext.configure(
        connection, opts={"include_object": include, "compare_type": False}
    )
    return list(compare_metadata(context, db.metadata))


def include(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:  # noqa: FBT001  Alembic's signature
    """Leave out what plain SQL made: the full-text tables of SQLite, trigram indexes."""
    if kind == "table" and name is not None and name.startswith("search_fts"):
        return False
    return not (kind == "index" and name is not None and name.endswith("_trgm"))


def downgrade(slug: str, revision: str) -> None:
    """Take a company's database back to an older revision, in one transaction."""
    with migrating(slug) as connection:
        command.downgrade(config(connection), revision)


class BrokenReferencesError(RuntimeError):
    """A migration left rows that point to nothing; it was undone."""


@contextmanager
def migrating(slug: str) -> Iterator[Connection]:
    """Give a connection on which one transaction may rebuild tables without losing rows.

    SQLite changes a table by copying it and dropping the old one. With foreign keys on, the drop
    deletes every row that refers to it with ON DELETE CASCADE: off meanwhile, checked at the end.
    Triggers go with the old table, too: see `app.tenancy.rebuilding`. Those of other tables may
    name the table that is not there until the copy takes its name: only the legacy way of renaming
    does not look.

    Raises:
        BrokenReferencesError: The references do not hold; nothing is stored.
    """
    with db.engine_of(slug).connect() as connection:
        is_file = connection.dialect.name == "sqlite"
        _set_checks(connection, on=False)
        try:
            with connection.begin():
                _enter(connection, slug)
                with keeping_triggers(connection):
                    yield connection
                broken = connection.exec_driver_sql("pragma foreign_key_check") if is_file else ()
                tables = sorted({str(row[0]) for row in broken})
                if tables:
                    raise BrokenReferencesError(", ".join(tables))
        finally:
            _set_checks(connection, on=True)


def _set_checks(connection: Connection, *, on: bool) -> None:
    # Past SQLAlchemy, which would begin a transaction: inside one the pragma does nothing.
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute(f"pragma foreign_keys={'on' if on else 'off'}")
        cursor.execute(f"pragma legacy_alter_table={'off' if on else 'on'}")
        cursor.close()


def _enter(connection: Connection, slug: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f'SET LOCAL search_path TO "{schema_of(slug)}", public')
