"""What a report would do, told before it is signed: dates that move, amounts, problems."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.devices.models import Device
from app.devices.service import dates_after
from app.interventions import checking
from app.interventions.checking import Author, Subject
from app.interventions.rules_content import Content, read_content
from app.interventions.rules_prices import Totals, totals
from app.interventions.rules_reading import ContentNotValidError, Problem
from app.interventions.rules_sending import moves_due_date
from app.kernel.errors import DomainError
from app.worktypes.models import InterventionType


@dataclass(frozen=True)
class DateChange:
    """The next maintenance of a device before and after a report."""

    device: Device
    was: date | None
    next: date | None

    @property
    def moves(self) -> bool:
        """Tell whether the date changes."""
        return self.was != self.next


@dataclass(frozen=True)
class Preview:
    """What a report would do.

    Attributes:
        changes: One for each device of the report, and for those a correction takes off it.
        totals: Amounts; None for who sees no prices, or when they cannot be told yet.
        problems: Fields that cannot be read.
        refusals: What else would be refused, each with the field it is about.
    """

    changes: tuple[DateChange, ...]
    totals: Totals | None
    problems: tuple[Problem, ...]
    refusals: tuple[DomainError, ...]


def preview(session: Session, subject: Subject, raw: object, author: Author) -> Preview:
    """Return what a content would do; it may be incomplete, and nothing is stored."""
    content, problems = read_content(raw)
    if content is None:
        return Preview((), None, problems, ())
    wrong = {problem.path.split(".")[0] for problem in problems}
    refusals, unreadable = _refusals(session, subject, content, author, wrong=wrong)
    return Preview(
        changes=_changes(session, subject, content, wrong=wrong),
        totals=_totals(session, subject, content, author, wrong=wrong),
        problems=problems + unreadable,
        refusals=refusals,
    )


def _refusals(
    session: Session, subject: Subject, content: Content, author: Author, *, wrong: set[str]
) -> tuple[tuple[DomainError, ...], tuple[Problem, ...]]:
    """Return what the checks refuse: whole refusals, and those that name fields."""
    access = author.access
    steps: dict[str, Callable[[], object]] = {
        "type_id": lambda: checking.check_kind(session, content, author.now),
        "device_ids": lambda: checking.check_devices(session, subject, content),
        "technician_ids": lambda: checking.check_technicians(session, subject, content, access),
        "lines": lambda: checking.check_lines(session, subject, content.lines, access),
        "payment": lambda: checking.check_payment(content, access),
    }
    refusals: list[DomainError] = []
    problems: list[Problem] = []
    for field, step in steps.items():
        # What cannot be read is told already: its neutral value must not be judged.
        if field in wrong or (field == "type_id" and wrong & {"performed_on", "device_ids"}):
            continue
        try:
            step()
        except ContentNotValidError as refusal:
            problems += refusal.problems
        except DomainError as refusal:
            refusals.append(refusal)
    if "lines" not in wrong:
        problems += checking.unlisted(session, content.lines)
    return tuple(refusals), tuple(problems)


def _changes(
    session: Session, subject: Subject, content: Content, *, wrong: set[str]
) -> tuple[DateChange, ...]:
    if wrong & {"type_id", "performed_on", "device_ids", "outcome", "moves_due_date"}:
        return ()
    kind = session.get(InterventionType, content.type_id)
    if kind is None:
        return ()
    own = select(Device).where(Device.client_id == subject.client.id).order_by(Device.id)
    devices = {device.id: device for device in session.scalars(own)}
    before = {pk: device.next_maintenance_on for pk, device in devices.items()}
    named = [pk for pk in content.device_ids if pk in devices]
    is_ticked = content.moves_due_date and kind.may_move_due_date
    moves = moves_due_date(content.outcome, by_type=kind.moves_due_date, is_ticked=is_ticked)
    after = dates_after(
        session,
        named if moves else (),
        subject.corrected.id if subject.corrected is not None else 0,
        content.performed_on,
    )
    concerned = [pk for pk in devices if pk in named or pk in after]
    return tuple(DateChange(devices[pk], before[pk], after.get(pk, before[pk])) for pk in concerned)


def _totals(
    session: Session, subject: Subject, content: Content, author: Author, *, wrong: set[str]
) -> Totals | None:
    if "lines" in wrong or not author.access.has("prices.read"):
        return None
    try:
        return totals(checking.check_lines(session, subject, content.lines, author.access))
    except ContentNotValidError:
        return None
