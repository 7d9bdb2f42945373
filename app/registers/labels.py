"""How the values of the registers are called: by our forms, or by our own words."""

from dataclasses import dataclass

from app.ree.labels import ITEMS
from app.registers.messages import FAULTS, PLACES, SOURCES, VISIT_PLACES
from app.registers.rules import Lack, Place


@dataclass(frozen=True)
class Mend:
    """A lacking value, and where it is mended."""

    text: str
    place: Place


def label_of(source: str) -> str:
    """Return the name of a value in the user's language."""
    return str(SOURCES.get(source) or ITEMS.get(source) or source)


def mend_of(lack: Lack, *, is_visit: bool) -> Mend:
    """Return a lack as a sentence of a few words, with the place where it is mended."""
    places = PLACES | (VISIT_PLACES if is_visit else {})
    label = label_of(lack.source)
    named = f"{label}, {lack.detail}" if lack.detail else label
    return Mend(f"{named}: {FAULTS[lack.fault]}", places.get(lack.source, Place.REPORT))
