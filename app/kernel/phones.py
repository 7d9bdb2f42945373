"""Telephone numbers as Italians write them, stored in one form and shown in another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from app.kernel.errors import DomainError

_ITALY = "+39"
_AREA_CODES = """
02 06 010 011 015 019 030 031 035 039 040 041 045 049 050 051 055 059
070 071 075 079 080 081 085 089 090 091 095 099
"""
#: Area codes of two and three digits; every other one has four.
#: Source: Piano nazionale di numerazione (delibera AGCOM 8/15/CIR, annex 1).
_SHORT_AREA_CODES = frozenset(_AREA_CODES.split())
_EDGES = " ().:-/"
_LABEL_NOISE = re.compile(r"^(?:tel|telefono|cell|cellulare|fisso)\b[.:\s]*", re.IGNORECASE)
_SERVICE_PREFIXES = ("800", "803", "840", "847", "848", "892", "895", "899", "178", "199")
_SPLIT = re.compile(r"[;,\n\r|]+|\s+(?:-|\u2013|/|e|o|oppure)\s+", re.IGNORECASE)
_CANDIDATE = re.compile(r"(?:\+|\(\+)?\d[\d\s./()\-]{4,}\d")
_TWO_IN_ONE = re.compile(
    r"(?<=\d{6})\s*[/\-]\s*(?=\+39|0\d|3\d{2})|(?<=\d{9})\s+(?=\+39|0\d|3\d{2})"
)


class PhoneKind(StrEnum):
    """What kind of line a number most likely is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Phone:
    """A number ready to be stored, dialled and shown."""

    #: E.164: `+39` and the national number, zero included.
    number: str
    kind: PhoneKind

    @property
    def display(self) -> str:
        """Return the number in groups, without the Italian prefix."""
        return display_phone(self.number)


@dataclass(frozen=True)
class LabelledPhone:
    """A number found in free text, with the words around it: `figlia`, `casa`."""

    phone: Phone
    label: str


@dataclass(eq=False)
class InvalidPhoneError(DomainError):
    """The text is not a telephone number."""

    text: str


def parse_phone(text: str) -> Phone:
    """Read one telephone number in any usual spelling.

    Raises:
        InvalidPhoneError: Too short, too long, or not a number.
    """
    bare = _LABEL_NOISE.sub("", text.strip())
    if not re.fullmatch(r"[+(]*[0-9\s./()\-\u2013\u00a0]+", bare):
        raise InvalidPhoneError(text)
    digits = re.sub(r"[^0-9]", "", bare)
    if len(digits) > 17:
        raise InvalidPhoneError(text)
    if bare.lstrip("(").startswith("+") or digits.startswith("00"):
        phone = _international(digits.removeprefix("00"))
    else:
        phone = _national(digits) or _without_prefix(digits)
    if phone is None:
        raise InvalidPhoneError(text)
    return phone


def find_phones(text: str) -> tuple[list[LabelledPhone], str]:
    """Find the numbers of a field that may hold several, with notes between them.

    Returns:
        The numbers in order without repetitions, and what could not be read (empty if nothing).
    """
    found: dict[str, LabelledPhone] = {}
    leftover: list[str] = []
    for candidate, label in _candidates(text):
        try:
            phone = parse_phone(candidate)
        except InvalidPhoneError:
            leftover.append(f"{candidate} {label}".strip())
        else:
            found.setdefault(phone.number, LabelledPhone(phone, label))
    return list(found.values()), "; ".join(leftover)


def display_phone(number: str) -> str:
    """Return a stored number in groups: `333 123 4567`, `0573 123456`, `+41 791234567`."""
    if not number.startswith(_ITALY):
        return number
    national = number.removeprefix(_ITALY)
    if not national.startswith("0"):
        groups = (national[:3], national[3:6], national[6:])
        return " ".join(group for group in groups if group)
    return " ".join(part for part in _area_and_line(national) if part)


def phone_search_digits(text: str) -> str:
    """Return the digits to look for when somebody types a number, without the Italian prefix."""
    digits = re.sub(r"[^0-9]", "", text)
    if text.lstrip(" (").startswith("+39"):
        return digits[2:]
    return digits.removeprefix("0039") if digits.startswith("0039") else digits


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    """Yield each possible number with the words that belong to it."""
    for piece in _pieces(text):
        matches = list(_CANDIDATE.finditer(piece))
        if not matches:
            yield piece, ""
        for match, following in zip_longest(matches, matches[1:]):
            before = piece[: match.start()] if match is matches[0] else ""
            after = piece[match.end() : following.start() if following else None]
            yield match[0], _LABEL_NOISE.sub("", f"{before} {after}".strip(_EDGES)).strip(_EDGES)


def _pieces(text: str) -> Iterator[str]:
    for part in _SPLIT.split(text):
        for piece in _TWO_IN_ONE.split(part):
            if piece.strip(_EDGES):
                yield piece.strip()


def _area_and_line(national: str) -> tuple[str, str]:
    for length in (2, 3):
        if national[:length] in _SHORT_AREA_CODES:
            return national[:length], national[length:]
    return national[:4], national[4:]


def _national(digits: str) -> Phone | None:
    """Return the Italian number of its national digits, or None when no such number can exist."""
    kind = None
    if digits.startswith("0") and 6 <= len(digits) <= 11:
        kind = PhoneKind.LANDLINE
    elif digits.startswith("3") and 9 <= len(digits) <= 10:
        kind = PhoneKind.MOBILE
    elif digits.startswith(_SERVICE_PREFIXES) and 6 <= len(digits) <= 10:
        kind = PhoneKind.SERVICE
    return Phone(_ITALY + digits, kind) if kind else None


def _without_prefix(digits: str) -> Phone | None:
    """Read `39333...` typed without the plus sign."""
    return _national(digits[2:]) if digits.startswith("39") and len(digits) >= 11 else None


def _international(digits: str) -> Phone | None:
    if digits.startswith("39"):
        return _national(digits[2:])
    if 8 <= len(digits) <= 15 and not digits.startswith("0"):
        return Phone("+" + digits, PhoneKind.FOREIGN)
    return None
