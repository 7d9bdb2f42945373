"""When a reminder may go out, and what stops an instalment from going to the bank. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from app.invoices.rules_facts import ZERO, Due
from app.kernel.errors import DomainError

#: Reminders of an invoice: a friendly word, a reminder, the last one.
LEVELS = 3
#: Days between the day it was due, or the last reminder, and the next.
PATIENCE = timedelta(days=10)


class Order(Enum):
    """How a bank is asked to collect."""

    RIBA = "riba"
    DEBIT = "debit"


class Scheme(Enum):
    """Rules of a SEPA direct debit: with anybody, or between firms."""

    CORE = "CORE"
    B2B = "B2B"


@dataclass(eq=False)
class BankDataMissingError(DomainError):
    """The company's own codes for orders to the bank are incomplete."""


@dataclass(eq=False)
class NothingToCollectError(DomainError):
    """No instalment was chosen, or all went to the bank meanwhile."""


@dataclass(eq=False)
class FileClosedError(DomainError):
    """The file was collected or withdrawn."""


@dataclass(eq=False)
class MandateIncompleteError(DomainError):
    """A mandate has a reference and the day it was signed, or neither."""

    field: str = "signed_on"


def next_level(last: int, due_on: date, last_on: date | None, today: date) -> int | None:
    """Return the level of the reminder that may go out today; None: too early, or no more.

    Args:
        last: Level of the last reminder; 0: none.
        due_on: First day on which something open was due.
        last_on: Day of the last reminder; None: none.
        today: Italian day.
    """
    waited_since = due_on if last_on is None else last_on
    if last >= LEVELS or today - waited_since < PATIENCE:
        return None
    return last + 1


def open_parts(found: tuple[Due, ...], paid_eur: Decimal) -> tuple[Due, ...]:
    """Return what is open of each instalment: what came in covers the earliest first."""
    left, parts = paid_eur, []
    for due in found:
        covered = min(max(left, ZERO), due.amount_eur)
        left -= covered
        if covered < due.amount_eur:
            parts.append(Due(due.due_on, due.amount_eur - covered))
    return tuple(parts)
