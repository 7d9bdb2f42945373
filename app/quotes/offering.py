"""The price list as a quote offers it: an item, and the lines it stands for."""

from decimal import Decimal
from typing import Any

from app.interventions.facts import plain
from app.interventions.figures import amount_text
from app.pricelist.models import PriceItem


def item_option(item: PriceItem) -> dict[str, Any]:
    """Return an item as an option of a remote select, with the fields of its line."""
    return {
        "value": str(item.id),
        "text": item.description,
        "subtext": f"{item.code} · € {amount_text(item.unit_price)} / {item.unit}",
        "lines": [line_of(part.item, part.quantity) for part in item.parts] or [line_of(item)],
    }


def line_of(item: PriceItem, quantity: Decimal = Decimal(1)) -> dict[str, Any]:
    """Return the fields of a line as the form's inputs hold them."""
    return {
        "item_id": str(item.id),
        "kind": item.kind.value,
        "description": item.description,
        "quantity": _typed(plain(quantity)),
        "unit": item.unit,
        "unit_price": _typed(plain(item.unit_price)),
        "vat_profile": str(item.vat_profile_id),
        "is_significant": item.is_significant,
        "unit_cost": "" if item.purchase_cost is None else _typed(plain(item.purchase_cost)),
    }


def _typed(number: str) -> str:
    return number.replace(".", ",")
