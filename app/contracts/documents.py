"""The printed contract: what each part of the page says, from the facts. Reads no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.company.frozen import company_facts, logo_assets
from app.contracts import messages
from app.contracts.rules import ContractKind, Renewal
from app.interventions.figures import amount_text, day_text, decimal_of, number_text, vat_text
from app.interventions.signedprint import drawing_of
from app.pdf import glyphs
from app.pdf.render import render
from app.web.formats import format_moment

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class PrintedContract:
    """Everything a contract prints.

    Attributes:
        made_at: Aware instant written in the file, and when it was signed.
        is_draft: Printed before it took effect.
        sha: What the signature is bound to; empty for a draft.
    """

    facts: Facts
    made_at: datetime
    is_draft: bool = False
    sha: str = ""
    logo: bytes | None = None
    signer_name: str = ""
    strokes: Sequence[Any] | None = None


def contract_pdf(contract: PrintedContract) -> bytes:
    """Return the PDF/A-2b of a contract; the same facts give the same bytes."""
    assets = logo_assets(contract.logo)
    texts = contract_texts(contract)
    return render("contract", texts, assets=assets, created_at=contract.made_at)


def contract_texts(contract: PrintedContract) -> dict[str, object]:
    """Return what the template prints, as texts in the language of the work at hand."""
    facts = contract.facts
    kind = messages.KINDS[ContractKind(facts["kind"])]
    texts: dict[str, object] = {
        "company": company_facts(facts["company"], has_logo=contract.logo is not None),
        "document": {
            "title": _("Contract"),
            "number": facts["number"],
            "date": day_text(facts["starts_on"]),
            "note": facts["company"].get("footer") or "",
        },
        "notice": _("Draft: not in force yet.") if contract.is_draft else "",
        "parties": _parties(facts),
        "subject": str(kind),
        "term": _term(facts),
        "included": included_texts(facts),
        "devices": _devices(facts["devices"]),
        "instalments": _instalments(facts),
        "renewal": renewal_text(facts),
        "terms": facts["terms"],
        "seal": [(_("SHA-256 of the contract"), contract.sha)] if contract.sha else [],
        "sections": {
            "term": _("Term and fee"),
            "included": _("What is included"),
            "devices": _("Devices covered"),
            "instalments": _("Instalments"),
            "renewal": _("Renewal and notice"),
            "terms": _("Conditions"),
        },
    }
    cleaned = glyphs.clean_facts(texts)
    # Drawings are made here and are no text of a user: they stay as they are.
    return cleaned | {"signatures": _signatures(contract)}


def included_texts(facts: Facts) -> list[str]:
    """Return what a contract includes, a sentence each."""
    covers = facts["covers"]
    months = ", ".join(str(messages.MONTHS[month]) for month in facts["visit_months"])
    discount = decimal_of(facts["parts_discount_pct"])
    said = (
        (months, _("Maintenance visits in: %(months)s", months=months)),
        (covers["call_out"], _("Call-out fee")),
        (covers["labour"], _("Labour")),
        (covers["parts"], _("Spare parts")),
        (
            discount,
            _("Discount of %(percent)s%% on other spare parts", percent=number_text(discount)),
        ),
        (facts["has_priority"], _("Calls are served first")),
    )
    return [text for is_there, text in said if is_there] or [_("As written in the conditions.")]


def renewal_text(facts: Facts) -> str:
    """Return what happens at the end of the term."""
    renewal = Renewal(facts["renewal"])
    if renewal is Renewal.NONE:
        return _("The contract ends on %(day)s without renewal.", day=day_text(facts["ends_on"]))
    day = day_text(facts["notice_by"])
    if renewal is Renewal.AUTOMATIC:
        text = _(
            "The contract renews by itself for the same length unless either side says no by "
            "%(day)s (%(days)s days before the end).",
            day=day,
            days=facts["notice_days"],
        )
    else:
        text = _("A renewal is proposed before the end; whoever does not want it says so by "
                 "%(day)s.", day=day)  # fmt: skip
    percent = decimal_of(facts["adjustment_pct"])
    if not percent:
        return text
    change = _("At each renewal the fee changes by %(percent)s%%.", percent=number_text(percent))
    return f"{text} {change}"


def _parties(facts: Facts) -> list[dict[str, object]]:
    client = facts["client"]
    customer = [
        client["name"] or "-",
        f"{_('Tax code')} {client['tax_code']}" if client["tax_code"] else "",
        f"{_('VAT number')} {client['vat_number']}" if client["vat_number"] else "",
    ]
    place = [client["plant_name"], client["plant"]]
    return [
        {"title": _("Customer"), "lines": [row for row in customer if row]},
        {"title": _("Place of the work"), "lines": [row for row in place if row] or ["-"]},
    ]


def _term(facts: Facts) -> list[tuple[str, str]]:
    vat = vat_text(decimal_of(facts["vat_rate_pct"]), facts["vat_nature"])
    return [
        (_("From"), day_text(facts["starts_on"])),
        (_("Until"), day_text(facts["ends_on"])),
        (_("Fee without VAT"), amount_text(facts["fee"])),
        (_("Fee with VAT (%(rate)s)", rate=vat), amount_text(facts["total"])),
    ]


def _devices(devices: Sequence[Facts]) -> dict[str, object] | str:
    if not devices:
        return ""
    return {
        "columns": [
            {"title": _("Device"), "width": 3},
            {"title": _("Serial number"), "width": 2},
            {"title": _("Location"), "width": 2},
        ],
        "rows": [[one["label"], one["serial_number"], one["location"]] for one in devices],
    }


def _instalments(facts: Facts) -> dict[str, object]:
    return {
        "columns": [
            {"title": _("Due on"), "width": 1},
            {"title": _("Amount without VAT"), "width": 1, "align": "right"},
        ],
        "rows": [
            [day_text(one["due_on"]), amount_text(one["amount"])] for one in facts["instalments"]
        ],
    }


def _signatures(contract: PrintedContract) -> list[dict[str, object]]:
    company = glyphs.clean(str(contract.facts["company"].get("legal_name") or ""))
    boxes: list[dict[str, object]] = [
        {"label": _("The company"), "name": company, "reason": " "},
        {"label": _("The customer"), "reason": " "},
    ]
    if contract.strokes:
        boxes[1] |= {
            "name": glyphs.clean(contract.signer_name),
            "when": format_moment(contract.made_at),
            "drawing": drawing_of(contract.strokes),
        }
    return boxes
