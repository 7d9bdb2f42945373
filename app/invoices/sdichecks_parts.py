"""Reading of an electronic invoice by its checks."""

from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

#: An element of lxml, which has no types.
Element: TypeAlias = Any


def text_of(parent: Element, path: str) -> str:
    """Return the text of the first element on a path, trimmed; absent and empty are both ""."""
    return (parent.findtext(path) or "").strip()


def number_of(parent: Element, path: str) -> Decimal:
    """Return the number of the first element on a path; what is no number counts as zero.

    A malformed number is a structural error (00200) of its own.
    """
    try:
        return Decimal(text_of(parent, path) or "0")
    except InvalidOperation:
        return Decimal(0)
