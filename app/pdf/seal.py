"""Seal a PDF with the company's certificate, and tell whether a seal still holds.

The seal is a PAdES B-B signature: any change of one byte afterwards is seen by every PDF
reader. A certificate made here is self-signed: it proves that the file did not change, and
that it left this company's program; it is not a qualified seal of Regulation (EU) 910/2014.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from app.kernel.errors import DomainError
from app.offload.pool import run

#: Life of a certificate made here, days: ten years, as long as invoices must be kept
#: (Codice civile, art. 2220).
CERTIFICATE_DAYS = 3653

#: X.520 upper bound of a common name and of an organisation name.
_NAME_LIMIT = 64

#: Address of the RFC 3161 service that confirms the instant of every seal; empty: none.
_stamps = ""


@dataclass(eq=False)
class CertificateNotReadableError(DomainError):
    """A P12 file is not one, has another password, or holds no private key."""


@dataclass(eq=False)
class CertificateExpiredError(DomainError):
    """A certificate is not valid yet, or no longer."""


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says of itself."""

    subject: str
    issuer: str
    #: Instants between which it holds, UTC.
    valid_from: datetime
    valid_until: datetime
    #: Made here or by somebody else without an authority.
    is_self_signed: bool


@dataclass(eq=False)
class TimestampMissingError(DomainError):
    """The time-stamping service did not answer, or not with a time stamp."""

    detail: str


@dataclass(frozen=True)
class SealCheck:
    """What a PDF says about its seal."""

    #: The file is sealed and no byte changed since.
    intact: bool
    #: Common name on the certificate; None when there is no seal.
    signer: str | None = None
    #: Instant stated by the seal, UTC; None when there is no seal.
    signed_at: datetime | None = None


def make_self_signed_p12(company_name: str, *, now: datetime, password: str) -> bytes:
    """Return a new key with a self-signed certificate in the company's name, as P12."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "IT"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, company_name[:_NAME_LIMIT]),
            x509.NameAttribute(NameOID.COMMON_NAME, company_name[:_NAME_LIMIT]),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=CERTIFICATE_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        company_name.encode(),
        key,
        certificate,
        None,
        serialization.BestAvailableEncryption(password.encode()),
    )


def certificate_facts(p12: bytes, password: str) -> CertificateFacts:
    """Return what the certificate of a P12 says, or raise `CertificateNotReadableError`."""
    return run(_facts_of, p12, password)


def _facts_of(p12: bytes, password: str) -> CertificateFacts:
    from app.pdf import pades

    return pades.facts_of(p12, password)


def ensure_current_p12(p12: bytes, password: str, *, now: datetime) -> CertificateFacts:
    """Return the facts of a certificate that may seal at this moment.

    Raises:
        CertificateNotReadableError: Not a P12, another password, or no private key.
        CertificateExpiredError: Not valid at `now`.
    """
    facts = certificate_facts(p12, password)
    if not facts.valid_from <= now <= facts.valid_until:
        raise CertificateExpiredError
    return facts


def signed_envelope(content: bytes, p12: bytes, password: str, *, now: datetime) -> bytes:
    """Return a content inside a CAdES-BES signature (.p7m, DER), as invoices to public bodies ask.

    Source: ETSI EN 319 122-1, level B-B: signing time and reference of the certificate included.

    Raises:
        CertificateNotReadableError: Not a P12, another password, or no private key.
        CertificateExpiredError: Not valid at `now`.
    """
    from app.pdf import cades, pades

    ensure_current_p12(p12, password, now=now)
    return cades.enveloped(content, pades.signer_of(p12, password), now=now)


def seal(
    pdf: bytes,
    p12: bytes,
    password: str,
    *,
    reason: str,
    now: datetime,
) -> bytes:
    """Return the PDF with the company's seal added as an increment: it stays PDF/A.

    Args:
        pdf: The finished document.
        p12: Private key and certificate.
        password: Password of the P12.
        reason: Why it was sealed, shown by PDF readers.
        now: Aware instant written in the seal.

    Raises:
        CertificateNotReadableError: The P12 cannot be used.
        TimestampMissingError: The service that confirms the instant did not; try again later.
    """
    return run(_sealed, pdf, (p12, password), reason=reason, now=now, stamps=_stamps or None)


def _sealed(
    pdf: bytes, key: tuple[bytes, str], *, reason: str, now: datetime, stamps: str | None
) -> bytes:
    from app.pdf import pades

    signer = pades.signer_of(*key)
    return pades.sealed(pdf, signer, reason=reason, now=now, stamps=stamps)


def configure_timestamps(url: str | None) -> None:
    """Set the RFC 3161 service that confirms the instant of every seal; None: no service."""
    global _stamps  # noqa: PLW0603  one service per process, set once by create_app
    _stamps = url or ""


def check(pdf: bytes) -> SealCheck:
    """Return whether the last seal of a PDF holds for the whole file, and whose it is."""
    return run(_checked, pdf)


def _checked(pdf: bytes) -> SealCheck:
    from app.pdf import pades

    return pades.checked(pdf)


def _signing_only() -> x509.KeyUsage:
    """Return a key usage for signatures and nothing else."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
