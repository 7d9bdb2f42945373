"""Use cases of the energy-efficiency reports: one arrives once, whatever the phone repeats."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.company.queries import company_profile
from app.devices.models import Device
from app.devices.rules import ControlKind, Fuel
from app.devices.service import record_control, store_device
from app.files.signatures import signature_svg
from app.interventions.checking import Author, Origin
from app.interventions.rules import SignerRole
from app.interventions.rules_conflicts import Conflict
from app.interventions.rules_content import fingerprint
from app.interventions.rules_sending import (
    ensure_signed_or_explained,
    without_transport,
)
from app.interventions.signed import revision_columns
from app.jobs.outbox import enqueue
from app.kernel.access import Access
from app.orm.numbering import next_number
from app.ree.checking import (
    Judged,
    Keys,
    Subject,
    check_device,
    ensure_acceptable,
    ensure_once,
    find_subject,
    judge_content,
)
from app.ree.facts import facts_of, figures_json
from app.ree.models import Ree, ReeMeasurement, ReeRevision, ReeSignature
from app.ree.queries import revision_of
from app.ree.rules import (
    DOCUMENT,
    ReeClashError,
    ReeOutdatedError,
    ReeState,
    RejectionReasonMissingError,
    SentBeforeControlError,
    TechnicianSignatureMissingError,
    ensure_next,
)
from app.ree.rules_envelope import Envelope, parse_envelope
from app.ree.stickers import put_sticker


@dataclass(frozen=True)
class Received:
    """What became of a sending."""

    revision: ReeRevision
    #: It had arrived before, with the same content.
    is_replay: bool


def receive_ree(
    session: Session,
    uuid: str,
    body: object,
    *,
    access: Access,
    now: datetime,
    origin: Origin | None = None,
) -> Received:
    """Store a report, once, and do what follows from it: the device's data, the document.

    Args:
        session: Open session; flushed only.
        uuid: Made by the device that wrote the report.
        body: Decoded JSON of the request.
        access: Who sends it.
        now: Instant of arrival.
        origin: Where it comes from; None: from this program itself.

    Raises:
        ReeClashError: The UUID arrived before with other content.
        ReeNotYoursError: Nothing there for who asks.
        ReeOutdatedError: Somebody corrected the report meanwhile.
        DomainError: Any other refusal of the content.
    """
    author = Author(access, now, origin or Origin())
    envelope = parse_envelope(body)
    subject = find_subject(session, author, _keys(envelope), lock=True)
    body_sha256 = fingerprint(without_transport(body))
    known = revision_of(session, uuid)
    if known is not None:
        if known.body_sha256 != body_sha256:
            raise ReeClashError(uuid)
        return Received(known, is_replay=True)
    _ensure_current(envelope, subject)
    revision = _arrived(session, envelope, subject, author)
    revision.uuid, revision.body_sha256 = uuid, body_sha256
    session.add(revision)
    session.flush()
    enqueue(session, DOCUMENT, revision.id, now=now, dedup_key=f"{DOCUMENT}:{uuid}")
    return Received(revision, is_replay=False)


def move_on(
    session: Session, ree: Ree, wanted: ReeState, *, on: date, note: str, today: date
) -> Ree:
    """Note a step of a report towards the regional register.

    Args:
        session: Open session; flushed only.
        ree: The report, locked.
        wanted: Where it stands now.
        on: Italian day of the step.
        note: Number or reason that the register gave.
        today: Italian day.

    Raises:
        StateNotNextError: It cannot get there from where it is.
        SentBeforeControlError: The day is before the control or in the future.
        RejectionReasonMissingError: Rejected without saying why.
    """
    ensure_next(ree.state, wanted)
    if not ree.performed_on <= on <= today:
        raise SentBeforeControlError
    if wanted is ReeState.REJECTED and not note.strip():
        raise RejectionReasonMissingError
    ree.state, ree.register_on, ree.register_note = wanted, on, note.strip()
    session.flush()
    return ree


def mark_checked(session: Session, ree: Ree) -> None:
    """Note that somebody looked at what changed while the report was being written."""
    ree.conflict = ""
    session.flush()


def _keys(envelope: Envelope) -> Keys:
    corrects = envelope.corrects
    return Keys(
        appointment_id=envelope.appointment_id,
        intervention_id=envelope.intervention_id,
        client_id=envelope.client_id,
        ree_id=corrects.of_id if corrects is not None else None,
    )


def _ensure_current(envelope: Envelope, subject: Subject) -> None:
    corrects, corrected = envelope.corrects, subject.corrected
    if corrects is None or corrected is None:
        return
    if corrects.revision != corrected.revision:
        raise ReeOutdatedError(corrected.revision)


def _arrived(session: Session, envelope: Envelope, subject: Subject, author: Author) -> ReeRevision:
    """Check a report, write its head, and return the revision, not yet stored."""
    judged = judge_content(session, envelope.content, author)
    ensure_acceptable(judged)
    device = check_device(session, subject, judged.content, lock=True)
    ensure_once(session, subject, judged.content)
    is_signed = _is_signed(envelope)
    ree = _head(session, subject, judged, device, author)
    ree.is_signed = is_signed
    session.add(ree)
    _complete(session, device, judged.content.values)
    session.flush()
    put_sticker(session, judged.content.values.get("sticker"), ree)
    record_control(
        session,
        [device.id],
        kind=ControlKind.EFFICIENCY,
        source=f"ree:{ree.id}",
        performed_on=ree.performed_on,
    )
    revision = _revision(envelope, judged, author)
    revision.revision = ree.revision
    revision.facts = facts_of(ree, judged, company_profile(session))
    with session.no_autoflush:  # the revision is not complete yet
        revision.ree = ree
    return revision


def _is_signed(envelope: Envelope) -> bool:
    """Tell whether the responsible person signed, after drawing each signature once as a check."""
    for signature in envelope.signatures:
        signature_svg(signature.strokes)
    roles = {one.role for one in envelope.signatures}
    if SignerRole.TECHNICIAN not in roles:
        raise TechnicianSignatureMissingError
    is_signed = SignerRole.CLIENT in roles
    ensure_signed_or_explained(is_signed=is_signed, reason=envelope.unsigned_reason)
    return is_signed


def _head(
    session: Session, subject: Subject, judged: Judged, device: Device, author: Author
) -> Ree:
    """Return the report, made or corrected, with what its content says."""
    values, conflict = judged.content.values, subject.conflict
    day: date = values["performed_on"]
    ree = subject.corrected
    if ree is not None:
        ree.revision += 1
        ree.state = ReeState.SIGNED
    else:
        ree = Ree(
            year=day.year,
            number=next_number(session, "ree", year=day.year),
            ree_type=judged.content.sheet.ree_type,
            client=subject.client,
            device=device,
            # What the office planned at the other plant is none of this report's business.
            appointment=None if conflict is Conflict.PLANT_CHANGED else subject.appointment,
            intervention=subject.intervention,
            conflict=conflict.value if conflict is not None else "",
            technician_id=_technician_id(subject, author.access),
        )
    ree.performed_on = day
    ree.may_run = values["may_run"] == "yes"
    ree.has_recommendations = bool(values.get("recommendations"))
    ree.has_prescriptions = bool(values.get("prescriptions"))
    ree.maintenance_by = values.get("maintenance_by")
    return ree


def _technician_id(subject: Subject, access: Access) -> int | None:
    """Return who did the control: who writes, else the first of who did the visit."""
    if access.technician_id is not None:
        return access.technician_id
    if subject.intervention is not None and subject.intervention.technicians:
        return subject.intervention.technicians[0].id
    if subject.appointment is not None and subject.appointment.team:
        return subject.appointment.team[0].technician_id
    return None


#: Column of the device -> items of the forms it is completed from.
_COMPLETED = {
    "brand": "brand",
    "model": "model",
    "serial_number": "serial_number",
    "installed_on": "installed_on",
    "useful_power_kw": "useful_power_kw|heating_power_kw|recovered_power_kw",
    "cooling_kw": "cooling_power_kw",
    "electrical_kw": "electric_power_kw",
    "heat_input_kw": "heat_input_kw",
}
_FUELS = {fuel.value for fuel in Fuel}


def _complete(session: Session, device: Device, values: Mapping[str, Any]) -> None:
    """Write on the device what it did not say yet; what it says stays."""
    changed = False
    for column, items in _COMPLETED.items():
        stated = next((values[item] for item in items.split("|") if values.get(item)), None)
        if stated is not None and not getattr(device, column):
            setattr(device, column, stated)
            changed = True
    if device.fuel is None and values.get("fuel") in _FUELS:
        device.fuel = Fuel(values["fuel"])
        changed = True
    if changed:
        store_device(session, device)


def _revision(envelope: Envelope, judged: Judged, author: Author) -> ReeRevision:
    rows = envelope.content.get("measurements") or []
    return ReeRevision(
        **revision_columns(envelope, author, ReeSignature),
        measurements=[
            ReeMeasurement(
                position=place,
                measured=row,
                computed=figures_json(judged.case.figures[place]),
            )
            for place, row in enumerate(rows)
        ],
    )
