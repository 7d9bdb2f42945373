"""Check what a report refers to against the database: kind, devices, people, prices, files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.clients.models import Client
from app.devices.models import Device
from app.interventions import queries
from app.interventions.models import Intervention, ReportLine
from app.interventions.rules_conflicts import plan_mark
from app.interventions.rules_content import Content, ContentLine, ensure_reportable
from app.interventions.rules_prices import (
    LineKey,
    Price,
    PricedLine,
    Totals,
    amount_problems,
    price_lines,
    totals,
)
from app.interventions.rules_reading import ContentNotValidError, Problem
from app.interventions.rules_sending import (
    AppointmentNotYoursError,
    AttachmentsMissingError,
    CorrectionNotAllowedError,
    ForeignDeviceError,
    PaymentNotAllowedError,
    UnknownTypeError,
)
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.pricelist.models import DiscountClass, PriceItem
from app.technicians.models import Technician
from app.worktypes.models import InterventionType


@dataclass(frozen=True)
class Origin:
    """Where a sending comes from.

    Attributes:
        entitled: Appointments whose form was given to this account (see `workable_appointment`).
        device_text: Browser and network address, kept with each signature as evidence.
        plant_id: Plant the form was given out for: the report stays with it although the office
            has given the appointment another one since. None: not known.
    """

    entitled: frozenset[int] = frozenset()
    device_text: str = ""
    plant_id: int | None = None


@dataclass(frozen=True)
class Author:
    """Who writes a report.

    Attributes:
        access: Rights.
        now: Instant, UTC.
        origin: Where it comes from.
    """

    access: Access
    now: datetime
    origin: Origin = Origin()


@dataclass(frozen=True)
class Subject:
    """What a report is about: a plant, an appointment there, an intervention to correct."""

    client: Client
    appointment: Appointment | None = None
    corrected: Intervention | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Tell whether the office gave the appointment another plant while this was written."""
        if self.appointment is None or self.corrected is not None:
            return False
        return self.client.id != self.appointment.client_id


@dataclass(frozen=True)
class Checked:
    """A content whose references exist."""

    content: Content
    kind: InterventionType
    devices: list[Device]
    technicians: list[Technician]
    lines: tuple[PricedLine, ...]
    totals: Totals


def find_subject(
    session: Session,
    author: Author,
    *,
    appointment_id: int | None = None,
    client_id: int | None = None,
    intervention_id: int | None = None,
    lock: bool = False,
) -> Subject:
    """Return what a report is about, if the author may report on it.

    Raises:
        AppointmentNotYoursError: Nothing there for this account.
        CorrectionNotAllowedError: An intervention that the account sees but may not correct.
    """
    if intervention_id is not None:
        return _corrected(session, author.access, intervention_id, lock=lock)
    if appointment_id is not None:
        appointment = queries.workable_appointment(
            session, appointment_id, author.access, entitled=author.origin.entitled, lock=lock
        )
        client = plant_of(session, appointment, author.origin) if appointment is not None else None
        if client is None:
            raise AppointmentNotYoursError
        return Subject(client, appointment)
    client = (
        queries.reportable_client(session, client_id, author.access, lock=lock)
        if client_id is not None
        else None
    )
    if client is None:
        raise AppointmentNotYoursError
    return Subject(client)


def check(session: Session, subject: Subject, content: Content, author: Author) -> Checked:
    """Return a content with the rows it refers to.

    Raises:
        DomainError: The first thing that cannot be accepted.
    """
    check_payment(content, author.access)
    lines = check_lines(session, subject, content.lines, author.access)
    return Checked(
        content=content,
        kind=check_kind(session, content, author.now),
        devices=check_devices(session, subject, content),
        technicians=check_technicians(session, subject, content, author.access),
        lines=lines,
        totals=totals(lines),
    )


def check_kind(session: Session, content: Content, now: datetime) -> InterventionType:
    """Return the kind of a visit, which has to fit the day and the devices."""
    kind = session.get(InterventionType, content.type_id)
    if kind is None:
        raise UnknownTypeError
    ensure_reportable(
        content,
        type_label=kind.label,
        needs_device=kind.needs_device or kind.moves_due_date,
        today=local_day(now),
    )
    return kind


def check_devices(session: Session, subject: Subject, content: Content) -> list[Device]:
    """Return the devices of a report, which must stand at its plant."""
    found = session.scalars(
        select(Device)
        .where(Device.id.in_(content.device_ids), Device.client_id == subject.client.id)
        .order_by(Device.id)
    ).all()
    if len(found) != len(content.device_ids):
        raise ForeignDeviceError
    return list(found)


def check_technicians(
    session: Session, subject: Subject, content: Content, access: Access
) -> list[Technician]:
    """Return who worked, in the order of the report; without any, the team.

    Raises:
        ContentNotValidError: Nobody, somebody unknown, or a colleague whom the author may not name.
    """
    team = team_of(subject)
    if not content.technician_ids:
        if not team:
            raise _problem("technician_ids", "required")
        return team
    known = {technician.id: technician for technician in team}
    others = [pk for pk in content.technician_ids if pk not in known]
    if others and not may_pick_team(access) and others != [access.technician_id]:
        raise _problem("technician_ids", "not_allowed")
    known |= {
        technician.id: technician
        for technician in session.scalars(select(Technician).where(Technician.id.in_(others)))
    }
    if not known.keys() >= set(content.technician_ids):
        raise _problem("technician_ids", "unknown")
    return [known[pk] for pk in content.technician_ids]


def team_of(subject: Subject) -> list[Technician]:
    """Return who is known to have worked: by the report being corrected, or by the agenda."""
    if subject.corrected is not None:
        return list(subject.corrected.technicians)
    if subject.appointment is None:
        return []
    return [member.technician for member in subject.appointment.team]


def may_correct(intervention: Intervention, access: Access) -> bool:
    """Tell whether an account may correct an intervention that it sees.

    The office and the lead technician correct all; with its switch, a technician the own.
    """
    return may_correct_own(access, {technician.id for technician in intervention.technicians})


def may_correct_own(access: Access, team: Collection[int]) -> bool:
    """Tell whether an account may correct a paper that it sees, done by some technicians."""
    if may_pick_team(access):
        return True
    return access.has("reports.correct") and access.technician_id in team


def may_pick_team(access: Access) -> bool:
    """Tell whether an account may name any technician."""
    return access.has_any("reports.lead", "interventions.write")


def check_lines(
    session: Session, subject: Subject, lines: Sequence[ContentLine], access: Access
) -> tuple[PricedLine, ...]:
    """Return the lines with the prices that count.

    A row that has left the price list since the phone read it becomes free text: what the
    customer signed is kept, and `unlisted` tells the office to look at it.

    Raises:
        ContentNotValidError: An amount is too large.
    """
    discounts = subject.client.discounts
    listed = {item.id: _listed(item, discounts) for item in _items(session, lines)}
    priced = price_lines(
        [line if line.item_id in listed else replace(line, item_id=None) for line in lines],
        may_price=access.has("prices.read"),
        listed=listed,
        earlier=_earlier(session, subject),
    )
    problems = amount_problems(priced)
    if problems:
        raise ContentNotValidError(problems)
    return priced


def unlisted(session: Session, lines: Sequence[ContentLine]) -> tuple[Problem, ...]:
    """Return the lines whose row is not in the price list any more."""
    known = {item.id for item in _items(session, lines)}
    return tuple(
        Problem(f"lines.{place}.item_id", "unknown")
        for place, line in enumerate(lines)
        if line.item_id is not None and line.item_id not in known
    )


def check_payment(content: Content, access: Access) -> None:
    """Refuse money from whoever may not record it."""
    if content.payment is not None and not access.has("payments.take"):
        raise PaymentNotAllowedError


def check_files(
    session: Session, subject: Subject, content: Content, *, uuid: str, access: Access
) -> None:
    """Refuse a report whose files have not arrived.

    Raises:
        AttachmentsMissingError: With the files to send first.
    """
    wanted = [one.uuid for one in content.attachments]
    if not wanted:
        return
    owners = [uuid]
    if subject.corrected is not None:
        owners += queries.revision_uuids(session, subject.corrected.id)
    arrived = queries.arrived_files(session, wanted, owners=owners, user_id=access.user_id)
    missing = tuple(one for one in wanted if one not in arrived)
    if missing:
        raise AttachmentsMissingError(missing)


def mark_of(appointment: Appointment, reports: int) -> int:
    """Return the mark that tells whether an appointment changed since its form was given out.

    Args:
        appointment: Row with its team and devices.
        reports: How many reports have arrived for it.
    """
    facts = [
        appointment.starts_at.isoformat(),
        appointment.ends_at.isoformat(),
        appointment.client_id,
        appointment.intervention_type_id,
        appointment.instructions,
        [member.technician_id for member in appointment.team],
        sorted(device.id for device in appointment.devices),
    ]
    return plan_mark(facts, reports)


def plant_of(session: Session, appointment: Appointment, origin: Origin) -> Client | None:
    """Return the plant a report is about: the one its form was given out for, where known.

    A card merged since leads to the one that was kept.
    """
    if origin.plant_id is None or appointment.id not in origin.entitled:
        return appointment.client
    found = session.get(Client, origin.plant_id)
    while found is not None and found.merged_into_id is not None:
        found = session.get(Client, found.merged_into_id)
    return found or appointment.client


def _corrected(session: Session, access: Access, intervention_id: int, *, lock: bool) -> Subject:
    found = queries.seen_intervention(session, intervention_id, access, lock=lock)
    if found is None:
        raise AppointmentNotYoursError
    if not may_correct(found, access):
        raise CorrectionNotAllowedError
    return Subject(found.client, found.appointment, found)


def _items(session: Session, lines: Sequence[ContentLine]) -> Sequence[PriceItem]:
    wanted = {line.item_id for line in lines if line.item_id is not None}
    if not wanted:
        return ()
    return session.scalars(select(PriceItem).where(PriceItem.id.in_(wanted))).all()


def _listed(item: PriceItem, discounts: DiscountClass | None) -> Price:
    profile = item.vat_profile
    return Price(
        item.unit_price,
        discounts.percent_on(item.kind) if discounts is not None else Decimal(0),
        profile.rate_pct,
        profile.nature,
    )


def _earlier(session: Session, subject: Subject) -> dict[LineKey, Price]:
    if subject.corrected is None:
        return {}
    report = queries.current_report(session, subject.corrected)
    rows: list[ReportLine] = report.lines if report is not None else []
    return {
        (row.item_id, row.description): Price(
            row.unit_price, row.discount_pct, row.vat_rate_pct, row.vat_nature
        )
        for row in rows
    }


def _problem(path: str, reason: str) -> ContentNotValidError:
    return ContentNotValidError((Problem(path, reason),))
