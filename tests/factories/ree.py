"""A boiler at a plant and the energy-efficiency report of its control."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import select

from app.devices.models import DeviceType
from app.devices.rules import Fuel
from tests.factories.interventions import STROKES, make_job

NOON = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)

#: A condensing boiler of 24 kW, measured well (case F of the reference: limit 91.76).
VALUES = {
    "plant_code": "TO1234567",
    "total_power_kw": "24",
    "street": "Via Roma",
    "municipality": "Torino",
    "province": "TO",
    "resp_title": "occupant",
    "resp_kind": "person",
    "resp_last_name": "Rossi",
    "resp_first_name": "Maria",
    "resp_street": "Via Roma 1",
    "resp_municipality": "Torino",
    "resp_province": "TO",
    "has_conformity": "yes",
    "has_booklet": "yes",
    "has_manuals": "yes",
    "booklet_complete": "yes",
    "heating_treatment": ["none"],
    "dhw_treatment": ["softening", "filtration"],
    "placement": "indoor",
    "indoor_suitable": "yes",
    "openings_free": "yes",
    "openings_sized": "yes",
    "flue_suitable": "yes",
    "room_control_works": "yes",
    "gas_tight": "yes",
    "unit_number": 1,
    "installed_on": "2020-01-01",
    "brand": "Immergas",
    "model": "Victrix",
    "serial_number": "IM123",
    "unit_kind": "single",
    "heat_input_kw": "24.5",
    "useful_power_kw": "24",
    "fuel": "natural_gas",
    "efficiency_class": "condensing",
    "for_heating": True,
    "for_dhw": True,
    "flue_draught": "forced",
    "controls_work": "yes",
    "safety_untampered": "yes",
    "relief_valve_free": "nc",
    "exchanger_clean": "yes",
    "flue_backflow": "no",
    "uni_10389_ok": "yes",
    "analyser_brand": "Testo",
    "analyser_model": "330",
    "analyser_serial": "T330-1",
    "may_run": "yes",
    "maintenance_by": "2027-10-12",
    "performed_on": "2026-10-12",
    "arrived_at": "09:00",
    "left_at": "10:00",
    "technician_last_name": "Bianchi",
    "technician_first_name": "Luca",
}
ROW = {
    "module": 1,
    "flue_c": "55",
    "air_c": "20",
    "measured": "o2",
    "o2": "4.8",
    "co_dry_ppm": "80",
    "efficiency_read": "98.2",
}


def content_of(device_id=1, *, row=None, without=(), **values):
    """Return what a type 1 report states; `values` and `row` replace, `without` leaves out."""
    stated = {name: value for name, value in (VALUES | values).items() if name not in without}
    rows = [ROW | (row or {})]
    return {"ree_type": 1, "device_id": device_id, "values": stated, "measurements": rows}


def make_boiler_job(session, technician=None, number=1):
    """Return (appointment, boiler) of a technician."""
    appointment, device = make_job(session, technician, number)
    device.device_type = session.scalars(
        select(DeviceType).where(DeviceType.ree_type == 1).limit(1)
    ).one()
    device.fuel = Fuel.NATURAL_GAS
    device.useful_power_kw = Decimal(24)
    device.installed_on = date(2020, 1, 1)
    session.commit()
    return appointment, device


def body_of(appointment, content, *, signed=True, **more):
    """Return what the phone sends."""
    signatures = [{"role": "technician", "signer_name": "Luca Bianchi", "strokes": STROKES}]
    if signed:
        signatures.append({"role": "client", "signer_name": "Maria Rossi", "strokes": STROKES})
    return {"appointment_id": appointment.id, "content": content, "signatures": signatures} | more
