"""F-gas: the worked examples, bands, exemptions, dates."""

from datetime import date, timedelta
from decimal import Decimal as Dec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.thermal import rules_fgas as rf
from app.thermal.rules_fgas import (
    Annex,
    Circuit,
    Gas,
    LeakDue,
    LeakDuty,
    LeakFacts,
    LeakReason,
    leak_duty,
    next_leak_check,
)
from app.thermal.tables import LEAK_LAWS
from app.thermal.tables_gases import GASES

LAW = rf.law_on(LEAK_LAWS, date(2026, 11, 25))
OLD_LAW = rf.law_on(LEAK_LAWS, date(2020, 1, 1))
BY_CODE = {row.code: row for row in GASES}


def gas(code):
    row = BY_CODE[code]
    return Gas(row.code, row.gwp, row.annex)


def circuit(code, kg, **facts):
    return Circuit(Dec(kg), gas(code), **facts)


@pytest.mark.parametrize(
    ("code", "kg", "tonnes", "months"),
    [
        ("R32", "1.3", "0.878", None),
        ("R454B", "3", "1.398", None),
        ("R32", "7.5", "5.063", 12),
        ("R410A", "2.5", "5.220", 12),
        ("R407C", "12", "21.288", 12),
        ("R134a", "40", "57.200", 6),
        ("R404A", "130", "509.860", 3),
    ],
)
def test_worked_examples(code, kg, tonnes, months):
    found = rf.tonnes_co2e(Dec(kg), gas(code).gwp)

    assert found.quantize(Dec("0.001"), "ROUND_HALF_UP") == Dec(tonnes)
    assert leak_duty(circuit(code, kg), LAW).months == months


def test_above_500_t_a_detector_is_compulsory():
    assert leak_duty(circuit("R404A", "130"), LAW).lacks_detector
    watched = leak_duty(circuit("R404A", "130", has_detector=True), LAW)
    assert watched == LeakDuty(6)


@pytest.mark.parametrize(
    ("kg", "plain", "watched"),
    [
        ("4.999", None, None), ("5", 12, 24), ("49.999", 12, 24), ("50", 6, 12),
        ("499.999", 6, 12), ("500", 3, 6),
    ],
)  # fmt: skip
def test_bands_of_annex_1(kg, plain, watched):
    tonne = Gas("X", Dec(1000), Annex.ONE)

    assert leak_duty(Circuit(Dec(kg), tonne), LAW).months == plain
    assert leak_duty(Circuit(Dec(kg), tonne, has_detector=True), LAW).months == watched


@pytest.mark.parametrize(
    ("kg", "months"), [("0.999", None), ("1", 12), ("9.999", 12), ("10", 6), ("100", 3)]
)
def test_bands_of_annex_2_go_by_kg_since_2024(kg, months):
    assert leak_duty(circuit("R1234yf", kg), LAW).months == months
    assert leak_duty(circuit("R1234yf", kg), OLD_LAW).reason is LeakReason.BELOW_THRESHOLD


@pytest.mark.parametrize(
    ("code", "kg", "facts", "is_exempt"),
    [
        ("R410A", "2.5", {"is_hermetic": True}, True),
        ("R32", "14.8", {"is_hermetic": True}, True),
        ("R32", "14.9", {"is_hermetic": True}, False),  # 10.06 t
        ("R410A", "2.5", {}, False),
        ("R1234yf", "1.9", {"is_hermetic": True}, True),
        ("R1234yf", "2", {"is_hermetic": True}, False),
        ("R1234yf", "2.9", {"is_hermetic": True, "is_residential": True}, True),
        ("R1234yf", "3", {"is_hermetic": True, "is_residential": True}, False),
        ("R1234yf", "2.9", {"is_residential": True}, False),
        ("R404A", "2.9", {"is_hermetic": True, "is_residential": True}, True),
    ],
)
def test_exemptions(code, kg, facts, is_exempt):
    found = leak_duty(circuit(code, kg, **facts), LAW)

    assert (found.reason is LeakReason.EXEMPT) is is_exempt
    assert (found.months is None) is is_exempt


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (Circuit(Dec(5), None), LeakReason.NO_GAS),
        (Circuit(None, gas("R32")), LeakReason.NO_CHARGE),
        (circuit("R290", "5"), LeakReason.NOT_FLUORINATED),
        (circuit("R22", "50"), LeakReason.NOT_FLUORINATED),
    ],
)
def test_what_is_missing(found, reason):
    assert leak_duty(found, LAW) == LeakDuty(None, reason)
    assert next_leak_check(LeakFacts(found), LAW) == LeakDue(None, reason)


BIG = circuit("R407C", "12")
DAY = date(2026, 2, 28)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"checks": (date(2020, 1, 1), DAY), "imported_on": date(2019, 1, 1)},
         LeakReason.LAST_CHECK),
        ({"imported_on": DAY, "installed_on": date(2019, 1, 1)}, LeakReason.IMPORTED),
        ({"first_ignition_on": DAY, "installed_on": date(2019, 1, 1)}, LeakReason.FIRST_IGNITION),
        ({"installed_on": DAY}, LeakReason.INSTALLATION),
    ],
)  # fmt: skip
def test_counted_from_the_best_known_day(facts, reason):
    found = next_leak_check(LeakFacts(BIG, **facts), LAW)

    assert found == LeakDue(date(2027, 2, 28), reason, DAY, 12)


def test_no_start_and_not_in_service():
    assert next_leak_check(LeakFacts(BIG), LAW) == LeakDue(None, LeakReason.NO_START, None, 12)
    off = LeakFacts(BIG, is_in_service=False, checks=(DAY,))
    assert next_leak_check(off, LAW) == LeakDue(None, LeakReason.NOT_IN_SERVICE)


def test_a_repaired_leak_is_checked_again_within_a_month():
    repaired = LeakFacts(BIG, checks=(DAY,), repaired_on=date(2026, 5, 31))
    assert next_leak_check(repaired, LAW) == LeakDue(
        date(2026, 6, 30), LeakReason.REPAIR, date(2026, 5, 31), 12
    )
    rechecked = LeakFacts(BIG, checks=(DAY, date(2026, 6, 15)), repaired_on=date(2026, 5, 31))
    assert next_leak_check(rechecked, LAW).reason is LeakReason.LAST_CHECK
    near = LeakFacts(BIG, checks=(DAY,), repaired_on=date(2027, 2, 20))
    assert next_leak_check(near, LAW).on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("visit", "last"),
    [(date(2026, 1, 31), date(2026, 3, 2)), (date(2024, 2, 1), date(2024, 3, 2))],
)
def test_thirty_days_to_report(visit, last):
    assert rf.report_by(visit) == last


def test_no_law_before_the_first():
    with pytest.raises(LookupError, match="no law"):
        rf.law_on((), DAY)


@pytest.mark.parametrize(
    ("code", "at_5_t"), [("R32", "7.41"), ("R410A", "2.39"), ("R407C", "2.82"), ("R134a", "3.50")]
)
def test_charge_at_the_first_threshold(code, at_5_t):
    kg = Dec(5000) / gas(code).gwp

    assert kg.quantize(Dec("0.01"), "ROUND_HALF_UP") == Dec(at_5_t)


@given(kg=st.decimals("0.01", "2000", places=2), more=st.decimals("0.01", "100", places=2))
def test_more_gas_is_never_checked_less_often(kg, more):
    few, many = (leak_duty(Circuit(c, gas("R410A")), LAW).months or 99 for c in (kg, kg + more))

    assert many <= few


@given(day=st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_checks_fall_on_the_day_or_the_end_of_a_shorter_month(day):
    found = next_leak_check(LeakFacts(circuit("R134a", "40"), checks=(day,)), LAW).on

    assert found.day <= day.day
    assert timedelta(days=181) <= found - day <= timedelta(days=184)
