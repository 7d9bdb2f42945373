"""What the official forms are made of: items, sections, sheets. Pure.

An item says by itself when it is asked, so that server and form decide alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

#: Item -> values of it for which another item is asked; all of them have to hold.
When = Mapping[str, tuple[str, ...]]


class Kind(Enum):
    """What may be written in an item."""

    TEXT = "text"
    LONG = "long"
    DECIMAL = "decimal"
    WHOLE = "whole"
    #: SI, NO, NC (not classifiable or not applicable).
    SNC = "snc"
    #: SI, NO.
    SN = "sn"
    #: Ticked or not.
    TICK = "tick"
    DAY = "day"
    CLOCK = "clock"
    CHOICE = "choice"
    SEVERAL = "several"


class Asked(Enum):
    """Whether an item is asked with the values at hand."""

    YES = "yes"
    #: Not asked: the form prints NC.
    NC = "nc"
    #: Not asked, nothing is written.
    NO = "no"


@dataclass(frozen=True)
class Item:
    """One field of a form.

    Attributes:
        name: Key in the content; its label is in `labels.py`.
        is_required: Has to be answered whenever it is asked.
        good: Answer without defect of an SNC or SN; None: neutral.
        least, most: Bounds of a number, both allowed.
        places: Decimals of a number at most.
        length: Characters of a text at most.
        options: Values of a choice.
        when: Asked only with these values of other items.
        carries: Copied from the last report of the generator.
    """

    name: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    good: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    places: int = 2
    unit: str = ""
    length: int = 120
    options: tuple[str, ...] = ()
    when: When = field(default_factory=dict)
    carries: bool = False

    def asked(self, values: Mapping[str, Any]) -> Asked:
        """Return whether the item is asked, given the values of the others."""
        if all(values.get(name) in wanted for name, wanted in self.when.items()):
            return Asked.YES
        return Asked.NC if self.kind is Kind.SNC else Asked.NO


@dataclass(frozen=True)
class Section:
    """A lettered section of a form."""

    letter: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Sheet:
    """The form of one type.

    Attributes:
        ree_type: 1 to 4.
        sections: A to F, in order; the closing block is part of F.
        measures: Columns of the measurements.
        most_rows: Rows of measurements at most; one is always there.
    """

    ree_type: int
    sections: tuple[Section, ...]
    measures: tuple[Item, ...]
    most_rows: int = 10

    def items(self) -> Iterator[Item]:
        """Yield the items of every section, measurements left out."""
        for section in self.sections:
            yield from section.items

    def good_items(self) -> Iterator[Item]:
        """Yield the items that have a bad answer."""
        return (item for item in self.items() if item.good is not None)


def text(name: str, *, required: bool = False, length: int = 120, when: When | None = None) -> Item:
    """Return a line of text that the next report starts with."""
    return Item(name, Kind.TEXT, is_required=required, length=length, when=when or {}, carries=True)


def number(  # noqa: PLR0913  # the facts of a number
    name: str,
    unit: str,
    least: str = "0",
    most: str = "999999",
    *,
    required: bool = False,
    carries: bool = False,
    when: When | None = None,
    places: int = 2,
) -> Item:
    """Return a decimal number with its unit and bounds."""
    return Item(
        name, Kind.DECIMAL, is_required=required, least=Decimal(least), most=Decimal(most),
        places=places, unit=unit, when=when or {}, carries=carries,
    )  # fmt: skip


def choice(
    name: str, *options: str, required: bool = True, carries: bool = True, when: When | None = None
) -> Item:
    """Return a choice of one."""
    return Item(
        name, Kind.CHOICE, is_required=required, options=options, when=when or {}, carries=carries
    )


def snc(name: str, good: str | None = "yes", *, when: When | None = None) -> Item:
    """Return a mandatory SI / NO / NC."""
    return Item(name, Kind.SNC, is_required=True, good=good, when=when or {})


def sn(name: str, good: str | None = "yes", *, when: When | None = None) -> Item:
    """Return a mandatory SI / NO."""
    return Item(name, Kind.SN, is_required=True, good=good, when=when or {})


def tick(name: str, *, carries: bool = False) -> Item:
    """Return a box to tick."""
    return Item(name, Kind.TICK, carries=carries)


def day(
    name: str, *, required: bool = True, carries: bool = False, when: When | None = None
) -> Item:
    """Return a calendar day."""
    return Item(name, Kind.DAY, is_required=required, when=when or {}, carries=carries)
