"""Table of the work counted by day, from which the dashboard adds up months and years."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from app.orm.base import Table

#: Instead of a technician: the interventions themselves, whoever did them.
EVERYBODY = 0


class WorkCount(Table):
    """How many interventions of one kind a technician took part in on one day.

    Nobody writes here: triggers on the interventions and their teams keep the counts, whatever
    changes them (see the migration that makes them). A visit of two technicians counts once for
    each of them and once for `EVERYBODY`.
    """

    __tablename__ = "work_counts"

    technician_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: Italian calendar day.
    performed_on: Mapped[date] = mapped_column(primary_key=True)
    intervention_type_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moves_due_date: Mapped[bool] = mapped_column(primary_key=True)
    visits: Mapped[int]
