"""What a region, or the company, decides about the rules of the reports, by date. Pure.

Sources: the list of the rules of the regional registers; where they differ, the software of CURMIT
(ITER) and CRITER. The national row is the behaviour without any decision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum

from app.kernel.errors import DomainError
from app.ree.rules import Severity


class Weight(Enum):
    """How heavy a rule weighs where the law leaves it open."""

    #: The report is refused.
    ERROR = "error"
    WARNING = "warning"
    #: Something to know.
    INFO = "info"
    #: The rule is not asked.
    OFF = "off"

    @property
    def severity(self) -> Severity | None:
        """Return the weight of a remark; None: there is none."""
        return None if self is Weight.OFF else Severity(self.value)


@dataclass(frozen=True)
class Policy:
    """What was decided.

    Attributes:
        unsafe_co: Rule 4, weight of "may run" with too much CO.
        low_efficiency: Rule 4, the same below the legal minimum: Allegato B gives 180 days.
        co_mismatch: Rule 7, weight of an air-free CO that does not follow from CO and O2.
        analyser: Rule 17, weight of a missing analyser.
    """

    unsafe_co: Weight = Weight.ERROR
    low_efficiency: Weight = Weight.WARNING
    co_mismatch: Weight = Weight.WARNING
    analyser: Weight = Weight.WARNING

    def as_json(self) -> dict[str, str]:
        """Return the weights by their names."""
        return {one.name: getattr(self, one.name).value for one in fields(self)}


#: Without any decision.
USUAL = Policy()


@dataclass(frozen=True)
class Decision:
    """A policy with who decided it, and the days on which it holds, both included.

    Attributes:
        body: Authority, a code of `app.thermal.tables_periods.BODIES`.
        valid_from, valid_to: None: no end on that side.
    """

    body: str
    policy: Policy
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    is_active: bool = True

    def holds(self, day: date) -> bool:
        """Tell whether the decision is in force on a day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


#: Decision where no row holds.
NATIONAL = Decision("IT", USUAL)

#: What a company starts with. Marche's row waits for whoever has read the register's own rules.
SHIPPED = (
    Decision("IT", USUAL, source="DM 10/02/2014; DPR 74/2013 art. 8 e Allegato B"),
    Decision(
        "MAR",
        Policy(co_mismatch=Weight.ERROR),
        source="CURMIT / ITER, software del catasto (24/03/2026): da verificare",
        is_active=False,
    ),
)


@dataclass(eq=False)
class PolicyDaysError(DomainError):
    """A decision ends before it begins."""

    field: str = "valid_to"


def ensure_days(valid_from: date | None, valid_to: date | None) -> None:
    """Refuse a decision that ends before it begins.

    Raises:
        PolicyDaysError: See above.
    """
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise PolicyDaysError


def decision_of(rows: Iterable[Decision], bodies: Sequence[str], day: date) -> Decision:
    """Return the decision for a plant on a day.

    Args:
        rows: In use.
        bodies: Who decides for the plant, in order of precedence.
        day: Italian day of the control.

    Returns:
        Of the first authority with a row in force, the one that began last.
    """
    held = [row for row in rows if row.holds(day)]
    for body in bodies:
        own = [row for row in held if row.body == body]
        if own:
            return max(own, key=lambda row: row.valid_from or date.min)
    return NATIONAL
