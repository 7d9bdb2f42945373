"""Codes that a register wants for our words: their bounds, and those that are known. Pure.

Source: the import schemas of Piemonte's register (bounds) and the constants of its software (the
shipped rows). Its lists of makers, fluids and most fuels are not published: those rows are the
company's to write.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.kernel.errors import DomainError
from app.registers.rules import Topic

Codes = Mapping[tuple[Topic, str], str]

#: Our word for "whatever the model".
ANY = "*"

#: Smallest and largest code of each list.
BOUNDS = {
    Topic.WORK: (1, 3),
    Topic.BRAND: (1, 4999),
    Topic.FUEL: (1, 99),
    Topic.FLUID: (1, 99),
    Topic.UNIT: (1, 10),
    Topic.NOX: (0, 9_999_999),
}
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)
_NUMBER = re.compile(r"\d{1,7}([.,]\d{1,2})?", re.ASCII)

_SCHEMA = "CIT, schemi di import (regione-piemonte/sigit)"
_SOFTWARE = "CIT, software del registro (regione-piemonte/sigit)"
#: Topic, our word, code, source. Of the kinds of work a company starts with, routine maintenance is
#: missing on purpose: whether it is a cleaning or a control is for the firm to say.
SHIPPED = (
    (Topic.WORK, "Pulizia", "1", _SCHEMA),
    (Topic.WORK, "Manutenzione con controllo efficienza", "2", _SCHEMA),
    (Topic.WORK, "Prima accensione / verifica iniziale", "3", _SCHEMA),
    (Topic.WORK, "Sostituzione generatore", "3", _SCHEMA),
    (Topic.WORK, "Manutenzione straordinaria / riparazione", "3", _SCHEMA),
    (Topic.FUEL, "Tronchetti", "6", _SOFTWARE),
    (Topic.FUEL, "Cippato", "7", _SOFTWARE),
    (Topic.FUEL, "Carbone", "8", _SOFTWARE),
    (Topic.FUEL, "Altra biomassa solida", "9", _SOFTWARE),
    (Topic.FUEL, "Biomassa liquida", "10", _SOFTWARE),
    (Topic.FUEL, "Biomassa gassosa", "11", _SOFTWARE),
    (Topic.UNIT, "l", "1", _SOFTWARE),
    (Topic.UNIT, "kg", "2", _SOFTWARE),
    (Topic.UNIT, "m³", "3", _SOFTWARE),
    (Topic.UNIT, "m3", "3", _SOFTWARE),
)


@dataclass(eq=False)
class CodeBoundsError(DomainError):
    """The register has no such code in this list."""

    least: int
    most: int
    field: str = "code"


def ensure_code(topic: Topic, code: str) -> None:
    """Refuse what cannot be a code of a list of Piemonte's register.

    Raises:
        CodeBoundsError: Not a number, or outside the list.
    """
    least, most = BOUNDS[topic]
    pattern = _NUMBER if topic is Topic.NOX else _WHOLE
    if not pattern.fullmatch(code) or not least <= _number(code) <= most:
        raise CodeBoundsError(least, most)


def code_of(codes: Codes, topic: Topic, ours: str) -> int | None:
    """Return the code of one of our words, capitals aside; None: none was written."""
    found = codes.get((topic, ours.strip().casefold()))
    return int(found) if found is not None and _WHOLE.fullmatch(found) else None


def declared_nox(codes: Codes, model: str) -> Decimal | None:
    """Return the NOx to declare where none was measured, mg/kWh: of the model, or of any."""
    for ours in (model.strip().casefold(), ANY):
        found = codes.get((Topic.NOX, ours))
        if found is not None and _NUMBER.fullmatch(found):
            return _number(found)
    return None


def _number(code: str) -> Decimal:
    return Decimal(code.replace(",", "."))
