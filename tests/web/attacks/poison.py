"""Hostile words in every free text that the company has stored."""

import re

from sqlalchemy import String, UniqueConstraint, select, update

from app.extensions import db
from app.orm.types import EnumValue
from tests.conftest import KEPT

#: A formula, markup, a Typst call, Typst's own signs, a template expression; fits short columns.
EVIL = '=1+1"><script>alert(1)</script>#panic("x")$[@y\\{{7*7}}'
#: What a page shows of it when nobody escaped it.
RAW = "<script>alert(1)"
#: Shorter texts are codes.
SHORTEST = len(EVIL)
#: Columns that the program writes for itself, addresses, secrets.
_OWN = re.compile(
    r"sha|digest|hash|uuid|mime|password|key|user|issuer|url|host|mail|pec|address|message_id|html"
    r"|related|entity|action|sdi|subject$|client_id|code|sort_name|run_id|number"
)
#: Tables of the program itself, and the history, which nobody may rewrite.
_NOT = {
    "alembic_version", "ab_permission", "ab_view_menu", "ab_user", "ab_role", "audit_entries",
    "outbox_jobs", "job_progress", "outgoing_mails", "account_sessions", "sign_in_providers",
    "search_entries", "import_sources", "collection_files", "invoice_files", "register_files",
}  # fmt: skip
#: Parts of frozen documents that are words of people.
_WORDS = {"facts", "content", "values", "purposes"}


def _unique(table):
    """Return the columns of which no two rows hold the same."""
    groups = [one.columns for one in table.constraints if isinstance(one, UniqueConstraint)]
    groups += [one.columns for one in table.indexes if one.unique]
    return {column for group in groups for column in group}


def free_texts(table):
    """Return the columns of a table that hold what people wrote."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, String)
        and not isinstance(column.type, EnumValue)
        and not column.foreign_keys
        and not column.primary_key
        and (column.type.length or 999) >= SHORTEST
        and column not in _unique(table)
        and not _OWN.search(column.name)
    ]


def in_words(value):
    """Return a JSON document with every text of several words replaced."""
    if isinstance(value, dict):
        return {name: in_words(part) for name, part in value.items()}
    if isinstance(value, list):
        return [in_words(part) for part in value]
    return EVIL if isinstance(value, str) and " " in value.strip() else value


def poison(session, only=None):
    """Write the hostile words over every free text; returns what the kept lists held."""
    session.rollback()  # a reader that turns writer must begin anew on SQLite
    kept = {}
    for table in db.metadata.sorted_tables:
        if table.name in _NOT or (only and table.name not in only):
            continue
        if table.name in KEPT:
            kept[table] = [dict(row) for row in session.execute(select(table)).mappings()]
        names = {column.name: EVIL for column in free_texts(table)}
        if names:
            session.execute(update(table).values(names))
        for name in _WORDS & set(table.columns.keys()):
            if type(table.columns[name].type).__name__ == "JSON":
                _poison_documents(session, table, name)
    session.commit()
    return kept


def _poison_documents(session, table, name):
    key, column = table.columns["id"], table.columns[name]
    for pk, document in session.execute(select(key, column)).all():
        session.execute(update(table).where(key == pk).values({name: in_words(document)}))


def cure(session, kept):
    """Write back what the kept lists held."""
    session.rollback()
    for table, rows in kept.items():
        for row in rows:
            session.execute(update(table).where(table.c.id == row["id"]).values(row))
    session.commit()
