"""A company's database into one file and back, consistent while others write."""

import os
import shutil
import sqlite3
import subprocess  # PostgreSQL's own programs, with arguments of ours
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, make_url, text

from app.backup.rules import BackupDamagedError, ToolFailedError, ToolMissingError
from app.extensions import db
from app.tenancy.routing import BUSY_TIMEOUT_MS, schema_of

#: Pages that SQLite copies before it lets a writer in.
_PAGES = 2000


def kind_of(slug: str) -> str:
    """Return "sqlite" or "postgresql"."""
    return _engine(slug).dialect.name


def dump(slug: str, target: Path) -> None:
    """Write a company's database as it is at one moment.

    Raises:
        ToolMissingError, ToolFailedError: `pg_dump` is missing or refused.
    """
    if kind_of(slug) == "postgresql":
        arguments = ("--format=custom", "--no-owner", "--no-privileges")
        _run("pg_dump", slug, *arguments, f"--schema={schema_of(slug)}", f"--file={target}")
        return
    with closing(_connect(db.router.path(slug))) as source, closing(_connect(target)) as copy:
        source.backup(copy, pages=_PAGES)
        copy.execute("pragma journal_mode=delete")
    check(target, "sqlite", slug)


def check(path: Path, kind: str, slug: str) -> None:
    """Raise `BackupDamagedError` when a copied SQLite file is not whole."""
    if kind != "sqlite":
        return
    try:
        with closing(_connect(path)) as copy:
            answer = copy.execute("pragma integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupDamagedError(slug) from error
    if answer != ("ok",):
        raise BackupDamagedError(slug)


def load(slug: str, source: Path) -> None:
    """Put a dumped database in the place of a company's; on failure the old one stays.

    Whoever is connected reads the new data from the next transaction on.

    Raises:
        ToolMissingError, ToolFailedError: `pg_restore` or the database refused.
    """
    if kind_of(slug) == "postgresql":
        with _aside(slug):
            arguments = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
            _run("pg_restore", slug, *arguments, str(source))
        return
    db.router.provision(slug)
    # SQLite writes the copy through its own locks, in one transaction: no file is exchanged under
    # a process that has it open.
    try:
        with closing(_connect(source)) as copy, closing(_connect(db.router.path(slug))) as live:
            copy.backup(live)
    except sqlite3.Error as error:
        raise ToolFailedError("SQLite", str(error)) from error


@contextmanager
def _aside(slug: str) -> Iterator[None]:
    """Keep the schema that is there under another name until the block has succeeded."""
    engine, schema = _engine(slug), schema_of(slug)
    old = f"{schema}_before_restore"
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public"))
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{old}" CASCADE'))
        there = connection.scalar(text("SELECT to_regnamespace(:name)"), {"name": schema})
        if there:
            connection.execute(text(f'ALTER SCHEMA "{schema}" RENAME TO "{old}"'))
    try:
        yield
    except BaseException:
        with engine.begin() as connection:
            connection.execute(text(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'))
            if there:
                connection.execute(text(f'ALTER SCHEMA "{old}" RENAME TO "{schema}"'))
        raise
    with engine.begin() as connection:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{old}" CASCADE'))
    # Statements prepared on the old tables are of no use any more.
    engine.dispose()


def _engine(slug: str) -> Engine:
    row = db.directory.find(slug)
    return db.router.engine(slug, row.database_url if row is not None else None)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)


def _run(tool: str, slug: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissingError(tool)
    url = make_url(_engine(slug).url)
    done = subprocess.run(  # noqa: S603  our arguments, no shell
        [program, "--no-password", *_reach(url), *arguments],
        env=os.environ | ({"PGPASSWORD": url.password} if url.password else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ToolFailedError(tool, done.stderr.strip()[:500])


def _reach(url: URL) -> list[str]:
    """Return the options that name the server; the password goes by the environment."""
    options = {"--host": url.host, "--port": url.port, "--username": url.username}
    found = [f"{name}={value}" for name, value in options.items() if value]
    return [*found, f"--dbname={url.database or 'postgres'}"]
