from datetime import date
from decimal import Decimal

import pytest

from app.interventions.rules import FindingKind, Outcome
from app.interventions.rules_content import (
    ContentNotValidError,
    MaintenanceWithoutDeviceError,
    Problem,
    ReportInFutureError,
    Totals,
    ensure_reportable,
    fingerprint,
    parse_content,
    totals,
)


def sent(**changes):
    return {
        "type_id": 1,
        "performed_on": "2026-10-12",
        "outcome": "done",
        "device_ids": [7],
        "work_done": " Pulizia bruciatore ",
        "lines": [{"description": "Manutenzione", "quantity": "1", "unit_price": "90"}],
    } | changes


def line(**changes):
    return {"description": "Valvola", "quantity": "1", "unit_price": "1"} | changes


def problems(**changes):
    with pytest.raises(ContentNotValidError) as refusal:
        parse_content(sent(**changes))
    return refusal.value.problems


def test_a_whole_report_is_read():
    content = parse_content(sent(findings=[{"kind": "prescription", "text": "Cambiare tubo gas"}]))

    assert content.outcome is Outcome.DONE
    assert content.performed_on == date(2026, 10, 12)
    assert content.device_ids == (7,)
    assert content.work_done == "Pulizia bruciatore"
    assert content.findings[0].kind is FindingKind.PRESCRIPTION


@pytest.mark.parametrize("raw", [None, [], "x", 3])
def test_something_that_is_no_report_is_refused(raw):
    with pytest.raises(ContentNotValidError):
        parse_content(raw)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"type_id": None}, Problem("type_id", "required")),
        ({"type_id": True}, Problem("type_id", "not_a_number")),
        ({"performed_on": "31/02/2026"}, Problem("performed_on", "not_a_date")),
        ({"outcome": "fine"}, Problem("outcome", "unknown")),
        ({"outcome": []}, Problem("outcome", "unknown")),
        ({"moves_due_date": "yes"}, Problem("moves_due_date", "wrong_kind")),
        ({"device_ids": ["1"]}, Problem("device_ids", "wrong_kind")),
        ({"device_ids": [2**31]}, Problem("device_ids", "wrong_kind")),
        ({"lines": [3]}, Problem("lines", "wrong_kind")),
        ({"work_done": "x" * 10_001}, Problem("work_done", "too_long")),
        (
            {"findings": [{"kind": "prescription", "text": " "}]},
            Problem("findings.0.text", "required"),
        ),
        ({"lines": [line(quantity="0")]}, Problem("lines.0.quantity", "out_of_range")),
        ({"lines": [line(quantity="NaN")]}, Problem("lines.0.quantity", "not_a_number")),
        ({"lines": [line(unit_price="-1")]}, Problem("lines.0.unit_price", "not_a_number")),
        ({"lines": [line(discount_pct="100.01")]}, Problem("lines.0.discount_pct", "out_of_range")),
        ({"lines": [line(vat_nature="X")]}, Problem("lines.0.vat_nature", "unknown")),
    ],
)
def test_a_wrong_field_is_named_with_its_reason(changes, problem):
    assert problem in problems(**changes)


def test_every_problem_is_told_at_once():
    assert len(problems(type_id=None, outcome="x", performed_on="")) == 3


def test_vat_is_rounded_once_per_rate():
    lines = [line(unit_price="0.13", vat_rate_pct="22")] * 40

    found = totals(parse_content(sent(lines=lines)).lines)

    assert found == Totals(Decimal("5.20"), Decimal("1.14"), Decimal("6.34"))


def test_a_discount_acts_on_the_unit_price():
    content = parse_content(sent(lines=[line(unit_price="10.25", discount_pct="10")]))

    assert content.lines[0].total_eur == Decimal("9.23")


def test_the_fingerprint_ignores_the_order_of_keys_but_no_value():
    assert fingerprint({"a": 1, "b": "è"}) == fingerprint({"b": "è", "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})


def check(content, *, needs_device=False, today=date(2026, 10, 12)):
    ensure_reportable(content, type_label="Manutenzione", needs_device=needs_device, today=today)


def test_a_maintenance_names_its_device():
    check(parse_content(sent()), needs_device=True)
    with pytest.raises(MaintenanceWithoutDeviceError):
        check(parse_content(sent(device_ids=[])), needs_device=True)
    with pytest.raises(MaintenanceWithoutDeviceError):
        check(parse_content(sent(device_ids=[], moves_due_date=True)))


@pytest.mark.parametrize("outcome", ["client_absent", "refused"])
def test_a_visit_without_work_needs_no_device(outcome):
    check(parse_content(sent(device_ids=[], outcome=outcome)), needs_device=True)


def test_work_is_not_reported_before_its_day():
    check(parse_content(sent()))
    with pytest.raises(ReportInFutureError):
        check(parse_content(sent()), today=date(2026, 10, 11))
