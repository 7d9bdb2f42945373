"""Search of the cards by fragments of words, in any order."""

from sqlalchemy import ColumnElement, Select, and_, case, column, or_, select, table
from sqlalchemy.orm import Session

from app.clients.models import Client, ClientAlias
from app.clients.queries import visible_clients
from app.clients.rules import ClientState
from app.kernel.access import Access
from app.kernel.text import escape_like, search_terms
from app.search.models import SearchEntry

#: Shorter words are not in the trigram index.
_TRIGRAM = 3


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


def matching(session: Session, text: str) -> ColumnElement[bool]:
    """Return the condition on `Client` of the cards in which every word of a text occurs."""
    found = Client.id.in_(index_entries(session, text))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
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
    statement = select(Client).where(condition, matching(session, text))
    return statement.order_by(rank, Client.sort_name, Client.id)


def search_clients(session: Session, access: Access, text: str, limit: int = 10) -> list[Client]:
    """Return the first cards that a text finds; none for an empty text."""
    if not search_terms(text):
        return []
    return list(session.scalars(search_statement(session, access, text).limit(limit)))
