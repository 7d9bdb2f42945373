"""What regions decide about the rules: who, since when, how heavy."""

from dataclasses import fields
from datetime import date

import pytest

from app.ree.rules import Severity
from app.ree.rules_checks import Case, judge
from app.ree.rules_content import read_content
from app.ree.rules_figures import figures_of
from app.ree.rules_policy import (
    NATIONAL,
    SHIPPED,
    USUAL,
    Decision,
    Policy,
    PolicyDaysError,
    Weight,
    decision_of,
    ensure_days,
)
from tests.factories.ree import content_of

TODAY = date(2026, 10, 12)
OLD = Decision("MAR", Policy(analyser=Weight.ERROR), None, date(2025, 12, 31))
NEW = Decision("MAR", Policy(analyser=Weight.OFF), date(2026, 1, 1))
ITALY = Decision("IT", Policy(analyser=Weight.INFO))
#: What a report says when the rule of a field of the policy applies.
BROKEN = {
    "unsafe_co": ({"row": {"co_dry_ppm": "900"}}, "unsafe_co"),
    "low_efficiency": ({"row": {"efficiency_read": "80"}}, "low_efficiency"),
    "co_mismatch": ({"row": {"co_corrected_ppm": "120"}}, "co_mismatch"),
    "analyser": ({"without": ("analyser_serial",)}, "analyser_missing"),
}


def said(policy, **facts):
    content = read_content(content_of(**facts)).content
    case = Case(content, figures_of(content, TODAY), TODAY, policy)
    return {one.code: one.severity for one in judge(case)}


def test_every_field_of_a_policy_weighs_a_rule():
    assert set(BROKEN) == {one.name for one in fields(Policy)}


@pytest.mark.parametrize("weight", list(Weight))
@pytest.mark.parametrize("name", sorted(BROKEN))
def test_rule_weighs_what_was_decided(name, weight):
    facts, code = BROKEN[name]

    assert said(Policy(**{name: weight}), **facts).get(code) is weight.severity


def test_weights_are_those_of_the_remarks_and_none():
    assert [one.severity for one in Weight] == [*Severity, None]


def test_without_a_decision_rules_weigh_as_before():
    assert USUAL.as_json() == {
        "unsafe_co": "error", "low_efficiency": "warning", "co_mismatch": "warning",
        "analyser": "warning",
    }  # fmt: skip
    assert decision_of([], ("MAR", "IT"), TODAY) is NATIONAL
    active = [one for one in SHIPPED if one.is_active]
    assert [(one.body, one.policy) for one in active] == [("IT", USUAL)]
    assert all(one.source for one in SHIPPED)


@pytest.mark.parametrize(
    ("day", "bodies", "found"),
    [
        (date(2025, 12, 31), ("MAR", "IT"), OLD),
        (date(2026, 1, 1), ("MAR", "IT"), NEW),
        (date(2024, 2, 29), ("MAR", "IT"), OLD),
        (date(2026, 1, 1), ("TOS", "IT"), ITALY),
        (date(2026, 1, 1), ("IT",), ITALY),
        (date(2026, 1, 1), ("TOS",), NATIONAL),
    ],
)
def test_first_authority_with_a_row_in_force_decides(day, bodies, found):
    assert decision_of([ITALY, NEW, OLD], bodies, day) == found


def test_of_several_in_force_the_one_that_began_last_counts():
    later = Decision("MAR", Policy(analyser=Weight.INFO), date(2026, 6, 1))

    assert decision_of([later, NEW], ("MAR",), date(2026, 6, 1)) == later
    assert decision_of([later, NEW], ("MAR",), date(2026, 5, 31)) == NEW


def test_decision_does_not_end_before_it_begins():
    day = date(2026, 1, 1)
    for begins, ends in ((None, None), (day, None), (None, day), (day, day)):
        ensure_days(begins, ends)
    with pytest.raises(PolicyDaysError):
        ensure_days(day, date(2025, 12, 31))
