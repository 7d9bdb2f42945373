"""Drafts of what was agreed before: an accepted quote, its deposit, a contract's instalments."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from sqlalchemy.orm import Session

from app.company.queries import company_profile
from app.contracts.models import ContractInstalment
from app.contracts.service import note_invoiced as note_instalment
from app.contracts.service import release
from app.invoices import rules_legal as legal
from app.invoices.assembling import settled_of
from app.invoices.models import Invoice, InvoiceDeduction
from app.invoices.queries import invoices_of_quote
from app.invoices.rules import (
    OWED_STATES,
    AdvanceNotIssuedError,
    DocumentKind,
    NoDepositError,
    NothingToInvoiceError,
    QuoteInvoicedError,
)
from app.invoices.rules_facts import ZERO, Line
from app.invoices.service import new_draft, refresh_amounts, set_lines
from app.kernel.money import round_eur
from app.quotes.models import Quote, QuoteLine
from app.quotes.rules import ensure_accepted
from app.quotes.service import note_invoiced as note_quote
from app.quotes.service import totals_of


def advance_of_quote(session: Session, quote: Quote, *, today: date) -> Invoice:
    """Return the draft of the deposit of an accepted quote, one line for each rate of it.

    Raises:
        QuoteNotAcceptedError: Nobody said yes.
        NoDepositError: It asks for none.
        QuoteInvoicedError: The deposit, or the whole, is on a document already.
    """
    ensure_accepted(quote.state, quote.label)
    for found in invoices_of_quote(session, quote.id):
        raise QuoteInvoicedError(found.label)
    percent = quote.deposit_pct
    lines = [
        Line(
            description=legal.ADVANCE_LINE.format(_percent(percent), quote.label),
            unit_price=amount,
            rate_pct=row.rate_pct,
            natura=row.natura,
        )
        for row in totals_of(quote).vat
        if (amount := round_eur(row.taxable_eur * percent / 100))
    ]
    if not lines:
        raise NoDepositError
    draft = _draft_of(session, quote, today)
    draft.kind = DocumentKind.ADVANCE
    set_lines(draft, lines)
    refresh_amounts(session, draft)
    note_quote(session, quote)
    return draft


def draft_of_quote(session: Session, quote: Quote, *, today: date) -> Invoice:
    """Return the draft of an accepted quote; deposits invoiced before are deducted and named.

    Raises:
        QuoteNotAcceptedError: Nobody said yes.
        QuoteInvoicedError: It is on an invoice already.
        AdvanceNotIssuedError: The deposit's invoice is still a draft.
    """
    ensure_accepted(quote.state, quote.label)
    advances = []
    for found in invoices_of_quote(session, quote.id):
        if found.kind is not DocumentKind.ADVANCE:
            raise QuoteInvoicedError(found.label)
        if found.state not in OWED_STATES:
            raise AdvanceNotIssuedError
        advances.append(found)
    draft = _draft_of(session, quote, today)
    set_lines(draft, [*_agreed_lines(quote), *_discounts(quote)])
    if advances:
        _deduct(session, draft, advances)
    refresh_amounts(session, draft)
    note_quote(session, quote)
    return draft


def drafts_of_instalments(
    session: Session, instalments: Sequence[ContractInstalment], *, today: date
) -> list[Invoice]:
    """Return one draft for each contract, with a line for each of its instalments.

    Raises:
        NothingToInvoiceError: There are none.
    """
    if not instalments:
        raise NothingToInvoiceError
    rows = sorted(instalments, key=lambda one: (one.contract_id, one.due_on))
    return [
        _draft_of_contract(session, list(found), today)
        for _key, found in groupby(rows, key=lambda one: one.contract_id)
    ]


def _draft_of_contract(
    session: Session, instalments: list[ContractInstalment], today: date
) -> Invoice:
    contract = instalments[0].contract
    draft = new_draft(session, contract.client.who_pays, today=today)
    draft.reason = legal.CONTRACT_REASON.format(contract.label)
    vat = contract.vat_profile
    set_lines(
        draft,
        [
            Line(
                description=legal.INSTALMENT_LINE.format(contract.label, f"{one.due_on:%d/%m/%Y}"),
                unit_price=one.amount_eur,
                rate_pct=vat.rate_pct,
                natura=vat.nature,
            )
            for one in instalments
        ],
    )
    refresh_amounts(session, draft)
    for one in instalments:
        if one.invoice_id is not None:  # of an invoice that credit notes took back
            release(session, one.invoice_id)
            session.refresh(one, ["invoice_id"])
        note_instalment(session, one, draft.id)
    return draft


def _draft_of(session: Session, quote: Quote, today: date) -> Invoice:
    draft = new_draft(session, quote.client.who_pays, today=today)
    draft.quote = quote
    draft.reason = legal.QUOTE_REASON.format(quote.label, quote.subject).rstrip(" :")
    return draft


def _agreed_lines(quote: Quote) -> Iterable[Line]:
    for line in quote.lines:
        if not line.is_optional or line.is_chosen:
            yield Line(
                description=line.description[:1000],
                unit_price=line.unit_price,
                quantity=line.quantity,
                unit=line.unit,
                discount_pct=line.discount_pct,
                rate_pct=line.vat_profile.rate_pct,
                natura=line.vat_profile.nature,
                is_significant_good=line.is_significant,
                goods_cost_eur=_cost(line),
            )


def _cost(line: QuoteLine) -> Decimal | None:
    if not line.is_significant or line.unit_cost is None:
        return None
    return round_eur(line.unit_cost * line.quantity)


def _discounts(quote: Quote) -> Iterable[Line]:
    """Yield the discount on the whole as one negative line for each rate, as the quote sums it."""
    sums: dict[tuple[Decimal, str | None], Decimal] = {}
    for line in _agreed_lines(quote):
        key = (line.rate_pct, line.natura)
        sums[key] = sums.get(key, ZERO) + line.total_eur
    percent = quote.discount_pct
    for (rate, natura), amount in sums.items():
        discount = amount - round_eur(amount * (1 - percent / 100))
        if discount:
            words = legal.QUOTE_DISCOUNT.format(_percent(percent))
            yield Line(words, -discount, rate_pct=rate, natura=natura)


def _deduct(session: Session, draft: Invoice, advances: Sequence[Invoice]) -> None:
    """Add the deposits as negative lines, after significant goods were split.

    What was paid before lowers what is left to pay, not the price on which the split rests: so the
    shares are written out first, with their statement in the reason.
    """
    session.flush()
    settled = settled_of(draft, company_profile(session))
    lines = list(settled.lines)
    if settled.goods is not None:
        draft.reason = f"{draft.reason}. {settled.goods.reason}"
    for advance in advances:
        words = legal.DEDUCTION_LINE.format(advance.label, f"{advance.dated_on:%d/%m/%Y}")
        for row in advance.facts["lines"]:
            amount = -Decimal(row["total_eur"])
            lines.append(
                Line(words, amount, rate_pct=Decimal(row["rate_pct"]), natura=row["natura"])
            )
    set_lines(draft, lines)
    draft.deductions = [InvoiceDeduction(advance=advance) for advance in advances]


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
