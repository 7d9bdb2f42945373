import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.jobs.models import OutboxJob, Progress
from tests.integration.databases import (
    POSTGRES_URL,
    drop_schema,
    postgres_engine,
    sqlite_engine,
)

TABLES = [OutboxJob.__table__, Progress.__table__]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path):
    if request.param == "sqlite":
        engine = sqlite_engine(tmp_path / "company.db")
        OutboxJob.metadata.create_all(engine, tables=TABLES)
        yield engine
        engine.dispose()
        return
    if not POSTGRES_URL:
        pytest.skip("TEST_POSTGRES_URL names no server")
    engine, schema = postgres_engine()
    OutboxJob.metadata.create_all(engine, tables=TABLES)
    yield engine
    drop_schema(engine, schema)
    engine.dispose()


@pytest.fixture
def sessions(engine):
    class OwnSession(Session):
        """A class of its own, so that a test's listeners end with it."""

    return sessionmaker(engine, class_=OwnSession)


@pytest.fixture
def handlers(monkeypatch):
    """Give each test an empty registry."""
    monkeypatch.setattr("app.jobs.registry._jobs", {})
