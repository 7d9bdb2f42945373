"""Form of the client card."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import validators

from app.clients.messages import COLUMNS, LABELS
from app.clients.models import Client
from app.clients.rules import GroupKind, Payer, ResponsibleRole
from app.kernel.phones import display_phone
from app.kernel.subject import SubjectKind
from app.web import fields

_TEXTS = (
    "last_name", "first_name", "company_name", "tax_code", "vat_number", "pec", "recipient_code",
    "street", "street_number", "postcode", "municipality", "province", "staircase", "floor",
    "unit", "area", "billing_name", "billing_street", "billing_postcode", "billing_municipality",
    "billing_province", "plant_code", "plate", "pod", "pdr", "exclusion_reason",
    "attention_reason", "source",
)  # fmt: skip
_SWITCHES = (
    "is_firm",
    "is_limited_traffic",
    "exclude_from_maintenance",
    "needs_attention",
    "is_group_head",
)
_HELP = {
    "tax_code": _("Checked for its form; the tax agency tells whether it exists."),
    "recipient_code": _("0000000 for private persons."),
    "municipality": _("Postcode, province and position follow when they are empty."),
    "phones": _("One per line, with a note if wanted: 333 1234567 daughter. The first is shown."),
    "emails": _("One per line. The first is shown."),
    "subject_kind": _("Leave empty to let the codes decide."),
}

FIELDSETS = [
    (_("Who"), {"fields": ["is_firm", "last_name", "first_name", "company_name", "phones",
                           "emails"]}),
    (_("Where"), {"fields": ["street", "street_number", "municipality", "postcode", "province",
                             "staircase", "floor", "unit", "area", "access_notes",
                             "is_limited_traffic", "latitude", "longitude"]}),
    (_("Invoicing"), {"fields": ["subject_kind", "tax_code", "vat_number", "pec",
                                 "recipient_code", "payer", "billing_name", "billing_street",
                                 "billing_postcode", "billing_municipality",
                                 "billing_province"]}),
    (_("Plant"), {"fields": ["plant_code", "plate", "pod", "pdr", "responsible_role"]}),
    (_("Flags"), {"fields": ["needs_attention", "attention_reason", "exclude_from_maintenance",
                             "exclusion_reason", "excluded_until", "private_note"]}),
    (_("Group"), {"fields": ["group_head", "is_group_head", "group_kind", "building_manager",
                             "source"]}),
]  # fmt: skip

#: What belongs to the occupant and not to the plant.
OCCUPANT_FIELDS = (
    "last_name", "first_name", "company_name", "tax_code", "vat_number", "pec",
    "recipient_code", "phones", "emails",
)  # fmt: skip

FIELDS = [name for _label, section in FIELDSETS for name in section["fields"]]


def card_fields(source_of: Any) -> dict[str, Any]:
    """Return the fields of the form by column.

    Args:
        source_of: Returns where the select of a relation gets its rows.
    """
    made: dict[str, Any] = {name: _text(name) for name in _TEXTS}
    made |= {name: fields.SwitchField(COLUMNS[name]) for name in _SWITCHES}
    made |= {
        name: fields.LongTextField(COLUMNS[name], description=_HELP.get(name, ""))
        for name in ("phones", "emails", "access_notes", "private_note")
    }
    made["subject_kind"] = _choice("subject_kind", SubjectKind, optional=True)
    made["payer"] = _choice("payer", Payer)
    made["responsible_role"] = _choice("responsible_role", ResponsibleRole)
    made["group_kind"] = _choice("group_kind", GroupKind, optional=True)
    made["excluded_until"] = fields.DayField(COLUMNS["excluded_until"])
    for name, limit, label in (("latitude", 90, _("Latitude")), ("longitude", 180, _("Longitude"))):
        made[name] = fields.FloatNumberField(
            label,
            [validators.Optional(), validators.NumberRange(-limit, limit)],
            places=6,
            digits=3,
        )
    for name in ("group_head", "building_manager"):
        made[name] = fields.RemoteSelectField(COLUMNS[name], source=source_of(name))
    return made


def occupant_fields() -> dict[str, Any]:
    """Return the fields of the form for a change of occupant."""
    made: dict[str, Any] = {
        "starts_on": fields.DayField(
            _("First day of the new occupant"),
            [validators.InputRequired(_("Write the first day of the new occupant."))],
        ),
        "is_firm": fields.SwitchField(COLUMNS["is_firm"]),
    }
    made |= {name: _text(name) for name in OCCUPANT_FIELDS if name not in {"phones", "emails"}}
    made |= {
        name: fields.LongTextField(COLUMNS[name], description=_HELP[name])
        for name in ("phones", "emails")
    }
    return made


def contact_lines(client: Client, kind: Any) -> str:
    """Return the telephones or addresses of a card, one per line with its note."""
    contacts = [contact for contact in client.contacts if contact.kind is kind]
    return "\n".join(f"{display_phone(c.value)} {c.label}".strip() for c in contacts)


def _text(name: str) -> Any:
    size = Client.__table__.columns[name].type.length
    checks = [validators.Optional(), validators.Length(max=size)]
    # Codes are typed with blanks and tidied by the service, which says what is wrong.
    if name in {"tax_code", "vat_number", "recipient_code", "postcode", "billing_postcode"}:
        checks = [validators.Optional(), validators.Length(max=40)]
    return fields.TextField(COLUMNS[name], checks, description=_HELP.get(name, ""))


def _choice(name: str, kind: Any, *, optional: bool = False) -> Any:
    return fields.EnumChoiceField(
        COLUMNS[name],
        labels=LABELS[kind],
        optional=optional,
        description=_HELP.get(name, ""),
    )
