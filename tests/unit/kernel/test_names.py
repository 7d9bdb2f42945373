import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.names import (
    PersonName,
    fold,
    initials,
    is_company_name,
    matches_name,
    name_key,
    split_person_name,
    tidy_name,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("D'Amicò", "damico"),
        ("D\u2019AMICO", "damico"),
        ("Niccolo'", "niccolo"),
        ("  Rossi\t Mario ", "rossi mario"),
        ("Bianchi S.r.l.", "bianchi srl"),
        ("Stra\u00dfe", "strasse"),
        ("Rossi-Bianchi & C.", "rossi bianchi c"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_is_stable_and_plain(text):
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()


def test_names_match_in_any_order():
    assert name_key("Rossi", "Mario") == name_key("MARIO  ROSSI")
    assert matches_name("mar ros", "Rossi", "Mario")
    assert not matches_name("mario verdi", "Rossi", "Mario")
    assert not matches_name(" ", "Rossi")


@pytest.mark.parametrize(
    ("parts", "letters"),
    [(("Rossi", "Mario"), "RM"), (("De Luca", "Anna"), "LA"), (("3B",), "3"), (("",), "?")],
)
def test_initials(parts, letters):
    assert initials(*parts) == letters


@pytest.mark.parametrize(
    ("text", "last", "first"),
    [
        ("ROSSI MARIO", "Rossi", "Mario"),
        ("Mario Rossi", "Rossi", "Mario"),
        ("Rossi, Mario", "Rossi", "Mario"),
        ("DE LUCA ANNA", "De Luca", "Anna"),
        ("Dalla Valle Pier Paolo", "Dalla Valle", "Pier Paolo"),
        ("Giovanni De Santis", "De Santis", "Giovanni"),
        ("Anna Maria Rossi", "Rossi", "Anna Maria"),
        ("ROSSI BIANCHI MARIA LUISA", "Rossi Bianchi", "Maria Luisa"),
        ("D'ANGELO ANTONIO", "D'Angelo", "Antonio"),
        ("Sig.ra Bianchi Ada", "Bianchi", "Ada"),
        ("MARTINO BRUNO", "Martino", "Bruno"),
        ("Esposito", "Esposito", ""),
        ("", "", ""),
    ],
)
def test_split_person_name(text, last, first):
    assert split_person_name(text) == PersonName(last, first)


@given(st.text())
def test_split_person_name_never_fails(text):
    name = split_person_name(text)

    assert isinstance(name.last_name, str)
    assert isinstance(name.first_name, str)


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("IMPRESA EDILE BIANCHI S.R.L.", "Impresa Edile Bianchi S.r.l."),
        ("F.LLI ROSSI SNC", "F.lli Rossi S.n.c."),
        ("giovanni xxiii", "Giovanni XXIII"),
        ("d'angelo-rossi", "D'Angelo-Rossi"),
        ("McDonald", "McDonald"),
    ],
)
def test_tidy_name(text, tidy):
    assert tidy_name(text) == tidy


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Bianchi S.r.l.", True),
        ("Impresa Edile Bianchi", True),
        ("F.lli Rossi", True),
        ("Rossi & Figli", True),
        ("Condominio Le Rose", True),
        ("Rossi Mario", False),
        ("Spadoni Anna", False),
    ],
)
def test_is_company_name(text, company):
    assert is_company_name(text) is company
