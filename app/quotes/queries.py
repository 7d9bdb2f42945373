"""Reads of the quotes: row rule and the questions the screens ask."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session, selectinload

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.kernel.access import Access
from app.kernel.text import escape_like, row_key
from app.pricelist.models import KitPart, PriceItem, VatProfile
from app.quotes.models import Quote
from app.quotes.rules import FOLLOW_UP_DAYS, QuoteState

#: Rows of the price list that a search offers.
ITEMS_SHOWN = 20


def visible_quotes(access: Access) -> ColumnElement[bool]:
    """Return the condition on quotes that an account may see."""
    if access.has("quotes.read"):
        return true()
    if access.has("card_quotes.read"):
        return Quote.client_id.in_(select(Client.id).where(visible_clients(access)))
    return false()


def find_quote(
    session: Session, access: Access, quote_id: int, *, lock: bool = False
) -> Quote | None:
    """Return a quote that an account may see, or None; `lock` keeps others from changing it."""
    found = select(Quote).where(Quote.id == quote_id, visible_quotes(access))
    return session.scalars(found.with_for_update(of=Quote) if lock else found).first()


def quotes_of(session: Session, access: Access, client_id: int, *, limit: int) -> Sequence[Quote]:
    """Return the latest quotes of a card, newest first."""
    return session.scalars(
        select(Quote)
        .where(Quote.client_id == client_id, visible_quotes(access))
        .order_by(Quote.issued_on.desc(), Quote.id.desc())
        .limit(limit)
    ).all()


def in_state(state: QuoteState, today: date) -> ColumnElement[bool]:
    """Return the condition of the quotes that people see in a state on a day."""
    if state is QuoteState.EXPIRED:
        return and_(Quote.state == QuoteState.SENT, Quote.valid_until < today)
    if state is QuoteState.SENT:
        return and_(Quote.state == QuoteState.SENT, Quote.valid_until >= today)
    return Quote.state == state


def matches(text: str) -> ColumnElement[bool]:
    """Return the condition of a search: by number ("12" or "12/2026"), subject or client."""
    typed, _slash, year = text.strip().partition("/")
    number, of_year = row_key(typed), row_key(year)
    if number is not None and (not year or of_year is not None):
        found = Quote.number == number
        return and_(found, Quote.year == of_year) if year else found
    pattern = f"%{escape_like(text.strip())}%"
    names = select(Client.id).where(Client.display_name.ilike(pattern, escape="\\"))
    return or_(Quote.subject.ilike(pattern, escape="\\"), Quote.client_id.in_(names))


def to_follow_up(now: datetime) -> ColumnElement[bool]:
    """Return the condition of the quotes sent a while ago that nobody answered."""
    return and_(
        Quote.state == QuoteState.SENT, Quote.sent_at <= now - timedelta(days=FOLLOW_UP_DAYS)
    )


def by_link(session: Session, digest: str, *, lock: bool = False) -> Quote | None:
    """Return the quote of a customer's link, or None; `lock` keeps others from answering."""
    found = select(Quote).where(Quote.link_digest == digest)
    return session.scalars(found.with_for_update(of=Quote) if lock else found).first()


def vat_choices(session: Session) -> Sequence[VatProfile]:
    """Return the VAT treatments on offer, in the company's order."""
    return session.scalars(
        select(VatProfile).where(VatProfile.is_active).order_by(VatProfile.position, VatProfile.id)
    ).all()


def items_on_offer(session: Session, text: str, page: int) -> tuple[Sequence[PriceItem], bool]:
    """Return a page of the price list for a search by words, and whether there are more."""
    with_parts = selectinload(PriceItem.parts).joinedload(KitPart.item)
    found: Select[Any] = select(PriceItem).options(with_parts).where(PriceItem.is_active)
    for word in text.split()[:6]:
        pattern = f"%{escape_like(word)}%"
        found = found.where(
            or_(
                PriceItem.description.ilike(pattern, escape="\\"),
                PriceItem.code.ilike(pattern, escape="\\"),
                PriceItem.supplier_code.ilike(pattern, escape="\\"),
            )
        )
    found = found.order_by(PriceItem.description, PriceItem.id)
    rows = session.scalars(found.offset(page * ITEMS_SHOWN).limit(ITEMS_SHOWN + 1)).all()
    return rows[:ITEMS_SHOWN], len(rows) > ITEMS_SHOWN
