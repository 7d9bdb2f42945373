"""What a report's document needs beside the signed content, frozen when the report arrives."""

from decimal import Decimal
from typing import Any

from app.clients.models import Client
from app.company.models import CompanyProfile
from app.devices.models import Device
from app.interventions.checking import Checked
from app.interventions.models import Intervention
from app.interventions.rules_prices import PricedLine, Totals


def facts_of(
    intervention: Intervention, checked: Checked, profile: CompanyProfile, *, has_prices: bool
) -> dict[str, Any]:
    """Return the facts of a report as JSON; days as "2026-10-12", numbers as text with a point.

    Args:
        intervention: Head of the report, its devices already with their next date.
        checked: What was signed, with the rows it refers to.
        profile: The company as it is today.
        has_prices: Whoever wrote the report sees prices, so its document shows them.
    """
    return {
        "number": intervention.label,
        "revision": intervention.revision,
        "type_label": checked.kind.label,
        "devices": [_device(device) for device in checked.devices],
        "technicians": [technician.name for technician in checked.technicians],
        "client": {
            "number": str(intervention.client.number),
            "name": intervention.client.display_name,
            "address": plant_address(intervention.client),
        },
        "lines": [_line(line) for line in checked.lines],
        "totals": totals_facts(checked.totals),
        "payment": payment_facts(intervention),
        "company": company_snapshot(profile),
        "show_prices": has_prices,
    }


def device_label(device: Device) -> str:
    """Return "Caldaia Immergas Victrix", or the kind alone."""
    parts = (device.device_type.label, device.brand, device.model)
    return " ".join(part for part in parts if part)


def plant_address(client: Client) -> str:
    """Return "Via Roma 12, 10095 Grugliasco (TO)" from the parts that are there."""
    street = " ".join(part for part in (client.street, client.street_number) if part)
    return ", ".join(part for part in (street, _town(client)) if part)


def plain(number: Decimal) -> str:
    """Return a number as text with a point and no zeros at the end: "8.125", "80"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def totals_facts(totals: Totals) -> dict[str, str]:
    """Return amounts as text with a point and two decimals."""
    return {"net": str(totals.net_eur), "vat": str(totals.vat_eur), "total": str(totals.total_eur)}


def payment_facts(intervention: Intervention) -> dict[str, str] | None:
    """Return the money taken on the spot; None: nothing."""
    if intervention.paid_eur is None or intervention.payment_method is None:
        return None
    return {
        "method": intervention.payment_method.value,
        "amount": str(intervention.paid_eur),
        "receipt_number": intervention.receipt_number,
    }


def _device(device: Device) -> dict[str, Any]:
    next_on = device.next_maintenance_on
    return {
        "id": device.id,
        "label": device_label(device),
        "serial_number": device.serial_number,
        "location": device.location,
        "next_on": next_on.isoformat() if next_on is not None else None,
    }


def _line(priced: PricedLine) -> dict[str, Any]:
    line, price = priced.line, priced.price
    return {
        "description": line.description,
        "unit": line.unit,
        "source": line.source.value,
        "quantity": plain(line.quantity),
        "unit_price": plain(price.unit_price),
        "discount_pct": plain(price.discount_pct),
        "vat_rate_pct": plain(price.vat_rate_pct),
        "vat_nature": price.vat_nature,
        "total": str(priced.total_eur),
    }


def company_snapshot(profile: CompanyProfile) -> dict[str, Any]:
    """Return what the letterhead and the footer of a document say, as it is today."""
    return {
        "legal_name": profile.legal_name,
        "address": "\n".join(part for part in (profile.street, _town(profile)) if part),
        "phone": profile.phone,
        "email": profile.email,
        "pec": profile.pec,
        "website": profile.website,
        "vat_number": profile.vat_number,
        "tax_code": profile.tax_code,
        "rea": profile.rea,
        "certifications": profile.certifications,
        "logo_sha": profile.logo_sha,
        "colour": profile.colour,
        "footer": profile.document_footer,
    }


def _town(place: Client | CompanyProfile) -> str:
    province = f"({place.province})" if place.province else ""
    return " ".join(part for part in (place.postcode, place.municipality, province) if part)
