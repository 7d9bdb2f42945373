"""Reads of the technicians."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.technicians.models import Technician


def working_technicians(session: Session) -> Sequence[Technician]:
    """Return the technicians who work here, by name."""
    return session.scalars(
        select(Technician).where(Technician.is_active).order_by(Technician.name)
    ).all()
