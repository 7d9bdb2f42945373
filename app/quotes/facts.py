"""What a quote's document states, as JSON: frozen when it is sent."""

import hashlib
import json
from typing import Any

from app.clients.models import Client
from app.company.models import CompanyProfile
from app.interventions.facts import company_snapshot, plain, plant_address
from app.quotes.models import Quote, QuoteLine
from app.quotes.rules_amounts import QuotedLine, QuoteTotals
from app.quotes.service import totals_of


def facts_of(quote: Quote, profile: CompanyProfile) -> dict[str, Any]:
    """Return the facts of a quote's document; days as "2026-10-12", amounts with a point.

    What a good cost the company is not among them: the customer reads this.
    """
    return {
        "number": f"{quote.number}/{quote.year}",
        "revision": quote.revision,
        "subject": quote.subject,
        "issued_on": quote.issued_on.isoformat(),
        "valid_until": quote.valid_until.isoformat(),
        "intro": quote.intro,
        "terms": quote.terms,
        "client": _client(quote.client),
        "lines": [_line(line) for line in quote.lines],
        "discount_pct": plain(quote.discount_pct),
        "deposit_pct": plain(quote.deposit_pct),
        "totals": totals_facts(totals_of(quote, ())),
        "company": company_snapshot(profile),
    }


def digest_of(facts: dict[str, Any]) -> str:
    """Return the SHA-256 of some facts, whatever the order of their keys."""
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def totals_facts(totals: QuoteTotals) -> dict[str, Any]:
    """Return amounts as text with a point and two decimals."""
    goods = totals.goods
    return {
        "gross": str(totals.gross_eur),
        "discount": str(totals.discount_eur),
        "net": str(totals.net_eur),
        "vat": [
            {
                "rate": plain(row.rate_pct),
                "nature": row.natura,
                "taxable": str(row.taxable_eur),
                "tax": str(row.tax_eur),
            }
            for row in totals.vat
        ],
        "total": str(totals.total_eur),
        "deposit": str(totals.deposit_eur),
        "goods": None
        if goods is None
        else {
            "consideration": str(goods.consideration_eur),
            "value": str(goods.goods_eur),
            "reduced": str(goods.at_reduced_eur),
            "ordinary": str(goods.at_ordinary_eur),
        },
    }


def _client(client: Client) -> dict[str, str]:
    town = " ".join(part for part in (client.billing_postcode, client.billing_municipality) if part)
    billing = ", ".join(part for part in (client.billing_street, town) if part)
    return {
        "number": str(client.number),
        "name": client.billing_name or client.display_name,
        "address": billing or plant_address(client),
        "tax_code": client.tax_code,
        "vat_number": client.vat_number,
        "plant_name": client.display_name,
        "plant": plant_address(client),
    }


def _line(line: QuoteLine) -> dict[str, Any]:
    quoted = QuotedLine(line.quantity, line.unit_price, line.discount_pct)
    return {
        "position": line.position,
        "description": line.description,
        "unit": line.unit,
        "quantity": plain(line.quantity),
        "unit_price": plain(line.unit_price),
        "discount_pct": plain(line.discount_pct),
        "vat_rate_pct": plain(line.vat_profile.rate_pct),
        "vat_nature": line.vat_profile.nature,
        "total": str(quoted.total_eur),
        "is_optional": bool(line.is_optional),
        "is_significant": bool(line.is_significant),
    }
