from datetime import date
from decimal import Decimal

import pytest

from app.fgas.rules import (
    AddedMissingError,
    EntryFacts,
    EntryKind,
    EntryNotifiedError,
    GasMissingError,
    LeakResult,
    NoticeDayError,
    RecoveredMissingError,
    ResultMissingError,
    WorkInFutureError,
    ensure_complete,
    ensure_notice_day,
    ensure_open,
)

TODAY = date(2026, 11, 25)


def facts(kind=EntryKind.MAINTENANCE, **values):
    usual = {
        "performed_on": TODAY, "has_gas": True, "added_kg": None, "recovered_kg": None,
        "result": None,
    }  # fmt: skip
    return EntryFacts(kind=kind, **(usual | values))


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        (facts(performed_on=date(2026, 11, 26)), WorkInFutureError),
        (facts(has_gas=False), GasMissingError),
        (facts(EntryKind.TOP_UP), AddedMissingError),
        (facts(EntryKind.TOP_UP, added_kg=Decimal(0)), AddedMissingError),
        (facts(EntryKind.RECOVERY, added_kg=Decimal(1)), RecoveredMissingError),
        (facts(EntryKind.LEAK_CHECK), ResultMissingError),
    ],
)
def test_incomplete_work_is_refused(entry, refusal):
    with pytest.raises(refusal):
        ensure_complete(entry, today=TODAY)


@pytest.mark.parametrize(
    "entry",
    [
        facts(),
        facts(EntryKind.TOP_UP, added_kg=Decimal("0.1")),
        facts(EntryKind.RECOVERY, recovered_kg=Decimal(2)),
        facts(EntryKind.LEAK_CHECK, result=LeakResult.LEAKING),
    ],
)
def test_complete_work_is_taken(entry):
    ensure_complete(entry, today=TODAY)


def test_notice_lies_between_the_work_and_today():
    for day in (date(2026, 11, 20), TODAY):
        ensure_notice_day(day, performed_on=date(2026, 11, 20), today=TODAY)
    for day in (date(2026, 11, 19), date(2026, 11, 26)):
        with pytest.raises(NoticeDayError):
            ensure_notice_day(day, performed_on=date(2026, 11, 20), today=TODAY)


def test_notified_work_stays():
    ensure_open(None)
    with pytest.raises(EntryNotifiedError):
        ensure_open(TODAY)
