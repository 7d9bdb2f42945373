"""Powers as nameplates, price lists and old booklets write them."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.kernel.errors import DomainError
from app.kernel.money import InvalidAmountError, parse_number

#: 1 kcal/h in kW (thermochemical definitions differ only in the fifth digit).
KW_PER_KCAL_H = Decimal("0.001163")
#: Larger than any plant a heating firm serves.
MAX_POWER_KW = Decimal(100_000)

_POWER = re.compile(
    r"(?P<number>[\d.,'\s\u00a0]+?)\s*(?P<unit>kw\w*|w|mw|kcal(?:\s*/\s*h)?|btu(?:\s*/\s*h)?)?\.?",
    re.IGNORECASE,
)
_FACTORS = {
    "k": Decimal(1),
    "w": Decimal("0.001"),
    "m": Decimal(1000),
    "b": Decimal("0.00029307107"),
}


@dataclass(eq=False)
class InvalidPowerError(DomainError):
    """The text is not a power in kW."""

    text: str


def parse_kw(text: str) -> Decimal:
    """Read a power and return kW with 2 decimals: `24`, `24,5 kW`, `28000 W`, `20.000 kcal/h`.

    Without a unit it is kW, and a dot is a decimal point (`23.256`).

    Raises:
        InvalidPowerError: Not a number, not above zero, or beyond any plant.
    """
    match = _POWER.fullmatch(text.strip())
    if not match:
        raise InvalidPowerError(text)
    unit = (match["unit"] or "kw").lower()
    try:
        number = parse_number(match["number"], dot_is_decimal=unit.startswith("kw"))
    except InvalidAmountError as error:
        raise InvalidPowerError(text) from error
    factor = KW_PER_KCAL_H if unit.startswith("kcal") else _FACTORS[unit[0]]
    if number > MAX_POWER_KW * 10_000:
        raise InvalidPowerError(text)
    power = (number * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if not 0 < power <= MAX_POWER_KW:
        raise InvalidPowerError(text)
    return power
