from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.text import escape_like, row_key, row_keys, search_terms, shorten, squeeze
from app.kernel.units import InvalidPowerError, parse_kw


def test_search_terms_are_folded_once_and_few():
    assert search_terms("  Rossi ROSSI D'Amic\u00f2 ") == ("rossi", "damico")
    assert search_terms(" ".join("abcdefghijkl")) == tuple("abcdefgh")
    assert search_terms("%%") == ()


def test_escape_like_makes_wildcards_plain():
    assert escape_like("50%_\\") == "50\\%\\_\\\\"


def test_squeeze_leaves_one_clean_line():
    assert squeeze("\ufeff Via\u00a0 Roma\n\x00 1 ") == "Via Roma 1"


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [("abc", 3, "abc"), ("una frase lunga", 11, "una frase\u2026"), ("abcdef", 4, "abc\u2026")],
)
def test_shorten(text, width, short):
    assert shorten(text, width) == short


@given(st.text(max_size=80), st.integers(1, 40))
def test_shorten_never_exceeds(text, width):
    assert len(shorten(text, width)) <= width


@pytest.mark.parametrize(
    ("text", "kw"),
    [
        ("24", "24.00"),
        ("24,5 kW", "24.50"),
        ("23.256", "23.26"),
        (" 35Kw ", "35.00"),
        ("28000 W", "28.00"),
        ("28.000 W", "28.00"),
        ("20.000 kcal/h", "23.26"),
        ("1,2 MW", "1200.00"),
        ("12000 BTU/h", "3.52"),
        ("100000", "100000.00"),
    ],
)
def test_parse_kw(text, kw):
    assert parse_kw(text) == Decimal(kw)


@pytest.mark.parametrize("text", ["", "0", "0,001", "kW", "-24", "24 CV", "100001", "24-28"])
def test_parse_kw_refuses(text):
    with pytest.raises(InvalidPowerError):
        parse_kw(text)


@given(st.text())
def test_parse_kw_only_ever_refuses(text):
    with suppress(InvalidPowerError):
        assert 0 < parse_kw(text) <= 100_000


@pytest.mark.parametrize(
    ("typed", "key"),
    [("12", 12), ("007", 7), ("999999999", 999_999_999), ("2147483647", 2**31 - 1),
     ("2147483648", None), ("9" * 5000, None), ("", None), ("-1", None),
     ("²", None), ("١٢", None), ("1.5", None), (" 3", None), ("1\x00", None)],
)  # fmt: skip
def test_keys_of_rows(typed, key):
    assert row_key(typed) == key
    assert row_keys([typed]) == ({key} - {None})
