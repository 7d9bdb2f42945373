"""Names, numbers and periods of the registers: both sides of each bound."""

from datetime import date

import pytest

from app.registers import rules
from app.registers.rules import FileKind, Register
from app.registers.rules_outline import (
    Form,
    Need,
    Node,
    Style,
    as_json,
    group,
    lacks_of,
    rows,
    text,
)

TODAY = date(2026, 10, 12)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("TO-1234567", ("TO", "1234567")),
        ("to 1234567", ("TO", "1234567")),
        ("TO1234567", ("TO", "1234567")),
        ("1234567", None),
        ("TO-123456789012", None),
        ("", None),
    ],
)
def test_number_of_the_register_of_companies(text, parts):
    assert rules.rea_parts(text) == parts


def test_name_of_a_document_keeps_to_fifty_characters():
    assert rules.document_name("allegatoII", "2026/00012") == "allegatoII_2026-00012.xml"
    assert len(rules.document_name("allegatoII", "x" * 90)) == 50


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [
        ("0098", "0101", ["0098", "0099", "0100", "0101"]),
        ("7", "7", ["7"]),
    ],
)
def test_range_of_stickers(first, last, numbers):
    assert rules.sticker_numbers(first, last) == numbers


@pytest.mark.parametrize(
    ("first", "last"), [("10", "9"), ("1", "5001"), ("A1", "A2"), ("1", ""), ("²", "3")]
)
def test_range_that_is_none(first, last):
    with pytest.raises(rules.StickerRangeError):
        rules.sticker_numbers(first, last)


def test_five_thousand_stickers_are_noted_at_once():
    assert len(rules.sticker_numbers("1", "5000")) == 5000


def test_period_and_kind():
    rules.ensure_period(TODAY, TODAY)
    rules.ensure_taken(Register.CRITER, FileKind.REE)
    with pytest.raises(rules.PeriodOrderError):
        rules.ensure_period(TODAY, date(2026, 10, 11))
    with pytest.raises(rules.NotTakenError):
        rules.ensure_taken(Register.CRITER, FileKind.MAINTENANCE)


def test_rows_become_a_list_and_optional_values_are_left_out():
    style = Style({}, as_text=False)
    outline = group("", rows("Righe", "rows", text("Nome", "name"), Node("Altro", "none")))
    optional = Node("Forse", "maybe", Form.TEXT, Need.OPTIONAL)

    found = as_json(group("", *outline.children, optional), {"rows": [{"name": "a"}]}, style)

    assert found == {"Righe": [{"Nome": "a", "Altro": {}}]}
    assert [one.source for one in lacks_of(outline, {}, style)] == ["name"]
