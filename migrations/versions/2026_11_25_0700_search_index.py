"""Trigram search over the cards.

Revision: search_index
Follows: first_schema
"""

from alembic import op

revision = "search_index"
down_revision = "first_schema"
branch_labels = None
depends_on = None

# SQLite: a full-text table with the trigram tokenizer that keeps no copy of the text and follows
# search_entries by triggers. PostgreSQL: a trigram index on the column itself.
_SQLITE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5("
    "text, content='search_entries', content_rowid='client_id', tokenize='trigram')",
    "CREATE TRIGGER search_fts_insert AFTER INSERT ON search_entries BEGIN "
    "INSERT INTO search_fts(rowid, text) VALUES (new.client_id, new.text); END",
    "CREATE TRIGGER search_fts_delete AFTER DELETE ON search_entries BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, text) VALUES ('delete', old.client_id, old.text); END",
    "CREATE TRIGGER search_fts_update AFTER UPDATE ON search_entries BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, text) VALUES ('delete', old.client_id, old.text); "
    "INSERT INTO search_fts(rowid, text) VALUES (new.client_id, new.text); END",
)


def upgrade() -> None:
    """Make the index."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
    else:
        op.execute(
            "CREATE INDEX ix_search_entries_trgm ON search_entries "
            "USING gin (text public.gin_trgm_ops)"
        )


def downgrade() -> None:
    """Drop the index."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER search_fts_{name}")
        op.execute("DROP TABLE search_fts")
    else:
        op.execute("DROP INDEX ix_search_entries_trgm")
