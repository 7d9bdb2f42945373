"""Copies of a report on paper: gathered from its rows, printed, sealed."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.company.documents import sealed
from app.company.frozen import frozen_logo
from app.company.queries import company_profile
from app.files.store import CompanyFiles, FileMissingError
from app.ree.documents import Printable, Signed, ree_pdf
from app.ree.models import ReeRevision


def printable_of(revision: ReeRevision, files: CompanyFiles) -> Printable:
    """Return everything that a revision prints."""
    return Printable(
        content=revision.content,
        facts=revision.facts,
        signatures=[
            Signed(one.role, one.signer_name, one.signer_capacity, one.signed_at, one.strokes)
            for one in revision.signatures
        ],
        received_at=revision.received_at,
        content_sha256=revision.content_sha256,
        unsigned_reason=revision.unsigned_reason,
        correction_reason=revision.correction_reason,
        logo=frozen_logo(revision.facts, files),
    )


def print_ree(
    session: Session, revision: ReeRevision, *, files: CompanyFiles, now: datetime
) -> bytes:
    """Return the sealed PDF of a revision.

    Raises:
        CertificateNotReadableError: The company's certificate cannot be used.
    """
    pdf = ree_pdf(printable_of(revision, files))
    reason = _("Energy-efficiency report %(number)s", number=revision.ree.label)
    return sealed(company_profile(session), pdf, reason=reason, now=now)


def ensure_document(
    session: Session, revision: ReeRevision, *, files: CompanyFiles, now: datetime
) -> str:
    """Return the SHA-256 of the revision's document, made and stored when it is not there yet."""
    if revision.pdf_sha256 is None:
        revision.pdf_sha256 = files.put(print_ree(session, revision, files=files, now=now))
        revision.document_error = ""
    return revision.pdf_sha256


def copy_of(
    session: Session, revision: ReeRevision, *, files: CompanyFiles, now: datetime
) -> bytes:
    """Return the stored PDF; one not made yet, or lost, is printed from what was signed."""
    if revision.pdf_sha256 is not None:
        try:
            return files.read(revision.pdf_sha256)
        except FileMissingError:
            pass
    return print_ree(session, revision, files=files, now=now)
