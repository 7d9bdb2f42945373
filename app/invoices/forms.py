"""Forms of the invoices."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import ValidationError, validators

from app.invoices import messages
from app.invoices.assembling import notes_of
from app.invoices.linefields import LinesField
from app.invoices.rules import DocumentKind, PaymentMethod
from app.web.fields import (
    DayField,
    DecimalNumberField,
    EnumChoiceField,
    LongTextField,
    MoneyField,
    TextField,
)
from app.web.forms import HouseForm

#: Kinds that are made by hand: a credit note is made from its invoice.
_CHOSEN = {
    kind: label for kind, label in messages.KINDS.items() if kind is not DocumentKind.CREDIT_NOTE
}
#: Ways money comes in: a set-off is written by the credit note itself.
METHODS = {
    method: label
    for method, label in messages.METHODS.items()
    if method is not PaymentMethod.SET_OFF
}


def document_fields() -> dict[str, object]:
    """Return the fields of an invoice that its columns alone do not give."""
    third = {"data-width": "4"}
    return {
        "lines": LinesField(_("Lines")),
        "withholding_pct": DecimalNumberField(
            _("Withholding (percent)"),
            places=2,
            digits=2,
            validators=[validators.Optional(), validators.NumberRange(min=0, max=99)],
            description=_("4 for condominiums; empty: none."),
            render_kw=third,
        ),
        "reason": LongTextField(_("What it is about"), validators=[validators.Length(max=2000)]),
        "order_document": _short(_("Order or contract number"), 20),
        "cig": _short(_("CIG"), 15),
        "cup": _short(_("CUP"), 15),
        "delivery_notes": LongTextField(
            _("Delivery notes"),
            validators=[validators.Length(max=2000), _each_is_a_note],
            description=_("One per line: “12 del 03/09/2026”."),
        ),
        "method": EnumChoiceField(_("Payment by"), labels=METHODS, render_kw=third),
    }


def _short(label: object, most: int) -> TextField:
    return TextField(label, validators=[validators.Length(max=most)])


def _each_is_a_note(_form: object, field: Any) -> None:
    """Refuse delivery notes that cannot be read: they would be missing from the XML."""
    rows = [row for row in (field.data or "").splitlines() if row.strip()]
    if len(list(notes_of(field.data or ""))) != len(rows):
        raise ValidationError(_("Write each note as number and date: 12 del 03/09/2026."))


def kind_field() -> EnumChoiceField:
    """Return the choice of the kind of document."""
    return EnumChoiceField(_("Document"), labels=_CHOSEN, render_kw={"data-width": "4"})


class PaymentForm(HouseForm):
    """Money that came in."""

    amount_eur = MoneyField(_("Amount"), validators=[validators.InputRequired()])
    paid_on = DayField(_("Day"), validators=[validators.InputRequired()])
    method = EnumChoiceField(_("How"), labels=METHODS)
    note = TextField(_("Note"), validators=[validators.Length(max=200)])
