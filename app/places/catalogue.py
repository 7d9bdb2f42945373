"""The Italian comuni: find them by name, postcode or province, and know where they are."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

from app.kernel.names import fold

_DATA = Path(__file__).parent / "data"
#: Plate codes that people still write or write already, by the codes of the table they stand for.
_OTHER_CODES = {
    "OT": {"SS"},
    "OG": {"NU", "SU"},
    "VS": {"SU"},
    "MD": {"SU"},
    "CI": {"SU"},
    "CA": {"CA", "SU"},
    "PS": {"PU"},
    "FO": {"FC"},
    "ROMA": {"RM"},
}


class Precision(StrEnum):
    """How near a point is to the comune's own."""

    PLACE = "place"
    #: Middle of the comuni with the same postcode.
    AREA = "area"
    #: Middle of the surrounding postcodes, or the capital of the province.
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Place:
    """A comune."""

    istat: str
    name: str
    #: German, French, Ladin or Slovene name; empty for most.
    other_name: str
    province_code: str
    province_name: str
    region: str
    #: At least one, ascending.
    postcodes: tuple[str, ...]
    cadastral_code: str
    latitude: float
    longitude: float
    precision: Precision

    @property
    def label(self) -> str:
        """Return the name with its province: `Castro (BG)`."""
        return f"{self.name} ({self.province_code})"

    @property
    def single_postcode(self) -> str | None:
        """Return the postcode when the comune has just one."""
        return self.postcodes[0] if len(self.postcodes) == 1 else None


class Catalogue:
    """All comuni with the indexes that searches need; built once per process."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = tuple(places)
        #: Folded name without spaces and the place, ordered by name.
        self._names = sorted(
            ((key, place) for place in self.places for key in _name_keys(place)),
            key=lambda pair: (pair[0], pair[1].province_code),
        )

    @cached_property
    def _by_name(self) -> dict[str, list[Place]]:
        index: dict[str, list[Place]] = defaultdict(list)
        for key, place in self._names:
            index[key].append(place)
        return dict(index)

    @cached_property
    def _by_postcode(self) -> dict[str, list[Place]]:
        index: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            for postcode in place.postcodes:
                index[postcode].append(place)
        return dict(index)

    @cached_property
    def _by_cadastral_code(self) -> dict[str, Place]:
        return {place.cadastral_code: place for place in self.places}

    def search(self, text: str, limit: int) -> tuple[Place, ...]:
        """Return the places whose name contains the text, those that begin with it first."""
        key, province = _split_query(text)
        if not key:
            return ()
        found: dict[str, Place] = {}
        for place in self._ranked(key):
            if province is None or place.province_code in province:
                found.setdefault(place.istat, place)
                if len(found) >= limit:
                    break
        return tuple(found.values())

    def _ranked(self, key: str) -> Iterator[Place]:
        yield from self._by_name.get(key, ())
        yield from (place for name, place in self._names if name.startswith(key))
        if len(key) >= 3:
            yield from (place for name, place in self._names if key in name)

    def by_postcode(self, postcode: str) -> tuple[Place, ...]:
        """Return the places of a postcode; the old generic one of a city counts (`50100`)."""
        places = self._by_postcode.get(postcode)
        if places is None and len(postcode) == 5 and postcode.endswith("100"):
            places = [p for p in self._cities if p.postcodes[0][:3] == postcode[:3]]
        return tuple(places or ())

    @cached_property
    def _cities(self) -> list[Place]:
        return [place for place in self.places if len(place.postcodes) > 1]

    def find(self, name: str, province: str, postcode: str) -> Place | None:
        """Return the one place meant, or None when there is none or more than one."""
        found = self._by_name.get(_key(name), [])
        if len(found) > 1 and province:
            found = [place for place in found if _is_in(place, province)]
        if len(found) > 1 and postcode:
            found = [place for place in found if place in self.by_postcode(postcode)]
        return found[0] if len(found) == 1 else None

    def by_cadastral_code(self, code: str) -> Place | None:
        """Return the place of a cadastral code, as found in tax codes (`H501` is Roma)."""
        return self._by_cadastral_code.get(code.strip().upper())


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the catalogue, read from disk at first use."""
    return Catalogue(_read())


def search_places(text: str, limit: int = 10) -> tuple[Place, ...]:
    """Return places for a type-ahead: exact name, then beginnings, then names containing it.

    Accents, apostrophes, capitals and spaces do not matter; `castro bg` and `Castro (BG)` narrow
    the search to a province; a postcode of five digits is understood as well.
    """
    postcode = text.strip()
    if len(postcode) == 5 and postcode.isdigit():
        return by_postcode(postcode)[:limit]
    return catalogue().search(text, limit)


def by_postcode(postcode: str) -> tuple[Place, ...]:
    """Return the places that use a postcode, in ISTAT order; several often share one."""
    return catalogue().by_postcode(postcode.strip())


def find(name: str, province: str = "", postcode: str = "") -> Place | None:
    """Return the comune of this name, or None when unknown or ambiguous.

    Args:
        name: In Italian or in the local language, in any capitals; `Castro (BG)` is understood.
        province: Code or name; only consulted when the name alone is not enough.
        postcode: Consulted last, for namesakes in one province.
    """
    head, _, tail = name.partition("(")
    return catalogue().find(head, province or tail.rstrip(") "), postcode.strip())


def by_cadastral_code(code: str) -> Place | None:
    """Return the comune of a cadastral code, or None."""
    return catalogue().by_cadastral_code(code)


def is_province(text: str) -> bool:
    """Tell whether this is the code of an Italian province, present or recent."""
    return text.strip().upper() in _province_codes() | _OTHER_CODES.keys()


def coordinates(name: str, province: str = "") -> tuple[float, float, Precision] | None:
    """Return latitude, longitude and precision of a comune, or None when it is not found."""
    place = find(name, province)
    return (place.latitude, place.longitude, place.precision) if place else None


@lru_cache(maxsize=1)
def _province_codes() -> frozenset[str]:
    return frozenset(place.province_code for place in catalogue().places)


def _read() -> Iterator[Place]:
    with (_DATA / "provinces.csv").open(encoding="utf-8", newline="") as stream:
        provinces = {row[0]: (row[1], row[2]) for row in csv.reader(stream, delimiter=";")}
    with (_DATA / "comuni.csv").open(encoding="utf-8", newline="") as stream:
        for istat, name, other, code, postcodes, cadastral, *point in csv.reader(
            stream, delimiter=";"
        ):
            yield Place(
                istat,
                name,
                other,
                code,
                *provinces[code],
                tuple(postcodes.split()),
                cadastral,
                float(point[0]),
                float(point[1]),
                Precision(point[2]),
            )


def _name_keys(place: Place) -> set[str]:
    names = {_key(place.name), _key(place.other_name)}
    if " sulla strada del vino" in place.name:
        names.add(_key(place.name.split(" sulla ")[0]))
    if place.name == "Reggio nell'Emilia":
        names.add("reggioemilia")
    if place.name == "Reggio di Calabria":
        names.add("reggiocalabria")
    return names - {""}


def _split_query(text: str) -> tuple[str, set[str] | None]:
    """Return the key to look for and, when the last word is a province code, its codes."""
    words = fold(text[:80]).split()
    if len(words) > 1 and len(words[-1]) == 2 and is_province(words[-1]):
        return "".join(words[:-1]), _codes(words[-1])
    return "".join(words), None


def _is_in(place: Place, province: str) -> bool:
    return place.province_code in _codes(province) or _key(place.province_name) == _key(province)


def _codes(province: str) -> set[str]:
    code = province.strip().strip("()").upper()
    return {code} | _OTHER_CODES.get(code, set())


def _key(name: str) -> str:
    return fold(name).replace(" ", "")
