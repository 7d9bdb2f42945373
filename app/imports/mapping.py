"""What the office says the columns of a list mean: read strictly, shown again when refused."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _

from app.imports.columns import MAX_DEVICES, Column, Layout, guess_layout, with_header
from app.imports.convert import cell_text
from app.imports.messages import FIELD_LABELS
from app.imports.reader import RawRow
from app.imports.rules import DEVICE_FIELDS, REPEATED_FIELDS, Field, UnknownColumnError

#: A client needs one of the first three, the address, and one of the last two.
NEEDED = frozenset(
    {
        Field.FULL_NAME, Field.LAST_NAME, Field.COMPANY_NAME, Field.ADDRESS,
        Field.MUNICIPALITY, Field.POSTCODE,
    }
)  # fmt: skip
#: Values of a column shown beside its choice, and their longest length.
_EXAMPLES, _EXAMPLE_LENGTH = 3, 60


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the list with its examples and what it is taken for."""

    index: int
    heading: str
    examples: tuple[str, ...]
    #: Value of the select: "brand", "brand:2", or empty for "not imported".
    key: str
    error: str


@dataclass(frozen=True)
class OptionGroup:
    """Options of the selects under one heading: (value, label, whether a client needs it)."""

    label: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Choice:
    """The layout of a list as chosen so far, with what is wrong about it."""

    head: Sequence[RawRow]
    layout: Layout
    #: Column number as text -> "brand", "brand:2".
    keys: Mapping[str, str]
    #: Column number -> sentence.
    errors: Mapping[int, str] = field(default_factory=dict)
    header_typed: str = ""
    header_error: str = ""

    @property
    def is_right(self) -> bool:
        """Tell whether the list can be read like this."""
        return not (self.errors or self.header_error or self.missing)

    @property
    def headings(self) -> list[str]:
        """Return what a list is recognised by: its headings, or its first row."""
        found = [column.heading for column in self.layout.columns]
        if any(found) or not self.head:
            return found
        return [cell_text(cell) for cell in self.head[0].cells]

    @property
    def missing(self) -> list[str]:
        """Return what a client cannot do without and no column gives, in words."""
        columns = tuple(
            replace(column, field=_field_of(self.keys.get(str(column.index), "")))
            for column in self.layout.columns
        )
        return [str(FIELD_LABELS[one]) for one in replace(self.layout, columns=columns).missing()]

    @property
    def columns(self) -> list[ColumnChoice]:
        """Return the columns as the page shows them."""
        data = [row for row in self.head if row.number > self.layout.header_row]
        return [
            ColumnChoice(
                column.index,
                column.heading or _("Column %(number)s", number=column.index + 1),
                _examples(column, data),
                self.keys.get(str(column.index), ""),
                self.errors.get(column.index, ""),
            )
            for column in self.layout.columns
        ]

    @property
    def groups(self) -> list[OptionGroup]:
        """Return the options: the client's fields, then those of one device more than chosen."""
        chosen = [int(key.partition(":")[2] or 1) for key in self.keys.values()]
        most = min(max(chosen, default=1) + 1, MAX_DEVICES)
        client = [one for one in Field if one not in DEVICE_FIELDS]
        device = [one for one in Field if one in DEVICE_FIELDS]
        return [
            OptionGroup(_("Client"), tuple(_options(client, 1))),
            *(
                OptionGroup(_("Device %(number)s", number=at), tuple(_options(device, at)))
                for at in range(1, most + 1)
            ),
        ]

    def as_mapping(self) -> dict[str, Any]:
        """Return what is stored with the list."""
        row = self.layout.header_row
        guessed = guessed_choice(self.head)
        return {"headings": guessed.headings, "header_row": row, "choices": dict(self.keys)}

    def recalled(self, mapping: Mapping[str, Any]) -> "Choice":
        """Return the choice with what was chosen before for this list or one like it."""
        try:
            layout = with_header(self.layout, self.head, mapping["header_row"])
        except UnknownColumnError:
            return self
        return replace(self, layout=layout, keys=mapping["choices"], header_typed="")


def guessed_choice(head: Sequence[RawRow]) -> Choice:
    """Return what the first rows of a list look like."""
    layout = guess_layout(head)
    return Choice(head, layout, layout.as_choices())


def read_choice(form: Mapping[str, str], head: Sequence[RawRow]) -> Choice:
    """Return the choice sent, with a sentence for each thing that cannot be.

    Args:
        form: ``header_row`` and ``col_<number>``; what is not named stays as guessed.
        head: First rows of the same list.
    """
    choice = guessed_choice(head)
    typed = form.get("header_row", str(choice.layout.header_row)).strip()
    try:
        layout = with_header(choice.layout, head, int(typed or 0))
    except (UnknownColumnError, ValueError):
        sentence = _("Write the number of one of the first rows, or 0 when there are no headings.")
        choice = replace(choice, header_typed=typed, header_error=sentence)
    else:
        choice = replace(choice, layout=layout)
    sent = {
        column.index: form.get(f"col_{column.index}", column.key)
        for column in choice.layout.columns
    }
    keys = {str(index): key for index, key in sent.items() if key in _KEYS}
    errors = {
        index: _("Choose one of the values in the list.")
        for index, key in sent.items()
        if key and key not in _KEYS
    }
    return replace(choice, keys=keys, errors=errors | _doubles(keys))


def _doubles(keys: Mapping[str, str]) -> dict[int, str]:
    times = Counter(key for key in keys.values() if key not in REPEATED_FIELDS)
    return {
        int(index): _(
            "“%(field)s” is chosen for several columns: leave it on one.",
            field=str(FIELD_LABELS[Field(key.partition(":")[0])]),
        )
        for index, key in keys.items()
        if times[key] > 1
    }


def _options(fields: Sequence[Field], device: int) -> Iterator[tuple[str, str, bool]]:
    for one in fields:
        yield _key(one, device), str(FIELD_LABELS[one]), one in NEEDED


def _key(one: Field, device: int) -> str:
    return one.value if device == 1 or one not in DEVICE_FIELDS else f"{one.value}:{device}"


def _field_of(key: str) -> Field | None:
    name = key.partition(":")[0]
    return Field(name) if name else None


def _examples(column: Column, data: Sequence[RawRow]) -> tuple[str, ...]:
    values = (cell_text(row.cells[column.index]) for row in data if column.index < len(row.cells))
    found = dict.fromkeys(value[:_EXAMPLE_LENGTH] for value in values if value)
    return tuple(found)[:_EXAMPLES]


_KEYS = frozenset(_key(one, device) for one in Field for device in range(1, MAX_DEVICES + 1))
