"""The session and database object that always work for exactly one company."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, has_app_context
from flask_appbuilder import Model
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import SessionTransaction

from app.orm import audit
from app.tenancy.context import NoCompanyError, current_company
from app.tenancy.directory import Directory
from app.tenancy.routing import Router, schema_of


class CompanySession(FlaskSession):
    """A session that is pinned to the first company it touches and refuses another."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any
    ) -> Engine | Connection:
        """Return the engine of the company at work.

        Raises:
            NoCompanyError: No company is at work, or the session belongs to another one.
        """
        if bind is not None:
            return bind  # type: ignore[no-any-return]  # given by SQLAlchemy itself
        slug = self.pin()
        return db.engine_of(slug)

    def pin(self) -> str:
        """Return the session's company, taking the current one at the first use."""
        slug = current_company()
        if slug is None:
            raise NoCompanyError("database used outside a company")
        pinned: str = self.info.setdefault("company", slug)
        if pinned != slug:
            raise NoCompanyError(f"session belongs to {pinned}")
        return slug


@dataclass(frozen=True)
class _Installation:
    """Where one application's companies are."""

    router: Router
    directory: Directory


class CompanyDatabase(SQLAlchemy):
    """Flask-SQLAlchemy's object with a router in the place of one engine."""

    _latest: _Installation

    def configure(self, app: Flask, router: Router, directory: Directory) -> None:
        """Give an application its router and directory."""
        self._latest = _Installation(router, directory)
        app.extensions["installation"] = self._latest

    @property
    def router(self) -> Router:
        """Return the router of the application at work."""
        return self._installation().router

    @property
    def directory(self) -> Directory:
        """Return the directory of the application at work."""
        return self._installation().directory

    def engine_of(self, slug: str) -> Engine:
        """Return the engine of a company that exists."""
        return self.router.engine(slug, self.directory.get(slug).database_url)

    def _installation(self) -> _Installation:
        if not has_app_context():
            return self._latest
        found: _Installation = current_app.extensions["installation"]
        return found


def _set_search_path(
    session: CompanySession, _transaction: SessionTransaction, connection: Connection
) -> None:
    if connection.dialect.name == "postgresql":
        schema = schema_of(session.pin())
        connection.exec_driver_sql(f'SET LOCAL search_path TO "{schema}", public')


event.listen(CompanySession, "after_begin", _set_search_path)
audit.install(CompanySession)

# One metadata for FAB's own tables and ours, so Alembic sees both.
db = CompanyDatabase(metadata=Model.metadata, session_options={"class_": CompanySession})
