"""Reading a price list."""

from decimal import Decimal

import pytest

from app.pricelist import rules_import
from app.pricelist.rules import ItemKind
from app.pricelist.rules_import import ListedItem, Problem, read_list

RATES = [Decimal(22), Decimal(10)]
HEAD = (2, ["Cod.", "Descrizione", "U.m.", "Prezzo", "Costo", "IVA", "Tipo", "Fornitore"])


def read(*rows):
    return read_list([(1, ["Listino 2027"]), HEAD, *rows], RATES)


def test_whole_row():
    found = read((3, ["A1", "Sonda", "pz", "1.234,50", "58,125", "22%", "Ricambio", "Riello"]))

    assert found.problems == ()
    assert found.items == (
        ListedItem(
            row=3, code="A1", description="Sonda", unit_price=Decimal("1234.5"), unit="pz",
            purchase_cost=Decimal("58.125"), supplier="Riello", kind=ItemKind.PART,
            vat_pct=Decimal(22),
        ),
    )  # fmt: skip


def test_spreadsheet_rate():
    assert read((3, ["A1", "Sonda", "", "5", "", "0,1"])).items[0].vat_pct == Decimal(10)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (["", "Sonda", "", "5"], Problem.NO_CODE),
        (["A1", "", "", "5"], Problem.NO_DESCRIPTION),
        (["A" * 41, "Sonda", "", "5"], Problem.TOO_LONG),
        (["A1", "Sonda", "", "gratis"], Problem.BAD_PRICE),
        (["A1", "Sonda", "", "-5"], Problem.BAD_PRICE),
        (["A1", "Sonda", "", "1000000"], Problem.BAD_PRICE),
        (["A1", "Sonda", "", "5", "x"], Problem.BAD_PRICE),
        (["A1", "Sonda", "", "5", "", "21"], Problem.UNKNOWN_VAT),
    ],
)
def test_rows_left_out(cells, problem):
    found = read((3, cells))

    assert found.items == ()
    assert [(number, kind) for number, kind, _text in found.problems] == [(3, problem)]


def test_code_counts_once():
    found = read((3, ["a1", "Prima", "", "5"]), (4, ["A1", "Seconda", "", "6"]))

    assert [one.description for one in found.items] == ["Prima"]
    assert found.problems == ((4, Problem.TWICE, "A1"),)


def test_list_without_headings():
    with pytest.raises(rules_import.ColumnsMissingError):
        read_list([(1, ["Mario", "Rossi"])], RATES)


def test_list_too_long(monkeypatch):
    monkeypatch.setattr(rules_import, "MOST_ROWS", 2)
    with pytest.raises(rules_import.ListTooLongError):
        read((3, ["A", "B", "", "1"]), (4, ["C", "D", "", "1"]))
