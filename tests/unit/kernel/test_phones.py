import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.phones import (
    InvalidPhoneError,
    PhoneKind,
    find_phones,
    parse_phone,
    phone_search_digits,
)


@pytest.mark.parametrize(
    ("text", "number", "kind", "display"),
    [
        ("333 1234567", "+393331234567", PhoneKind.MOBILE, "333 123 4567"),
        ("+39 333/1234567", "+393331234567", PhoneKind.MOBILE, "333 123 4567"),
        ("0039333.1234567", "+393331234567", PhoneKind.MOBILE, "333 123 4567"),
        ("393331234567", "+393331234567", PhoneKind.MOBILE, "333 123 4567"),
        ("333123456", "+39333123456", PhoneKind.MOBILE, "333 123 456"),
        ("0573/123456", "+390573123456", PhoneKind.LANDLINE, "0573 123456"),
        ("tel. 02 1234567", "+39021234567", PhoneKind.LANDLINE, "02 1234567"),
        ("(055) 123456", "+39055123456", PhoneKind.LANDLINE, "055 123456"),
        ("800 123456", "+39800123456", PhoneKind.SERVICE, "800 123 456"),
        ("+41 79 123 45 67", "+41791234567", PhoneKind.FOREIGN, "+41791234567"),
    ],
)
def test_parse_phone(text, number, kind, display):
    phone = parse_phone(text)

    assert (phone.number, phone.kind, phone.display) == (number, kind, display)


@pytest.mark.parametrize("text", ["", "boh", "12345", "33312", "573123456", "+39 1", "1" * 30, "+"])
def test_parse_phone_refuses(text):
    with pytest.raises(InvalidPhoneError):
        parse_phone(text)


@pytest.mark.parametrize(
    ("text", "found", "left"),
    [
        ("02/123456 - 333 1234567 (figlia)",
         [("+3902123456", ""), ("+393331234567", "figlia")], ""),
        ("333 1234567/0573 123456", [("+393331234567", ""), ("+390573123456", "")], ""),
        ("3331234567 3337654321", [("+393331234567", ""), ("+393337654321", "")], ""),
        ("tel. 0573 123456 casa; cell 3331234567 Mario",
         [("+390573123456", "casa"), ("+393331234567", "Mario")], ""),
        ("3331234567, 333 1234567", [("+393331234567", "")], ""),
        ("non ha telefono", [], "non ha telefono"),
        ("", [], ""),
    ],
)  # fmt: skip
def test_find_phones_in_free_text(text, found, left):
    phones, leftover = find_phones(text)

    assert [(one.phone.number, one.label) for one in phones] == found
    assert leftover == left


@pytest.mark.parametrize(
    ("text", "digits"),
    [("+39 333 12", "33312"), ("0039 0573", "0573"), ("333-12", "33312"), ("Rossi", "")],
)
def test_search_digits(text, digits):
    assert phone_search_digits(text) == digits


@given(st.text(alphabet=st.sampled_from("0123456789+-/ .,;()ab\n"), max_size=60))
def test_find_phones_never_fails_and_numbers_read_back(text):
    phones, _leftover = find_phones(text)

    for one in phones:
        assert parse_phone(one.phone.number) == one.phone
