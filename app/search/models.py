"""Table of the search index.

On PostgreSQL `text` has a trigram index; on SQLite a full-text table with the trigram tokenizer
follows it by triggers (see the first migration).
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.orm.base import Table


class SearchEntry(Table):
    """Everything a card can be found by, folded to lower case without accents."""

    __tablename__ = "search_entries"

    client_id: Mapped[int] = mapped_column(
        ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    text: Mapped[str] = mapped_column(Text)
