"""What a contract's document states, as JSON: frozen with each term."""

from typing import Any

from app.company.models import CompanyProfile
from app.contracts.models import Contract
from app.contracts.rules import Renewal, instalment_plan, notice_day
from app.interventions.facts import company_snapshot, device_label, plain, plant_address
from app.kernel.money import TaxableLine, document_total, vat_summary


def facts_of(contract: Contract, profile: CompanyProfile) -> dict[str, Any]:
    """Return the facts of a contract's document; days as "2026-10-12", amounts with a point."""
    vat = contract.vat_profile
    summary = vat_summary([TaxableLine(contract.fee_eur, vat.rate_pct, vat.nature)])
    plan = instalment_plan(
        contract.fee_eur, contract.starts_on, contract.months, contract.instalment_count
    )
    client = contract.client
    ends_by = notice_day(contract.ends_on, contract.notice_days, contract.renewal)
    return {
        "number": contract.label,
        "kind": contract.kind.value,
        "client": {
            "number": str(client.number),
            "name": client.billing_name or client.display_name,
            "plant_name": client.display_name,
            "plant": plant_address(client),
            "tax_code": client.tax_code,
            "vat_number": client.vat_number,
        },
        "devices": [
            {
                "label": device_label(device),
                "serial_number": device.serial_number,
                "location": device.location,
            }
            for device in contract.devices
        ],
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "fee": str(contract.fee_eur),
        "vat_rate_pct": plain(vat.rate_pct),
        "vat_nature": vat.nature,
        "total": str(document_total(summary)),
        "instalments": [{"due_on": day.isoformat(), "amount": str(amount)} for day, amount in plan],
        "visit_months": list(contract.visit_months),
        "covers": {
            "labour": contract.covers_labour,
            "call_out": contract.covers_call_out,
            "parts": contract.covers_parts,
        },
        "parts_discount_pct": plain(contract.parts_discount_pct),
        "has_priority": contract.has_priority,
        "renewal": contract.renewal.value,
        "notice_days": contract.notice_days,
        "notice_by": None if contract.renewal is Renewal.NONE else ends_by.isoformat(),
        "adjustment_pct": plain(contract.adjustment_pct),
        "terms": contract.terms,
        "company": company_snapshot(profile),
    }
