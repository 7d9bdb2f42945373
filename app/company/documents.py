"""The company's part of every document: letterhead facts and logo."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.company.models import CompanyProfile
from app.kernel.phones import display_phone
from app.pdf.render import render
from app.pdf.seal import seal

#: Name under which templates find the logo.
LOGO = "logo.png"


def letterhead(profile: CompanyProfile) -> dict[str, Any]:
    """Return what ``common.typ`` prints of the company."""
    place = f"{profile.postcode} {profile.municipality}".strip()
    if profile.province:
        place = f"{place} ({profile.province})".strip()
    return {
        "name": profile.legal_name,
        "address": [line for line in (profile.street, place) if line],
        "vat": profile.vat_number,
        "phone": display_phone(profile.phone) if profile.phone else "",
        "email": profile.email,
        "web": profile.website,
        "logo": LOGO if profile.logo_sha else "",
        "colour": profile.colour,
    }


def letterhead_assets(
    profile: CompanyProfile, read: Callable[[str], bytes]
) -> Mapping[str, bytes] | None:
    """Return the pictures of the letterhead, by asset name; None without logo.

    Args:
        profile: The company's facts.
        read: Returns a stored file by its SHA-256.
    """
    return {LOGO: read(profile.logo_sha)} if profile.logo_sha else None


def sealed(profile: CompanyProfile, pdf: bytes, *, reason: str, now: datetime) -> bytes:
    """Return a PDF with the company's seal; as it is when the company has no certificate.

    Raises:
        CertificateNotReadableError: The certificate cannot be used.
    """
    if profile.seal_p12 is None:
        return pdf
    password = (profile.seal_password or b"").decode()
    return seal(pdf, profile.seal_p12, password, reason=reason, now=now)


def preview(
    profile: CompanyProfile,
    words: Mapping[str, str],
    *,
    read: Callable[[str], bytes],
    now: datetime,
) -> bytes:
    """Return a sample page with the company's logo, colour and footer, as PDF.

    Args:
        profile: The company's facts, stored or not.
        words: ``title``, ``heading`` and ``text`` of the page, translated.
        read: Returns a stored file by its SHA-256.
        now: Instant written in the file.
    """
    facts = {
        "company": letterhead(profile),
        "document": {"title": words["title"], "note": profile.document_footer},
        "sample": {"heading": words["heading"], "text": words["text"]},
    }
    return render(
        "company_preview",
        facts,
        assets=letterhead_assets(profile, read),
        created_at=now.replace(microsecond=0),
    )
