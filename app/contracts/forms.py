"""Forms of the contracts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import Field, HiddenField
from wtforms.validators import InputRequired, NumberRange

from app.company.queries import company_profile
from app.contracts.messages import MONTHS
from app.contracts.queries import vat_choices
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.extensions import db
from app.kernel.dates import local_day
from app.kernel.text import row_key, row_keys
from app.pricelist.models import VatProfile
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.fields import DayField, DecimalNumberField, MoneyField, SwitchField, WholeNumberField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankLongTextField, BlankTextField, RowChoiceField

#: Devices that one contract may name.
MOST_DEVICES = 500

_NARROW = {"data-width": "3"}


def vat_on_offer() -> Sequence[VatProfile]:
    """Return the VAT treatments on offer, read once per request."""
    if "contract_vat" not in g:
        g.contract_vat = vat_choices(db.session())
    found: Sequence[VatProfile] = g.contract_vat
    return found


def usual_vat() -> VatProfile | None:
    """Return the VAT treatment proposed first."""
    rows = vat_on_offer()
    return next((row for row in rows if row.is_default), rows[0] if rows else None)


class _TickedField(Field):
    """Rows ticked in the page, drawn by its template."""

    def numbers(self, valuelist: Sequence[str]) -> list[int]:
        """Return the whole numbers sent; refuse anything else."""
        if any(row_key(one) is None for one in valuelist):
            raise ValueError(gettext("Choose one of the values in the list."))
        return sorted(row_keys(valuelist))


class MonthsField(_TickedField):
    """Calendar months, 1 to 12."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the months ticked."""
        self.data = self.numbers(valuelist)
        if any(month not in MONTHS for month in self.data):
            raise ValueError(gettext("Choose one of the values in the list."))

    def populate_obj(self, obj: Any, name: str) -> None:
        """Write the months; none ticked is none."""
        setattr(obj, name, self.data or [])


class CoveredDevicesField(_TickedField):
    """Devices of the plant that a contract covers, by the row rule."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Find the devices of the keys sent."""
        self.data = []
        keys = self.numbers(valuelist)[:MOST_DEVICES]
        if not keys or not current_access().has("devices.read"):
            return
        wanted = select(Device).where(Device.id.in_(keys), visible_devices(current_access()))
        self.data = list(db.session.scalars(wanted.order_by(Device.id)))
        if len(self.data) < len(keys):
            raise ValueError(gettext("Choose one of the values in the list."))

    def populate_obj(self, obj: Any, name: str) -> None:
        """Write the devices, unless the account may not see them."""
        if current_access().has("devices.read"):
            setattr(obj, name, list(self.data or []))


def contract_fields() -> dict[str, Any]:
    """Return the fields whose column alone does not say how to ask."""
    return {
        "devices": CoveredDevicesField(_("Devices covered")),
        "visit_months": MonthsField(_("Visits included")),
        "starts_on": DayField(
            _("Takes effect on"),
            default=lambda: local_day(utc_now()),
            validators=[InputRequired()],
            render_kw=_NARROW,
        ),
        "months": WholeNumberField(
            _("Length in months"), default=12, validators=[InputRequired()], render_kw=_NARROW
        ),
        "fee_eur": MoneyField(
            _("Fee of the term, without VAT"),
            validators=[InputRequired(), NumberRange(0)],
            render_kw=_NARROW,
        ),
        "vat_profile": RowChoiceField(
            _("VAT"), rows=vat_on_offer, default=usual_vat, render_kw=_NARROW
        ),
        "instalment_count": WholeNumberField(
            _("Number of instalments"), default=1, validators=[InputRequired()], render_kw=_NARROW
        ),
        "covers_call_out": SwitchField(_("Call-out fee included")),
        "covers_labour": SwitchField(_("Labour included")),
        "covers_parts": SwitchField(_("Spare parts included")),
        "has_priority": SwitchField(_("Calls are served first")),
        "parts_discount_pct": DecimalNumberField(
            _("Discount on other parts (%)"),
            default=Decimal(0),
            validators=[InputRequired(), NumberRange(0, 100)],
            render_kw=_NARROW,
        ),
        "notice_days": WholeNumberField(
            _("Days of notice"),
            default=lambda: company_profile(db.session()).contract_notice_days,
            validators=[InputRequired(), NumberRange(0, 365)],
            render_kw=_NARROW,
        ),
        "adjustment_pct": DecimalNumberField(
            _("Change of the fee at renewal (%)"),
            default=Decimal(0),
            validators=[InputRequired(), NumberRange(-50, 100)],
            render_kw=_NARROW,
        ),
        "terms": BlankLongTextField(_("Conditions")),
    }


class RenewForm(HouseForm):
    """By how much the fee changes."""

    percent = DecimalNumberField(
        _("Change of the fee (%)"), validators=[InputRequired(), NumberRange(-50, 100)]
    )


class TerminateForm(HouseForm):
    """When and why a contract ends."""

    terminated_on = DayField(_("Last day"), validators=[InputRequired()])
    termination_reason = BlankTextField(_("Reason"), max_length=300)


class SignForm(HouseForm):
    """Who signs, and the signature."""

    signer_name = BlankTextField(
        _("Name and surname"), max_length=120, render_kw={"autocomplete": "name"}
    )
    strokes = HiddenField()
