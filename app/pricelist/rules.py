"""Rules of the price list. Pure."""

from dataclasses import dataclass
from enum import Enum

from app.kernel.errors import DomainError


class ItemKind(Enum):
    """What a line of the price list is."""

    PART = "part"
    LABOUR = "labour"
    CALL_OUT = "call_out"
    SERVICE = "service"


@dataclass(eq=False)
class UnknownPartError(DomainError):
    """A row of a kit names no article of the price list."""

    row: str
    field: str = "kit"


@dataclass(eq=False)
class PartQuantityError(DomainError):
    """A row of a kit has a quantity that is no positive number."""

    row: str
    field: str = "kit"


@dataclass(eq=False)
class KitInKitError(DomainError):
    """A kit is made of articles, not of kits or of itself."""

    row: str
    field: str = "kit"


@dataclass(frozen=True)
class KitRow:
    """A row as typed: code of the article and how many."""

    code: str
    quantity: str
    row: str


def kit_rows(text: str) -> tuple[KitRow, ...]:
    """Return the rows of a kit typed one per line, "CODE" or "CODE x 2"."""
    found = []
    for line in text.splitlines():
        row = line.strip()
        if row:
            code, _times, quantity = row.rpartition(" x ")
            found.append(KitRow((code or row).strip(), quantity.strip() if code else "1", row))
    return tuple(found)
