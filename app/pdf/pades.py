"""pyHanko at work: the bytes of a seal, and what a sealed file says.

`app.pdf.seal` loads it at the first document: pyHanko brings two HTTP clients and more, 20 MB
that a process without documents never needs (docs/performance.md).
"""

from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

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

from app.pdf.seal import (
    CertificateFacts,
    CertificateNotReadableError,
    SealCheck,
    TimestampMissingError,
)

_FIELD = "Sigillo"

#: Seconds that the time-stamping service may take.
_STAMP_SECONDS = 15


def facts_of(p12: bytes, password: str) -> CertificateFacts:
    """Return what the certificate of a P12 says, or raise `CertificateNotReadableError`."""
    found: Any = signer_of(p12, password).signing_cert
    issuer = found.issuer.native
    return CertificateFacts(
        subject=_common_name(found),
        issuer=str(issuer.get("common_name") or issuer.get("organization_name") or ""),
        valid_from=found.not_valid_before,
        valid_until=found.not_valid_after,
        is_self_signed=found.self_signed != "no",
    )


def sealed(
    pdf: bytes, signer: signers.SimpleSigner, *, reason: str, now: datetime, stamps: str | None
) -> bytes:
    """Return the PDF with a seal added as an increment.

    Args:
        pdf: The finished document.
        signer: Made by `signer_of`.
        reason: Why it was sealed.
        now: Aware instant written in the seal.
        stamps: Address of the service that confirms the instant; None without.

    Raises:
        TimestampMissingError: The service did not answer.
    """
    writer = _Writer(BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name=_free_field_name(writer.prev),
        reason=reason,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    made = BytesIO()
    stamper = _stamper(stamps) if stamps else None
    try:
        _PdfSigner(metadata, signer, stamper, now).sign_pdf(writer, output=made)
    except TimestampRequestError as error:
        raise TimestampMissingError(str(error)[:200]) from error
    return made.getvalue()


def checked(pdf: bytes) -> SealCheck:
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


@lru_cache(maxsize=1)
def _stamper(address: str) -> timestamps.TimeStamper:
    return RequestsHTTPTimeStamper(address, timeout=_STAMP_SECONDS)  # type: ignore[no-untyped-call]  # untyped library


def _common_name(certificate: Any) -> str:
    names = certificate.subject.native
    return str(names.get("common_name") or names.get("organization_name") or "")


def _free_field_name(reader: PdfFileReader) -> str:
    """Return a field name for one more seal: a corrected document may carry several."""
    taken = len(reader.embedded_signatures)
    return _FIELD if not taken else f"{_FIELD}{taken + 1}"


@lru_cache(maxsize=64)
def signer_of(p12: bytes, password: str) -> signers.SimpleSigner:
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
