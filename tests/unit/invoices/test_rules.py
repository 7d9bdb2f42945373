"""Amounts, split of goods, stamp, text: the figures of the reference."""

from decimal import Decimal

import pytest

from app.invoices.rules import Treatment
from app.invoices.rules_amounts import settle
from app.invoices.rules_facts import Line, Terms
from app.invoices.rules_goods import split_amounts
from app.invoices.rules_text import basic, changed, latin, pieces, unit_amount

D = Decimal

#: Reference 8.2: C, B, at 10%, at 22%.
GOODS = [
    ("1800.00", "1000.00", "1600.00", "200.00"),
    ("1800.00", "1200.00", "1200.00", "600.00"),
    ("10000.00", "6000.00", "8000.00", "2000.00"),
    ("10000.00", "4000.00", "10000.00", "0"),
    ("3000.00", "2200.00", "1600.00", "1400.00"),
    ("2350.55", "1499.99", "1701.12", "649.43"),
    ("1000.00", "1000.00", "0", "1000.00"),
    ("5000.00", "3500.00", "3000.00", "2000.00"),
    ("1000.00", "1300.00", "0", "1000.00"),
]


@pytest.mark.parametrize(("whole", "goods", "reduced", "ordinary"), GOODS)
def test_goods_are_split(whole, goods, reduced, ordinary):
    assert split_amounts(D(whole), D(goods)) == (D(reduced), D(ordinary))


@pytest.mark.parametrize(("whole", "goods", "reduced", "ordinary"), GOODS)
def test_lines_carry_the_split(whole, goods, reduced, ordinary):
    price = min(D(goods), D(whole))
    lines = [
        Line("Lavoro", D(whole) - price, rate_pct=D(10)),
        Line("Caldaia", price, rate_pct=D(10), is_significant_good=True, goods_cost_eur=D(goods)),
    ]

    found = settle([line for line in lines if line.total_eur], Terms())

    by_rate = {row.rate_pct: row.taxable_eur for row in found.totals.summary}
    assert by_rate.get(D(10), D(0)) == D(reduced)
    assert by_rate.get(D(22), D(0)) == D(ordinary)


def test_a_good_sold_below_its_cost_takes_the_excess_from_the_work():
    lines = [
        Line("Lavoro", D(100), rate_pct=D(10)),
        Line("Caldaia", D(900), rate_pct=D(10), is_significant_good=True, goods_cost_eur=D(1000)),
    ]

    found = settle(lines, Terms())

    assert [(row.rate_pct, row.taxable_eur) for row in found.totals.summary] == [(D(22), D(1000))]


def test_a_good_given_for_nothing_keeps_its_line():
    found = settle([Line("Caldaia", D(0), rate_pct=D(10), is_significant_good=True)], Terms())

    assert [line.total_eur for line in found.lines] == [D("0.00")]


@pytest.mark.parametrize(
    ("natura", "amount", "due"),
    [("N2.2", "77.47", False), ("N2.2", "77.48", True), ("N6.7", "500", False), ("N4", "80", True)],
)
def test_stamp_is_due_above_the_threshold(natura, amount, due):
    found = settle([Line("x", D(amount), rate_pct=D(0), natura=natura)], Terms())

    assert found.totals.is_stamp_due is due


def test_the_stamp_of_an_ordinary_firm_is_excluded_and_has_its_own_row():
    lines = [Line("x", D(300), rate_pct=D(0), natura="N2.2")]

    found = settle(lines, Terms(recharges_stamp=True))

    assert [(row.natura, row.taxable_eur) for row in found.totals.summary] == [
        ("N1", D("2.00")),
        ("N2.2", D("300.00")),
    ]


def test_the_stamp_is_not_in_the_total_when_the_firm_bears_it():
    found = settle([Line("x", D(100))], Terms(treatment=Treatment.FLAT_RATE))

    assert (found.totals.total_eur, found.totals.is_stamp_due) == (D("100.00"), True)


def test_split_payment_leaves_every_tax_out_of_the_payment():
    lines = [Line("x", D(100)), Line("sconto", D(-50)), Line("y", D(10), rate_pct=D(10))]

    found = settle(lines, Terms(treatment=Treatment.SPLIT_PAYMENT)).totals

    assert (found.total_eur, found.payable_eur) == (D("72.00"), D("60.00"))


def test_a_withholding_lowers_the_payment_only():
    found = settle([Line("x", D(2000))], Terms(withholding_pct=D(20))).totals

    assert (found.total_eur, found.withheld_eur, found.payable_eur) == (2440, 400, 2040)


def test_a_deposit_taken_back_is_negative_with_its_tax():
    lines = [Line("Saldo", D(1000), rate_pct=D(10)), Line("Acconto", D(-100))]

    found = settle(lines, Terms()).totals

    assert [(row.taxable_eur, row.tax_eur) for row in found.summary] == [
        (D("-100.00"), D("-22.00")),
        (D("1000.00"), D("100.00")),
    ]


@pytest.mark.parametrize(
    ("line", "total"),
    [
        (Line("vat included", D("81.96721311"), D(11)), "901.64"),
        (Line("four decimals", D("12.3456"), D(3)), "37.04"),
        (Line("discount", D("48.65"), discount_pct=D("33.42")), "32.39"),
        (Line("half up", D("568.60"), D("1.5"), discount_pct=D(35)), "554.39"),
        (Line("free", D("2.50"), discount_pct=D(100)), "0.00"),
        (Line("negative", D(-90), D(2), discount_pct=D(10)), "-162.00"),
    ],
)
def test_totals_of_lines_that_broke_other_programs(line, total):
    assert line.total_eur == D(total)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("L\u2019\u201cunità\u201d \u2013 5 €…", 'L\'"unità" - 5 EUR...'),
        ("œuvre Ω 🔥 č", "oeuvre c"),
        ("via  Roma\n2", "via Roma 2"),
    ],
)
def test_text_is_mapped_to_what_the_schema_takes(typed, sent):
    assert latin(typed, 100) == sent


def test_units_and_numbers_lose_their_accents():
    assert [basic(text, 10) for text in ("m²", "n°", "unità")] == ["m2", "n.", "unita"]


def test_long_reasons_are_cut_at_words():
    assert pieces("uno due tre", 7) == ("uno due", "tre")


@pytest.mark.parametrize(("value", "text"), [("1", "1.00"), ("33.333", "33.333")])
def test_prices_have_two_to_eight_decimals(value, text):
    assert unit_amount(D(value)) == text


def test_changed_text_is_shown():
    assert changed(["caldaia", "5 €"]) == (("5 €", "5 EUR"),)
