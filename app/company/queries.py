"""Reads of the company domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.company.calendar import ClosedDays
from app.company.models import CompanyClosure, CompanyProfile, PrivacyNotice
from app.company.rules import SERIES
from app.orm.numbering import NumberSeries


@dataclass(frozen=True)
class Slots:
    """Accounts in use and allowed, of one kind; `limit` None: without limit."""

    used: int
    limit: int | None


def company_profile(session: Session) -> CompanyProfile:
    """Return the company's one row of facts."""
    return session.get_one(CompanyProfile, 1)


def profile_for_change(session: Session) -> CompanyProfile:
    """Return the row as stored now, locked until the transaction ends."""
    return session.get_one(CompanyProfile, 1, with_for_update=True, populate_existing=True)


def closed_days(session: Session, first: date, last: date) -> ClosedDays:
    """Return when the company does not work between two days, both included."""
    # One statement: the agenda asks at each turn of its page.
    in_span = and_(CompanyClosure.first_on <= last, CompanyClosure.last_on >= first)
    rows = session.execute(
        select(
            CompanyProfile.patron_day,
            CompanyProfile.patron_name,
            CompanyClosure.first_on,
            CompanyClosure.last_on,
            CompanyClosure.name,
        )
        .select_from(CompanyProfile)
        .outerjoin(CompanyClosure, in_span)
        .order_by(CompanyClosure.first_on, CompanyClosure.id)
    ).all()
    closures = [(row.first_on, row.last_on, row.name) for row in rows if row.name is not None]
    return ClosedDays(rows[0].patron_day, rows[0].patron_name, closures)


def privacy_notices(session: Session) -> Sequence[PrivacyNotice]:
    """Return the versions of the privacy notice, newest first."""
    return session.scalars(select(PrivacyNotice).order_by(PrivacyNotice.id.desc())).all()


def last_numbers(session: Session, year: int) -> Mapping[str, int]:
    """Return the last number given in each series a company may start; 0 for none.

    Args:
        session: Open session.
        year: Italian year of the yearly series.
    """
    rows = session.execute(
        select(NumberSeries.code, NumberSeries.year, NumberSeries.last).where(
            NumberSeries.code.in_(SERIES), NumberSeries.year.in_((0, year))
        )
    )
    found = {(code, of): last for code, of, last in rows}
    return {code: found.get((code, year if yearly else 0), 0) for code, yearly in SERIES.items()}
