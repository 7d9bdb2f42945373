import pytest
from sqlalchemy.orm import sessionmaker

from app.files.store import FileStore
from app.jobs.models import OutboxJob
from app.mail.models import OutgoingMail
from tests.integration.databases import (
    POSTGRES_URL,
    drop_schema,
    postgres_engine,
    sqlite_engine,
)

TABLES = [OutboxJob.__table__, OutgoingMail.__table__]


@pytest.fixture
def sessions(tmp_path):
    if POSTGRES_URL:
        engine, schema = postgres_engine()
    else:
        engine, schema = sqlite_engine(tmp_path / "company.db"), None
    OutgoingMail.metadata.create_all(engine, tables=TABLES)
    yield sessionmaker(engine)
    if schema:
        drop_schema(engine, schema)
    engine.dispose()


@pytest.fixture
def files(tmp_path):
    return FileStore(str(tmp_path / "files")).of("termoclima")
