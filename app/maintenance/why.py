"""Why a device is on the list of what is due, or why not: the sentences of "Why?"."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.clients.rules import ClientState
from app.devices import messages as devices
from app.devices.models import Device
from app.devices.rules import DeviceState
from app.kernel.dates import local_day
from app.maintenance.queries import current_state
from app.maintenance.rules import FollowState
from app.thermal import messages as thermal
from app.thermal.models import ControlPeriod
from app.thermal.queries import period_named
from app.thermal.tables_periods import BODIES
from app.web.formats import format_date


@dataclass(frozen=True)
class Line:
    """One sentence, and whether it keeps the device off the list."""

    text: str
    keeps_off: bool = False


@dataclass(frozen=True)
class ClockLine:
    """One clock of the device: its date, the reason, and the rule it comes from."""

    label: str
    day: date | None
    reason: str
    rule: str = ""


@dataclass(frozen=True)
class Why:
    """The answer."""

    lines: list[Line]
    clocks: list[ClockLine]

    @property
    def is_listed(self) -> bool:
        """Tell whether nothing keeps the device off the list."""
        return not any(line.keeps_off for line in self.lines)


def why(session: Session, device: Device, booking: Appointment | None, today: date) -> Why:
    """Return why a device is on the list of what is due, or why not."""
    lines = [
        *_of_client(device, today),
        *_of_device(device),
        *_of_booking(booking),
        *_of_contact(device),
    ]
    return Why([Line(text, keeps_off=True) for text in lines], _clocks(session, device))


def _of_client(device: Device, today: date) -> list[str]:
    client, found = device.client, []
    if client.state is not ClientState.ACTIVE:
        found.append(_("Not listed: the card is archived."))
    until = client.excluded_until
    if client.exclude_from_maintenance and (until is None or until >= today):
        reason = client.exclusion_reason or "-"
        if until is None:
            text = _("Not listed: the client is excluded from maintenance (%(why)s).", why=reason)
        else:
            text = _(
                "Not listed until %(day)s: the client is excluded from maintenance (%(why)s).",
                day=format_date(until), why=reason,
            )  # fmt: skip
        found.append(text)
    return found


def _of_device(device: Device) -> list[str]:
    found = []
    if device.state is not DeviceState.IN_SERVICE:
        state = str(devices.STATES[device.state]).lower()
        found.append(_("Not listed: the device is not in service (%(state)s).", state=state))
    if device.exclude_from_maintenance:
        found.append(_("Not listed: this device is excluded from maintenance."))
    if device.first_due_on is None:
        found.append(_("Not listed: the device has no date; see below what is missing."))
    return found


def _of_booking(booking: Appointment | None) -> list[str]:
    if booking is None:
        return []
    day = format_date(local_day(booking.starts_at))
    return [_("Not listed: a visit is booked on %(day)s.", day=day)]


def _of_contact(device: Device) -> list[str]:
    if current_state(device) is FollowState.REFUSED:
        return [_("Not listed: the customer refuses.")]
    return []


def _clocks(session: Session, device: Device) -> list[ClockLine]:
    control = device.control_reason
    leak = device.leak_reason
    months = device.maintenance_interval_months
    every = ngettext("Every %(num)s month", "Every %(num)s months", months) if months else ""
    found = [
        ClockLine(
            _("Maintenance"),
            device.next_maintenance_on,
            _reason(str(devices.REASONS[device.due_reason]), device.due_counted_from),
            " · ".join(part for part in (every, device.manual_due_reason) if part),
        )
    ]
    if control is not None:
        period = period_named(session, device.control_period) if device.control_period else None
        text = _reason(str(thermal.CONTROL_REASONS[control]), device.control_counted_from)
        found.append(
            ClockLine(_("Efficiency control (REE)"), device.next_control_on, text, _rule_of(period))
        )
    if leak is not None and device.refrigerant_id is not None:
        text = _reason(str(thermal.LEAK_REASONS[leak]), device.leak_counted_from)
        length = device.leak_months
        rule = ngettext("Every %(num)s month", "Every %(num)s months", length) if length else ""
        found.append(ClockLine(_("Leak check (F-gas)"), device.next_leak_check_on, text, rule))
    return found


def _reason(text: str, counted_from: date | None) -> str:
    return f"{text}: {format_date(counted_from)}" if counted_from else text


def _rule_of(period: ControlPeriod | None) -> str:
    if period is None:
        return ""
    every = ngettext("Every %(num)s year", "Every %(num)s years", period.years)
    body = BODIES.get(period.body, period.body)
    parts = (every, body, period.source, str(thermal.CERTAINTIES[period.certainty]))
    return " · ".join(part for part in parts if part)
