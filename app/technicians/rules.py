"""Rules of technicians. Pure."""

from dataclasses import dataclass

from app.kernel.errors import DomainError


@dataclass(eq=False)
class AbsenceOrderError(DomainError):
    """An absence ends after it begins."""

    field: str = "ends_at"
