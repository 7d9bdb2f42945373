"""All that the figures of the dashboard are made of, read in four statements at most."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import union_all
from sqlalchemy.orm import Session

from app.dashboard import queries, queries_money, rules
from app.dashboard.queries import LEAD_DAYS, TEAM, TURNOVER, CallFigures, Rows
from app.dashboard.rules import Period, Pieces
from app.interventions.queries import names
from app.kernel.access import Access
from app.kernel.money import round_eur


@dataclass(frozen=True)
class Question:
    """What the page was asked for."""

    period: Period
    today: date
    technician_id: int | None = None


@dataclass
class Facts:
    """What the figures are made of; what an account may not see is empty."""

    pieces: Pieces
    #: Piece -> (kind, whether it moves the due date, interventions).
    work: dict[int, list[tuple[int, bool, int]]] = field(default_factory=lambda: defaultdict(list))
    #: Technician -> interventions of the period asked for.
    team: dict[int, int] = field(default_factory=dict)
    #: Piece -> euro without VAT.
    turnover: dict[int, Decimal] = field(default_factory=dict)
    #: Keys and names, in the company's order.
    kinds: dict[int, str] = field(default_factory=dict)
    technicians: dict[int, str] = field(default_factory=dict)
    calls: CallFigures = field(default_factory=CallFigures)
    #: What holds today: name -> column -> number; see `_standing`.
    standing: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Days before the notice from which a contract is to renew, as the company set them.
    lead_days: int = 0

    def work_in(self, period: Period, *, moves: bool = False) -> int:
        """Return the interventions of a period; with `moves`, those that move a due date."""
        return sum(
            count
            for piece in self.pieces.of(period)
            for _kind, moves_due_date, count in self.work.get(piece, ())
            if moves_due_date or not moves
        )

    def work_by_kind(self, period: Period) -> Mapping[int, int]:
        """Return kind -> interventions of a period."""
        found: dict[int, int] = defaultdict(int)
        for piece in self.pieces.of(period):
            for kind, _moves, count in self.work.get(piece, ()):
                found[kind] += count
        return found

    def turnover_in(self, period: Period) -> Decimal:
        """Return the turnover of a period, euro without VAT."""
        found = (self.turnover.get(piece, Decimal(0)) for piece in self.pieces.of(period))
        return sum(found, Decimal("0.00"))


def gather(session: Session, access: Access, question: Question) -> Facts:
    """Return what the figures of a question need, as far as the account may see it."""
    found = Facts(rules.pieces_of(question.period, question.today))
    _add_up(session, access, question, found)
    if access.has("interventions.read"):
        found.kinds, found.technicians = names(session)
    if access.has("calls.read"):
        found.calls = queries.calls(session, access, question.period)
    standing = _standing(access, question.today, found.lead_days)
    found.standing = queries.one_row_each(session, standing)
    return found


def _add_up(session: Session, access: Access, question: Question, found: Facts) -> None:
    sums = _sums(access, question, found.pieces)
    for what, key, kind, moves, count, amount in session.execute(union_all(*sums)) if sums else ():
        if what == LEAD_DAYS:
            found.lead_days = int(count)
        elif what == TURNOVER:
            found.turnover[key] = round_eur(Decimal(str(amount or 0)))
        elif what == TEAM:
            found.team[key] = int(count)
        else:
            found.work[key].append((kind, bool(moves), int(count)))


def _sums(access: Access, question: Question, pieces: Pieces) -> list[Rows]:
    """Return what is added up over days: all with the same columns."""
    made = []
    if access.has("interventions.read"):
        made.append(queries.work(pieces, question.technician_id))
        made.append(queries.work_by_technician(question.period))
    if access.has("invoices.read"):
        made.append(queries_money.turnover(access, pieces))
    if access.has("contracts.read"):
        made.append(queries_money.lead_days())
    return made


def _standing(access: Access, today: date, lead: int) -> dict[str, Rows]:
    """Return what holds today, one row each."""
    offered: dict[str, tuple[str, Callable[[], Rows]]] = {
        "calls.read": ("waiting", partial(queries.waiting_calls, access)),
        "devices.read": ("maintenance", partial(queries.maintenance, access, today)),
        "invoices.read": ("unpaid", partial(queries_money.unpaid, access, today)),
        "contracts.read": ("contracts", partial(queries_money.contracts, access, today, lead)),
        "company.write": ("first_steps", queries.first_steps),
    }
    return {name: made() for function, (name, made) in offered.items() if access.has(function)}
