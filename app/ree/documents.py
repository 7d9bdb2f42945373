"""The printed report in the sections of the official form, from the frozen facts. No database."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _

from app.company.frozen import company_facts, logo_assets
from app.interventions.figures import day_text, number_text
from app.interventions.rules import SignerRole
from app.interventions.signedprint import SignedPrintable, replaces_text, signature_boxes
from app.pdf import glyphs
from app.pdf.render import render
from app.ree import labels
from app.ree.rules_catalogue import SHEETS
from app.ree.rules_items import Asked, Item, Kind, Section, Sheet

Facts = Mapping[str, Any]

#: Printed in blocks of their own, not in the table of their section.
_CLOSING = ("remarks", "recommendations", "prescriptions")
#: Whether the plant may run is the verdict above them.
_FACTS_OF_F = (
    "maintenance_by", "performed_on", "arrived_at", "left_at", "technician_last_name",
    "technician_first_name",
)  # fmt: skip


def ree_pdf(report: SignedPrintable) -> bytes:
    """Return the PDF/A-2b of a revision; the same report gives the same bytes."""
    assets = logo_assets(report.logo)
    return render("ree", ree_facts(report), assets=assets, created_at=report.received_at)


def ree_facts(report: SignedPrintable) -> dict[str, object]:
    """Return what the template prints, as texts in the language of the work at hand."""
    content, facts = report.content, report.facts
    sheet = SHEETS[content["ree_type"]]
    values: Facts = content.get("values") or {}
    texts = {
        "company": company_facts(facts.get("company") or {}, has_logo=report.logo is not None),
        "document": {
            "title": str(labels.FORMS[sheet.ree_type]),
            "number": str(facts.get("number") or ""),
            "date": day_text(values.get("performed_on")),
            "note": _("Annex to the plant booklet"),
        },
        "notice": replaces_text(report),
        "sections": [_section(one, sheet, values, facts) for one in sheet.sections[:-1]],
        "measurements": measurement_facts(sheet, content, facts),
        "closing": _closing(sheet, values),
        "statements": [
            _(
                "With reference to sections A to E, the technician declares whether the appliance "
                "can be put into service and used normally, for energy efficiency, without harm to "
                "the safety of people, animals and goods."
            ),
            _(
                "The technician is not liable for accidents due to tampering by third parties or "
                "to later lack of maintenance."
            ),
            _(
                "When defects were found and not removed, the person responsible undertakes to "
                "have them solved soon and to tell the operator."
            ),
        ],
        "seal": [(_("SHA-256 of the signed content"), report.content_sha256)],
    }
    cleaned = glyphs.clean_facts(texts)
    # Drawings are made here and are no text of a user: they stay as they are.
    return cleaned | {"signatures": signature_boxes(report, _signers())}


def _section(section: Section, sheet: Sheet, values: Facts, facts: Facts) -> dict[str, object]:
    """Return a lettered section: pairs of label and value, answers SI / NO (/ NC) apart."""
    shown = [item for item in section.items if item.asked(values) is not Asked.NO]
    answers = [item for item in shown if item.kind in {Kind.SNC, Kind.SN}]
    fields = [item for item in shown if item not in answers]
    pairs = [(_label(item, sheet), value_text(item, values.get(item.name))) for item in fields]
    if section.letter == "A":
        pairs += _company_pairs(facts.get("company") or {})
    return {
        "letter": section.letter,
        "title": str(labels.SECTIONS[section.letter]),
        "fields": pairs,
        "answers": [
            (_label(item, sheet), _answer(item, values), item.kind is Kind.SNC) for item in answers
        ],
    }


def _company_pairs(company: Facts) -> list[tuple[str, str]]:
    return [
        (_("Maintenance firm"), str(company.get("legal_name") or "")),
        (_("VAT number of the firm"), str(company.get("vat_number") or "")),
        (_("Address of the firm"), str(company.get("address") or "").replace("\n", ", ")),
        (_("Register of companies (REA)"), str(company.get("rea") or "")),
    ]


def _answer(item: Item, values: Facts) -> str:
    """Return "yes", "no" or "nc": the template ticks the box."""
    if item.asked(values) is not Asked.YES:
        return "nc"
    return str(values.get(item.name) or "")


def _label(item: Item, sheet: Sheet) -> str:
    label = str(labels.items_of(sheet.ree_type)[item.name])
    return f"{label} ({item.unit})" if item.unit else label


def value_text(item: Item, value: Any) -> str:
    """Return what was stated in an item, as people read it; empty when nothing was."""
    if item.kind is Kind.TICK:
        return _("Yes") if value is True else _("No")
    if value in (None, "", []):
        return ""
    words = labels.OPTIONS.get(item.name) or labels.ANSWERS
    if item.kind is Kind.SEVERAL:
        return ", ".join(str(words.get(one, one)) for one in value)
    if item.kind in {Kind.CHOICE, Kind.SNC, Kind.SN}:
        return str(words.get(value, value))
    if item.kind is Kind.DECIMAL:
        return number_text(value)
    return day_text(value) if item.kind is Kind.DAY else str(value)


def measurement_facts(
    sheet: Sheet, content: Facts, facts: Facts, *, without: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return one table for each row: what was read, then what was worked out.

    Args:
        sheet: The form.
        content: What was stated.
        facts: What was worked out, under "figures".
        without: Figures to leave out.
    """
    values = content.get("values") or {}
    found: list[dict[str, Any]] = []
    for place, row in enumerate(content.get("measurements") or []):
        stated = {**values, **row}
        read = [
            (_label(item, sheet), value_text(item, row.get(item.name)))
            for item in sheet.measures
            if item.asked(stated) is Asked.YES and row.get(item.name) not in (None, "")
        ]
        if not read:
            continue
        rows = facts.get("figures") or []
        figures = rows[place] if place < len(rows) else {}
        found.append(
            {
                "title": _("Measurements %(number)s", number=place + 1),
                "read": read,
                "figures": [
                    _figure(name, figure) for name, figure in figures.items() if name not in without
                ],
            }
        )
    return found


def _figure(name: str, figure: Facts) -> tuple[str, str, str]:
    unit = labels.FIGURE_UNITS.get(name, "")
    label = str(labels.FIGURES[name])
    value = figure.get("value")
    formula = str(figure.get("formula")).replace(".", ",")
    if isinstance(value, bool):
        return label, str(labels.ANSWERS["yes" if value else "no"]), formula
    text = number_text(value)
    return (f"{label} ({unit})" if unit else label), text, formula


def _closing(sheet: Sheet, values: Facts) -> dict[str, object]:
    section = sheet.sections[-1]
    by_name = {item.name: item for item in section.items}
    ticks = [item for item in section.items if item.kind is Kind.TICK]
    return {
        "title": str(labels.SECTIONS["F"]),
        "ticks": [(_label(item, sheet), values.get(item.name) is True) for item in ticks],
        "texts": [
            {
                "name": name,
                "label": _label(by_name[name], sheet),
                "text": str(values.get(name) or "-"),
            }
            for name in _CLOSING
        ],
        "facts": [
            (_label(by_name[name], sheet), value_text(by_name[name], values.get(name)))
            for name in _FACTS_OF_F
        ],
        "verdict": _("THE PLANT MAY RUN")
        if values.get("may_run") == "yes"
        else _("THE PLANT MAY NOT RUN"),
        "may_run": values.get("may_run") == "yes",
    }


def _signers() -> dict[SignerRole, str]:
    """Return the boxes to sign in, the technician's first."""
    return {
        SignerRole.TECHNICIAN: _("Signature of the technician"),
        SignerRole.CLIENT: _("Signature of the person responsible, for acknowledgement"),
    }
