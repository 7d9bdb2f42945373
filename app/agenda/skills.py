"""Which technicians of a visit have let a qualification expire that its devices ask for."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.devices.models import Device
from app.devices.rules import DeviceState, Fuel
from app.technicians.models import Certificate, Technician
from app.technicians.rules import Skill, expired_skills

#: Fuel -> what working on it asks for.
_FUEL_SKILLS = {
    Fuel.NATURAL_GAS: Skill.GAS,
    Fuel.LPG: Skill.GAS,
    Fuel.PELLET: Skill.BIOMASS,
    Fuel.WOOD: Skill.BIOMASS,
}


Expired = list[tuple[str, Certificate]]


def expiries(
    session: Session,
    team: Sequence[Technician],
    *,
    client_id: int | None,
    device_ids: Sequence[int],
) -> Callable[[date], Expired]:
    """Return what tells (technician's name, latest certificate) of what has expired by a day.

    Only what the devices of the visit ask for counts.

    Args:
        session: Open session; only read.
        team: Who goes.
        client_id: Plant; None: no devices.
        device_ids: Devices to work on; none: all that are in service there.
    """
    has_devices = client_id is not None and bool(team)
    needed = _needed(session, client_id, device_ids) if has_devices else frozenset()
    if not needed:
        return lambda _day: []
    names = {technician.id: technician.name for technician in team}
    held: dict[int, list[Certificate]] = {key: [] for key in names}
    rows = session.scalars(
        select(Certificate)
        .where(Certificate.technician_id.in_(names))
        .order_by(Certificate.expires_on, Certificate.id)
    )
    for row in rows:
        held[row.technician_id].append(row)
    return lambda day: [
        (names[key], certificate)
        for key, certificates in held.items()
        for certificate in expired_skills(certificates, needed, day)
    ]


def _needed(session: Session, client_id: int | None, device_ids: Sequence[int]) -> frozenset[Skill]:
    rule = Device.id.in_(device_ids) if device_ids else Device.state == DeviceState.IN_SERVICE
    rows = session.execute(
        select(Device.fuel, Device.refrigerant_id).where(Device.client_id == client_id, rule)
    )
    found: set[Skill] = set()
    for fuel, refrigerant in rows:
        if refrigerant is not None:
            found.add(Skill.FGAS)
        if fuel in _FUEL_SKILLS:
            found.add(_FUEL_SKILLS[fuel])
    return frozenset(found)
