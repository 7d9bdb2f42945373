"""The directory: which companies exist, where each one's data is, what it may use.

It is the only database that knows more than one company.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, MetaData, String, create_engine, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.kernel.errors import DomainError
from app.orm.types import UtcDateTime
from app.tenancy.context import is_slug
from app.tenancy.routing import sqlite_engine

#: Schema of the directory on PostgreSQL.
SCHEMA = "fiammetta_directory"

#: How long an entry may be served from memory, seconds.
CACHE_SECONDS = 5.0

#: Slots of a new company: enough for a small firm's first day.
DEFAULT_SECRETARY_SLOTS = 2
DEFAULT_TECHNICIAN_SLOTS = 3


@dataclass(eq=False)
class UnknownCompanyError(DomainError):
    """No company has this slug."""

    slug: str


@dataclass(eq=False)
class CompanyExistsError(DomainError):
    """The slug is taken."""

    slug: str


@dataclass(eq=False)
class BadSlugError(DomainError):
    """A slug is 2 to 31 lower-case letters and digits and starts with a letter."""

    slug: str


class _Base(DeclarativeBase):
    metadata = MetaData()


class Company(_Base):
    """One company of the installation."""

    __tablename__ = "companies"

    #: First part of its users' names; never changes.
    slug: Mapped[str] = mapped_column(String(31), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    #: PostgreSQL server of its data; None: the installation's default.
    database_url: Mapped[str | None] = mapped_column(String(500), default=None)
    plan: Mapped[str] = mapped_column(String(40), default="standard")
    #: "active", "new" (not yet ready) or "closed".
    status: Mapped[str] = mapped_column(String(20), default="new")
    #: Active secretary accounts allowed; None: without limit.
    secretary_slots: Mapped[int | None] = mapped_column(default=DEFAULT_SECRETARY_SLOTS)
    #: Active technician logins allowed; None: without limit.
    technician_slots: Mapped[int | None] = mapped_column(default=DEFAULT_TECHNICIAN_SLOTS)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Directory:
    """Reads and writes the list of companies.

    Args:
        data_dir: Folder of ``directory.db`` when there is no server.
        database_url: PostgreSQL server, or empty for SQLite.
    """

    def __init__(self, data_dir: Path, database_url: str = "") -> None:
        self._data_dir = data_dir
        self._url = database_url
        self._engine: Engine | None = None
        self._cache: dict[str, tuple[float, Company | None]] = {}
        self._lock = threading.Lock()

    def find(self, slug: str) -> Company | None:
        """Return a company by slug, from memory when it was read moments ago."""
        if not is_slug(slug):
            return None
        cached = self._cache.get(slug)
        if cached is not None and cached[0] > time.monotonic():
            return cached[1]
        with self._session() as session:
            row = session.get(Company, slug)
        self._cache[slug] = (time.monotonic() + CACHE_SECONDS, row)
        return row

    def get(self, slug: str) -> Company:
        """Return a company; raise `UnknownCompanyError` when there is none."""
        row = self.find(slug)
        if row is None:
            raise UnknownCompanyError(slug)
        return row

    def read(self, slug: str) -> Company:
        """Return a company as stored now, not from memory: slots work at once."""
        self._forget(slug)
        return self.get(slug)

    def all(self) -> Sequence[Company]:
        """Return every company, by slug."""
        with self._session() as session:
            return session.scalars(select(Company).order_by(Company.slug)).all()

    def active_slugs(self) -> list[str]:
        """Return the slugs of the companies in service."""
        return [row.slug for row in self.all() if row.status == "active"]

    def add(
        self, slug: str, name: str, *, now: datetime, database_url: str | None = None
    ) -> Company:
        """Enter a new company.

        Raises:
            BadSlugError: The slug cannot be the first part of user names.
            CompanyExistsError: The slug is taken.
        """
        if not is_slug(slug):
            raise BadSlugError(slug)
        if self.find(slug) is not None:
            raise CompanyExistsError(slug)
        with self._session() as session:
            row = Company(slug=slug, name=name, database_url=database_url, created_at=now)
            session.add(row)
            session.commit()
        self._forget(slug)
        return self.get(slug)

    def change(self, slug: str, **values: object) -> Company:
        """Change fields of a company and return it as stored."""
        with self._session() as session:
            row = session.get(Company, slug)
            if row is None:
                raise UnknownCompanyError(slug)
            for name, value in values.items():
                setattr(row, name, value)
            session.commit()
        self._forget(slug)
        return self.get(slug)

    def remove(self, slug: str) -> None:
        """Strike a company off; its data is the router's business."""
        with self._session() as session:
            row = session.get(Company, slug)
            if row is not None:
                session.delete(row)
                session.commit()
        self._forget(slug)

    def is_reachable(self) -> bool:
        """Run one statement; raises when the database does not answer."""
        with self._open().connect() as connection:
            return bool(connection.execute(text("SELECT 1")).scalar())

    def dispose(self) -> None:
        """Close the connections (tests, forks)."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _forget(self, slug: str) -> None:
        self._cache.pop(slug, None)

    def _session(self) -> Session:
        return Session(self._open(), expire_on_commit=False)

    def _open(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = self._make_engine()
            return self._engine

    def _make_engine(self) -> Engine:
        if self._url:
            server = create_engine(self._url, pool_size=2, max_overflow=10, pool_pre_ping=True)
            engine: Engine = server.execution_options(schema_translate_map={None: SCHEMA})
            with server.begin() as connection:
                # Several processes may start at once: one of them makes the schema.
                connection.execute(text("SELECT pg_advisory_xact_lock(7034011)"))
                connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{SCHEMA}"'))
                _Base.metadata.create_all(
                    connection.execution_options(schema_translate_map={None: SCHEMA})
                )
            return engine
        self._data_dir.mkdir(parents=True, exist_ok=True)
        engine = sqlite_engine(self._data_dir / "directory.db")
        _Base.metadata.create_all(engine)
        return engine
