"""Reading telephones and e-mail addresses as people type and spreadsheets hold them. Pure."""

from collections.abc import Iterable

from app.clients.rules import BadContactError
from app.kernel.identifiers import check_email
from app.kernel.phones import find_phones

#: What was typed: text with one per line, or rows of (value, label).
Typed = str | Iterable[tuple[str, str]]


def read_phones(typed: Typed, field: str) -> list[tuple[str, str]]:
    """Return (number as +39…, label) in order, each number once.

    Raises:
        BadContactError: What cannot be read, at `field`.
    """
    found: dict[str, str] = {}
    for value, label in _rows(typed):
        phones, rest = find_phones(value)
        if rest or (value.strip() and not phones):
            raise BadContactError(rest or value.strip(), field)
        for item in phones:
            found.setdefault(item.phone.number, label or item.label)
    return list(found.items())


def read_emails(typed: Typed, field: str) -> list[tuple[str, str]]:
    """Return (address, label) in order, each address once.

    Raises:
        BadContactError: What cannot be read, at `field`.
    """
    found: dict[str, str] = {}
    for value, label in _rows(typed):
        for line in filter(None, map(str.strip, value.splitlines())):
            address, _space, words = line.partition(" ")
            checked = check_email(address)
            if not checked.is_valid:
                raise BadContactError(line, field)
            found.setdefault(checked.value, label or words.strip())
    return list(found.items())


def _rows(typed: Typed) -> Iterable[tuple[str, str]]:
    return [(typed, "")] if isinstance(typed, str) else typed
