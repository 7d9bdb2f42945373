"""Which revision a company is at and which is the newest, without Alembic.

Every start asks; Alembic and the loaded revisions would stay in the server's memory, 14 MB.
"""

import re
from pathlib import Path

from sqlalchemy import inspect

from app.extensions import db
from app.tenancy.routing import schema_of

#: The revisions, one file each.
FOLDER = Path(__file__).resolve().parents[2] / "migrations" / "versions"
_NAMED = re.compile(r"^(revision|down_revision)\b[^=\n]*=\s*['\"](\w+)['\"]", re.MULTILINE)


def newest() -> str:
    """Return the revision that no other follows."""
    found: set[str] = set()
    followed: set[str] = set()
    for path in FOLDER.glob("*.py"):
        for name, revision in _NAMED.findall(path.read_text("utf-8")):
            (found if name == "revision" else followed).add(revision)
    (last,) = found - followed
    return last


def stored(slug: str) -> str | None:
    """Return the revision a company's database is at; None when it is empty."""
    engine = db.engine_of(slug)
    schema = schema_of(slug) if engine.dialect.name == "postgresql" else None
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version", schema=schema):
            return None
        table = f'"{schema}".alembic_version' if schema else "alembic_version"
        return connection.exec_driver_sql(f"SELECT version_num FROM {table}").scalar()  # noqa: S608  `schema_of` checks the name
