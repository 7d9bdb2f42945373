"""Revisions make exactly what the models say, forwards and backwards."""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app import tables
from app.accounts import provisioning
from app.extensions import db
from app.tenancy import migrations
from app.tenancy.migrations import _enter
from app.web.clock import utc_now
from tests.conftest import PASSWORD


def test_newest_schema_is_what_the_models_say(app, engines):
    assert tables.MODULES
    with engines["prova"].connect() as connection:
        assert migrations.differences(connection) == []


def test_schema_goes_down_to_nothing_and_up_again(app):
    with app.app_context():
        db.directory.add("provvisoria", "Provvisoria", now=utc_now())
        try:
            migrations.upgrade("provvisoria")
            migrations.downgrade("provvisoria", "base")
            with db.engine_of("provvisoria").connect() as connection:
                _enter(connection, "provvisoria")
                left = set(inspect(connection).get_table_names()) - {"alembic_version"}
            migrations.upgrade("provvisoria")
            provisioning.upgrade_company("provvisoria")
            revision = migrations.current_revision("provvisoria")
        finally:
            db.router.drop("provvisoria")
            db.directory.remove("provvisoria")

    assert left == set()
    assert revision == migrations.head()


@pytest.fixture
def fresh_company(app):
    """A company of its own with one administrator, dropped afterwards."""
    with app.app_context():
        provisioning.create_company(
            "provvisoria", "Provvisoria", admin="capo", password=PASSWORD, now=utc_now()
        )
        yield "provvisoria"
        db.router.drop("provvisoria")
        db.directory.remove("provvisoria")


def _held_roles(slug):
    with db.engine_of(slug).connect() as connection:
        _enter(connection, slug)
        return connection.scalar(text("SELECT count(*) FROM ab_user_role"))


def test_a_table_made_anew_keeps_the_rows_that_refer_to_it(fresh_company):
    """SQLite drops the old table: with foreign keys on, roles of all accounts went with it."""
    before = _held_roles(fresh_company)

    with migrations.migrating(fresh_company) as connection:
        operations = Operations(MigrationContext.configure(connection))
        recreate = "always" if connection.dialect.name == "sqlite" else "never"
        with operations.batch_alter_table("ab_user", recreate=recreate) as batch:
            batch.alter_column("login_count", nullable=True)

    assert before > 0
    assert _held_roles(fresh_company) == before


def test_a_migration_that_breaks_references_is_undone(fresh_company):
    before = _held_roles(fresh_company)

    with (
        pytest.raises((migrations.BrokenReferencesError, IntegrityError)),
        migrations.migrating(fresh_company) as connection,
    ):
        connection.execute(text("INSERT INTO ab_user_role VALUES (9999, 9999, 9999)"))

    assert _held_roles(fresh_company) == before
    with db.engine_of(fresh_company).connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.scalar(text("pragma foreign_keys")) == 1


def _triggers(connection):
    rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    return {row[0] for row in rows}


def test_a_table_made_anew_keeps_its_triggers(fresh_company):
    """Dropped with the old table, they would leave the search behind and the history open."""
    expected = {
        "search_fts_insert", "search_fts_delete", "search_fts_update",
        "audit_entries_no_update", "audit_entries_no_delete",
        "work_counts_insert", "work_counts_update", "work_counts_delete",
        "work_counts_member_insert", "work_counts_member_update", "work_counts_member_delete",
    }  # fmt: skip
    if db.engine_of(fresh_company).dialect.name != "sqlite":
        pytest.skip("PostgreSQL changes tables in place")
    with migrations.migrating(fresh_company) as connection:
        before = _triggers(connection)
        operations = Operations(MigrationContext.configure(connection))
        for table, column in (
            ("search_entries", "text"), ("audit_entries", "action"), ("interventions", "number"),
            ("work_counts", "visits"),
        ):  # fmt: skip
            with operations.batch_alter_table(table, recreate="always") as batch:
                batch.alter_column(column, nullable=True)

    with db.engine_of(fresh_company).connect() as connection:
        assert before == _triggers(connection) == expected
        with pytest.raises(IntegrityError, match="never changed"):
            connection.execute(text("DELETE FROM audit_entries"))


def test_a_trigger_dropped_by_name_stays_dropped(fresh_company):
    if db.engine_of(fresh_company).dialect.name != "sqlite":
        pytest.skip("PostgreSQL changes tables in place")
    with migrations.migrating(fresh_company) as connection:
        operations = Operations(MigrationContext.configure(connection))
        operations.execute("DROP TRIGGER search_fts_update")
        with operations.batch_alter_table("search_entries", recreate="always") as batch:
            batch.alter_column("text", nullable=True)
        left = _triggers(connection)

    assert "search_fts_update" not in left
    assert {"search_fts_insert", "search_fts_delete"} < left
