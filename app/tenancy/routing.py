"""From a company to the database that holds its data.

SQLite: one file per company. PostgreSQL: one schema per company, chosen at the start of each
transaction by ``SET LOCAL search_path``, so that a transaction pooler may stand in between.
"""

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, pool, text
from sqlalchemy.exc import DataError

from app.tenancy.context import NoCompanyError, is_read_only, is_slug

#: SQLite engines kept open; the least recently used one is closed.
ENGINES_KEPT = 256

#: How long a writer waits for another one, milliseconds.
BUSY_TIMEOUT_MS = 15_000


#: Whole numbers of a database end before this one.
INT64_LIMIT = 2**63


def schema_of(slug: str) -> str:
    """Return the name of a company's schema on PostgreSQL."""
    if not is_slug(slug):
        raise NoCompanyError(slug)
    return f"c_{slug}"


def sqlite_engine(path: Path) -> Engine:
    """Return an engine on one SQLite file, set up for many readers and one writer at a time."""
    engine = create_engine(
        f"sqlite:///{path}", poolclass=pool.QueuePool, pool_size=2, max_overflow=30
    )
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", _sqlite_begin)
    event.listen(engine, "before_cursor_execute", _refuse_unstorable)
    return engine


def _refuse_unstorable(*asked: Any) -> None:
    """Refuse what PostgreSQL refuses too, and SQLite stores (a NUL) or fails on (a huge number)."""
    _connection, _cursor, statement, values, *_rest = asked
    # Many rows come as a list; written in one statement, they come as one row.
    for row in values if isinstance(values, list) else (values or (),):
        for value in row.values() if isinstance(row, dict) else row:
            if isinstance(value, str) and "\x00" in value:
                raise DataError(statement, None, ValueError("NUL in a text"))
            if isinstance(value, int) and not -INT64_LIMIT <= value < INT64_LIMIT:
                raise DataError(statement, None, ValueError("number out of range"))


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin by ourselves, see _sqlite_begin
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=wal",
        "synchronous=normal",
        "foreign_keys=on",
        "cache_size=-2000",
        "temp_store=memory",
    ):
        cursor.execute(f"pragma {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    # A reader that turns writer half-way cannot wait for the lock (its snapshot is stale): whoever
    # may write takes the lock at once and waits there.
    connection.exec_driver_sql("BEGIN" if is_read_only() else "BEGIN IMMEDIATE")


class Router:
    """Gives each company its engine; knows how to make and drop its database.

    Args:
        data_dir: Folder of the SQLite files.
        database_url: PostgreSQL server for all companies, or empty for SQLite.
    """

    def __init__(self, data_dir: Path, database_url: str = "") -> None:
        self.folder = data_dir / "companies"
        self.default_url = database_url
        self._lock = threading.Lock()
        self._files: OrderedDict[str, Engine] = OrderedDict()
        self._servers: dict[str, Engine] = {}

    def engine(self, slug: str, database_url: str | None = None) -> Engine:
        """Return the engine a company's data is reached by."""
        if not is_slug(slug):
            raise NoCompanyError(slug)
        url = database_url or self.default_url
        return self._server(url) if url else self._file(slug)

    def provision(self, slug: str, database_url: str | None = None) -> None:
        """Make the empty file or schema of a company; harmless when it is there."""
        engine = self.engine(slug, database_url)
        if engine.dialect.name == "postgresql":
            with engine.begin() as connection:
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public"))
                connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema_of(slug)}"'))
        else:
            with engine.connect():
                pass

    def drop(self, slug: str, database_url: str | None = None) -> None:
        """Remove a company's data for good."""
        engine = self.engine(slug, database_url)
        if engine.dialect.name == "postgresql":
            with engine.begin() as connection:
                connection.execute(text(f'DROP SCHEMA IF EXISTS "{schema_of(slug)}" CASCADE'))
            return
        with self._lock:
            self._files.pop(slug, None)
        engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            self.path(slug).with_name(f"{slug}.db{suffix}").unlink(missing_ok=True)

    def path(self, slug: str) -> Path:
        """Return the SQLite file of a company."""
        if not is_slug(slug):
            raise NoCompanyError(slug)
        return self.folder / f"{slug}.db"

    def dispose(self) -> None:
        """Close every connection (tests, forks)."""
        with self._lock:
            engines = [*self._files.values(), *self._servers.values()]
            self._files.clear()
            self._servers.clear()
        for engine in engines:
            engine.dispose()

    def _server(self, url: str) -> Engine:
        with self._lock:
            engine = self._servers.get(url)
            if engine is None:
                engine = create_engine(
                    make_url(url), pool_size=5, max_overflow=15, pool_pre_ping=True
                )
                self._servers[url] = engine
            return engine

    def _file(self, slug: str) -> Engine:
        with self._lock:
            engine = self._files.get(slug)
            if engine is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                engine = self._files[slug] = sqlite_engine(self.path(slug))
            self._files.move_to_end(slug)
            evicted = (
                self._files.popitem(last=False)[1] if len(self._files) > ENGINES_KEPT else None
            )
        if evicted is not None:
            evicted.dispose()
        return engine
