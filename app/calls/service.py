"""Use cases of the calls: every write goes through here."""

from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from app.calls.models import Call, CallNudge
from app.calls.queries import open_calls_of
from app.calls.rules import (
    OPEN_STATES,
    CallState,
    CancelReasonMissingError,
    ForeignDeviceError,
    OpenCallExistsError,
    Priority,
    ensure_open,
    ensure_waits,
)
from app.calls.rules_times import LOOKED_AHEAD, call_back_by, is_repeat
from app.company.calendar import ClosedDays
from app.company.queries import closed_days, company_profile
from app.devices.queries import last_maintenance_of
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.kernel.weekhours import Hours, day_span

_SATURDAY = 5
_ONLY_NATIONAL = ClosedDays()


def is_working_day(
    day: date, hours: Hours = MappingProxyType({}), closed: ClosedDays = _ONLY_NATIONAL
) -> bool:
    """Tell whether the company works on a day: open, no holiday, no closing.

    Args:
        day: Italian calendar day.
        hours: Opening hours by weekday; none at all means Monday to Friday.
        closed: Feast of the comune and closings of the company.
    """
    is_open = day_span(hours, day) is not None if hours else day.weekday() < _SATURDAY
    return is_open and not closed.is_closed(day)


def open_call(
    session: Session, call: Call, *, is_other_matter: bool, access: Access, now: datetime
) -> Call:
    """Store a new call, filled by a form, with its promises.

    Args:
        session: Open session; flushed only.
        call: New row with its client.
        is_other_matter: Whether to open it although the plant has an open call.
        access: Who takes it.
        now: Instant at which it came in.

    Raises:
        OpenCallExistsError: The plant has an open call and this is not another matter.
    """
    if not is_other_matter and open_calls_of(session, call.client.id):
        raise OpenCallExistsError
    call.received_at = now
    call.received_by = access.name
    call.state = CallState.TO_SCHEDULE
    if call.reason is not None and call.reason.is_gas_alarm:
        call.priority = Priority.URGENT
    if call.intervention_type is None and call.reason is not None:
        call.intervention_type = call.reason.intervention_type
    if not call.caller_phone:
        call.caller_phone = call.client.phone
    if call.call_back_by is None:
        hours, today = company_profile(session).opening_hours, local_day(now)
        closed = closed_days(session, today, today + LOOKED_AHEAD)
        call.call_back_by = call_back_by(
            call.priority, now, lambda day: is_working_day(day, hours, closed), hours
        )
    call.is_repeat = is_repeat(last_maintenance_of(session, call.client.id), local_day(now))
    session.add(call)
    session.flush()
    return call


def ensure_own_devices(call: Call) -> None:
    """Raise `ForeignDeviceError` when a device stands at another plant than the call's."""
    if any(device.client_id != call.client.id for device in call.devices):
        raise ForeignDeviceError


def set_waiting(session: Session, call: Call, state: CallState) -> None:
    """Note what a call without appointment waits for: a part, the client, or a date."""
    ensure_waits(call.state, call.id)
    call.state = state
    session.flush()


def add_nudge(session: Session, call: Call, *, text: str, access: Access, now: datetime) -> None:
    """Note that the customer asked again; a call that could wait becomes normal."""
    ensure_open(call.state, call.id)
    session.add(CallNudge(call=call, at=now, text=text, taken_by=access.name))
    if call.priority is Priority.PLANNABLE:
        call.priority = Priority.NORMAL
    session.flush()


def cancel_call(session: Session, call: Call, *, reason: str, now: datetime) -> None:
    """Cancel a call, saying why."""
    ensure_open(call.state, call.id)
    if not reason.strip():
        raise CancelReasonMissingError
    call.state = CallState.CANCELLED
    call.cancel_reason = reason.strip()
    call.closed_at = now
    session.flush()


def mark_scheduled(session: Session, call: Call) -> None:
    """Note that the call has an appointment."""
    ensure_open(call.state, call.id)
    call.state = CallState.SCHEDULED
    session.flush()


def back_to_schedule(session: Session, call: Call) -> None:
    """Return a call to the waiting list: its appointment was cancelled or not carried out."""
    if call.state in {*OPEN_STATES, CallState.CLOSED}:
        call.state = CallState.TO_SCHEDULE
        call.closed_at = None
        session.flush()


def close_call(session: Session, call: Call, *, now: datetime) -> None:
    """Note that the call was dealt with; closing it again changes nothing."""
    if call.state is CallState.CLOSED:
        return
    ensure_open(call.state, call.id)
    call.state = CallState.CLOSED
    call.closed_at = now
    session.flush()
