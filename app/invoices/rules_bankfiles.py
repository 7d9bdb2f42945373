"""What the files of orders to the bank are made of. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.invoices.rules_text import basic


@dataclass(frozen=True)
class Creditor:
    """The company as its bank knows it.

    Attributes:
        sia: Code of five characters for RiBa.
        cbi: Code of eight characters of the CBI service, for direct debits.
        creditor_id: "ITkkZZZ" and the tax code, for direct debits.
    """

    name: str
    tax_code: str
    iban: str
    street: str = ""
    place: str = ""
    sia: str = ""
    cbi: str = ""
    creditor_id: str = ""


@dataclass(frozen=True)
class Debtor:
    """Who pays: for RiBa the address counts, for direct debits the mandate."""

    name: str
    tax_code: str
    iban: str
    code: str = ""
    street: str = ""
    postcode: str = ""
    municipality: str = ""
    province: str = ""
    bank_name: str = ""
    mandate: str = ""
    signed_on: date | None = None
    scheme: str = "CORE"
    #: False for the first debit under its mandate.
    is_recurrent: bool = True


@dataclass(frozen=True)
class Receipt:
    """One amount to collect on a day."""

    debtor: Debtor
    due_on: date
    amount_eur: Decimal
    #: What the debtor reads: number and day of the invoice, CIG and CUP before them where due.
    reason: str
    #: Key of the order, unique in the file.
    key: int


def bank_codes(iban: str) -> tuple[str, str, str]:
    """Return (ABI, CAB, account) of an Italian IBAN: 5, 5 and 12 characters."""
    return iban[5:10], iban[10:15], iban[15:27]


def cents(amount_eur: Decimal) -> int:
    """Return an amount in whole cents."""
    return int((amount_eur * 100).to_integral_value())


# RiBa ------------------------------------------------------------------------------------------

WIDTH = 120
_EOL = "\r\n"


def riba_file(
    creditor: Creditor, receipts: Sequence[Receipt], *, name: str, made_on: date
) -> bytes:
    """Return a RiBa file: CBI records of 120 characters ended by CRLF, ASCII.

    Record layout: reference "invoicing" 11.3 (CBI standard of the "incassi RiBa").

    Args:
        creditor: With its SIA code and Italian IBAN.
        receipts: In the order of the file.
        name: Name of the support, unique in the day.
        made_on: Day of the file, Italian calendar.
    """
    abi = bank_codes(creditor.iban)[0]
    head = {4: creditor.sia[:5], 9: abi, 14: _day(made_on), 20: basic(name, 20)}
    rows = [_record("IB", head | {114: "E"})]
    for number, receipt in enumerate(receipts, 1):
        rows += _receipt_rows(creditor, receipt, f"{number:07d}")
    total = sum(cents(one.amount_eur) for one in receipts)
    rows.append(
        _record(
            "EF",
            head
            | {
                46: f"{len(receipts):07d}",
                53: f"{total:015d}",
                68: "0" * 15,
                83: f"{7 * len(receipts) + 2:07d}",
                114: "E",
            },
        )
    )
    return (_EOL.join(rows) + _EOL).encode("ascii")


def _receipt_rows(creditor: Creditor, receipt: Receipt, number: str) -> list[str]:
    abi, cab, account = bank_codes(creditor.iban)
    debtor = receipt.debtor
    debtor_abi, debtor_cab, _account = bank_codes(debtor.iban)
    return [
        _record(
            "14",
            {
                4: number, 23: _day(receipt.due_on), 29: "30000",
                34: f"{cents(receipt.amount_eur):013d}", 47: "-", 48: abi, 53: cab,
                58: account, 70: debtor_abi, 75: debtor_cab, 92: creditor.sia[:5], 97: "4",
                98: basic(debtor.code, 16), 120: "E",
            },
        ),
        _record(
            "20",
            {
                4: number, 11: basic(creditor.name, 24), 35: basic(creditor.street, 24),
                59: basic(creditor.place, 24), 83: creditor.tax_code[:24],
            },
        ),
        _record("30", {4: number, 11: basic(debtor.name, 60), 71: debtor.tax_code[:16]}),
        _record(
            "40",
            {
                4: number, 11: basic(debtor.street, 30), 41: debtor.postcode[:5],
                46: basic(debtor.municipality, 22), 69: debtor.province[:2],
                71: basic(debtor.bank_name, 50),
            },
        ),
        _record("50", {4: number, 11: basic(receipt.reason, 80), 101: creditor.tax_code[:16]}),
        _record("51", {4: number, 11: f"{receipt.key:010d}", 21: basic(creditor.name, 20)}),
        _record("70", {4: number}),
    ]  # fmt: skip


def _record(kind: str, values: dict[int, str]) -> str:
    """Return one record; positions count from 1, what is not named stays blank."""
    row = [" "] * WIDTH
    row[1:3] = kind
    for position, text in values.items():
        row[position - 1 : position - 1 + len(text)] = text.upper()
    return "".join(row)


def _day(day: date) -> str:
    return f"{day:%d%m%y}"
