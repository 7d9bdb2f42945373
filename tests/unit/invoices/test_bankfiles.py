"""The files for the bank, column by column."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from lxml import etree

from app.invoices.bankdebits import CBI, cbi_debits
from app.invoices.rules_bankfiles import Creditor, Debtor, Receipt, riba_file
from app.invoices.rules_collecting import next_level, open_parts
from app.invoices.rules_facts import Due

IBAN = "IT60X0542811101000000123456"
CREDITOR = Creditor(
    "Termica Esempio S.r.l.", "79999010154", IBAN, "Via di Prova 1", "20100 Milano", "ABCDE",
    "0123456A", "IT50ZZZ0000079999010154",
)  # fmt: skip
DEBTOR = Debtor(
    "Condominio Però", "99999030150", IBAN, "17", "Via Immaginaria 2", "20100", "Milano", "MI",
    "Banca", "MAND-1", date(2026, 1, 2),
)  # fmt: skip
RECEIPTS = [
    Receipt(DEBTOR, date(2026, 11, 30), Decimal("110.00"), "Fattura 1/2026", 1),
    Receipt(DEBTOR, date(2026, 12, 31), Decimal("55.55"), "Fattura 2/2026", 2),
]


@pytest.fixture
def rows():
    text = riba_file(CREDITOR, RECEIPTS, name="RIBA1", made_on=date(2026, 11, 25)).decode("ascii")
    assert text.endswith("\r\n")
    return text.split("\r\n")[:-1]


def at(row, first, last):
    """Return the columns of a record, counted from 1."""
    return row[first - 1 : last]


def test_records_follow_each_other_and_have_120_columns(rows):
    assert {len(row) for row in rows} == {120}
    kinds = [row[:3] for row in rows]
    receipt = [" 14", " 20", " 30", " 40", " 50", " 51", " 70"]
    assert kinds == [" IB", *receipt, *receipt, " EF"]


def test_the_head_and_the_foot(rows):
    head, foot = rows[0], rows[-1]
    assert (at(head, 4, 8), at(head, 9, 13), at(head, 14, 19)) == ("ABCDE", "05428", "251126")
    assert (at(head, 20, 39).rstrip(), at(head, 114, 114)) == ("RIBA1", "E")
    assert at(foot, 4, 39) == at(head, 4, 39)
    assert (at(foot, 46, 52), at(foot, 53, 67)) == ("0000002", "000000000016555")
    assert (at(foot, 68, 82), at(foot, 83, 89), at(foot, 114, 114)) == ("0" * 15, "0000016", "E")


def test_the_records_of_a_receipt(rows):
    first = rows[1]
    assert (at(first, 4, 10), at(first, 23, 28), at(first, 29, 33)) == (
        "0000001", "301126", "30000",
    )  # fmt: skip
    assert (at(first, 34, 46), at(first, 47, 47)) == ("0000000011000", "-")
    assert (at(first, 48, 52), at(first, 53, 57), at(first, 58, 69)) == (
        "05428", "11101", "000000123456",
    )  # fmt: skip
    assert (at(first, 70, 74), at(first, 75, 79)) == ("05428", "11101")
    assert (at(first, 92, 96), at(first, 97, 97), at(first, 98, 113).strip()) == (
        "ABCDE", "4", "17",
    )  # fmt: skip
    assert (at(first, 114, 114), at(first, 120, 120)) == (" ", "E")
    assert at(rows[2], 83, 106).strip() == "79999010154"
    assert (at(rows[3], 11, 70).strip(), at(rows[3], 71, 86).strip()) == (
        "CONDOMINIO PERO", "99999030150",
    )  # fmt: skip
    assert (at(rows[4], 41, 45), at(rows[4], 69, 70), at(rows[4], 71, 120).strip()) == (
        "20100", "MI", "BANCA",
    )  # fmt: skip
    assert (at(rows[5], 11, 90).strip(), at(rows[5], 101, 116).strip()) == (
        "FATTURA 1/2026", "79999010154",
    )  # fmt: skip
    assert at(rows[6], 11, 20) == "0000000001"


def test_debits_say_creditor_mandate_sums_and_one_block_for_each_day():
    content = cbi_debits(
        CREDITOR, RECEIPTS, name="SDD1", made_at=datetime(2026, 11, 25, 10, tzinfo=UTC)
    )
    root = etree.fromstring(content)
    text = lambda path: [one.text for one in root.iterfind(path, {"c": CBI})]  # noqa: E731

    assert text("c:GrpHdr/c:NbOfTxs") == ["2"]
    assert text("c:GrpHdr/c:CtrlSum") == ["165.55"]
    assert text("c:PmtInf/c:ReqdColltnDt") == ["2026-11-30", "2026-12-31"]
    assert text(".//c:MmbId") == ["05428"] * 2
    assert text(".//c:MndtRltdInf/c:DtOfSgntr") == ["2026-01-02"] * 2
    assert text(".//c:Dbtr/c:Nm") == ["Condominio Pero"] * 2
    assert len(set(text(".//c:EndToEndId"))) == 2


def test_what_came_in_covers_the_earliest_instalments():
    dues = (Due(date(2026, 1, 1), Decimal(50)), Due(date(2026, 2, 1), Decimal(50)))

    assert open_parts(dues, Decimal(0)) == dues
    assert open_parts(dues, Decimal(70)) == (Due(date(2026, 2, 1), Decimal(30)),)
    assert open_parts(dues, Decimal(100)) == ()


@pytest.mark.parametrize(
    ("last", "last_on", "today", "level"),
    [
        (0, None, date(2026, 1, 10), None),
        (0, None, date(2026, 1, 11), 1),
        (1, date(2026, 1, 11), date(2026, 1, 20), None),
        (1, date(2026, 1, 11), date(2026, 1, 21), 2),
        (3, date(2026, 1, 11), date(2027, 1, 21), None),
    ],
)
def test_a_reminder_waits_ten_days(last, last_on, today, level):
    assert next_level(last, date(2026, 1, 1), last_on, today) == level
