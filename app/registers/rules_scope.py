"""Our values by the names that the outlines ask for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from app.ree.rules_content import Content
from app.ree.rules_figures import Figures
from app.ree.rules_sheets import GAS, LIQUID
from app.registers.rules import rea_parts
from app.registers.rules_criter import IMPROVEMENTS

Values = dict[str, Any]

#: CRITER's codes: a control of efficiency, handed over as a draft.
_EFFICIENCY, _DRAFT = 1, 1
#: The heat carrier of our reports is a text: the register's "other".
_OTHER_FLUID = 1


@dataclass(frozen=True)
class Firm:
    """What the files say of who sends them; `rea` as in the company data, "TO-1234567".

    Attributes:
        seat: Where it is and how it is reached, by the names of the outlines ("firm_street").
    """

    rea: str
    tax_code: str
    name: str = ""
    seat: Mapping[str, Any] = field(default_factory=dict)

    def scope(self) -> Values:
        """Return its values; without a REA that can be read, none of the two parts."""
        province, number = rea_parts(self.rea) or (None, None)
        return {
            "rea_province": province,
            "rea_number": number,
            "firm_tax_code": self.tax_code,
            "firm_name": self.name,
            **self.seat,
        }


@dataclass(frozen=True)
class Signed:
    """Names under a report, and the sticker on it; empty: none."""

    technician: str = ""
    responsible: str = ""
    sticker: str = ""


@dataclass(frozen=True)
class Visit:
    """A maintenance without report: one for each generator.

    Attributes:
        work_code: Code of the register for the kind of work; empty: none was given.
        next_on: Day by which the next one is recommended.
        first_name, last_name: Of the technician, as stored; empty: not known.
    """

    plant_code: str
    performed_on: date
    work_code: str
    unit_number: int | None
    next_on: date | None
    arrived_at: time | None
    left_at: time | None
    first_name: str
    last_name: str
    remarks: str = ""
    recommendations: str = ""
    prescriptions: str = ""


def report_scope(
    content: Content, figures: tuple[Figures, ...], firm: Firm, signed: Signed
) -> Values:
    """Return the values of a report, with what was worked out of its rows."""
    values = content.values
    scope = {
        **values,
        **firm.scope(),
        "sticker": signed.sticker,
        "technician_signature": signed.technician,
        "responsible_signature": signed.responsible,
        "heating_water_not_required": _not_required(values, "heating_treatment", "water_treatment"),
        "dhw_water_not_required": _not_required(values, "dhw_treatment"),
    }
    scope["rows"] = [
        _row(values, row, found) for row, found in zip(content.rows, figures, strict=True)
    ]
    return scope


def criter_scope(scope: Mapping[str, Any], row: Mapping[str, Any], cadastral_code: str) -> Values:
    """Return the values of a report of one module or circuit, as CRITER asks for them.

    Args:
        scope: Of `report_scope`.
        row: One of its rows: the register takes one set of measurements for each report.
        cadastral_code: Of the comune, "H223"; empty: not found.
    """
    treated = {
        f"{name}_first": (scope.get(name) or (None,))[0]
        for name in ("heating_treatment", "dhw_treatment")
    }
    draught, mode, fuel = scope.get("flue_draught"), scope.get("test_mode"), scope.get("fuel")
    return {
        **scope,
        **row,
        **treated,
        "control_kind": _EFFICIENCY,
        "draft_state": _DRAFT,
        "cadastral_code": cadastral_code,
        "flue_forced": draught == "forced",
        "flue_natural": draught == "natural",
        "outlet_fluid_kind": _OTHER_FLUID if scope.get("outlet_fluid") else None,
        "tested_heating": mode == "heating",
        "tested_cooling": mode == "cooling",
        "other_fuel": fuel if fuel in {"propane", "butane"} else None,
        "improvements": [name for name in IMPROVEMENTS if scope.get(name)],
        "stickers": [scope["sticker"]] if scope["sticker"] else [],
    }


def visit_scope(visit: Visit, firm: Firm) -> Values:
    """Return the values of a maintenance without report."""
    return {
        **firm.scope(),
        "plant_code": visit.plant_code,
        "performed_on": visit.performed_on,
        "work_code": visit.work_code,
        "unit_number": visit.unit_number,
        "maintenance_by": visit.next_on,
        "arrived_at": visit.arrived_at,
        "left_at": visit.left_at,
        "technician_first_name": visit.first_name,
        "technician_last_name": visit.last_name,
        "remarks": visit.remarks,
        "recommendations": visit.recommendations,
        "prescriptions": visit.prescriptions,
    }


def component_number(code: str) -> int | None:
    """Return the number in the code of a component, "GT-2"; None: it has none."""
    number = code.rpartition("-")[2]
    return int(number) if number.isascii() and number.isdigit() else None


def _not_required(values: Mapping[str, Any], *names: str) -> bool | None:
    """Return whether a treatment is not required; None: the form does not say."""
    stated = next((values[name] for name in names if name in values), None)
    return None if stated is None else "not_required" in stated


#: Our name of a value of a row -> figure that stands for it, and whether what was read counts more.
_WORKED_OUT = {
    "o2": ("o2_derived", True),
    "co2": ("co2_derived", True),
    "co_corrected_ppm": ("co_computed", True),
    "efficiency_ree": ("efficiency_ree", False),
    "efficiency_minimum": ("efficiency_minimum", False),
    "efficiency_ok": ("efficiency_ok", False),
    "bacharach_ok": ("bacharach_ok", False),
    "co_ok": ("co_ok", False),
}


def _row(
    values: Mapping[str, Any], row: Mapping[str, Any], figures: Figures
) -> dict[str, Decimal | Any]:
    found = dict(row)
    for name, (figure, read_first) in _WORKED_OUT.items():
        if figure in figures and not (read_first and name in found):
            found[name] = figures[figure].value
    # The unit has to be there even without a flow: it follows from the fuel.
    unit = {**dict.fromkeys(GAS, "m3h"), **dict.fromkeys(LIQUID, "kgh")}.get(values.get("fuel", ""))
    found.setdefault("fuel_flow_unit", unit)
    return found
