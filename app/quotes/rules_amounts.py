"""What a quote costs: lines, discount, VAT with significant goods, deposit. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.kernel.money import (
    Adjustment,
    AdjustmentKind,
    TaxableLine,
    VatTotal,
    document_total,
    line_total,
    round_eur,
    split_significant_goods,
    vat_summary,
)

_ZERO = Decimal(0)
#: Rate of maintenance on homes (art. 7 c. 1 lett. b L. 488/1999) and the ordinary one.
REDUCED_PCT, ORDINARY_PCT = Decimal(10), Decimal(22)


@dataclass(frozen=True)
class QuotedLine:
    """A line as the sums need it.

    Attributes:
        unit_price: Euro without VAT, up to 8 decimals.
        discount_pct: Discount on the unit price.
        natura: Reason of a zero rate; None for a taxed line.
        counts: False for an option that was not chosen.
        is_significant: A "bene significativo" of DM 29/12/1999.
        unit_cost: What the good cost the company, euro; None: unknown.
    """

    quantity: Decimal
    unit_price: Decimal
    discount_pct: Decimal = _ZERO
    rate_pct: Decimal = _ZERO
    natura: str | None = None
    counts: bool = True
    is_significant: bool = False
    unit_cost: Decimal | None = None

    @property
    def total_eur(self) -> Decimal:
        """Return the line without VAT, rounded once."""
        discount = Adjustment(AdjustmentKind.DISCOUNT, percent=self.discount_pct)
        return line_total(self.unit_price, self.quantity, (discount,))


@dataclass(frozen=True)
class GoodsSplit:
    """The work at 10 % with the value of the goods, and how it is taxed; euro without VAT."""

    consideration_eur: Decimal
    goods_eur: Decimal
    at_reduced_eur: Decimal
    at_ordinary_eur: Decimal


@dataclass(frozen=True)
class QuoteTotals:
    """Amounts of a quote, euro with two decimals.

    Attributes:
        gross_eur: Lines that count before the discount on the whole.
        discount_eur: Discount on the whole.
        goods: Split of the significant goods; None without any.
        deposit_eur: To pay on acceptance, VAT included; zero without deposit.
    """

    gross_eur: Decimal
    discount_eur: Decimal
    net_eur: Decimal
    vat: tuple[VatTotal, ...]
    vat_eur: Decimal
    total_eur: Decimal
    goods: GoodsSplit | None
    deposit_eur: Decimal


def quote_totals(
    lines: Sequence[QuotedLine],
    *,
    discount_pct: Decimal = _ZERO,
    deposit_pct: Decimal = _ZERO,
) -> QuoteTotals:
    """Return the amounts of a quote.

    The discount on the whole lowers each rate's taxable amount in proportion; VAT is rounded
    once per rate and natura.
    """
    counted = [line for line in lines if line.counts]
    gross = sum((line.total_eur for line in counted), _ZERO)
    by_rate = _discounted(counted, discount_pct)
    goods = _goods_split(counted, by_rate.get((REDUCED_PCT, None), _ZERO))
    if goods is not None:
        ordinary = by_rate.get((ORDINARY_PCT, None), _ZERO)
        by_rate[REDUCED_PCT, None] = goods.at_reduced_eur
        by_rate[ORDINARY_PCT, None] = ordinary + goods.at_ordinary_eur
    summary = vat_summary(
        TaxableLine(amount, rate, natura) for (rate, natura), amount in by_rate.items() if amount
    )
    net = round_eur(sum((row.taxable_eur for row in summary), _ZERO))
    total = document_total(summary)
    return QuoteTotals(
        gross_eur=round_eur(gross),
        discount_eur=round_eur(gross - net),
        net_eur=net,
        vat=summary,
        vat_eur=round_eur(total - net),
        total_eur=total,
        goods=goods,
        deposit_eur=round_eur(total * deposit_pct / 100),
    )


def _discounted(
    lines: Sequence[QuotedLine], discount_pct: Decimal
) -> dict[tuple[Decimal, str | None], Decimal]:
    sums: dict[tuple[Decimal, str | None], Decimal] = {}
    for line in lines:
        key = (line.rate_pct.normalize(), line.natura or None)
        sums[key] = sums.get(key, _ZERO) + line.total_eur
    return {key: round_eur(amount * (1 - discount_pct / 100)) for key, amount in sums.items()}


def _goods_split(lines: Sequence[QuotedLine], consideration: Decimal) -> GoodsSplit | None:
    """Return the split of the work at 10 %; None when it brings no significant good.

    The value of a good is its cost without mark-up; with the cost unknown the price stands in,
    which taxes more and never less (circ. 15/E/2018).
    """
    goods = [line for line in lines if line.is_significant and line.rate_pct == REDUCED_PCT]
    if not goods:
        return None
    value = sum((_value(line) for line in goods), _ZERO)
    reduced, ordinary = split_significant_goods(consideration, value)
    return GoodsSplit(consideration, round_eur(value), reduced, ordinary)


def _value(line: QuotedLine) -> Decimal:
    if line.unit_cost is None:
        return line.total_eur
    return round_eur(line.unit_cost * line.quantity)
