"""Use cases of the quotes: every write goes through here."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.calls.models import Call
from app.calls.rules import Channel, Priority
from app.calls.service import open_call
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.orm.numbering import next_number
from app.quotes.models import Quote, QuoteLine, QuoteRevision
from app.quotes.queries import by_link
from app.quotes.rules import (
    AcceptedBy,
    QuoteExpiredError,
    QuoteLinkNotValidError,
    QuoteState,
    QuoteWithoutLinesError,
    RejectReasonMissingError,
    SignerMissingError,
    ensure_accepted,
    ensure_dates,
    ensure_draft,
    ensure_open,
)
from app.quotes.rules_amounts import QuotedLine, QuoteTotals, quote_totals

#: 32 random bytes: not to be guessed.
_SECRET_BYTES = 32
_SERIES = "quotes"


@dataclass(frozen=True)
class Acceptance:
    """How somebody accepted a quote.

    Attributes:
        by: The way it was done.
        signer_name: Who accepted.
        chosen: Positions of the optional lines wanted.
        strokes: Drawn signature, already checked; None without one.
        device_text: Browser and network address; empty for the office.
    """

    by: AcceptedBy
    signer_name: str
    chosen: Collection[int] = ()
    strokes: list[Any] | None = field(default=None, repr=False)
    device_text: str = ""


def open_quote(
    session: Session, quote: Quote, lines: Sequence[QuoteLine], *, now: datetime
) -> Quote:
    """Store a new quote, filled by a form, under the next number of its year.

    Raises:
        QuoteWithoutLinesError, ValidityBeforeDateError: It is not complete.
    """
    write_lines(session, quote, lines)
    quote.year = local_day(now).year
    quote.number = next_number(session, _SERIES, year=quote.year)
    session.add(quote)
    session.flush()
    return quote


def change_quote(session: Session, quote: Quote, lines: Sequence[QuoteLine]) -> Quote:
    """Store the changes of a draft.

    Raises:
        QuoteNotDraftError: It was sent.
        QuoteWithoutLinesError, ValidityBeforeDateError: It is not complete.
    """
    ensure_draft(quote.state, quote.label)
    write_lines(session, quote, lines)
    session.flush()
    return quote


def write_lines(session: Session, quote: Quote, lines: Sequence[QuoteLine]) -> None:
    """Replace the lines of a draft and reckon its amounts."""
    ensure_dates(quote.issued_on, quote.valid_until)
    if all(line.is_optional for line in lines):
        raise QuoteWithoutLinesError
    with session.no_autoflush:
        for position, line in enumerate(lines):
            line.position = position
        quote.lines = list(lines)
        refresh_totals(quote)


def refresh_totals(quote: Quote) -> QuoteTotals:
    """Reckon a quote's amounts and keep those that lists show."""
    found = totals_of(quote)
    quote.net_eur, quote.total_eur = found.net_eur, found.total_eur
    return found


def totals_of(quote: Quote, chosen: Collection[int] | None = None) -> QuoteTotals:
    """Return the amounts of a quote.

    Args:
        quote: With its lines.
        chosen: Positions of the optional lines that count; None: those marked as chosen.
    """
    return totals_of_lines(quote, quote.lines, chosen)


def totals_of_lines(
    quote: Quote, lines: Sequence[QuoteLine], chosen: Collection[int] | None = None
) -> QuoteTotals:
    """Return what some lines come to under the discount and deposit of a quote."""
    return quote_totals(
        [_counted(line, chosen) for line in lines],
        discount_pct=quote.discount_pct or Decimal(0),
        deposit_pct=quote.deposit_pct or Decimal(0),
    )


def _counted(line: QuoteLine, chosen: Collection[int] | None) -> QuotedLine:
    is_wanted = line.is_chosen if chosen is None else line.position in chosen
    return QuotedLine(
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        rate_pct=line.vat_profile.rate_pct,
        natura=line.vat_profile.nature,
        counts=not line.is_optional or bool(is_wanted),
        is_significant=bool(line.is_significant),
        unit_cost=line.unit_cost,
    )


def issue_link(session: Session, quote: Quote) -> str:
    """Return the secret of a new customer's link; the former one stops working."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    quote.link_digest = _digest(secret)
    session.flush()
    return secret


def quote_of_link(session: Session, secret: str, *, lock: bool = False) -> Quote:
    """Return the quote a link leads to, answered or not; `lock` keeps others from answering.

    Raises:
        QuoteLinkNotValidError: There is none; the caller cannot tell why, and must not.
    """
    found = by_link(session, _digest(secret), lock=lock)
    if found is None:
        raise QuoteLinkNotValidError
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def revise(session: Session, quote: Quote, *, now: datetime) -> Quote:
    """Open a sent quote as the next revision; what was sent stays as it was.

    Raises:
        QuoteNotOpenError: It is a draft already, or has become work.
    """
    if quote.state not in (QuoteState.SENT, QuoteState.REJECTED):
        ensure_open(quote.state, quote.label)
    length = quote.valid_until - quote.issued_on
    quote.state = QuoteState.DRAFT
    quote.revision += 1
    quote.issued_on = local_day(now)
    quote.valid_until = quote.issued_on + length
    quote.link_digest = None
    quote.decided_at, quote.reject_reason = None, ""
    session.flush()
    return quote


def accept(session: Session, quote: Quote, acceptance: Acceptance, *, now: datetime) -> Quote:
    """Note that the customer said yes to the revision that was sent.

    Raises:
        QuoteNotOpenError: It was never sent, or has an answer already.
        QuoteExpiredError: Its last day is over; the office may still note a late yes.
        SignerMissingError: Nobody's name.
    """
    ensure_open(quote.state, quote.label)
    if acceptance.by is not AcceptedBy.OFFICE and quote.valid_until < local_day(now):
        raise QuoteExpiredError(quote.label)
    if not acceptance.signer_name.strip():
        raise SignerMissingError
    for line in quote.lines:
        line.is_chosen = line.is_optional and line.position in acceptance.chosen
    found = refresh_totals(quote)
    quote.state, quote.decided_at = QuoteState.ACCEPTED, now
    revision = sent_revision(quote)
    revision.accepted_at = now
    revision.accepted_by = acceptance.by
    revision.signer_name = acceptance.signer_name.strip()[:120]
    revision.strokes = acceptance.strokes
    revision.device_text = acceptance.device_text[:300]
    revision.chosen = sorted(line.position for line in quote.lines if line.is_chosen)
    revision.accepted_eur = found.total_eur
    session.flush()
    return quote


def reject(session: Session, quote: Quote, *, reason: str, now: datetime) -> Quote:
    """Note that the customer said no, and why.

    Raises:
        QuoteNotOpenError: It was never sent, or has an answer already.
        RejectReasonMissingError: Nobody said why.
    """
    ensure_open(quote.state, quote.label)
    if not reason.strip():
        raise RejectReasonMissingError
    quote.state, quote.decided_at = QuoteState.REJECTED, now
    quote.reject_reason = reason.strip()[:300]
    session.flush()
    return quote


def sent_revision(quote: Quote) -> QuoteRevision:
    """Return the frozen revision that the customer has in hand."""
    return next(one for one in reversed(quote.revisions) if one.revision == quote.revision)


def to_call(session: Session, quote: Quote, *, access: Access, now: datetime) -> Call:
    """Make the call of an accepted quote's work, or return the one already made.

    Raises:
        QuoteNotAcceptedError: Nobody said yes.
    """
    ensure_accepted(quote.state, quote.label)
    known = session.get(Call, quote.call_id) if quote.call_id is not None else None
    if known is not None:
        return known
    call = Call(
        client=quote.client,
        description=work_text(quote),
        priority=Priority.PLANNABLE,
        channel=Channel.PHONE,
        caller_name="",
        caller_phone="",
    )
    open_call(session, call, is_other_matter=True, access=access, now=now)
    quote.call_id, quote.state = call.id, QuoteState.CONVERTED
    session.flush()
    return call


def note_contract(session: Session, quote: Quote, contract_id: int) -> None:
    """Note the contract that an accepted quote became.

    Raises:
        QuoteNotAcceptedError: Nobody said yes.
    """
    ensure_accepted(quote.state, quote.label)
    quote.contract_id, quote.state = contract_id, QuoteState.CONVERTED
    session.flush()


def note_invoiced(session: Session, quote: Quote) -> None:
    """Note that an accepted quote is being invoiced.

    Raises:
        QuoteNotAcceptedError: Nobody said yes.
    """
    ensure_accepted(quote.state, quote.label)
    quote.state = QuoteState.CONVERTED
    session.flush()


def work_text(quote: Quote) -> str:
    """Return what was agreed, for whoever carries it out: no amounts."""
    wanted = [line for line in quote.lines if not line.is_optional or line.is_chosen]
    rows = [f"- {_quantity(line)}{line.description}" for line in wanted]
    return "\n".join([f"{quote.subject} ({quote.label})".strip(), *rows])


def _quantity(line: QuoteLine) -> str:
    count = line.quantity.normalize()
    return "" if count == 1 else f"{count:f} {line.unit} ".replace(".", ",")
