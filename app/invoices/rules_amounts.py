"""From the lines as typed to the lines that count and the amounts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.invoices import rules_legal as legal
from app.invoices.rules import Treatment
from app.invoices.rules_facts import ZERO, Line, Terms, Totals
from app.invoices.rules_goods import GoodsSplit, split_goods
from app.kernel.money import TaxableLine, round_eur, vat_summary

FLAT_RATE_REGIME = "RF19"


@dataclass(frozen=True)
class Settled:
    """What the document states: its lines, its amounts, and the split of significant goods."""

    lines: tuple[Line, ...]
    totals: Totals
    goods: GoodsSplit | None = None


def settle(lines: Sequence[Line], terms: Terms) -> Settled:
    """Return the lines that count and the amounts.

    The treatment of the whole document goes over the rates as typed; then the significant goods
    are split, the withholding is put on the lines and the stamp duty is added when re-charged.
    """
    treated = [_treated(line, terms) for line in lines]
    goods = split_goods(treated) if terms.treatment in _SPLITTING else None
    found = list(goods.lines) if goods else treated
    if terms.withholding_pct is not None:
        found = [replace(line, is_withheld=not line.is_stamp) for line in found]
    if terms.recharges_stamp and is_stamp_due(found):
        found.append(_stamp_line(terms))
    return Settled(tuple(found), totals(found, terms), goods)


def totals(lines: Sequence[Line], terms: Terms) -> Totals:
    """Return the amounts of lines that count.

    VAT is rounded once per (rate, natura) on the sum (control 00421); the withholding once on the
    sum of the lines that bear it, without VAT (art. 25-ter DPR 600/1973).
    """
    summary = vat_summary(TaxableLine(one.total_eur, one.rate_pct, one.natura) for one in lines)
    taxable = round_eur(sum((row.taxable_eur for row in summary), ZERO))
    tax = round_eur(sum((row.tax_eur for row in summary), ZERO))
    base = sum((line.total_eur for line in lines if line.is_withheld), ZERO)
    withheld = round_eur(base * (terms.withholding_pct or ZERO) / 100)
    vat_kept = tax if terms.treatment is Treatment.SPLIT_PAYMENT else ZERO
    return Totals(
        summary=summary,
        taxable_eur=taxable,
        tax_eur=tax,
        total_eur=taxable + tax,
        withheld_eur=withheld,
        payable_eur=taxable + tax - withheld - vat_kept,
        is_stamp_due=is_stamp_due(lines),
    )


def is_stamp_due(lines: Sequence[Line]) -> bool:
    """Tell whether the stamp duty is due: more than 77.47 euro without VAT for certain reasons.

    Only the lines with those reasons are summed; the re-charged stamp itself is left out.
    """
    amount = sum(
        (
            one.total_eur
            for one in lines
            if one.natura in legal.STAMP_NATURE and not one.is_stamp
        ),
        ZERO,
    )  # fmt: skip
    return amount > legal.STAMP_THRESHOLD_EUR


_SPLITTING = frozenset({Treatment.ORDINARY, Treatment.SPLIT_PAYMENT})


def _treated(line: Line, terms: Terms) -> Line:
    if terms.treatment is Treatment.REVERSE_CHARGE:
        return _zero_rated(line, "N6.7", legal.REVERSE_CHARGE)
    if terms.treatment is Treatment.FLAT_RATE:
        return _zero_rated(line, "N2.2", legal.FLAT_RATE)
    return line


def _zero_rated(line: Line, natura: str, reference: str) -> Line:
    return replace(
        line,
        rate_pct=ZERO,
        natura=natura,
        legal_reference=reference,
        is_significant_good=False,
    )


def _stamp_line(terms: Terms) -> Line:
    """Return the re-charged stamp: N1, but revenue (N2.2) in the flat-rate regime.

    Source: AdE, interpello 428/2022.
    """
    flat = terms.treatment is Treatment.FLAT_RATE
    return Line(
        description=legal.STAMP_LINE,
        unit_price=legal.STAMP_EUR,
        rate_pct=Decimal(0),
        natura="N2.2" if flat else "N1",
        legal_reference=legal.FLAT_RATE if flat else legal.STAMP_REFERENCE,
        is_stamp=True,
    )
