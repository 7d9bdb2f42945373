"""Search of the cards by fragments of words, in any order."""

from collections.abc import Callable

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    column,
    not_,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.orm import Session

from app.clients.models import Client, ClientAlias
from app.clients.queries import visible_clients
from app.clients.rules import ClientState
from app.kernel.access import Access
from app.kernel.text import escape_like, row_key, search_terms
from app.search.models import SearchEntry

#: Shorter words are not in the trigram index.
_TRIGRAM = 3

#: Function -> condition on the cards where a domain's rows hold a word; see `guard_words`.
_guards: dict[str, Callable[[str], ColumnElement[bool]]] = {}


def index_entries(session: Session, text: str) -> Select[int]:
    """Return the select of the keys of the cards in which every word of a text occurs."""
    terms = search_terms(text)
    long = [term for term in terms if len(term) >= _TRIGRAM]
    statement = select(SearchEntry.client_id)
    if long and session.get_bind().dialect.name == "sqlite":
        index = table("search_fts", column("rowid"), column("search_fts"))
        phrase = " AND ".join('"' + term.replace('"', '""') + '"' for term in long)
        rows = select(index.c.rowid).where(index.c.search_fts.op("MATCH")(phrase))
        statement = statement.where(SearchEntry.client_id.in_(rows))
        terms = tuple(term for term in terms if len(term) < _TRIGRAM)
    for term in terms:
        statement = statement.where(SearchEntry.text.like(f"%{escape_like(term)}%", escape="\\"))
    return statement


def guard_words(function: str, mentions: Callable[[str], ColumnElement[bool]]) -> None:
    """Keep words that a domain adds to the index from who lacks its function.

    Args:
        function: Code of the function that opens the domain's rows.
        mentions: Returns the condition on `Client` of the cards where its rows hold a word.
    """
    _guards[function] = mentions


def _not_guarded(access: Access, text: str) -> ColumnElement[bool]:
    """Return the condition that a card is found by more than rows closed to the account."""
    closed = [mentions for function, mentions in _guards.items() if not access.has(function)]
    return and_(
        true(),
        *(
            or_(
                not_(mentions(term)),
                Client.sort_name.like(f"%{escape_like(term)}%", escape="\\"),
            )
            for term in search_terms(text)
            for mentions in closed
        ),
    )


def matching(session: Session, access: Access, text: str) -> ColumnElement[bool]:
    """Return the condition on `Client` of the cards in which every word of a text occurs."""
    found = and_(Client.id.in_(index_entries(session, text)), _not_guarded(access, text))
    number = row_key(text)
    if number is None:
        return found
    aliases = select(ClientAlias.client_id).where(ClientAlias.number == number)
    return or_(found, Client.number == number, Client.id.in_(aliases))


def search_statement(session: Session, access: Access, text: str) -> Select[Client]:
    """Return the cards found, those whose name begins with the text first."""
    terms = search_terms(text)
    start = escape_like(" ".join(terms)) + "%"
    rank = case((Client.sort_name.like(start, escape="\\"), 0), else_=1)
    condition = and_(visible_clients(access), Client.state != ClientState.MERGED)
    statement = select(Client).where(condition, matching(session, access, text))
    return statement.order_by(rank, Client.sort_name, Client.id)


def search_clients(session: Session, access: Access, text: str, limit: int = 10) -> list[Client]:
    """Return the first cards that a text finds; none for an empty text."""
    if not search_terms(text):
        return []
    return list(session.scalars(search_statement(session, access, text).limit(limit)))
