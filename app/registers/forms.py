"""Forms of the regional registers."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.extensions import db
from app.registers.messages import KINDS, REGISTERS
from app.registers.queries import Period
from app.registers.rules import FileKind, Register, ensure_period, ensure_taken
from app.registers.service import Batch
from app.technicians.models import Technician
from app.technicians.queries import working_technicians
from app.web.fields import DayField, MoneyField, SwitchField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankTextField, RowChoiceField
from app.web.widgets import SelectControl

_THIRD = {"data-width": "4"}


def _choice(label: Any, words: dict[Any, Any]) -> SelectField:
    return SelectField(
        label,
        choices=[(one.value, text) for one, text in words.items()],
        validators=[InputRequired()],
        widget=SelectControl(),
        render_kw={"data-width": "6"},
    )


class PeriodForm(HouseForm):
    """Which documents, for which register."""

    register = _choice(_("Regional register"), REGISTERS)
    kind = _choice(_("What"), KINDS)
    since = DayField(_("From"), [InputRequired()], render_kw=_THIRD)
    until = DayField(_("Up to"), [InputRequired()], render_kw=_THIRD)
    again = SwitchField(_("Those handed over before, too"), render_kw=_THIRD)

    def kind_value(self) -> FileKind:
        """Return the kind that was chosen."""
        return FileKind(self.kind.data)

    def period(self) -> Period:
        """Return the period.

        Raises:
            PeriodOrderError: It ends before it begins.
            NotTakenError: The register does not take this kind.
        """
        register = Register(self.register.data)
        ensure_taken(register, self.kind_value())
        ensure_period(self.since.data, self.until.data)
        return Period(register, self.since.data, self.until.data, again=bool(self.again.data))


class SentForm(HouseForm):
    """When a file was handed over."""

    on = DayField(_("Handed over on"), [InputRequired()])


def technicians_working() -> Sequence[Technician]:
    """Return the technicians who work here, by name."""
    return working_technicians(db.session())


class BatchForm(HouseForm):
    """Stickers that came together."""

    series = BlankTextField(
        _("Series"), [Optional(), Length(max=10)], max_length=10, render_kw={"data-width": "3"}
    )
    first = BlankTextField(
        _("First number"), [InputRequired()], max_length=20, render_kw={"data-width": "3"}
    )
    last = BlankTextField(
        _("Last number"), [InputRequired()], max_length=20, render_kw={"data-width": "3"}
    )
    value = MoneyField(
        _("Price of one (€)"),
        [Optional(), NumberRange(min=0, max=10000)],
        render_kw={"data-width": "3"},
    )

    pack = RowChoiceField(_("In the pack of"), rows=technicians_working, optional=True)

    def batch(self) -> Batch:
        """Return what was typed."""
        price = self.value.data or Decimal(0)
        return replace(batch_of(self), value_eur=price)


class HandOverForm(HouseForm):
    """Stickers of the stock that go into a technician's pack, or back to the office."""

    series = BlankTextField(
        _("Series"), [Optional(), Length(max=10)], max_length=10, render_kw={"data-width": "3"}
    )
    first = BlankTextField(
        _("First number"), [InputRequired()], max_length=20, render_kw={"data-width": "3"}
    )
    last = BlankTextField(
        _("Last number"), [InputRequired()], max_length=20, render_kw={"data-width": "3"}
    )
    pack = RowChoiceField(
        _("In the pack of"), rows=technicians_working, optional=True,
        description=_("Nobody: they go back to the office."),
    )  # fmt: skip


def batch_of(form: Any) -> Batch:
    """Return numbers and pack as typed."""
    pack = form.pack.data
    return Batch(
        form.series.data or "", form.first.data or "", form.last.data or "", Decimal(0),
        pack.id if pack is not None else None,
    )  # fmt: skip
