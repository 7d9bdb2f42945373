"""Numbers of the generators in the booklet, and what it is still missing. Pure.

Source: DM 10/02/2014, Allegato I. Sheets 11 and 12 are projections of the efficiency reports and
are never written here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.booklets.rules_sheets import PLANT_SHEETS, BookletSheet

__all__ = ["SHEETS", "BookletSheet", "component_codes", "missing_of"]

#: The sheets of the whole plant by code; components: `rules_parts`.
SHEETS = {sheet.code: sheet for sheet in PLANT_SHEETS}

#: Plant data of the client card that the booklet needs.
CARD_NEEDS = ("plant_code", "street", "municipality")
#: The same of a device that is a generator.
DEVICE_NEEDS = ("installed_on", "brand", "model", "serial_number", "useful_power_kw")

#: Type of the official report of a device -> prefix of its components.
PREFIXES = {1: "GT", 2: "GF", 3: "SC", 4: "CG"}
#: The same -> paragraph of sheet 4.
PARAGRAPHS = {1: "4.1", 2: "4.4", 3: "4.5", 4: "4.6"}


def component_codes(devices: Sequence[tuple[int, int, str, int | None]]) -> dict[int, str]:
    """Return the component of each generator: "GT-1". What replaces a device keeps its number.

    Args:
        devices: (id, type of report, own code or "", id of the device that replaced it), oldest
            first.
    """
    successor = {replaced_by: key for key, _kind, _code, replaced_by in devices if replaced_by}
    found: dict[int, str] = {}
    for key, kind, code, _replaced_by in devices:
        known = code.upper() or found.get(successor.get(key, 0), "")
        found[key] = known or _next(PREFIXES[kind], found.values())
    return found


def _next(prefix: str, taken: Any) -> str:
    used = set(taken)
    place = 1
    while f"{prefix}-{place}" in used:
        place += 1
    return f"{prefix}-{place}"


def missing_of(sheet: BookletSheet, values: Mapping[str, Any]) -> list[str]:
    """Return the needed items that have no value."""
    return [name for name in sheet.needed if values.get(name) in (None, "", [])]
