"""Text and numbers as FatturaPA takes them: character sets, lengths, decimals. Pure."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from app.kernel.money import round_eur, round_unit

_TYPOGRAPHY = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"',
        "\u201e": '"', "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2010": "-", "\u2011": "-",
        "\u2039": "<", "\u203a": ">", "\u2026": "...", "\u20ac": "EUR", "\u0153": "oe",
        "\u0152": "OE", "\u2022": "-", "\u202f": " ", "\u2009": " ", "\u200b": "", "\ufeff": "",
    }
)  # fmt: skip
_BASIC = str.maketrans({"\u00b0": ".", "\u00b2": "2", "\u00b3": "3", "\u00a0": " "})


def latin(text: str, length: int) -> str:
    """Return text of at most `length` characters in BasicLatin and Latin-1.

    What people and word processors type (quotes, dashes, the euro sign) is mapped; the rest loses
    its accents, and what remains outside is dropped. The schema rejects it otherwise (00200).
    """
    mapped = "".join(_latin_character(sign) for sign in text.translate(_TYPOGRAPHY))
    return _tidy(mapped)[:length].rstrip()


def basic(text: str, length: int) -> str:
    """Return text of at most `length` characters in BasicLatin: `m²` is `m2`, `n°` is `n.`."""
    mapped = text.translate(_BASIC).translate(_TYPOGRAPHY)
    plain = unicodedata.normalize("NFKD", mapped).encode("ascii", "ignore").decode()
    return _tidy(plain)[:length].rstrip()


def pieces(text: str, length: int) -> tuple[str, ...]:
    """Return a long text in parts that fit an element that may repeat, cut at words."""
    found: list[str] = []
    rest = latin(text, 100_000)
    while len(rest) > length:
        cut = rest.rfind(" ", 0, length + 1)
        cut = length if cut <= 0 else cut
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*found, rest) if rest else tuple(found)


def amount(value: Decimal) -> str:
    """Return an amount or a rate: exactly 2 decimals."""
    return f"{round_eur(value):.2f}"


def unit_amount(value: Decimal) -> str:
    """Return a quantity or unit price: 2 to 8 decimals."""
    whole, _, decimals = f"{round_unit(value):f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def changed(texts: Iterable[str], length: int = 1000) -> tuple[tuple[str, str], ...]:
    """Return (typed, sent) of the texts that the XML states otherwise."""
    return tuple(
        (text, latin(text, length))
        for text in texts
        if " ".join(text.split()) != latin(text, length)
    )


def _latin_character(sign: str) -> str:
    if sign in "\n\t" or " " <= sign <= "~" or "\u00a0" <= sign <= "\u00ff":
        return sign
    return "".join(
        part for part in unicodedata.normalize("NFKD", sign) if " " <= part <= "\u00ff"
    ).replace("\u007f", "")


def _tidy(text: str) -> str:
    return " ".join(text.split())
