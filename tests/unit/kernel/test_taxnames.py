"""The letters of a name in a tax code."""

import pytest

from app.kernel.taxnames import fits_name


@pytest.mark.parametrize(("code", "last_name", "first_name"), [
    ("RSSMRA80A01H501U", "Rossi", "Mario"),
    ("FOXLEA80A01H501U", "Fo", "Lea"),
    ("DCRGLI80A01H501U", "De Carolis", "Giulia"),
    ("GLLGPP80A01H501U", "Galli", "Giuseppe"),
    ("DMCNCL80A01H501U", "D'Amicò", "Nicola"),
    ("RSSMRA80A01H501U", "", ""),
    ("12345678901", "Rossi", "Mario"),
])  # fmt: skip
def test_the_code_of_a_name_fits(code, last_name, first_name):
    assert fits_name(code, last_name, first_name)


@pytest.mark.parametrize(("last_name", "first_name"), [("Verdi", "Mario"), ("Rossi", "Anna")])
def test_the_code_of_somebody_else_does_not(last_name, first_name):
    assert not fits_name("RSSMRA80A01H501U", last_name, first_name)
