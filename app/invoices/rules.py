"""What an invoice is and which steps it may take. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum

from app.kernel.errors import DomainError


class DocumentKind(StrEnum):
    """TipoDocumento of FatturaPA, those that a service firm issues."""

    INVOICE = "TD01"
    ADVANCE = "TD02"
    CREDIT_NOTE = "TD04"
    FEE_NOTE = "TD06"
    DEFERRED = "TD24"


class Treatment(Enum):
    """How the whole document treats VAT."""

    ORDINARY = "ordinary"
    REVERSE_CHARGE = "reverse_charge"
    SPLIT_PAYMENT = "split_payment"
    FLAT_RATE = "flat_rate"


class InvoiceState(Enum):
    """Where a document stands, by the names of the product reference 3.13."""

    DRAFT = "draft"
    #: Has its number; its XML was rejected or is made again with the same number and date.
    CORRECTING = "correcting"
    TO_SEND = "to_send"
    SENT = "sent"
    REJECTED = "rejected"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TERMS_ELAPSED = "terms_elapsed"
    UNDELIVERABLE = "undeliverable"


#: States in which the lines may be changed.
OPEN_STATES = frozenset({InvoiceState.DRAFT, InvoiceState.CORRECTING})
#: Numbered, and not yet (or no longer) in the hands of the exchange system.
CORRECTABLE_STATES = frozenset({InvoiceState.TO_SEND, InvoiceState.REJECTED})
#: The exchange system answered that the document was issued.
ISSUED_STATES = frozenset(
    {
        InvoiceState.DELIVERED,
        InvoiceState.NOT_DELIVERED,
        InvoiceState.ACCEPTED,
        InvoiceState.TERMS_ELAPSED,
        InvoiceState.UNDELIVERABLE,
    }
)
#: States in which a credit note undoes its invoice: it left, and was not rejected.
UNDOING_STATES = ISSUED_STATES | {InvoiceState.SENT}
#: States whose amount the client owes.
OWED_STATES = ISSUED_STATES | {InvoiceState.TO_SEND, InvoiceState.SENT}


class Format(StrEnum):
    """FormatoTrasmissione: private buyers or public bodies."""

    PRIVATE = "FPR12"
    PUBLIC = "FPA12"


class PaymentMethod(StrEnum):
    """ModalitaPagamento of FatturaPA, those that a service firm meets."""

    CASH = "MP01"
    CHEQUE = "MP02"
    TRANSFER = "MP05"
    CARD = "MP08"
    BANK_ORDER = "MP12"
    DIRECT_DEBIT = "MP19"
    SET_OFF = "MP22"


@dataclass(eq=False)
class NotOpenError(DomainError):
    """Only a draft, or a document under correction, can be changed."""


@dataclass(eq=False)
class NotCorrectableError(DomainError):
    """What was handed to the exchange system is not changed: a credit note undoes it."""


@dataclass(eq=False)
class NotWaitingError(DomainError):
    """Only what waits to be sent is sent: the rest is a draft, or has left."""


@dataclass(eq=False)
class NoLinesError(DomainError):
    """An invoice has at least one line."""

    field: str = "lines"


@dataclass(eq=False)
class FutureDateError(DomainError):
    """The date lies after the day of sending (control 00403)."""

    field: str = "dated_on"


@dataclass(eq=False)
class EarlierThanLastError(DomainError):
    """Numbers follow dates: the last document of the series has a later date."""

    last_on: date
    field: str = "dated_on"


@dataclass(eq=False)
class NumberedError(DomainError):
    """A document with a number is never deleted: the series has no gaps."""


@dataclass(eq=False)
class AlreadyInvoicedError(DomainError):
    """The intervention is on another invoice."""

    number: str


@dataclass(eq=False)
class OneClientError(DomainError):
    """The interventions of one invoice have one payer."""


@dataclass(eq=False)
class QuoteInvoicedError(DomainError):
    """The quote, or its deposit, is on another document."""

    number: str


@dataclass(eq=False)
class NoDepositError(DomainError):
    """The quote asks for no deposit."""


@dataclass(eq=False)
class AdvanceNotIssuedError(DomainError):
    """The deposit's invoice has no number yet, so nothing can name it."""


@dataclass(eq=False)
class NothingToInvoiceError(DomainError):
    """No instalment was chosen, or all were invoiced meanwhile."""


@dataclass(eq=False)
class NoDraftsError(DomainError):
    """There is no draft to issue."""


@dataclass(eq=False)
class BatchFaultError(DomainError):
    """A draft could not be issued for a reason that is a fault of the program."""


@dataclass(eq=False)
class CreditKindError(DomainError):
    """A credit note undoes an issued invoice, not a draft and not another credit note."""


@dataclass(eq=False)
class FindingsError(DomainError):
    """The exchange system would reject the document: its checks found errors."""

    count: int


@dataclass(eq=False)
class SchemaMissingError(DomainError):
    """The official schema is not installed: nothing is issued without the check."""


def ensure_open(state: InvoiceState) -> None:
    """Raise `NotOpenError` unless the lines may be changed."""
    if state not in OPEN_STATES:
        raise NotOpenError


def ensure_dated(dated_on: date, today: date, last_on: date | None) -> None:
    """Raise unless a number may be given on this date.

    Args:
        dated_on: Date of the document, Italian calendar.
        today: Day of issue.
        last_on: Date of the last numbered document of the series and year; None: it is the first.

    Raises:
        FutureDateError: The date is after today.
        EarlierThanLastError: A later number would have an earlier date.
    """
    if dated_on > today:
        raise FutureDateError
    if last_on is not None and dated_on < last_on:
        raise EarlierThanLastError(last_on)


def number_text(number: int, year: int, series: str = "") -> str:
    """Return a number as printed and sent: "12/2026", with a series "12/2026/NC"."""
    return f"{number}/{year}" + (f"/{series}" if series else "")
