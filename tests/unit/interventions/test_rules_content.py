import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interventions.messages import PROBLEMS
from app.interventions.rules import FindingKind, Outcome
from app.interventions.rules_content import (
    MaintenanceWithoutDeviceError,
    ReportInFutureError,
    ensure_reportable,
    fingerprint,
    parse_content,
    work_span,
)
from app.interventions.rules_prices import Price, Totals, amount_problems, price_lines, totals
from app.interventions.rules_reading import ContentNotValidError, Problem
from app.interventions.rules_sending import parse_envelope


def sent(**changes):
    return {
        "type_id": 1,
        "performed_on": "2026-10-12",
        "outcome": "done",
        "device_ids": [7],
        "heading": {"name": "Maria Rossi"},
        "work_done": " Pulizia bruciatore ",
        "lines": [{"description": "Manutenzione", "quantity": "1", "unit_price": "90"}],
    } | changes


def line(**changes):
    return {"description": "Valvola", "quantity": "1", "unit_price": "1"} | changes


def as_typed(content):
    return price_lines(content.lines, may_price=True, listed={}, earlier={})


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
        ({"technician_ids": [0]}, Problem("technician_ids", "wrong_kind")),
        ({"heading": None}, Problem("heading", "required")),
        ({"heading": "Rossi"}, Problem("heading", "wrong_kind")),
        ({"heading": {"name": " ", "street": ""}}, Problem("heading.name", "required")),
        ({"heading": {"name": "R", "email": "r@"}}, Problem("heading.email", "not_an_address")),
        ({"performed_on": "1999-12-31"}, Problem("performed_on", "out_of_range")),
        ({"performed_on": "2026-W01-1"}, Problem("performed_on", "not_a_date")),
        ({"started_at": "9:05"}, Problem("started_at", "not_a_time")),
        ({"ended_at": "24:00"}, Problem("ended_at", "not_a_time")),
        (
            {"started_at": "15:00", "ended_at": "14:00"},
            Problem("ended_at", "ends_before_start"),
        ),
        ({"travel_minutes": -1}, Problem("travel_minutes", "out_of_range")),
        ({"travel_minutes": "20"}, Problem("travel_minutes", "not_a_number")),
        (
            {"next_visit_advised_on": "2026-10-11"},
            Problem("next_visit_advised_on", "out_of_range"),
        ),
        (
            {"payment": {"method": "gold", "amount": "1"}},
            Problem("payment.method", "unknown"),
        ),
        (
            {"payment": {"method": "cash", "amount": "1.005"}},
            Problem("payment.amount", "out_of_range"),
        ),
        ({"payment": {"method": "cash"}}, Problem("payment.amount", "out_of_range")),
        ({"attachments": [{"id": "x"}]}, Problem("attachments.0.id", "unknown")),
        ({"lines": [line(item_id="1")]}, Problem("lines.0.item_id", "not_a_number")),
        ({"lines": [line(source="shop")]}, Problem("lines.0.source", "unknown")),
        ({"lines": [line(vat_rate_pct="10.005")]}, Problem("lines.0.vat_rate_pct", "out_of_range")),
        ({"lines": [line(quantity="100000")]}, Problem("lines.0.quantity", "out_of_range")),
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

    found = totals(as_typed(parse_content(sent(lines=lines))))

    assert found == Totals(Decimal("5.20"), Decimal("1.14"), Decimal("6.34"))


def test_a_discount_acts_on_the_unit_price():
    content = parse_content(sent(lines=[line(unit_price="10.25", discount_pct="10")]))

    assert as_typed(content)[0].total_eur == Decimal("9.23")


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


def test_a_night_call_ends_on_the_next_day():
    content = parse_content(sent(started_at="23:30", ended_at="00:40"))

    assert work_span(content) == (
        datetime(2026, 10, 12, 21, 30, tzinfo=UTC),
        datetime(2026, 10, 12, 22, 40, tzinfo=UTC),
    )


def test_hours_may_be_missing():
    assert work_span(parse_content(sent())) == (None, None)


LISTED = {7: Price(Decimal(80), vat_rate_pct=Decimal(10))}


@pytest.mark.parametrize(
    ("changes", "price"),
    [
        ({"item_id": 7}, Decimal(80)),
        ({}, Decimal(0)),
        ({"item_id": 7, "source": "warranty"}, Decimal(0)),
    ],
)
def test_who_sees_no_prices_gets_those_of_the_list(changes, price):
    content = parse_content(sent(lines=[line(unit_price="5000", **changes)]))

    found = price_lines(content.lines, may_price=False, listed=LISTED, earlier={})

    assert found[0].price.unit_price == price


def test_a_correction_by_who_sees_no_prices_keeps_them():
    content = parse_content(sent(lines=[line(item_id=7)]))
    earlier = {(7, "Valvola"): Price(Decimal("12.5"))}

    found = price_lines(content.lines, may_price=False, listed=LISTED, earlier=earlier)

    assert found[0].price.unit_price == Decimal("12.5")


def test_an_amount_that_fits_no_column_is_a_problem():
    content = parse_content(sent(lines=[line(), line(quantity="99999", unit_price="9999999")]))

    assert amount_problems(as_typed(content)) == (Problem("lines.1.quantity", "out_of_range"),)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
KEYS = [
    "type_id", "performed_on", "started_at", "ended_at", "travel_minutes", "outcome",
    "moves_due_date", "request_text", "work_done", "device_ids", "technician_ids", "heading",
    "lines", "findings", "next_visit_advised_on", "payment", "attachments",
]  # fmt: skip
ROW_KEYS = [
    "item_id", "source", "unit", "description", "quantity", "unit_price", "discount_pct",
    "vat_rate_pct", "vat_nature", "kind", "text", "id", "caption", "method", "amount", "name",
    "email", "receipt_number",
]  # fmt: skip
tricky = st.sampled_from(
    ["2026-10-12", "23:59", "1", "99999999.99999999", "done", "cash", "", "٣", "1e9", "van"]
)
rows = st.dictionaries(st.sampled_from(ROW_KEYS), json_values | tricky, max_size=8)
contents = st.dictionaries(
    st.sampled_from(KEYS), json_values | tricky | rows | st.lists(rows, max_size=3), max_size=17
)


def read(parse, raw):
    """Return what was read, or the reasons of the refusal: nothing else may happen."""
    try:
        return parse(raw), ()
    except ContentNotValidError as refusal:
        return None, {one.reason for one in refusal.problems}


@given(json_values | contents)
def test_no_json_crashes_the_reading_of_a_content(raw):
    content, reasons = read(parse_content, raw)

    assert set(reasons) <= set(PROBLEMS)
    assert content is not None or reasons
    if content is not None:
        work_span(content)
        assert all(one.total_eur >= 0 for one in as_typed(content))


@given(
    json_values
    | st.dictionaries(
        st.sampled_from(
            ["appointment_id", "client_id", "base_version", "compiled_at", "unsigned_reason",
             "signatures", "corrects", "content"]
        ),
        json_values | st.lists(rows, max_size=3),
    )
)  # fmt: skip
def test_no_json_crashes_the_reading_of_an_envelope(raw):
    envelope, reasons = read(parse_envelope, raw)

    assert set(reasons) <= set(PROBLEMS)
    if envelope is not None:
        assert envelope.appointment_id or envelope.client_id or envelope.corrects


@given(contents)
def test_a_content_that_differs_has_another_fingerprint(raw):
    assert fingerprint(raw) == fingerprint(json.loads(json.dumps(raw)))
    assert fingerprint(raw) != fingerprint(raw | {"added": 1})
