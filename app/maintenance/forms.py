"""Forms of what is due."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Maybe

from app.maintenance.messages import STATES
from app.maintenance.rules import NOTED
from app.web.fields import DayField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankLongTextField
from app.web.widgets import SelectControl


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
