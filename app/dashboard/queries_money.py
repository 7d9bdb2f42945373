"""Reads of the dashboard about money and contracts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Numeric, case, cast, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from app.company.models import CompanyProfile
from app.contracts.models import Contract
from app.contracts.queries import to_renew, visible_contracts
from app.dashboard.queries import LEAD_DAYS, TURNOVER, Rows, no_amount, piece_of
from app.dashboard.rules import Pieces
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


def turnover(access: Access, pieces: Pieces) -> Rows:
    """Return the select of the taxable amount by piece, credit notes deducted.

    Its columns are those of `queries.work`.
    """
    piece = piece_of(Invoice.dated_on, pieces)
    amount = cast(func.sum(Invoice.taxable_eur), Numeric(14, 2))
    return (
        select(literal(TURNOVER), piece, literal(0), literal(value=False), literal(0), amount)
        .where(
            Invoice.dated_on.between(pieces.span.first, pieces.span.last),
            Invoice.state.in_(OWED_STATES),
            visible_invoices(access),
        )
        .group_by(piece)
    )


def unpaid(access: Access, today: date) -> Rows:
    """Return the select of what is open, by how long it has been due; see `read_unpaid`."""
    amount = Invoice.payable_eur - Invoice.paid_eur
    columns = [_count(Invoice.next_due_on, days, today, name) for name, days in DUE_GROUPS.items()]
    return select(
        *columns,
        func.sum(amount).label("open_eur"),
        func.sum(case((Invoice.next_due_on < today, amount), else_=0)).label("overdue_eur"),
    ).where(
        Invoice.state.in_(OWED_STATES),
        Invoice.payable_eur > Invoice.paid_eur,
        visible_invoices(access),
    )


def read_unpaid(row: Mapping[str, Any]) -> Unpaid:
    """Return the row of `unpaid`."""
    sums = [round_eur(Decimal(str(row[name] or 0))) for name in ("open_eur", "overdue_eur")]
    return Unpaid({name: row[name] or 0 for name in DUE_GROUPS}, *sums)


def lead_days() -> Rows:
    """Return the select of the days before the notice from which a renewal is to be decided.

    Its columns are those of `queries.work`: asked with the sums, it costs no statement.
    """
    none = literal(0)
    return select(
        literal(LEAD_DAYS), none, none, literal(value=False), CompanyProfile.renewal_lead_days,
        no_amount,
    )  # fmt: skip


def contracts(access: Access, today: date, lead: int) -> Rows:
    """Return the select of the contracts whose renewal is to be decided, by group."""
    columns = [_count(Contract.ends_on, days, today, name) for name, days in RENEWAL_GROUPS.items()]
    return select(*columns).where(to_renew(today, lead), visible_contracts(access))


def _count(
    column: InstrumentedAttribute[Any], days: tuple[int | None, int | None], today: date, name: str
) -> ColumnElement[int]:
    first, last = bounds(days, today)
    inside = column.between(first or date.min, last or date.max)
    return func.sum(case((inside, 1), else_=0)).label(name)
