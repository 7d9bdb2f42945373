"""Form of the client card."""

from typing import Any

from flask_babel import lazy_gettext as _
from markupsafe import Markup
from wtforms import validators

from app.clients.contactfields import ContactsField
from app.clients.messages import COLUMNS, LABELS
from app.clients.models import Client
from app.clients.rules import GroupKind, Payer, ReportCopies, ResponsibleRole
from app.extensions import db
from app.kernel.phones import display_phone
from app.kernel.subject import SubjectKind
from app.pricelist.service import discount_classes
from app.web import fields
from app.web.rowchoice import RowChoiceField

#: Address that lists the comuni.
PLACES = "/api/v1/clients/places"

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
    "recipient_code": _("0000000 for private persons."),
    "municipality": _("Postcode, province and position follow when they are empty."),
    "phones": _("The first is the one that lists show."),
    "emails": _("Reports are sent to the first."),
    "report_copies": _("For main cards: each report on a plant of the group is also mailed there."),
    "subject_kind": _("Leave empty to let the codes decide."),
    "discount_class": _("The discounts its lines start with; empty: those of who pays for it."),
}
#: Code -> help, words of the link, page that tells whether the code exists.
_OUTSIDE = {
    "tax_code": (
        _("Checked here for its form only."),
        _("Check it with the tax agency"),
        "https://telematici.agenziaentrate.gov.it/VerificaCF/Scegli.do?parameter=verificaCf",
    ),
    "vat_number": (
        _("Checked here for its form only."),
        _("Check it with the tax agency"),
        "https://telematici.agenziaentrate.gov.it/VerificaPIVA/Scegli.do?parameter=verificaPiva",
    ),
}
#: What the scripts of the form are told.
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "tax_code": {"data-uppercase": "", "autocomplete": "off"},
    "vat_number": {"autocomplete": "off"},
    "recipient_code": {"data-uppercase": "", "autocomplete": "off"},
    "province": {"data-uppercase": "", "maxlength": "2", "data-width": "2"},
    "postcode": {"inputmode": "numeric", "data-width": "2"},
    "street": {"data-width": "9"},
    "street_number": {"data-width": "3"},
    "municipality": {
        "data-places-url": PLACES,
        "data-place-province": "province",
        "data-place-postal-code": "postcode",
        "autocomplete": "off",
        "data-width": "8",
    },
    "billing_municipality": {
        "data-places-url": PLACES,
        "data-place-province": "billing_province",
        "data-place-postal-code": "billing_postcode",
        "autocomplete": "off",
        "data-width": "8",
    },
    "billing_postcode": {"inputmode": "numeric", "data-width": "2"},
    "billing_province": {"data-uppercase": "", "maxlength": "2", "data-width": "2"},
} | {name: {"data-width": "4"} for name in ("staircase", "floor", "unit")}

FIELDSETS: list[tuple[Any, dict[str, Any]]] = [
    (_("Who"), {"fields": ["is_firm", "last_name", "first_name", "company_name", "phones",
                           "emails"]}),
    (_("Where"), {"fields": ["street", "street_number", "municipality", "postcode", "province",
                             "staircase", "floor", "unit", "area", "access_notes",
                             "is_limited_traffic", "latitude", "longitude"]}),
    (_("Invoicing"), {"fields": ["subject_kind", "tax_code", "vat_number", "pec",
                                 "recipient_code", "payer", "discount_class", "billing_name",
                                 "billing_street", "billing_municipality", "billing_postcode",
                                 "billing_province"]}),
    (_("Plant"), {"fields": ["plant_code", "plate", "pod", "pdr", "responsible_role"],
                  "expanded": False}),
    (_("Flags"), {"fields": ["needs_attention", "attention_reason", "exclude_from_maintenance",
                             "exclusion_reason", "excluded_until", "private_note"]}),
    (_("Group"), {"fields": ["group_head", "is_group_head", "group_kind", "building_manager",
                             "report_copies", "source"]}),
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
    made |= {
        name: fields.SwitchField(COLUMNS[name], render_kw={"data-width": "12"})
        for name in _SWITCHES
    }
    made |= {
        name: fields.LongTextField(COLUMNS[name], description=_HELP.get(name, ""))
        for name in ("access_notes", "private_note")
    }
    made |= _contacts()
    made["subject_kind"] = _choice("subject_kind", SubjectKind, optional=True)
    made["payer"] = _choice("payer", Payer)
    made["discount_class"] = RowChoiceField(
        COLUMNS["discount_class"],
        rows=lambda: discount_classes(db.session()),
        optional=True,
        description=_HELP["discount_class"],
    )
    made["responsible_role"] = _choice("responsible_role", ResponsibleRole)
    made["group_kind"] = _choice("group_kind", GroupKind, optional=True)
    made["report_copies"] = _choice("report_copies", ReportCopies, optional=True)
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
        "is_firm": fields.SwitchField(COLUMNS["is_firm"], render_kw={"data-width": "12"}),
    }
    made |= {name: _text(name) for name in OCCUPANT_FIELDS if name not in {"phones", "emails"}}
    return made | _contacts()


def contact_rows(client: Client, kind: Any) -> list[tuple[str, str]]:
    """Return the telephones or addresses of a card with whose they are, the main one first."""
    return [(display_phone(c.value), c.label) for c in client.contacts if c.kind is kind]


def _contacts() -> dict[str, Any]:
    return {
        name: ContactsField(COLUMNS[name], input_type=kind, description=_HELP[name])
        for name, kind in (("phones", "tel"), ("emails", "email"))
    }


class CheckedOutside:
    """Help under a code, with the page of the tax agency that tells whether it exists."""

    def __init__(self, text: Any, label: Any, url: str) -> None:
        """Keep the sentence, the words of the link (lazy translations) and its address."""
        self.text, self.label, self.url = text, label, url

    def __str__(self) -> str:
        return str(self.text)

    def __html__(self) -> str:
        page = Markup('{} <a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
        return page.format(str(self.text), self.url, str(self.label))


def _text(name: str) -> Any:
    size = Client.__table__.columns[name].type.length
    checks = [validators.Optional(), validators.Length(max=size)]
    # Codes are typed with blanks and tidied by the service, which says what is wrong.
    if name in {"tax_code", "vat_number", "recipient_code", "postcode", "billing_postcode"}:
        checks = [validators.Optional(), validators.Length(max=40)]
    return fields.TextField(
        COLUMNS[name], checks, description=_help(name), render_kw=_ATTRIBUTES.get(name)
    )


def _help(name: str) -> Any:
    if name not in _OUTSIDE:
        return _HELP.get(name, "")
    text, label, url = _OUTSIDE[name]
    return CheckedOutside(text, label, url)


def _choice(name: str, kind: Any, *, optional: bool = False) -> Any:
    return fields.EnumChoiceField(
        COLUMNS[name],
        labels=LABELS[kind],
        optional=optional,
        description=_HELP.get(name, ""),
    )
