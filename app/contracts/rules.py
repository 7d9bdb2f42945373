"""Terms, visits, instalments and states of a contract. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from app.kernel.dates import add_months
from app.kernel.errors import DomainError
from app.kernel.money import round_eur, split_evenly

#: Longest term, months.
MAX_MONTHS = 120


class ContractKind(Enum):
    """What is sold."""

    PLANNED = "planned"
    FULL = "full"
    WARRANTY = "warranty"
    THIRD_PARTY = "third_party"
    BUILDING = "building"


class ContractState(Enum):
    """Where a contract stands; `EXPIRING` and `EXPIRED` are never stored."""

    DRAFT = "draft"
    SENT = "sent"
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    TERMINATED = "terminated"


class Renewal(Enum):
    """What happens at the end of a term."""

    PROPOSED = "proposed"
    AUTOMATIC = "automatic"
    NONE = "none"


class RenewalStep(Enum):
    """Why a contract is among those to renew."""

    #: Either side may still say no.
    NOTICE_OPEN = "notice_open"
    #: Nobody said no in time.
    NOTICE_OVER = "notice_over"
    #: The term is over.
    ENDED = "ended"


@dataclass(eq=False)
class ContractNotDraftError(DomainError):
    """What is in force is not changed: it is renewed, or ended and made anew."""

    label: str


@dataclass(eq=False)
class ContractNotActiveError(DomainError):
    """Only a contract in force is renewed or ended."""

    label: str


@dataclass(eq=False)
class TermLengthError(DomainError):
    """A term has from one month to ten years."""

    limit: int
    field: str = "months"


@dataclass(eq=False)
class InstalmentsError(DomainError):
    """At least one instalment, at most one a month."""

    limit: int
    field: str = "instalment_count"


@dataclass(eq=False)
class FeeMissingError(DomainError):
    """A contract in force has a fee."""

    field: str = "fee_eur"


@dataclass(eq=False)
class TerminationReasonMissingError(DomainError):
    """A contract ends with a reason."""

    field: str = "termination_reason"


@dataclass(eq=False)
class TerminationDayError(DomainError):
    """A contract ends within its term."""

    field: str = "terminated_on"


@dataclass(eq=False)
class ContractSignerMissingError(DomainError):
    """Who signs says their name."""

    field: str = "signer_name"


def term_end(starts_on: date, months: int) -> date:
    """Return the last day of a term: 12 months from 15/03/2026 end on 14/03/2027."""
    return add_months(starts_on, months) - timedelta(days=1)


@dataclass(frozen=True)
class Ending:
    """How the term of a contract ends.

    Attributes:
        ends_on: Its last day.
        notice_by: Last day to say no to a renewal; without renewal the last day itself.
    """

    ends_on: date
    notice_by: date

    def is_near(self, today: date, lead_days: int) -> bool:
        """Tell whether its notice comes within some days."""
        return self.notice_by <= today + timedelta(days=lead_days)

    def step(self, today: date) -> RenewalStep:
        """Return where the renewal stands on a day."""
        if self.ends_on < today:
            return RenewalStep.ENDED
        is_open = today <= self.notice_by
        return RenewalStep.NOTICE_OPEN if is_open else RenewalStep.NOTICE_OVER


def shown_state(state: ContractState, ending: Ending, today: date, lead_days: int) -> ContractState:
    """Return the state people see: a contract in force nears its notice, then is over.

    Args:
        state: As stored.
        ending: How its term ends.
        today: Italian day.
        lead_days: Days before the notice from which the office is warned.
    """
    if state is not ContractState.ACTIVE:
        return state
    if ending.ends_on < today:
        return ContractState.EXPIRED
    return ContractState.EXPIRING if ending.is_near(today, lead_days) else ContractState.ACTIVE


def notice_day(ends_on: date, notice_days: int, renewal: Renewal) -> date:
    """Return the last day on which either side may still say no; without renewal, the end."""
    return ends_on if renewal is Renewal.NONE else ends_on - timedelta(days=notice_days)


def planned_visits(starts_on: date, ends_on: date, months: Collection[int]) -> tuple[date, ...]:
    """Return the days from which the included visits of a term are due, oldest first.

    Args:
        starts_on: First day of the term.
        ends_on: Last day of the term.
        months: Calendar months of the visits, 1 to 12; each comes once a year.

    A visit is due from the first of its month; in the month in which the term begins, from the
    term's first day. A term never plans the same month twice in a year.
    """
    found = []
    day = starts_on.replace(day=1)
    while day <= ends_on:
        is_same_again = day.month == starts_on.month and day.year > starts_on.year
        # The last days of a yearly term fall in the month it began in: that visit was planned.
        is_rest = is_same_again and add_months(day, 1) > ends_on
        if day.month in months and not is_rest:
            found.append(max(day, starts_on))
        day = add_months(day, 1)
    return tuple(found)


def instalment_plan(
    fee_eur: Decimal, starts_on: date, months: int, count: int
) -> tuple[tuple[date, Decimal], ...]:
    """Return (due day, euro without VAT) of each instalment; together they are the fee.

    Instalments fall at equal distances from the first day; the last takes the odd cents.
    """
    ensure_instalments(months, count)
    shares = split_evenly(fee_eur, count)
    days = (add_months(starts_on, at * months // count) for at in range(count))
    return tuple(zip(days, shares, strict=True))


def adjusted_fee(fee_eur: Decimal, percent: Decimal) -> Decimal:
    """Return a fee raised (or lowered) by a percentage, to the cent."""
    return round_eur(fee_eur * (1 + percent / 100))


def ensure_draft(state: ContractState, label: str) -> None:
    """Raise `ContractNotDraftError` once a contract is in force or over."""
    if state not in (ContractState.DRAFT, ContractState.SENT):
        raise ContractNotDraftError(label)


def ensure_active(state: ContractState, label: str) -> None:
    """Raise `ContractNotActiveError` unless a contract is in force."""
    if state is not ContractState.ACTIVE:
        raise ContractNotActiveError(label)


def ensure_months(months: int) -> None:
    """Raise `TermLengthError` for a term that is none."""
    if not 1 <= months <= MAX_MONTHS:
        raise TermLengthError(MAX_MONTHS)


def ensure_instalments(months: int, count: int) -> None:
    """Raise `InstalmentsError` for fewer than one or more than one a month."""
    if not 1 <= count <= months:
        raise InstalmentsError(months)
