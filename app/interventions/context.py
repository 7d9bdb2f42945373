"""Everything the form of a report needs, as JSON: also what a phone keeps for work offline."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.agenda.models import Appointment
from app.clients.models import Client
from app.contracts.words import covers_of
from app.devices.models import Device
from app.devices.rules import DeviceState
from app.interventions import messages
from app.interventions.checking import Author, Subject, mark_of, may_pick_team, team_of
from app.interventions.facts import payment_facts, plain, plant_address
from app.interventions.models import (
    Intervention,
    InterventionReport,
    ReportLine,
    intervention_devices,
)
from app.interventions.queries import count_of_appointment, current_report
from app.interventions.rules_sending import PlaceHiddenError
from app.kernel.access import Access
from app.kernel.dates import local_clock, local_day
from app.pricelist.models import PriceItem
from app.technicians.models import Technician
from app.worktypes.models import InterventionType, WorkPhrase

#: Rows of the price list that travel to a phone at most.
MOST_ITEMS = 2000


def context_of(session: Session, subject: Subject, author: Author) -> dict[str, Any]:
    """Return the facts of the form: the plant, the visit, the lists to choose from."""
    access = author.access
    ensure_place_shown(subject.appointment, access)
    client, corrected = subject.client, subject.corrected
    report = current_report(session, corrected) if corrected is not None else None
    return {
        "today": local_day(author.now).isoformat(),
        "appointment": _appointment(session, subject.appointment),
        "client": _client(client),
        "notice": str(messages.PLANT_CHANGED) % {"name": client.display_name}
        if subject.is_elsewhere
        else "",
        "contracts": [
            {"title": one.title, "text": one.text}
            for one in covers_of(session, client.id, local_day(author.now))
        ],
        "heading": _heading(client),
        "types": _types(session, corrected),
        "devices": _devices(session, client, corrected),
        "phrases": _phrases(session),
        "items": _items(session, has_prices=access.has("prices.read")),
        "discounts": _discounts(client) if access.has("prices.read") else None,
        "team": [{"id": one.id, "name": one.name} for one in team_of(subject)],
        "technicians": _technicians(session) if may_pick_team(access) else [],
        "outcomes": [
            {"value": one.value, "label": str(label), "follow_up": str(messages.FOLLOW_UPS[one])}
            for one, label in messages.OUTCOMES.items()
        ],
        "finding_kinds": _choices(messages.FINDING_KINDS),
        "sources": _choices(messages.SOURCES),
        "payment_methods": _choices(messages.PAYMENT_METHODS),
        "unsigned_reasons": _choices(messages.UNSIGNED_REASONS),
        "may": {
            "prices": access.has("prices.read"),
            "payments": access.has("payments.take"),
            "pick_team": may_pick_team(access),
            "office": access.has("interventions.write"),
        },
        "current": _current(corrected, report, access) if corrected is not None else None,
    }


def ensure_place_shown(appointment: Appointment | None, access: Access) -> None:
    """Raise `PlaceHiddenError` where street and phone of a visit are not to be seen yet."""
    if appointment is not None and not access.may_see_place(appointment.travelling_at):
        raise PlaceHiddenError


def _appointment(session: Session, appointment: Appointment | None) -> dict[str, Any] | None:
    if appointment is None:
        return None
    call = appointment.call
    return {
        "id": appointment.id,
        "version": mark_of(appointment, count_of_appointment(session, appointment.id)),
        "day": local_day(appointment.starts_at).isoformat(),
        "arrived": _clock(appointment.arrived_at),
        "left": _clock(appointment.left_at),
        "instructions": appointment.instructions,
        "call_text": call.description if call is not None else "",
        "type_id": appointment.intervention_type_id,
        "device_ids": [device.id for device in appointment.devices],
    }


def _clock(moment: Any) -> str | None:
    return f"{local_clock(moment):%H:%M}" if moment is not None else None


def _client(client: Client) -> dict[str, Any]:
    return {
        "id": client.id,
        "name": client.display_name,
        "address": plant_address(client),
        "phone": client.phone,
        "email": client.email,
        "needs_attention": client.needs_attention,
        "attention_reason": client.attention_reason,
    }


def _heading(client: Client) -> dict[str, str]:
    """Return whom the document is addressed to by default: the billing address, if there is one."""
    own = {
        "name": client.display_name,
        "street": " ".join(part for part in (client.street, client.street_number) if part),
        "postcode": client.postcode,
        "municipality": client.municipality,
        "province": client.province,
    }
    billing = {
        "name": client.billing_name or client.display_name,
        "street": client.billing_street,
        "postcode": client.billing_postcode,
        "municipality": client.billing_municipality,
        "province": client.billing_province,
    }
    chosen = billing if client.billing_street else own
    if client.billing_name:
        chosen["name"] = client.billing_name
    return chosen | {
        "tax_code": client.tax_code,
        "vat_number": client.vat_number,
        "email": client.email,
        "phone": client.phone,
    }


def _types(session: Session, corrected: Intervention | None) -> list[dict[str, Any]]:
    used = corrected.intervention_type_id if corrected is not None else None
    rows = session.scalars(
        select(InterventionType)
        .where(or_(InterventionType.is_active, InterventionType.id == used))
        .order_by(InterventionType.position, InterventionType.label)
    )
    return [
        {
            "id": row.id,
            "label": row.label,
            "moves_due_date": row.moves_due_date,
            "may_move_due_date": row.may_move_due_date,
            "needs_device": row.needs_device or row.moves_due_date,
            "needs_ree": row.needs_ree,
        }
        for row in rows
    ]


def _devices(
    session: Session, client: Client, corrected: Intervention | None
) -> list[dict[str, Any]]:
    """Return the devices in service, and those the report already names."""
    known = intervention_devices.c
    named = select(known.device_id).where(
        known.intervention_id == (corrected.id if corrected is not None else 0)
    )
    rows = session.scalars(
        select(Device)
        .where(
            Device.client_id == client.id,
            or_(Device.state == DeviceState.IN_SERVICE, Device.id.in_(named)),
        )
        .options(joinedload(Device.device_type))
        .order_by(Device.id)
    )
    return [
        {
            "id": row.id,
            "kind": row.device_type.label,
            "brand": row.brand,
            "model": row.model,
            "serial_number": row.serial_number,
            "location": row.location,
            "next_maintenance_on": (
                row.next_maintenance_on.isoformat() if row.next_maintenance_on else None
            ),
        }
        for row in rows
    ]


def _phrases(session: Session) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(WorkPhrase)
        .where(WorkPhrase.is_active)
        .order_by(WorkPhrase.position, WorkPhrase.id)
        .limit(MOST_ITEMS)
    )
    return [{"text": row.text, "box": row.box, "type_id": row.intervention_type_id} for row in rows]


def _items(session: Session, *, has_prices: bool) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(PriceItem)
        .options(selectinload(PriceItem.parts))
        .where(PriceItem.is_active)
        .order_by(PriceItem.description, PriceItem.id)
        .limit(MOST_ITEMS)
    )
    return [_item(row, has_prices=has_prices) for row in rows]


def _item(row: PriceItem, *, has_prices: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": row.id, "code": row.code, "description": row.description, "unit": row.unit,
        "kind": row.kind.value,
    }  # fmt: skip
    if has_prices:
        found |= {
            "unit_price": plain(row.unit_price),
            "vat_rate_pct": plain(row.vat_profile.rate_pct),
            "vat_nature": row.vat_profile.nature,
        }
    if row.parts:
        found["parts"] = [
            {"id": part.item_id, "quantity": plain(part.quantity)} for part in row.parts
        ]
    return found


def _discounts(client: Client) -> dict[str, Any] | None:
    found = client.discounts
    return found.proposal if found is not None else None


def _technicians(session: Session) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Technician)
        .where(Technician.is_active)
        .order_by(Technician.position, Technician.name)
    )
    return [{"id": row.id, "name": row.name} for row in rows]


def _choices(labels: Mapping[Any, Any]) -> list[dict[str, str]]:
    return [{"value": member.value, "label": str(label)} for member, label in labels.items()]


def _current(
    corrected: Intervention, report: InterventionReport | None, access: Access
) -> dict[str, Any]:
    """Return the revision to correct; its prices as stored, and only for who sees prices."""
    content = dict(report.content) if report is not None else _of_head(corrected)
    lines = report.lines if report is not None else ()
    content["lines"] = [
        {
            "item_id": line.item_id,
            "source": line.source.value,
            "unit": line.unit,
            "description": line.description,
            "quantity": plain(line.quantity),
        }
        | (_price(line) if access.has("prices.read") else {})
        for line in lines
    ]
    content["payment"] = payment_facts(corrected) if access.has("payments.take") else None
    content["technician_ids"] = [one.id for one in corrected.technicians]
    return {
        "intervention_id": corrected.id,
        "number": corrected.label,
        "revision": corrected.revision,
        "content": content,
    }


def _of_head(corrected: Intervention) -> dict[str, Any]:
    """Return the content of a visit whose report was never written."""
    return {
        "type_id": corrected.intervention_type_id,
        "performed_on": corrected.performed_on.isoformat(),
        "outcome": corrected.outcome.value,
        "moves_due_date": corrected.moves_due_date,
        "work_done": corrected.work_done,
        "device_ids": [device.id for device in corrected.devices],
        "heading": _heading(corrected.client),
    }


def _price(line: ReportLine) -> dict[str, Any]:
    return {
        "unit_price": plain(line.unit_price),
        "discount_pct": plain(line.discount_pct),
        "vat_rate_pct": plain(line.vat_rate_pct),
        "vat_nature": line.vat_nature,
    }
