"""What the office sees of a plant while the customer is still on the phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from app.agenda.queries import next_visit
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.calls.rules import OPEN_STATES
from app.clients.models import Client
from app.contracts.words import Cover, covers_of
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.devices.rules import DeviceState
from app.interventions.models import Intervention
from app.interventions.queries_history import past_work
from app.kernel.access import Access
from app.kernel.dates import local_day

#: Latest visits shown.
VISITS = 3


@dataclass(frozen=True)
class PlantFacts:
    """A plant as the form of a call shows it; everything by the row rules.

    Attributes:
        ticked: Keys of the devices the call is about.
        next_visit: Key, start and first technician of the next appointment; None: none.
    """

    client: Client
    devices: Sequence[Device]
    ticked: frozenset[int]
    open_calls: Sequence[Call]
    work: Sequence[Intervention]
    next_visit: tuple[int, datetime, str | None] | None
    #: Italian calendar day.
    today: date
    #: Contracts in force at the plant.
    contracts: Sequence[Cover] = ()


def plant_facts(
    session: Session,
    access: Access,
    client: Client,
    *,
    now: datetime,
    call: Call | None = None,
    ticked: Iterable[int] | None = None,
) -> PlantFacts:
    """Return what the account may know of a plant that it may see.

    Args:
        session: Open session.
        access: Who asks.
        client: Card of the plant; the caller has checked it.
        now: Current instant.
        call: Call being changed: not among the open ones, its devices stay on offer.
        ticked: Devices chosen so far; None for a fresh form: a lone device is ticked.
    """
    own = [device.id for device in call.devices] if call is not None else []
    devices = session.scalars(devices_on_offer(client.id, access, own)).all()
    if ticked is None:
        ticked = own or ([devices[0].id] if len(devices) == 1 and call is None else [])
    return PlantFacts(
        client=client,
        devices=devices,
        ticked=frozenset(ticked),
        open_calls=_open_calls(session, access, client.id, call),
        work=past_work(session, access, client_id=client.id, limit=VISITS),
        next_visit=next_visit(session, client.id, now, access=access),
        today=local_day(now),
        contracts=covers_of(session, client.id, local_day(now)),
    )


def devices_on_offer(client_id: int, access: Access, keep: Iterable[int] = ()) -> Select[Device]:
    """Return the select of a plant's devices that may be ticked: in service, or in `keep`."""
    on_offer = or_(Device.state == DeviceState.IN_SERVICE, Device.id.in_(list(keep)))
    return (
        select(Device)
        .options(joinedload(Device.device_type))
        .where(Device.client_id == client_id, on_offer, visible_devices(access))
        .order_by(Device.id)
    )


def _open_calls(
    session: Session, access: Access, client_id: int, but: Call | None
) -> Sequence[Call]:
    return session.scalars(
        select(Call)
        .options(joinedload(Call.reason))
        .where(
            Call.client_id == client_id,
            Call.state.in_(OPEN_STATES),
            Call.id != (but.id if but is not None else 0),
            visible_calls(access),
        )
        .order_by(Call.received_at, Call.id)
    ).all()
