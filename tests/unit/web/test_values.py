"""Texts of the address and of filters, read into the types of columns."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import pytest
from sqlalchemy import types as sa

from app.orm.types import EnumValue, UtcDateTime
from app.web.formats import display, format_number
from app.web.values import ValueFormatError, read_decimal, read_value


class Fuel(Enum):
    GAS = "gas"


@pytest.mark.parametrize(
    ("column_type", "text", "value"),
    [
        (sa.Integer(), "2147483647", 2147483647),
        (sa.BigInteger(), "-9223372036854775807", -9223372036854775807),
        (sa.Boolean(), "y", True),
        (sa.Boolean(), "0", False),
        (sa.Numeric(8, 2), "1.234,5", Decimal("1234.5")),
        (sa.Date(), "5/3/1980", date(1980, 3, 5)),
        (sa.Date(), "1980-03-05", date(1980, 3, 5)),
        (UtcDateTime(), "2026-07-02T08:30", datetime(2026, 7, 2, 6, 30, tzinfo=UTC)),
        (UtcDateTime(), "2026-01-02", datetime(2026, 1, 1, 23, 0, tzinfo=UTC)),
        (EnumValue(Fuel), "gas", Fuel.GAS),
        (sa.Enum(Fuel), "GAS", Fuel.GAS),
        (sa.String(5), " Rossi ", "Rossi"),
    ],
)
def test_text_is_read_into_the_type(column_type, text, value):
    assert read_value(column_type, text) == value


@pytest.mark.parametrize(
    ("column_type", "text"),
    [
        (sa.Integer(), "2147483648"),
        (sa.Integer(), "1.5"),
        (sa.Integer(), "٣"),
        (sa.Integer(), ""),
        (sa.BigInteger(), "9223372036854775808"),
        (sa.Boolean(), "maybe"),
        (sa.Numeric(8, 2), "NaN"),
        (sa.Numeric(8, 2), "1e9"),
        (sa.Date(), "31/02/1980"),
        (UtcDateTime(), "2026-07-02T99:00"),
        (EnumValue(Fuel), "GAS"),
        (sa.Enum(Fuel), "gas"),
        (sa.String(5), "a\x00b"),
        (sa.String(5), "x" * 201),
    ],
)
def test_what_is_not_such_a_value_is_refused(column_type, text):
    with pytest.raises(ValueFormatError):
        read_value(column_type, text)


@pytest.mark.parametrize(
    ("text", "places", "number"),
    [
        ("12,5", 2, "12.5"),
        ("12.5", 2, "12.5"),
        ("1.234", 2, "1234"),
        ("1.234", 3, "1.234"),
        ("1.234.567,89", 2, "1234567.89"),
        ("1,234.5", 2, "1234.5"),
        ("€ 1.234,50", 2, "1234.50"),
    ],
)
def test_numbers_have_a_comma_or_a_dot(text, places, number):
    assert read_decimal(text, places=places) == Decimal(number)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Decimal("-1234.50"), "-1.234,50"),
        (0.1, "0,1"),
        (date(1980, 3, 5), "05/03/1980"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "02/07/2026 00:30"),
        (Fuel.GAS, "gas"),
        ([1, None, date(1980, 3, 5)], "1, , 05/03/1980"),
    ],
)
def test_values_are_shown_the_italian_way(value, text):
    assert display(value) == text


def test_small_numbers_have_no_exponent():
    assert format_number(Decimal("1E-7")) == "0,0000001"
