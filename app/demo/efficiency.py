"""Booklets and efficiency reports of the demonstration, made by the services as a phone would."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.booklets.service import open_booklet, write_sheet
from app.clients.models import Client
from app.clients.rules import ClientState
from app.demo.reports import scribble
from app.devices.models import Device, DeviceType
from app.devices.rules import Fuel
from app.devices.service import store_device
from app.interventions.checking import Author
from app.interventions.models import Intervention
from app.kernel.access import Access
from app.kernel.dates import local_day, local_instant
from app.ree.checking import Keys, find_subject
from app.ree.context import context_of
from app.ree.models import Ree
from app.ree.rules import ReeState
from app.ree.rules_catalogue import SHEETS
from app.ree.rules_items import Asked, Item, Kind
from app.ree.service import move_on, receive_ree
from app.worktypes.models import InterventionType

#: Boilers whose control of the last weeks has a report; the oldest ones are with the register.
_BOILERS, _ACCEPTED, _SENT = 10, 4, 3
#: Type of report -> device put at a plant for it: brand, model, fuel, powers in kW.
_LARGE: dict[int, dict[str, Any]] = {
    2: {
        "brand": "Daikin", "model": "EWYT016", "useful_power_kw": Decimal("16.4"),
        "cooling_kw": Decimal("15.2"), "electrical_kw": None, "fuel": Fuel.ELECTRICITY,
    },
    3: {
        "brand": "Alfa Laval", "model": "Maxi S", "useful_power_kw": Decimal(180),
        "cooling_kw": None, "electrical_kw": None, "fuel": Fuel.DISTRICT_HEAT,
    },
    4: {
        "brand": "Viessmann", "model": "Vitobloc 200", "useful_power_kw": Decimal(81),
        "cooling_kw": None, "electrical_kw": Decimal(50), "fuel": Fuel.NATURAL_GAS,
    },
}  # fmt: skip
#: What the form does not know beforehand and is no check of the plant.
_ANSWERS: dict[str, Any] = {
    "hardness": "18", "heating_treatment": ["conditioning"], "dhw_treatment": ["softening"],
    "water_treatment": ["filtration"], "placement": "indoor", "unit_kind": "single",
    "efficiency_class": "condensing", "for_heating": True, "for_dhw": True,
    "flue_draught": "forced", "analyser_brand": "Testo", "analyser_model": "330i",
    "analyser_serial": "60412207", "machine_kind": "compression_electric", "circuits": 1,
    "test_mode": "heating", "has_tower": "no", "has_intermediate": "no",
    "primary_fluid": "superheated_water", "outlet_fluid": "Acqua calda",
    "cogenerator_kind": "combustion_engine", "fuel_text": "Gas naturale",
    "absorbed_power_kw": "145", "may_run": "yes", "resp_title": "occupant",
    "plant_code": "", "fuel": "natural_gas",
}  # fmt: skip
#: Type of report -> what the instruments said.
_MEASURED: dict[int, dict[str, Any]] = {
    1: {
        "module": 1, "measured": "o2", "air_c": "19.5", "flue_c": "57.4", "o2": "4.9",
        "co_dry_ppm": "62", "efficiency_read": "97.8",
    },
    2: {
        "circuit": 1, "superheat": "6.2", "subcooling": "4.1", "condensation_c": "44",
        "evaporation_c": "1.5", "outside_in_c": "8", "outside_out_c": "4.5", "users_in_c": "35",
        "users_out_c": "40", "absorbed_kw": "5.1", "filters_clean": "yes", "passed": "yes",
    },
    3: {
        "outdoor_c": "7", "primary_flow_c": "98", "primary_return_c": "62", "exchanged_kw": "140",
        "primary_flow_m3h": "3.4", "secondary_flow_c": "70", "secondary_return_c": "55",
    },
    4: {
        "air_c": "14", "water_out_c": "82", "water_in_c": "68", "terminals_kw": "48",
        "engine_water_c": "86", "flue_after_c": "110", "flue_before_c": "480",
    },
}  # fmt: skip
_PRESCRIPTION = {
    "openings_free": "no",
    "prescriptions": "Apertura di ventilazione ostruita: riaprirla prima di usare l'apparecchio.",
    "may_run": "no",
}
#: Sheets 1 and 2 of a booklet.
_PLANT: dict[str, Any] = {
    "work_kind": "existing", "category": "E1", "single_unit": "yes", "heated_m3": "270",
    "heating_kw": "20", "dhw_kw": "24", "fluids": ["water"],
}  # fmt: skip
_WATER: dict[str, Any] = {
    "water_m3": "0.15", "hardness": "18", "heating_treatment": ["conditioning"],
    "dhw_treatment": ["none"], "antifreeze": "none",
}  # fmt: skip
_SOURCES = {1: "combustion", 2: "heat_pump", 3: "district_heat", 4: "cogeneration"}
_OFFICE = Access(
    name="Silvia Ferraris",
    is_office=True,
    functions=frozenset(
        {"clients.read", "clients.all", "interventions.read", "interventions.write",
         "reports.lead", "ree.read", "ree.write"}
    ),
)  # fmt: skip


def seed_efficiency(session: Session, rng: random.Random, now: datetime) -> None:
    """Sign a report of each official type, most of them of boilers, at every step on its way.

    Args:
        session: Open session.
        rng: Draws the signatures.
        now: Instant of the demonstration.
    """
    today = local_day(now)
    written = [
        _signed(session, rng, visit.client, device, visit)
        for visit, device in _controls(session, today)
    ]
    for kind, place in zip(_LARGE, _plants(session), strict=False):
        device = _large_device(session, place, kind, today)
        day = today - timedelta(days=kind)
        written.append(_signed(session, rng, place, device, day=day))
    for position, ree in enumerate(written):
        _send(session, ree, position, today)
        _begin_booklet(session, ree, position)
    session.flush()


def _begin_booklet(session: Session, ree: Ree, position: int) -> None:
    """Open the booklet of a plant that was controlled; most of them say what the plant is."""
    author = Author(_OFFICE, local_instant(ree.performed_on, time(15)))
    booklet = open_booklet(session, ree.client_id, now=author.now)
    if position % 3:
        values = _PLANT | {"generators": [_SOURCES[ree.ree_type]]}
        write_sheet(session, booklet, "1", values, row=None, author=author)
        write_sheet(session, booklet, "2", _WATER, row=None, author=author)


def _controls(session: Session, today: date) -> list[tuple[Intervention, Device]]:
    """Return the newest controls of boilers, the oldest of them first, one for each boiler."""
    rows = session.execute(
        select(Intervention, Device)
        .join(Intervention.devices)
        .join(Intervention.intervention_type)
        .join(Device.device_type)
        .where(
            InterventionType.needs_ree,
            DeviceType.ree_type == 1,
            Device.useful_power_kw >= 10,
            or_(Device.installed_on.is_(None), Device.installed_on <= Intervention.performed_on),
            Device.brand != "",
            Device.serial_number != "",
            Intervention.performed_on < today,
        )
        .order_by(Intervention.performed_on.desc(), Intervention.id.desc())
        .limit(3 * _BOILERS)
    ).all()
    found: dict[int, tuple[Intervention, Device]] = {}
    for visit, device in rows:
        found.setdefault(device.id, (visit, device))
    return list(found.values())[_BOILERS - 1 :: -1]


def _plants(session: Session) -> Sequence[Client]:
    """Return the cards that get a large generator: the condominiums come first."""
    return session.scalars(
        select(Client)
        .where(Client.state == ClientState.ACTIVE)
        .order_by(Client.is_firm.desc(), Client.id)
        .limit(len(_LARGE))
    ).all()


def _large_device(session: Session, client: Client, kind: int, today: date) -> Device:
    device_type = session.scalars(
        select(DeviceType).where(DeviceType.ree_type == kind).order_by(DeviceType.position)
    ).first()
    device = Device(
        client=client,
        device_type=device_type,
        location="Centrale termica",
        serial_number=f"CT{kind}-2204{client.id:04d}",
        installed_on=today - timedelta(days=1200 + kind),
        **_LARGE[kind],
    )
    store_device(session, device)
    return device


def _signed(  # the facts of a report
    session: Session,
    rng: random.Random,
    client: Client,
    device: Device,
    visit: Intervention | None = None,
    day: date | None = None,
) -> Ree:
    """Send the report of one generator as the phone of who did the control."""
    on = day or (visit.performed_on if visit is not None else date.min)
    author = Author(_OFFICE, local_instant(on, time(12)))
    keys = Keys(
        intervention_id=visit.id if visit is not None else None,
        client_id=client.id if visit is None else None,
    )
    context = context_of(session, find_subject(session, author, keys), author)
    content = next(row["prefill"] for row in context["devices"] if row["id"] == device.id)
    _answer(content, device)
    technician = " ".join(
        str(content["values"][name]) for name in ("technician_first_name", "technician_last_name")
    )
    body = {
        "intervention_id": keys.intervention_id,
        "client_id": keys.client_id,
        "compiled_at": author.now.isoformat(),
        "content": content,
        "signatures": [
            {"role": role, "signer_name": name[:120], "strokes": scribble(rng, name)}
            for role, name in (("technician", technician), ("client", client.display_name))
        ],
    }
    uuid = str(UUID(int=(device.id << 64) + on.toordinal(), version=4))
    return receive_ree(session, uuid, body, access=_OFFICE, now=author.now).revision.ree


def _answer(content: dict[str, Any], device: Device) -> None:
    """Answer what the form asks and does not know: without defect, but for one boiler in nine."""
    sheet, values = SHEETS[content["ree_type"]], content["values"]
    values |= {"arrived_at": "09:10", "left_at": "10:20"}
    values |= {"technician_first_name": "Luca", "technician_last_name": "Bianchi"}
    for item in sheet.items():
        if values.get(item.name) or item.asked(values) is not Asked.YES:
            continue
        answer = _usual(item)
        if answer is not None:
            values[item.name] = answer
    if device.id % 9 == 0 and content["ree_type"] == 1:
        values |= _PRESCRIPTION
    asked = {
        item.name
        for item in sheet.measures
        if item.asked({**values, "measured": "o2"}) is Asked.YES
    }
    measured = _MEASURED[content["ree_type"]]
    content["measurements"] = [{name: measured[name] for name in measured if name in asked}]


def _usual(item: Item) -> Any:
    if item.name in _ANSWERS:
        return _ANSWERS[item.name] or None
    if item.good is not None:
        return item.good
    return {Kind.SNC: "nc"}.get(item.kind)


def _send(session: Session, ree: Ree, position: int, today: date) -> None:
    """Note the steps of the older ones towards the register."""
    steps: Mapping[bool, tuple[ReeState, ...]] = {
        True: (ReeState.SENT, ReeState.ACCEPTED),
        False: (ReeState.SENT,),
    }
    if position >= _ACCEPTED + _SENT:
        return
    for state in steps[position < _ACCEPTED]:
        note = f"CIT-{ree.year}-{41000 + position}" if state is ReeState.ACCEPTED else ""
        move_on(session, ree, state, on=ree.performed_on, note=note, today=today)
