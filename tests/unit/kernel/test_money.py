from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import DomainError
from app.kernel.money import (
    Adjustment,
    AdjustmentKind,
    AmountTooLargeError,
    InvalidAmountError,
    TaxableLine,
    TooManyDecimalsError,
    VatTotal,
    document_total,
    line_total,
    net_unit_price,
    parse_amount,
    parse_number,
    round_eur,
    split_evenly,
    vat_summary,
)

D = Decimal


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("1.025", "1.03"), ("1.0249", "1.02"), ("-1.025", "-1.03"), ("0.005", "0.01"), ("2", "2.00")],
)
def test_round_eur_is_half_up(amount, rounded):
    assert str(round_eur(amount)) == rounded


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("€ 12", "12.00"),
        ("12 euro", "12.00"),
        ("1.234", "1234.00"),
        ("1.234.567", "1234567.00"),
        ("1 234,5", "1234.50"),
        ("1'234.50", "1234.50"),
        ("0.12", "0.12"),
        (",5", "0.50"),
        ("-3,50", "-3.50"),
        ("\u22123", "-3.00"),
        ("12,500", "12.50"),
    ],
)
def test_parse_amount_reads_italian_and_english(text, value):
    assert str(parse_amount(text)) == value


@pytest.mark.parametrize(
    "text", ["", "-", "abc", "1.23.4", "12.34.567,8", "1,2,3", "12-", "1e5", "NaN"]
)
def test_parse_amount_refuses_what_is_no_number(text):
    with pytest.raises(InvalidAmountError):
        parse_amount(text)


def test_parse_amount_says_how_many_decimals():
    with pytest.raises(TooManyDecimalsError) as refusal:
        parse_amount("1,005")

    assert refusal.value.facts == {"text": "1,005", "decimals": 2}
    assert parse_amount("81,96721311", decimals=8) == D("81.96721311")


@pytest.mark.parametrize(("text", "fits"), [("9999999999,99", True), ("10000000000", False)])
def test_parse_amount_keeps_to_what_can_be_stored(text, fits):
    if fits:
        assert parse_amount(text) == D("9999999999.99")
    else:
        with pytest.raises(AmountTooLargeError):
            parse_amount(text)


def test_a_measure_reads_the_dot_as_a_decimal_point():
    assert parse_number("1.234", dot_is_decimal=True) == D("1.234")
    assert parse_number("1.234") == D(1234)


@given(st.text())
def test_parse_amount_only_ever_refuses(text):
    with suppress(DomainError):
        assert parse_amount(text).is_finite()


@given(st.decimals(-(10**9), 10**9, places=2))
def test_parse_amount_reads_back_the_italian_form(value):
    italian = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))

    assert parse_amount(italian) == value


SC, MG = AdjustmentKind.DISCOUNT, AdjustmentKind.SURCHARGE


@pytest.mark.parametrize(
    ("price", "quantity", "adjustments", "total"),
    [  # SdI control 00423, official examples, and public bug reports
        ("500", "100", [Adjustment(SC, D("8.5")), Adjustment(SC, D("5.15")), Adjustment(SC, D(3))],
         "42092.06"),
        ("500", "100", [Adjustment(SC, None, D(a)) for a in ("10.05", "5.25", "4.70")], "48000.00"),
        ("500", "100",
         [Adjustment(SC, D("8.5")), Adjustment(SC, D("5.15"), D("23.56")),
          Adjustment(SC, None, D(15)), Adjustment(SC, D(2))], "41056.12"),
        ("568.60", "1.50", [Adjustment(SC, D(35))], "554.39"),
        ("48.65", "1", [Adjustment(SC, D("33.42"))], "32.39"),
        ("-90", "2", [Adjustment(MG, None, D(9))], "-162.00"),
        ("2.50", "1", [Adjustment(SC, D(100))], "0.00"),
        ("81.96721311", "11", [], "901.64"),
    ],
)  # fmt: skip
def test_line_total_follows_the_exchange_system(price, quantity, adjustments, total):
    assert str(line_total(D(price), D(quantity), adjustments)) == total


def test_net_unit_price_keeps_eight_decimals():
    assert net_unit_price(D(100), D(22)) == D("81.96721311")


def test_vat_is_rounded_once_per_rate():
    summary = vat_summary([TaxableLine(D("0.13"), D(22))] * 40)

    assert summary == (VatTotal(D(22), None, D("5.20"), D("1.14")),)
    assert document_total(summary) == D("6.34")


def test_vat_summary_groups_by_rate_and_natura():
    lines = [
        TaxableLine(D(300), D(0), "N2.2"),
        TaxableLine(D(2), D(0), "N1"),
        TaxableLine(D("10.25"), D(10), ""),
        TaxableLine(D("-0.25"), D(10)),
        TaxableLine(D("0.25"), D(10)),
    ]

    assert vat_summary(lines) == (
        VatTotal(D(10), None, D("10.25"), D("1.03")),
        VatTotal(D(0), "N1", D("2.00"), D("0.00")),
        VatTotal(D(0), "N2.2", D("300.00"), D("0.00")),
    )


def test_instalments_add_up():
    assert split_evenly(D("100.00"), 3) == (D("33.33"), D("33.33"), D("33.34"))
    with pytest.raises(ValueError, match="one part"):
        split_evenly(D(1), 0)
