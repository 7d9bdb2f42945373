"""Plain engines for tests that need no application: SQLite, and PostgreSQL where one is given."""

import os
from uuid import uuid4

from sqlalchemy import create_engine, event, make_url

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL")


def sqlite_engine(path):
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.isolation_level = None
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=off")

    @event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def postgres_engine():
    """Return an engine whose tables live in a schema of their own, and its name."""
    schema = f"test_{uuid4().hex[:12]}"
    url = make_url(POSTGRES_URL).set(drivername="postgresql+psycopg")
    admin = create_engine(url)
    with admin.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    admin.dispose()
    return create_engine(url, connect_args={"options": f"-csearch_path={schema}"}), schema


def drop_schema(engine, schema):
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
