"""Copies of a report on paper: gathered from its rows, printed, sealed."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.company.documents import sealed
from app.company.frozen import frozen_logo
from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.interventions.signedprint import SignedPrintable, signed_columns, stored_pdf
from app.ree.documents import ree_pdf
from app.ree.models import ReeRevision


def printable_of(revision: ReeRevision, files: CompanyFiles) -> SignedPrintable:
    """Return everything that a revision prints."""
    return SignedPrintable(
        **signed_columns(revision),
        facts=revision.facts,
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
    stored = stored_pdf(revision, files)
    if stored is not None:
        return stored
    return print_ree(session, revision, files=files, now=now)
