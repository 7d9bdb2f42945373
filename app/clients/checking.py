"""What the form says while a card is being typed. Never refuses anything: it only tells."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.clients import queries
from app.clients.messages import LABELS
from app.clients.models import Client
from app.clients.rules import NO_RECIPIENT, DuplicateReason
from app.kernel.access import Access
from app.kernel.identifiers import (
    Checked,
    check_email,
    check_postcode,
    check_recipient_code,
    check_tax_code,
    check_vat_number,
)
from app.kernel.phones import InvalidPhoneError, parse_phone, phone_search_digits
from app.kernel.subject import SubjectFacts, SubjectKind, suggest_subject
from app.kernel.taxnames import fits_name
from app.kernel.text import row_key
from app.places.catalogue import find as find_place
from app.web.kernel_messages import REASON_LABELS, SUBJECT_REASON_LABELS

#: Most characters of a field that are looked at.
MOST_TEXT = 180

Facts = Mapping[str, str]
Hint = dict[str, str]
_CHECKS: dict[str, Callable[[str], Checked]] = {
    "tax_code": check_tax_code,
    "vat_number": check_vat_number,
    "recipient_code": check_recipient_code,
    "pec": check_email,
    "postcode": check_postcode,
}


def name_of(facts: Facts) -> str:
    """Return the name being typed, as the card will show it."""
    if facts.get("is_firm"):
        return facts.get("company_name", "")
    return f"{facts.get('last_name', '')} {facts.get('first_name', '')}".strip()


def hints(facts: Facts) -> dict[str, Hint]:
    """Return field -> {"tone", "text"} for the codes that were typed."""
    found: dict[str, Hint] = {}
    for name, check in _CHECKS.items():
        if facts.get(name):
            hint = _form_hint(check(facts[name])) or _content_hint(name, facts)
            if hint is not None:
                found[name] = hint
    return found


def subject(facts: Facts) -> dict[str, str]:
    """Return the kind of customer the codes point to, and why."""
    suggestion = suggest_subject(
        SubjectFacts(
            name_of(facts),
            facts.get("tax_code", ""),
            facts.get("vat_number", ""),
            facts.get("recipient_code", ""),
        )
    )
    return {
        "kind": suggestion.kind.value,
        "text": _(
            "Recognised: %(kind)s. %(reason)s",
            kind=LABELS[SubjectKind][suggestion.kind],
            reason=SUBJECT_REASON_LABELS[suggestion.reason],
        ),
        "recipient_code": NO_RECIPIENT if suggestion.kind is SubjectKind.PERSON else "",
    }


def likely_cards(
    session: Session, access: Access, facts: Facts, phones: list[str]
) -> list[dict[str, Any]]:
    """Return the cards, of those the account may open, that may be the one being typed."""
    own = facts.get("id", "")
    looked_for = {
        **facts,
        "name": name_of(facts),
        "tax_code": check_tax_code(facts.get("tax_code", "")).value,
        "vat_number": check_vat_number(facts.get("vat_number", "")).value,
        "digits": " ".join(filter(None, map(_digits, phones))),
    }
    found = queries.duplicates(session, access, looked_for, but=row_key(own))
    return [_as_json(client, reason) for client, reason in found]


def _as_json(client: Client, reason: DuplicateReason) -> dict[str, Any]:
    place = f"{client.street} {client.street_number}".strip()
    return {
        "id": client.id,
        "name": client.display_name,
        "number": client.number,
        "address": ", ".join(filter(None, (place, client.municipality))),
        "phone": client.phone,
        "reason": str(LABELS[DuplicateReason][reason]),
        "url": url_for("ClientView.show", pk=client.id),
    }


def _digits(text: str) -> str:
    try:
        return phone_search_digits(parse_phone(text).number)
    except InvalidPhoneError:
        return ""


def _form_hint(checked: Checked) -> Hint | None:
    if checked.reason is None:
        return None
    return {"tone": "danger", "text": _("Check it: %(reason)s.", reason=_why(checked))}


def _why(checked: Checked) -> str:
    return str(REASON_LABELS[checked.reason]) if checked.reason else ""


def _content_hint(name: str, facts: Facts) -> Hint | None:
    """Return what is to be said of a code whose form is right."""
    if name == "tax_code":
        return _tax_code_hint(facts)
    if name == "vat_number":
        return {"tone": "success", "text": _("The form is right.")}
    return _postcode_hint(facts) if name == "postcode" else None


def _tax_code_hint(facts: Facts) -> Hint:
    code = check_tax_code(facts["tax_code"]).value
    names = facts.get("last_name", ""), facts.get("first_name", "")
    if not facts.get("is_firm") and not fits_name(code, *names):
        return {
            "tone": "warning",
            "text": _("It does not look like the code of %(name)s.", name=name_of(facts)),
        }
    return {"tone": "success", "text": _("The form is right.")}


def _postcode_hint(facts: Facts) -> Hint | None:
    place = find_place(facts.get("municipality", ""), facts.get("province", ""))
    code = check_postcode(facts["postcode"]).value
    if place is None or code in place.postcodes:
        return None
    return {"tone": "warning", "text": _("It is not a postcode of %(place)s.", place=place.name)}
