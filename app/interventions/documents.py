"""The printed report: what each part of the page says, from the frozen facts. Reads no database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.company.frozen import company_facts, logo_assets
from app.interventions import messages
from app.interventions.figures import amount_text, day_text, decimal_of, number_text, vat_text
from app.interventions.rules import (
    FindingKind,
    LineSource,
    Outcome,
    PaymentMethod,
    SignerRole,
)
from app.interventions.signedprint import SignedPrintable, replaces_text, signature_boxes
from app.kernel.money import TaxableLine, vat_summary
from app.pdf import glyphs
from app.pdf.render import render

Facts = Mapping[str, Any]

_PHOTO = "photo-{}.img"


@dataclass(frozen=True)
class Photo:
    """A picture of the work, small enough to print."""

    content: bytes
    caption: str


@dataclass(frozen=True, kw_only=True)
class Printable(SignedPrintable):
    """Everything a revision of a report prints.

    Attributes:
        has_prices: Whether this copy shows amounts.
        is_reduced: Amounts exist and this copy leaves them out for who reads it.
    """

    has_prices: bool = True
    is_reduced: bool = False
    photos: Sequence[Photo] = ()


def report_pdf(report: Printable) -> bytes:
    """Return the PDF/A-2b of a revision; the same report gives the same bytes."""
    photos = {_PHOTO.format(at): photo.content for at, photo in enumerate(report.photos)}
    assets = photos | logo_assets(report.logo)
    return render("report", report_facts(report), assets=assets, created_at=report.received_at)


def report_facts(report: Printable) -> dict[str, object]:
    """Return what the template prints, as texts in the language of the work at hand."""
    content, facts = report.content, report.facts
    texts = {
        "company": company_facts(facts.get("company") or {}, has_logo=report.logo is not None),
        "document": {
            "title": _("Intervention report"),
            "number": _text(facts, "number"),
            "date": day_text(content.get("performed_on")),
            "note": _text(facts.get("company") or {}, "footer"),
        },
        "notice": _notice(report),
        "parties": _parties(content, facts),
        "visit": _visit(content, facts),
        "devices": _devices(facts),
        "request": _text(content, "request_text"),
        "work": _text(content, "work_done"),
        "findings": _findings(content),
        "warning": _warning(content),
        "lines": _lines(facts, with_prices=report.has_prices),
        "totals": _totals(facts) if report.has_prices else [],
        "payment": _payment(content) if report.has_prices else "",
        "seal": [(_("SHA-256 of the signed content"), report.content_sha256)],
        "photos": [
            {"asset": _PHOTO.format(at), "caption": photo.caption or _("Photo")}
            for at, photo in enumerate(report.photos)
        ],
        "sections": {
            "devices": _("Devices"),
            "request": _("Request"),
            "work": _("Work done"),
            "findings": _("Remarks and prescriptions"),
            "lines": _("Parts and labour"),
            "photos": _("Photos"),
        },
    }
    cleaned = glyphs.clean_facts(texts)
    # Drawings are made here and are no text of a user: they stay as they are.
    return cleaned | {"signatures": signature_boxes(report, _signers())}


def _signers() -> dict[SignerRole, str]:
    """Return the boxes to sign in, the customer's first."""
    roles = (SignerRole.CLIENT, SignerRole.TECHNICIAN)
    return {role: str(messages.SIGNERS[role]) for role in roles}


def _notice(report: Printable) -> str:
    copy = _("Copy without prices.") if report.is_reduced else ""
    return "\n".join(filter(None, (replaces_text(report), copy)))


def _parties(content: Facts, facts: Facts) -> list[dict[str, object]]:
    heading, plant = content.get("heading") or {}, facts.get("client") or {}
    name = _text(heading, "name") or _text(plant, "name")
    customer = [
        name or "-",
        _text(heading, "street"),
        address_line(heading),
        _labelled(_("Tax code"), _text(heading, "tax_code")),
        _labelled(_("VAT number"), _text(heading, "vat_number")),
        " · ".join(filter(None, (_text(heading, "phone"), _text(heading, "email")))),
    ]
    number = _text(plant, "number")
    card = _("Card %(number)s", number=number) if number else ""
    place = [_text(plant, "name"), _text(plant, "address"), card]
    return [
        {"title": _("Customer"), "lines": [row for row in customer if row]},
        {"title": _("Place of the work"), "lines": [row for row in place if row] or ["-"]},
    ]


def address_line(heading: Facts) -> str:
    """Return "10095 Grugliasco (TO)" from the parts that are there."""
    province = _text(heading, "province")
    parts = (_text(heading, "postcode"), _text(heading, "municipality"))
    return " ".join([*filter(None, parts), *([f"({province})"] if province else [])])


def _visit(content: Facts, facts: Facts) -> list[tuple[str, str]]:
    travel = content.get("travel_minutes")
    advised = content.get("next_visit_advised_on")
    rows = [
        (_("Kind of work"), _text(facts, "type_label")),
        (_("Day"), day_text(content.get("performed_on"))),
        (_("Arrival"), _text(content, "started_at")),
        (_("Departure"), _text(content, "ended_at")),
        (_("Outcome"), _choice(Outcome, messages.OUTCOMES, content.get("outcome"))),
        (_("Technicians"), ", ".join(facts.get("technicians") or [])),
    ]
    if travel:
        rows.append((_("Travel"), _("%(minutes)s minutes", minutes=travel)))
    if advised:
        rows.append((_("Next visit advised"), day_text(advised)))
    return rows


def _devices(facts: Facts) -> dict[str, object] | str:
    devices = facts.get("devices") or []
    if not devices:
        return ""
    return {
        "columns": [
            _column(_("Device"), 3),
            _column(_("Serial number"), 2),
            _column(_("Location"), 2),
            _column(_("Next maintenance"), 2),
        ],
        "rows": [
            [
                _text(device, "label"),
                _text(device, "serial_number"),
                _text(device, "location"),
                day_text(device.get("next_on")),
            ]
            for device in devices
        ],
    }


def _findings(content: Facts) -> list[dict[str, str]]:
    """Return the findings, prescriptions first: they must be read."""
    found = [
        {
            "kind": _text(finding, "kind"),
            "label": _choice(FindingKind, messages.FINDING_KINDS, finding.get("kind")),
            "text": _text(finding, "text"),
        }
        for finding in content.get("findings") or []
    ]
    return sorted(found, key=lambda one: one["kind"] != FindingKind.PRESCRIPTION.value)


def _warning(content: Facts) -> str:
    kinds = {finding.get("kind") for finding in content.get("findings") or []}
    if FindingKind.PRESCRIPTION.value not in kinds:
        return ""
    return _("Until what is prescribed has been put right, the plant must not be used.")


def _lines(facts: Facts, *, with_prices: bool) -> dict[str, object] | str:
    lines = facts.get("lines") or []
    if not lines:
        return ""
    columns = [
        _column(_("Description"), 5),
        _column(_("Unit"), "auto"),
        _column(_("Quantity"), "auto", "right"),
    ]
    if with_prices:
        columns += [
            _column(_("Price"), "auto", "right"),
            _column(_("Discount"), "auto", "right"),
            _column(_("VAT"), "auto", "right"),
            _column(_("Amount"), "auto", "right"),
        ]
    return {"columns": columns, "rows": [_line(row, with_prices=with_prices) for row in lines]}


def _line(row: Facts, *, with_prices: bool) -> list[str]:
    description = _text(row, "description")
    if row.get("source") == LineSource.WARRANTY.value:
        description = _("%(description)s (under warranty)", description=description)
    cells = [description, _text(row, "unit"), number_text(row.get("quantity"))]
    if not with_prices:
        return cells
    discount = decimal_of(row.get("discount_pct"))
    return [
        *cells,
        amount_text(row.get("unit_price")),
        f"{number_text(discount)}%" if discount else "",
        vat_text(decimal_of(row.get("vat_rate_pct")), row.get("vat_nature")),
        amount_text(row.get("total")),
    ]


def _totals(facts: Facts) -> list[tuple[str, str]]:
    if not facts.get("lines"):
        return []
    amounts = facts.get("totals") or {}
    rows = [(_("Net amount"), amount_text(amounts.get("net")))]
    summary = vat_summary(
        TaxableLine(
            decimal_of(line.get("total")),
            decimal_of(line.get("vat_rate_pct")),
            line.get("vat_nature"),
        )
        for line in facts["lines"]
    )
    for one in summary:
        if not one.taxable_eur and not one.natura:
            continue  # work under warranty: nothing is taxed at this rate
        label = _(
            "VAT %(rate)s on %(taxable)s",
            rate=vat_text(one.rate_pct, one.natura),
            taxable=amount_text(one.taxable_eur),
        )
        rows.append((label, amount_text(one.tax_eur)))
    return [*rows, (_("Total in euro"), amount_text(amounts.get("total")))]


def _payment(content: Facts) -> str:
    payment = content.get("payment")
    if not payment:
        return ""
    facts = {
        "amount": amount_text(payment.get("amount")),
        "method": _choice(PaymentMethod, messages.PAYMENT_METHODS, payment.get("method")).lower(),
    }
    receipt = _text(payment, "receipt_number")
    if not receipt:
        return _("Paid on site: %(amount)s euro, %(method)s", **facts)
    return _(
        "Paid on site: %(amount)s euro, %(method)s, receipt %(receipt)s", receipt=receipt, **facts
    )


def _text(source: Facts, name: str) -> str:
    value = source.get(name)
    return "" if value is None else str(value)


def _labelled(label: str, value: str) -> str:
    return f"{label} {value}" if value else ""


def _choice(kind: Callable[[Any], Any], labels: Mapping[Any, Any], value: object) -> str:
    try:
        return str(labels[kind(value)])
    except ValueError:
        return ""


def _column(title: str, width: int | str, align: str = "left") -> dict[str, object]:
    return {"title": title, "width": width, "align": align}
