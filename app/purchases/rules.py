"""What is refused of a supplier's invoice, and what it means for the firm. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.kernel.errors import DomainError

#: Kinds that lower what is owed.
CREDIT_KINDS = frozenset({"TD04", "TD08"})
#: Day of the following month until which a reverse-charge purchase is integrated (TD16 to TD19).
INTEGRATION_DAY = 15


class Source(Enum):
    """How a file reached the company."""

    UPLOAD = "upload"
    PEC = "pec"


@dataclass(eq=False)
class UnreadableError(DomainError):
    """The file is neither an invoice nor something that holds one."""

    name: str
    field: str = "files"


@dataclass(eq=False)
class NotAnInvoiceError(DomainError):
    """The XML is well formed and says something else."""

    name: str
    field: str = "files"


@dataclass(eq=False)
class UnsafeXmlError(DomainError):
    """The XML declares a document type: entities, external files. No genuine invoice does."""

    name: str
    field: str = "files"


@dataclass(eq=False)
class TooLargeError(DomainError):
    """The file, or what it unpacks to, is larger than any invoice."""

    name: str
    field: str = "files"


@dataclass(eq=False)
class AmountsTooLargeError(DomainError):
    """The amounts add up to more than an invoice of ten figures."""

    name: str
    field: str = "files"


@dataclass(eq=False)
class LockedArchiveError(DomainError):
    """The archive asks for a password."""

    name: str
    field: str = "files"


@dataclass(eq=False)
class BrokenSignatureError(DomainError):
    """The content is not what was signed: damaged on its way, or changed."""

    name: str
    field: str = "files"


@dataclass(eq=False)
class OtherBuyerError(DomainError):
    """The invoice is addressed to another firm."""

    name: str
    buyer: str
    field: str = "files"


@dataclass(eq=False)
class KnownPurchaseError(DomainError):
    """The invoice is here already, by whatever way it came."""

    name: str
    label: str
    field: str = "files"


def integrate_until(dated_on: date) -> date:
    """Return the last day to integrate a reverse-charge purchase.

    Source: art. 6 c. 9-bis D.Lgs. 471/1997 and circ. AdE 14/E/2019: by the 15th of the month
    after the one in which the invoice was received; the date of the invoice stands for it.
    """
    month = dated_on.month % 12 + 1
    return date(dated_on.year + (month == 1), month, INTEGRATION_DAY)
