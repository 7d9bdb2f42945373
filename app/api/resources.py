"""The resources: which table, which row rule, which functions open them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema
from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.agenda.models import Appointment
from app.agenda.queries import visible_appointments
from app.api import schemas
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.interventions.models import Intervention
from app.interventions.queries import visible_interventions
from app.kernel.access import Access
from app.kernel.text import escape_like, search_terms
from app.search.queries import matching
from app.technicians.models import Technician

Matches = Callable[[Session, Access, str], ColumnElement[bool]]


@dataclass(frozen=True)
class Resource:
    """One kind of row that programs may read.

    Attributes:
        name: Last part of the address, plural.
        model: Table.
        schema: Its JSON.
        visible: Row rule of the screens.
        matches: Condition of the rows that a text finds.
        opens_list: Functions any of which opens the list.
        opens_card: Functions any of which opens one row.
        options: What to load along.
        shape: Last word on the JSON of a row, when a rule depends on the row itself.
    """

    name: str
    model: Any
    schema: type[Schema]
    visible: Callable[[Access], ColumnElement[bool]]
    matches: Matches
    opens_list: tuple[str, ...]
    opens_card: tuple[str, ...]
    options: tuple[Any, ...] = ()
    shape: Callable[[Any, dict[str, Any], Access], None] | None = None

    def statement(self, access: Access) -> Any:
        """Return the select of the rows an account may read."""
        return select(self.model).where(self.visible(access)).options(*self.options)


def _words_in(*columns: Any) -> Matches:
    """Return a match of texts that the account reads anyway: every word in one of the columns."""

    def condition(_session: Session, _access: Access, text: str) -> ColumnElement[bool]:
        found: list[ColumnElement[bool]] = [true()]
        for term in search_terms(text):
            pattern = f"%{escape_like(term)}%"
            found.append(or_(*(func.lower(one).like(pattern, escape="\\") for one in columns)))
        return and_(*found)

    return condition


def _of_client(model: Any) -> Any:
    return (
        select(Client.sort_name).where(Client.id == model.client_id).correlate(model)
    ).scalar_subquery()


def _appointments(access: Access) -> ColumnElement[bool]:
    """Return the row rule of the agenda, with the days a technician's own list reaches."""
    if access.window is None or access.has("agenda.all"):
        return visible_appointments(access)
    starts_at, ends_at = access.window
    return and_(
        visible_appointments(access),
        Appointment.starts_at < ends_at,
        Appointment.ends_at > starts_at,
    )


def _technicians(access: Access) -> ColumnElement[bool]:
    if access.has_any("technicians.read", "agenda.all"):
        return true()
    return false() if access.technician_id is None else Technician.id == access.technician_id


def _hide_place(row: Appointment, facts: dict[str, Any], access: Access) -> None:
    if facts["place"] is not None and not access.may_see_place(row.travelling_at):
        facts["place"] = dict.fromkeys(facts["place"], "")


RESOURCES = (
    Resource(
        "clients", Client, schemas.ClientSchema, visible_clients, matching,
        ("clients.all",), ("clients.read",), (selectinload(Client.contacts),),
    ),
    Resource(
        "devices", Device, schemas.DeviceSchema, visible_devices,
        _words_in(Device.brand, Device.model, Device.serial_number, _of_client(Device)),
        ("devices.read",), ("devices.read",), (joinedload(Device.device_type),),
    ),
    Resource(
        "calls", Call, schemas.CallSchema, visible_calls,
        _words_in(Call.description, Call.caller_name, _of_client(Call)),
        ("calls.read",), ("calls.read",),
        (joinedload(Call.client), joinedload(Call.reason), joinedload(Call.intervention_type)),
    ),
    Resource(
        "appointments", Appointment, schemas.AppointmentSchema, _appointments,
        _words_in(Appointment.title, Appointment.instructions, _of_client(Appointment)),
        ("agenda.read",), ("agenda.read",),
        (
            joinedload(Appointment.client), joinedload(Appointment.intervention_type),
            selectinload(Appointment.team),
        ),
        _hide_place,
    ),
    Resource(
        "interventions", Intervention, schemas.InterventionSchema, visible_interventions,
        _words_in(Intervention.work_done, Intervention.request_text, _of_client(Intervention)),
        ("interventions.read", "card_interventions.read", "reports.lead"),
        ("interventions.read", "card_interventions.read", "reports.lead", "reports.own"),
        (
            joinedload(Intervention.client), joinedload(Intervention.intervention_type),
            selectinload(Intervention.devices), selectinload(Intervention.technicians),
        ),
    ),
    Resource(
        "technicians", Technician, schemas.TechnicianSchema, _technicians,
        _words_in(Technician.name, Technician.short_name),
        ("technicians.read", "agenda.read"), ("technicians.read", "agenda.read"),
    ),
)  # fmt: skip

BY_NAME = {resource.name: resource for resource in RESOURCES}
