"""Codes of the registers: bounds, look-ups, what is shipped."""

from decimal import Decimal

import pytest

from app.registers.rules import Topic
from app.registers.rules_codes import (
    SHIPPED,
    CodeBoundsError,
    code_of,
    declared_nox,
    ensure_code,
)


@pytest.mark.parametrize(
    ("topic", "good", "bad"),
    [
        (Topic.WORK, ("1", "3"), ("0", "4", "1,5", "")),
        (Topic.BRAND, ("1", "4999"), ("0", "5000", "\u0661")),
        (Topic.FUEL, ("1", "99"), ("100", "metano")),
        (Topic.FLUID, ("99",), ("100",)),
        (Topic.UNIT, ("10",), ("11",)),
        (Topic.NOX, ("0", "56,5", "70.25", "9999999"), ("-1", "1.234", "9999999,5")),
    ],
)
def test_both_ends_of_each_list(topic, good, bad):
    for code in good:
        ensure_code(topic, code)
    for code in bad:
        with pytest.raises(CodeBoundsError):
            ensure_code(topic, code)


def test_what_is_shipped_fits_and_names_its_source():
    for topic, ours, code, source in SHIPPED:
        ensure_code(topic, code)
        assert ours
        assert source
    assert len({(topic, ours.casefold()) for topic, ours, *_rest in SHIPPED}) == len(SHIPPED)


def test_words_are_found_whatever_their_capitals():
    codes = {(Topic.BRAND, "immergas"): "12", (Topic.FLUID, "acqua"): "boh"}

    assert code_of(codes, Topic.BRAND, " Immergas ") == 12
    assert code_of(codes, Topic.FLUID, "Acqua") is None
    assert code_of(codes, Topic.FUEL, "Metano") is None


def test_declared_nox_of_the_model_counts_before_that_of_any():
    codes = {(Topic.NOX, "victrix 24"): "38,5", (Topic.NOX, "*"): "70", (Topic.NOX, "x"): "boh"}

    assert declared_nox(codes, "Victrix 24") == Decimal("38.5")
    assert declared_nox(codes, "altro") == Decimal(70)
    assert declared_nox(codes, "X") == Decimal(70)
    assert declared_nox({}, "X") is None
