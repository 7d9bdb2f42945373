"""Rules of signing in through a provider of the company's own (OpenID Connect). Pure."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from app.kernel.errors import DomainError

#: Signatures of an identity token that only the provider can make. "none" and those with a key
#: that both sides know are left out.
SIGNATURES = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)

#: People of the provider who wait for an administrator's choice; older ones are forgotten.
MOST_WAITING = 20

#: Machines to which plain HTTP is fine, where the installation allows it: this one.
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(eq=False)
class IssuerNotAnAddressError(DomainError):
    """The provider's address is not one: https, a host, nothing after ``?`` or ``#``."""

    field: str = "issuer"


@dataclass(eq=False)
class ProviderSilentError(DomainError):
    """The provider cannot be reached, or it does not say who it is."""

    field: str = "issuer"


@dataclass(eq=False)
class ProviderAnswerError(DomainError):
    """The provider's answer cannot be trusted: another browser's, an old one, a false one."""


@dataclass(eq=False)
class IdentityUnknownError(DomainError):
    """Nobody of the company is linked to this person of the provider, or the account is closed."""


@dataclass(eq=False)
class IdentityTakenError(DomainError):
    """The account is linked to another person of the provider already."""

    name: str
    field: str = "account"


@dataclass(frozen=True)
class Settings:
    """How a company's people sign in elsewhere.

    Attributes:
        issuer: Address of the provider, as its identity tokens state it.
        client_id: Name of this installation at the provider.
        client_secret: What proves it; empty for a public client.
        label: What the button says after "Sign in with".
        links_by_email: Whether a verified address links an account by itself.
    """

    issuer: str
    client_id: str
    client_secret: str
    label: str
    links_by_email: bool = True


@dataclass(frozen=True)
class Identity:
    """Who signed in at the provider, as its identity token says.

    Attributes:
        issuer: Address of the provider.
        subject: The person's lasting key there.
        email: Address stated, or empty.
        is_verified: Whether the provider says that it checked the address.
        name: What the person is called, or empty.
    """

    issuer: str
    subject: str
    email: str = ""
    is_verified: bool = False
    name: str = ""


def clean_issuer(text: str, *, plain_allowed: bool) -> str:
    """Return the provider's address, tidied.

    Args:
        text: As typed.
        plain_allowed: Whether plain HTTP to this very machine is taken (demonstration, tests).

    Raises:
        IssuerNotAnAddressError: It is not an address to which a secret may be sent.
    """
    address = text.strip().rstrip("/").removesuffix("/.well-known/openid-configuration")
    ensure_safe_address(address, plain_allowed=plain_allowed)
    if "?" in address or "#" in address:
        raise IssuerNotAnAddressError
    return address


def ensure_safe_address(address: object, *, plain_allowed: bool) -> None:
    """Raise `IssuerNotAnAddressError` unless what goes to an address stays secret on the way."""
    try:
        parts = urlsplit(str(address))
        host = parts.hostname
    except ValueError as error:
        raise IssuerNotAnAddressError from error
    is_plain_here = plain_allowed and parts.scheme == "http" and host in _HERE
    if not host or parts.username or not (parts.scheme == "https" or is_plain_here):
        raise IssuerNotAnAddressError


def links_by_address(settings: Settings, identity: Identity) -> bool:
    """Tell whether an identity may find its account by its e-mail address."""
    return settings.links_by_email and identity.is_verified and "@" in identity.email
