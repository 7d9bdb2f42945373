"""Reads of the dashboard about money and contracts: one statement each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.company.queries import company_profile
from app.contracts.models import Contract
from app.contracts.queries import to_renew, visible_contracts
from app.dashboard.rules import Period, merged
from app.invoices.models import Invoice
from app.invoices.queries import visible_invoices
from app.invoices.rules import OWED_STATES
from app.kernel.access import Access
from app.kernel.money import round_eur

#: Unpaid invoices: group -> first and last day of payment, days from today; None: no bound.
DUE_GROUPS: dict[str, tuple[int | None, int | None]] = {
    "later": (0, None),
    "month": (-30, -1),
    "quarter": (-90, -31),
    "older": (None, -91),
}
#: Contracts to renew: group -> first and last day of the term, days from today.
RENEWAL_GROUPS: dict[str, tuple[int | None, int | None]] = {
    "expired": (None, -1),
    "month": (0, 30),
    "later": (31, None),
}


@dataclass(frozen=True)
class Unpaid:
    """What clients owe: invoices by group of `DUE_GROUPS`, and euro."""

    counts: dict[str, int]
    open_eur: Decimal
    overdue_eur: Decimal


def bounds(days: tuple[int | None, int | None], today: date) -> tuple[date | None, date | None]:
    """Return the first and last day of a group; None: no bound."""
    first, last = (None if day is None else today + timedelta(days=day) for day in days)
    return first, last


def turnover(session: Session, access: Access, periods: Iterable[Period]) -> dict[date, Decimal]:
    """Return the taxable amount of the documents of some periods by day, credit notes deducted."""
    spans = [
        select(Invoice.dated_on, func.sum(Invoice.taxable_eur))
        .where(
            Invoice.dated_on.between(one.first, one.last),
            Invoice.state.in_(OWED_STATES),
            visible_invoices(access),
        )
        .group_by(Invoice.dated_on)
        for one in merged(periods)
    ]
    rows = session.execute(union_all(*spans))
    return {day: round_eur(Decimal(str(amount or 0))) for day, amount in rows}


def unpaid(session: Session, access: Access, today: date) -> Unpaid:
    """Return what is open, by how long it has been due."""
    amount = Invoice.payable_eur - Invoice.paid_eur
    columns = [_count(Invoice.next_due_on, days, today, name) for name, days in DUE_GROUPS.items()]
    row = (
        session.execute(
            select(
                *columns,
                func.sum(amount).label("open_eur"),
                func.sum(case((Invoice.next_due_on < today, amount), else_=0)).label("overdue_eur"),
            ).where(
                Invoice.state.in_(OWED_STATES),
                Invoice.payable_eur > Invoice.paid_eur,
                visible_invoices(access),
            )
        )
        .mappings()
        .one()
    )
    sums = [round_eur(Decimal(str(row[name] or 0))) for name in ("open_eur", "overdue_eur")]
    return Unpaid({name: row[name] or 0 for name in DUE_GROUPS}, *sums)


def contracts(session: Session, access: Access, today: date) -> dict[str, int]:
    """Return the contracts whose renewal is to be decided, by group of `RENEWAL_GROUPS`."""
    columns = [_count(Contract.ends_on, days, today, name) for name, days in RENEWAL_GROUPS.items()]
    lead_days = company_profile(session).renewal_lead_days
    found = select(*columns).where(to_renew(today, lead_days), visible_contracts(access))
    row = session.execute(found).mappings().one()
    return {name: row[name] or 0 for name in RENEWAL_GROUPS}


def _count(
    column: InstrumentedAttribute[Any], days: tuple[int | None, int | None], today: date, name: str
) -> ColumnElement[int]:
    first, last = bounds(days, today)
    inside = column.between(first or date.min, last or date.max)
    return func.sum(case((inside, 1), else_=0)).label(name)
