"""Turn rows of a list into clients and devices, with what is wrong beside each. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.imports.columns import Column, Layout, ensure_complete
from app.imports.devices import device_base_key, read_devices
from app.imports.people import client_key, read_client
from app.imports.reader import RawRow
from app.imports.rules import (
    DEVICE_FIELDS,
    Cell,
    Field,
    ImportedRow,
    KeptValue,
    Problem,
    ProblemCode,
)
from app.kernel.text import squeeze


@dataclass
class RowReader:
    """The cells of one row by field, and what was found wrong while reading them."""

    number: int
    cells: tuple[Cell, ...]
    #: Columns by field and device number, made once for the whole list.
    index: Mapping[tuple[Field, int], Sequence[Column]]
    problems: list[Problem] = field(default_factory=list)
    kept: list[KeptValue] = field(default_factory=list)

    def columns(self, wanted: Field, device: int = 1) -> Iterator[Column]:
        """Yield the columns of a field that this row has."""
        for column in self.index.get((wanted, device), ()):
            if column.index < len(self.cells):
                yield column

    def device_numbers(self) -> Sequence[int]:
        """Return the numbers of the devices that the columns speak of."""
        return sorted({number for field_, number in self.index if field_ in DEVICE_FIELDS})

    def cell(self, wanted: Field, device: int = 1) -> Cell:
        """Return the first cell of a field that holds something."""
        for column in self.columns(wanted, device):
            value = self.cells[column.index]
            if value not in ("", None):
                return value
        return None

    def text(self, wanted: Field, device: int = 1) -> str:
        """Return a field as one clean line; empty when absent."""
        return cell_text(self.cell(wanted, device))

    def texts(self, wanted: Field) -> list[tuple[str, str]]:
        """Return heading and text of each column of a field that holds something."""
        pairs = (
            (column.heading, cell_text(self.cells[column.index])) for column in self.columns(wanted)
        )
        return [(heading, text) for heading, text in pairs if text]

    def warn(
        self,
        wanted: Field,
        code: ProblemCode,
        value: str = "",
        *,
        device: int = 1,
        keep: bool = False,
    ) -> None:
        """Note a problem; `keep` puts the value among those that go to the note."""
        column = next(self.columns(wanted, device), None)
        heading = column.heading if column else ""
        self.problems.append(Problem(self.number, heading, wanted, value, code))
        if keep and value:
            self.kept.append(KeptValue(wanted, value))


def cell_text(cell: Cell) -> str:
    """Return a cell as a person would read it: whole numbers without `.0`, days as d/m/y."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return squeeze(str(cell))


def convert_rows(rows: Iterable[RawRow], layout: Layout) -> Iterator[ImportedRow]:
    """Yield the rows after the headings as clients and devices, one by one.

    Rows of the same client have the same `source_key`, wherever they are in the list; identical
    devices without serial number on several rows are told apart by their order. Reading the same
    list again gives the same keys.

    Raises:
        ColumnsMissingError: The layout does not say who the clients are, or where.
    """
    ensure_complete(layout)
    seen: Counter[str] = Counter()
    index: dict[tuple[Field, int], list[Column]] = defaultdict(list)
    for column in layout.columns:
        if column.field is not None:
            index[column.field, column.device].append(column)
    for raw in rows:
        if raw.number > layout.header_row and not _is_repeated_heading(raw, layout):
            yield _convert(RowReader(raw.number, raw.cells, index), seen)


def _convert(reader: RowReader, seen: Counter[str]) -> ImportedRow:
    client = read_client(reader)
    key = client_key(client)
    devices = []
    for device in read_devices(reader):
        base = device_base_key(key, device)
        seen[base] += 1
        devices.append(device.with_key(base if seen[base] == 1 else f"{base}-{seen[base]}"))
    return ImportedRow(
        number=reader.number,
        source_key=key,
        client=client.with_kept(tuple(reader.kept)),
        devices=tuple(devices),
        problems=tuple(reader.problems),
    )


def _is_repeated_heading(raw: RawRow, layout: Layout) -> bool:
    """Tell whether a row only repeats the headings, as printed lists do on each page."""
    used = [c for c in layout.columns if c.field and c.heading and c.index < len(raw.cells)]
    return bool(used) and all(raw.cells[column.index] == column.heading for column in used)
