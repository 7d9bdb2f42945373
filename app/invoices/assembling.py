"""From rows to the document they state: seller, buyer, lines, amounts, payments."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from app.clients.models import Client
from app.company.models import CompanyProfile
from app.invoices import rules_legal as legal
from app.invoices.models import Invoice, InvoiceLine
from app.invoices.rules import DocumentKind, PaymentMethod, Treatment
from app.invoices.rules_amounts import Settled, settle
from app.invoices.rules_facts import Address, Document, Line, Linked, Order, Party, Terms
from app.invoices.rules_payments import dues
from app.invoices.rules_vat import transmission
from app.kernel.subject import SubjectKind

_NOTE = re.compile(r"(?P<number>\S.*?)\s+del\s+(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})")
#: Kinds of buyer that state their VAT number.
_WITH_VAT = frozenset({SubjectKind.BUSINESS, SubjectKind.PUBLIC_BODY})
#: Payments that name the company's account.
_WITH_IBAN = frozenset({PaymentMethod.TRANSFER})


def document_of(invoice: Invoice, profile: CompanyProfile, *, number: str) -> Document:
    """Return the document that a row states, buyer and company as they are today."""
    buyer = invoice.client
    settled = settled_of(invoice, profile)
    kind, code = transmission(buyer.subject_kind, buyer.recipient_code)
    return Document(
        kind=invoice.kind,
        number=number,
        dated_on=invoice.dated_on,
        seller=seller_party(profile),
        buyer=buyer_party(buyer),
        lines=settled.lines,
        totals=settled.totals,
        terms=terms_of(invoice, profile),
        format=kind,
        recipient_code=code,
        pec=buyer.pec,
        seller_phone=profile.phone,
        seller_email=profile.email,
        rea=profile.rea,
        share_capital_eur=profile.share_capital_eur,
        reasons=tuple(_reasons(invoice, settled)),
        orders=tuple(_orders(invoice)),
        credited=tuple(_credited(invoice)),
        delivery_notes=tuple(notes_of(invoice.delivery_notes)),
        method=invoice.method,
        iban=profile.iban if invoice.method in _WITH_IBAN else "",
        bank_name=profile.bank_name,
        dues=_dues(invoice, settled),
    )


def settled_of(invoice: Invoice, profile: CompanyProfile) -> Settled:
    """Return the lines that count and the amounts of a row."""
    return settle([line_of(line) for line in invoice.lines], terms_of(invoice, profile))


def line_of(row: InvoiceLine) -> Line:
    """Return a line as typed."""
    return Line(
        description=row.description,
        unit_price=row.unit_price,
        quantity=row.quantity,
        unit=row.unit,
        discount_pct=row.discount_pct,
        rate_pct=row.rate_pct,
        natura=row.natura,
        legal_reference=_REFERENCES.get(row.natura or "", ""),
        is_significant_good=row.is_significant_good,
        goods_cost_eur=row.goods_cost_eur,
    )


def terms_of(invoice: Invoice, profile: CompanyProfile) -> Terms:
    """Return what decides the amounts beside the lines."""
    is_person = len(profile.tax_code) == 16
    return Terms(
        treatment=invoice.treatment,
        withholding_pct=invoice.withholding_pct,
        withholding_kind="RT01" if is_person else "RT02",
        recharges_stamp=invoice.recharges_stamp,
        regime=profile.regime_fiscale,
    )


def seller_party(profile: CompanyProfile) -> Party:
    """Return the company as seller."""
    return Party(
        company_name=profile.legal_name,
        vat_number=profile.vat_number,
        tax_code=profile.tax_code,
        address=Address(
            profile.street, "", profile.postcode, profile.municipality, profile.province
        ),
    )


def buyer_party(card: Client) -> Party:
    """Return a card as buyer, at its billing address when it has one."""
    found = Party(
        vat_number=card.vat_number if card.subject_kind in _WITH_VAT else "",
        tax_code=card.tax_code,
        address=_seat(card),
    )
    is_person = bool(card.last_name and card.first_name and not card.is_firm)
    if is_person and not card.billing_name:
        return replace(found, first_name=card.first_name, last_name=card.last_name)
    name = card.billing_name or card.company_name or card.display_name
    return replace(found, company_name=name)


def as_json(value: Any) -> Any:
    """Return facts as JSON holds them: amounts as text, days in ISO form, enums by value."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    return value


def facts_of(document: Document) -> dict[str, Any]:
    """Return the facts of a document as JSON: what is frozen at issue and printed."""
    found: dict[str, Any] = as_json(asdict(document))
    for line, row in zip(document.lines, found["lines"], strict=True):
        row["total_eur"] = as_json(line.total_eur)
    return found


def notes_of(text: str) -> Iterable[Linked]:
    """Yield the delivery notes typed one per line, "12 del 03/09/2026"."""
    for row in text.splitlines():
        found = _NOTE.fullmatch(row.strip())
        if found is not None:
            day = _day(found["y"], found["m"], found["d"])
            if day is not None:
                yield Linked(found["number"], day)


_REFERENCES = {
    "N6.7": legal.REVERSE_CHARGE,
    "N2.2": legal.FLAT_RATE,
    "N1": legal.STAMP_REFERENCE,
}


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _seat(card: Client) -> Address:
    if card.billing_street or card.billing_municipality:
        return Address(
            card.billing_street,
            "",
            card.billing_postcode,
            card.billing_municipality,
            card.billing_province,
        )
    return Address(card.street, card.street_number, card.postcode, card.municipality, card.province)


def _reasons(invoice: Invoice, settled: Settled) -> Iterable[str]:
    if invoice.reason.strip():
        yield invoice.reason
    if settled.goods is not None:
        yield settled.goods.reason
    if invoice.treatment is Treatment.FLAT_RATE:
        yield legal.FLAT_RATE_NO_WITHHOLDING


def _orders(invoice: Invoice) -> Iterable[Order]:
    if invoice.order_document or invoice.cig or invoice.cup:
        # The schema wants the document's number beside the codes.
        document = invoice.order_document or invoice.cig or invoice.cup
        yield Order("order", document, invoice.order_on, invoice.cig, invoice.cup)


def _credited(invoice: Invoice) -> Iterable[Linked]:
    if invoice.credited is not None:
        yield Linked(invoice.credited.label, invoice.credited.dated_on)
    for one in invoice.deductions:
        yield Linked(one.advance.label, one.advance.dated_on)


def _dues(invoice: Invoice, settled: Settled) -> tuple[Any, ...]:
    if invoice.kind is DocumentKind.CREDIT_NOTE or not settled.totals.payable_eur:
        return ()
    return dues(invoice.dated_on, invoice.terms, settled.totals.payable_eur)
