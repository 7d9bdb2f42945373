"""Use cases of the company domain."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from app.company.models import CompanyProfile
from app.pdf.seal import make_self_signed_p12


def set_up_company(session: Session, name: str, *, now: datetime) -> CompanyProfile:
    """Write the company's first facts and make the certificate that seals its documents."""
    password = secrets.token_urlsafe(24)
    profile = CompanyProfile(
        id=1,
        legal_name=name,
        opening_hours={},
        seal_p12=make_self_signed_p12(name, now=now, password=password),
        seal_password=password.encode(),
    )
    session.add(profile)
    session.flush()
    return profile
