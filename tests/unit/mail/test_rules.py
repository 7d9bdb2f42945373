import pytest

from app.mail.rules import (
    MAX_ADDRESSEES,
    AddressNotValidError,
    Attachment,
    NoAddresseeError,
    TooManyAddresseesError,
    clean_address,
    clean_addresses,
    clean_filename,
    clean_line,
)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (" mario.rossi@posta.it ", "mario.rossi@posta.it"),
        ("Mario@POSTA.it", "Mario@posta.it"),
        ("info@società.it", "info@xn--societ-nta.it"),
    ],
)
def test_address_is_cleaned(typed, clean):
    assert clean_address(typed) == clean


@pytest.mark.parametrize(
    "typed",
    [
        "", "mario", "mario@", "@posta.it", "a b@posta.it", "mario@posta.it, luca@posta.it",
        "Mario <mario@posta.it>", "mario@posta.it\nBcc: x@posta.it", "mario\r\n@posta.it",
        "màrio@posta.it", "mario@posta..it",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(AddressNotValidError) as refusal:
        clean_address(typed)

    assert refusal.value.facts == {"address": typed}


def test_nobody_gets_a_message_twice():
    assert clean_addresses(("a@x.it", "a@x.it", "b@x.it"), ("b@x.it", "c@x.it")) == (
        ["a@x.it", "b@x.it"],
        ["c@x.it"],
    )


def test_number_of_addressees_has_both_limits():
    many = tuple(f"a{n}@x.it" for n in range(MAX_ADDRESSEES + 1))

    assert len(clean_addresses(many[:-1], ())[0]) == MAX_ADDRESSEES
    with pytest.raises(TooManyAddresseesError):
        clean_addresses(many, ())
    with pytest.raises(NoAddresseeError):
        clean_addresses((), ("a@x.it",))


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("Rapportino  12", "Rapportino 12"),
        ("Rapportino\r\nBcc: x@posta.it", "Rapportino Bcc: x@posta.it"),
        ("a\u2028b\x00c\u202ed", "a b c d"),
        ("è" * 300, "è" * 200),
    ],
)
def test_line_has_no_control_characters(typed, clean):
    assert clean_line(typed) == clean


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("rapportino 2025/00123.pdf", "rapportino 2025-00123.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("perché.pdf", "perché.pdf"),
        ('a"; x="b.pdf', "a-; x=-b.pdf"),
        ("\r\n", "allegato"),
        ("a" * 200 + ".pdf", "a" * 116 + ".pdf"),
        ("a" * 200, "a" * 120),
    ],
)
def test_filename_is_safe(typed, clean):
    assert clean_filename(typed) == clean


def test_attachment_has_bytes_or_a_stored_file():
    for wrong in ({}, {"content": b"", "sha": "0" * 64}):
        with pytest.raises(ValueError, match="either bytes"):
            Attachment("a.pdf", "application/pdf", **wrong)
