"""Numbers and days of a report as people read them, from the texts they travel as."""

from decimal import Decimal, InvalidOperation

from app.web.formats import format_number


def decimal_of(value: object) -> Decimal:
    """Return a number that travels as text with a point; zero when it is missing."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def amount_text(value: object) -> str:
    """Return "1.234,50"; unit prices keep the decimals they have beyond two."""
    amount = decimal_of(value).normalize()
    exponent = amount.as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 2)
    return format_number(amount.quantize(Decimal(1).scaleb(-decimals)))


def vat_text(rate: Decimal, nature: str | None) -> str:
    """Return "10%", or the natura when nothing is taxed: "N6.7"."""
    return nature if nature and not rate else f"{number_text(rate)}%"


def number_text(value: object) -> str:
    """Return "2,5", without useless zeros."""
    plain = decimal_of(value).normalize()
    return format_number(plain.quantize(Decimal(1)) if plain == plain.to_integral() else plain)


def day_text(value: object) -> str:
    """Return "12/10/2026" from an ISO day; a text that is none stays."""
    text = str(value or "")
    parts = text.split("-")
    return "/".join(reversed(parts)) if [len(part) for part in parts] == [4, 2, 2] else text
