"""The printed invoice: what each part of the page says, from the facts frozen at issue.

The page is Italian whatever the language of the screen: an invoice is an Italian document.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import segno
from segno import helpers

from app.company.frozen import LOGO
from app.company.models import CompanyProfile
from app.files.store import CompanyFiles
from app.invoices import rules_legal as legal
from app.invoices.messages import KINDS
from app.invoices.models import Invoice
from app.invoices.rules import DocumentKind
from app.pdf.render import render
from app.web.formats import format_number

Facts = Mapping[str, Any]

_TITLES = {
    "TD01": "Fattura",
    "TD02": "Fattura di acconto",
    "TD04": "Nota di credito",
    "TD06": "Parcella",
    "TD24": "Fattura differita",
}
_METHODS = {
    "MP01": "Contanti",
    "MP02": "Assegno",
    "MP05": "Bonifico",
    "MP08": "Carta",
    "MP12": "Ri.Ba.",
    "MP19": "Addebito diretto SEPA (SDD)",
}
_COURTESY = (
    "Copia analogica della fattura elettronica trasmessa al Sistema di Interscambio: "
    "non ha valore fiscale."
)
_DRAFT = "Bozza: non è una fattura."
#: Largest amount that the payment code may carry, euro.
_MOST_PAID = Decimal("999999999.99")


def invoice_pdf(
    facts: Facts,
    profile: CompanyProfile,
    *,
    files: CompanyFiles,
    now: datetime,
    is_draft: bool,
) -> bytes:
    """Return the PDF/A-2b of a document.

    Args:
        facts: As frozen at issue (see `assembling.facts_of`).
        profile: Gives logo, colour and footer.
        files: Where the logo lies.
        now: Aware instant written in the file.
        is_draft: It was not issued: the page says so.
    """
    assets = {LOGO: files.read(profile.logo_sha)} if profile.logo_sha else {}
    page = page_facts(facts, is_draft=is_draft)
    page["company"] |= {
        "colour": profile.colour,
        "web": profile.website,
        "logo": LOGO if assets else "",
    }
    page["document"]["note"] = profile.document_footer or _COURTESY
    return render("invoice", page, assets=assets, created_at=now)


def file_stem(invoice: Invoice) -> str:
    """Return what the file of a document is called, without its ending."""
    return f"{KINDS[invoice.kind]} {invoice.label}".replace("/", "-")


def page_facts(facts: Facts, *, is_draft: bool = False) -> dict[str, Any]:
    """Return what the template prints, as texts."""
    sign = -1 if facts["kind"] == "TD04" else 1
    return {
        "company": _company(facts),
        "document": {
            "title": _TITLES[facts["kind"]],
            "number": facts["number"],
            "date": _day(facts["dated_on"]),
        },
        "notice": _DRAFT if is_draft else _COURTESY,
        "buyer": _buyer(facts["buyer"]),
        "references": _references(facts),
        "reasons": list(facts["reasons"]),
        "lines": [_line(line) for line in facts["lines"]],
        "summary": [_summary(row, facts) for row in facts["totals"]["summary"]],
        "totals": list(_totals(facts, sign)),
        "payment": list(_payment(facts)),
        "qr": payment_code(facts) or "",
    }


def payment_code(facts: Facts) -> str | None:
    """Return the EPC QR code of a bank transfer as SVG text, or None when there is none to make.

    Source: EPC069-12, version 002: what banking apps scan.
    """
    dues = facts["dues"]
    if not facts["iban"] or len(dues) != 1 or facts["method"] != "MP05":
        return None
    amount = Decimal(dues[0]["amount_eur"])
    if not 0 < amount <= _MOST_PAID:
        return None
    code = helpers.make_epc_qr(
        name=_name(facts["seller"])[:70],
        iban=facts["iban"],
        amount=amount,
        text=f"{_TITLES[facts['kind']]} {facts['number']} del {_day(facts['dated_on'])}"[:140],
    )
    return _svg(code)


def _svg(code: segno.QRCode) -> str:
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()


def _company(facts: Facts) -> dict[str, Any]:
    seller = facts["seller"]
    return {
        "name": _name(seller),
        "address": _address(seller["address"]),
        "vat": seller["vat_number"],
        "phone": facts["seller_phone"],
        "email": facts["seller_email"],
    }


def _buyer(buyer: Facts) -> list[str]:
    rows = [_name(buyer), *_address(buyer["address"])]
    if buyer["vat_number"]:
        rows.append(f"P. IVA {buyer['vat_number']}")
    if buyer["tax_code"]:
        rows.append(f"C.F. {buyer['tax_code']}")
    return rows


def _name(party: Facts) -> str:
    return party["company_name"] or f"{party['last_name']} {party['first_name']}".strip()


def _address(address: Facts) -> list[str]:
    province = f"({address['province']})" if address["province"] else ""
    rows = [
        f"{address['street']} {address['street_number']}".strip(),
        " ".join(p for p in (address["postcode"], address["municipality"], province) if p),
    ]
    return [row for row in rows if row]


def _references(facts: Facts) -> list[str]:
    is_note = facts["kind"] == DocumentKind.CREDIT_NOTE.value
    words = "Storna la fattura" if is_note else "Acconto già fatturato:"
    rows = [f"{words} {_linked(one)}" for one in facts["credited"]]
    rows += [f"DDT {_linked(one)}" for one in facts["delivery_notes"]]
    for order in facts["orders"]:
        codes = [f"{name} {order[key]}" for name, key in (("CIG", "cig"), ("CUP", "cup"))
                 if order[key]]  # fmt: skip
        rows.append(" · ".join([f"Ordine {order['document']}", *codes]))
    return rows


def _linked(one: Facts) -> str:
    return f"{one['number']} del {_day(one['dated_on'])}" if one["dated_on"] else one["number"]


def _line(line: Facts) -> list[str]:
    discount = Decimal(line["discount_pct"])
    return [
        line["description"],
        f"{_plain(line['quantity'])} {line['unit']}".strip(),
        unit_price_text(line["unit_price"]),
        f"{_plain(discount)}%" if discount else "",
        line["natura"] or f"{_plain(line['rate_pct'])}%",
        _euro(line["total_eur"]),
    ]


def _summary(row: Facts, facts: Facts) -> list[str]:
    found = (line["legal_reference"] for line in facts["lines"] if line["natura"] == row["natura"])
    words = next((text for text in found if text), "") if row["natura"] else ""
    rate = f"{row['natura']} {words}".strip() if row["natura"] else f"{_plain(row['rate_pct'])}%"
    return [rate, _euro(row["taxable_eur"]), _euro(row["tax_eur"])]


def _totals(facts: Facts, sign: int) -> Sequence[tuple[str, str]]:
    totals, terms = facts["totals"], facts["terms"]
    rows = [
        ("Imponibile", _euro(totals["taxable_eur"], sign)),
        ("IVA", _euro(totals["tax_eur"], sign)),
        ("Totale documento", _euro(totals["total_eur"], sign)),
    ]
    if Decimal(totals["withheld_eur"]):
        rate = _plain(terms["withholding_pct"])
        rows.append((f"Ritenuta {rate}%", _euro(totals["withheld_eur"], -sign)))
    if terms["treatment"] == "split_payment":
        rows.append((legal.SPLIT_PAYMENT, _euro(totals["tax_eur"], -sign)))
    rows.append(("Netto a pagare", f"€ {_euro(totals['payable_eur'], sign)}"))
    return rows


def _payment(facts: Facts) -> Sequence[str]:
    rows = [
        f"{_METHODS.get(facts['method'], '')} entro il {_day(due['due_on'])}: "
        f"€ {_euro(due['amount_eur'])}"
        for due in facts["dues"]
    ]
    if facts["iban"] and rows:
        rows.append(f"{facts['bank_name']} IBAN {facts['iban']}".strip())
    if facts["totals"]["is_stamp_due"]:
        rows.append("Imposta di bollo assolta in modo virtuale ai sensi del DM 17/06/2014.")
    return rows


def _euro(value: Any, sign: int = 1) -> str:
    return format_number(round(sign * Decimal(value), 2))


def unit_price_text(value: Any) -> str:
    """Return the price of one as it is printed: at least two decimals, more where it has them."""
    whole, _point, decimals = f"{Decimal(value):f}".partition(".")
    return format_number(Decimal(f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"))


def _plain(value: Any) -> str:
    number = Decimal(value).normalize()
    whole = number == number.to_integral()
    return format_number(number.quantize(Decimal(1)) if whole else number)


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
