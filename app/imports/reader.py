"""Read the rows of a list in any form offices keep it: XLSX, XLS, ODS or delimited text."""

import codecs
import csv
import io
import math
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, BinaryIO, TextIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from app.imports.rules import (
    Cell,
    EmptyListError,
    ListTooLargeError,
    ProtectedListError,
    UnreadableListError,
    WebPageListError,
)

#: Largest file and largest content of a compressed one.
MAX_BYTES = 50 * 1024 * 1024
MAX_UNZIPPED_BYTES = 400 * 1024 * 1024
#: A cell longer than this is cut; nobody writes such a note, and a broken quote does.
MAX_CELL = 10_000
_MAX_COLUMNS = 300
_SEPARATORS = (";", "\t", ",", "|")
_SAMPLE_ROWS = 60
_CHUNK = 1 << 16
csv.field_size_limit(MAX_BYTES)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Name of the part in which Excel keeps a workbook saved with a password.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
#: Old programs save a web page under the name of a spreadsheet; a list never starts like this.
_PAGE_STARTS = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that is not empty, with its number in the file."""

    number: int
    cells: tuple[Cell, ...]


class ListFile:
    """A client list; its rows can be read as often as needed, without keeping them."""

    def __init__(self, stream: BinaryIO, filename: str, *, sheet: str | None = None) -> None:
        """Look at the file's first bytes and size.

        Args:
            stream: Seekable, kept open by the caller while rows are read.
            filename: For the messages only; the content decides the format.
            sheet: Sheet of a workbook; by default the one with the most rows.
        """
        self.filename = filename
        self._stream = stream
        self._sheet = sheet
        self._book: CalamineWorkbook | None = None
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if size > MAX_BYTES:
            raise ListTooLargeError(filename, MAX_BYTES // 1024**2)
        start = stream.read(8)
        if not start:
            raise EmptyListError(filename)
        if self._start(200).removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_PAGE_STARTS):
            raise WebPageListError(filename)
        self.is_workbook = start.startswith((_OLE, _ZIP))
        self._encoding = "" if self.is_workbook else self._text_encoding()
        self._separator = "" if self.is_workbook else self._text_separator()

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the names of the sheets; none for a text file."""
        return tuple(self._workbook().sheet_names) if self.is_workbook else ()

    @property
    def sheet(self) -> str:
        """Return the name of the sheet that is read; empty for a text file or an empty workbook."""
        chosen = self._chosen() if self.is_workbook else None
        return chosen.name if chosen is not None else ""

    @property
    def format(self) -> str:
        """Return how the file is read, for the log: `workbook`, `cp1252 ;`."""
        return "workbook" if self.is_workbook else f"{self._encoding} {self._separator!r}"

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows that hold something."""
        rows = self._sheet_rows() if self.is_workbook else self._text_rows()
        for number, cells in rows:
            if any(cell not in ("", None) for cell in cells):
                yield RawRow(number, cells)

    def head(self, count: int) -> list[RawRow]:
        """Return the first rows."""
        return list(islice(self.rows(), count))

    def _workbook(self) -> CalamineWorkbook:
        if self._book is None:
            self._refuse_bombs()
            self._stream.seek(0)
            try:
                self._book = CalamineWorkbook.from_filelike(self._stream)
            except PasswordError as error:
                raise ProtectedListError(self.filename) from error
            except CalamineError as error:
                if any(_ENCRYPTED in chunk for chunk in self._all_bytes()):
                    raise ProtectedListError(self.filename) from error
                raise UnreadableListError(self.filename) from error
        return self._book

    def _refuse_bombs(self) -> None:
        self._stream.seek(0)
        if self._stream.read(4) != _ZIP:
            return
        try:
            with zipfile.ZipFile(self._stream) as archive:
                size = sum(entry.file_size for entry in archive.infolist())
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise UnreadableListError(self.filename) from error
        if size > MAX_UNZIPPED_BYTES:
            raise ListTooLargeError(self.filename, MAX_UNZIPPED_BYTES // 1024**2)

    def _chosen(self) -> CalamineSheet | None:
        book = self._workbook()
        try:
            names = [self._sheet] if self._sheet in book.sheet_names else book.sheet_names
            sheets = [book.get_sheet_by_name(name) for name in names if name is not None]
        except CalamineError as error:
            raise UnreadableListError(self.filename) from error
        return max(sheets, key=lambda sheet: sheet.total_height, default=None)

    def _sheet_rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        chosen = self._chosen()
        if chosen is None:
            return
        try:
            for number, cells in enumerate(chosen.iter_rows(), start=1):
                yield number, tuple(_cell(cell) for cell in cells[:_MAX_COLUMNS])
        except CalamineError as error:
            raise UnreadableListError(self.filename) from error

    def _text_rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        self._stream.seek(0)
        text = io.TextIOWrapper(self._stream, encoding=self._encoding, errors="replace", newline="")
        try:
            lines = _without_hint(text)
            reader = csv.reader(lines.rows, delimiter=self._separator)
            number = 1 + lines.skipped
            for cells in reader:
                yield number, tuple(cell.strip()[:MAX_CELL] for cell in cells[:_MAX_COLUMNS])
                number = reader.line_num + 1 + lines.skipped
        except csv.Error as error:
            raise UnreadableListError(self.filename) from error
        finally:
            text.detach()  # or the wrapper would close the caller's stream

    def _text_encoding(self) -> str:
        start = self._start(4)
        for mark, encoding in (
            (codecs.BOM_UTF8, "utf-8-sig"),
            (codecs.BOM_UTF16_LE, "utf-16"),
            (codecs.BOM_UTF16_BE, "utf-16"),
        ):
            if start.startswith(mark):
                return encoding
        sample = self._start(_CHUNK)
        if b"\x00" in sample:
            return self._unmarked_utf16(sample)
        return "utf-8" if self._is_utf8() else _western(self._all_bytes())

    def _unmarked_utf16(self, sample: bytes) -> str:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if max(even, odd) < len(sample) // 4:
            raise UnreadableListError(self.filename)
        return "utf-16-le" if odd > even else "utf-16-be"

    def _is_utf8(self) -> bool:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for chunk in self._all_bytes():
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        return True

    def _all_bytes(self) -> Iterator[bytes]:
        self._stream.seek(0)
        while chunk := self._stream.read(_CHUNK):
            yield chunk

    def _start(self, size: int) -> bytes:
        self._stream.seek(0)
        return self._stream.read(size)

    def _text_separator(self) -> str:
        sample = self._start(_CHUNK).decode(self._encoding, errors="replace")
        hint = sample.lstrip("\ufeff")[:5].lower()
        if hint.startswith("sep=") and hint[4:] in _SEPARATORS:
            return hint[4:]
        scores = {separator: _regularity(sample, separator) for separator in _SEPARATORS}
        return max(_SEPARATORS, key=lambda separator: scores[separator])


@dataclass(frozen=True, slots=True)
class _Lines:
    rows: Iterator[str]
    skipped: int


def _without_hint(text: TextIO) -> _Lines:
    """Return the lines after Excel's `sep=;`, if there is one."""
    first = text.readline()
    is_hint = first.lower().startswith("sep=") and len(first.strip()) <= 5
    return _Lines(_chain(None if is_hint else first, text), 1 if is_hint else 0)


def _chain(first: str | None, text: TextIO) -> Iterator[str]:
    if first:
        yield first.lstrip("\ufeff").replace("\x00", "")
    for line in text:
        yield line.replace("\x00", "")


def _western(chunks: Iterator[bytes]) -> str:
    """Tell Windows-1252 from ISO-8859-15: only the first uses the bytes 80 to 9F."""
    euro = False
    for chunk in chunks:
        if any(0x80 <= byte <= 0x9F for byte in set(chunk)):
            return "cp1252"
        euro = euro or 0xA4 in chunk
    return "iso8859-15" if euro else "cp1252"


def _regularity(sample: str, separator: str) -> float:
    """Return how well a separator cuts the sample into rows of equal length."""
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        widths = Counter(len(row) for row in islice(rows, _SAMPLE_ROWS) if any(row))
    except csv.Error:
        return 0.0
    widths.pop(1, None)
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return count * math.sqrt(width - 1)


def _cell(value: Any) -> Cell:
    """Return a workbook's cell as text, number or day; a time of day means nothing here."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return value.strip()[:MAX_CELL]
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, bool | int | float | date):
        return value
    return None
