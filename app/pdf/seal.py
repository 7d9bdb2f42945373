"""Seal a PDF with the company's certificate, and tell whether a seal still holds.

The seal is a PAdES B-B signature: any change of one byte afterwards is seen by every PDF
reader. A certificate made here is self-signed: it proves that the file did not change, and
that it left this company's program; it is not a qualified seal of Regulation (EU) 910/2014.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from app.kernel.errors import DomainError

#: Life of a certificate made here, days: ten years, as long as invoices must be kept
#: (Codice civile, art. 2220).
CERTIFICATE_DAYS = 3653

#: X.520 upper bound of a common name and of an organisation name.
_NAME_LIMIT = 64

_FIELD = "Sigillo"

#: Seconds that the time-stamping service may take.
_STAMP_SECONDS = 15

_stamper: timestamps.TimeStamper | None = None


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


def ensure_usable_p12(p12: bytes, password: str) -> str:
    """Return the name on a company's own P12, or raise `CertificateNotReadableError`."""
    certificate = _signer(p12, password).signing_cert
    return _common_name(certificate)


def certificate_facts(p12: bytes, password: str) -> CertificateFacts:
    """Return what the certificate of a P12 says, or raise `CertificateNotReadableError`."""
    found: Any = _signer(p12, password).signing_cert
    issuer = found.issuer.native
    return CertificateFacts(
        subject=_common_name(found),
        issuer=str(issuer.get("common_name") or issuer.get("organization_name") or ""),
        valid_from=found.not_valid_before,
        valid_until=found.not_valid_after,
        is_self_signed=found.self_signed != "no",
    )


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
    writer = _Writer(BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name=_free_field_name(writer.prev),
        reason=reason,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    sealed = BytesIO()
    signer = _PdfSigner(metadata, _signer(p12, password), _stamper, now)
    try:
        signer.sign_pdf(writer, output=sealed)
    except TimestampRequestError as error:
        raise TimestampMissingError(str(error)[:200]) from error
    return sealed.getvalue()


def configure_timestamps(url: str | None) -> None:
    """Set the RFC 3161 service that confirms the instant of every seal; None: no service."""
    global _stamper  # noqa: PLW0603  one service per process, set once by create_app
    _stamper = None
    if url:
        _stamper = RequestsHTTPTimeStamper(url, timeout=_STAMP_SECONDS)  # type: ignore[no-untyped-call]  # untyped library


def check(pdf: bytes) -> SealCheck:
    """Return whether the last seal of a PDF holds for the whole file, and whose it is."""
    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        if not seals:
            return SealCheck(intact=False)
        found = seals[-1]
        trust = ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False)
        status = validate_pdf_signature(found, signer_validation_context=trust)
    except (PdfError, SigningError, ValueError, KeyError, TypeError):
        return SealCheck(intact=False)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    moment = status.signer_reported_dt
    return SealCheck(
        intact=bool(status.intact and status.valid and whole),
        signer=_common_name(found.signer_cert),
        signed_at=moment.astimezone(UTC) if moment else None,
    )


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


def _common_name(certificate: Any) -> str:
    names = certificate.subject.native
    return str(names.get("common_name") or names.get("organization_name") or "")


def _free_field_name(reader: PdfFileReader) -> str:
    """Return a field name for one more seal: a corrected document may carry several."""
    taken = len(reader.embedded_signatures)
    return _FIELD if not taken else f"{_FIELD}{taken + 1}"


@lru_cache(maxsize=64)
def _signer(p12: bytes, password: str) -> signers.SimpleSigner:
    """Return the loaded key; kept, because decrypting the P12 takes most of a seal's time."""
    try:
        signer: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(
            p12, [], password.encode()
        )
    except (ValueError, AttributeError, NotImplementedError) as error:
        raise CertificateNotReadableError from error
    return signer


class _Writer(IncrementalPdfFileWriter):
    """A writer that leaves the document's own metadata as they are."""

    # pyHanko would write the XMP packet anew, with other syntax for the extension schemas
    # that PDF/A asks for, and with the machine's clock.
    def _update_meta(self) -> None:
        """Change nothing."""


class _PdfSigner(signers.PdfSigner):
    """A signer that writes the instant it was given instead of asking the machine's clock."""

    def __init__(
        self,
        metadata: signers.PdfSignatureMetadata,
        signer: signers.SimpleSigner,
        stamper: timestamps.TimeStamper | None,
        now: datetime,
    ) -> None:
        super().__init__(metadata, signer, timestamper=stamper)
        self.now = now

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.now
        return session
