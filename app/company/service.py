"""Use cases of the company domain."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.company.models import CompanyProfile


def set_up_company(session: Session, name: str, *, now: datetime) -> CompanyProfile:
    """Write the company's first facts and the lists it starts with."""
    profile = CompanyProfile(id=1, legal_name=name, opening_hours={})
    session.add(profile)
    session.flush()
    return profile
