"""Combustion: every worked example of the reference, and both sides of each limit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as Dec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.thermal import rules_combustion as rc
from app.thermal.rules import (
    CarbonDioxideError,
    NominalPowerError,
    OxygenError,
    ReadingsMissingError,
)
from app.thermal.rules_combustion import Family, Reading
from app.thermal.tables import (
    BACHARACH_COEFFICIENTS,
    COEFFICIENTS,
    COMBUSTION_LIMITS,
    TESTO_COEFFICIENTS,
)

LIMITS = rc.limits_on(COMBUSTION_LIMITS, date(2026, 11, 25))
METHANE, LPG, OIL = (COEFFICIENTS[name] for name in ("natural_gas", "lpg", "heating_oil"))


def shown(value, places):
    return str(rc.rounded(value, places))


@pytest.mark.parametrize(
    ("of", "measured", "computed"),
    [
        (METHANE, ("140", "20", "5.0", "60"), ("6.150", "93.9", "95.9", "78.8")),
        (METHANE, ("55", "28", "3.5", "86.7"), ("1.288", "98.7", "100.7", "104.0")),
        (LPG, ("120", "18", "6.2", "45"), ("5.158", "94.8", "96.8", "63.9")),
        (METHANE, ("180", "15", "12.0", "480"), ("13.750", "86.3", "88.3", "1120.0")),
    ],
)
def test_worked_examples_with_o2(of, measured, computed):
    flue, air, o2, co = (Dec(text) for text in measured)
    loss, read, report, corrected = computed
    found = rc.loss_from_o2(of, flue, air, o2)

    # The sheet rounds the reading first; 2 is added once, to the rounded reading.
    eta = rc.rounded(rc.read_efficiency(found), 1)
    assert shown(found, 3) == loss
    assert str(eta) == read
    assert str(rc.report_efficiency(eta, LIMITS)) == report
    assert shown(rc.co_corrected(co, o2), 1) == corrected


def test_worked_example_c_with_co2():
    loss = rc.loss_from_co2(OIL, Dec(190), Dec(20), Dec("12.5"))
    o2 = rc.o2_from_co2(Dec("12.5"), OIL.co2_max)

    assert shown(loss, 3) == "7.990"
    assert shown(rc.report_efficiency(rc.read_efficiency(loss), LIMITS), 1) == "94.0"
    assert shown(o2, 2) == "3.62"
    assert shown(rc.loss_from_o2(OIL, Dec(190), Dec(20), o2), 3) == "7.840"
    assert shown(rc.air_index(o2), 3) == "1.208"
    assert shown(rc.co_corrected(Dec(25), o2), 1) == "30.2"


def test_worked_example_f_is_good():
    loss = rc.loss_from_o2(METHANE, Dec(55), Dec(20), Dec("4.8"))
    report = rc.report_efficiency(rc.read_efficiency(loss), LIMITS)
    minimum = rc.minimum_efficiency(LIMITS, Family.CONDENSING, date(2020, 5, 1), Dec(24))

    assert (shown(loss, 3), shown(report, 2)) == ("1.776", "100.22")
    assert shown(rc.co_corrected(Dec(80), Dec("4.8")), 1) == "103.7"
    assert minimum == Dec("91.76")
    assert rc.is_efficient(report, minimum)


@pytest.mark.parametrize(
    ("of", "o2", "flue", "air", "co2", "loss"),
    [
        (METHANE, "5.0", "140", "20", "8.91", "6.315"),
        (METHANE, "3.5", "55", "28", "9.75", "1.322"),
        (LPG, "6.2", "120", "18", "9.80", "5.189"),
        (METHANE, "12.0", "180", "15", "5.01", "14.154"),
    ],
)
def test_the_co2_form_of_the_examples(of, o2, flue, air, co2, loss):
    derived = rc.co2_from_o2(Dec(o2), of.co2_max)

    assert shown(derived, 2) == co2
    assert shown(rc.loss_from_co2(of, Dec(flue), Dec(air), derived), 3) == loss


@pytest.mark.parametrize(("o2", "index"), [("5.0", "1.313"), ("6.2", "1.419"), ("0", "1.000")])
def test_air_index(o2, index):
    assert shown(rc.air_index(Dec(o2)), 3) == index


def test_mean_of_three_readings():
    rows = [("139", "5.1"), ("140", "5.0"), ("142", "4.9")]
    readings = [Reading(Dec(flue), Dec(20), Dec(o2)) for flue, o2 in rows]
    each = [rc.mean_efficiency(METHANE, [one]) for one in readings]

    assert each == [Dec("93.87"), Dec("93.85"), Dec("93.78")]
    assert rc.mean_efficiency(METHANE, readings) == Dec("93.83")


def test_a_mean_needs_readings():
    with pytest.raises(ReadingsMissingError):
        rc.mean_efficiency(METHANE, [])


@pytest.mark.parametrize(("read", "good"), [("90", True), ("88", True), ("87", False)])
def test_published_example_of_30_kw(read, good):
    minimum = rc.minimum_efficiency(LIMITS, Family.STANDARD, date(2010, 6, 1), Dec(30))

    assert minimum == Dec("89.95")
    assert rc.is_efficient(rc.report_efficiency(Dec(read), LIMITS), minimum) is good


_COLUMNS = (
    (Family.STANDARD, date(1993, 10, 28)),
    (Family.STANDARD, date(2005, 10, 7)),
    (Family.LOW_TEMPERATURE, date(2005, 10, 7)),
    (Family.CONDENSING, date(2005, 10, 7)),
    (Family.CONDENSING, date(2005, 10, 8)),
    (Family.STANDARD, date(2005, 10, 8)),
    (Family.HOT_AIR, date(1993, 10, 28)),
    (Family.HOT_AIR, date(1993, 10, 29)),
)
_TABLE = """
10 84.00 86.00 89.00 92.00 91.00 89.00 79.00 82.00
12 84.16 86.16 89.12 92.08 91.16 89.16 79.16 82.16
20 84.60 86.60 89.45 92.30 91.60 89.60 79.60 82.60
24 84.76 86.76 89.57 92.38 91.76 89.76 79.76 82.76
28 84.89 86.89 89.67 92.45 91.89 89.89 79.89 82.89
30 84.95 86.95 89.72 92.48 91.95 89.95 79.95 82.95
32 85.01 87.01 89.76 92.51 92.01 90.01 80.01 83.01
35 85.09 87.09 89.82 92.54 92.09 90.09 80.09 83.09
50 85.40 87.40 90.05 92.70 92.40 90.40 80.40 83.40
70 85.69 87.69 90.27 92.85 92.69 90.69 80.69 83.69
100 86.00 88.00 90.50 93.00 93.00 91.00 81.00 84.00
116 86.13 88.13 90.60 93.06 93.13 91.13 81.13 84.13
200 86.60 88.60 90.95 93.30 93.60 91.60 81.60 84.60
300 86.95 88.95 91.22 93.48 93.95 91.95 81.95 84.95
350 87.09 89.09 91.32 93.54 94.09 92.09 82.09 85.09
400 87.20 89.20 91.40 93.60 94.20 92.20 82.20 85.20
1200 87.20 89.20 91.40 93.60 94.20 92.20 82.20 85.20
"""
_CASES = [
    (line.split()[0], *column, value)
    for line in _TABLE.strip().splitlines()
    for column, value in zip(_COLUMNS, line.split()[1:], strict=True)
]


@pytest.mark.parametrize(("power", "family", "installed", "minimum"), _CASES)
def test_minimum_efficiency_of_allegato_b(power, family, installed, minimum):
    assert rc.minimum_efficiency(LIMITS, family, installed, Dec(power)) == Dec(minimum)


@pytest.mark.parametrize(
    ("family", "installed", "minimum"),
    [
        (Family.CONDENSING, date(1993, 10, 28), "82.00"),
        (Family.CONDENSING, date(1993, 10, 29), "84.00"),
        (Family.LOW_TEMPERATURE, date(1997, 12, 31), "84.00"),
        (Family.LOW_TEMPERATURE, date(1998, 1, 1), "87.50"),
        (Family.STANDARD, date(1998, 1, 1), "84.00"),
        (Family.LOW_TEMPERATURE, date(2005, 10, 8), "87.00"),
    ],
)
def test_both_sides_of_each_date(family, installed, minimum):
    assert rc.minimum_efficiency(LIMITS, family, installed, Dec(1)) == Dec(minimum)


def test_cases_c_and_e_of_the_samples():
    oil = rc.minimum_efficiency(LIMITS, Family.STANDARD, date(2001, 3, 1), Dec(30))
    bad_co = rc.minimum_efficiency(LIMITS, Family.STANDARD, date(1999, 3, 1), Dec(24))

    assert (oil, bad_co) == (Dec("86.95"), Dec("86.76"))
    assert rc.is_efficient(Dec("88.3"), bad_co)
    assert not rc.is_co_within(rc.co_corrected(Dec(480), Dec(12)), LIMITS)


def test_exactly_1000_ppm_is_within():
    assert rc.is_co_within(Dec(1000), LIMITS)
    assert not rc.is_co_within(Dec("1000.1"), LIMITS)


@pytest.mark.parametrize("o2", ["21", "21.5", "-0.1"])
def test_impossible_oxygen_is_refused(o2):
    for compute in (
        lambda: rc.air_index(Dec(o2)),
        lambda: rc.co2_from_o2(Dec(o2), Dec(12)),
        lambda: rc.loss_from_o2(METHANE, Dec(100), Dec(20), Dec(o2)),
    ):
        with pytest.raises(OxygenError):
            compute()


@pytest.mark.parametrize("co2", ["0", "-1"])
def test_impossible_co2_is_refused(co2):
    with pytest.raises(CarbonDioxideError):
        rc.o2_from_co2(Dec(co2), Dec(12))
    with pytest.raises(CarbonDioxideError):
        rc.loss_from_co2(METHANE, Dec(100), Dec(20), Dec(co2))


def test_a_power_of_zero_is_refused():
    with pytest.raises(NominalPowerError):
        rc.minimum_efficiency(LIMITS, Family.STANDARD, date(2020, 1, 1), Dec(0))


def test_makers_give_no_co2_form():
    for table in (TESTO_COEFFICIENTS, BACHARACH_COEFFICIENTS):
        assert rc.loss_from_co2(table["natural_gas"], Dec(100), Dec(20), Dec(9)) is None


def test_makers_agree_on_a1():
    for table in (TESTO_COEFFICIENTS, BACHARACH_COEFFICIENTS):
        assert all(table[fuel].a1 == COEFFICIENTS[fuel].a1 for fuel in ("natural_gas", "lpg"))


def test_a_table_without_the_day_or_the_kind_says_so():
    with pytest.raises(LookupError, match="no combustion limits"):
        rc.limits_on([replace(LIMITS, valid_to=date(2025, 12, 31))], date(2026, 1, 1))
    empty = rc.CombustionLimits(None, None, (), Dec(400), Dec(2), Dec(1000), "test")
    with pytest.raises(LookupError, match="no minimum efficiency"):
        rc.minimum_efficiency(empty, Family.STANDARD, date(2026, 1, 1), Dec(24))


@given(o2=st.decimals("0", "20.9", places=2), co2_max=st.decimals("9", "21", places=1))
def test_o2_and_co2_turn_into_each_other(o2, co2_max):
    back = rc.o2_from_co2(rc.co2_from_o2(o2, co2_max), co2_max)

    assert rc.rounded(back, 6) == rc.rounded(o2, 6)


@given(low=st.decimals("0", "20", places=2), more=st.decimals("0.01", "0.9", places=2))
def test_more_air_means_more_loss_and_more_corrected_co(low, more):
    at = [rc.loss_from_o2(METHANE, Dec(140), Dec(20), o2) for o2 in (low, low + more)]
    co = [rc.co_corrected(Dec(50), o2) for o2 in (low, low + more)]

    assert at[0] < at[1]
    assert Dec(50) <= co[0] < co[1]
