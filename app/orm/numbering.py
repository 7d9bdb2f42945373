"""Gap-free numbers per series and year, taken in the transaction that stores the document."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.orm.base import Table


class NumberSeries(Table):
    """The last number given in a series."""

    __tablename__ = "number_series"

    #: Stable name of the series, e.g. "clients" or "interventions".
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: Calendar year, or 0 for a series that never restarts.
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


def next_number(session: Session, code: str, *, year: int = 0, count: int = 1) -> int:
    """Return the next number of a series, or the first of `count` consecutive ones.

    The row stays locked until the caller's transaction ends: a rollback gives the number back,
    so no gap and no duplicate can arise.

    Args:
        session: Open session; the number is taken in its transaction.
        code: Name of the series.
        year: Year of the series; 0 for one that never restarts.
        count: How many consecutive numbers to take.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(NumberSeries).values(code=code, year=year, last=count)
    last = session.execute(
        statement.on_conflict_do_update(
            index_elements=["code", "year"], set_={"last": NumberSeries.last + count}
        ).returning(NumberSeries.last)
    ).scalar_one()
    return last - count + 1
