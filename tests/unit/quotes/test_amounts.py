"""What a quote costs, to the cent. Cases: reference of the agency, circ. 15/E/2018."""

from decimal import Decimal

import pytest

from app.kernel.money import split_significant_goods
from app.quotes.rules_amounts import GoodsSplit, QuotedLine, quote_totals

D = Decimal


def line(price, rate="10", **values):
    return QuotedLine(D(values.pop("quantity", "1")), D(price), rate_pct=D(rate), **values)


@pytest.mark.parametrize(
    ("total", "goods", "reduced", "ordinary"),
    [
        ("1800", "1000", "1600.00", "200.00"),  # circ. 15/E: mark-up stays with the service
        ("10000", "6000", "8000.00", "2000.00"),
        ("10000", "4000", "10000.00", "0.00"),
        ("3000", "2200", "1600.00", "1400.00"),
        ("2350.55", "1499.99", "1701.12", "649.43"),
        ("1000", "1000", "0.00", "1000.00"),
        ("1000", "1500", "0.00", "1000.00"),
    ],
)
def test_split_of_significant_goods(total, goods, reduced, ordinary):
    assert split_significant_goods(D(total), D(goods)) == (D(reduced), D(ordinary))


def test_boiler_with_known_cost():
    lines = [line("600"), line("1200", is_significant=True, unit_cost=D(1000))]

    found = quote_totals(lines)

    assert found.goods == GoodsSplit(D("1800.00"), D("1000.00"), D("1600.00"), D("200.00"))
    assert [(row.rate_pct, row.taxable_eur, row.tax_eur) for row in found.vat] == [
        (D(22), D("200.00"), D("44.00")),
        (D(10), D("1600.00"), D("160.00")),
    ]
    assert found.total_eur == D("2004.00")


def test_unknown_cost_counts_as_the_price():
    lines = [line("600"), line("1200", is_significant=True)]

    assert quote_totals(lines).total_eur == D("2052.00")


def test_significant_good_at_the_ordinary_rate_is_not_split():
    found = quote_totals([line("1200", rate="22", is_significant=True)])

    assert found.goods is None
    assert found.total_eur == D("1464.00")


def test_options_count_only_once_chosen():
    lines = [line("100"), line("50", counts=False)]

    assert quote_totals(lines).net_eur == D("100.00")


def test_vat_is_rounded_once():
    lines = [line("0.13", rate="22") for _ in range(40)]

    found = quote_totals(lines)

    assert (found.net_eur, found.vat_eur) == (D("5.20"), D("1.14"))


def test_discount_on_the_whole_and_deposit():
    lines = [line("100", rate="22"), line("200", discount_pct=D(50))]

    found = quote_totals(lines, discount_pct=D(10), deposit_pct=D(30))

    assert (found.gross_eur, found.discount_eur, found.net_eur) == (D(200), D(20), D(180))
    assert found.total_eur == D("208.80")  # 90 at 22 % and 90 at 10 %
    assert found.deposit_eur == D("62.64")


def test_no_line_costs_nothing():
    found = quote_totals([])

    assert (found.net_eur, found.total_eur, found.vat) == (D(0), D(0), ())


def test_reverse_charge_keeps_its_reason():
    (row,) = quote_totals([line("100", rate="0", natura="N6.7")]).vat

    assert (row.natura, row.tax_eur) == ("N6.7", D(0))
