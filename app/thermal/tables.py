"""Dated legal tables that no company edits: combustion and leak checks. Pure.

Each row names its source. Numbers marked other than certain are shown as such.
"""

from datetime import date
from decimal import Decimal

from app.thermal.rules import Certainty
from app.thermal.rules_combustion import Coefficients, CombustionLimits, Family, MinimumRow
from app.thermal.rules_fgas import Annex, LeakBand, LeakLaw

D = Decimal


_UNI = "UNI 10389-1 (coefficients to be verified against the standard)"
_TESTO = "Testo 330, manual"
_BACHARACH = "Bacharach, manual"

#: Fuel code of `app.devices.rules.Fuel`, or "fuel_oil" -> coefficients.
COEFFICIENTS = {
    row.fuel: row
    for row in (
        Coefficients("natural_gas", D("0.66"), D("0.38"), D("0.010"), D("11.7"), _UNI,
                     Certainty.UNCERTAIN),
        Coefficients("lpg", D("0.63"), D("0.42"), D("0.008"), D("13.9"), _UNI,
                     Certainty.UNCERTAIN),
        Coefficients("heating_oil", D("0.68"), D("0.50"), D("0.007"), D("15.1"), _UNI,
                     Certainty.UNCERTAIN),
        Coefficients("fuel_oil", D("0.68"), D("0.52"), D("0.007"), D("15.7"), _UNI,
                     Certainty.UNCERTAIN),
    )
}  # fmt: skip

#: The same with the coefficients of two makers of analysers.
TESTO_COEFFICIENTS = {
    row.fuel: row
    for row in (
        Coefficients("natural_gas", D("0.660"), None, D("0.009"), D("11.8"), _TESTO,
                     Certainty.CERTAIN),
        Coefficients("lpg", D("0.630"), None, D("0.008"), D("13.7"), _TESTO, Certainty.CERTAIN),
        Coefficients("heating_oil", D("0.680"), None, D("0.007"), D("15.4"), _TESTO,
                     Certainty.CERTAIN),
        Coefficients("pellet", D("0.765"), None, D(0), D("20.3"), _TESTO, Certainty.CERTAIN),
        Coefficients("wood", D("0.765"), None, D(0), D("20.3"), _TESTO, Certainty.CERTAIN),
    )
}  # fmt: skip
BACHARACH_COEFFICIENTS = {
    row.fuel: row
    for row in (
        Coefficients("natural_gas", D("0.66"), None, D("0.009"), D("11.8"), _BACHARACH,
                     Certainty.CERTAIN),
        Coefficients("lpg", D("0.63"), None, D("0.008"), D("13.8"), _BACHARACH,
                     Certainty.CERTAIN),
        Coefficients("heating_oil", D("0.68"), None, D("0.007"), D("15.4"), _BACHARACH,
                     Certainty.CERTAIN),
    )
}  # fmt: skip

_WATER = frozenset({Family.STANDARD, Family.LOW_TEMPERATURE, Family.CONDENSING})
_NOT_CONDENSING = frozenset({Family.STANDARD, Family.LOW_TEMPERATURE})
_AIR = frozenset({Family.HOT_AIR})


def _only(family: Family) -> frozenset[Family]:
    return frozenset({family})


#: DPR 74/2013, Allegato B (in force since 12/07/2013), and the form of DM 10/02/2014 for the two
#: points and the CO limit.
COMBUSTION_LIMITS = (
    CombustionLimits(
        valid_from=None,
        valid_to=None,
        minimum=(
            MinimumRow(_WATER, None, date(1993, 10, 28), D(82), D(2)),
            MinimumRow(_WATER, date(1993, 10, 29), date(1997, 12, 31), D(84), D(2)),
            MinimumRow(_only(Family.STANDARD), date(1998, 1, 1), date(2005, 10, 7), D(84), D(2)),
            MinimumRow(
                _only(Family.LOW_TEMPERATURE), date(1998, 1, 1), date(2005, 10, 7), D("87.5"),
                D("1.5"),
            ),
            MinimumRow(_only(Family.CONDENSING), date(1998, 1, 1), date(2005, 10, 7), D(91), D(1)),
            MinimumRow(_only(Family.CONDENSING), date(2005, 10, 8), None, D(89), D(2)),
            MinimumRow(_NOT_CONDENSING, date(2005, 10, 8), None, D(87), D(2)),
            MinimumRow(_AIR, None, date(1993, 10, 28), D(77), D(2)),
            MinimumRow(_AIR, date(1993, 10, 29), None, D(80), D(2)),
        ),
        power_cap_kw=D(400),
        added_points=D(2),
        co_max_ppm=D(1000),
        source="DPR 74/2013, Allegato B; DM 10/02/2014",
    ),
)  # fmt: skip

#: Reg. (UE) 517/2014 art. 4, kept for Annex I by Reg. (UE) 2024/573 (likely), which adds Annex II
#: section 1 from 1 kg. Annex I in t CO2e, Annex II in kg.
LEAK_LAWS = (
    LeakLaw(
        valid_from=None,
        valid_to=date(2024, 3, 10),
        bands=(
            LeakBand(Annex.ONE, D(5), D(50), 12, 24),
            LeakBand(Annex.ONE, D(50), D(500), 6, 12),
            LeakBand(Annex.ONE, D(500), None, 3, 6, needs_detector=True),
        ),
        source="Reg. (UE) 517/2014, art. 4",
    ),
    LeakLaw(
        valid_from=date(2024, 3, 11),
        valid_to=None,
        bands=(
            LeakBand(Annex.ONE, D(5), D(50), 12, 24),
            LeakBand(Annex.ONE, D(50), D(500), 6, 12),
            LeakBand(Annex.ONE, D(500), None, 3, 6, needs_detector=True),
            LeakBand(Annex.TWO, D(1), D(10), 12, 24),
            LeakBand(Annex.TWO, D(10), D(100), 6, 12),
            LeakBand(Annex.TWO, D(100), None, 3, 6, needs_detector=True),
        ),
        source="Reg. (UE) 2024/573",
    ),
)
