"""Forms of what is due."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Maybe

from app.kernel.dates import local_day
from app.maintenance.messages import STATES
from app.maintenance.rules import NOTED
from app.web.clock import utc_now
from app.web.fields import DayField, TextField, WholeNumberField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankLongTextField
from app.web.widgets import SelectControl, TextControl


class ContactForm(HouseForm):
    """What came of calling a customer."""

    state = SelectField(
        _("What came of it"),
        choices=[(state.value, STATES[state]) for state in NOTED],
        validators=[InputRequired()],
        widget=SelectControl(),
    )
    call_back_on = DayField(_("Call back on"), validators=[Maybe()])
    note = BlankLongTextField(_("Note"))


class ProposalForm(HouseForm):
    """Day, hour and technician of several visits."""

    technician = SelectField(_("Technician"), validators=[InputRequired()], widget=SelectControl())
    day = DayField(_("Day"), validators=[InputRequired()])
    hour = TextField(_("Start"), validators=[InputRequired()], widget=TextControl("time"))
    kind = SelectField(_("Kind of visit"), validators=[InputRequired()], widget=SelectControl())
    minutes = WholeNumberField(
        _("Minutes for each visit"), validators=[InputRequired(), NumberRange(10, 600)]
    )

    @classmethod
    def of(
        cls, values: Any, technicians: Sequence[Any], kinds: Sequence[Any], today: date
    ) -> "ProposalForm":
        """Return the form of some values, the missing ones proposed: tomorrow at eight."""
        usual = next((kind for kind in kinds if kind.moves_due_date), None)
        proposed = {
            "day": (today + timedelta(days=1)).isoformat(),
            "hour": "08:00",
            "technician": str(technicians[0].id) if technicians else "",
            "kind": str(usual.id) if usual else "",
            "minutes": str(usual.duration_minutes if usual else 60),
        }
        typed = {name: value for name, value in values.items() if name in proposed}
        # Asked with GET too; whoever books checks the token of the request.
        form = cls(MultiDict(proposed | typed), meta={"csrf": False})
        form.technician.choices = [(str(one.id), one.name) for one in technicians]
        form.kind.choices = [(str(one.id), one.label) for one in kinds]
        return form

    def validate_hour(self, field: Any) -> None:
        """Refuse what is no hour of the day."""
        try:
            time.fromisoformat(field.data or "")
        except ValueError as error:
            raise ValidationError(_("Write the hour as 08:30.")) from error

    def validate_day(self, field: Any) -> None:
        """Refuse a day that is past."""
        if field.data is not None and field.data < local_day(utc_now()):
            raise ValidationError(_("Choose a day from today on."))

    def hour_of(self) -> time:
        """Return the hour typed; only after `validate`."""
        return time.fromisoformat(self.hour.data)

    def typed(self, name: str) -> str:
        """Return a value as the next request sends it."""
        data = self[name].data
        return data.isoformat() if isinstance(data, date) else str(data or "")
