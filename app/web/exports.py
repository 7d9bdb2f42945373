"""Lists as files: CSV for any program, XLSX with real numbers and dates.

Rows are read and written in pieces into a temporary file, so memory does not grow with them
and an error still becomes an error page instead of a broken file.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.web.formats import display, format_number

#: Rows read at a time.
CHUNK = 500
MIME_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: First characters that make a spreadsheet run a text as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_PHONE = re.compile(r"\+\d[\d ]{4,20}", re.ASCII)


def rows_of(session: Session, statement: Select[Any]) -> Iterator[Any]:
    """Return the items of a statement, read in pieces."""
    found = session.execute(statement.execution_options(yield_per=CHUNK))
    for row in found:
        yield row[0]


def write_file(
    kind: str, labels: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str
) -> IO[bytes]:
    """Return a file with a heading and rows, positioned at its start.

    Args:
        kind: "csv" or "xlsx".
        labels: Headings.
        rows: Values, see `HouseModelView.export_value`.
        title: Name of the spreadsheet's sheet.
    """
    target = tempfile.SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115  the response closes it
    if kind == "csv":
        write_csv(target, labels, rows)
    else:
        from app.web.spreadsheets import write_xlsx  # openpyxl: 8 MB, loaded when asked for

        write_xlsx(target, labels, rows, title=title)
    target.seek(0)
    return target


def write_csv(target: IO[bytes], labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write UTF-8 with a byte order mark and semicolons, as Italian spreadsheets expect."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([csv_text(label) for label in labels])
    for row in rows:
        writer.writerow([csv_text(value) for value in row])
    text.detach()


def csv_text(value: Any) -> str:
    """Return a value as text: Italian dates and decimals, formulas made harmless."""
    if isinstance(value, Decimal | float) and not isinstance(value, bool):
        return format_number(value, grouped=False)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = str(display(value))
    if text.startswith(_FORMULA) and not _PHONE.fullmatch(text):
        return f"'{text}"
    return text
