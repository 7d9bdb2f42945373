"""Column types that keep units, time zones and secrets honest."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import JSON, DateTime, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from app.orm.secrets import secret_box

E = TypeVar("E", bound=Enum)

#: JSON document: JSONB on PostgreSQL, text on SQLite.
Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """Store aware datetimes as UTC; refuse naive ones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime given to a UTC column")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class EnumValue(TypeDecorator[E]):
    """Store an enum by its value, as text.

    The value is the stable name in the database; adding a member needs no migration, and a
    value that is no longer known fails loudly when it is read.
    """

    impl = String
    cache_ok = True

    def __init__(self, kind: type[E], length: int = 40) -> None:
        super().__init__(length)
        self.kind = kind

    def process_bind_param(self, value: E | str | None, dialect: Any) -> str | None:
        if value is None:
            return None
        return str(self.kind(value).value)

    def process_result_value(self, value: str | None, dialect: Any) -> E | None:
        return None if value is None else self.kind(value)


class Secret(TypeDecorator[bytes]):
    """Store bytes encrypted with the installation's key (passwords, certificates)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else secret_box().encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else secret_box().decrypt(bytes(value))
