"""What a sheet starts with before anybody wrote it: what card, devices and reports know."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.booklets.queries import generators_ever, last_report
from app.booklets.rules_sheets import BookletSheet
from app.clients.models import Client
from app.devices.models import Device
from app.interventions.facts import plain

#: Type of the official report -> kinds of generator that sheet 1.5 ticks.
_KINDS = {1: "combustion", 2: "heat_pump", 3: "district_heat", 4: "cogeneration"}


def starting_values(session: Session, client: Client, sheet: BookletSheet) -> dict[str, Any]:
    """Return what a sheet of the plant starts with, as JSON by item; mostly nothing."""
    if sheet.code not in {"1", "2"}:
        return {}
    devices = [one for one in generators_ever(session, client.id) if one.removed_on is None]
    found = _plant(client, devices) if sheet.code == "1" else _water(session, devices)
    return _asked(sheet, found)


def generator_values(session: Session, device: Device, sheet: BookletSheet) -> dict[str, Any]:
    """Return what sheet 4 starts with for a generator: the answers of its last report."""
    report = last_report(session, device.id)
    known = (report.content.get("values") or {}) if report is not None else {}
    return _asked(sheet, known)


def _asked(sheet: BookletSheet, values: Mapping[str, Any]) -> dict[str, Any]:
    return {item.name: values[item.name] for item in sheet.items if values.get(item.name)}


def _plant(client: Client, devices: Sequence[Device]) -> dict[str, Any]:
    kinds = {_KINDS[one.device_type.ree_type or 0] for one in devices}
    who = "responsible_company" if client.is_firm else "responsible"
    return {
        "generators": sorted(kinds),
        "heating_kw": _total([one.useful_power_kw for one in devices]),
        "cooling_kw": _total([one.cooling_kw for one in devices]),
        who: client.display_name,
        "responsible_tax_code": client.tax_code,
        "responsible_vat": client.vat_number,
    }


def _total(powers: Sequence[Decimal | None]) -> str | None:
    """Return the power of a single generator; of several somebody has to say which run together."""
    known = [power for power in powers if power]
    return plain(known[0]) if len(known) == 1 else None


def _water(session: Session, devices: Sequence[Device]) -> dict[str, Any]:
    report = last_report(session, devices[0].id) if devices else None
    known = dict(report.content.get("values") or {}) if report is not None else {}
    for name in ("heating_treatment", "dhw_treatment"):
        treatments = known.get(name) or []
        known[name] = [one for one in treatments if one != "not_required"]
    return known
