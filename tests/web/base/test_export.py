"""Lists as files."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import openpyxl
import pytest

from app.web.exports import csv_text
from tests.web.base.models import Client, Kind, Zone


@pytest.fixture
def anna(anna):
    """A browser that reads each answer to its end, as browsers do with files."""
    anna.get = partial(anna.get, buffered=True)
    return anna


def rome(*parts):
    """A moment as spreadsheets have it: Italian time, no time zone."""
    return datetime(*parts)  # noqa: DTZ001


def sheet_of(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return [list(row) for row in book.active.iter_rows()]


def test_csv_is_what_is_filtered_and_shown(anna, add):
    add(
        Client(name="Rossi", city="Milano", power=Decimal("1234.5"), born_on=date(1980, 3, 5)),
        Client(name="Verdi", city="Bari"),
        Client(name="Altrui", city="Milano", owner="bruno"),
    )

    answer = anna.get("/clients/export/csv?tab=milan&f_name=o&cols=name,power,born_on")

    assert answer.data.decode("utf-8") == (
        "\ufeffName;Power;Born On\r\nRossi;1234,50;05/03/1980\r\n"
    )
    assert "attachment" in answer.headers["Content-Disposition"]


def test_csv_keeps_the_order_of_the_list(anna, add):
    add(Client(name="A", rank=1), Client(name="B", rank=2))

    answer = anna.get(
        "/clients/export/csv?cols=name&_oc_HouseClientView=rank&_od_HouseClientView=desc"
    )

    assert answer.text.splitlines()[1:] == ["B", "A"]


def test_spreadsheet_has_numbers_and_dates(anna, add):
    add(
        Client(
            name="Rossi", power=Decimal("1234.5"), born_on=date(1980, 3, 5), kind=Kind.FIRM,
            seen_at=datetime(2026, 7, 2, 6, 30, tzinfo=UTC), is_active=True, zone=Zone(name="Nord"),
        )
    )  # fmt: skip
    columns = "name,power,born_on,seen_at,kind,is_active,zone.name"

    heading, row = sheet_of(anna.get(f"/clients/export/xlsx?cols={columns}"))

    assert [cell.value for cell in heading][:3] == ["Name", "Power", "Born On"]
    assert [cell.value for cell in row] == [
        "Rossi", 1234.5, rome(1980, 3, 5), rome(2026, 7, 2, 8, 30), "Firm", "Yes", "Nord",
    ]  # fmt: skip


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1"])
def test_text_never_becomes_a_formula(anna, add, formula):
    add(Client(name=formula))

    _heading, (cell,) = sheet_of(anna.get("/clients/export/xlsx?cols=name"))

    assert cell.data_type == "s"
    assert csv_text(formula).startswith("'")


def test_telephone_number_is_no_formula():
    assert csv_text("+39 02 1234567") == "+39 02 1234567"


def test_negative_number_stays_a_number():
    assert csv_text(Decimal("-12.5")) == "-12,5"


def test_control_characters_do_not_break_the_spreadsheet(anna, add):
    add(Client(name="a\x0bb"))

    _heading, (cell,) = sheet_of(anna.get("/clients/export/xlsx?cols=name"))

    assert cell.value == "ab"


def test_full_sheet_is_continued_on_the_next(anna, add, monkeypatch):
    monkeypatch.setattr("app.web.spreadsheets.SHEET_ROWS", 2)
    add(*(Client(name=f"C{number}") for number in range(5)))

    answer = anna.get("/clients/export/xlsx?cols=name")

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert [sheet.max_row for sheet in book] == [3, 3, 2]


def test_many_rows_cost_few_statements(anna, add, statements):
    add(*(Client(name=f"C{number}", zone=Zone(name=f"Z{number}")) for number in range(1200)))
    statements.texts.clear()

    answer = anna.get("/clients/export/csv?cols=name,zone")

    assert len(answer.text.splitlines()) == 1201
    assert len([text for text in statements.texts if "base_" in text]) == 1


@pytest.mark.parametrize("address", ["csv?f_rank_from=x", "csv?cols=owner"])
def test_wrong_filter_exports_nothing(anna, address):
    assert anna.get(f"/clients/export/{address}").status_code == 400


@pytest.mark.parametrize("kind", ["pdf", "exe", "..%2f"])
def test_unknown_kind_is_404(anna, kind):
    assert anna.get(f"/clients/export/{kind}").status_code == 404
