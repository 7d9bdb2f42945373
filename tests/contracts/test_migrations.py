"""Revisions make exactly what the models say, forwards and backwards."""

from sqlalchemy import inspect

from app import tables
from app.accounts import provisioning
from app.extensions import db
from app.tenancy import migrations
from app.tenancy.migrations import _enter
from app.web.clock import utc_now


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
