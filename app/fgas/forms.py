"""Forms of the F-gas register."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Maybe

from app.devices.models import Device
from app.extensions import db
from app.fgas import messages
from app.technicians.models import Technician
from app.thermal.queries import refrigerants
from app.web.fields import DayField, DecimalNumberField, EnumChoiceField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankLongTextField, BlankTextField, RowChoiceField


def _kilograms(label: Any, description: Any = "") -> DecimalNumberField:
    return DecimalNumberField(
        label,
        [Maybe(), NumberRange(0, 99999)],
        description=description,
        places=3,
        render_kw={"data-width": "4"},
    )


class EntryForm(HouseForm):
    """Work on a circuit; devices and technicians on offer are added by `entry_form`."""

    # Nothing stands there at first: an installation is not noted by leaving the field alone.
    kind = EnumChoiceField(
        _("What was done"),
        [InputRequired(_("Say what was done on the circuit."))],
        labels=messages.KINDS,
        optional=True,
    )
    performed_on = DayField(_("Day"), validators=[InputRequired()])
    refrigerant = RowChoiceField(
        _("Refrigerant"), rows=lambda: refrigerants(db.session()), optional=True
    )
    added_kg = _kilograms(_("Added (kg)"))
    recovered_kg = _kilograms(_("Recovered (kg)"))
    charge_kg = _kilograms(
        _("In the circuit after the work (kg)"), _("The card of the device takes it over.")
    )
    result = EnumChoiceField(_("What the leak check found"), labels=messages.RESULTS, optional=True)
    purchase = BlankTextField(
        _("Invoice or receipt of the purchase"),
        max_length=80,
        description=_("Number and date, as the Banca Dati asks for them."),
    )
    gas_origin = BlankTextField(
        _("Recycled or reclaimed gas: where from"),
        max_length=200,
        description=_("Plant, address and certificate. Empty for new gas."),
    )
    notes = BlankLongTextField(_("Notes"))

    #: Fields that are columns of the entry, too.
    own = (
        "kind", "performed_on", "added_kg", "recovered_kg", "charge_kg", "result", "purchase",
        "gas_origin", "notes", "device", "technician",
    )  # fmt: skip


def entry_form(devices: Iterable[Device], technicians: Iterable[Technician]) -> type[EntryForm]:
    """Return the form with some devices and technicians on offer."""
    offered, people = list(devices), list(technicians)
    made: dict[str, Any] = {
        "device": RowChoiceField(_("Device"), rows=lambda: offered),
        "technician": RowChoiceField(_("Technician"), rows=lambda: people),
    }
    return type("OfferedEntryForm", (EntryForm,), made)


class NoticeForm(HouseForm):
    """When an entry was notified."""

    notified_on = DayField(_("Notified on"), validators=[InputRequired()])
    notice_code = BlankTextField(_("Code of the Banca Dati"), max_length=60)
