"""Words of the regional registers, and what keeps a document out of a file. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.kernel.errors import DomainError

#: Name of the job that writes a file; its argument is the file's id.
PREPARE = "registers.prepare"
#: Fee stickers left at which the office is warned.
FEW_STICKERS = 10
#: Stickers of one series that are noted at once.
MOST_STICKERS = 5000
#: Longest name of a file that Piemonte's register takes.
LONGEST_NAME = 50

_REA = re.compile(r"([A-Z]{2})[\s./-]*(\d{1,11})")
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


class Register(Enum):
    """A way to hand documents over."""

    #: Piemonte, CIT: one XML for each document.
    CIT = "cit"
    #: Emilia-Romagna, CRITER: one JSON for each document.
    CRITER = "criter"
    #: Everywhere else: one table, to be typed or loaded by hand.
    TABLE = "table"


class FileKind(Enum):
    """What a file is about."""

    REE = "ree"
    MAINTENANCE = "maintenance"
    BOOKLET = "booklet"


#: What each register takes.
TAKES = {
    Register.CIT: (FileKind.REE, FileKind.MAINTENANCE, FileKind.BOOKLET),
    Register.CRITER: (FileKind.REE, FileKind.BOOKLET),
    Register.TABLE: (FileKind.REE, FileKind.MAINTENANCE, FileKind.BOOKLET),
}


class FileState(Enum):
    """How far the writing of a file has come."""

    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"


class Topic(Enum):
    """A list of codes that a register wants."""

    #: Kind of work of a maintenance: 1 cleaning, 2 control, 3 other.
    WORK = "work"
    BRAND = "brand"
    FUEL = "fuel"
    FLUID = "fluid"
    #: Unit of measure of a consumption.
    UNIT = "unit"
    #: NOx to declare where none was measured, mg/kWh.
    NOX = "nox"


class StickerState(Enum):
    """Where a fee sticker is."""

    FREE = "free"
    USED = "used"
    #: Lost, spoiled or given back.
    VOID = "void"


class Place(Enum):
    """Where the office mends what is missing."""

    COMPANY = "company"
    CARD = "card"
    REPORT = "report"
    DEVICE = "device"
    TECHNICIAN = "technician"
    BOOKLET = "booklet"
    CODES = "codes"


class Fault(Enum):
    """Why a value cannot be written."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    NO_CODE = "no_code"
    #: The register takes one of several.
    ONE_ONLY = "one_only"
    #: The register's import does not take a report without measurements.
    UNMEASURED = "unmeasured"


@dataclass(frozen=True)
class Lack:
    """A value that keeps a document out of the file.

    Attributes:
        source: Our name of the value; its label is in `messages.py` or the labels of the forms.
        fault: What is wrong with it.
        detail: What has no code, as the user knows it; empty otherwise.
    """

    source: str
    fault: Fault = Fault.MISSING
    detail: str = ""


@dataclass(eq=False)
class NotTakenError(DomainError):
    """The register does not take this kind of document."""

    field: str = "kind"


@dataclass(eq=False)
class PeriodOrderError(DomainError):
    """The period ends before it begins."""

    field: str = "until"


@dataclass(eq=False)
class FileNotReadyError(DomainError):
    """Only a written file is sent, and once."""


@dataclass(eq=False)
class SentDayError(DomainError):
    """A file cannot be sent before it was written, nor tomorrow."""

    field: str = "on"


@dataclass(eq=False)
class StickerUsedError(DomainError):
    """The sticker is on another report already."""

    label: str
    field: str = "sticker_id"


@dataclass(eq=False)
class ReportHasStickerError(DomainError):
    """A report carries one sticker."""

    label: str
    field: str = "sticker_id"


@dataclass(eq=False)
class StickerNotUsableError(DomainError):
    """The sticker was lost, given back, or is not there."""

    field: str = "sticker_id"


@dataclass(eq=False)
class StickerReasonMissingError(DomainError):
    """A sticker leaves its report and nobody says why."""

    field: str = "note"


@dataclass(eq=False)
class StickerKnownError(DomainError):
    """Some of the numbers are in the stock already."""

    label: str
    field: str = "first"


@dataclass(eq=False)
class StickerRangeError(DomainError):
    """The last number is before the first, or too far from it."""

    most: int = MOST_STICKERS
    field: str = "last"


def ensure_period(since: date, until: date) -> None:
    """Refuse a period that ends before it begins.

    Raises:
        PeriodOrderError: See above.
    """
    if until < since:
        raise PeriodOrderError


def ensure_taken(register: Register, kind: FileKind) -> None:
    """Refuse documents that a register does not take.

    Raises:
        NotTakenError: See above.
    """
    if kind not in TAKES[register]:
        raise NotTakenError


def rea_parts(text: str) -> tuple[str, str] | None:
    """Return province and number of a firm's REA, "TO-1234567"; None: it is not written so."""
    found = _REA.fullmatch(text.strip().upper())
    return (found[1], found[2]) if found else None


def document_name(prefix: str, number: str, ending: str = "xml") -> str:
    """Return the name of a document's file, at most 50 characters: "allegatoII_2026-00012.xml"."""
    most = LONGEST_NAME - len(prefix) - len(ending) - 2
    return f"{prefix}_{_UNSAFE.sub('-', number).strip('-')[:most]}.{ending}"


def sticker_numbers(first: str, last: str) -> list[str]:
    """Return the numbers from first to last, with the zeros in front that the first has.

    Raises:
        StickerRangeError: They are no numbers, in the wrong order, or too many.
    """
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        raise StickerRangeError
    low, high = int(first), int(last)
    if not low <= high < low + MOST_STICKERS:
        raise StickerRangeError
    return [f"{number:0{len(first)}d}" for number in range(low, high + 1)]
