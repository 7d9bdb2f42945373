"""Keeps the search index: one line per card, made of what each domain knows of it."""

from collections.abc import Callable, Mapping

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from app.kernel.names import fold
from app.search.models import SearchEntry

Source = Callable[[Session, int], str]
_sources: list[Source] = []


def add_source(source: Source) -> Source:
    """Register what a domain adds to the text of a card (serials, plant codes)."""
    if source not in _sources:
        _sources.append(source)
    return source


def index_more(session: Session, words: Mapping[int, str]) -> None:
    """Add words to the texts of many cards at once, for imports: (client id, words)."""
    if not words:
        return
    entry = SearchEntry.__table__
    statement = update(entry).where(entry.c.client_id == bindparam("card"))
    session.connection().execute(
        statement.values(text=entry.c.text + bindparam("more")),
        [{"card": client_id, "more": f" {fold(more)}"} for client_id, more in words.items()],
    )


def index_client(session: Session, client_id: int) -> None:
    """Write the text of a card again; call it after any change of what one searches by."""
    session.flush()
    text = fold(" ".join(source(session, client_id) for source in _sources))
    entry = session.get(SearchEntry, client_id)
    if entry is None:
        session.add(SearchEntry(client_id=client_id, text=text))
    elif entry.text != text:
        entry.text = text
    session.flush()
