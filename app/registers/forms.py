"""Forms of the regional registers."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.registers.messages import KINDS, REGISTERS
from app.registers.queries import Period
from app.registers.rules import FileKind, Register, ensure_period, ensure_taken
from app.registers.service import Batch
from app.web.fields import DayField, MoneyField, SwitchField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankTextField
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

    register = _choice(_("Register"), REGISTERS)
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

    def batch(self) -> Batch:
        """Return what was typed."""
        price = self.value.data or Decimal(0)
        return Batch(self.series.data or "", self.first.data or "", self.last.data or "", price)
