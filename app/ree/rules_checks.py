"""The validation rules of the official forms, numbered as in their list. Pure.

Each rule returns remarks with its number and weight; what a region decides is in `Policy`.
Sources: the checks of the regional registers (CIT, CRITER, ITER) and the forms of DM 10/02/2014.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from app.ree.rules import Severity
from app.ree.rules_content import Content, Values
from app.ree.rules_figures import Figures
from app.ree.rules_policy import USUAL, Policy, Weight
from app.ree.rules_sheets import TESTED

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741  # the letters of the list


@dataclass(frozen=True)
class Remark:
    """What a rule says of a report.

    Attributes:
        rule: Number in the list of rules.
        path: Field it is shown beside.
        code: Its sentence is in `messages.py`.
        facts: Values of the sentence.
    """

    rule: int
    severity: Severity
    path: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A report to judge, with what was worked out of it and the day of today."""

    content: Content
    figures: tuple[Figures, ...]
    today: date
    policy: Policy = USUAL

    @property
    def values(self) -> Values:
        """Return the values of the sections."""
        return self.content.values

    def flag(self, place: int, name: str) -> bool | None:
        """Return a comparison of a row; None: it cannot be told."""
        figure = self.figures[place].get(name)
        return None if figure is None else bool(figure.value)

    def has_flag(self, name: str, *, value: bool) -> bool:
        """Tell whether a comparison of any row came out so."""
        return any(self.flag(place, name) is value for place in range(len(self.figures)))

    @property
    def is_tested(self) -> bool:
        """Tell whether the flue gas was measured."""
        return any("efficiency_read" in row or "co_dry_ppm" in row for row in self.content.rows)


Remarks = Iterator[Remark]

#: CO2 of the flue gas that no fuel can pass, %: methane with the register's tolerance.
CO2_LIMITS = {
    "natural_gas": Decimal(12), "lpg": Decimal("13.9"), "propane": Decimal("13.9"),
    "butane": Decimal("13.9"), "heating_oil": Decimal("15.1"), "fuel_oil": Decimal("15.7"),
}  # fmt: skip
_CLOSE, _POINT = Decimal("0.05"), Decimal(1)


def judge(case: Case) -> tuple[Remark, ...]:
    """Return the remarks of every rule that applies, errors first."""
    rules = COMMON + OF_TYPE.get(case.content.sheet.ree_type, ())
    found = [remark for rule in rules for remark in rule(case)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda one: order.index(one.severity)))


def _weighed(
    rule: int, weight: Weight, path: str, code: str, facts: dict[str, Any] | None = None
) -> Remarks:
    """Remark by the weight that a region decided; none where it is not asked."""
    if weight.severity is not None:
        yield Remark(rule, weight.severity, path, code, facts or {})


def _prescribed(case: Case) -> Remarks:
    """Rules 1 and 2: a prescription puts the plant out of service, and the reverse."""
    values = case.values
    if values.get("prescriptions") and values.get("may_run") == "yes":
        yield Remark(1, E, "values.may_run", "prescribed_may_run")
    is_explained = values.get("prescriptions") or values.get("remarks")
    if values.get("may_run") == "no" and not is_explained:
        yield Remark(2, W, "values.prescriptions", "stopped_without_reason")


def _days(case: Case) -> Remarks:
    """Rules 19 and 20: days and hours in their order."""
    values = case.values
    done, installed = values.get("performed_on"), values.get("installed_on")
    if done is None:
        return
    if done > case.today:
        yield Remark(19, E, "values.performed_on", "in_future")
    if installed is not None and installed > done:
        yield Remark(19, E, "values.installed_on", "installed_after")
    following = values.get("maintenance_by")
    if following is not None and following <= done:
        yield Remark(20, E, "values.maintenance_by", "maintenance_before")


def _hours(case: Case) -> Remarks:
    """Rule 20: one leaves after arriving."""
    arrived, left = case.values.get("arrived_at"), case.values.get("left_at")
    if arrived is not None and left is not None and left <= arrived:
        yield Remark(20, E, "values.left_at", "leaves_before")


def _defects(case: Case) -> Remarks:
    """Rule 22: what is not in order is explained."""
    values = case.values
    if any(values.get(name) for name in ("remarks", "recommendations", "prescriptions")):
        return
    bad = [item for item in case.content.sheet.good_items() if item.name != "may_run"]
    if any(not case.content.good_answer(item) for item in bad):
        yield Remark(22, W, "values.remarks", "defect_unexplained")


def _code(case: Case) -> Remarks:
    """Rule 24: the register wants the plant's code."""
    if not case.values.get("plant_code"):
        yield Remark(24, W, "values.plant_code", "plant_code_missing")


def _services(case: Case) -> Remarks:
    """Rule 23: at least one service."""
    if not case.values.get("for_heating") and not case.values.get("for_dhw"):
        yield Remark(23, E, "values.for_heating", "no_service")


def _powers(case: Case) -> Remarks:
    """Rules 11 and 12: the powers agree with each other."""
    values = case.values
    heat, useful = values.get("heat_input_kw"), values.get("useful_power_kw")
    if heat is None:
        return
    if useful is not None and useful > heat:
        yield Remark(12, E, "values.useful_power_kw", "useful_above_input")
    for place, row in enumerate(case.content.rows):
        actual = row.get("actual_input_kw")
        if actual is None:
            continue
        path, share = f"measurements.{place}.actual_input_kw", actual / heat
        if not Decimal("0.5") <= share <= Decimal("1.2"):
            yield Remark(11, E, path, "input_out_of_range")
        elif share > Decimal("1.1"):
            yield Remark(11, W, path, "input_high")


def _draught(case: Case) -> Remarks:
    """Rule 13: natural draught of a gas appliance is measured."""
    values = case.values
    is_gas = values.get("fuel") in ("natural_gas", "lpg", "propane", "butane")
    if is_gas and values.get("flue_draught") == "natural" and values.get("draught_pa") is None:
        yield Remark(13, E, "values.draught_pa", "draught_missing")


def _test_result(case: Case) -> Remarks:
    """Rules 3, 5, 6, 15: the answer on UNI 10389-1 follows from the numbers."""
    answer = case.values.get("uni_10389_ok")
    path = "values.uni_10389_ok"
    bad = [
        code
        for name, code in (
            ("co_ok", "co_too_high"),
            ("efficiency_ok", "efficiency_too_low"),
            ("bacharach_ok", "smoke_too_dark"),
        )
        if case.has_flag(name, value=False)
    ]
    if answer == "yes":
        for code in bad:
            yield Remark(3 if code == "co_too_high" else 15, E, path, code)
    elif answer == "no" and case.is_tested and not bad:
        yield Remark(15, W, path, "result_no_but_good")
    elif answer == "nc" and case.is_tested:
        yield Remark(15, E, path, "result_nc_but_tested")


def _running(case: Case) -> Remarks:
    """Rule 4: with bad combustion the plant does not run on."""
    if case.values.get("may_run") != "yes":
        return
    if case.has_flag("co_ok", value=False):
        yield from _weighed(4, case.policy.unsafe_co, "values.may_run", "unsafe_co")
    if case.has_flag("efficiency_ok", value=False):
        yield from _weighed(4, case.policy.low_efficiency, "values.may_run", "low_efficiency")
        yield Remark(26, I, "values.may_run", "replace_in_180_days")


def _gases(case: Case) -> Remarks:
    """Rules 7, 8, 9: the gases agree with each other and with the fuel."""
    limit = CO2_LIMITS.get(str(case.values.get("fuel")))
    for place, row in enumerate(case.content.rows):
        path = f"measurements.{place}"
        co2 = row.get("co2")
        if co2 is not None and limit is not None and co2 > limit:
            yield Remark(9, E, f"{path}.co2", "co2_above_fuel", {"limit": limit})
        yield from _carbon_monoxide(case, row, case.figures[place], f"{path}.co_corrected_ppm")


def _carbon_monoxide(case: Case, row: Values, figures: Figures, path: str) -> Remarks:
    stated, dry = row.get("co_corrected_ppm"), row.get("co_dry_ppm")
    ours = figures.get("co_computed")
    if stated is None:
        return
    if dry is not None and stated < dry:
        yield Remark(8, E, path, "co_below_dry")
    elif ours is not None and abs(stated - ours.value) > _CLOSE * ours.value:
        facts = {"ours": ours.value}
        yield from _weighed(7, case.policy.co_mismatch, path, "co_mismatch", facts)


def _temperatures(case: Case) -> Remarks:
    """Rule 10: values that are possible and unlikely."""
    for place, row in enumerate(case.content.rows):
        path = f"measurements.{place}"
        flue, air = row.get("flue_c"), row.get("air_c")
        if flue is not None and flue > 220:
            yield Remark(10, W, f"{path}.flue_c", "flue_hot")
        if air is not None and not -5 <= air <= 50:
            yield Remark(10, W, f"{path}.air_c", "air_unlikely")
        if flue is not None and air is not None and air >= flue:
            yield Remark(10, W, f"{path}.air_c", "air_above_flue")


def _plausible(case: Case) -> Remarks:
    """Check the analyser's efficiency with the formula, one point either way.

    Condensing boilers give back latent heat that the formula does not know.
    """
    if case.values.get("efficiency_class") == "condensing":
        return
    for place, row in enumerate(case.content.rows):
        ours, read = case.figures[place].get("efficiency_computed"), row.get("efficiency_read")
        if ours is not None and read is not None and abs(read - ours.value) > _POINT:
            path = f"measurements.{place}.efficiency_read"
            yield Remark(5, W, path, "efficiency_unlikely", {"ours": ours.value})


def _analyser(case: Case) -> Remarks:
    """Rule 17: the analyser is named."""
    names = ("analyser_brand", "analyser_model", "analyser_serial")
    if case.is_tested and not all(case.values.get(name) for name in names):
        path = "values.analyser_serial"
        yield from _weighed(17, case.policy.analyser, path, "analyser_missing")


def _untested(case: Case) -> Remarks:
    """Rule 25: fuels without a legal minimum."""
    fuel = case.values.get("fuel")
    if fuel is not None and fuel not in TESTED:
        yield Remark(25, I, "values.fuel", "no_legal_minimum")


def _modules(case: Case) -> Remarks:
    """Own rule: each module has one row."""
    seen: set[Any] = set()
    for place, row in enumerate(case.content.rows):
        module = row.get("module")
        if module is not None and module in seen:
            yield Remark(0, E, f"measurements.{place}.module", "module_twice")
        seen.add(module)


def _restored(case: Case) -> Remarks:
    """Rule 18: what did not pass is brought back by a later day."""
    done = case.values.get("performed_on")
    for place, row in enumerate(case.content.rows):
        by = row.get("restore_by")
        if by is not None and done is not None and by <= done:
            yield Remark(18, E, f"measurements.{place}.restore_by", "restored_before")


def _circuits(case: Case) -> Remarks:
    """Own rule, after the register's: one row for each circuit, each once."""
    numbers = [row.get("circuit") for row in case.content.rows if row.get("circuit") is not None]
    if len(set(numbers)) < len(numbers):
        place = len(numbers) - 1
        yield Remark(0, E, f"measurements.{place}.circuit", "circuit_twice")
    circuits = case.values.get("circuits")
    if circuits is not None and circuits != len(case.content.rows):
        yield Remark(0, W, "values.circuits", "rows_not_circuits")


def _exchange(case: Case) -> Remarks:
    """Own check: heat = 1.163 kWh/(m3 K), flow and temperature drop of the primary, by a fifth."""
    row = case.content.rows[0]
    names = ("exchanged_kw", "primary_flow_m3h", "primary_flow_c", "primary_return_c")
    heat, flow, hot, cold = (row.get(name) for name in names)
    if heat is None or flow is None or hot is None or cold is None:
        return
    expected = Decimal("1.163") * flow * (hot - cold)
    if abs(heat - expected) > Decimal("0.2") * abs(expected):
        ours = expected.quantize(Decimal("0.1"))
        yield Remark(0, W, "measurements.0.exchanged_kw", "heat_unlikely", {"ours": ours})


Rule = Callable[[Case], Remarks]
COMMON: tuple[Rule, ...] = (_prescribed, _days, _hours, _defects, _code)
OF_TYPE: dict[int, tuple[Rule, ...]] = {
    1: (
        _services, _powers, _draught, _test_result, _running, _gases, _temperatures, _plausible,
        _analyser, _untested, _modules,
    ),
    2: (_restored, _circuits),
    3: (_services, _exchange),
}  # fmt: skip
