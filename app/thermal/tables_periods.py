"""Periods of the efficiency controls that a company starts with, and who decides where. Pure.

A company edits its copy of these rows (Configuration, "Control periods"). National rows:
DPR 74/2013, Allegato A. Regional rows come from the behaviour of the registers' software, not from
the regional texts: they are marked likely and are to be verified.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from app.thermal.rules import Certainty, FuelGroup, Generator
from app.thermal.rules_schedule import NATIONAL, Band, Period, PowerKind, Rounding

D = Decimal


#: Code of an authority -> its name, as printed; data, not interface.
BODIES = {
    NATIONAL: "Italia (DPR 74/2013)",
    "BAS": "Basilicata",
    "CAL": "Calabria",
    "CAM": "Campania",
    "FVG": "Friuli-Venezia Giulia",
    "LIG": "Liguria",
    "LOM": "Lombardia",
    "MAR": "Marche",
    "TOS": "Toscana",
    "BT": "Barletta-Andria-Trani",
    "FR": "Frosinone",
    "LT": "Latina",
    "MS": "Massa",
    "NA": "Napoli",
    "PA": "Palermo",
    "RI": "Rieti",
    "TA": "Taranto",
}

_PROVINCES = {
    "BAS": "PZ MT",
    "CAL": "CS CZ KR RC VV",
    "CAM": "AV BN CE NA SA",
    "FVG": "GO PN TS UD",
    "LIG": "GE IM SP SV",
    "LOM": "BG BS CO CR LC LO MB MI MN PV SO VA",
    "MAR": "AN AP FM MC PU",
    "TOS": "AR FI GR LI LU MS PI PO PT SI",
}
_REGION_OF = {code: body for body, codes in _PROVINCES.items() for code in codes.split()}

DPR_74 = date(2013, 7, 12)
_A74 = "DPR 74/2013, Allegato A"
_ITER = "software CURMIT/ITER, to be verified"

_FLAME = frozenset({Generator.FLAME})
_COLD = frozenset({Generator.COMPRESSION})
_ENGINE = frozenset({Generator.ENGINE})
_ABSORPTION = frozenset({Generator.ABSORPTION})
_SUBSTATION = frozenset({Generator.SUBSTATION})
_CHP = frozenset({Generator.COGENERATOR})
_GAS = frozenset({FuelGroup.GAS})
_LIQUID_SOLID = frozenset({FuelGroup.LIQUID, FuelGroup.SOLID})
_OTHERS = frozenset({FuelGroup.LIQUID, FuelGroup.SOLID, FuelGroup.BIOMASS})
_ANY: frozenset[FuelGroup] = frozenset()


def bodies_of(province: str, chosen: str = "") -> tuple[str, ...]:
    """Return who decides for a plant, in order of precedence; the national table is last.

    Args:
        province: Two letters of the plant's province; empty: not known.
        chosen: Authority that the company fixed for all its plants; empty: by province.
    """
    if chosen:
        return (chosen,) if chosen == NATIONAL else (chosen, NATIONAL)
    code = province.strip().upper()
    found = (code if code in BODIES else "", _REGION_OF.get(code, ""), NATIONAL)
    return tuple(body for body in dict.fromkeys(found) if body)


def _below(kw: str, *, over: str, includes: bool = False) -> Band:
    """Return over < P < kw, or <= kw."""
    return Band(D(over), False, D(kw), includes)


def _from(kw: str, *, includes: bool = True) -> Band:
    return Band(D(kw), includes)


def _national() -> tuple[Period, ...]:
    rows: tuple[tuple[Any, ...], ...] = (
        ("01", _FLAME, _LIQUID_SOLID, _below("100", over="10"), 2),
        ("02", _FLAME, _LIQUID_SOLID, _from("100"), 1),
        ("03", _FLAME, _GAS, _below("100", over="10"), 4),
        ("04", _FLAME, _GAS, _from("100"), 2),
        ("05", _COLD, _ANY, _below("100", over="12"), 4),
        ("06", _COLD, _ANY, _from("100"), 2),
        ("07", _ENGINE, _ANY, _from("12"), 4),
        ("08", _ABSORPTION, _ANY, _from("12"), 2),
        ("09", _SUBSTATION, _ANY, _from("10", includes=False), 4),
    )
    found = [
        Period(f"IT-A74-{number}", NATIONAL, kinds, fuels, band, years, valid_from=DPR_74,
               source=_A74)
        for number, kinds, fuels, band, years in rows
    ]  # fmt: skip
    chp = (("10", _below("50", over="0"), 4), ("11", _from("50"), 2))
    found += [
        Period(f"IT-A74-{number}", NATIONAL, _CHP, _ANY, band, years, PowerKind.ELECTRICAL,
               valid_from=DPR_74, source=_A74)
        for number, band, years in chp
    ]  # fmt: skip
    return tuple(found)


def _rows(body: str, rows: tuple[tuple[Any, ...], ...], **common: Any) -> tuple[Period, ...]:
    """Return the rows of a body: (generators, fuels, band, years, further facts)."""
    usual: dict[str, Any] = {"source": _ITER, "certainty": Certainty.LIKELY} | common
    return tuple(
        Period(f"{body}-{number:02d}", body, kinds, fuels, band, years, **(usual | more))
        for number, (kinds, fuels, band, years, more) in enumerate(rows, start=1)
    )


#: Bands of most regions, 100 kW in the lower one.
_SMALL = _below("100", over="10", includes=True)
_LARGE = _from("100", includes=False)
_SMALL_COLD = _below("100", over="12", includes=True)


def _lower_band_tables() -> tuple[Period, ...]:
    """Return Marche and Barletta-Andria-Trani, and those that only move 100 kW down."""
    found: tuple[Period, ...] = ()
    flame: tuple[tuple[Any, ...], ...] = (
        (_FLAME, _GAS, _SMALL, 4, {}),
        (_FLAME, _GAS, _LARGE, 2, {}),
        (_FLAME, _OTHERS, _SMALL, 2, {}),
        (_FLAME, _OTHERS, _LARGE, 1, {}),
        (_COLD, _ANY, _SMALL_COLD, 4, {}),
        (_COLD, _ANY, _LARGE, 2, {}),
    )
    found += _rows("MAR", flame, rounding=Rounding.MONTH_END)
    found += _rows("BT", flame)
    as_national = tuple(
        (kinds, _LIQUID_SOLID if fuels == _OTHERS else fuels, band, years, more)
        for kinds, fuels, band, years, more in flame
    )
    for body in ("PA", "RI", "LT"):
        found += _rows(body, as_national)
    return found


def _age_tables() -> tuple[Period, ...]:
    """Return the bodies that look at the age of the plant."""
    young, old = {"younger_than": 4}, {"aged_from": 4}
    over = _from("100")
    below = _below("100", over="10")
    toscana = _rows(
        "TOS",
        (
            (_FLAME, _GAS, _SMALL, 4, young),
            (_FLAME, _GAS, _SMALL, 2, old),
            (_FLAME, _GAS, _LARGE, 2, {}),
            (_FLAME, _OTHERS, _SMALL, 2, {}),
            (_FLAME, _OTHERS, _LARGE, 1, {}),
            (_COLD, _ANY, _SMALL_COLD, 4, {}),
            (_COLD, _ANY, _LARGE, 2, {}),
        ),
        rounding=Rounding.YEAR_END,
    )
    calabria = _rows(
        "CAL",
        (
            (_FLAME, _GAS, below, 4, young),
            (_FLAME, _GAS, below, 2, old),
            (_FLAME, _GAS, over, 2, {}),
            (_FLAME, _OTHERS, below, 2, {}),
            (_FLAME, _OTHERS, over, 1, {}),
        ),
    )
    massa = _rows(
        "MS",
        (
            (_FLAME, _ANY, below, 4, {"younger_than": 8, "outdoors": True}),
            (_FLAME, _ANY, _from("10", includes=False), 2, {}),
        ),
    )
    liguria = _rows(
        "LIG",
        (
            (_FLAME, _ANY, _from("10", includes=False), 4, {"younger_than": 15}),
            (_FLAME, _ANY, _from("10", includes=False), 2, {"aged_from": 15}),
        ),
        source="regional pages, to be verified",
    )
    return toscana + calabria + massa + liguria


def _other_tables() -> tuple[Period, ...]:
    first, later = {"first_start": True}, {"first_start": False}
    below = _below("100", over="10")
    campania: tuple[tuple[Any, ...], ...] = (
        (_FLAME, _GAS, _SMALL, 4, first),
        (_FLAME, _GAS, _SMALL, 2, later),
        (_FLAME, _GAS, _LARGE, 2, {}),
        (_FLAME, _OTHERS, _SMALL, 2, {}),
        (_FLAME, _OTHERS, _LARGE, 1, {}),
    )
    napoli = (
        (_FLAME, _GAS, below, 4, first),
        (_FLAME, _GAS, below, 2, later),
        (_FLAME, _GAS, _from("100"), 2, {}),
        *campania[3:],
    )
    friuli: tuple[tuple[Any, ...], ...] = (
        (_FLAME, _GAS, _below("35", over="0"), 4, {}),
        (_FLAME, _GAS, _from("35"), 2, {}),
        (_FLAME, _OTHERS, _below("35", over="0"), 2, {}),
        (_FLAME, _OTHERS, _from("35"), 1, {}),
    )
    electric = {"power": PowerKind.ELECTRICAL}
    basilicata: tuple[tuple[Any, ...], ...] = (
        (_FLAME, _GAS | _LIQUID_SOLID, _SMALL, 2, {}),
        (_FLAME, _GAS | _LIQUID_SOLID, _LARGE, 1, {}),
        (_COLD, _ANY, _SMALL_COLD, 2, {}),
        (_COLD, _ANY, _LARGE, 1, {}),
        (_SUBSTATION, _ANY, _from("10", includes=False), 2, {}),
        (_CHP, _ANY, _below("50", over="0"), 2, electric),
        (_CHP, _ANY, _from("50"), 1, electric),
    )
    taranto: tuple[tuple[Any, ...], ...] = (
        (_FLAME, _ANY, _below("35", over="10"), 2, {}),
        (_FLAME, _ANY, _from("35"), 1, {}),
    )
    return (
        _rows("CAM", campania)
        + _rows("NA", napoli)
        + _rows("FVG", friuli, power=PowerKind.HEAT_INPUT, min_useful_kw=D(10))
        + _rows("BAS", basilicata, source=f"regional law of December 2021; {_ITER}")
        + _rows("TA", taranto)
    )


def _lombardia() -> tuple[Period, ...]:
    """Return DGR X/3965 of 2015: superseded, kept for the dates counted from before.

    The day on which DGR XI/3502 of 2020 took its place is to be verified; since then the national
    table stands in until the company enters the present one.
    """
    liquid, solid = frozenset({FuelGroup.LIQUID}), frozenset({FuelGroup.SOLID})
    biomass = frozenset({FuelGroup.BIOMASS})
    rows: tuple[tuple[Any, ...], ...] = (
        (_FLAME, liquid | solid, _from("5", includes=False), 1, {}),
        (_FLAME, _GAS, _below("35", over="5"), 2, {}),
        (_FLAME, _GAS, _from("35"), 1, {}),
        (_FLAME, biomass, _below("15", over="5"), 2, {}),
        (_FLAME, biomass, _from("15"), 1, {}),
        (_SUBSTATION, _ANY, _from("5", includes=False), 4, {"power": PowerKind.USEFUL}),
    )
    return _rows(
        "LOM", rows, power=PowerKind.HEAT_INPUT, valid_from=date(2015, 8, 1),
        valid_to=date(2020, 12, 31), certainty=Certainty.UNCERTAIN,
        source="DGR Lombardia X/3965 (2015), superseded; validity to be verified",
    )  # fmt: skip


#: What a new company starts with.
PERIODS: tuple[Period, ...] = (
    *_national(), *_lower_band_tables(), *_age_tables(), *_other_tables(), *_lombardia(),
)  # fmt: skip
