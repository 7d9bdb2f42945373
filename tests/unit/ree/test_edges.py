"""The branches of the REE rules that no other test walks: what is missing on each side."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interventions.rules_reading import ContentNotValidError
from app.ree.rules import ReeState, next_states
from app.ree.rules_checks import Case, judge
from app.ree.rules_content import read_content
from app.ree.rules_envelope import parse_envelope
from app.ree.rules_figures import figures_of
from tests.factories.ree import content_of

TODAY = date(2026, 10, 12)


def codes_of(*, today=TODAY, **facts):
    content = read_content(content_of(**facts)).content
    return {one.code for one in judge(Case(content, figures_of(content, today), today))}


def figures(**facts):
    return figures_of(read_content(content_of(**facts)).content, TODAY)[0]


def test_report_without_day_or_heat_input_is_judged_on_the_rest():
    assert "in_future" not in codes_of(without=("performed_on",))
    assert "useful_above_input" not in codes_of(without=("heat_input_kw",))


def test_states_that_may_follow():
    assert next_states(ReeState.DRAFT) == frozenset()
    assert next_states(ReeState.SIGNED) == {ReeState.SENT}


def test_efficiency_stands_without_minimum_and_without_formula():
    unknown_age = figures(without=("installed_on",))
    nothing_dry = figures(row={"o2": None, "co2": None})
    by_co2 = figures(row={"measured": "co2", "o2": None, "co2": "9.03"})

    assert "efficiency_ree" in unknown_age
    assert "efficiency_ok" not in unknown_age
    assert "efficiency_computed" not in nothing_dry
    assert by_co2["efficiency_computed"].value > Decimal(98)
    assert "efficiency_ree" not in figures(row={"efficiency_read": None})


@pytest.mark.parametrize("raw", [None, [], "x"])
def test_request_that_is_no_object_is_refused(raw):
    with pytest.raises(ContentNotValidError) as refused:
        parse_envelope(raw)
    assert [(one.path, one.reason) for one in refused.value.problems] == [("", "wrong_kind")]


def test_request_names_every_field_that_is_wrong():
    with pytest.raises(ContentNotValidError) as refused:
        parse_envelope({"appointment_id": "x", "client_id": -1})
    paths = {one.path for one in refused.value.problems}
    assert {"appointment_id", "client_id"} <= paths


def test_request_is_read():
    raw = {
        "appointment_id": 7, "compiled_at": "2026-10-12T08:00:00Z", "signatures": [],
        "unsigned_reason": None, "content": {"ree_type": 1},
    }  # fmt: skip
    found = parse_envelope(raw)

    assert (found.appointment_id, found.content, found.corrects) == (7, {"ree_type": 1}, None)


#: Days around month ends and the 29th of February.
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2028, 2, 29), date(2025, 2, 28), date(2026, 1, 31), date(2026, 4, 30)]
)


@given(done=DAYS, gap=st.integers(-40, 40))
def test_day_of_the_control_is_never_after_today_nor_before_installation(done, gap):
    other = done + timedelta(days=gap)
    facts = {"performed_on": done.isoformat(), "installed_on": other.isoformat(),
             "maintenance_by": (done + timedelta(days=1)).isoformat()}  # fmt: skip

    assert ("installed_after" in codes_of(today=done, **facts)) is (other > done)
    assert ("in_future" in codes_of(today=other, **facts)) is (done > other)


@given(done=DAYS, gap=st.integers(-2, 2))
def test_next_maintenance_lies_after_the_control(done, gap):
    following = done + timedelta(days=gap)
    facts = {"performed_on": done.isoformat(), "installed_on": "2015-01-01",
             "maintenance_by": following.isoformat()}  # fmt: skip

    assert ("maintenance_before" in codes_of(today=done, **facts)) is (following <= done)
