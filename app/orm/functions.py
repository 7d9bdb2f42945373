"""SQL that the two databases write differently."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class days_since(GenericFunction[int]):  # noqa: N801  named like a SQL function
    """Whole calendar days from a stored instant to a day: ``days_since(instant, day)``.

    The instant's day is counted in Italian winter time (UTC+1) all year: in summer the first
    hour of the night belongs to the day before.
    """

    type = Integer()
    inherit_cache = True


@compiles(days_since, "sqlite")
def _sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    instant, day = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(julianday({day}) - julianday(date({instant}, '+1 hour')) AS INTEGER)"


@compiles(days_since, "postgresql")
def _postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    instant, day = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({day} - CAST({instant} + INTERVAL '1 hour' AS DATE))"
