"""Writes of the F-gas register."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from app.company.queries import company_profile
from app.devices.rules import ControlKind
from app.devices.service import record_control, refresh_due_dates
from app.fgas.models import FgasEntry
from app.fgas.queries import certificate_of
from app.fgas.rules import (
    EntryFacts,
    EntryKind,
    GasMissingError,
    ensure_complete,
    ensure_notice_day,
    ensure_open,
)
from app.thermal.models import Refrigerant
from app.thermal.rules_fgas import report_by

#: Entries that move the date of the next leak check.
_CONTROLS = {
    EntryKind.LEAK_CHECK: ControlKind.LEAK_CHECK,
    EntryKind.REPAIR: ControlKind.LEAK_REPAIR,
}


def store_entry(
    session: Session, entry: FgasEntry, gas: Refrigerant | None, *, today: date
) -> FgasEntry:
    """Complete and store an entry filled by a form; the device's dates and charge follow.

    Raises:
        EntryNotifiedError: It was notified.
        WorkInFutureError, GasMissingError, AddedMissingError, RecoveredMissingError,
        ResultMissingError: What is wrong or missing.
    """
    ensure_open(entry.notified_on)
    facts = EntryFacts(
        entry.kind, entry.performed_on, gas is not None, entry.added_kg, entry.recovered_kg,
        entry.result,
    )  # fmt: skip
    ensure_complete(facts, today=today)
    if gas is None:
        raise GasMissingError
    entry.gas, entry.gwp = gas.code, gas.gwp
    entry.notify_by = report_by(entry.performed_on)
    entry.technician_certificate = certificate_of(session, entry.technician.id, entry.performed_on)
    entry.company_certificate = company_profile(session).fgas_certificate
    if entry.kind is not EntryKind.LEAK_CHECK:
        entry.result = None
    session.add(entry)
    device = entry.device
    device.refrigerant = gas
    if entry.charge_kg:
        device.charge_kg = entry.charge_kg
    session.flush()
    _move_dates(session, entry)
    return entry


def remove_entry(session: Session, entry: FgasEntry) -> None:
    """Delete an entry made by mistake; the dates of the device follow.

    Raises:
        EntryNotifiedError: It was notified.
    """
    ensure_open(entry.notified_on)
    for kind in _CONTROLS.values():
        record_control(
            session, (), kind=kind, source=_source(entry), performed_on=entry.performed_on
        )
    session.delete(entry)
    session.flush()


def notify(
    session: Session, entries: Iterable[FgasEntry], *, on: date, today: date, code: str = ""
) -> int:
    """Note that entries were notified; those notified before stay as they are.

    Returns:
        How many were noted.

    Raises:
        NoticeDayError: The day lies before one of the works or after today.
    """
    open_ones = [entry for entry in entries if entry.notified_on is None]
    for entry in open_ones:
        ensure_notice_day(on, performed_on=entry.performed_on, today=today)
        entry.notified_on, entry.notice_code = on, code.strip()[:60]
    session.flush()
    return len(open_ones)


def take_back(session: Session, entry: FgasEntry) -> None:
    """Note that an entry was not notified after all."""
    entry.notified_on, entry.notice_code = None, ""
    session.flush()


def _move_dates(session: Session, entry: FgasEntry) -> None:
    for kind, control in _CONTROLS.items():
        record_control(
            session,
            [entry.device_id] if entry.kind is kind else [],
            kind=control,
            source=_source(entry),
            performed_on=entry.performed_on,
        )
    refresh_due_dates(session, [entry.device_id])


def _source(entry: FgasEntry) -> str:
    return f"fgas:{entry.id}"
