"""What the document of a report needs beside the signed content, frozen when it arrives."""

from decimal import Decimal
from typing import Any

from app.company.models import CompanyProfile
from app.interventions.facts import company_snapshot
from app.ree.checking import Judged
from app.ree.models import Ree
from app.ree.rules import RULES_VERSION
from app.ree.rules_checks import Remark
from app.ree.rules_figures import Figures
from app.ree.rules_policy import Decision


def facts_of(ree: Ree, judged: Judged, profile: CompanyProfile) -> dict[str, Any]:
    """Return the facts of a report as JSON; days as "2026-10-12", numbers as text with a point."""
    return {
        "number": ree.label,
        "revision": ree.revision,
        "client": {"number": str(ree.client.number), "name": ree.client.display_name},
        "company": company_snapshot(profile),
        "figures": [figures_json(figures) for figures in judged.case.figures],
        "remarks": [remark_json(remark) for remark in judged.remarks],
        "rules_version": RULES_VERSION,
        "policy": policy_json(judged.decision),
    }


def policy_json(decision: Decision) -> dict[str, Any]:
    """Return what the region had decided on the day of the control, with its source."""
    begins = decision.valid_from.isoformat() if decision.valid_from is not None else None
    return {
        "body": decision.body,
        "source": decision.source,
        "valid_from": begins,
        "weights": decision.policy.as_json(),
    }


def figures_json(figures: Figures) -> dict[str, Any]:
    """Return what was worked out of a row, each value with its formula and source."""
    return {
        name: {
            "value": plain(figure.value),
            "formula": figure.formula,
            "source": figure.source,
            "is_certain": figure.is_certain,
        }
        for name, figure in figures.items()
    }


def remark_json(remark: Remark) -> dict[str, Any]:
    """Return a remark of the rules, with number and weight."""
    return {
        "rule": remark.rule,
        "severity": remark.severity.value,
        "path": remark.path,
        "code": remark.code,
        "facts": {name: str(value) for name, value in remark.facts.items()},
    }


def plain(value: Decimal | bool) -> str | bool:  # noqa: FBT001  # a value, not a switch
    """Return a number as text with a point; a comparison as it is."""
    return value if isinstance(value, bool) else f"{value:f}"
