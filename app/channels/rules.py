"""What the ways to the exchange system refuse, and what a PEC message is. Pure."""

from dataclasses import dataclass
from enum import Enum

from app.kernel.errors import DomainError

#: Where the first invoice goes; its answer tells the address to use from then on.
#: Source: Specifiche tecniche 1.9.1, 2.2 (PEC).
FIRST_ADDRESS = "sdi01@pec.fatturapa.it"
#: Whoever writes from here is the exchange system.
SDI_DOMAIN = "@pec.fatturapa.it"


class ChannelKind(Enum):
    """How invoices leave."""

    MANUAL = "manual"
    PEC = "pec"
    STAND_IN = "stand_in"


@dataclass(eq=False)
class PecIncompleteError(DomainError):
    """The certified mailbox lacks its servers, address or password."""


@dataclass(eq=False)
class UnsignedBodyError(DomainError):
    """A public body's invoice leaves signed."""


@dataclass(eq=False)
class SelfMadeCertificateError(DomainError):
    """The exchange system trusts certificates of qualified authorities only (00104)."""


@dataclass(eq=False)
class OtherContentError(DomainError):
    """The signed file holds another document than the one that was made here."""

    name: str


@dataclass(eq=False)
class MailboxError(DomainError):
    """The mailbox could not be read; the text is the server's."""

    text: str


@dataclass(eq=False)
class UntrustedServerError(DomainError):
    """The server shows a certificate that is not its own: nothing was said to it."""

    host: str
    #: What is wrong with it, in the words of the TLS library.
    text: str


@dataclass(frozen=True)
class Letter:
    """A message of the certified mailbox, opened."""

    #: Who wrote it, as the provider certifies: lower case.
    sender: str
    subject: str
    #: (name, content) of what it carries, the provider's own papers left out.
    files: tuple[tuple[str, bytes], ...] = ()
    #: What the provider says of one of our messages: (its Message-ID, "accettazione" …, why).
    said_of: tuple[str, str, str] | None = None

    @property
    def is_from_sdi(self) -> bool:
        """Return whether the exchange system wrote it."""
        return self.sender.endswith(SDI_DOMAIN)
