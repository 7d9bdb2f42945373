"""The official forms as the page draws them: items, labels, choices."""

from collections.abc import Iterable
from typing import Any

from app.ree import labels
from app.ree.labels_more import Label
from app.ree.rules_items import Item, Sheet

#: Conclusions, which nobody gives for several items at once.
_BY_HAND = frozenset({"may_run", "uni_10389_ok", "passed"})


def sheet_json(sheet: Sheet) -> dict[str, Any]:
    """Return a form as JSON, in the language of the reader."""
    return {
        "ree_type": sheet.ree_type,
        "label": str(labels.FORMS[sheet.ree_type]),
        "most_rows": sheet.most_rows,
        "sections": [
            {
                "letter": section.letter,
                "label": str(labels.SECTIONS[section.letter]),
                "items": _items(section.items, sheet),
            }
            for section in sheet.sections
        ],
        "measures": _items(sheet.measures, sheet),
    }


def _items(items: Iterable[Item], sheet: Sheet) -> list[dict[str, Any]]:
    words = labels.items_of(sheet.ree_type)
    return [_item(item, words[item.name]) for item in items]


def _item(item: Item, label: Label) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": item.name,
        "kind": item.kind.value,
        "label": str(label),
        "hint": str(labels.HINTS.get(item.name, "")),
        "required": item.is_required,
        "good": None if item.name in _BY_HAND else item.good,
        "unit": item.unit,
        "length": item.length,
        "when": {name: list(values) for name, values in item.when.items()},
    }
    if item.options:
        words = labels.OPTIONS[item.name]
        found["options"] = [{"value": one, "label": str(words[one])} for one in item.options]
    return found
