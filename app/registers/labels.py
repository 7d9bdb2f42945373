"""How the values of the registers are called: by our forms, or by our own words."""

from dataclasses import dataclass

from app.booklets.labels import ITEMS as BOOKLET_ITEMS
from app.ree.labels import ITEMS
from app.registers.messages import BOOKLET_PLACES, FAULTS, PLACES, SOURCES, VISIT_PLACES
from app.registers.rules import FileKind, Lack, Place


@dataclass(frozen=True)
class Mend:
    """A lacking value, and where it is mended."""

    text: str
    place: Place


def label_of(source: str) -> str:
    """Return the name of a value in the user's language."""
    return str(SOURCES.get(source) or ITEMS.get(source) or BOOKLET_ITEMS.get(source) or source)


#: Where the values of each kind of document are mended, and where all others are.
_WHERE = {
    FileKind.REE: ({}, Place.REPORT),
    FileKind.MAINTENANCE: (VISIT_PLACES, Place.REPORT),
    FileKind.BOOKLET: (BOOKLET_PLACES, Place.BOOKLET),
}


def mend_of(lack: Lack, kind: FileKind) -> Mend:
    """Return a lack as a sentence of a few words, with the place where it is mended."""
    own, elsewhere = _WHERE[kind]
    places = PLACES | own
    label = label_of(lack.source)
    named = f"{label}, {lack.detail}" if lack.detail else label
    return Mend(f"{named}: {FAULTS[lack.fault]}", places.get(lack.source, elsewhere))
