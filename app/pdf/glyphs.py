"""Texts as the fonts can print them.

PDF/A wants each character to have a drawing in an embedded font. A customer's text may hold emoji,
Chinese or control characters: the document must be made all the same.
"""

import re
import unicodedata
from collections.abc import Callable, Collection

#: A run of characters without a space that a narrow column could not hold.
_LONG_RUN = re.compile(r"[^\s\u200b]{33,}")
_BREAK_AFTER = 16

#: How typst 0.15 names a text that no font can show: a quoted text, escaped as in Rust.
_REFUSED = re.compile(r'the text `"((?:[^"\\]|\\.)+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|(.))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}

#: Signs that reorder what stands beside them: amounts could be made to read backwards.
_DIRECTION_SIGNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Return a text without control characters, with places to break in very long words."""
    kept = "".join(_kept(character) for character in text.replace("\r\n", "\n"))
    return _LONG_RUN.sub(_with_breaks, kept)


def refused_texts(diagnostic: str) -> frozenset[str]:
    """Return the texts that typst could not show, from its message; empty for another fault."""
    return frozenset(_unescaped(found) for found in _REFUSED.findall(diagnostic))


def without(text: str, refused: Collection[str]) -> str:
    """Return a text without what no font has: pictograms vanish, letters become "?"."""
    for piece in sorted(refused, key=len, reverse=True):
        text = text.replace(piece, "".join(map(_stand_in, piece)))
    return text


def in_texts(facts: object, change: Callable[[str], str]) -> object:
    """Return facts as JSON holds them, with each text changed; names of keys stay."""
    if isinstance(facts, str):
        return change(facts)
    if isinstance(facts, dict):
        return {key: in_texts(value, change) for key, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [in_texts(value, change) for value in facts]
    return facts


def clean_facts(facts: dict[str, object]) -> dict[str, object]:
    """Return what a template prints with each text cleaned; drawings are added afterwards."""
    return {key: in_texts(value, clean) for key, value in facts.items()}


def _kept(character: str) -> str:
    if character in "\n\t":
        return character
    if character in _DIRECTION_SIGNS:
        return ""
    return " " if unicodedata.category(character) in {"Cc", "Cs", "Co"} else character


def _with_breaks(run: re.Match[str]) -> str:
    word = run.group()
    pieces = [word[at : at + _BREAK_AFTER] for at in range(0, len(word), _BREAK_AFTER)]
    return "\u200b".join(pieces)


def _unescaped(text: str) -> str:
    def read(found: re.Match[str]) -> str:
        if found[1]:
            return chr(int(found[1], 16))
        return _ESCAPED.get(found[2], found[2])

    return _ESCAPE.sub(read, text)


def _stand_in(character: str) -> str:
    kind = unicodedata.category(character)
    return "?" if kind[0] in "LN" else ""
