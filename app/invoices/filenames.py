"""Names of the files that go to the exchange system. Pure."""

import re

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: Files that a transmitter may ever send under 5 characters of base 36.
MOST_FILES = 36**5
_NAME = re.compile(
    r"(?P<invoice>[A-Z]{2}[A-Za-z0-9]{2,28}_[A-Za-z0-9]{1,5})"
    r"_(?P<kind>RC|NS|MC|NE|DT|AT|EC|SE|MT)_[A-Za-z0-9]{1,3}\.(xml|zip)",
    re.IGNORECASE,
)


def progressive_text(number: int) -> str:
    """Return the progressive of a file, 5 characters in base 36: 1 is "00001".

    Raises:
        ValueError: The numbers are used up.
    """
    if not 0 < number < MOST_FILES:
        raise ValueError(number)
    found = ""
    while number:
        number, place = divmod(number, 36)
        found = _DIGITS[place] + found
    return found.rjust(5, "0")


def file_name(transmitter: str, number: int) -> str:
    """Return the name of a file: a name is used once for ever (control 00002)."""
    return f"IT{transmitter}_{progressive_text(number)}.xml"


def receipt_of(name: str) -> tuple[str, str] | None:
    """Return (stem of the invoice's file, kind) of a receipt's file name, or None."""
    found = _NAME.fullmatch(name)
    return (found["invoice"], found["kind"].upper()) if found else None
