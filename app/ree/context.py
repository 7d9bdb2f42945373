"""Everything the form of a report needs, as JSON: the form, and what is known before writing."""

from typing import Any

from sqlalchemy.orm import Session

from app.agenda.models import Appointment
from app.clients.models import Client
from app.clients.rules import ResponsibleRole
from app.devices.models import Device
from app.interventions import messages as reports
from app.interventions.checking import Author
from app.interventions.context import ensure_place_shown
from app.interventions.facts import device_label, plain, plant_address
from app.kernel.dates import add_months, local_clock, local_day
from app.ree import labels
from app.ree.checking import Subject
from app.ree.forms_json import sheet_json
from app.ree.models import Ree, ReeRevision
from app.ree.queries import current_revision, generators, last_revisions
from app.ree.rules_catalogue import SHEETS
from app.ree.rules_sheets import TESTED
from app.ree.stickers import proposed_sticker
from app.technicians.models import Technician
from app.thermal.rules import Generator

#: Months to the next maintenance when the device says none.
USUAL_MONTHS = 12

_ROLES = {
    ResponsibleRole.OCCUPANT: "occupant",
    ResponsibleRole.OWNER: "owner",
    ResponsibleRole.MANAGER: "administrator",
    ResponsibleRole.THIRD_PARTY: "third_party",
}

_MACHINES = {
    None: "compression_electric",
    Generator.COMPRESSION: "compression_electric",
    Generator.ENGINE: "compression_engine",
    Generator.ABSORPTION: "absorption_recovery",
}


def context_of(session: Session, subject: Subject, author: Author) -> dict[str, Any]:
    """Return the facts of the form: the plant, its generators, the forms of their types."""
    ensure_place_shown(subject.appointment, author.access)
    devices = _devices(session, subject)
    last = last_revisions(session, [device.id for device in devices])
    rows = [_device(device, devices, last.get(device.id), subject, author) for device in devices]
    writer = _writer(session, author)
    for row in rows:
        row["prefill"]["values"] |= writer
    _propose_sticker(rows, proposed_sticker(session, author.access))
    kinds = sorted({row["ree_type"] for row in rows})
    return {
        "today": local_day(author.now).isoformat(),
        "client": {
            "id": subject.client.id,
            "name": subject.client.display_name,
            "address": plant_address(subject.client),
        },
        "appointment_id": subject.appointment.id if subject.appointment is not None else None,
        "intervention_id": subject.intervention.id if subject.intervention is not None else None,
        "device_ids": _named(subject),
        "devices": rows,
        "sheets": {str(kind): sheet_json(SHEETS[kind]) for kind in kinds},
        "answers": {value: str(label) for value, label in labels.ANSWERS.items()},
        "unsigned_reasons": [
            {"value": one.value, "label": str(label)}
            for one, label in reports.UNSIGNED_REASONS.items()
        ],
        "technician": author.access.name if author.access.technician_id is not None else "",
        "current": _current(session, subject.corrected),
    }


def _propose_sticker(rows: list[dict[str, Any]], label: str) -> None:
    """Start each new report with the next sticker of who writes it."""
    for row in rows if label else ():
        row["prefill"]["values"].setdefault("sticker", label)


def _devices(session: Session, subject: Subject) -> list[Device]:
    if subject.corrected is not None:
        return [subject.corrected.device]
    found = generators(session, subject.client.id)
    return [device for device in found if device.device_type.ree_type in SHEETS]


def _named(subject: Subject) -> list[int]:
    """Return the devices the visit is for."""
    visit = subject.intervention or subject.appointment
    return [device.id for device in visit.devices] if visit is not None else []


def _device(
    device: Device,
    devices: list[Device],
    last: ReeRevision | None,
    subject: Subject,
    author: Author,
) -> dict[str, Any]:
    kind = device.device_type.ree_type or 0
    return {
        "id": device.id,
        "label": device_label(device),
        "serial_number": device.serial_number,
        "location": device.location,
        "ree_type": kind,
        "type_label": str(labels.TYPES[kind]),
        "last_on": last.ree.performed_on.isoformat() if last is not None else None,
        "prefill": {
            "ree_type": kind,
            "device_id": device.id,
            "values": _values(device, devices, last, subject, author),
            "measurements": _rows(kind, device, last),
        },
    }


def _values(
    device: Device,
    devices: list[Device],
    last: ReeRevision | None,
    subject: Subject,
    author: Author,
) -> dict[str, Any]:
    """Return the items known before writing: the card, the device, the last report, the visit.

    What the card and the device say counts more than the last report: somebody may have mended it.
    """
    sheet = SHEETS[device.device_type.ree_type or 0]
    carried = {item.name for item in sheet.items() if item.carries}
    known = dict(last.content.get("values") or {}) if last is not None else {}
    found = {name: value for name, value in known.items() if name in carried}
    fresh = (
        _plant(subject.client)
        | (_responsible(subject.client) if last is None else {})
        | _generator(device, devices, sheet.ree_type)
        | _visit(device, subject.appointment, author)
    )
    allowed = {item.name for item in sheet.items()}
    return found | {name: value for name, value in fresh.items() if value and name in allowed}


def _plant(client: Client) -> dict[str, Any]:
    return {
        "plant_code": client.plant_code or client.plate,
        "street": client.street,
        "street_number": client.street_number,
        "staircase": client.staircase,
        "unit": client.unit,
        "municipality": client.municipality,
        "province": client.province,
    }


def _responsible(client: Client) -> dict[str, Any]:
    """Return the occupant as responsible; another one is written by hand, once."""
    role = _ROLES[client.responsible_role]
    found: dict[str, Any] = {
        "resp_title": role,
        "resp_street": " ".join(part for part in (client.street, client.street_number) if part),
        "resp_municipality": client.municipality,
        "resp_province": client.province,
    }
    if role in {"administrator", "third_party"}:
        return {"resp_title": role}
    if client.is_firm:
        names = {"resp_kind": "firm", "resp_company": client.company_name,
                 "resp_vat_number": client.vat_number}  # fmt: skip
    else:
        names = {"resp_kind": "person", "resp_last_name": client.last_name,
                 "resp_first_name": client.first_name}  # fmt: skip
    return found | names | {"resp_tax_code": client.tax_code}


def _generator(device: Device, devices: list[Device], kind: int) -> dict[str, Any]:
    same = [one for one in devices if one.device_type.ree_type == kind]
    total = sum((one.useful_power_kw or 0 for one in same), 0 * (device.useful_power_kw or 0))
    fuel = device.fuel.value if device.fuel is not None else None
    return {
        "total_power_kw": _number(total),
        "unit_number": _unit_number(device, same),
        "installed_on": device.installed_on.isoformat() if device.installed_on else None,
        "brand": device.brand,
        "model": device.model,
        "serial_number": device.serial_number[:30],
        "heat_input_kw": _number(device.heat_input_kw),
        "useful_power_kw": _number(device.useful_power_kw),
        "placement": "outdoor" if device.is_outdoors else None,
        "machine_kind": _MACHINES.get(device.drive),
        "cooling_power_kw": _number(device.cooling_kw),
        "heating_power_kw": _number(device.useful_power_kw),
        "recovered_power_kw": _number(device.useful_power_kw),
        "electric_power_kw": _number(device.electrical_kw),
        "fuel": fuel if fuel in {*TESTED, "pellet", "wood", "other"} else None,
    }


def _unit_number(device: Device, same: list[Device]) -> int:
    digits = device.component_code.rpartition("-")[2]
    return int(digits) if digits.isdigit() and int(digits) else same.index(device) + 1


def _visit(device: Device, appointment: Appointment | None, author: Author) -> dict[str, Any]:
    today = local_day(author.now)
    months = device.maintenance_interval_months or USUAL_MONTHS
    arrived = appointment.arrived_at if appointment is not None else None
    return {
        "performed_on": today.isoformat(),
        "maintenance_by": add_months(today, months).isoformat(),
        "arrived_at": f"{local_clock(arrived):%H:%M}" if arrived is not None else None,
    }


def _writer(session: Session, author: Author) -> dict[str, str]:
    """Return who writes, first and last name apart as the account has them."""
    technician = session.get(Technician, author.access.technician_id or 0)
    if technician is None:
        return {}
    names = zip(("technician_first_name", "technician_last_name"), technician.names, strict=True)
    return {item: name for item, name in names if name}


def _rows(kind: int, device: Device, last: ReeRevision | None) -> list[dict[str, Any]]:
    """Return as many empty rows of measurements as the last report had."""
    before = (last.content.get("measurements") or [{}]) if last is not None else [{}]
    if kind == 2:
        return [{"circuit": row.get("circuit", place + 1)} for place, row in enumerate(before)]
    if kind != 1:
        return [{}]
    if device.fuel is not None and device.fuel.value not in TESTED:
        return [{}]
    return [
        {"module": row.get("module", place + 1), "measured": row.get("measured", "o2")}
        for place, row in enumerate(before)
    ]


def _number(value: Any) -> str | None:
    return plain(value) if value else None


def _current(session: Session, corrected: Ree | None) -> dict[str, Any] | None:
    if corrected is None:
        return None
    revision = current_revision(session, corrected)
    if revision is None:
        return None
    return {
        "ree_id": corrected.id,
        "number": corrected.label,
        "revision": corrected.revision,
        "content": revision.content,
    }
