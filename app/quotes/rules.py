"""States of a quote and the steps between them. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.kernel.errors import DomainError

#: Days a quote holds unless somebody says otherwise.
VALID_DAYS = 30
#: Days after which a sent quote without answer is worth a call.
FOLLOW_UP_DAYS = 7


class QuoteState(Enum):
    """Where a quote stands; `EXPIRED` is never stored: it follows from the date."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CONVERTED = "converted"


class AcceptedBy(Enum):
    """How the customer said yes."""

    SIGNATURE = "signature"
    LINK = "link"
    OFFICE = "office"


@dataclass(eq=False)
class QuoteNotDraftError(DomainError):
    """What was sent is not changed: a new revision is made."""

    label: str


@dataclass(eq=False)
class QuoteNotOpenError(DomainError):
    """Only a quote that was sent and has no answer can be accepted or refused."""

    label: str


@dataclass(eq=False)
class QuoteNotAcceptedError(DomainError):
    """Only an accepted quote becomes work."""

    label: str


@dataclass(eq=False)
class QuoteExpiredError(DomainError):
    """The customer accepts too late: the office makes a new revision."""

    label: str


@dataclass(eq=False)
class QuoteWithoutLinesError(DomainError):
    """A quote has at least one line that counts."""

    field: str = "lines"


@dataclass(eq=False)
class ValidityBeforeDateError(DomainError):
    """A quote cannot expire before its own day."""

    field: str = "valid_until"


@dataclass(eq=False)
class RejectReasonMissingError(DomainError):
    """A refusal is noted with its reason."""

    field: str = "reject_reason"


@dataclass(eq=False)
class SignerMissingError(DomainError):
    """Who accepts says their name."""

    field: str = "signer_name"


@dataclass(eq=False)
class QuoteLinkNotValidError(DomainError):
    """The link is unknown, used, or replaced by a newer one."""


def shown_state(state: QuoteState, valid_until: date, today: date) -> QuoteState:
    """Return the state people see: a sent quote past its day has expired."""
    if state is QuoteState.SENT and valid_until < today:
        return QuoteState.EXPIRED
    return state


def usual_validity(issued_on: date) -> date:
    """Return the last day of a quote of a given day."""
    return issued_on + timedelta(days=VALID_DAYS)


def ensure_draft(state: QuoteState, label: str) -> None:
    """Raise `QuoteNotDraftError` unless the quote may still be changed."""
    if state is not QuoteState.DRAFT:
        raise QuoteNotDraftError(label)


def ensure_open(state: QuoteState, label: str) -> None:
    """Raise `QuoteNotOpenError` unless the customer's answer is awaited."""
    if state is not QuoteState.SENT:
        raise QuoteNotOpenError(label)


def ensure_accepted(state: QuoteState, label: str) -> None:
    """Raise `QuoteNotAcceptedError` unless the customer said yes."""
    if state not in (QuoteState.ACCEPTED, QuoteState.CONVERTED):
        raise QuoteNotAcceptedError(label)


def ensure_dates(issued_on: date, valid_until: date) -> None:
    """Raise `ValidityBeforeDateError` when a quote would expire before its day."""
    if valid_until < issued_on:
        raise ValidityBeforeDateError
