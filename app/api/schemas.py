"""What each resource looks like as JSON. A field names the function it needs, if any.

Amounts and powers are texts with a decimal point ("12.50"): no rounding on the way. Instants are
UTC, days are Italian calendar days, both ISO 8601.
"""

from typing import Any

from marshmallow import Schema, fields

from app.agenda.rules import AppointmentState
from app.calls.rules import CallState, Channel, Coverage, Priority
from app.clients.rules import ClientState, ContactKind, Payer, ResponsibleRole
from app.devices.rules import DeviceState, DueReason, Fuel
from app.interventions.rules import Outcome, PaymentMethod
from app.kernel.subject import SubjectKind

#: Functions that open single fields.
PRICES, NOTES, OFFICE = "prices.read", "client_notes.read", "technicians.read"


class Amount(fields.String):
    """A decimal number as text."""


def _needs(function: str) -> dict[str, Any]:
    return {"x-needs-function": function}


def _code(kind: Any, **options: Any) -> fields.Enum[Any]:
    return fields.Enum(kind, by_value=True, **options)


class Named(Schema):
    """Key and name of a row of another list."""

    id = fields.Integer()
    label = fields.Function(str, metadata={"type": "string"})


class ContactSchema(Schema):
    """A telephone or an e-mail address."""

    kind = _code(ContactKind)
    value = fields.String()
    label = fields.String()
    is_preferred = fields.Boolean()


class Stamps(Schema):
    """When a row was made and last changed."""

    id = fields.Integer()
    created_at = fields.AwareDateTime(allow_none=True)
    changed_at = fields.AwareDateTime(allow_none=True)


class ClientSchema(Stamps):
    """A card: one plant, where it is and who answers for it."""

    number = fields.Integer()
    state = _code(ClientState)
    merged_into_id = fields.Integer(allow_none=True)
    display_name = fields.String()
    is_firm = fields.Boolean()
    last_name = fields.String()
    first_name = fields.String()
    company_name = fields.String()
    subject_kind = _code(SubjectKind)
    tax_code = fields.String()
    vat_number = fields.String()
    pec = fields.String()
    recipient_code = fields.String()
    street = fields.String()
    street_number = fields.String()
    postcode = fields.String()
    municipality = fields.String()
    province = fields.String()
    staircase = fields.String()
    floor = fields.String()
    unit = fields.String()
    area = fields.String()
    access_notes = fields.String()
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)
    billing_name = fields.String()
    billing_street = fields.String()
    billing_postcode = fields.String()
    billing_municipality = fields.String()
    billing_province = fields.String()
    payer = _code(Payer)
    plant_code = fields.String()
    plate = fields.String()
    pod = fields.String()
    pdr = fields.String()
    responsible_role = _code(ResponsibleRole)
    exclude_from_maintenance = fields.Boolean()
    needs_attention = fields.Boolean()
    attention_reason = fields.String()
    group_head_id = fields.Integer(allow_none=True)
    phone = fields.String()
    email = fields.String()
    contacts = fields.List(fields.Nested(ContactSchema))
    private_note = fields.String(metadata=_needs(NOTES))


class DeviceSchema(Stamps):
    """One device of a plant."""

    client_id = fields.Integer()
    device_type = fields.Nested(Named)
    state = _code(DeviceState)
    brand = fields.String()
    model = fields.String()
    serial_number = fields.String()
    location = fields.String()
    fuel = _code(Fuel, allow_none=True)
    useful_power_kw = Amount(allow_none=True)
    heat_input_kw = Amount(allow_none=True)
    installed_on = fields.Date(allow_none=True)
    first_ignition_on = fields.Date(allow_none=True)
    warranty_until = fields.Date(allow_none=True)
    component_code = fields.String()
    maintenance_interval_months = fields.Integer(allow_none=True)
    exclude_from_maintenance = fields.Boolean()
    next_maintenance_on = fields.Date(allow_none=True)
    due_reason = _code(DueReason)
    removed_on = fields.Date(allow_none=True)
    replaced_by_id = fields.Integer(allow_none=True)
    notes = fields.String()


class CallSchema(Stamps):
    """One request of a customer."""

    client_id = fields.Integer()
    client_name = fields.String(attribute="client.display_name")
    state = _code(CallState)
    priority = _code(Priority)
    channel = _code(Channel)
    reason = fields.Nested(Named, allow_none=True)
    intervention_type = fields.Nested(Named, allow_none=True)
    description = fields.String()
    received_at = fields.AwareDateTime()
    received_by = fields.String()
    caller_name = fields.String()
    caller_phone = fields.String()
    call_back_by = fields.AwareDateTime(allow_none=True)
    availability = fields.String()
    coverage = _code(Coverage)
    quoted_fee_eur = Amount(allow_none=True, metadata=_needs(PRICES))
    is_repeat = fields.Boolean()
    closed_at = fields.AwareDateTime(allow_none=True)
    cancel_reason = fields.String()


class PlaceSchema(Schema):
    """Where a visit is; empty texts until the technician has set off, where that is the rule."""

    street = fields.String()
    street_number = fields.String()
    postcode = fields.String()
    municipality = fields.String()
    province = fields.String()
    phone = fields.String()


class AppointmentSchema(Stamps):
    """A visit at a client, or an entry of the agenda tied to none."""

    client_id = fields.Integer(allow_none=True)
    client_name = fields.String(attribute="client.display_name", dump_default="")
    title = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    state = _code(AppointmentState)
    intervention_type = fields.Nested(Named, allow_none=True)
    call_id = fields.Integer(allow_none=True)
    instructions = fields.String()
    place = fields.Nested(PlaceSchema, attribute="client", allow_none=True)
    technician_ids = fields.Function(
        lambda row: [member.technician_id for member in row.team],
        metadata={"type": "array", "items": {"type": "integer"}},
    )
    travelling_at = fields.AwareDateTime(allow_none=True)
    arrived_at = fields.AwareDateTime(allow_none=True)
    left_at = fields.AwareDateTime(allow_none=True)
    cancel_reason = fields.String()


class InterventionSchema(Stamps):
    """Work done at a plant, as its current report states it."""

    label = fields.String()
    client_id = fields.Integer()
    client_name = fields.String(attribute="client.display_name")
    appointment_id = fields.Integer(allow_none=True)
    intervention_type = fields.Nested(Named)
    performed_on = fields.Date()
    outcome = _code(Outcome)
    moves_due_date = fields.Boolean()
    request_text = fields.String()
    work_done = fields.String()
    started_at = fields.AwareDateTime(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    travel_minutes = fields.Integer(allow_none=True)
    next_visit_advised_on = fields.Date(allow_none=True)
    net_eur = Amount(metadata=_needs(PRICES))
    vat_eur = Amount(metadata=_needs(PRICES))
    total_eur = Amount(metadata=_needs(PRICES))
    paid_eur = Amount(allow_none=True, metadata=_needs(PRICES))
    payment_method = _code(PaymentMethod, allow_none=True, metadata=_needs(PRICES))
    revision = fields.Integer()
    is_signed = fields.Boolean()
    device_ids = fields.Function(
        lambda row: [device.id for device in row.devices],
        metadata={"type": "array", "items": {"type": "integer"}},
    )
    technician_ids = fields.Function(
        lambda row: [technician.id for technician in row.technicians],
        metadata={"type": "array", "items": {"type": "integer"}},
    )


class TechnicianSchema(Stamps):
    """Somebody who can be booked."""

    name = fields.String()
    short_name = fields.String()
    colour = fields.String()
    is_active = fields.Boolean()
    phone = fields.String(metadata=_needs(OFFICE))
    email = fields.String(metadata=_needs(OFFICE))
