"""The form of an appointment: whom it is about, what it offers, what two people typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.agenda import forms, queries
from app.agenda.models import Appointment
from app.calls.models import Call
from app.clients.models import Client
from app.clients.queries import find_client
from app.devices.models import Device
from app.extensions import db
from app.kernel.dates import local_clock
from app.web.access import current_access
from app.web.actors import actor_name
from app.web.addresses import NEW_ROW


@dataclass(frozen=True)
class Subject:
    """What an open form is about.

    Attributes:
        appointment: The stored one; None while it is new.
        call: Call to schedule with it.
        client: Plant, as far as it is chosen.
        is_block: Time kept free of clients: course, meeting, van service.
    """

    appointment: Appointment | None = None
    call: Call | None = None
    client: Client | None = None
    is_block: bool = False

    @property
    def is_fixed(self) -> bool:
        """Tell whether the plant comes from a call and cannot be chosen."""
        stored = self.appointment.call_id if self.appointment else None
        return self.call is not None or stored is not None


def new_subject() -> Subject:
    """Return what a new form is about, from its address and the client chosen in it."""
    call_key = request.args.get("call", "")
    if call_key:
        number = int(call_key) if forms.is_number(call_key) else 0
        call = queries.visible_call(db.session(), number, access=current_access())
        return Subject(call=call, client=call.client) if call is not None else abort(404)
    if request.args.get("tipo") == "blocco":
        return Subject(is_block=True)
    if request.method == "POST":
        return Subject(client=chosen_client(request.form.get("client", "")))
    key = request.args.get("client", "")
    return Subject(client=(chosen_client(key) or abort(404)) if key else None)


def stored_subject(appointment: Appointment) -> Subject:
    """Return what the form of a stored appointment is about; its client may have been changed."""
    client = appointment.client
    subject = Subject(appointment, client=client, is_block=client is None)
    typed = request.form.get("client", "")
    if client is None or subject.is_fixed or typed in ("", str(client.id)):
        return subject
    return Subject(appointment, client=chosen_client(typed))


def chosen_client(key: str) -> Client | None:
    """Return the card of a key if the account may see it, or None."""
    if not forms.is_number(key):
        return None
    return find_client(db.session(), current_access(), int(key))


def devices_on_offer(subject: Subject) -> Sequence[Device]:
    """Return the devices that may be ticked: those in service and those already chosen."""
    if subject.client is None:
        return []
    access, client_id = current_access(), subject.client.id
    found = list(queries.plant_devices(db.session(), client_id, access=access))
    booked = (subject.appointment or subject.call) if access.has("devices.read") else None
    known = {device.id for device in found}
    extra = booked.devices if booked is not None else []
    return found + [d for d in extra if d.id not in known and d.client_id == client_id]


def offer_of(subject: Subject) -> forms.Offer:
    """Return what the form lets one choose from."""
    minutes = {kind.id: kind.duration_minutes for kind in kinds_on_offer(subject)}
    devices = None
    if current_access().has("devices.read"):
        devices = frozenset(device.id for device in devices_on_offer(subject))
    return forms.Offer(subject.client.id if subject.client else None, minutes, devices)


def kinds_on_offer(subject: Subject) -> Sequence[Any]:
    """Return the kinds of visit, the stored one included although no longer in use."""
    kinds = list(queries.kinds(db.session()))
    stored = subject.appointment.intervention_type if subject.appointment else None
    return kinds if stored is None or stored in kinds else [*kinds, stored]


def proposal(subject: Subject, day: date) -> MultiDict[str, str]:
    """Return what a fresh form shows: what the call, the card and the address say."""
    call, kind = subject.call, None
    values = forms.new_values(day, request.args.get("tecnico", ""), request.args.get("ora", ""))
    if call is not None:
        kind = call.intervention_type
        values["instructions"] = task_of(call)
        values.setlist("devices", [str(device.id) for device in call.devices])
        if not values.getlist("team") and call.suggested_technician_id:
            values.setlist("team", [str(call.suggested_technician_id)])
    if kind is not None:
        values["kind"] = str(kind.id)
        values["to"] = forms.later(values["from"], kind.duration_minutes)
    if not values.getlist("devices"):
        offered = devices_on_offer(subject)
        values.setlist("devices", [str(offered[0].id)] if len(offered) == 1 else [])
    return values


def task_of(call: Call) -> str:
    """Return what the technician reads of a call."""
    # The reason heads the text: "Perdita: gocciola sotto la caldaia".
    parts = (call.reason.label if call.reason else "", call.description)
    return ": ".join(part for part in parts if part)


def differences(appointment: Appointment, typed: MultiDict[str, str]) -> list[tuple[str, str, str]]:
    """Return (label, stored, typed) of each field that two people filled differently."""
    stored = forms.values_of(appointment)
    labels = {
        "client": _("Client"),
        "title": _("Title"),
        "day": _("Day"),
        "from": _("From (hour)"),
        "to": _("Until (hour)"),
        "kind": _("Kind of visit"),
        "team": _("Technicians"),
        "devices": _("Devices"),
        "instructions": _("What to do"),
        "internal_notes": _("Notes for the office only"),
    }
    sent = [name for name in labels if name in typed or name in ("team", "devices")]
    return [
        (labels[name], _words(name, stored), _words(name, typed))
        for name in sent
        if sorted(stored.getlist(name)) != sorted(typed.getlist(name))
    ]


def _words(name: str, values: MultiDict[str, str]) -> str:
    """Return a typed value as people read it: names instead of keys, Italian days."""
    keys = values.getlist(name)
    if name == "day":
        day = forms.known_day(keys[0] if keys else "")
        return f"{day:%d/%m/%Y}" if day else "".join(keys)
    numbers = [int(key) for key in keys if forms.is_number(key)]
    if name in queries.NAMED:
        return ", ".join(queries.names(db.session(), name, numbers))
    return ", ".join(keys)


def last_change_text(appointment: Appointment) -> str:
    """Return who changed an appointment last and when; empty when unknown."""
    entry = queries.last_change(db.session(), appointment.id)
    if entry is None:
        return ""
    clock = f"{local_clock(entry.at):%H:%M}"
    return _("Changed by %(name)s at %(hour)s.", name=actor_name(entry), hour=clock)


def create_client_url() -> str:
    """Return the form of a new card that comes back here with the card chosen; "" if not ours."""
    if not current_access().has("clients.add"):
        return ""
    kept: dict[str, Any] = {
        k: v for k, v in request.args.items() if k in ("giorno", "ora", "tecnico")
    }
    back = url_for("AgendaView.new", client=NEW_ROW, **kept)
    return url_for("ClientView.add", next=back)
