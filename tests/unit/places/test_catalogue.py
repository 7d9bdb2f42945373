import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.places.catalogue import (
    Precision,
    by_cadastral_code,
    by_postcode,
    catalogue,
    coordinates,
    find,
    is_province,
    search_places,
)


def labels(places):
    return [place.label for place in places]


def test_every_comune_has_postcode_province_and_point():
    places = catalogue().places

    assert len(places) == 7896
    assert all(place.postcodes for place in places)
    assert all(len(code) == 5 and code.isdigit() for p in places for code in p.postcodes)
    assert all(35 < p.latitude < 47.2 and 6.5 < p.longitude < 18.6 for p in places)
    assert len({place.region for place in places}) == 20
    assert sum(p.precision is Precision.PLACE for p in places) / len(places) > 0.97


def test_catalogue_loads_fast():
    catalogue.cache_clear()
    started = time.perf_counter()

    catalogue()

    assert time.perf_counter() - started < 1.5  # 0.06 s when nothing else runs


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("pistoi", "Pistoia (PT)"),
        ("L\u2019AQUILA", "L'Aquila (AQ)"),
        ("citta di cas", "Città di Castello (PG)"),
        ("bozen", "Bolzano (BZ)"),
        ("castro le", "Castro (LE)"),
        ("Castro (BG)", "Castro (BG)"),
        ("olbia ot", "Olbia (SS)"),
        ("51100", "Pistoia (PT)"),
        ("roma", "Roma (RM)"),
    ],
)
def test_search_puts_the_likely_place_first(text, first):
    assert labels(search_places(text, 5))[0] == first


def test_search_prefers_beginnings_and_keeps_the_limit():
    found = labels(search_places("pist", 3))

    assert found == ["Pisticci (MT)", "Pistoia (PT)", "Capistrano (VV)"]


@pytest.mark.parametrize("text", ["", " ", "zzz", "99999", "%"])
def test_search_finds_nothing_for_nonsense(text):
    assert search_places(text) == ()


@given(st.text(max_size=30))
def test_search_never_fails(text):
    assert len(search_places(text, 4)) <= 4


@pytest.mark.parametrize(
    ("postcode", "names"),
    [
        ("51100", ["Pistoia"]),
        ("00100", ["Roma"]),
        ("07026", ["Olbia"]),
        ("08048", ["Tortolì"]),
        ("09013", ["Carbonia"]),
        ("09017", ["Sant'Antioco"]),
        ("07028", ["Santa Teresa Gallura"]),
        ("09064", ["Seui"]),
        ("09065", ["Seulo"]),
        ("09054", ["Genoni"]),
        ("00000", []),
        ("", []),
    ],
)
def test_postcodes_include_sardinia_repaired(postcode, names):
    assert [place.name for place in by_postcode(postcode)] == names


@pytest.mark.parametrize(
    ("name", "province", "postcode", "istat"),
    [
        ("Samone", "TO", "", "001235"),
        ("SAMONE", "Trento", "", "022165"),
        ("Livo", "", "22010", "013130"),
        ("Peglio (PU)", "", "", "041041"),
        ("San Teodoro", "OT", "", "090092"),
        ("San Teodoro", "me", "", "083090"),
        ("Quartu Sant'Elena", "CA", "", "092051"),
        ("Villasimius", "CA", "", "111105"),
        ("Reggio Emilia", "", "", "035033"),
        ("Pistoia", "XX", "", "047014"),
    ],
)
def test_find_tells_namesakes_apart(name, province, postcode, istat):
    assert find(name, province, postcode).istat == istat


@pytest.mark.parametrize(("name", "province"), [("Castro", ""), ("Castro", "MI"), ("Nessuno", "")])
def test_find_does_not_guess(name, province):
    assert find(name, province) is None


@pytest.mark.parametrize(
    ("name", "province", "latitude", "longitude"),
    [
        ("Pistoia", "", 43.93, 10.91),
        ("Castro", "LE", 40.01, 18.42),
        ("Albareto", "", 44.45, 9.70),
        ("Olbia", "", 40.92, 9.50),
        ("Bormio", "", 46.47, 10.37),
    ],
)
def test_coordinates(name, province, latitude, longitude):
    found = coordinates(name, province)

    assert found[:2] == pytest.approx((latitude, longitude), abs=0.02)
    assert found[2] is Precision.PLACE


def test_coordinates_say_when_they_are_only_near():
    assert coordinates("Val di Chy")[2] is not Precision.PLACE
    assert coordinates("Nessuno") is None


def test_cadastral_codes_and_provinces():
    assert by_cadastral_code(" h501 ").name == "Roma"
    assert by_cadastral_code("Z999") is None
    assert is_province("pt")
    assert is_province("OT")
    assert not is_province("XX")
    assert find("Pistoia").single_postcode == "51100"
    assert find("Roma").single_postcode is None
