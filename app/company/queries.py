"""Reads of the company domain."""

from sqlalchemy.orm import Session

from app.company.models import CompanyProfile


def company_profile(session: Session) -> CompanyProfile:
    """Return the company's one row of facts."""
    return session.get_one(CompanyProfile, 1)
