import io
import zipfile
from datetime import date

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from app.imports import reader
from app.imports.reader import ListFile, RawRow
from app.imports.rules import (
    EmptyListError,
    ListTooLargeError,
    ProtectedListError,
    UnreadableListError,
)
from app.kernel.errors import DomainError

TABLE = [("Cognome", "Città", "Nota"), ("D'Amicò", "Forlì", "è qui, sì")]


def rows(data, name="list.csv", **options):
    return list(ListFile(io.BytesIO(data), name, **options).rows())


def text_table(separator, table=TABLE):
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in table)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15"]
)
def test_text_in_any_encoding_and_separator(encoding, separator):
    data = text_table(separator).encode(encoding)

    assert rows(data) == [RawRow(1, TABLE[0]), RawRow(2, TABLE[1])]


@pytest.mark.parametrize(("encoding", "byte"), [("cp1252", b"\x80"), ("iso8859-15", b"\xa4")])
def test_the_euro_sign_tells_the_western_encodings_apart(encoding, byte):
    data = "Nome;Importo è\nRossi;5 €".encode(encoding)

    assert byte in data
    assert rows(data)[1].cells == ("Rossi", "5 €")


def test_row_numbers_count_lines_of_the_file():
    data = b'a;b\n\n"due\nrighe";x\n;\nz;y\n'

    assert [row.number for row in rows(data)] == [1, 3, 6]
    assert rows(data)[1].cells == ("due\nrighe", "x")


def test_the_hint_of_excel_is_obeyed():
    assert rows(b"sep=|\na|b;c\nd|e;f\n") == [RawRow(2, ("a", "b;c")), RawRow(3, ("d", "e;f"))]


def test_a_decimal_comma_does_not_hide_the_semicolon():
    data = b"nome;kw;pos\nRossi, Mario;24,5;1,2\nVerdi, Anna;30,1;2,3\n"

    assert rows(data)[1].cells == ("Rossi, Mario", "24,5", "1,2")


def test_rows_can_be_read_twice_and_the_stream_stays_open():
    stream = io.BytesIO(b"a;b\n1;2\n")
    file = ListFile(stream, "x.csv")

    assert file.head(1) == [RawRow(1, ("a", "b"))]
    assert list(file.rows()) == list(file.rows())
    assert not stream.closed


def test_xlsx_gives_days_numbers_and_the_largest_sheet():
    book = openpyxl.Workbook()
    book.active.append(["una copertina"])
    sheet = book.create_sheet("Clienti")
    sheet["B3"], sheet["C3"], sheet["D3"] = "Rossi", date(2024, 3, 12), 24.5
    sheet["B5"], sheet["C5"] = "00123", True
    buffer = io.BytesIO()
    book.save(buffer)
    file = ListFile(buffer, "list.xlsx")

    assert file.sheets == ("Sheet", "Clienti")
    assert [(row.number, row.cells[-3:]) for row in file.rows()] == [
        (3, ("Rossi", date(2024, 3, 12), 24.5)),
        (5, ("00123", True, "")),
    ]
    assert rows(buffer.getvalue(), sheet="Sheet")[0].cells == ("una copertina",)


def test_xls_of_the_nineties():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Foglio1")
    sheet.write(0, 0, "Città")
    sheet.write(1, 0, date(2024, 3, 12), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(2, 0, 51100)
    buffer = io.BytesIO()
    book.save(buffer)

    assert [row.cells[0] for row in rows(buffer.getvalue(), "list.xls")] == [
        "Città",
        date(2024, 3, 12),
        51100,
    ]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyListError),
        (b"PK\x03\x04 junk", UnreadableListError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 junk", UnreadableListError),
        (b"%PDF\x00\x01\x02binary", UnreadableListError),
    ],
)
def test_what_is_no_list_is_refused(data, error):
    with pytest.raises(error) as refusal:
        rows(data, "x")

    assert refusal.value.facts["filename"] == "x"


def test_sizes_are_limited(monkeypatch):
    monkeypatch.setattr(reader, "MAX_BYTES", 10)
    with pytest.raises(ListTooLargeError):
        rows(b"x" * 11)


def test_a_zip_that_grows_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "MAX_UNZIPPED_BYTES", 1000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * 5000)

    with pytest.raises(ListTooLargeError):
        rows(buffer.getvalue(), "bomb.xlsx")


def test_a_password_is_said_to_be_the_reason(monkeypatch):
    def refuse(_stream):
        raise reader.PasswordError("password")

    monkeypatch.setattr(reader.CalamineWorkbook, "from_filelike", refuse, raising=True)
    with pytest.raises(ProtectedListError):
        rows(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls")


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_refusal(data):
    try:
        found = rows(data)
    except DomainError:
        return
    assert all(row.cells for row in found)
