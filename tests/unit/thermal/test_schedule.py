"""When a control is due: the worked examples, every band's two sides, the regions, dates."""

from datetime import date, timedelta
from decimal import Decimal as Dec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.dates import add_years
from app.thermal.rules import BandOrderError, FuelGroup, Generator
from app.thermal.rules_schedule import (
    NATIONAL,
    Band,
    ControlDue,
    ControlFacts,
    ControlReason,
    Period,
    Rounding,
    ensure_order,
    next_control,
)
from app.thermal.tables_periods import BODIES, PERIODS, bodies_of

TODAY = date(2026, 11, 25)
BASE = date(2026, 3, 3)
GAS, LIQUID, BIOMASS = FuelGroup.GAS, FuelGroup.LIQUID, FuelGroup.BIOMASS


def due(province="TO", *, fuel=GAS, kw="24", chosen="", today=TODAY, **facts):
    facts.setdefault("generator", Generator.FLAME)
    facts.setdefault("controls", (BASE,))
    facts.setdefault("useful_kw", None if kw is None else Dec(kw))
    found = ControlFacts(fuel=fuel, **facts)
    return next_control(found, PERIODS, bodies=bodies_of(province, chosen), today=today)


def years(*args, **facts):
    found = due(*args, **facts)
    return None if found.on is None else found.on.year - BASE.year


@pytest.mark.parametrize(
    ("province", "facts", "base", "expected"),
    [
        ("TO", {"kw": "24"}, date(2025, 10, 14), date(2029, 10, 14)),
        ("AN", {"kw": "24"}, date(2025, 10, 14), date(2029, 10, 31)),
        ("FI", {"kw": "24", "installed_on": date(2022, 10, 15)}, date(2025, 10, 14),
         date(2029, 12, 31)),
        ("FI", {"kw": "24", "installed_on": date(2015, 1, 1)}, date(2025, 10, 14),
         date(2027, 12, 31)),
        ("TO", {"kw": "30", "fuel": LIQUID}, date(2024, 2, 29), date(2026, 2, 28)),
        ("TO", {"kw": "100"}, BASE, date(2028, 3, 3)),
        ("PA", {"kw": "100"}, BASE, date(2030, 3, 3)),
        ("RI", {"kw": "100"}, BASE, date(2030, 3, 3)),
        ("LT", {"kw": "100"}, BASE, date(2030, 3, 3)),
        ("TO", {"kw": "36"}, BASE, date(2030, 3, 3)),
    ],
)  # fmt: skip
def test_worked_examples(province, facts, base, expected):
    found = due(province, controls=(date(2019, 1, 1), base), **facts)

    assert (found.on, found.reason, found.counted_from) == (
        expected, ControlReason.LAST_CONTROL, base,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("generator", "fuel", "kw", "expected"),
    [
        (Generator.FLAME, GAS, "10", None),
        (Generator.FLAME, GAS, "10.01", 4),
        (Generator.FLAME, GAS, "99.99", 4),
        (Generator.FLAME, GAS, "100", 2),
        (Generator.FLAME, LIQUID, "10", None),
        (Generator.FLAME, LIQUID, "10.01", 2),
        (Generator.FLAME, FuelGroup.SOLID, "99.99", 2),
        (Generator.FLAME, LIQUID, "100", 1),
        (Generator.COMPRESSION, None, "12", None),
        (Generator.COMPRESSION, None, "12.01", 4),
        (Generator.COMPRESSION, None, "99.99", 4),
        (Generator.COMPRESSION, None, "100", 2),
        (Generator.ENGINE, None, "11.99", None),
        (Generator.ENGINE, None, "12", 4),
        (Generator.ABSORPTION, None, "11.99", None),
        (Generator.ABSORPTION, None, "12", 2),
        (Generator.SUBSTATION, None, "10", None),
        (Generator.SUBSTATION, None, "10.01", 4),
    ],
)
def test_national_bands(generator, fuel, kw, expected):
    assert years(generator=generator, fuel=fuel, kw=kw) == expected


@pytest.mark.parametrize(("kw", "expected"), [("49.99", 4), ("50", 2)])
def test_cogenerators_count_electrical_power(kw, expected):
    found = years(generator=Generator.COGENERATOR, fuel=None, kw=None, electrical_kw=Dec(kw))

    assert found == expected


@pytest.mark.parametrize(
    ("province", "facts", "expected"),
    [
        ("MC", {"fuel": GAS, "kw": "100"}, 4),
        ("MC", {"fuel": GAS, "kw": "100.01"}, 2),
        ("MC", {"fuel": BIOMASS, "kw": "30"}, 2),
        ("BT", {"fuel": LIQUID, "kw": "101"}, 1),
        ("FI", {"fuel": GAS, "installed_on": date(2022, 3, 4)}, 4),
        ("FI", {"fuel": GAS, "installed_on": date(2022, 3, 3)}, 2),
        ("FI", {"fuel": GAS, "first_ignition_on": date(2025, 3, 3)}, 4),
        ("FI", {"fuel": GAS}, 2),  # age not known: the shorter period
        ("CS", {"fuel": GAS, "kw": "99", "installed_on": date(2025, 1, 1)}, 4),
        ("CS", {"fuel": GAS, "kw": "100", "installed_on": date(2025, 1, 1)}, 2),
        ("NA", {"fuel": GAS}, 2),
        ("SA", {"fuel": GAS, "kw": "100"}, 2),
        ("UD", {"fuel": GAS, "kw": "30", "heat_input_kw": Dec("34.9")}, 4),
        ("UD", {"fuel": GAS, "kw": "34", "heat_input_kw": Dec(35)}, 2),
        ("UD", {"fuel": LIQUID, "kw": "34", "heat_input_kw": Dec(35)}, 1),
        ("UD", {"fuel": GAS, "kw": "10", "heat_input_kw": Dec(11)}, None),
        ("UD", {"fuel": GAS, "kw": None, "heat_input_kw": Dec(11)}, None),
        ("PZ", {"fuel": GAS, "kw": "100"}, 2),
        ("PZ", {"fuel": GAS, "kw": "101"}, 1),
        ("TA", {"fuel": GAS, "kw": "34.99"}, 2),
        ("TA", {"fuel": GAS, "kw": "35"}, 1),
        ("MS", {"fuel": GAS, "installed_on": date(2020, 1, 1), "is_outdoors": True}, 4),
        ("MS", {"fuel": GAS, "installed_on": date(2020, 1, 1)}, 2),
        ("MS", {"fuel": GAS, "installed_on": date(2018, 3, 3), "is_outdoors": True}, 2),
        ("GE", {"fuel": GAS, "installed_on": date(2011, 3, 4)}, 4),
        ("GE", {"fuel": GAS, "installed_on": date(2011, 3, 3)}, 2),
        ("FR", {"fuel": GAS, "kw": "100"}, 2),
        ("MI", {"fuel": GAS}, 4),  # the superseded table of Lombardia no longer holds
        ("", {"fuel": GAS}, 4),
    ],
)
def test_regions(province, facts, expected):
    assert years(province, **facts) == expected


@pytest.mark.parametrize(("province", "kw"), [("NA", "99"), ("SA", "100")])
def test_campania_gives_four_years_after_the_first_start_up(province, kw):
    facts = {"fuel": GAS, "kw": kw, "controls": (), "first_ignition_on": BASE}

    assert due(province, **facts).on == date(2030, 3, 3)
    assert due("NA", fuel=GAS, kw="100", controls=(), installed_on=BASE).on == date(2028, 3, 3)


def test_rows_hold_from_and_to_their_dates():
    found = due("MI", today=date(2020, 12, 31), heat_input_kw=Dec(30))
    later = due("MI", today=date(2021, 1, 1), heat_input_kw=Dec(30))

    assert (found.period.body, found.on) == ("LOM", date(2028, 3, 3))
    assert (later.period.body, later.on) == (NATIONAL, date(2030, 3, 3))
    assert due(today=date(2013, 7, 11)).reason is ControlReason.NOT_REQUIRED


def test_the_company_may_fix_who_decides():
    assert due("TO", chosen="MAR").on == date(2030, 3, 31)
    assert due("AN", chosen=NATIONAL).on == date(2030, 3, 3)
    # The body says nothing about substations: the national table does.
    assert due("TO", chosen="MAR", generator=Generator.SUBSTATION).period.body == NATIONAL


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"is_in_service": False}, ControlReason.NOT_IN_SERVICE),
        ({"generator": None}, ControlReason.NO_REPORT),
        ({"fuel": None}, ControlReason.NO_FUEL),
        ({"kw": None}, ControlReason.NO_POWER),
        ({"fuel": BIOMASS}, ControlReason.NOT_REQUIRED),
        ({"kw": "10"}, ControlReason.BELOW_THRESHOLD),
    ],
)
def test_no_control_and_why(facts, reason):
    assert due(**facts) == ControlDue(None, reason)


def test_no_start_still_names_the_period():
    found = due(controls=())

    assert (found.on, found.reason, found.period.code) == (
        None, ControlReason.NO_START, "IT-A74-03",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"imported_on": BASE, "installed_on": date(2000, 1, 1)}, ControlReason.IMPORTED),
        ({"first_ignition_on": BASE, "installed_on": date(2026, 1, 1)},
         ControlReason.FIRST_IGNITION),
        ({"installed_on": BASE}, ControlReason.INSTALLATION),
    ],
)  # fmt: skip
def test_counted_from_the_best_known_day(facts, reason):
    found = due(controls=(), **facts)

    assert (found.on, found.reason, found.counted_from) == (date(2030, 3, 3), reason, BASE)


def test_a_row_that_ends_before_it_begins_is_refused():
    row = Period("x", NATIONAL, frozenset(), frozenset(), Band(Dec(50), True, Dec(40)), 1)
    with pytest.raises(BandOrderError) as refusal:
        ensure_order(row)
    assert refusal.value.field == "max_kw"

    dated = Period("x", NATIONAL, frozenset(), frozenset(), Band(), 1,
                   valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 31))  # fmt: skip
    with pytest.raises(BandOrderError) as refusal:
        ensure_order(dated)
    assert refusal.value.field == "valid_to"
    for good in PERIODS:
        ensure_order(good)


def test_shipped_rows_are_named_once_and_by_known_bodies():
    codes = [row.code for row in PERIODS]

    assert len(codes) == len(set(codes))
    assert {row.body for row in PERIODS} <= set(BODIES)
    assert all(row.source for row in PERIODS)


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(base=days, kw=st.decimals("10.01", "99.99", places=2))
def test_the_day_comes_back_every_four_years(base, kw):
    found = due(controls=(base,), kw=str(kw))

    assert found.on == add_years(base, 4)
    assert found.on.month == base.month
    assert found.on.day == base.day or (base.month, base.day) == (2, 29)


@given(base=days)
def test_rounding_never_shortens_and_ends_the_month_or_year(base):
    month, year = due("AN", controls=(base,)).on, due("FI", controls=(base,)).on

    assert month >= add_years(base, 4)
    assert (month + timedelta(days=1)).day == 1
    assert month - add_years(base, 4) < timedelta(days=31)
    assert (year.month, year.day, year.year) == (12, 31, base.year + 2)


@given(kw=st.decimals("0.01", "5000", places=2), fuel=st.sampled_from([GAS, LIQUID]))
def test_every_power_has_one_national_answer(kw, fuel):
    rows = [
        row for row in PERIODS
        if row.body == NATIONAL and Generator.FLAME in row.generators and fuel in row.fuels
        and row.band.holds(kw)
    ]  # fmt: skip

    assert len(rows) == (1 if kw > 10 else 0)


def test_rounding_words_are_all_used():
    assert {row.rounding for row in PERIODS} == set(Rounding)
