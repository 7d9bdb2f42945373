"""A report ready to be printed, without database."""

from datetime import UTC, datetime
from io import BytesIO

from PIL import Image

from app.interventions.documents import Photo, Printable
from app.interventions.rules import SignerRole
from app.interventions.signedprint import Signed
from tests.factories.interventions import STROKES

ARRIVED = datetime(2026, 10, 12, 8, 30, tzinfo=UTC)

CONTENT = {
    "performed_on": "2026-10-12",
    "started_at": "09:05",
    "ended_at": "10:20",
    "travel_minutes": 25,
    "outcome": "done",
    "request_text": "Manutenzione annuale.",
    "work_done": "Pulizia bruciatore.\nProva di combustione.",
    "heading": {
        "name": "Maria Rossi", "street": "Via Roma 12", "postcode": "10095",
        "municipality": "Grugliasco", "province": "TO", "tax_code": "RSSMRA60A41L219X",
        "email": "maria.rossi@example.it",
    },
    "findings": [
        {"kind": "remark", "text": "Manca la targhetta."},
        {"kind": "prescription", "text": "Il foro di ventilazione è ostruito."},
    ],
    "payment": {"method": "cash", "amount": "110.00", "receipt_number": "45"},
}  # fmt: skip

FACTS = {
    "number": "2026/00123",
    "revision": 1,
    "type_label": "Manutenzione ordinaria",
    "devices": [
        {"label": "Caldaia Immergas Victrix", "serial_number": "IM24", "location": "Cucina",
         "next_on": "2027-10-12"},
    ],
    "technicians": ["Davide Marchisio"],
    "client": {"number": "123", "name": "Condominio Aurora", "address": "Via Torino 5"},
    "lines": [
        {"description": "Manutenzione", "unit": "pz", "quantity": "1", "unit_price": "80",
         "discount_pct": "0", "vat_rate_pct": "10", "vat_nature": None, "total": "80.00"},
        {"description": "Guarnizione", "unit": "pz", "quantity": "2.5", "unit_price": "8.125",
         "discount_pct": "5", "vat_rate_pct": "22", "vat_nature": None, "total": "19.30"},
    ],
    "totals": {"net": "99.30", "vat": "12.25", "total": "111.55"},
    "company": {"legal_name": "Termoclima Srl", "address": "Via dell'Industria 12\n10095",
                "vat_number": "01234567897", "colour": "#C2410C", "footer": "REA TO-1234567"},
    "show_prices": True,
}  # fmt: skip


def a_picture(colour="#ff0000", size=(80, 60)):
    """Return a small PNG."""
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, "PNG")
    return made.getvalue()


def printable(*, content=None, facts=None, **changes):
    """Return a report with two signatures and a photo; changes go over it."""
    values = {
        "content": CONTENT | (content or {}),
        "facts": FACTS | (facts or {}),
        "signatures": [
            Signed(SignerRole.CLIENT, "Maria Rossi", "intestataria", ARRIVED, STROKES),
            Signed(SignerRole.TECHNICIAN, "Davide Marchisio", "", ARRIVED, STROKES),
        ],
        "received_at": ARRIVED,
        "content_sha256": "ab" * 32,
        "photos": [Photo(a_picture(), "Prima")],
    }
    return Printable(**(values | changes))
