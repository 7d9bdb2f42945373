"""Forms of the quotes: its lines, and the short forms of its card."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import FieldList, Form, FormField, HiddenField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from app.extensions import db
from app.kernel.dates import local_day
from app.kernel.text import row_keys
from app.pricelist.models import PriceItem, VatProfile
from app.quotes.models import QuoteLine
from app.quotes.queries import vat_choices
from app.quotes.rules import usual_validity
from app.web.clock import utc_now
from app.web.fields import DayField, DecimalNumberField, SwitchField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankLongTextField, BlankTextField, RowChoiceField

#: Lines that one quote may have.
MOST_LINES = 200

_NARROW = {"data-width": "3"}


def vat_on_offer() -> Sequence[VatProfile]:
    """Return the VAT treatments on offer, read once per request."""
    if "vat_on_offer" not in g:
        g.vat_on_offer = vat_choices(db.session())
    found: Sequence[VatProfile] = g.vat_on_offer
    return found


def usual_vat() -> VatProfile | None:
    """Return the VAT treatment proposed first."""
    rows = vat_on_offer()
    return next((row for row in rows if row.is_default), rows[0] if rows else None)


def today() -> date:
    """Return the Italian day of this moment."""
    return local_day(utc_now())


class LineForm(Form):
    """One line. A row in which nothing was typed is no line."""

    item_id = HiddenField()
    description = BlankLongTextField(_("Description"), render_kw={"rows": "2"})
    quantity = DecimalNumberField(_("Quantity"), places=8, digits=8, default=Decimal(1))
    unit = BlankTextField(_("Unit"), max_length=10, default="pz", render_kw={"maxlength": "10"})
    unit_price = DecimalNumberField(_("Price"), places=8, digits=8)
    discount_pct = DecimalNumberField(_("Discount %"))
    vat_profile = RowChoiceField(_("VAT"), rows=vat_on_offer, default=usual_vat)
    is_optional = SwitchField(_("Option, chosen by the customer"))
    is_significant = SwitchField(_("Significant good (boiler, air conditioner)"))
    unit_cost = DecimalNumberField(_("Cost to us, each"), places=8, digits=8)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed: no words and no price."""
        return not (_typed(self.description) or _typed(self.unit_price))

    def validate_description(self, field: Any) -> None:
        """Ask what the line is."""
        if not (field.data or "").strip():
            raise ValidationError(gettext("Say what it is."))

    def validate_quantity(self, field: Any) -> None:
        """Refuse less than something."""
        if field.data is None or field.data <= 0:
            raise ValidationError(gettext("Write a quantity above zero."))

    def validate_discount_pct(self, field: Any) -> None:
        """Refuse what is no percentage."""
        if field.data is not None and not 0 <= field.data <= 100:
            raise ValidationError(gettext("Write a percentage between 0 and 100."))

    def validate_unit(self, field: Any) -> None:
        """Refuse what its column cannot hold."""
        if len(field.data or "") > 10:
            raise ValidationError(gettext("Write at most 10 characters."))

    def validate_unit_price(self, field: Any) -> None:
        """Refuse a price below zero; none is free of charge."""
        if field.data is not None and field.data < 0:
            raise ValidationError(gettext("Write a price, or nothing when it is free."))

    validate_unit_cost = validate_unit_price


def _typed(field: Any) -> str:
    return str(field.raw_data[0]).strip() if field.raw_data else ""


class LinesField(FieldList):
    """Lines of a quote as rows that are added and removed."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        """Make the field; at least one row shows."""
        super().__init__(FormField(LineForm), label, min_entries=1, **kwargs)

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Leave out rows in which nothing was typed."""
        super().process(formdata, *args, **kwargs)
        if formdata:
            self.entries = [entry for entry in self.entries if not entry.form.is_empty]
            self._compact_indices()

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Refuse more lines than one quote may have, and whatever a row refuses."""
        is_valid = bool(super().validate(form, extra_validators))
        self.errors = [] if is_valid else [gettext("Mend the lines marked below.")]
        if len(self.entries) > MOST_LINES:
            self.errors = [gettext("Write at most %(count)s lines.", count=MOST_LINES)]
        return not self.errors

    @property
    def blank(self) -> LineForm:
        """Return the row that the page copies for a new line."""
        return LineForm(prefix=f"{self.name}-__index__-")

    def populate_obj(self, obj: Any, name: str) -> None:
        """Leave the lines to the service."""

    def made(self) -> list[QuoteLine]:
        """Return the lines that were typed, as new rows."""
        known = _known_items(entry.form.item_id.data for entry in self.entries)
        return [_line(entry.form, known) for entry in self.entries]

    def readable(self) -> list[QuoteLine]:
        """Return the lines that can be reckoned already, while somebody is still typing."""
        whole = [entry for entry in self.entries if _is_readable(entry.form)]
        return [_line(entry.form, {}) for entry in whole]


def _is_readable(form: LineForm) -> bool:
    has_vat = form.vat_profile.data is not None
    return has_vat and form.quantity.data is not None and form.quantity.data > 0


def _known_items(keys: Iterable[Any]) -> dict[str, PriceItem]:
    wanted = row_keys(str(key) for key in keys)
    rows = db.session.scalars(select(PriceItem).where(PriceItem.id.in_(wanted)))
    return {str(row.id): row for row in rows}


def _line(form: LineForm, known: dict[str, PriceItem]) -> QuoteLine:
    return QuoteLine(
        item=known.get(str(form.item_id.data)),
        description=(form.description.data or "").strip(),
        unit=form.unit.data or "pz",
        quantity=form.quantity.data,
        unit_price=form.unit_price.data or Decimal(0),
        discount_pct=form.discount_pct.data or Decimal(0),
        vat_profile=form.vat_profile.data,
        is_optional=bool(form.is_optional.data),
        is_chosen=False,
        is_significant=bool(form.is_significant.data),
        unit_cost=form.unit_cost.data,
    )


def quote_fields() -> dict[str, Any]:
    """Return the fields whose column alone does not say how to ask."""
    return {
        "lines": LinesField(_("Lines")),
        "subject": BlankTextField(
            _("Subject"), max_length=200, render_kw={"maxlength": "200", "data-width": "12"}
        ),
        "issued_on": DayField(
            _("Quote date"), default=today, validators=[InputRequired()], render_kw=_NARROW
        ),
        "valid_until": DayField(
            _("Valid until"),
            default=lambda: usual_validity(today()),
            validators=[InputRequired()],
            render_kw=_NARROW,
        ),
        "discount_pct": DecimalNumberField(
            _("Discount on the whole (%)"),
            validators=[NumberRange(0, 100)],
            default=Decimal(0),
            render_kw=_NARROW,
        ),
        "deposit_pct": DecimalNumberField(
            _("Deposit on acceptance (%)"),
            validators=[NumberRange(0, 100)],
            default=Decimal(0),
            render_kw=_NARROW,
        ),
        "intro": BlankLongTextField(_("Text before the lines"), render_kw={"rows": "2"}),
        "terms": BlankLongTextField(
            _("Conditions"),
            description=_("Payment, delivery, what is not included."),
            render_kw={"rows": "3"},
        ),
    }


class AcceptForm(HouseForm):
    """Who accepts, and with what signature."""

    signer_name = BlankTextField(
        _("Name and surname"), max_length=120, render_kw={"autocomplete": "name"}
    )
    strokes = HiddenField()


class RejectForm(HouseForm):
    """Why the customer refuses."""

    reject_reason = BlankTextField(_("Reason of the refusal"), max_length=300)
