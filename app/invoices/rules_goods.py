"""Significant goods: how a job at 10% is split when it brings a boiler. Pure.

Sources: L. 488/1999 art. 7 c. 1 lett. b; DM 29/12/1999; L. 205/2017 art. 1 c. 19; circ. 15/E/2018.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.invoices import rules_legal as legal
from app.invoices.rules_facts import ZERO, Line
from app.kernel.money import round_eur


@dataclass(frozen=True)
class GoodsSplit:
    """A job at 10% with significant goods; amounts in euro without VAT."""

    lines: tuple[Line, ...]
    #: C: what the whole job costs.
    consideration_eur: Decimal
    #: B: cost of the goods, without the installer's mark-up.
    goods_eur: Decimal
    reduced_eur: Decimal
    ordinary_eur: Decimal

    @property
    def reason(self) -> str:
        """Return the sentence that the law wants on the invoice."""
        amounts = (self.consideration_eur, self.goods_eur, self.reduced_eur, self.ordinary_eur)
        return legal.GOODS_REASON.format(*(f"{amount:.2f}" for amount in amounts))


def split_amounts(consideration_eur: Decimal, goods_eur: Decimal) -> tuple[Decimal, Decimal]:
    """Return (taxable at 10%, taxable at 22%), euro with 2 decimals.

    With P = C - B: at 10% P + min(B, P), at 22% the rest of B; everything at 22% when no service
    is priced (B >= C).
    """
    whole, goods = round_eur(consideration_eur), round_eur(goods_eur)
    ordinary = min(max(ZERO, goods - (whole - goods)), whole)
    return whole - ordinary, ordinary


def split_goods(lines: Sequence[Line]) -> GoodsSplit | None:
    """Return the split of the lines at 10%, or None when no significant good is among them.

    Only positive lines at 10% belong to the job; a discount line (negative) lowers C as well.
    """
    job = [line for line in lines if _is_reduced(line)]
    goods = [line for line in job if line.is_significant_good]
    if not goods:
        return None
    consideration = sum((line.total_eur for line in job), ZERO)
    value = sum((_value(line) for line in goods), ZERO)
    reduced, ordinary = split_amounts(consideration, value)
    made = _shared_out(lines, ordinary)
    return GoodsSplit(tuple(made), round_eur(consideration), round_eur(value), reduced, ordinary)


def _is_reduced(line: Line) -> bool:
    return line.rate_pct == legal.REDUCED_PCT


def _value(line: Line) -> Decimal:
    """Return the value of a good: its cost; unknown, the price, which is never too little VAT."""
    return line.total_eur if line.goods_cost_eur is None else line.goods_cost_eur


def _shared_out(lines: Sequence[Line], ordinary_eur: Decimal) -> list[Line]:
    """Return the lines with the excess at 22% taken from the goods first, then from the rest."""
    made: list[Line] = []
    rest = ordinary_eur
    for line in lines:
        if _is_reduced(line) and line.is_significant_good:
            pieces, rest = _goods_pieces(line, rest)
            made += pieces
        else:
            made.append(line)
    if not rest:
        return made
    left = _Rest(rest)
    return [piece for line in made for piece in _taken(line, left)]


class _Rest:
    """What is still to be taken from the lines that are not goods."""

    def __init__(self, amount: Decimal) -> None:
        self.amount = amount


def _goods_pieces(line: Line, rest: Decimal) -> tuple[list[Line], Decimal]:
    value = min(_value(line), line.total_eur)
    markup = line.total_eur - value
    ordinary = min(value, rest)
    pieces = [
        _piece(line, legal.GOODS_MARKUP, markup, legal.REDUCED_PCT),
        _piece(line, legal.GOODS_REDUCED, value - ordinary, legal.REDUCED_PCT),
        _piece(line, legal.GOODS_ORDINARY, ordinary, legal.ORDINARY_PCT),
    ]
    # A document has at least one line, even when nothing is charged for the good.
    return [piece for piece in pieces if piece.total_eur] or pieces[1:2], rest - ordinary


def _taken(line: Line, rest: _Rest) -> list[Line]:
    if not _is_reduced(line) or line.total_eur <= 0 or not rest.amount:
        return [line]
    ordinary = min(line.total_eur, rest.amount)
    rest.amount -= ordinary
    pieces = [
        _piece(line, "{}", line.total_eur - ordinary, legal.REDUCED_PCT),
        _piece(line, legal.OTHER_ORDINARY, ordinary, legal.ORDINARY_PCT),
    ]
    return [piece for piece in pieces if piece.total_eur]


def _piece(line: Line, words: str, amount: Decimal, rate: Decimal) -> Line:
    return replace(
        line,
        description=words.format(line.description),
        unit_price=amount,
        quantity=Decimal(1),
        discount_pct=ZERO,
        rate_pct=rate,
        is_significant_good=False,
        goods_cost_eur=None,
    )
