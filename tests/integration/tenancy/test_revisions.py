"""What is read without Alembic is what Alembic says."""

from app.accounts.standing import needs_upgrade
from app.extensions import db
from app.tenancy import migrations, revisions
from app.web.clock import utc_now
from tests.conftest import COMPANY


def test_the_revisions_are_those_that_alembic_finds(app):
    with app.app_context():
        assert revisions.newest() == migrations.head()
        assert revisions.stored(COMPANY) == migrations.current_revision(COMPANY)
        assert not needs_upgrade(COMPANY)


def test_an_empty_database_has_no_revision(app):
    with app.app_context():
        db.directory.add("vuota", "Vuota", now=utc_now())
        try:
            db.router.provision("vuota")
            assert revisions.stored("vuota") is None
            assert needs_upgrade("vuota")
        finally:
            db.router.drop("vuota")
            db.directory.remove("vuota")
