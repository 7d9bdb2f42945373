"""What people type into search boxes, made safe and comparable."""

import re
from collections.abc import Iterable

from app.kernel.names import fold

#: More words than this only slow a search down.
MAX_TERMS = 8
#: Key columns hold no more (32 bits with a sign).
GREATEST_KEY = 2**31 - 1
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff]")


def search_terms(text: str, *, limit: int = MAX_TERMS) -> tuple[str, ...]:
    """Return the folded words of a search, without repetitions, in the order typed."""
    return tuple(dict.fromkeys(fold(text[:500]).split()))[:limit]


def escape_like(term: str) -> str:
    """Return a term in which the LIKE wildcards mean themselves; the escape is a backslash."""
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def row_key(text: str) -> int | None:
    """Return the key of a row that a text of the browser stands for, or None.

    Greater numbers, other alphabets' digits and signs are no key of ours: every key column holds
    what is returned.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(GREATEST_KEY))):
        return None
    key = int(text)
    return key if key <= GREATEST_KEY else None


def row_keys(texts: Iterable[str]) -> set[int]:
    """Return the keys among some texts; what is none is left out."""
    return {key for text in texts if (key := row_key(text)) is not None}


def squeeze(text: str) -> str:
    """Return one line: control signs removed, runs of space collapsed, ends trimmed."""
    return _SPACES.sub(" ", _CONTROL.sub("", text)).strip()


def shorten(text: str, width: int) -> str:
    """Return at most `width` characters, cut at a word, with an ellipsis when something is lost."""
    if len(text) <= width:
        return text
    cut = text[: max(width - 1, 0)]
    head, space, _tail = cut.rpartition(" ")
    return ((head if space and len(head) > width // 2 else cut).rstrip(" ,;.-") + "…")[:width]
