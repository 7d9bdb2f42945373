"""Read what the address or a filter says into the type of a column, or refuse it."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import types as sa

from app.kernel.dates import InvalidDateError, local_instant, parse_date
from app.kernel.errors import DomainError
from app.kernel.money import parse_number
from app.orm.types import EnumValue

#: PostgreSQL refuses more in the two sizes of whole numbers.
INT32_LIMIT = 2**31
INT64_LIMIT = 2**63
#: Longest text a filter or a search takes.
MAX_TEXT = 200

_TRUE = {"y", "1", "true", "on"}
_FALSE = {"n", "0", "false", "off"}


class ValueFormatError(ValueError):
    """A text cannot be read as the value it stands for."""


def read_text(text: str) -> str:
    """Return the text without outer spaces; refuse what PostgreSQL cannot store."""
    if "\x00" in text or len(text) > MAX_TEXT:
        raise ValueFormatError(text)
    return text.strip()


def read_int(text: str, *, limit: int = INT64_LIMIT) -> int:
    """Return a whole number that a database column can hold."""
    if not re.fullmatch(r"[+-]?\d{1,19}", text, re.ASCII) or abs(int(text)) >= limit:
        raise ValueFormatError(text)
    return int(text)


def read_decimal(text: str, *, places: int = 2) -> Decimal:
    """Return a number written with a comma or a dot, see `app.kernel.money.parse_number`.

    A single dot before exactly three digits parts thousands, the Italian way, unless the
    value may have three decimals or more.

    Args:
        text: What was typed.
        places: Decimals the value may have.
    """
    try:
        number = parse_number(text, dot_is_decimal=places >= 3)
    except DomainError as error:
        raise ValueFormatError(text) from error
    if abs(number) >= 10**18:
        raise ValueFormatError(text)
    return number


def read_date(text: str) -> date:
    """Return a day written as Italians or browsers do: 31/12/2026, 2026-12-31."""
    try:
        return parse_date(text)
    except InvalidDateError as error:
        raise ValueFormatError(text) from error


def read_moment(text: str) -> datetime:
    """Return the UTC instant of an Italian wall-clock time, "2026-12-31T08:30"."""
    day, _separator, clock = text.strip().replace("T", " ").partition(" ")
    try:
        hour = time.fromisoformat(clock.strip() or "00:00").replace(tzinfo=None)
    except ValueError as error:
        raise ValueFormatError(text) from error
    return local_instant(read_date(day), hour)


def read_bool(text: str) -> bool:
    """Return yes or no."""
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueFormatError(text)


def reader_for(column_type: Any) -> Callable[[str], Any]:
    """Return the function that reads a text into a column type."""
    if isinstance(column_type, EnumValue):
        return column_type.kind
    if isinstance(column_type, sa.Enum) and column_type.enum_class is not None:
        return column_type.enum_class.__getitem__
    if isinstance(column_type, sa.TypeDecorator):
        column_type = column_type.impl_instance
    for kind, reader in _READERS:
        if isinstance(column_type, kind):
            return reader
    return read_text


def read_value(column_type: Any, text: str) -> Any:
    """Return a text as the value of a column type.

    Raises:
        ValueFormatError: The text is not such a value.
    """
    try:
        return reader_for(column_type)(read_text(text))
    except (ValueError, KeyError, OverflowError) as error:
        raise ValueFormatError(text) from error


_READERS: tuple[tuple[Any, Callable[[str], Any]], ...] = (
    (sa.Boolean, read_bool),
    (sa.BigInteger, read_int),
    (sa.Integer, lambda text: read_int(text, limit=INT32_LIMIT)),
    (sa.Numeric, read_decimal),
    (sa.DateTime, read_moment),
    (sa.Date, read_date),
    (sa.Uuid, UUID),
)
