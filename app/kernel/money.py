"""Euro and quantities: always Decimal, always rounded half up.

Amounts have 2 decimals, unit prices and quantities up to 8. A line is rounded once, and VAT is
rounded once per (rate, natura) on the summed lines: rounding it per line drifts and is rejected by
the exchange system (control 00421).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.kernel.errors import DomainError

CENT = Decimal("0.01")
#: Step of unit prices and quantities: the most decimals FatturaPA 1.2 admits.
UNIT_STEP = Decimal("0.00000001")
#: Integer digits that fit both `Numeric(12, 2)` and FatturaPA amounts in practice.
MAX_INTEGER_DIGITS = 10

_SYMBOLS = re.compile(r"€|\beuro?\b", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f'\u2019]+")
_NUMBER = re.compile(r"[+-]?(\d[\d.,]*|[.,]\d+)", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<sep>[.,])\d{3}((?P=sep)\d{3})*", re.ASCII)


@dataclass(eq=False)
class InvalidAmountError(DomainError):
    """The text is not a number."""

    text: str


@dataclass(eq=False)
class TooManyDecimalsError(DomainError):
    """The number has more decimals than the field keeps."""

    text: str
    decimals: int


@dataclass(eq=False)
class AmountTooLargeError(DomainError):
    """The number is larger than any amount the firm can store."""

    text: str


def round_eur(amount: Decimal | int | str) -> Decimal:
    """Return an amount in euro with 2 decimals, half up (10.25 at 10% gives 1.03)."""
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


def round_unit(value: Decimal | int | str) -> Decimal:
    """Return a unit price or quantity with 8 decimals, half up."""
    return Decimal(value).quantize(UNIT_STEP, ROUND_HALF_UP)


def parse_amount(text: str, *, decimals: int = 2) -> Decimal:
    """Read a number typed by an Italian: `1.234,56`, `1234.56`, `€ 12`, `1.234` (thousands).

    Args:
        text: What was typed; the euro sign and spaces are ignored.
        decimals: Most decimals allowed: 2 for amounts, 8 for unit prices and quantities.

    Raises:
        InvalidAmountError: It is not a number.
        TooManyDecimalsError: It has more decimals than allowed (zeros at the end do not count).
        AmountTooLargeError: It has more than 10 integer digits.
    """
    value = parse_number(text)
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:
        raise TooManyDecimalsError(text, decimals)
    if value.adjusted() >= MAX_INTEGER_DIGITS:
        raise AmountTooLargeError(text)
    return value.quantize(Decimal(1).scaleb(-decimals))


def parse_number(text: str, *, dot_is_decimal: bool = False) -> Decimal:
    """Read a number with Italian or English separators, exactly as written.

    Args:
        text: What was typed.
        dot_is_decimal: Read `1.234` as one and a bit, for measures; by default it is
            one thousand two hundred and thirty-four.

    Raises:
        InvalidAmountError: It is not a number.
    """
    bare = _SPACES.sub("", _SYMBOLS.sub("", text)).replace("\u2212", "-")
    if len(bare) > 30 or not _NUMBER.fullmatch(bare):
        raise InvalidAmountError(text)
    sign = -1 if bare.startswith("-") else 1
    return sign * Decimal(_with_decimal_point(bare.lstrip("+-"), text, dot_is_decimal))


def _with_decimal_point(number: str, text: str, dot_is_decimal: bool) -> str:  # noqa: FBT001 - private
    """Return the digits with a decimal point, after deciding what dots and commas mean."""
    if "." in number and "," in number:
        decimal_mark = max(".", ",", key=number.rfind)
        group_mark = "," if decimal_mark == "." else "."
        whole, _, fraction = number.rpartition(decimal_mark)
        if decimal_mark in whole or (group_mark in whole and not _GROUPED.fullmatch(whole)):
            raise InvalidAmountError(text)
        return f"{whole.replace(group_mark, '')}.{fraction or '0'}"
    mark = "," if "," in number else "."
    single = number.count(mark) <= 1
    measure = dot_is_decimal and single
    if _GROUPED.fullmatch(number) and (mark == "." or not single) and not measure:
        return number.replace(mark, "")
    if not single:
        raise InvalidAmountError(text)
    return number.replace(",", ".")


class AdjustmentKind(StrEnum):
    """Whether an adjustment lowers or raises the unit price (FatturaPA SC and MG)."""

    DISCOUNT = "SC"
    SURCHARGE = "MG"


@dataclass(frozen=True)
class Adjustment:
    """A discount or surcharge on a unit price; the amount wins over the percentage."""

    kind: AdjustmentKind
    percent: Decimal | None = None
    #: Euro on one unit.
    amount_eur: Decimal | None = None

    def applied_to(self, price: Decimal) -> Decimal:
        """Return the unit price after this adjustment, not rounded."""
        change = self.amount_eur
        if change is None:
            change = price * (self.percent or Decimal(0)) / 100
        return price - change if self.kind is AdjustmentKind.DISCOUNT else price + change


def line_total(
    unit_price: Decimal,
    quantity: Decimal = Decimal(1),
    adjustments: Sequence[Adjustment] = (),
) -> Decimal:
    """Return the total of a line in euro, rounded once.

    Source: SdI control 00423: discounts act on the unit price, in order.
    """
    price = unit_price
    for adjustment in adjustments:
        price = adjustment.applied_to(price)
    return round_eur(price * quantity)


def net_unit_price(gross_eur: Decimal, rate_pct: Decimal) -> Decimal:
    """Return the unit price without VAT of a price that includes it, with 8 decimals.

    Two decimals would not do: 100.00 at 22% times 11 must give 901.64.
    """
    return round_unit(gross_eur / (1 + rate_pct / 100))


@dataclass(frozen=True)
class TaxableLine:
    """What the VAT summary needs of a line."""

    total_eur: Decimal
    rate_pct: Decimal
    #: FatturaPA reason for a zero rate (N1 to N7.x); None for a taxed line.
    natura: str | None = None


@dataclass(frozen=True)
class VatTotal:
    """One row of the VAT summary, in euro with 2 decimals."""

    rate_pct: Decimal
    natura: str | None
    taxable_eur: Decimal
    tax_eur: Decimal


def vat_summary(lines: Iterable[TaxableLine]) -> tuple[VatTotal, ...]:
    """Return the VAT once per (rate, natura), highest rate first.

    40 lines of 0.13 at 22% give 5.20 and VAT 1.14; line by line it would be 1.20. Only rates that
    are in use appear; an empty natura counts as none.
    """
    sums: dict[tuple[Decimal, str | None], Decimal] = {}
    for line in lines:
        key = (line.rate_pct, line.natura or None)
        sums[key] = sums.get(key, Decimal(0)) + line.total_eur
    rows = (
        VatTotal(rate, natura, round_eur(taxable), round_eur(round_eur(taxable) * rate / 100))
        for (rate, natura), taxable in sums.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.rate_pct, row.natura or "")))


def document_total(summary: Iterable[VatTotal]) -> Decimal:
    """Return taxable plus tax of a VAT summary, in euro."""
    return round_eur(sum((row.taxable_eur + row.tax_eur for row in summary), Decimal(0)))


def split_significant_goods(total_eur: Decimal, goods_eur: Decimal) -> tuple[Decimal, Decimal]:
    """Return (taxable at 10 %, taxable at 22 %) of a job with "beni significativi".

    With P = C - B: at 10 % go P + min(B, P), at 22 % the rest of B; everything at 22 % when the
    goods are worth as much as the whole job.

    Args:
        total_eur: C, the whole consideration of the job at 10 %, without VAT.
        goods_eur: B, the cost of the goods, without the installer's mark-up.

    Source: L. 488/1999 art. 7 c. 1 lett. b; DM 29/12/1999; L. 205/2017 art. 1 c. 19; AdE circ.
    15/E/2018. Read on 25/11/2026.
    """
    total, goods = round_eur(total_eur), round_eur(goods_eur)
    ordinary = min(max(Decimal(0), goods - (total - goods)), total)
    return total - ordinary, ordinary


def split_evenly(total_eur: Decimal, parts: int) -> tuple[Decimal, ...]:
    """Return instalments that add up to the total exactly; the last takes the odd cents."""
    if parts < 1:
        raise ValueError("at least one part")
    share = (total_eur / parts).quantize(CENT, ROUND_DOWN)
    return (*[share] * (parts - 1), round_eur(total_eur - share * (parts - 1)))
