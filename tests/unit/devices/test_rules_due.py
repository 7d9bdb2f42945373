"""The next maintenance date of a device."""

from datetime import date

import pytest

from app.devices.rules import DeviceState, DueReason, fold_serial
from app.devices.rules_due import Due, DueFacts, next_due

IN_USE = DeviceState.IN_SERVICE


def due(**facts):
    facts.setdefault("interval_months", 12)
    facts.setdefault("state", IN_USE)
    return next_due(DueFacts(**facts))


@pytest.mark.parametrize("state", [DeviceState.OFF, DeviceState.REPLACED, DeviceState.REMOVED])
def test_no_date_out_of_service(state):
    found = due(state=state, visits=(date(2025, 1, 1),), manual_due_on=date(2026, 1, 1))

    assert found == Due(None, DueReason.NOT_IN_SERVICE)


def test_no_date_when_excluded():
    assert due(is_excluded=True, visits=(date(2025, 1, 1),)) == Due(None, DueReason.EXCLUDED)


def test_no_date_without_interval():
    found = due(interval_months=None, visits=(date(2025, 1, 1),))

    assert found == Due(None, DueReason.NO_INTERVAL)


def test_no_date_without_start():
    assert due() == Due(None, DueReason.NO_START)


@pytest.mark.parametrize(
    ("visit", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 10, 12), 12, date(2026, 10, 12)),
    ],
)
def test_counts_from_the_last_visit(visit, months, expected):
    found = due(visits=(date(2020, 1, 1), visit), interval_months=months)

    assert found == Due(expected, DueReason.LAST_VISIT, visit)


@pytest.mark.parametrize(
    ("visits", "expected", "start"),
    [
        # Late by a month: the anniversary stays.
        ((date(2024, 3, 10), date(2025, 4, 12)), date(2026, 3, 10), date(2025, 3, 10)),
        # On the day.
        ((date(2024, 3, 10), date(2025, 3, 10)), date(2026, 3, 10), date(2025, 3, 10)),
        # Early: counted anew.
        ((date(2024, 3, 10), date(2025, 3, 9)), date(2026, 3, 9), date(2025, 3, 9)),
        # Late by more than a turn: the next date is never before the visit.
        ((date(2022, 3, 10), date(2025, 4, 12)), date(2026, 3, 10), date(2025, 3, 10)),
        # A leap day does not creep.
        ((date(2024, 2, 29), date(2028, 3, 2)), date(2029, 2, 28), date(2028, 2, 29)),
        ((date(2024, 3, 10),), date(2025, 3, 10), date(2024, 3, 10)),
    ],
)
def test_a_late_visit_may_keep_the_anniversary(visits, expected, start):
    found = due(visits=visits, keeps_anniversary=True)

    assert found == Due(expected, DueReason.LAST_VISIT, start)


def test_imported_date_holds_until_the_first_visit():
    facts = {"imported_next_on": date(2026, 5, 1), "imported_last_on": date(2025, 5, 1)}

    assert due(**facts) == Due(date(2026, 5, 1), DueReason.IMPORTED, date(2025, 5, 1))
    assert due(**facts, visits=(date(2026, 4, 2),)).on == date(2027, 4, 2)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"imported_last_on": date(2025, 1, 31)}, DueReason.IMPORTED),
        ({"first_ignition_on": date(2025, 1, 31)}, DueReason.FIRST_IGNITION),
        ({"installed_on": date(2025, 1, 31)}, DueReason.INSTALLATION),
    ],
)
def test_counts_from_the_start_without_visits(facts, reason):
    found = due(**facts, interval_months=1)

    assert found == Due(date(2025, 2, 28), reason, date(2025, 1, 31))


def test_manual_date_prevails_until_a_later_visit():
    manual = {"manual_due_on": date(2026, 9, 1), "manual_set_on": date(2025, 6, 1)}

    assert due(**manual, visits=(date(2025, 6, 1),)) == Due(date(2026, 9, 1), DueReason.MANUAL)
    assert due(**manual, visits=(date(2025, 6, 2),)).on == date(2026, 6, 2)
    assert due(manual_due_on=date(2026, 9, 1)).reason is DueReason.MANUAL


def test_serial_is_folded():
    assert fold_serial(" ab-12/ 3x ") == "AB123X"
