"""The printed quote: what each part of the page says, from the facts. Reads no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.company.frozen import company_facts, logo_assets
from app.interventions.figures import amount_text, day_text, decimal_of, number_text, vat_text
from app.interventions.signedprint import drawing_of
from app.pdf import glyphs
from app.pdf.render import render
from app.quotes import messages
from app.quotes.rules import AcceptedBy
from app.web.formats import format_moment

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Accepted:
    """The customer's yes, as the document shows it."""

    by: AcceptedBy
    name: str
    at: datetime
    strokes: Sequence[Any] | None
    chosen: Sequence[int] = ()
    #: Amount accepted, options included, as text with a point.
    amount: str = ""


@dataclass(frozen=True)
class PrintedQuote:
    """Everything a quote prints.

    Attributes:
        made_at: Aware instant written in the file.
        is_draft: Printed before it was sent.
        sha: What the acceptance is bound to; empty for a draft.
    """

    facts: Facts
    made_at: datetime
    is_draft: bool = False
    sha: str = ""
    logo: bytes | None = None
    accepted: Accepted | None = None
    assets: Mapping[str, bytes] = field(default_factory=dict)


def quote_pdf(quote: PrintedQuote) -> bytes:
    """Return the PDF/A-2b of a quote; the same facts give the same bytes."""
    assets = logo_assets(quote.logo)
    return render("quote", quote_texts(quote), assets=assets, created_at=quote.made_at)


def quote_texts(quote: PrintedQuote) -> dict[str, object]:
    """Return what the template prints, as texts in the language of the work at hand."""
    facts = quote.facts
    required = [line for line in facts["lines"] if not line["is_optional"]]
    optional = [line for line in facts["lines"] if line["is_optional"]]
    texts: dict[str, object] = {
        "company": company_facts(facts["company"], has_logo=quote.logo is not None),
        "document": {
            "title": _("Quote"),
            "number": _number(facts),
            "date": day_text(facts["issued_on"]),
            "note": facts["company"].get("footer") or "",
        },
        "notice": _("Draft: not sent yet.") if quote.is_draft else "",
        "parties": _parties(facts),
        "subject": facts["subject"],
        "intro": facts["intro"],
        "validity": _("This quote is valid until %(day)s.", day=day_text(facts["valid_until"])),
        "lines": _table(required),
        "options": _table(optional) if optional else "",
        "totals": _totals(facts),
        "goods": goods_text(facts["totals"]["goods"]),
        "deposit": _deposit(facts),
        "terms": facts["terms"],
        "seal": [(_("SHA-256 of the quote"), quote.sha)] if quote.sha else [],
        "accepted": _accepted_text(quote.accepted, optional),
        "sections": {
            "lines": _("What we propose"),
            "options": _("Options, not included in the total"),
            "terms": _("Conditions"),
            "acceptance": _("Acceptance"),
        },
    }
    cleaned = glyphs.clean_facts(texts)
    # Drawings are made here and are no text of a user: they stay as they are.
    return cleaned | {"signatures": _signatures(quote.accepted)}


def goods_text(goods: Facts | None) -> str:
    """Return the sentence on significant goods that the law wants, or nothing."""
    if goods is None:
        return ""
    return _(
        "Work with significant goods (DM 29/12/1999): consideration %(whole)s euro, value of the "
        "goods %(goods)s euro; taxed at 10%%: %(reduced)s euro, at 22%%: %(ordinary)s euro.",
        whole=amount_text(goods["consideration"]),
        goods=amount_text(goods["value"]),
        reduced=amount_text(goods["reduced"]),
        ordinary=amount_text(goods["ordinary"]),
    )


def _number(facts: Facts) -> str:
    if facts["revision"] == 1:
        return str(facts["number"])
    return _("%(number)s rev. %(revision)s", number=facts["number"], revision=facts["revision"])


def _parties(facts: Facts) -> list[dict[str, object]]:
    client = facts["client"]
    customer = [
        client["name"] or "-",
        client["address"],
        _labelled(_("Tax code"), client["tax_code"]),
        _labelled(_("VAT number"), client["vat_number"]),
    ]
    place = [client["plant_name"], client["plant"]]
    return [
        {"title": _("Customer"), "lines": [row for row in customer if row]},
        {"title": _("Place of the work"), "lines": [row for row in place if row] or ["-"]},
    ]


def _table(lines: Sequence[Facts]) -> dict[str, object]:
    columns = [
        {"title": _("Description"), "width": 5, "align": "left"},
        {"title": _("Unit"), "width": "auto", "align": "left"},
        *(
            {"title": title, "width": "auto", "align": "right"}
            for title in (_("Quantity"), _("Price"), _("Discount"), _("VAT"), _("Amount"))
        ),
    ]
    return {"columns": columns, "rows": [_row(line) for line in lines]}


def _row(line: Facts) -> list[str]:
    discount = decimal_of(line["discount_pct"])
    return [
        line["description"],
        line["unit"],
        number_text(line["quantity"]),
        amount_text(line["unit_price"]),
        f"{number_text(discount)}%" if discount else "",
        vat_text(decimal_of(line["vat_rate_pct"]), line["vat_nature"]),
        amount_text(line["total"]),
    ]


def _totals(facts: Facts) -> list[tuple[str, str]]:
    totals, rows = facts["totals"], []
    if decimal_of(totals["discount"]):
        rows.append((_("Sum"), amount_text(totals["gross"])))
        discount = number_text(facts["discount_pct"])
        rows.append(
            (_("Discount %(percent)s%%", percent=discount), f"-{amount_text(totals['discount'])}")
        )
    rows.append((_("Net amount"), amount_text(totals["net"])))
    rows += [
        (
            _(
                "VAT %(rate)s on %(taxable)s",
                rate=vat_text(decimal_of(row["rate"]), row["nature"]),
                taxable=amount_text(row["taxable"]),
            ),
            amount_text(row["tax"]),
        )
        for row in totals["vat"]
    ]
    return [*rows, (_("Total in euro"), amount_text(totals["total"]))]


def _deposit(facts: Facts) -> str:
    deposit = facts["totals"]["deposit"]
    if not decimal_of(deposit):
        return ""
    return _(
        "On acceptance a deposit of %(percent)s%% is due: %(amount)s euro, VAT included.",
        percent=number_text(facts["deposit_pct"]),
        amount=amount_text(deposit),
    )


def _accepted_text(accepted: Accepted | None, optional: Sequence[Facts]) -> str:
    if accepted is None:
        return ""
    text = _(
        "Accepted on %(moment)s by %(name)s (%(way)s) for %(amount)s euro, VAT included.",
        moment=format_moment(accepted.at),
        name=accepted.name,
        way=messages.ACCEPTED_BY[accepted.by],
        amount=amount_text(accepted.amount),
    )
    wanted = [line["description"] for line in optional if line["position"] in accepted.chosen]
    if not wanted:
        return text
    return f"{text}\n" + _("Options chosen: %(names)s.", names="; ".join(wanted))


def _signatures(accepted: Accepted | None) -> list[dict[str, object]]:
    box: dict[str, object] = {"label": _("For acceptance, the customer"), "reason": " "}
    if accepted is not None:
        box |= {"name": glyphs.clean(accepted.name), "when": format_moment(accepted.at)}
        if accepted.strokes:
            box["drawing"] = drawing_of(accepted.strokes)
        else:
            box["reason"] = str(messages.ACCEPTED_BY[accepted.by])
    return [box]


def _labelled(label: str, value: str) -> str:
    return f"{label} {value}" if value else ""
