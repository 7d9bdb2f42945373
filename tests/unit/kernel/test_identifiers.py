import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import DomainError
from app.kernel.identifiers import (
    InvalidTaxCodeError,
    InvalidVatNumberError,
    Reason,
    check_email,
    check_iban,
    check_pec,
    check_postcode,
    check_recipient_code,
    check_tax_code,
    check_vat_number,
    ensure_valid,
)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("RSSMRA85T10A562S", "RSSMRA85T10A562S", None),
        (" rss mra 85t10 a562s ", "RSSMRA85T10A562S", None),
        ("RSSMRA85T10A56NH", "RSSMRA85T10A56NH", None),  # omocodia
        ("RSSMRA85T10A562T", "RSSMRA85T10A562T", Reason.WRONG_CHECK_DIGIT),
        ("RSSMRA85T10A562", "RSSMRA85T10A562", Reason.WRONG_LENGTH),
        ("RSSMRA85T10A56è2", "RSSMRA85T10A56È2", Reason.WRONG_CHARACTERS),
        ("1234567890123456", "1234567890123456", Reason.WRONG_FORMAT),
        ("00743110157", "00743110157", None),
        ("00743110158", "00743110158", Reason.WRONG_CHECK_DIGIT),
        ("0074311015A", "0074311015A", Reason.WRONG_CHARACTERS),
        ("", "", Reason.EMPTY),
    ],
)
def test_tax_code(text, value, reason):
    checked = check_tax_code(text)

    assert (checked.value, checked.reason) == (value, reason)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("IT 00743110157", "00743110157", None),
        ("007.431.101.57", "00743110157", None),
        ("743110157", "743110157", Reason.WRONG_LENGTH),
        ("00743110150", "00743110150", Reason.WRONG_CHECK_DIGIT),
        ("DE136695976", "DE136695976", None),
        ("DE136695975", "DE136695975", Reason.WRONG_FORMAT),
        ("IT", "", Reason.EMPTY),
    ],
)
def test_vat_number(text, value, reason):
    checked = check_vat_number(text)

    assert (checked.value, checked.reason) == (value, reason)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("0000000", "0000000", None),
        ("m5uxcr1", "M5UXCR1", None),
        ("UF5QZ2", "UF5QZ2", None),
        ("12345", "12345", Reason.WRONG_LENGTH),
        ("12345678", "12345678", Reason.WRONG_LENGTH),
        ("ABC@EF1", "ABC@EF1", Reason.WRONG_CHARACTERS),
        (" ", "", Reason.EMPTY),
    ],
)
def test_recipient_code(text, value, reason):
    checked = check_recipient_code(text)

    assert (checked.value, checked.reason) == (value, reason)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        (" Mario.Rossi@Example.IT ", "mario.rossi@example.it", None),
        ("mailto:a@b.it", "a@b.it", None),
        ("<a@b.it>", "a@b.it", None),
        ("a@b", "a@b", Reason.WRONG_FORMAT),
        ("a..b@c.it", "a..b@c.it", Reason.WRONG_FORMAT),
        ("a@-b.it", "a@-b.it", Reason.WRONG_FORMAT),
        ("ab.it", "ab.it", Reason.WRONG_FORMAT),
        ("a b@c.it", "a b@c.it", Reason.WRONG_CHARACTERS),
        ("nicolò@c.it", "nicolò@c.it", Reason.WRONG_CHARACTERS),
        ("x" * 65 + "@c.it", "x" * 65 + "@c.it", Reason.WRONG_LENGTH),
        ("", "", Reason.EMPTY),
    ],
)
def test_email_and_pec(text, value, reason):
    assert (check_email(text).value, check_email(text).reason) == (value, reason)
    assert check_pec(text).reason == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("IT60 X054 2811 1010 0000 0123 456", None),
        ("IBAN: IT60X0542811101000000123456", None),
        ("DE89370400440532013000", None),
        ("IT60X0542811101000000123457", Reason.WRONG_CHECK_DIGIT),
        ("IT60X054281110100000012345", Reason.WRONG_LENGTH),
        ("12", Reason.WRONG_LENGTH),
        ("", Reason.EMPTY),
    ],
)
def test_iban(text, reason):
    assert check_iban(text).reason == reason


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("51100", "51100", None),
        ("I-51100", "51100", None),
        ("5110", "5110", Reason.WRONG_LENGTH),
        ("5110O", "5110O", Reason.WRONG_CHARACTERS),
        ("", "", Reason.EMPTY),
    ],
)
def test_postcode(text, value, reason):
    checked = check_postcode(text)

    assert (checked.value, checked.reason) == (value, reason)


def test_ensure_valid_raises_the_error_of_the_identifier():
    assert ensure_valid(check_tax_code("rssmra85t10a562s")) == "RSSMRA85T10A562S"
    with pytest.raises(InvalidTaxCodeError) as refusal:
        ensure_valid(check_tax_code("RSSMRA85T10A562T"))
    with pytest.raises(InvalidVatNumberError):
        ensure_valid(check_vat_number("1"))

    assert refusal.value.facts == {
        "value": "RSSMRA85T10A562T",
        "reason": Reason.WRONG_CHECK_DIGIT,
    }


CHECKS = [
    check_tax_code,
    check_vat_number,
    check_recipient_code,
    check_email,
    check_iban,
    check_postcode,
]


@pytest.mark.parametrize("check", CHECKS)
@given(text=st.text(max_size=60))
def test_checks_never_fail(check, text):
    checked = check(text)

    assert check(checked.value).reason == checked.reason
    try:
        ensure_valid(checked)
    except DomainError:
        assert not checked.is_valid


@given(st.integers(0, 10), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(position, digit):
    number = "00743110157"
    changed = number[:position] + digit + number[position + 1 :]

    assert check_vat_number(changed).is_valid == (changed == number)


@pytest.mark.parametrize("char", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
def test_only_one_check_character_is_right(char):
    assert check_tax_code("RSSMRA85T10A562" + char).is_valid == (char == "S")
