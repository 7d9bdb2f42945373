"""Take apart addresses and read devices' words the way lists have them. Pure."""

import re
from dataclasses import dataclass

from app.devices.rules import Fuel
from app.kernel.names import fold, tidy_name
from app.kernel.text import squeeze

_PART = (
    r"(?P<{name}>[0-9]{{1,3}}[a-z]?|[a-z]{{1,2}}|[ivx]{{1,4}}|terra|rialzato|primo|secondo|terzo)"
)
_DETAILS = tuple(
    (
        name,
        re.compile(rf"[\s,;(/-]+(?:{words})[\s.:°]*{_PART.format(name=name)}\b\)?", re.IGNORECASE),
    )
    for name, words in (
        ("unit", r"interno|int|appartamento|app"),
        ("staircase", r"scala|sc"),
        ("floor", r"piano|p\.?no|p(?=\.)"),
    )
)
_POSTCODE = re.compile(
    r"[\s,;-]+(?P<postcode>[0-9]{5})\s+(?P<place>[^\W\d_][^\d]*?)\s*(?:[(,]?\s*(?P<province>[A-Z]{2})\)?)?$"
)
_NUMBER = re.compile(
    r"^(?P<street>.*?\D|.*\d(?=\s+km))[\s,]+(?:(?:n|nr|num|no|civ|civico|numero)\b[\s.°º:]*|n[°º][\s.]*)?"
    r"(?P<number>(?:snc|s\.n\.c\.?|km\s*[0-9.,+]+|[0-9]{1,5}(?:\s?[/-]?\s?(?:[a-z]{1,2}|bis|ter)(?![a-z])(?:/[0-9]{1,3})?|"
    r"\s?[/-]\s?[0-9]{1,4}(?:\s?[/-]?[a-z])?)?))$",
    re.IGNORECASE,
)
#: Roads known by their number (`SP 12`): a lone figure after the name is not a house.
_ROAD = re.compile(
    r"^(?:strada (?:statale|provinciale|regionale)|s\.?s\.?|s\.?p\.?|s\.?r\.?)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address in parts; unknown parts are empty."""

    street: str
    street_number: str = ""
    staircase: str = ""
    floor: str = ""
    unit: str = ""
    postcode: str = ""
    municipality: str = ""
    province: str = ""


def split_address(text: str) -> Address:
    """Take apart `Via Roma 12/A int. 3 scala B - 51100 Pistoia (PT)`.

    What is not understood stays in the street; nothing is lost.
    """
    rest = squeeze(text)[:300].strip(" ,;-")
    parts: dict[str, str] = {}
    if match := _POSTCODE.search(rest):
        parts["postcode"] = match["postcode"]
        parts["municipality"] = tidy_name(match["place"])
        parts["province"] = match["province"] or ""
        rest = rest[: match.start()]
    for name, pattern in _DETAILS:
        if match := pattern.search(rest):
            parts[name] = match[name].upper() if len(match[name]) < 3 else match[name]
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    rest = squeeze(rest).strip(" ,;-")
    match = _NUMBER.match(rest)
    if match and not _ROAD.match(match["street"].strip()):
        parts["street_number"] = _tidy_number(match["number"])
        rest = match["street"].strip(" ,;-")
    return Address(street=tidy_street(rest), **parts)


def tidy_street(text: str) -> str:
    """Return a street with sensible capitals: `VIA DEI MILLE` becomes `Via dei Mille`."""
    street = tidy_name(text)
    if street == squeeze(text):
        return street
    return re.sub(
        r"(?<=\s)(D[aei]|D[aei]l|D[ae]ll[aeo]|D[ae]i|Degli|Dagli|Delle|E|Al|Alla|In|San?(?=\s$))(?=\s)",
        lambda match: match[0].lower(),
        street,
    )


def address_key(street: str, number: str, municipality: str) -> str:
    """Return the same key for the same address in any spelling of capitals and signs."""
    plain_number = "snc" if fold(number).replace(" ", "") == "snc" else fold(number)
    return " ".join((fold(street), plain_number.replace(" ", ""), fold(municipality)))


def _tidy_number(number: str) -> str:
    tidy = re.sub(r"\s*([/-])\s*", r"\1", squeeze(number))
    tidy = re.sub(r"^([0-9]+)\s+([a-z])$", r"\1/\2", tidy, flags=re.IGNORECASE)
    lowered = fold(tidy).replace(" ", "")
    if lowered == "snc":
        return "snc"
    return (
        tidy.lower() if lowered.startswith("km") or lowered[-3:] in ("bis", "ter") else tidy.upper()
    )


_FUELS = (
    (Fuel.NATURAL_GAS, r"metano|gas naturale|gas metano|gas citta|gas|mtn|met|gn|g20|gas met"),
    (Fuel.LPG, r"gpl|gas gpl|gas liquido|propano|g p l|g30|g31"),
    (Fuel.HEATING_OIL, r"gasolio|olio combustibile|olio|nafta|kerosene"),
    (Fuel.PELLET, r"pellets?|pelet"),
    (Fuel.WOOD, r"legna|cippato|biomassa|legno|ciocchi|tronchetti"),
    (Fuel.ELECTRICITY, r"elettric[aoi]t?a?|energia elettrica|elettricita|corrente|ee|elettr"),
    (Fuel.DISTRICT_HEAT, r"teleriscaldamento|tlr"),
    (Fuel.OTHER, r"altro|solare|idrogeno|biogas"),
)
_TYPES = (
    ("hybrid", r"ibrid[oaie]"),
    ("heat_pump", r"pomp[ae] (?:di|a) calore|pdc|hp"),
    ("boiler_fireplace", r"termocamin|termocucin|caminetto|camino|inserto"),
    ("pellet_stove", r"stufa|termostufa"),
    ("water_heater", r"scaldabagn|scaldacqu|scalda bagn|scalda acqu|boiler"),
    ("air_conditioner", r"condizionator|climatizzator|split|clima|aria condizionata"),
    ("chiller", r"gruppo frig|chiller|refrigerator"),
    ("heat_exchanger", r"scambiator|teleriscaldamento"),
    ("cogenerator", r"cogenerator"),
    ("solar", r"solar|pannell|collettor"),
    ("cylinder", r"bollitor|accumul|puffer"),
    ("softener", r"addolcitor|dosator|trattamento acqua"),
    (
        "boiler",
        r"caldai|gruppo termico|generatore (?:di|a) calore|bruciator|murale|condensazione|cald",
    ),
)


def read_fuel(text: str) -> Fuel | None:
    """Return the fuel of a word of the trade, or None when it is not known."""
    folded = fold(text)
    for fuel, words in _FUELS:
        if re.fullmatch(words, folded):
            return fuel
    for fuel, words in _FUELS[1:]:
        if re.search(rf"\b(?:{words})\b", folded):
            return fuel
    return Fuel.NATURAL_GAS if re.search(r"\b(?:metano|gas)\b", folded) else None


def read_device_type(text: str) -> str:
    """Return the code of the device type a text speaks of, or empty."""
    folded = fold(text)
    for code, words in _TYPES:
        if re.search(rf"\b(?:{words})", folded):
            return code
    return ""
