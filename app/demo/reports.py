"""Signed reports of the latest visits of the demonstration, written in bulk."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from app.clients.models import Client
from app.company.models import CompanyProfile
from app.company.queries import company_profile
from app.devices.models import Device
from app.devices.rules import DeviceState
from app.devices.rules_due import DueFacts, next_due
from app.interventions.models import (
    Finding,
    Intervention,
    InterventionReport,
    ReportLine,
    Signature,
)
from app.interventions.rules import FindingKind, LineSource, SignerRole, UnsignedReason
from app.interventions.rules_content import fingerprint
from app.interventions.rules_sending import DOCUMENT
from app.jobs.outbox import enqueue
from app.kernel.dates import local_instant
from app.kernel.subject import SubjectKind

#: Visits whose reports are written at once.
BATCH = 1_000
#: Days whose visits have a report, and how many of the newest get their document and mail.
REPORT_DAYS, DOCUMENTS = 60, 4

#: Code of the kind -> (description, unit, quantity, unit price); they add up to the visit's net.
_LINES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "routine_maintenance": (("Manutenzione ordinaria caldaia", "pz", "1", "80"),),
    "maintenance_ree": (
        ("Manutenzione con analisi di combustione", "pz", "1", "90"),
        ("Compilazione e trasmissione REE", "pz", "1", "30"),
    ),
    "fault": (
        ("Diritto di chiamata", "pz", "1", "36"),
        ("Manodopera", "ora", "1.5", "40"),
    ),
    "extraordinary_maintenance": (
        ("Vaso di espansione 8 litri", "pz", "1", "88.5"),
        ("Manodopera", "ora", "1", "50"),
    ),
}
_VAT = "10"
_FINDINGS = (
    (FindingKind.REMARK, "Manca la copia del libretto: consegnata in questa occasione."),
    (FindingKind.RECOMMENDATION, "Sostituire il vaso di espansione entro la prossima stagione."),
    (FindingKind.RECOMMENDATION, "Lavaggio dell'impianto: acqua torbida e radiatori tiepidi."),
    (FindingKind.PRESCRIPTION, "Foro di ventilazione ostruito: riaprirlo prima dell'uso."),
)


@dataclass(frozen=True)
class _Written:
    """A report about to be stored, with the rows that belong to it."""

    report: dict[str, Any]
    lines: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    signatures: list[dict[str, Any]]


def seed_reports(session: Session, rng: random.Random, today: date, now: datetime) -> None:
    """Give the visits of the last weeks the report that was signed for them."""
    keys = session.scalars(
        select(Intervention.id)
        .where(Intervention.performed_on >= today - timedelta(days=REPORT_DAYS))
        .order_by(Intervention.performed_on, Intervention.id)
    ).all()
    addressed: list[int] = []
    for start in range(0, len(keys), BATCH):
        addressed += _seed_batch(session, rng, _visits(session, keys[start : start + BATCH]))
        # Memory holds one batch, however many there are.
        session.flush()
        session.expunge_all()
    for report_id in addressed[-DOCUMENTS:]:
        enqueue(session, DOCUMENT, report_id, now=now)


def _seed_batch(
    session: Session, rng: random.Random, visits: Sequence[Intervention]
) -> Sequence[int]:
    """Write the reports of some visits; return those whose customer has an address."""
    profile = company_profile(session)
    written = [_write(rng, visit, profile) for visit in visits]
    statement = insert(InterventionReport).returning(
        InterventionReport.id, sort_by_parameter_order=True
    )
    ids = list(session.scalars(statement, [one.report for one in written]))
    _store(session, ReportLine, ids, [one.lines for one in written])
    _store(session, Finding, ids, [one.findings for one in written])
    _store(session, Signature, ids, [one.signatures for one in written])
    session.execute(update(Intervention), [_head(visit, one) for visit, one in zip(
        visits, written, strict=True)])  # fmt: skip
    return [key for key, visit in zip(ids, visits, strict=True) if visit.client.email]


def _visits(session: Session, keys: Sequence[int]) -> Sequence[Intervention]:
    return session.scalars(
        select(Intervention)
        .where(Intervention.id.in_(keys))
        .options(
            joinedload(Intervention.client),
            joinedload(Intervention.intervention_type),
            selectinload(Intervention.devices).joinedload(Device.device_type),
            selectinload(Intervention.technicians),
        )
        .order_by(Intervention.performed_on, Intervention.id)
    ).all()


def _store(
    session: Session, table: Any, ids: list[int], groups: list[list[dict[str, Any]]]
) -> None:
    rows = [
        row | {"report_id": key} for key, group in zip(ids, groups, strict=True) for row in group
    ]
    if rows:
        session.execute(insert(table), rows)


def _head(visit: Intervention, written: _Written) -> dict[str, Any]:
    content = written.report["content"]
    return {
        "id": visit.id,
        "is_signed": written.report["unsigned_reason"] is None,
        "request_text": content["request_text"],
        "started_at": local_instant(visit.performed_on, time.fromisoformat(content["started_at"])),
        "ended_at": local_instant(visit.performed_on, time.fromisoformat(content["ended_at"])),
        "travel_minutes": content["travel_minutes"],
    }


def _write(rng: random.Random, visit: Intervention, profile: CompanyProfile) -> _Written:
    lines = _LINES[visit.intervention_type.code or ""]
    findings = [rng.choice(_FINDINGS)] if rng.random() < 0.25 else []
    content = _content(rng, visit, lines, findings)
    sha256 = fingerprint(content)
    ended = local_instant(visit.performed_on, time.fromisoformat(content["ended_at"]))
    is_absent = rng.random() < 0.08
    technician = visit.technicians[0].name
    report = {
        "uuid": str(UUID(int=rng.getrandbits(128), version=4)),
        "intervention_id": visit.id,
        "revision": 1,
        "content": content,
        "facts": _facts(visit, lines, profile),
        "content_sha256": sha256,
        "body_sha256": sha256,
        "compiled_at": ended,
        "received_at": ended + timedelta(minutes=2),
        "author_name": technician,
        "correction_reason": "",
        "document_error": "",
        "unsigned_reason": UnsignedReason.ABSENT if is_absent else None,
    }
    signers = [(SignerRole.TECHNICIAN, technician, "")]
    if not is_absent:
        signers.insert(0, (SignerRole.CLIENT, *_signer(visit.client)))
    return _Written(
        report,
        _line_rows(lines),
        [
            {"position": place, "kind": kind, "text": text}
            for place, (kind, text) in enumerate(findings)
        ],
        [
            {
                "role": role, "signer_name": name, "signer_capacity": capacity,
                "strokes": scribble(rng, name), "signed_at": ended, "content_sha256": sha256,
                "device_text": "",
            }
            for role, name, capacity in signers
        ],
    )  # fmt: skip


def _signer(client: Client) -> tuple[str, str]:
    """Return who signs for a client: people for themselves, others through somebody there."""
    if client.subject_kind is SubjectKind.PERSON:
        return client.display_name, "intestatario"
    return "Ferrero Carla", "delegata"


def _content(
    rng: random.Random,
    visit: Intervention,
    lines: tuple[tuple[str, str, str, str], ...],
    findings: list[tuple[FindingKind, str]],
) -> dict[str, Any]:
    hour = rng.choice((8, 9, 10, 11, 14, 15))
    client = visit.client
    return {
        "type_id": visit.intervention_type_id,
        "performed_on": visit.performed_on.isoformat(),
        "started_at": f"{hour:02d}:{rng.randrange(0, 60, 5):02d}",
        "ended_at": f"{hour + 1:02d}:{rng.randrange(0, 60, 5):02d}",
        "travel_minutes": rng.randrange(10, 40, 5),
        "outcome": visit.outcome.value,
        "moves_due_date": False,
        "request_text": "Manutenzione annuale." if visit.moves_due_date else "Guasto segnalato.",
        "work_done": visit.work_done,
        "device_ids": [device.id for device in visit.devices],
        "technician_ids": [technician.id for technician in visit.technicians],
        "heading": {
            "name": client.display_name,
            "street": f"{client.street} {client.street_number}".strip(),
            "postcode": client.postcode,
            "municipality": client.municipality,
            "province": client.province,
            "tax_code": client.tax_code,
            "vat_number": client.vat_number,
            "email": client.email,
            "phone": client.phone,
        },
        "lines": [
            {
                "item_id": None, "source": LineSource.VAN.value, "unit": unit,
                "description": description, "quantity": quantity, "unit_price": price,
                "discount_pct": "0", "vat_rate_pct": _VAT, "vat_nature": None,
            }
            for description, unit, quantity, price in lines
        ],
        "findings": [{"kind": kind.value, "text": text} for kind, text in findings],
        "next_visit_advised_on": None,
        "payment": None,
        "attachments": [],
    }  # fmt: skip


def _facts(
    visit: Intervention, lines: tuple[tuple[str, str, str, str], ...], profile: CompanyProfile
) -> dict[str, Any]:
    return {
        "number": visit.label,
        "revision": 1,
        "type_label": visit.intervention_type.label,
        "devices": [_device(device, visit) for device in visit.devices],
        "technicians": [technician.name for technician in visit.technicians],
        "client": {
            "number": str(visit.client.number),
            "name": visit.client.display_name,
            "address": _address(visit.client),
        },
        "lines": [
            {
                "description": description, "unit": unit, "quantity": quantity,
                "unit_price": price, "discount_pct": "0", "vat_rate_pct": _VAT,
                "vat_nature": None, "total": str(Decimal(quantity) * Decimal(price)),
            }
            for description, unit, quantity, price in lines
        ],
        "totals": {
            "net": str(visit.net_eur), "vat": str(visit.vat_eur), "total": str(visit.total_eur),
        },
        "company": {
            "legal_name": profile.legal_name,
            "address": f"{profile.street}\n{profile.postcode} {profile.municipality}",
            "phone": profile.phone,
            "email": profile.email,
            "vat_number": profile.vat_number,
            "logo_sha": profile.logo_sha,
            "colour": profile.colour,
            "footer": profile.document_footer,
        },
        "show_prices": True,
    }  # fmt: skip


def _device(device: Device, visit: Intervention) -> dict[str, Any]:
    next_on = device.next_maintenance_on
    if visit.moves_due_date:
        next_on = next_due(
            DueFacts(
                DeviceState.IN_SERVICE,
                interval_months=device.maintenance_interval_months,
                visits=(visit.performed_on,),
            )
        ).on
    parts = (device.device_type.label, device.brand, device.model)
    return {
        "id": device.id,
        "label": " ".join(part for part in parts if part),
        "serial_number": device.serial_number,
        "location": device.location,
        "next_on": next_on.isoformat() if next_on else None,
    }


def _address(client: Client) -> str:
    street = f"{client.street} {client.street_number}".strip()
    return f"{street}, {client.postcode} {client.municipality} ({client.province})"


def _line_rows(lines: tuple[tuple[str, str, str, str], ...]) -> list[dict[str, Any]]:
    return [
        {
            "position": place, "description": description, "unit": unit,
            "quantity": Decimal(quantity), "unit_price": Decimal(price),
            "discount_pct": Decimal(0), "vat_rate_pct": Decimal(_VAT),
            "total_eur": Decimal(quantity) * Decimal(price), "source": LineSource.VAN,
        }
        for place, (description, unit, quantity, price) in enumerate(lines)
    ]  # fmt: skip


def scribble(rng: random.Random, name: str) -> list[dict[str, Any]]:
    """Return a scribble as wide as a name, another one each time."""
    points = []
    height, speed, lean = rng.uniform(9, 18), rng.uniform(0.9, 1.5), rng.uniform(0.2, 0.7)
    for step in range(5 * min(len(name), 14)):
        x = 12 + 2.6 * step + 4 * math.sin(lean * step)
        fade = 1 - step / (7 * max(len(name), 6))
        y = 50 - height * fade * math.sin(speed * step) - 0.12 * step
        points.append({"x": round(x, 1), "y": round(y, 1), "time": 12 * step})
    return [{"points": points}]
