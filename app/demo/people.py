"""Invented people, firms, addresses and codes: believable, deterministic, nobody's own."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stdnum.it import codicefiscale
from stdnum.luhn import calc_check_digit

from app.kernel.names import fold
from app.places.catalogue import Place, find

_FEMALE = (
    "Anna", "Carla", "Chiara", "Cristina", "Daniela", "Elena", "Federica", "Francesca", "Giulia",
    "Laura", "Lucia", "Maria", "Marta", "Paola", "Roberta", "Sara", "Simona", "Teresa",
)  # fmt: skip
_MALE = (
    "Alberto", "Alessandro", "Antonio", "Carlo", "Claudio", "Enrico", "Fabio", "Franco", "Giovanni",
    "Giuseppe", "Luca", "Marco", "Mario", "Paolo", "Piero", "Roberto", "Sergio", "Stefano",
)  # fmt: skip
_LAST = (
    "Allasia", "Barbero", "Bergamasco", "Bianco", "Borgogno", "Bosio", "Cavallo", "Chiappero",
    "Coppola", "Dalmasso", "De Luca", "Esposito", "Ferrero", "Gallo", "Garino", "Giordano",
    "Giraudo", "Greco", "Lombardi", "Marchetti", "Martini", "Massimino", "Moretti", "Negro",
    "Olivero", "Pautasso", "Peirano", "Ramello", "Rinaldi", "Rosso", "Russo", "Sacco", "Tosco",
    "Vaccaro", "Vallero", "Viglione",
)  # fmt: skip
_STREETS = (
    "Via Roma", "Via Garibaldi", "Corso Francia", "Via Cavour", "Via Mazzini", "Via Torino",
    "Corso Susa", "Via Martiri della Libertà", "Via Alfieri", "Piazza Vittorio Veneto",
    "Via Don Bosco", "Via San Rocco", "Via Gramsci", "Viale Piemonte", "Via dei Mille",
    "Strada della Collina", "Via Giotto", "Via Matteotti",
)  # fmt: skip
_TOWNS = (
    "Rivoli", "Grugliasco", "Collegno", "Moncalieri", "Nichelino", "Orbassano", "Rivalta di Torino",
    "Alpignano", "Pianezza", "Venaria Reale", "Beinasco", "Rosta", "Avigliana", "Giaveno",
)  # fmt: skip
_FIRMS = ("Panificio", "Officina", "Trattoria", "Farmacia", "Studio Dentistico", "Autofficina")
_VOWELS = "AEIOU"
_MONTHS = "ABCDEHLMPRST"


@dataclass(frozen=True)
class Person:
    """First and last name with a personal tax code."""

    first_name: str
    last_name: str
    tax_code: str


def towns() -> list[Place]:
    """Return the comuni where the company works."""
    return [place for place in (find(name, "TO") for name in _TOWNS) if place is not None]


def make_person(rng: random.Random, place: Place) -> Person:
    """Invent somebody born in a comune."""
    is_woman = rng.random() < 0.5
    first = rng.choice(_FEMALE if is_woman else _MALE)
    last = rng.choice(_LAST)
    born = date(1940, 1, 1) + timedelta(days=rng.randrange(21_000))
    day = born.day + (40 if is_woman else 0)
    body = (
        f"{_three(last)}{_three_of_first(first)}{born:%y}{_MONTHS[born.month - 1]}"
        f"{day:02d}{place.cadastral_code}"
    )
    return Person(first, last, body + codicefiscale.calc_check_digit(body))


def vat_number(number: int) -> str:
    """Return a well-formed partita IVA of the Turin office; high numbers are not given out."""
    body = f"{9_000_000 + number % 900_000:07d}001"
    return body + str(calc_check_digit(body))


def body_tax_code(number: int) -> str:
    """Return a well-formed tax code of a condominium: 11 digits that start with 9."""
    body = f"9{number % 1_000_000_000:09d}"
    return body + str(calc_check_digit(body))


def make_address(rng: random.Random, place: Place) -> dict[str, Any]:
    """Return the address columns of a card, near the middle of its comune."""
    return {
        "street": rng.choice(_STREETS),
        "street_number": str(rng.randrange(1, 140)),
        "postcode": place.postcodes[0],
        "municipality": place.name,
        "province": place.province_code,
        "latitude": round(place.latitude + rng.uniform(-0.012, 0.012), 5),
        "longitude": round(place.longitude + rng.uniform(-0.015, 0.015), 5),
        "geocoded": "municipality",
    }


def make_firm(rng: random.Random) -> str:
    """Return the name of a small firm."""
    return f"{rng.choice(_FIRMS)} {rng.choice(_LAST)} {rng.choice(('Srl', 'Snc', 'Sas'))}"


def _three(text: str) -> str:
    letters = fold(text).upper().replace(" ", "")
    consonants = [letter for letter in letters if letter not in _VOWELS]
    vowels = [letter for letter in letters if letter in _VOWELS]
    return "".join([*consonants, *vowels, "X", "X"])[:3]


def _three_of_first(text: str) -> str:
    consonants = [letter for letter in fold(text).upper() if letter not in _VOWELS]
    if len(consonants) > 3:
        return consonants[0] + consonants[2] + consonants[3]
    return _three(text)
