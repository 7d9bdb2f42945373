"""What the lines of a report cost: as typed by who sees prices, else as listed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.interventions.rules import LineSource
from app.interventions.rules_content import AMOUNT_LIMIT, ContentLine
from app.interventions.rules_reading import Problem
from app.kernel.money import TaxableLine, line_total, round_eur, vat_summary

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Price:
    """The price of a line: euro without VAT, percentages."""

    unit_price: Decimal = _ZERO
    discount_pct: Decimal = _ZERO
    vat_rate_pct: Decimal = _ZERO
    vat_nature: str | None = None


@dataclass(frozen=True)
class PricedLine:
    """A line with the price that counts."""

    line: ContentLine
    price: Price

    @property
    def total_eur(self) -> Decimal:
        """Return the total of the line, rounded once; the discount acts on the unit price."""
        net = self.price.unit_price * (1 - self.price.discount_pct / 100)
        return line_total(net, self.line.quantity)


@dataclass(frozen=True)
class Totals:
    """Amounts of a report, euro with two decimals."""

    net_eur: Decimal
    vat_eur: Decimal
    total_eur: Decimal


#: What tells a line again in a correction: the row of the price list and the words.
LineKey = tuple[int | None, str]


def price_lines(
    lines: Sequence[ContentLine],
    *,
    may_price: bool,
    listed: Mapping[int, Price],
    earlier: Mapping[LineKey, Price],
) -> tuple[PricedLine, ...]:
    """Return the lines with the price that counts.

    Args:
        lines: The lines as they were sent.
        may_price: Who sent them sees prices: those sent count.
        listed: Prices of the price list, by its rows.
        earlier: Prices of the revision being corrected: whoever sees none cannot change them.
    """
    if may_price:
        return tuple(PricedLine(line, _sent(line)) for line in lines)
    return tuple(PricedLine(line, _known(line, listed, earlier)) for line in lines)


def totals(lines: Sequence[PricedLine]) -> Totals:
    """Return the amounts of some lines: VAT once per rate and natura."""
    summary = vat_summary(
        TaxableLine(line.total_eur, line.price.vat_rate_pct, line.price.vat_nature)
        for line in lines
    )
    net = round_eur(sum((row.taxable_eur for row in summary), _ZERO))
    vat = round_eur(sum((row.tax_eur for row in summary), _ZERO))
    return Totals(net, vat, net + vat)


def amount_problems(lines: Sequence[PricedLine]) -> tuple[Problem, ...]:
    """Return the lines whose total is larger than any a firm can mean."""
    return tuple(
        Problem(f"lines.{place}.quantity", "out_of_range")
        for place, line in enumerate(lines)
        if line.total_eur >= AMOUNT_LIMIT
    )


def _sent(line: ContentLine) -> Price:
    return Price(line.unit_price, line.discount_pct, line.vat_rate_pct, line.vat_nature)


def _known(
    line: ContentLine, listed: Mapping[int, Price], earlier: Mapping[LineKey, Price]
) -> Price:
    before = earlier.get((line.item_id, line.description))
    if before is not None:
        return before
    if line.item_id is None or line.source is LineSource.WARRANTY:
        # Free text has no price, and what the maker pays is not charged to the customer.
        return Price()
    return listed.get(line.item_id, Price())
