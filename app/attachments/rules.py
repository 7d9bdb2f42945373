"""Rules of attachments. Pure."""

from collections.abc import Iterable
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
    #: What the office adds to an intervention: no part of the signed report.
    INTERVENTION = "intervention"


class AttachmentKind(Enum):
    """What a file shows."""

    PHOTO = "photo"
    NAMEPLATE = "nameplate"
    BEFORE = "before"
    AFTER = "after"
    ANALYSER_STRIP = "analyser_strip"
    DOCUMENT = "document"
    BOOKLET = "booklet"
    DECLARATION = "declaration"
    SIGNATURE = "signature"


#: Kinds that may be a PDF as well as a picture.
PAPERS = frozenset({AttachmentKind.DOCUMENT, AttachmentKind.BOOKLET, AttachmentKind.DECLARATION})
#: Kinds on which small print has to stay readable.
DETAILED = PAPERS | {AttachmentKind.NAMEPLATE, AttachmentKind.ANALYSER_STRIP}
#: Largest archive of several files, megabytes.
ARCHIVE_LIMIT_MB = 500
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
class NotADocumentError(DomainError):
    """The content is neither a PDF nor a picture, whatever its name says."""


@dataclass(eq=False)
class NoFileChosenError(DomainError):
    """Nothing was chosen."""


@dataclass(eq=False)
class ArchiveTooLargeError(DomainError):
    """The files asked for together are too many bytes for one archive."""

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


def unique_names(names: Iterable[str]) -> list[str]:
    """Return the names of the files of an archive: the second "a.jpg" becomes "a (2).jpg"."""
    taken: dict[str, int] = {}
    found = []
    for name in names:
        turn = taken[name.lower()] = taken.get(name.lower(), 0) + 1
        stem, dot, ending = name.rpartition(".")
        if not dot:
            stem, ending = name, ""
        found.append(name if turn == 1 else f"{stem} ({turn}){dot}{ending}")
    return found


def name_with_type(name: str, mime: str) -> str:
    """Return a name that ends as its content is: "foto.heic", stored as JPEG, is "foto.jpg"."""
    endings = {"image/jpeg": ("jpg", "jpeg"), "image/png": ("png",), "application/pdf": ("pdf",)}
    known = endings.get(mime)
    if known is None or name.lower().rpartition(".")[2] in known:
        return name
    stem, dot, ending = name.rpartition(".")
    plain = stem if dot and 1 <= len(ending) <= 5 else name
    return f"{plain}.{known[0]}"
