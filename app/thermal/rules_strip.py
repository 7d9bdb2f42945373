"""Reading what a flue-gas analyser printed on its strip or saved in a file. Pure.

Nothing is guessed: a label has to be known, its unit has to fit, its number has to be clear.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from app.kernel.errors import DomainError


class Quantity(Enum):
    """What a label of an analyser means; the values are items of the official form, type 1."""

    FLUE = "flue_c"
    AIR = "air_c"
    O2 = "o2"
    CO2 = "co2"
    CO_DRY = "co_dry_ppm"
    CO_CORRECTED = "co_corrected_ppm"
    #: As read: the two points are added by the form (DM 10/02/2014).
    EFFICIENCY = "efficiency_read"
    DRAUGHT = "draught_pa"
    NOX = "nox_mg_kwh"
    BACHARACH_1 = "bacharach_1"
    BACHARACH_2 = "bacharach_2"
    BACHARACH_3 = "bacharach_3"
    SERIAL = "analyser_serial"
    #: Known and not wanted.
    IGNORED = "ignored"


@dataclass(eq=False)
class LabelTakenError(DomainError):
    """The same label of the same analyser is in the list already."""

    field: str = "text"


class Aside(Enum):
    """Why something on a strip was not read."""

    UNKNOWN = "unknown"
    #: A unit that cannot be turned into the one of the form.
    UNIT = "unit"
    #: No number where one belongs, or one that may be read in two ways.
    NUMBER = "number"
    #: The same quantity was read from a label that comes first.
    SECOND = "second"


@dataclass(frozen=True)
class Label:
    """What an analyser calls a quantity.

    Attributes:
        text: As printed; letters, digits and their order count, the rest does not.
        analyser: Name the analyser prints, or the report states; "": whatever the analyser.
    """

    text: str
    quantity: Quantity
    analyser: str = ""


@dataclass(frozen=True)
class Found:
    """A value that was read, in the unit of the form (°C, %, ppm, Pa, mg/kWh)."""

    quantity: Quantity
    value: Decimal | str
    label: str


@dataclass(frozen=True)
class Unread:
    """A piece of the text that was not read, and why."""

    text: str
    reason: Aside


@dataclass(frozen=True)
class Reading:
    """The values of one measurement; `title` is what else stood in its row, to tell it apart."""

    title: str
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Strip:
    """What was read of a text, measurement by measurement, and what was not."""

    readings: tuple[Reading, ...]
    unread: tuple[Unread, ...]


_PERCENT = {"%": Decimal(1), "vol%": Decimal(1), "%vol": Decimal(1)}
_PPM = {"ppm": Decimal(1), "ppmv": Decimal(1), "vppm": Decimal(1)}
_CELSIUS = {"°c": Decimal(1), "c": Decimal(1)}
#: Units a quantity may come in -> factor; none given is the form's own. 1 mmH2O = 9.80665 Pa.
_FACTORS: dict[Quantity, dict[str, Decimal]] = {
    Quantity.FLUE: _CELSIUS,
    Quantity.AIR: _CELSIUS,
    Quantity.O2: _PERCENT,
    Quantity.CO2: _PERCENT,
    Quantity.CO_DRY: _PPM,
    Quantity.CO_CORRECTED: _PPM,
    Quantity.EFFICIENCY: _PERCENT,
    Quantity.DRAUGHT: {
        "pa": Decimal(1), "hpa": Decimal(100), "mbar": Decimal(100), "mmh2o": Decimal("9.80665"),
    },
    Quantity.NOX: {"mg/kwh": Decimal(1)},
    Quantity.BACHARACH_1: {},
    Quantity.BACHARACH_2: {},
    Quantity.BACHARACH_3: {},
}  # fmt: skip
_UNIT = (
    r"vol\s?%|%\s?vol|%|ppmv|vppm|ppm|°\s?[cf]|mg/kwh|mg/n?m3|g/kwh|hpa|kpa|pa|mbar|mmh2o|kw|"
    r"m3/h|kg/h|l/min|m/s"
)
_NUMBER = re.compile(
    rf"(?<!\w)(?<!\d[.,:/-])(?P<number>[-+]?\d+(?:[.,]\d+)*)(?:\s*(?P<unit>{_UNIT}|[cf]))?(?![\w:/])",
    re.IGNORECASE,
)
_LABEL_UNIT = re.compile(
    rf"[\s,\[(]+(?P<unit>{_UNIT})[\])]?[\s:=.]*$|^\s*(?P<first>{_UNIT})\s", re.IGNORECASE
)
_DIGITS = re.compile(r"[-+]?\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
#: Decimals or a unit: such a line is a value and no heading.
_VALUE = re.compile(rf"\d[.,]\d+(?![.,\d])|\d\s*(?:{_UNIT})(?!\w)", re.IGNORECASE)
#: Readings of one text at most: a file of a season is not of one boiler.
MOST_READINGS = 20
#: Characters of a line that is looked at.
MOST_LINE = 2000


def read_strip(text: str, labels: Sequence[Label], analyser: str = "") -> Strip:
    """Return what a strip or file says.

    Args:
        text: A print (one value a line, label before or after it) or a table with headings.
        labels: Where two labels of one measurement mean the same, the first counts.
        analyser: Make and model as the report states them.
    """
    clean = unicodedata.normalize("NFKC", text).replace("\ufeff", "").replace("º", "°")
    reader = _Reader(_Book(labels, f"{analyser} {clean}"))
    lines = [re.sub(r" {3,}", "  ", line.strip())[:MOST_LINE] for line in clean.splitlines()]
    lines = [line for line in lines if line]
    header = reader.header(lines)
    if header is None:
        reader.lines(lines)
    else:
        reader.table(lines, header)
    return reader.strip()


def fold_label(text: str) -> str:
    """Return a label without case, accents and punctuation: "Temp. Fumi:" is "temp fumi"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = (sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(kept)).split())


def number_of(text: str) -> Decimal:
    """Return a number with point or comma; with both, the last one parts the decimals."""
    mark = max(text.rfind("."), text.rfind(","))
    if mark < 0:
        return Decimal(text)
    whole = text[:mark].replace(".", "").replace(",", "")
    return Decimal(f"{whole}.{text[mark + 1 :]}")


def converted(quantity: Quantity, value: Decimal, unit: str) -> Decimal | None:
    """Return a value in the unit of the form; None: the unit says something else."""
    wanted = re.sub(r"\s", "", unit.casefold())
    factors = _FACTORS[quantity]
    if not wanted:
        return value
    if wanted in {"°f", "f"} and factors is _CELSIUS:
        return (value - 32) * 5 / 9
    factor = factors.get(wanted)
    return None if factor is None else value * factor


class _Book:
    """The labels that hold for a text, those of its analyser first."""

    def __init__(self, labels: Sequence[Label], named: str) -> None:
        known = f" {fold_label(named)} "
        own = [one for one in labels if one.analyser and f" {fold_label(one.analyser)} " in known]
        self.rank: dict[str, tuple[int, Quantity]] = {}
        for one in [*own, *(label for label in labels if not label.analyser)]:
            self.rank.setdefault(fold_label(one.text), (len(self.rank), one.quantity))

    def find(self, text: str) -> tuple[Quantity, str] | None:
        """Return what a label means, and the unit it ends or begins with."""
        if fold_label(text) in self.rank:
            return self.rank[fold_label(text)][1], ""
        match = _LABEL_UNIT.search(text)
        known = self.rank.get(fold_label(_bare(text)))
        if match is None or known is None:
            return None
        return known[1], match["unit"] or match["first"]

    def place(self, label: str) -> int:
        """Return the rank of a label that was found."""
        return self.rank[fold_label(self.shown(label))][0]

    def shown(self, label: str) -> str:
        """Return a label that was found, without the unit in it."""
        text = label if fold_label(label) in self.rank else _bare(label)
        return text.strip(" .,:=")


def _bare(label: str) -> str:
    return _LABEL_UNIT.sub(" ", label, count=1)


class _Reader:
    """Collects readings; one ends where a label comes for the second time."""

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.readings: list[Reading] = []
        self.unread: list[Unread] = []
        self.title = self.next_title = ""
        self.values: dict[Quantity, Found] = {}
        self.labels: set[str] = set()

    def strip(self) -> Strip:
        """Return everything read so far."""
        self.end()
        return Strip(tuple(self.readings[:MOST_READINGS]), tuple(self.unread))

    def end(self) -> None:
        """Close the reading at hand, if it holds anything."""
        if self.values:
            self.readings.append(Reading(self.title, tuple(self.values.values())))
        self.title, self.next_title = self.next_title, ""
        self.values, self.labels = {}, set()

    def aside(self, text: str, reason: Aside) -> None:
        """Note a piece that is not read."""
        self.unread.append(Unread(text, reason))

    def lines(self, lines: Sequence[str]) -> None:
        """Read a print, one value a line."""
        for line in lines:
            joined = re.sub(r'[;\t|"]+', "  ", line).strip()
            if not any(self.line(one, line) for one in _ways(joined)):
                self.aside(line, Aside.UNKNOWN)
                if not _VALUE.search(joined):
                    self.next_title = line[:80]

    def line(self, text: str, shown: str) -> bool:
        """Read a line; False: no label of it is known."""
        for match in reversed(list(_NUMBER.finditer(text))):
            label = f"{text[: match.start()]} {text[match.end() :]}".strip()
            known = self.book.find(label)
            if known is not None and known[0] is not Quantity.SERIAL:
                said = (match["number"], match["unit"] or known[1])
                self.take(known[0], said, label, shown)
                return True
        return self.words(text, shown)

    def words(self, text: str, shown: str) -> bool:
        """Read a line whose value is no number: the serial number, or dashes."""
        label, _mark, value = re.sub(r"\s*:\s*|\s{2,}", "\0", text, count=1).partition("\0")
        known = self.book.find(label)
        if known is None:
            return False
        self.take(known[0], (value.strip(), ""), label, shown)
        return True

    def take(self, quantity: Quantity, said: tuple[str, str], label: str, shown: str) -> None:
        """Keep a value, or say why not. `said`: number and unit as written."""
        if quantity is Quantity.IGNORED:
            return
        value = self.value(quantity, *said)
        if isinstance(value, Aside):
            self.aside(shown, value)
            return
        key = fold_label(label)
        if key in self.labels:
            self.end()
        elif not self.values:
            self.title, self.next_title = self.next_title or self.title, ""
        self.labels.add(key)
        self.keep(Found(quantity, value, self.book.shown(label)), label, shown)

    def keep(self, found: Found, label: str, shown: str) -> None:
        """Keep the better of two labels that mean the same."""
        held = self.values.get(found.quantity)
        if held is None:
            self.values[found.quantity] = found
        elif self.book.place(label) < self.book.place(held.label):
            self.values[found.quantity] = found
            self.aside(f"{held.label} {held.value}", Aside.SECOND)
        else:
            self.aside(shown, Aside.SECOND)

    @staticmethod
    def value(quantity: Quantity, number: str, unit: str) -> Decimal | str | Aside:
        """Return the value in the unit of the form, or why there is none."""
        if quantity is Quantity.SERIAL:
            return number[:40] or Aside.NUMBER
        is_ppm = _FACTORS[quantity] is _PPM
        if not _DIGITS.fullmatch(number) or (is_ppm and _THOUSANDS.fullmatch(number)):
            return Aside.NUMBER
        value = converted(quantity, number_of(number), unit)
        return Aside.UNIT if value is None else value

    def header(self, lines: Sequence[str]) -> tuple[int, str] | None:
        """Return the line of the headings and what parts its cells; None: it is no table."""
        for place, line in enumerate(lines[:-1]):
            for mark in ";\t,|":
                cells = _cells(line, mark)
                if sum(1 for cell in cells if self.book.find(cell)) > 1 and not _valued(cells):
                    return place, mark
        return None

    def table(self, lines: Sequence[str], header: tuple[int, str]) -> None:
        """Read a table: a measurement a row."""
        place, mark = header
        heads = _cells(lines[place], mark)
        known = [self.book.find(head) for head in heads]
        for line in lines[:place]:
            self.aside(line, Aside.UNKNOWN)
        units = [one[1] if one else "" for one in known]
        for line in lines[place + 1 :]:
            cells = _cells(line, mark)
            if not any(_NUMBER.match(cell) for cell in cells):
                units = [*cells, *units[len(cells) :]]
                continue
            self.row(heads, known, cells, units)

    def row(
        self,
        heads: Sequence[str],
        known: Sequence[tuple[Quantity, str] | None],
        cells: Sequence[str],
        units: Sequence[str],
    ) -> None:
        """Read a row of a table."""
        rest = []
        for head, meant, cell, unit in zip(heads, known, cells, units, strict=False):
            if meant is None:
                rest.append(cell)
            if meant is None or not cell:
                continue
            match = _NUMBER.fullmatch(cell)
            said = (match["number"], match["unit"] or unit) if match else (cell, unit)
            self.take(meant[0], said, head, f"{head}: {cell}")
        self.title = " · ".join(cell for cell in rest if cell)[:80]
        self.end()


def _ways(text: str) -> tuple[str, ...]:
    """Return the line, and as it is with commas between its cells."""
    return (text, text.replace(",", "  ")) if "," in text else (text,)


def _cells(line: str, mark: str) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in line.split(mark)]


def _valued(cells: Sequence[str]) -> bool:
    return any(_NUMBER.fullmatch(cell) for cell in cells)
