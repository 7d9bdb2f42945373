"""A booklet's values as Emilia-Romagna's register asks for them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.registers.rules_booklet import Values

#: The booklet is handed over as a draft.
_DRAFT = 1
_KINDS = (
    "GT", "GF", "SC", "CG", "CS", "AG", "SR", "VR", "VX", "PO", "AC", "TE", "RV", "SCX", "CI",
    "UT", "RCX", "VM",
)  # fmt: skip
_CADASTRE = ("cadastre_section", "cadastre_sheet", "cadastre_parcel", "cadastre_sub")
_THERMOSTATS = ("on_off", "proportional")
#: Items whose "none" the register says by leaving the code out.
_KIND_OF = ("cooling_circuit", "cooling_filtration", "cooling_softening", "cooling_conditioning")
_UNITS = {"m³": "m3", "mc": "m3", "smc": "m3", "litri": "l"}
#: Fuels that the register knows as "other", by name.
_OTHER_FUELS = frozenset({"propane", "butane", "other"})


def criter_booklet_scope(
    scope: Mapping[str, Any], cadastre: Sequence[Mapping[str, Any]], people: Mapping[str, Any]
) -> Values:
    """Return the values of a booklet.

    Args:
        scope: Of `booklet_scope`.
        cadastre: Rows of the cadastre, sheet 1 included.
        people: Who answers for the plant, with the days of a delegation.
    """
    found: Values = {**scope, **people, "draft_state": _DRAFT}
    found |= {f"{kind}:all": _all(scope, kind) for kind in _KINDS}
    for row in found["GT:all"]:
        row["burners"] = _linked(scope, "BR", row["number"])
        row["recuperators"] = _linked(scope, "RC", row["number"])
    found |= _services(scope) | _water(scope)
    found["cadastre"] = [row for row in cadastre if any(row.get(name) for name in _CADASTRE)]
    rooms = scope.get("room_control") or ()
    found["thermostat"] = next((one for one in _THERMOSTATS if one in rooms), "none")
    found["fuel_rows"] = _used(scope, "fuel_used")
    found["water_rows"] = _used(scope, "water_used")
    for rows in (found["fuel_rows"], found["water_rows"], scope.get("chemicals_used") or []):
        for row in rows:
            unit = str(row.get("unit_measure") or "").strip().casefold()
            row["unit_word"] = _UNITS.get(unit, unit)
    return found


def plant_facts(sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> Values:
    """Return what a report of the register wants of the plant and the booklet says.

    Args:
        sheets: Rows of the booklet's sheets by code; without a booklet, none.
    """
    first, control, pipes = ((sheets.get(code) or [{}])[0] for code in ("1", "5", "6"))
    metered = control.get("metered_units")
    return {
        "metered_units": metered,
        "metering_kind": "none" if metered == "no" else control.get("metering"),
        "distribution_first": (pipes.get("distribution") or [None])[0],
        "plant_heats": bool(first.get("heating_kw")),
        "plant_cools": bool(first.get("cooling_kw")),
        "plant_dhw": bool(first.get("dhw_kw")),
    }


def _all(scope: Mapping[str, Any], kind: str) -> list[Values]:
    """Return what stands or stood at each number of a kind."""
    found = []
    for place in scope.get(kind) or ():
        for row in (*place["replaced"], *place["current"]):
            gone = row.get("removed_on") if row in place["replaced"] else None
            fuel = row.get("fuel")
            found.append({
                **row,
                "number": place["number"],
                "replaced_on": gone,
                "carrier_word": row["carrier_code"].word if row.get("carrier_code") else None,
                "other_fuel": row.get("fuel_word") if fuel in _OTHER_FUELS else None,
            })  # fmt: skip
    return found


def _linked(scope: Mapping[str, Any], kind: str, number: int | None) -> list[Values]:
    return [row for row in _all(scope, kind) if row.get("linked_generator") == number]


def _services(scope: Mapping[str, Any]) -> Values:
    return {
        "has_dhw": bool(scope.get("dhw_kw")),
        "has_heating": bool(scope.get("heating_kw")),
        "has_cooling": bool(scope.get("cooling_kw")),
        "has_other_service": bool(scope.get("other_service")),
        "has_solar": bool(scope.get("solar_m2")),
    }


def _water(scope: Mapping[str, Any]) -> Values:
    frost = scope.get("antifreeze")
    found: Values = {
        "is_heating_treated": _is_treated(scope.get("heating_treatment")),
        "is_dhw_treated": _is_treated(scope.get("dhw_treatment")),
        "is_cooling_treated": scope.get("cooling_circuit", "none") != "none",
        "has_antifreeze": frost not in (None, "none"),
        "antifreeze_kind": frost if frost != "none" else None,
    }
    for name in _KIND_OF:
        value = scope.get(name)
        found[f"{name}_kind"] = value if value != "none" else None
    return found


def _is_treated(treatments: Any) -> bool:
    return any(one != "none" for one in treatments or ())


def _used(scope: Mapping[str, Any], name: str) -> list[Values]:
    return [dict(row) for some in scope.get(name) or () for row in some["seasons"]]
