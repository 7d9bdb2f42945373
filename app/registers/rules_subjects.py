"""Who answers for a plant, as Emilia-Romagna's register splits it. Pure.

Our report names one responsible person. The register wants whoever answers by law (owner,
occupant, administrator) and, apart, the third party that was delegated (sheet 3 of the booklet).
"""

from collections.abc import Iterable, Mapping
from typing import Any

Values = dict[str, Any]

_NAMES = (
    "kind", "company", "first_name", "last_name", "tax_code", "vat_number", "street",
    "cadastral_code",
)  # fmt: skip
#: Digits of the tax code of a firm or condominium.
_FIRM_DIGITS = 11


def subjects(values: Mapping[str, Any], delegation: Mapping[str, Any] | None) -> Values:
    """Return the names of who answers by law and of the third party.

    Args:
        values: Of a report or card, the responsible person under "resp_…".
        delegation: Row of sheet 3 in force; None: the booklet has none.
    """
    title = values.get("resp_title")
    stated = {name: values.get(f"resp_{name}") for name in _NAMES}
    if title != "third_party":
        owner = {f"owner_{name}": value for name, value in stated.items()}
        return owner | {"owner_title": title, "has_third_party": False}
    third = {f"third_{name}": value for name, value in stated.items()}
    return third | delegator(delegation or {}) | {"has_third_party": True}


def delegator(delegation: Mapping[str, Any]) -> Values:
    """Return who delegated a third party; a single name goes whole, nothing is guessed from it."""
    code = str(delegation.get("delegator_tax_code") or "")
    name = delegation.get("delegator")
    is_firm = code.isdigit() and len(code) == _FIRM_DIGITS
    is_administrator = delegation.get("delegator_as") == "administrator"
    return {
        "owner_title": ("administrator" if is_administrator else "owner") if name else None,
        "owner_kind": ("firm" if is_firm else "person") if name else None,
        "owner_company": name if is_firm else None,
        "owner_last_name": None if is_firm else name,
        "owner_tax_code": code or None,
    }


def in_force(rows: Iterable[Mapping[str, Any]], day: str) -> Mapping[str, Any] | None:
    """Return the delegation of a day, of several the one begun last; None: there is none.

    Args:
        rows: Of sheet 3, days as "2026-10-12".
        day: Italian day, "2026-10-12".
    """
    held = [
        row
        for row in rows
        if str(row.get("from_on") or "") <= day <= str(row.get("until_on") or "9999")
    ]
    return max(held, key=lambda row: str(row.get("from_on") or ""), default=None)
