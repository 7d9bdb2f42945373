"""Piemonte's register (CIT): what the outline of a booklet is built of. Pure."""

from collections.abc import Iterable

from app.registers.rules_cit_shared import numbers
from app.registers.rules_outline import (
    Form,
    Need,
    Node,
    any_rows,
    plain,
    rows,
    text,
)

OPTIONAL = Need.OPTIONAL


def ticks(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    """Return true for each (element, our name) that holds, and nothing for the others."""
    return tuple(plain(tag, source, Form.TRUTH, OPTIONAL) for tag, source in pairs)


def truths_or_no(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    """Return true or false for each (element, our name); without an answer it is false."""
    return tuple(plain(tag, source, Form.TRUTH, Need.BLANK) for tag, source in pairs)


def optional(digits: int, *pairs: tuple[str, str]) -> tuple[Node, ...]:
    """Return a number for each (element, our name) that is known."""
    return numbers(digits, OPTIONAL, *pairs)


def whole(tag: str, source: str, need: Need = OPTIONAL) -> Node:
    """Return a whole number."""
    return plain(tag, source, Form.WHOLE, need)


def mapped(tag: str, source: str, need: Need = Need.WANTED) -> Node:
    """Return a word of the cards by the company's table of codes."""
    return Node(tag, source, Form.MAPPED, need)


def _maker(prefix: str, need: Need, names: Iterable[str]) -> tuple[Node, ...]:
    known = {
        "fabbricante": mapped(f"{prefix}fabbricante", "brand_code", need),
        "modello": text(f"{prefix}modello", "model", need, length=300),
        "matricola": text(f"{prefix}matricola", "serial_number", need, length=30),
    }
    return tuple(known[name] for name in names)


def part(
    prefix: str, letters: str, element: str, *own: Node, beside: tuple[Node, ...] = ()
) -> Node:
    """Return a kind of component: its number, what is there now, what it replaced."""
    begins = plain(f"{prefix}dataInstallazione", "installed_on", Form.DAY)
    ends = f"{prefix}dataDismissione"
    return any_rows(
        f"{prefix}{letters}",
        letters,
        whole(f"{prefix}numero", "number", Need.WANTED),
        *beside,
        rows(
            f"{prefix}{element}", "current",
            begins, plain(ends, "removed_on", Form.DAY, OPTIONAL), *own,
        ),
        any_rows(
            f"{prefix}{element}Sostituito", "replaced",
            begins, plain(ends, "removed_on", Form.DAY), *own,
        ),
    )  # fmt: skip


def wanted(prefix: str, *names: str) -> tuple[Node, ...]:
    """Return what the maker gave a component: all of it is wanted."""
    return _maker(prefix, Need.WANTED, names)


def if_known(prefix: str, *names: str) -> tuple[Node, ...]:
    """Return what the maker gave a component, as far as it is known."""
    return _maker(prefix, OPTIONAL, names)


ALL = ("fabbricante", "modello", "matricola")
NO_SERIAL = ("fabbricante", "modello")
