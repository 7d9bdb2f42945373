"""Rules of outgoing mail: what a message is, and which addresses and names are safe."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from email_validator import EmailNotValidError, validate_email

from app.kernel.errors import DomainError

#: Addressees of one message, To and Cc together: more is a mailing, which this is not.
MAX_ADDRESSEES = 20
#: Attachments of one message, bytes in all: most servers refuse more than 25 MB encoded.
MAX_ATTACHED_BYTES = 18_000_000

_SUBJECT_LENGTH = 200
_FILENAME_LENGTH = 120


#: `About.kind` of messages with a link that lets somebody in: nobody reads them in the outbox.
SECRET_KINDS = frozenset({"account_link"})

#: `About.kind` -> function without which the message does not show.
KIND_FUNCTIONS = {
    "company_profile": "company.read",
    "quotes": "quotes.read",
    "contracts": "contracts.read",
    "privacy": "privacy.read",
    "client_payments": "invoices.read",
}

#: `About.kind` -> function without which the attached files do not open.
ATTACHMENT_FUNCTIONS = {
    "interventions": "prices.read",
    "quotes": "prices.read",
    "contracts": "prices.read",
    "privacy": "privacy.read",
}


class MailState(Enum):
    """Where a message is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    #: No server is set: the message stays here, readable, and nothing left.
    CAUGHT = "caught"
    #: Its reason was gone before a server took it.
    STOPPED = "stopped"


@dataclass(eq=False)
class AddressNotValidError(DomainError):
    """An address is not one that mail can be sent to."""

    address: str


@dataclass(eq=False)
class NoAddresseeError(DomainError):
    """A message has nobody to go to."""


@dataclass(eq=False)
class TooManyAddresseesError(DomainError):
    """A message has too many addressees."""

    limit: int


@dataclass(eq=False)
class AttachmentsTooHeavyError(DomainError):
    """The attachments together are heavier than mail servers accept."""

    limit_mb: int


@dataclass(frozen=True)
class Attachment:
    """A file of a message: its bytes, or the SHA-256 of a file that is already stored."""

    name: str
    mime: str
    content: bytes | None = None
    sha: str | None = None

    def __post_init__(self) -> None:
        if (self.content is None) == (self.sha is None):
            raise ValueError("an attachment has either bytes or the name of a stored file")


@dataclass(frozen=True)
class Message:
    """What to send to whom. Addresses are bare: ``mario.rossi@example.it``."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    cc: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    #: Where answers go; empty: the company's own address.
    reply_to: str = ""
    #: ``https:`` or ``mailto:`` address to receive no more of these; empty for a document.
    unsubscribe: str = ""


@dataclass(frozen=True)
class About:
    """What a message is about, so that it shows there: kind of row, its id, the client."""

    kind: str = ""
    id: str = ""
    client_id: int | None = None


def clean_address(address: str) -> str:
    """Return an address as mail servers want it (international domains in ASCII).

    Raises:
        AddressNotValidError: It is none, or its part before the @ is not ASCII.
    """
    try:
        found = validate_email(address.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise AddressNotValidError(address) from error
    return found.ascii_email or found.normalized


def clean_addresses(to: tuple[str, ...], cc: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return both lists without repetitions; nobody gets the same message twice."""
    first = list(dict.fromkeys(clean_address(address) for address in to))
    others = list(dict.fromkeys(clean_address(address) for address in cc))
    second = [address for address in others if address not in first]
    if not first:
        raise NoAddresseeError
    if len(first) + len(second) > MAX_ADDRESSEES:
        raise TooManyAddresseesError(MAX_ADDRESSEES)
    return first, second


def split_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses of a field where people write several: commas, semicolons, spaces."""
    return tuple(part for part in re.split(r"[\s,;]+", text) if part)


def clean_line(text: str) -> str:
    """Return a text as one line without control characters: it may stand in a header."""
    return _one_line(text)[:_SUBJECT_LENGTH]


def clean_filename(name: str) -> str:
    """Return a file name without folders and without what a header or a disk refuses."""
    plain = re.sub(r'[\\/:*?"<>|]', "-", _one_line(name)).strip(". ")
    if len(plain) <= _FILENAME_LENGTH:
        return plain or "allegato"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 8:
        return plain[:_FILENAME_LENGTH]
    return f"{stem[: _FILENAME_LENGTH - len(ending) - 1]}.{ending}"


def _one_line(text: str) -> str:
    kept = "".join(" " if _is_control(character) else character for character in text)
    return " ".join(kept.split())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
