"""What a report is about and whether it can be accepted, against the database."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.agenda.rules import AppointmentState
from app.clients.models import Client
from app.devices.models import Device
from app.interventions.checking import Author, may_correct_own, plant_of
from app.interventions.models import Intervention
from app.interventions.queries import (
    WRITERS,
    reportable_client,
    seen_intervention,
    workable_appointment,
)
from app.interventions.rules_conflicts import Conflict
from app.interventions.rules_reading import ContentNotValidError, Problem
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.ree.models import Ree
from app.ree.queries import decision_for, ree_of_day, seen_ree
from app.ree.rules import ReeDeviceError, ReeNotYoursError, ReeTwiceError, Severity
from app.ree.rules_checks import Case, Remark, judge
from app.ree.rules_content import Content, NotAReportError, read_content
from app.ree.rules_figures import figures_of
from app.ree.rules_policy import Decision


@dataclass(frozen=True)
class Keys:
    """What a request says a report is about; one of them is enough."""

    appointment_id: int | None = None
    intervention_id: int | None = None
    client_id: int | None = None
    ree_id: int | None = None


@dataclass(frozen=True)
class Subject:
    """What a report is about: a plant, the visit there, a report to correct."""

    client: Client
    appointment: Appointment | None = None
    intervention: Intervention | None = None
    corrected: Ree | None = None

    @property
    def conflict(self) -> Conflict | None:
        """Return what the office changed of the visit while this was written; None: nothing."""
        if self.appointment is None or self.corrected is not None:
            return None
        if self.client.id != self.appointment.client_id:
            return Conflict.PLANT_CHANGED
        is_cancelled = self.appointment.state is AppointmentState.CANCELLED
        return Conflict.CANCELLED if is_cancelled else None


@dataclass(frozen=True)
class Judged:
    """A content with everything that can be said of it."""

    case: Case
    decision: Decision
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...]

    @property
    def content(self) -> Content:
        """Return what the report states."""
        return self.case.content


def find_subject(session: Session, author: Author, keys: Keys, *, lock: bool = False) -> Subject:
    """Return what a report is about, if the author may write on it.

    Raises:
        ReeNotYoursError: Nothing there for this account.
    """
    access = author.access
    if not access.has_any(*WRITERS):
        raise ReeNotYoursError
    finders = (_of_ree, _of_appointment, _of_intervention, _of_client)
    for finder in finders:
        found = finder(session, author, keys, lock)
        if found is not None:
            return found
    raise ReeNotYoursError


def may_correct(ree: Ree, access: Access) -> bool:
    """Tell whether an account may correct a report that it sees, as with those of a visit.

    The office and the lead technician correct all; with its switch, a technician the own.
    """
    own = {ree.technician_id} if ree.technician_id is not None else set()
    return may_correct_own(access, own)


def _of_ree(session: Session, author: Author, keys: Keys, lock: bool) -> Subject | None:  # noqa: FBT001  # one signature for all finders
    if keys.ree_id is None:
        return None
    ree = seen_ree(session, keys.ree_id, author.access, lock=lock)
    if ree is None or not may_correct(ree, author.access):
        raise ReeNotYoursError
    return Subject(ree.client, ree.appointment, ree.intervention, ree)


def _of_appointment(session: Session, author: Author, keys: Keys, lock: bool) -> Subject | None:  # noqa: FBT001  # one signature for all finders
    if keys.appointment_id is None:
        return None
    appointment = workable_appointment(
        session, keys.appointment_id, author.access, entitled=author.origin.entitled, lock=lock
    )
    client = plant_of(session, appointment, author.origin) if appointment is not None else None
    if appointment is None or client is None:
        raise ReeNotYoursError
    done = session.scalars(
        select(Intervention)
        .where(Intervention.appointment_id == appointment.id, Intervention.client_id == client.id)
        .order_by(Intervention.id.desc())
    ).first()
    return Subject(client, appointment, done)


def _of_intervention(session: Session, author: Author, keys: Keys, lock: bool) -> Subject | None:  # noqa: FBT001  # one signature for all finders
    if keys.intervention_id is None:
        return None
    done = seen_intervention(session, keys.intervention_id, author.access, lock=lock)
    if done is None or not _worked_or_office(done, author.access):
        raise ReeNotYoursError
    return Subject(done.client, done.appointment, done)


def _worked_or_office(done: Intervention, access: Access) -> bool:
    if access.has_any("reports.lead", "interventions.write"):
        return True
    return access.technician_id in {technician.id for technician in done.technicians}


def _of_client(session: Session, author: Author, keys: Keys, lock: bool) -> Subject | None:  # noqa: FBT001  # one signature for all finders
    if keys.client_id is None:
        return None
    client = reportable_client(session, keys.client_id, author.access, lock=lock)
    return Subject(client) if client is not None else None


def judge_content(session: Session, raw: Any, author: Author) -> Judged:
    """Return what the rules say of a content, by what its region decided for its day.

    Raises:
        ContentNotValidError: It is no report at all.
    """
    try:
        read = read_content(raw)
    except NotAReportError as error:
        raise ContentNotValidError((Problem("ree_type", "unknown"),)) from error
    today = local_day(author.now)
    decision = decision_for(
        session, str(read.content.values.get("province") or ""), read.content.performed_on or today
    )
    case = Case(read.content, figures_of(read.content, today), today, decision.policy)
    return Judged(case, decision, read.problems, judge(case))


def ensure_acceptable(judged: Judged) -> None:
    """Refuse a report with fields that cannot be read or rules that are broken.

    Raises:
        ContentNotValidError: With every field; reasons of rules are their codes.
    """
    broken = tuple(
        Problem(remark.path, remark.code)
        for remark in judged.remarks
        if remark.severity is Severity.ERROR
    )
    if judged.problems or broken:
        raise ContentNotValidError(judged.problems + broken)


def check_device(session: Session, subject: Subject, content: Content, *, lock: bool) -> Device:
    """Return the generator, which has to stand at the plant and be of the type.

    Raises:
        ReeDeviceError: It does not.
    """
    statement = select(Device).where(
        Device.id == content.device_id, Device.client_id == subject.client.id
    )
    if lock:
        # Of two reports of the same generator at once, the second sees the first.
        statement = statement.with_for_update(of=Device)
    device = session.scalars(statement).one_or_none()
    if device is None or device.device_type.ree_type != content.sheet.ree_type:
        raise ReeDeviceError
    corrected = subject.corrected
    if corrected is not None and corrected.device_id != device.id:
        raise ReeDeviceError
    return device


def ensure_once(session: Session, subject: Subject, content: Content) -> None:
    """Refuse a second report of the same generator and day.

    Raises:
        ReeTwiceError: There is one.
    """
    own = subject.corrected.id if subject.corrected is not None else 0
    day = content.performed_on
    other = ree_of_day(session, content.device_id, day, but=own)
    if other is not None and day is not None:
        raise ReeTwiceError(other.label, day)
