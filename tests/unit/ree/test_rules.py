"""Reading, working out and judging an energy-efficiency report: both sides of each rule."""

from datetime import date

import pytest

from app.ree.rules import RULES_VERSION, ReeState, Severity, StateNotNextError, ensure_next
from app.ree.rules_catalogue import SHEETS
from app.ree.rules_checks import Case, judge
from app.ree.rules_content import NotAReportError, read_content
from app.ree.rules_figures import figures_of
from app.ree.rules_items import Asked
from tests.factories.ree import content_of

TODAY = date(2026, 10, 12)


def problems(content):
    return {(one.path, one.reason) for one in read_content(content).problems}


def case_of(content):
    read = read_content(content).content
    return Case(read, figures_of(read, TODAY), TODAY)


def judged(*, of=None, **facts):
    """Return {code: severity} of a report."""
    content = of or content_of(**facts)
    return {one.code: one.severity for one in judge(case_of(content))}


def figure(name, **facts):
    return figures_of(read_content(content_of(**facts)).content, TODAY)[0][name]


def test_good_report_has_nothing_to_say():
    assert problems(content_of()) == set()
    assert judged() == {}
    assert RULES_VERSION


@pytest.mark.parametrize(
    ("values", "row", "name", "value"),
    [
        # Worked examples of the reference: A, C, E, F.
        ({"efficiency_class": "standard"},
         {"flue_c": "140", "o2": "5.0", "co_dry_ppm": "60"}, "efficiency_computed", "93.85"),
        ({}, {"o2": "5.0", "co_dry_ppm": "60"}, "co_computed", "78.75"),
        ({"fuel": "heating_oil"},
         {"flue_c": "190", "measured": "co2", "o2": None, "co2": "12.5", "co_dry_ppm": "25"},
         "o2_derived", "3.62"),
        ({"fuel": "heating_oil"},
         {"flue_c": "190", "measured": "co2", "o2": None, "co2": "12.5", "co_dry_ppm": "25"},
         "efficiency_computed", "92.01"),
        ({"fuel": "lpg"}, {"o2": "6.2", "co_dry_ppm": "45"}, "co_computed", "63.85"),
        ({}, {"o2": "12.0", "co_dry_ppm": "480"}, "co_computed", "1120.00"),
        ({}, {"efficiency_read": "98.22"}, "efficiency_ree", "100.22"),
        ({}, {}, "efficiency_minimum", "91.76"),
        ({"efficiency_class": "standard", "installed_on": "1999-05-05"}, {},
         "efficiency_minimum", "86.76"),
    ],
)  # fmt: skip
def test_figures_of_the_worked_examples(values, row, name, value):
    assert str(figure(name, row=row, **values).value) == value


@pytest.mark.parametrize(("read", "good"), [("89.76", True), ("89.75", False)])
def test_efficiency_is_compared_with_two_points_at_two_decimals(read, good):
    assert figure("efficiency_ok", row={"efficiency_read": read}).value is good


@pytest.mark.parametrize(("co", "good"), [("1000", True), ("1000.01", False)])
def test_carbon_monoxide_of_exactly_1000_is_good(co, good):
    assert figure("co_ok", row={"co_corrected_ppm": co}).value is good


@pytest.mark.parametrize(("readings", "good"), [(("2", "2", "9"), True), (("2", "3", "3"), False)])
def test_two_of_three_bacharach_readings_are_enough(readings, good):
    row = {f"bacharach_{place}": text for place, text in enumerate(readings, 1)}

    assert figure("bacharach_ok", fuel="heating_oil", row=row).value is good


@pytest.mark.parametrize(
    ("facts", "code", "severity"),
    [
        ({"prescriptions": "Perdita di gas"}, "prescribed_may_run", "error"),
        ({"may_run": "no"}, "stopped_without_reason", "warning"),
        ({"performed_on": "2026-10-13"}, "in_future", "error"),
        ({"installed_on": "2026-10-13"}, "installed_after", "error"),
        ({"maintenance_by": "2026-10-12"}, "maintenance_before", "error"),
        ({"left_at": "09:00"}, "leaves_before", "error"),
        ({"flue_suitable": "no"}, "defect_unexplained", "warning"),
        ({"flue_backflow": "yes"}, "defect_unexplained", "warning"),
        ({"without": ("plant_code",)}, "plant_code_missing", "warning"),
        ({"without": ("for_heating", "for_dhw")}, "no_service", "error"),
        ({"useful_power_kw": "24.6"}, "useful_above_input", "error"),
        ({"row": {"actual_input_kw": "12.2"}}, "input_out_of_range", "error"),
        ({"row": {"actual_input_kw": "29.5"}}, "input_out_of_range", "error"),
        ({"row": {"actual_input_kw": "27.5"}}, "input_high", "warning"),
        ({"flue_draught": "natural"}, "draught_missing", "error"),
        ({"row": {"co_dry_ppm": "900"}}, "co_too_high", "error"),
        ({"row": {"co_dry_ppm": "900"}}, "unsafe_co", "error"),
        ({"row": {"efficiency_read": "80"}}, "efficiency_too_low", "error"),
        ({"row": {"efficiency_read": "80"}}, "low_efficiency", "warning"),
        ({"row": {"efficiency_read": "80"}}, "replace_in_180_days", "info"),
        ({"uni_10389_ok": "no", "remarks": "x"}, "result_no_but_good", "warning"),
        ({"uni_10389_ok": "nc"}, "result_nc_but_tested", "error"),
        ({"row": {"co_corrected_ppm": "79"}}, "co_below_dry", "error"),
        ({"row": {"co_corrected_ppm": "120"}}, "co_mismatch", "warning"),
        ({"row": {"measured": "co2", "o2": None, "co2": "12.01"}}, "co2_above_fuel", "error"),
        ({"row": {"flue_c": "220.1"}}, "flue_hot", "warning"),
        ({"row": {"air_c": "51"}}, "air_unlikely", "warning"),
        ({"row": {"air_c": "55"}}, "air_above_flue", "warning"),
        ({"efficiency_class": "standard", "row": {"efficiency_read": "95"}},
         "efficiency_unlikely", "warning"),
        ({"without": ("analyser_serial",)}, "analyser_missing", "warning"),
    ],
)  # fmt: skip
def test_each_rule_says_its_word(facts, code, severity):
    assert judged(**facts)[code] is Severity(severity)


@pytest.mark.parametrize(
    "facts",
    [
        {"prescriptions": "Perdita di gas", "may_run": "no"},
        {"flue_suitable": "no", "remarks": "Da sistemare"},
        {"flue_draught": "natural", "draught_pa": "4"},
        {"row": {"actual_input_kw": "12.25"}},
        {"row": {"co_corrected_ppm": "104"}},
        {"row": {"flue_c": "220"}},
        {"useful_power_kw": "24.5"},
    ],
)
def test_the_other_side_of_the_thresholds_is_silent(facts):
    assert judged(**facts) == {}


def test_items_of_other_fuels_are_not_asked():
    fuel_only = {("values.no_liquid_leaks", "not_asked")}

    assert problems(content_of(no_liquid_leaks="yes")) == fuel_only
    assert problems(content_of(no_liquid_leaks="nc")) == set()
    assert ("measurements.0.bacharach_1", "not_asked") in problems(
        content_of(row={"bacharach_1": "1"})
    )


def test_fuel_without_test_takes_no_measurements():
    content = content_of(
        fuel="pellet", uni_10389_ok="nc",
        without=("gas_tight", "analyser_brand", "analyser_model", "analyser_serial",
                 "efficiency_class"),
    )  # fmt: skip
    content["measurements"] = []

    assert problems(content) == set()
    assert judged(of=content) == {"no_legal_minimum": Severity.INFO}


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"without": ("brand",)}, ("values.brand", "required")),
        ({"brand": "x" * 61}, ("values.brand", "too_long")),
        ({"brand": 5}, ("values.brand", "wrong_kind")),
        ({"hardness": "100"}, ("values.hardness", "out_of_range")),
        ({"hardness": "1.234"}, ("values.hardness", "too_precise")),
        ({"hardness": "molto"}, ("values.hardness", "not_a_number")),
        ({"unit_number": "1"}, ("values.unit_number", "not_a_number")),
        ({"unit_number": 1000}, ("values.unit_number", "out_of_range")),
        ({"may_run": "nc"}, ("values.may_run", "unknown")),
        ({"for_dhw": "yes"}, ("values.for_dhw", "wrong_kind")),
        ({"performed_on": "2026-02-30"}, ("values.performed_on", "not_a_date")),
        ({"installed_on": "1850-01-01"}, ("values.installed_on", "out_of_range")),
        ({"arrived_at": "25:00"}, ("values.arrived_at", "not_a_time")),
        ({"fuel": "carbone"}, ("values.fuel", "unknown")),
        ({"heating_treatment": ["none", "softening"]}, ("values.heating_treatment", "alone")),
        ({"heating_treatment": "none"}, ("values.heating_treatment", "unknown")),
        ({"invented": "x"}, ("values.invented", "unknown")),
        ({"row": {"flue_c": "251"}}, ("measurements.0.flue_c", "out_of_range")),
    ],
)
def test_each_field_says_what_is_wrong(facts, problem):
    assert problem in problems(content_of(**facts))


def test_what_is_no_report_is_refused():
    for raw in (None, {}, {"ree_type": 9}):
        with pytest.raises(NotAReportError):
            read_content(raw)
    assert ("device_id", "required") in problems(content_of(None))
    assert ("measurements", "wrong_kind") in problems(content_of() | {"measurements": [{}] * 11})


def test_module_twice_is_refused():
    content = content_of()
    content["measurements"] *= 2

    assert judged(of=content)["module_twice"] is Severity.ERROR


def test_states_follow_one_another():
    ensure_next(ReeState.SIGNED, ReeState.SENT)
    ensure_next(ReeState.REJECTED, ReeState.SENT)
    with pytest.raises(StateNotNextError):
        ensure_next(ReeState.SIGNED, ReeState.ACCEPTED)


def filled(ree_type, **values):
    """Return a report of a type whose every required item has an answer."""
    sheet = SHEETS[ree_type]
    stated = dict(content_of()["values"])
    for item in sheet.items():
        stated.setdefault(item.name, answer_of(item))
    known = {item.name for item in sheet.items()}
    stated = {name: value for name, value in (stated | values).items() if name in known and value}
    stated = {
        item.name: stated[item.name]
        for item in sheet.items()
        if item.name in stated and item.asked(stated) is Asked.YES
    }
    row = {"circuit": 1, "passed": "yes"} if ree_type == 2 else {}
    return {"ree_type": ree_type, "device_id": 1, "values": stated, "measurements": [row]}


def answer_of(item):
    if item.name in {"remarks", "recommendations", "prescriptions"}:
        return None
    kinds = {
        "text": "x", "decimal": "10", "whole": 1, "snc": item.good or "nc", "sn": item.good,
        "tick": True, "day": "2026-01-01", "clock": "10:00", "several": ["none"],
    }  # fmt: skip
    return item.options[0] if item.kind.value == "choice" else kinds.get(item.kind.value)


@pytest.mark.parametrize("ree_type", [2, 3, 4])
def test_other_types_are_accepted_without_measurements(ree_type):
    content = filled(ree_type)

    assert problems(content) == set()
    assert judged(of=content) == {}


@pytest.mark.parametrize(("by", "is_late"), [("2026-10-12", True), ("2026-10-13", False)])
def test_efficiency_is_restored_after_the_control(by, is_late):
    content = filled(2, remarks="Gas scarso")
    content["measurements"] = [{"circuit": 1, "passed": "no", "restore_by": by}]

    assert ("restored_before" in judged(of=content)) is is_late


def test_check_that_did_not_pass_says_until_when():
    content = filled(2)
    content["measurements"] = [{"circuit": 1, "passed": "no"}]

    assert problems(content) == {("measurements.0.restore_by", "required")}


def test_circuits_are_counted():
    content = filled(2, circuits=2)

    assert judged(of=content) == {"rows_not_circuits": Severity.WARNING}
    content["measurements"] *= 2
    assert judged(of=content) == {"circuit_twice": Severity.ERROR}


@pytest.mark.parametrize(("kilowatt", "is_unlikely"), [("23.3", False), ("40", True)])
def test_heat_of_an_exchanger_follows_from_flow_and_temperatures(kilowatt, is_unlikely):
    content = filled(3)
    content["measurements"] = [
        {"exchanged_kw": kilowatt, "primary_flow_m3h": "1", "primary_flow_c": "80",
         "primary_return_c": "60"}
    ]  # fmt: skip

    assert ("heat_unlikely" in judged(of=content)) is is_unlikely
