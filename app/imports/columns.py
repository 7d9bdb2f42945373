"""Guess what the columns of a list mean, or take what the user chose."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.imports.headings import KNOWN
from app.imports.reader import RawRow
from app.imports.rules import (
    DEVICE_FIELDS,
    REPEATED_FIELDS,
    Cell,
    ColumnsMissingError,
    Field,
    UnknownColumnError,
)
from app.kernel.identifiers import check_email, check_tax_code, check_vat_number
from app.kernel.names import fold
from app.places.catalogue import is_province

#: A heading this sure counts when looking for the row of headings.
_SURE = 0.8
_SEARCHED_ROWS = 30
#: Headings recognised in a row before it is taken for the row of headings.
_NEEDED = 2
#: Most devices one row can carry.
MAX_DEVICES = 9

_ORDINALS = {"primo": 1, "prima": 1, "secondo": 2, "seconda": 2, "terzo": 3, "terza": 3}
_NUMBER_WORD = re.compile(r"(\d)(?:a|o|deg|esimo)?")
_UNIT_WORDS = frozenset({"di", "del", "della", "dello", "dell", "il", "la", "in"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list and what it is taken for."""

    index: int
    heading: str
    field: Field | None = None
    #: Device it describes when the field is a device's, from 1; otherwise 1.
    device: int = 1
    #: From 0 (unknown) to 1 (certain, or chosen by the user).
    confidence: float = 0.0

    @property
    def key(self) -> str:
        """Return the choice as text: `brand`, `brand:2`, or empty when not imported."""
        if self.field is None:
            return ""
        return self.field.value if self.device == 1 else f"{self.field.value}:{self.device}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the headings are and what each column means."""

    #: Row number of the headings; 0 when the list has none.
    header_row: int
    columns: tuple[Column, ...]

    def column_of(self, field: Field, device: int = 1) -> Column | None:
        """Return the first column of a field."""
        for column in self.columns:
            if column.field is field and column.device == device:
                return column
        return None

    def as_choices(self) -> dict[str, str]:
        """Return the mapping to store or to show: column number as text, choice."""
        return {str(column.index): column.key for column in self.columns if column.field}

    def missing(self) -> tuple[Field, ...]:
        """Return what a client cannot do without and no column gives."""
        fields = {column.field for column in self.columns}
        names = {Field.FULL_NAME, Field.LAST_NAME, Field.COMPANY_NAME}
        missing = [] if fields & names else [Field.FULL_NAME]
        missing += [] if Field.ADDRESS in fields else [Field.ADDRESS]
        missing += [] if fields & {Field.MUNICIPALITY, Field.POSTCODE} else [Field.MUNICIPALITY]
        return tuple(missing)


def guess_layout(head: Sequence[RawRow]) -> Layout:
    """Find the row of headings among the first rows and say what each column means.

    Args:
        head: First rows that are not empty, some of them data: 60 are plenty.
    """
    width = max((len(row.cells) for row in head), default=0)
    header = _header_row(head[:_SEARCHED_ROWS])
    data = [row for row in head if header is None or row.number > header.number]
    headings = [_text(cell) for cell in header.cells] if header else []
    headings += [""] * (width - len(headings))
    columns = [_guess(index, heading) for index, heading in enumerate(headings)]
    columns = [_guess_by_content(column, data) for column in columns]
    return Layout(header.number if header else 0, _settle(columns))


def with_header(layout: Layout, head: Sequence[RawRow], number: int) -> Layout:
    """Return the layout with its headings in another row, or in none (0).

    Args:
        layout: What `guess_layout` returned for the same rows.
        head: First rows of the list.
        number: Row number as the spreadsheet shows it.

    Raises:
        UnknownColumnError: No such row is among the first ones.
    """
    row = next((row for row in head if row.number == number), None)
    if row is None and number:
        raise UnknownColumnError(str(number))
    cells = row.cells if row else ()
    columns = tuple(
        replace(column, heading=_text(cells[column.index]) if column.index < len(cells) else "")
        for column in layout.columns
    )
    return Layout(number, columns)


def chosen_layout(guessed: Layout, choices: Mapping[str, str]) -> Layout:
    """Return the layout with the user's choices instead of the guesses.

    Args:
        guessed: What `guess_layout` returned for the same file.
        choices: By column number or heading, the field (`brand`, `brand:2`) or empty to skip the
            column. Columns that are not named are skipped.

    Raises:
        UnknownColumnError: A column or field does not exist, or a field is chosen twice.
        ColumnsMissingError: No column gives the name, the address or the comune.
    """
    columns = [replace(column, field=None, device=1, confidence=0.0) for column in guessed.columns]
    taken: set[tuple[Field, int]] = set()
    for name, choice in choices.items():
        index = _index_of(name, guessed.columns)
        field, device = _parse_choice(choice)
        if field is None:
            continue
        if (field, device) in taken and field not in REPEATED_FIELDS:
            raise UnknownColumnError(choice)
        taken.add((field, device))
        columns[index] = replace(columns[index], field=field, device=device, confidence=1.0)
    layout = Layout(guessed.header_row, tuple(columns))
    ensure_complete(layout)
    return layout


def ensure_complete(layout: Layout) -> None:
    """Raise unless the columns say who the clients are and where.

    Raises:
        ColumnsMissingError: With the first missing field.
    """
    missing = layout.missing()
    if missing:
        raise ColumnsMissingError(missing[0].value)


@lru_cache(maxsize=4096)
def recognise(heading: str) -> tuple[Field | None, int, float]:
    """Return field, device number and confidence of a heading."""
    words, device = _without_number(_words(heading))
    if not words:
        return None, 1, 0.0
    best = max(KNOWN, key=lambda known: _likeness(words, known[0]))
    score = _likeness(words, best[0])
    field = best[1] if score > 0 else None
    return field, device if field in DEVICE_FIELDS else 1, score


def _words(heading: str) -> tuple[str, ...]:
    bare = re.sub(r"[(\[]\s*kw\s*[)\]]", " ", heading, flags=re.IGNORECASE)
    bare = re.sub(r"([a-z])([A-Z])", r"\1 \2", bare) if not bare.isupper() else bare
    bare = re.sub(r"(\D)(\d)$", r"\1 \2", bare.strip())
    return tuple(word for word in fold(bare).split() if word not in _UNIT_WORDS)


def _without_number(words: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Return the words without a device number, and the number: `marca 2`, `seconda marca`."""
    for position, word in enumerate(words):
        match = _NUMBER_WORD.fullmatch(word)
        number = int(match[1]) if match else _ORDINALS.get(word, 0)
        is_ordinal_word = word in _ORDINALS and word not in ("prima", "primo")
        at_an_end = position in (0, len(words) - 1)
        if number and len(words) > 1 and (is_ordinal_word or (match and at_an_end)):
            return words[:position] + words[position + 1 :], number
    return words, 1


def _likeness(words: tuple[str, ...], known: tuple[str, ...]) -> float:
    """Return how sure it is that a heading is a known one."""
    known = tuple(word for word in known if word not in _UNIT_WORDS)
    if "".join(words) == "".join(known):
        return 1.0
    if _stems(words) == _stems(known):
        return 0.95
    if len(words) == len(known) and all(map(_abbreviates, words, known)):
        return 0.85
    if len(words) > len(known) and set(_stems(known)) <= set(_stems(words)):
        shortness = 0.0 if max(map(len, known)) < 3 else 0.02 * len("".join(known))
        return min(0.5 + shortness, 0.79) if shortness else 0.0
    return 0.0


def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word[:-1] if len(word) > 3 and word[-1] in "aeio" else word for word in words)


def _abbreviates(word: str, known: str) -> bool:
    return len(word) >= min(3, len(known)) and known.startswith(word)


def _header_row(head: Sequence[RawRow]) -> RawRow | None:
    def score(row: RawRow) -> float:
        sure = [recognise(_text(cell)) for cell in row.cells if isinstance(cell, str) and cell]
        found = [confidence for field, _device, confidence in sure if field and confidence >= _SURE]
        return sum(found) if len(found) >= _NEEDED else 0.0

    best = max(head, key=score, default=None)
    return best if best is not None and score(best) > 0 else None


def _guess(index: int, heading: str) -> Column:
    field, device, confidence = recognise(heading[:80])
    return Column(index, heading, field, device, confidence if field else 0.0)


def _settle(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Resolve what several columns claim: repeated device columns are further devices."""
    settled = list(columns)
    taken: dict[tuple[Field, int], str] = {}
    for column in sorted(settled, key=lambda column: (-round(column.confidence, 1), column.index)):
        field, device = column.field, column.device
        if field is None:
            continue
        while field in DEVICE_FIELDS and taken.get((field, device)) == column.heading:
            device += 1
        is_taken = (field, device) in taken and field not in REPEATED_FIELDS
        if is_taken or device > MAX_DEVICES:
            field, device = None, 1
        else:
            taken[field, device] = column.heading
        confidence = column.confidence if field else 0.0
        settled[column.index] = replace(column, field=field, device=device, confidence=confidence)
    return _with_plain_name(settled)


def _with_plain_name(columns: list[Column]) -> tuple[Column, ...]:
    """Take a lone `nome` for the full name: without surnames it cannot be the first name."""
    fields = {column.field for column in columns}
    if fields & {Field.LAST_NAME, Field.FULL_NAME}:
        return tuple(columns)
    return tuple(
        replace(column, field=Field.FULL_NAME) if column.field is Field.FIRST_NAME else column
        for column in columns
    )


_CONTENT: tuple[tuple[Field, Callable[[str], bool]], ...] = (
    (Field.EMAIL, lambda text: check_email(text).is_valid),
    (Field.TAX_CODE, lambda text: len(text) == 16 and check_tax_code(text).is_valid),
    (Field.VAT_NUMBER, lambda text: len(text) in (11, 13) and check_vat_number(text).is_valid),
    (Field.PROVINCE, lambda text: len(text) == 2 and is_province(text)),
    (Field.PHONE, lambda text: re.fullmatch(r"(?:\+39)?\s*[03][\d\s/.-]{7,13}", text) is not None),
)


def _guess_by_content(column: Column, data: Sequence[RawRow]) -> Column:
    """Recognise a column without a known heading by what it holds."""
    if column.field is not None or recognise(column.heading[:80])[2] > 0:
        return column
    values = [_text(row.cells[column.index]) for row in data if column.index < len(row.cells)]
    values = [value for value in values if value]
    if len(values) < 3:
        return column
    for field, fits in _CONTENT:
        share = Counter(map(fits, values))[True] / len(values)
        if share >= 0.8:
            return replace(column, field=field, confidence=0.5)
    return column


def _index_of(name: str, columns: Sequence[Column]) -> int:
    if name.isdecimal() and int(name) < len(columns):
        return int(name)
    for column in columns:
        if column.heading and fold(column.heading) == fold(name):
            return column.index
    raise UnknownColumnError(name)


def _parse_choice(choice: str) -> tuple[Field | None, int]:
    name, _, number = choice.partition(":")
    if not name:
        return None, 1
    device = int(number) if number.isdecimal() else 1
    if name not in set(Field) or not 1 <= device <= MAX_DEVICES:
        raise UnknownColumnError(choice)
    field = Field(name)
    return field, device if field in DEVICE_FIELDS else 1


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
