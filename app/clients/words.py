"""The values of a card as people read them."""

from typing import Any

from flask_babel import gettext as _

from app.clients.forms import FIELDSETS
from app.clients.messages import COLUMNS, LABELS
from app.clients.models import Client
from app.kernel.access import Access
from app.kernel.subject import SubjectFacts, SubjectKind, is_subject_mismatch, suggest_subject
from app.web.formats import display
from app.web.kernel_messages import SUBJECT_REASON_LABELS

#: What stands in the heading of the card, on the map, or in a part of its own.
_ELSEWHERE = {
    "is_firm", "last_name", "first_name", "company_name", "phones", "emails", "street",
    "street_number", "municipality", "postcode", "province", "latitude", "longitude",
    "is_limited_traffic", "needs_attention", "attention_reason", "exclude_from_maintenance",
    "exclusion_reason", "private_note", "is_group_head", "subject_kind", "group_head",
}  # fmt: skip


def word_of(value: Any) -> str:
    """Return a value in words; nothing and "no" are the empty text."""
    if value is None or value is False:
        return ""
    labels = LABELS.get(type(value))
    if labels is not None:
        return str(labels[value])
    return value.display_name if isinstance(value, Client) else str(display(value))


#: Field -> function without which it is left out.
GUARDED = {"discount_class": "prices.read"}


def may_see(name: str, access: Access) -> bool:
    """Tell whether an account may see a field of the cards it opens."""
    return name not in GUARDED or access.has(GUARDED[name])


def details(item: Client, access: Access) -> list[tuple[Any, list[tuple[Any, str]]]]:
    """Return the sections of a card with what they say; empty fields and sections are left out."""
    found = []
    for title, section in FIELDSETS:
        facts = [
            (COLUMNS[name], text)
            for name in section["fields"]
            if name not in _ELSEWHERE
            and may_see(name, access)
            and (text := word_of(getattr(item, name)))
        ]
        if facts:
            found.append((title, facts))
    return found


def subject_warning(item: Client) -> str:
    """Return why the kind of customer looks wrong; it decides how invoices are made and sent."""
    facts = SubjectFacts(item.display_name, item.tax_code, item.vat_number, item.recipient_code)
    if not is_subject_mismatch(item.subject_kind, facts):
        return ""
    suggestion = suggest_subject(facts)
    return _(
        "The kind of customer looks wrong: the codes say %(kind)s. %(reason)s",
        kind=LABELS[SubjectKind][suggestion.kind],
        reason=SUBJECT_REASON_LABELS[suggestion.reason],
    )
