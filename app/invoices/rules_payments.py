"""When an invoice is to be paid, and what of it is still open. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from app.invoices.rules_facts import ZERO, Due
from app.kernel.errors import DomainError
from app.kernel.money import split_evenly


class PaymentTerms(Enum):
    """Days after the date of the document, or after the end of its month."""

    ON_SIGHT = "0"
    DAYS_30 = "30"
    MONTH_END_30 = "30e"
    DAYS_60 = "60"
    MONTH_END_60 = "60e"
    DAYS_30_60 = "30+60"
    MONTH_END_30_60_90 = "30e+60e+90e"


class PaymentState(Enum):
    """How far a document is paid."""

    OPEN = "open"
    PARTLY = "partly"
    OVERDUE = "overdue"
    PAID = "paid"


@dataclass(eq=False)
class NoAmountError(DomainError):
    """A payment has an amount other than zero."""

    field: str = "amount_eur"


@dataclass(eq=False)
class TooMuchError(DomainError):
    """More than what is open cannot be paid."""

    open_text: str
    field: str = "amount_eur"


@dataclass(eq=False)
class NotIssuedError(DomainError):
    """A draft cannot be paid: it is not an invoice yet."""


def dues(dated_on: date, terms: PaymentTerms, amount_eur: Decimal) -> tuple[Due, ...]:
    """Return the payments expected, earliest first; they add up to the amount exactly."""
    days = [_due_on(dated_on, part) for part in terms.value.split("+")]
    return tuple(
        Due(day, part) for day, part in zip(days, split_evenly(amount_eur, len(days)), strict=True)
    )


def _due_on(dated_on: date, part: str) -> date:
    """Return the day of one instalment.

    "End of month" counts in months: 30 days from 15 January, end of month, is 28 February.
    """
    if not part.endswith("e"):
        return dated_on + timedelta(days=int(part))
    months = dated_on.month - 1 + int(part.removesuffix("e")) // 30
    year, month = dated_on.year + months // 12, months % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def payment_state(
    payable_eur: Decimal, paid_eur: Decimal, first_due_on: date | None, today: date
) -> PaymentState:
    """Return how far a document is paid.

    Args:
        payable_eur: What the buyer owes; negative for a credit note.
        paid_eur: What came in, with the same sign.
        first_due_on: First day with something still open; None: no date.
        today: Italian day.
    """
    if abs(paid_eur) >= abs(payable_eur):
        return PaymentState.PAID
    if first_due_on is not None and first_due_on < today:
        return PaymentState.OVERDUE
    return PaymentState.PARTLY if paid_eur else PaymentState.OPEN


def next_due(found: tuple[Due, ...], paid_eur: Decimal) -> Due | None:
    """Return the first instalment not covered by what came in, with what is open of it."""
    left = paid_eur
    for due in found:
        if left < due.amount_eur:
            return Due(due.due_on, due.amount_eur - max(left, ZERO))
        left -= due.amount_eur
    return None
