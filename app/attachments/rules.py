"""Rules of attachments. Pure."""

from dataclasses import dataclass
from enum import Enum

from app.kernel.errors import DomainError

#: Files of one owner that one account may leave there.
MOST_FILES = 200
#: Largest document, megabytes.
DOCUMENT_LIMIT_MB = 25


class OwnerKind(Enum):
    """What an attachment belongs to; who sees the owner sees the file."""

    CLIENT = "client"
    DEVICE = "device"
    REPORT = "report"


class AttachmentKind(Enum):
    """What a file shows."""

    PHOTO = "photo"
    NAMEPLATE = "nameplate"
    BEFORE = "before"
    AFTER = "after"
    ANALYSER_STRIP = "analyser_strip"
    DOCUMENT = "document"
    SIGNATURE = "signature"


#: Kinds on which small print has to stay readable.
DETAILED = frozenset(
    {AttachmentKind.NAMEPLATE, AttachmentKind.ANALYSER_STRIP, AttachmentKind.DOCUMENT}
)
#: Types that a browser may show in its own window; anything else is saved to the disk.
INLINE = frozenset({"image/jpeg", "image/png", "application/pdf"})


@dataclass(eq=False)
class OwnerNotFoundError(DomainError):
    """The owner does not exist for who sends the file, or takes no files from it."""


@dataclass(eq=False)
class OwnerClosedError(DomainError):
    """The owner was signed: nothing is added to it any more."""


@dataclass(eq=False)
class AttachmentClashError(DomainError):
    """Another file has arrived under the same UUID."""


@dataclass(eq=False)
class TooManyFilesError(DomainError):
    """The owner has as many files as it may have."""

    limit: int


@dataclass(eq=False)
class DocumentTooHeavyError(DomainError):
    """The document has too many bytes."""

    limit_mb: int


@dataclass(eq=False)
class AttachmentNotValidError(DomainError):
    """An argument of the sending is none of those accepted."""

    field: str


def clean_text(text: str, most: int) -> str:
    """Return a caption or file name as one line of printable signs, cut to a length."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()[:most]


def clean_name(text: str, *, usual: str) -> str:
    """Return a file name without folders and without signs that a disk or a header refuses."""
    name = clean_text(text.replace("\\", "/").rpartition("/")[2], 160)
    return "".join(sign for sign in name if sign not in ':*?"<>|').strip(". ") or usual
