"""Use cases of the interventions: a report arrives once, whatever the phone repeats."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.agenda.queries import open_of_call
from app.agenda.rules import OPEN_STATES
from app.calls.rules import CallState
from app.company.queries import company_profile
from app.contracts.service import note_visit
from app.devices.rules import ControlKind
from app.devices.service import record_control, record_maintenance
from app.files.signatures import signature_svg
from app.interventions.checking import (
    Author,
    Checked,
    Origin,
    Subject,
    check,
    check_files,
    find_subject,
    mark_of,
    unlisted,
)
from app.interventions.facts import facts_of
from app.interventions.models import (
    Finding,
    Intervention,
    InterventionReport,
    ReportLine,
    Signature,
)
from app.interventions.queries import count_of_appointment, report_of
from app.interventions.rules import Outcome, SignerRole
from app.interventions.rules_conflicts import Conflict, find_conflict
from app.interventions.rules_content import Content, fingerprint, parse_content, work_span
from app.interventions.rules_sending import (
    DOCUMENT,
    Envelope,
    ReportClashError,
    ReportOutdatedError,
    ensure_signed_or_explained,
    follow_up,
    moves_due_date,
    parse_envelope,
    without_transport,
)
from app.interventions.signed import revision_columns
from app.jobs.outbox import enqueue
from app.kernel.access import Access
from app.orm.numbering import next_number


@dataclass(frozen=True)
class Received:
    """What became of a sending."""

    report: InterventionReport
    #: It had arrived before, with the same content.
    is_replay: bool


def receive_report(
    session: Session,
    uuid: str,
    body: object,
    *,
    access: Access,
    now: datetime,
    origin: Origin | None = None,
) -> Received:
    """Store a report, once, and do what follows from it: appointment, call, dates, document.

    What it is about stays locked: of two reports on one appointment, the second sees the first.

    Args:
        session: Open session; flushed only.
        uuid: Made by the device that wrote the report.
        body: Decoded JSON of the request.
        access: Who sends it.
        now: Instant of arrival.
        origin: Where it comes from; None: from this program itself.

    Raises:
        ReportClashError: The UUID arrived before with other content.
        AppointmentNotYoursError: No such appointment, plant or intervention for who asks.
        ReportOutdatedError: Somebody corrected the intervention meanwhile.
        DomainError: Any other refusal of the content.
    """
    author = Author(access, now, origin or Origin())
    envelope = parse_envelope(body)
    subject = _subject(session, envelope, author)
    body_sha256 = fingerprint(without_transport(body))
    known = report_of(session, uuid)
    if known is not None:
        if known.body_sha256 != body_sha256:
            raise ReportClashError(uuid)
        return Received(known, is_replay=True)
    _ensure_current(envelope, subject)
    report = _arrived(session, uuid, envelope, subject, author)
    report.body_sha256 = body_sha256
    session.add(report)
    session.flush()
    enqueue(session, DOCUMENT, report.id, now=author.now, dedup_key=f"{DOCUMENT}:{uuid}")
    return Received(report, is_replay=False)


def _arrived(
    session: Session, uuid: str, envelope: Envelope, subject: Subject, author: Author
) -> InterventionReport:
    """Check a report, write its head and what follows from it, and return it, not yet stored."""
    checked = check(session, subject, parse_content(envelope.content), author)
    check_files(session, subject, checked.content, uuid=uuid, access=author.access)
    is_signed = _is_signed(envelope)
    conflict = _conflict(session, envelope, subject, checked.content)
    intervention, before = _head(session, subject, checked)
    _state(intervention, checked, author)
    session.add(intervention)
    intervention.is_signed = is_signed
    if conflict is not None:
        intervention.has_conflict, intervention.conflict_note = True, conflict.value
    session.flush()
    moved = checked.content.device_ids if intervention.moves_due_date else ()
    profile = company_profile(session)  # kept at hand: what follows asks for it, too
    is_correction = subject.corrected is not None
    if moved or is_correction:
        record_maintenance(session, moved, intervention.id, intervention.performed_on)
    if moved:
        note_visit(
            session,
            moved,
            client_id=intervention.client_id,
            intervention_id=intervention.id,
            performed_on=intervention.performed_on,
        )
    controlled = moved if checked.kind.needs_ree else ()
    if controlled or is_correction:
        record_control(
            session,
            controlled,
            kind=ControlKind.EFFICIENCY,
            source=f"intervention:{intervention.id}",
            performed_on=intervention.performed_on,
        )
    report = _report(envelope, checked, author)
    report.uuid, report.revision = uuid, intervention.revision
    has_prices = author.access.has("prices.read")
    report.facts = facts_of(intervention, checked, profile, has_prices=has_prices)
    with session.no_autoflush:  # the report is not complete yet
        report.intervention = intervention
        _close(session, report, before=before, conflict=conflict)
    return report


def _subject(session: Session, envelope: Envelope, author: Author) -> Subject:
    corrects = envelope.corrects
    return find_subject(
        session,
        author,
        appointment_id=envelope.appointment_id,
        client_id=envelope.client_id,
        intervention_id=corrects.of_id if corrects is not None else None,
        lock=True,
    )


def _ensure_current(envelope: Envelope, subject: Subject) -> None:
    corrects, corrected = envelope.corrects, subject.corrected
    if corrects is None or corrected is None:
        return
    if corrects.revision != corrected.revision:
        raise ReportOutdatedError(corrected.revision)


def _is_signed(envelope: Envelope) -> bool:
    """Tell whether the customer signed, after drawing each signature once as a check."""
    for signature in envelope.signatures:
        signature_svg(signature.strokes)
    is_signed = any(one.role is SignerRole.CLIENT for one in envelope.signatures)
    ensure_signed_or_explained(is_signed=is_signed, reason=envelope.unsigned_reason)
    return is_signed


def _conflict(
    session: Session, envelope: Envelope, subject: Subject, content: Content
) -> Conflict | None:
    appointment = subject.appointment
    if subject.is_elsewhere:
        return Conflict.PLANT_CHANGED
    found = None
    if appointment is not None and subject.corrected is None:
        reports = count_of_appointment(session, appointment.id)
        found = find_conflict(
            appointment.state,
            reports=reports,
            base=envelope.base_version,
            current=mark_of(appointment, reports),
        )
    if found is None and unlisted(session, content.lines):
        return Conflict.NOT_LISTED
    return found


def _head(
    session: Session, subject: Subject, checked: Checked
) -> tuple[Intervention, Outcome | None]:
    """Return the intervention a report is of, and the outcome it had before."""
    corrected = subject.corrected
    if corrected is not None:
        corrected.revision += 1
        return corrected, corrected.outcome
    year = checked.content.performed_on.year
    made = Intervention(
        year=year,
        number=next_number(session, "interventions", year=year),
        client=subject.client,
        # Work at another plant than the appointment's leaves the appointment to be done.
        appointment=None if subject.is_elsewhere else subject.appointment,
    )
    return made, None


def _state(intervention: Intervention, checked: Checked, author: Author) -> None:
    """Write on the head what its report says."""
    content, kind = checked.content, checked.kind
    intervention.intervention_type = kind
    intervention.performed_on = content.performed_on
    intervention.started_at, intervention.ended_at = work_span(content)
    intervention.travel_minutes = content.travel_minutes
    intervention.outcome = content.outcome
    intervention.moves_due_date = moves_due_date(
        content.outcome,
        by_type=kind.moves_due_date,
        is_ticked=content.moves_due_date and kind.may_move_due_date,
    )
    intervention.request_text = content.request_text
    intervention.work_done = content.work_done
    intervention.next_visit_advised_on = content.next_visit_advised_on
    intervention.net_eur = checked.totals.net_eur
    intervention.vat_eur = checked.totals.vat_eur
    intervention.total_eur = checked.totals.total_eur
    intervention.devices = checked.devices
    intervention.technicians = checked.technicians
    if author.access.has("payments.take"):
        # Whoever may not record payments leaves what an earlier revision recorded.
        _note_payment(intervention, content)


def _note_payment(intervention: Intervention, content: Content) -> None:
    payment = content.payment
    intervention.paid_eur = payment.amount_eur if payment is not None else None
    intervention.payment_method = payment.method if payment is not None else None
    intervention.receipt_number = payment.receipt_number if payment is not None else ""


def _report(envelope: Envelope, checked: Checked, author: Author) -> InterventionReport:
    return InterventionReport(
        **revision_columns(envelope, author, Signature),
        lines=_lines(checked),
        findings=[
            Finding(position=place, kind=finding.kind, text=finding.text)
            for place, finding in enumerate(checked.content.findings)
        ],
    )


def _lines(checked: Checked) -> list[ReportLine]:
    return [
        ReportLine(
            position=place,
            item_id=priced.line.item_id,
            source=priced.line.source,
            unit=priced.line.unit,
            description=priced.line.description,
            quantity=priced.line.quantity,
            unit_price=priced.price.unit_price,
            discount_pct=priced.price.discount_pct,
            vat_rate_pct=priced.price.vat_rate_pct,
            vat_nature=priced.price.vat_nature,
            total_eur=priced.total_eur,
        )
        for place, priced in enumerate(checked.lines)
    ]


def _close(
    session: Session,
    report: InterventionReport,
    *,
    before: Outcome | None,
    conflict: Conflict | None,
) -> None:
    """Move the appointment and its call to where the outcome puts them."""
    intervention = report.intervention
    appointment = intervention.appointment
    if appointment is None:
        return
    if before is not None:
        _follow_correction(session, appointment, before, report)
        return
    appointment.arrived_at = appointment.arrived_at or intervention.started_at
    appointment.left_at = appointment.left_at or intervention.ended_at or report.compiled_at
    is_over = appointment.state not in OPEN_STATES
    if is_over and intervention.outcome is not Outcome.DONE:
        return  # what is over is not opened again by a second report: the office looks at it
    following = follow_up(intervention.outcome)
    appointment.state = following.appointment
    call = appointment.call
    if call is None or (
        conflict is not None and open_of_call(session, call.id, but=appointment.id)
    ):
        return  # the office has booked the call again: that booking stands
    _move_call(appointment, following.call, report)


def _follow_correction(
    session: Session, appointment: Appointment, before: Outcome, report: InterventionReport
) -> None:
    """Correct what the former outcome did, unless somebody has moved things on since."""
    old, new = follow_up(before), follow_up(report.intervention.outcome)
    session.refresh(appointment, ["state"], with_for_update=True)
    if old == new or appointment.state is not old.appointment:
        return
    appointment.state = new.appointment
    if appointment.call is not None and appointment.call.state is old.call:
        _move_call(appointment, new.call, report)


def _move_call(appointment: Appointment, state: CallState, report: InterventionReport) -> None:
    call = appointment.call
    if call is None:
        return
    call.state = state
    call.closed_at = report.received_at if state is CallState.CLOSED else None
