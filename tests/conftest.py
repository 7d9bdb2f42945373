"""Fixtures shared by every level: one application per run, a clean company per test.

The `session` fixture has its own connection: it sees only what the application committed, so a
missing commit cannot go unnoticed.
"""

import os

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from app import create_app
from app.accounts import provisioning
from app.extensions import db
from app.orm import audit
from app.orm.audittrail import amendable
from app.tenancy.routing import schema_of
from app.web.clock import utc_now
from config import Testing
from tests.helpers import People

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "")
PASSWORD = "una frase lunga e ridicola"

#: The company under test, and another one whose rows must never show.
COMPANY, OTHER_COMPANY = "prova", "altra"

#: Rows that every company starts with: kept between tests.
KEPT = {
    "alembic_version", "ab_permission", "ab_view_menu", "ab_permission_view",
    "ab_permission_view_role", "ab_role", "company_profile", "vat_profiles", "price_items",
    "intervention_types", "call_reasons", "work_phrases", "device_types", "control_periods",
    "refrigerants", "analyser_labels",
}  # fmt: skip


class OwnSession(Session):
    """A session with its own connection, audited like the application's."""


audit.install(OwnSession)


@pytest.fixture(scope="session")
def database_url(worker_id):
    """An empty database per worker on PostgreSQL; nothing to do on SQLite."""
    if not POSTGRES_URL:
        yield ""
        return
    # Two runs at once on one server must not drop each other's.
    name = f"fiammetta_test_{worker_id}_{os.getpid()}"
    server = create_engine(POSTGRES_URL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    db.router.dispose()
    db.directory.dispose()
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture(scope="session")
def worker_id(request):
    """Name of the xdist worker, or "main"."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def app(tmp_path_factory, database_url):
    application = create_app(
        Testing, DATA_DIR=tmp_path_factory.mktemp("data"), DATABASE_URL=database_url
    )
    with application.app_context():
        for slug in (COMPANY, OTHER_COMPANY):
            provisioning.create_company(
                slug, slug.upper(), admin="capo", password=PASSWORD, now=utc_now()
            )
            db.directory.change(slug, secretary_slots=None, technician_slots=None)
    return application


def company_engine(app, slug):
    """An engine of the tests' own on one company's database."""
    if app.config["DATABASE_URL"]:
        options = f"-csearch_path={schema_of(slug)},public"
        return create_engine(app.config["DATABASE_URL"], connect_args={"options": options})
    engine = create_engine(f"sqlite:///{db.router.path(slug)}")

    @event.listens_for(engine, "connect")
    def _pragmas(connection, _record):
        connection.isolation_level = None
        connection.execute("pragma foreign_keys=on")
        connection.execute("pragma busy_timeout=5000")

    @event.listens_for(engine, "begin")
    def _begin(connection):
        connection.exec_driver_sql("BEGIN")

    return engine


@pytest.fixture(scope="session")
def engines(app):
    found = {slug: company_engine(app, slug) for slug in (COMPANY, OTHER_COMPANY)}
    yield found
    for engine in found.values():
        engine.dispose()


@pytest.fixture(scope="session")
def company_facts(engines):
    """The row of facts each company started with: tests may write on it."""
    profile = db.metadata.tables["company_profile"]
    found = {}
    for slug, engine in engines.items():
        with engine.connect() as connection:
            found[slug] = dict(connection.execute(profile.select()).mappings().one())
    return found


def clean(session, company_facts):
    """Empty every table but the lists a company starts with, and the accounts it started with."""
    session.rollback()
    metadata = db.metadata
    session.execute(metadata.tables["company_profile"].update().values(company_facts))
    session.execute(text("UPDATE clients SET group_head_id = NULL, merged_into_id = NULL"))
    for table in reversed(metadata.sorted_tables):
        if table.name == "ab_user":
            session.execute(text("DELETE FROM ab_user WHERE username NOT LIKE '%.capo'"))
        elif table.name == "ab_user_role":
            session.execute(
                text(
                    "DELETE FROM ab_user_role WHERE user_id NOT IN "
                    "(SELECT id FROM ab_user WHERE username LIKE '%.capo')"
                )
            )
        elif table.name == "audit_entries":
            with amendable(session):
                session.execute(table.delete())
        elif table.name not in KEPT:
            session.execute(table.delete())
    session.execute(
        text(
            "DELETE FROM ab_permission_view_role WHERE role_id IN "
            "(SELECT id FROM ab_role WHERE name LIKE 'test %' OR name LIKE '@%')"
        )
    )
    session.execute(text("DELETE FROM ab_role WHERE name LIKE 'test %' OR name LIKE '@%'"))
    session.commit()


@pytest.fixture
def session(engines, company_facts):
    """A session on the company under test; cleans up afterwards."""
    with OwnSession(engines[COMPANY], expire_on_commit=False) as own:
        yield own
        clean(own, company_facts[COMPANY])


@pytest.fixture
def other_session(engines, company_facts):
    """A session on another company of the installation; cleans up afterwards."""
    with OwnSession(engines[OTHER_COMPANY], expire_on_commit=False) as own:
        yield own
        clean(own, company_facts[OTHER_COMPANY])


@pytest.fixture
def client(app, session):
    """A browser that nobody signed in with."""
    return app.test_client()


@pytest.fixture
def people(app, session):
    """Makes accounts and browsers signed in as them (see `tests.helpers.People`)."""
    return People(app, session, COMPANY)


@pytest.fixture
def other_people(app, other_session):
    """The same for the other company."""
    return People(app, other_session, OTHER_COMPANY)
