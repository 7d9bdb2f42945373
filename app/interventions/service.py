"""Use cases of the interventions: a report arrives once, whatever the phone repeats."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.calls.rules import CallState
from app.devices.models import Device
from app.devices.service import record_maintenance
from app.files.signatures import signature_svg
from app.interventions.models import (
    Finding,
    Intervention,
    InterventionReport,
    ReportLine,
    Signature,
)
from app.interventions.queries import report_of, workable_appointment
from app.interventions.rules import SignerRole
from app.interventions.rules_content import (
    Content,
    ensure_reportable,
    fingerprint,
    parse_content,
    totals,
)
from app.interventions.rules_sending import (
    AppointmentNotYoursError,
    Envelope,
    ForeignDeviceError,
    ReportClashError,
    UnknownTypeError,
    ensure_signed_or_explained,
    follow_up,
    moves_due_date,
    parse_envelope,
)
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.orm.numbering import next_number
from app.worktypes.models import InterventionType


@dataclass(frozen=True)
class Received:
    """What became of a sending."""

    report: InterventionReport
    #: It had arrived before, with the same content.
    is_replay: bool


def receive_report(
    session: Session, uuid: str, body: object, *, access: Access, now: datetime
) -> Received:
    """Store a report sent by a phone, once, and do what follows from it.

    Raises:
        ReportClashError: The UUID arrived before with other content.
        AppointmentNotYoursError: No such appointment for who asks.
        DomainError: Any other refusal of the content.
    """
    envelope = parse_envelope(body)
    appointment = workable_appointment(session, envelope.appointment_id, access)
    if appointment is None:
        raise AppointmentNotYoursError
    body_sha256 = fingerprint(body)
    known = report_of(session, uuid)
    if known is not None:
        if known.body_sha256 != body_sha256:
            raise ReportClashError(uuid)
        return Received(known, is_replay=True)
    content = parse_content(envelope.content)
    kind = _checked_kind(session, content, now)
    devices = _devices(session, content, appointment)
    is_signed = _is_signed(envelope)
    intervention = _intervention(session, content, appointment, kind)
    intervention.devices = devices
    intervention.is_signed = is_signed
    intervention.has_conflict = appointment.version != envelope.base_version
    report = _report(envelope, content, access=access, now=now)
    report.uuid, report.body_sha256 = uuid, body_sha256
    intervention.reports.append(report)
    session.add(intervention)
    session.flush()
    if intervention.moves_due_date:
        record_maintenance(session, content.device_ids, intervention.id, content.performed_on)
    _close(appointment, content, now)
    session.flush()
    return Received(report, is_replay=False)


def _checked_kind(session: Session, content: Content, now: datetime) -> InterventionType:
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


def _devices(session: Session, content: Content, appointment: Appointment) -> list[Device]:
    """Return the devices of the report, which must stand at the plant of the appointment."""
    found = session.scalars(
        select(Device).where(
            Device.id.in_(content.device_ids), Device.client_id == appointment.client_id
        )
    ).all()
    if len(found) != len(content.device_ids):
        raise ForeignDeviceError
    return list(found)


def _is_signed(envelope: Envelope) -> bool:
    """Tell whether the customer signed, after drawing each signature once as a check."""
    for signature in envelope.signatures:
        signature_svg(signature.strokes)
    is_signed = any(one.role is SignerRole.CLIENT for one in envelope.signatures)
    ensure_signed_or_explained(is_signed=is_signed, reason=envelope.unsigned_reason)
    return is_signed


def _intervention(
    session: Session, content: Content, appointment: Appointment, kind: InterventionType
) -> Intervention:
    amounts = totals(content.lines)
    year = content.performed_on.year
    return Intervention(
        year=year,
        number=next_number(session, "interventions", year=year),
        client_id=appointment.client_id,
        appointment_id=appointment.id,
        intervention_type_id=kind.id,
        performed_on=content.performed_on,
        outcome=content.outcome,
        moves_due_date=moves_due_date(
            content.outcome,
            by_type=kind.moves_due_date,
            is_ticked=content.moves_due_date and kind.may_move_due_date,
        ),
        work_done=content.work_done,
        net_eur=amounts.net_eur,
        vat_eur=amounts.vat_eur,
        total_eur=amounts.total_eur,
        technicians=[member.technician for member in appointment.team],
    )


def _report(
    envelope: Envelope, content: Content, *, access: Access, now: datetime
) -> InterventionReport:
    stated: Any = envelope.content
    sha256 = fingerprint(stated)
    return InterventionReport(
        revision=1,
        content=stated,
        content_sha256=sha256,
        compiled_at=now,
        received_at=now,
        author_id=access.user_id,
        author_name=access.name,
        unsigned_reason=envelope.unsigned_reason,
        lines=[
            ReportLine(
                position=place,
                description=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount_pct=line.discount_pct,
                vat_rate_pct=line.vat_rate_pct,
                vat_nature=line.vat_nature,
                total_eur=line.total_eur,
            )
            for place, line in enumerate(content.lines)
        ],
        findings=[
            Finding(position=place, kind=finding.kind, text=finding.text)
            for place, finding in enumerate(content.findings)
        ],
        signatures=[
            Signature(
                role=one.role,
                signer_name=one.signer_name,
                signer_capacity=one.signer_capacity,
                strokes=one.strokes,
                signed_at=now,
                content_sha256=sha256,
            )
            for one in envelope.signatures
        ],
    )


def _close(appointment: Appointment, content: Content, now: datetime) -> None:
    """Move the appointment and its call to where the outcome puts them."""
    following = follow_up(content.outcome)
    appointment.state = following.appointment
    appointment.left_at = appointment.left_at or now
    call = appointment.call
    if call is not None:
        call.state = following.call
        call.closed_at = now if following.call is CallState.CLOSED else None
