"""What an entry of the F-gas register must say. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from app.kernel.errors import DomainError


class EntryKind(Enum):
    """Work that goes to the Banca Dati FGAS. Source: DPR 146/2018, art. 16."""

    INSTALLATION = "installation"
    LEAK_CHECK = "leak_check"
    MAINTENANCE = "maintenance"
    REPAIR = "repair"
    TOP_UP = "top_up"
    RECOVERY = "recovery"
    DECOMMISSIONING = "decommissioning"


class LeakResult(Enum):
    """What a leak check found."""

    TIGHT = "tight"
    LEAKING = "leaking"


@dataclass(eq=False)
class WorkInFutureError(DomainError):
    """The work is dated after today."""

    field: str = "performed_on"


@dataclass(eq=False)
class GasMissingError(DomainError):
    """The refrigerant of the circuit is not said."""

    field: str = "refrigerant"


@dataclass(eq=False)
class AddedMissingError(DomainError):
    """A top-up without the amount added."""

    field: str = "added_kg"


@dataclass(eq=False)
class RecoveredMissingError(DomainError):
    """A recovery without the amount recovered."""

    field: str = "recovered_kg"


@dataclass(eq=False)
class ResultMissingError(DomainError):
    """A leak check without its result."""

    field: str = "result"


@dataclass(eq=False)
class EntryNotifiedError(DomainError):
    """The entry is in the Banca Dati: it stays as it was notified."""


@dataclass(eq=False)
class NoticeDayError(DomainError):
    """The day of the notice lies before the work or after today."""

    field: str = "notified_on"


@dataclass(frozen=True)
class EntryFacts:
    """What is checked of an entry."""

    kind: EntryKind
    performed_on: date
    has_gas: bool
    added_kg: Decimal | None
    recovered_kg: Decimal | None
    result: LeakResult | None


def ensure_complete(facts: EntryFacts, *, today: date) -> None:
    """Refuse an entry that the Banca Dati would not take.

    Raises:
        WorkInFutureError, GasMissingError, AddedMissingError, RecoveredMissingError,
        ResultMissingError: What is wrong or missing.
    """
    if facts.performed_on > today:
        raise WorkInFutureError
    if not facts.has_gas:
        raise GasMissingError
    if facts.kind is EntryKind.TOP_UP and not facts.added_kg:
        raise AddedMissingError
    if facts.kind is EntryKind.RECOVERY and not facts.recovered_kg:
        raise RecoveredMissingError
    if facts.kind is EntryKind.LEAK_CHECK and facts.result is None:
        raise ResultMissingError


def ensure_open(notified_on: date | None) -> None:
    """Refuse to change what was notified."""
    if notified_on is not None:
        raise EntryNotifiedError


def ensure_notice_day(day: date, *, performed_on: date, today: date) -> None:
    """Refuse a notice before the work or in the future."""
    if not performed_on <= day <= today:
        raise NoticeDayError
