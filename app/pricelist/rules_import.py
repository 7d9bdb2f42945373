"""Reading a price list: columns by their headings, rows with problems. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from app.kernel.errors import DomainError
from app.kernel.money import AmountTooLargeError, InvalidAmountError, parse_number, round_unit
from app.kernel.text import squeeze
from app.pricelist.rules import ItemKind

#: Rows read from one list at most.
MOST_ROWS = 20_000
#: Largest price, euro: more is a misread column.
MOST_EURO = Decimal(1_000_000)

#: Words of headings, folded, by field. The first that matches counts.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("codice", "cod", "code", "articolo", "cod articolo", "codice articolo"),
    "description": ("descrizione", "description", "nome", "denominazione"),
    "unit": ("um", "u m", "unita", "unita di misura", "unit"),
    "unit_price": ("prezzo", "prezzo vendita", "prezzo di vendita", "listino", "prezzo listino",
                   "price", "importo"),
    "purchase_cost": ("costo", "prezzo acquisto", "costo acquisto", "prezzo di acquisto",
                      "costo di acquisto", "netto", "prezzo netto"),
    "supplier": ("fornitore", "marca", "supplier"),
    "supplier_code": ("codice fornitore", "cod fornitore", "codice produttore"),
    "kind": ("tipo", "kind", "categoria"),
    "vat": ("iva", "aliquota", "aliquota iva", "vat"),
}  # fmt: skip

KINDS: Mapping[str, ItemKind] = {
    "ricambio": ItemKind.PART, "articolo": ItemKind.PART, "materiale": ItemKind.PART,
    "manodopera": ItemKind.LABOUR, "servizio": ItemKind.SERVICE, "prestazione": ItemKind.SERVICE,
    "diritto di chiamata": ItemKind.CALL_OUT, "chiamata": ItemKind.CALL_OUT,
}  # fmt: skip


class Problem(Enum):
    """Why a row is left out."""

    NO_CODE = "no_code"
    NO_DESCRIPTION = "no_description"
    TOO_LONG = "too_long"
    BAD_PRICE = "bad_price"
    TWICE = "twice"
    UNKNOWN_VAT = "unknown_vat"


@dataclass(eq=False)
class ColumnsMissingError(DomainError):
    """The list has no row of headings with code, description and price."""

    field: str = "file"


@dataclass(eq=False)
class ListTooLongError(DomainError):
    """The list has more rows than one import takes."""

    limit: int
    field: str = "file"


@dataclass(frozen=True)
class ListedItem:
    """A row that can be stored. None: the list says nothing, what is stored stays.

    Attributes:
        vat_pct: Rate in percent; None: the usual one for new articles.
    """

    row: int
    code: str
    description: str
    unit_price: Decimal
    unit: str | None = None
    purchase_cost: Decimal | None = None
    supplier: str | None = None
    supplier_code: str | None = None
    kind: ItemKind | None = None
    vat_pct: Decimal | None = None


@dataclass(frozen=True)
class ReadList:
    """What was read: rows to store, and (row number, problem, text) of those left out."""

    items: tuple[ListedItem, ...]
    problems: tuple[tuple[int, Problem, str], ...]


#: A row: its number in the file and its cells as texts.
Row = tuple[int, Sequence[str]]


def read_list(rows: Iterable[Row], rates: Iterable[Decimal]) -> ReadList:
    """Return what a list says.

    Args:
        rows: Rows that are not empty, in order; the headings stand among the first 20.
        rates: VAT rates that the company uses, percent.

    Raises:
        ColumnsMissingError: No row names code, description and price.
        ListTooLongError: More than `MOST_ROWS` rows.
    """
    found = _Found(frozenset(rates))
    columns: dict[str, int] = {}
    for at, (number, cells) in enumerate(rows):
        if at > MOST_ROWS:
            raise ListTooLongError(MOST_ROWS)
        if columns:
            found.take(number, {name: _cell(cells, index) for name, index in columns.items()})
        elif at < 20:
            columns = columns_of(cells)
        else:
            break
    if not columns:
        raise ColumnsMissingError
    return ReadList(tuple(found.items.values()), tuple(found.problems))


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Return field -> column of a row of headings; empty when it is none."""
    words = [_folded(cell) for cell in cells]
    found = {
        name: next((words.index(word) for word in known if word in words), -1)
        for name, known in HEADINGS.items()
    }
    needed = ("code", "description", "unit_price")
    if any(found[name] < 0 for name in needed):
        return {}
    return {name: index for name, index in found.items() if index >= 0}


@dataclass
class _Found:
    """What was read so far."""

    rates: frozenset[Decimal]
    items: dict[str, ListedItem] = field(default_factory=dict)
    problems: list[tuple[int, Problem, str]] = field(default_factory=list)

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        """Read one row."""
        code, description = cells["code"], cells["description"]
        problem = _problem_of(code, description)
        if problem is None and code.lower() in self.items:
            problem = Problem.TWICE
        try:
            price = _price(cells["unit_price"])
            cost = _price(cells["purchase_cost"]) if cells.get("purchase_cost") else None
        except (InvalidAmountError, AmountTooLargeError) as error:
            self.problems.append((number, problem or Problem.BAD_PRICE, error.text))
            return
        vat = self._rate(cells.get("vat", ""))
        if problem is None and cells.get("vat") and vat is None:
            problem = Problem.UNKNOWN_VAT
        if problem is not None:
            self.problems.append((number, problem, code or description))
            return
        self.items[code.lower()] = ListedItem(
            row=number,
            code=code,
            description=description,
            unit_price=price,
            unit=cells.get("unit", "")[:10] or None,
            purchase_cost=cost,
            supplier=cells.get("supplier", "")[:80] or None,
            supplier_code=cells.get("supplier_code", "")[:60] or None,
            kind=KINDS.get(_folded(cells.get("kind", ""))),
            vat_pct=vat,
        )

    def _rate(self, text: str) -> Decimal | None:
        try:
            rate = parse_number(text.replace("%", ""), dot_is_decimal=True)
        except InvalidAmountError:
            return None
        # Spreadsheets show 22% and keep 0.22.
        rate = rate * 100 if 0 < rate < 1 else rate
        return rate if rate in self.rates else None


def _problem_of(code: str, description: str) -> Problem | None:
    if not code:
        return Problem.NO_CODE
    if not description:
        return Problem.NO_DESCRIPTION
    return Problem.TOO_LONG if len(code) > 40 or len(description) > 200 else None


def _price(text: str) -> Decimal:
    price = round_unit(parse_number(text))
    if not 0 <= price < MOST_EURO:
        raise AmountTooLargeError(text)
    return price


def _cell(cells: Sequence[str], index: int) -> str:
    return squeeze(cells[index]) if index < len(cells) else ""


def _folded(text: str) -> str:
    plain = text.lower().replace("à", "a").replace("€", " ").replace("(", " ").replace(")", " ")
    return squeeze(plain.replace(".", " ").replace("_", " ").replace("/", " "))
