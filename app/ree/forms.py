"""Forms of the energy-efficiency reports in the office."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import InputRequired

from app.ree.rules import ReeState
from app.web.fields import DayField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankTextField


class RegisterForm(HouseForm):
    """A step of a report towards the regional register."""

    state = HiddenField()
    on = DayField(_("Day"), [InputRequired()])
    note = BlankTextField(
        _("Protocol number, or reason of the rejection"),
        max_length=500,
        render_kw={"data-width": "12"},
    )

    def wanted(self) -> ReeState | None:
        """Return the state asked for; None: no such state."""
        try:
            return ReeState(str(self.state.data))
        except ValueError:
            return None

    def values(self) -> dict[str, Any]:
        """Return what the service wants."""
        return {"on": self.on.data, "note": self.note.data or ""}
