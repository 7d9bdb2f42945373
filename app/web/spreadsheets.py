"""Rows as a spreadsheet (XLSX), for `app.web.exports`, which loads this when one is asked for."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from app.web.formats import display, to_rome

#: Data rows of one sheet; the file format allows 1,048,576 with the heading.
SHEET_ROWS = 1_048_575
#: Longest text of a spreadsheet cell.
_CELL_TEXT = 32_767


def write_xlsx(
    target: IO[bytes], labels: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str
) -> None:
    """Write a spreadsheet row by row; further sheets when one is full."""
    book = Workbook(write_only=True)
    sheet: Any = None
    for number, row in enumerate(rows):
        if number % SHEET_ROWS == 0:
            sheet = _new_sheet(book, title, labels)
        sheet.append([_cell(sheet, value) for value in row])
    if sheet is None:
        _new_sheet(book, title, labels)
    book.save(target)


def _new_sheet(book: Any, title: str, labels: Sequence[str]) -> Any:
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:28] or "1")
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, label) for label in labels])
    return sheet


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        value = display(value)
    if isinstance(value, datetime):
        return _formatted(sheet, to_rome(value).replace(tzinfo=None), "dd/mm/yyyy hh:mm")
    if isinstance(value, date):
        return _formatted(sheet, value, "dd/mm/yyyy")
    if isinstance(value, int | float | Decimal | time):
        return WriteOnlyCell(sheet, value=value)
    text = ILLEGAL_CHARACTERS_RE.sub("", str(display(value)))[:_CELL_TEXT]
    cell = WriteOnlyCell(sheet, value=text)
    # Said to be a text, so a leading "=" stays a character.
    cell.data_type = "s"
    return cell


def _formatted(sheet: Any, value: Any, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = number_format
    return cell
