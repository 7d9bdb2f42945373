"""Alembic environment: works on the connection of one company (see app/tenancy/migrations.py)."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from app import tables  # noqa: F401  so that the metadata knows every table
from app.extensions import db
from app.orm.types import EnumValue, Secret, UtcDateTime
from app.tenancy.migrations import include


def render(kind: str, item: Any, autogen_context: AutogenContext) -> str | bool:
    """Write our column types as what they are in the database: revisions import no code of ours."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    if isinstance(item, EnumValue):
        return f"sa.String(length={item.impl.length})"
    if isinstance(item, Secret):
        return "sa.LargeBinary()"
    if isinstance(item, sa.JSON):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=db.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    include_object=include,
    render_item=render,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
