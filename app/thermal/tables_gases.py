"""Refrigerants that a company starts with: GWP, annex, how sure. Pure.

Source of the GWP: Reg. (UE) 517/2014, Annex I (AR4), as published lists give it.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.thermal.rules import Certainty
from app.thermal.rules_fgas import Annex


@dataclass(frozen=True)
class GasRow:
    """A refrigerant of the shipped list."""

    code: str
    gwp: Decimal
    annex: Annex
    certainty: Certainty


_CERTAIN = (
    "R32 675, R134a 1430, R404A 3922, R407A 2107, R407C 1774, R407F 1825, R410A 2088, R413A 2053, "
    "R417A 2346, R422A 3143, R422D 2729, R427A 2138, R434A 3245, R507A 3985, R508A 13214, "
    "R23 14800, R125 3500, R143a 4470"
)
_LIKELY = "R454B 466"
_UNVERIFIED = "R448A 1387, R449A 1397, R452A 2140, R452B 698, R454C 148, R513A 631"
_HFO = "R1234yf 1, R1234ze 1"
#: Not F-gases: no leak check whatever the charge.
_OTHERS = "R22 1810, R290 3, R600a 3, R744 1, R717 0"


def _rows(text: str, annex: Annex, certainty: Certainty) -> tuple[GasRow, ...]:
    pairs = (part.split() for part in text.split(", "))
    return tuple(GasRow(code, Decimal(gwp), annex, certainty) for code, gwp in pairs)


GASES = (
    *_rows(_CERTAIN, Annex.ONE, Certainty.CERTAIN),
    *_rows(_LIKELY, Annex.ONE, Certainty.LIKELY),
    *_rows(_UNVERIFIED, Annex.ONE, Certainty.UNCERTAIN),
    *_rows(_HFO, Annex.TWO, Certainty.UNCERTAIN),
    *_rows(_OTHERS, Annex.NONE, Certainty.CERTAIN),
)
