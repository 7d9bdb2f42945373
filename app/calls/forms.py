"""Fields of the form of a call."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import Field

from app.calls import queries
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.extensions import db
from app.kernel.text import row_keys
from app.web.access import current_access
from app.web.rowchoice import (
    BlankLongTextField,
    BlankPhoneField,
    BlankTextField,
    RowChoiceField,
)

#: Devices that one call may be about.
MOST_DEVICES = 50


class PlantDevicesField(Field):
    """Devices of the plant, ticked in the part of the page that shows the plant.

    Who may not see devices is not asked and changes nothing.
    """

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Find the devices of the keys sent, by the row rule."""
        keys = row_keys(valuelist)
        self.data = []
        if not keys or not current_access().has("devices.read"):
            return
        wanted = select(Device).where(
            Device.id.in_(sorted(keys)[:MOST_DEVICES]), visible_devices(current_access())
        )
        self.data = list(db.session.scalars(wanted.order_by(Device.id)))
        if len(self.data) < len(keys):
            raise ValueError(gettext("Choose one of the values in the list."))

    def populate_obj(self, obj: Any, name: str) -> None:
        """Write the devices, unless the account may not see them."""
        if current_access().has("devices.read"):
            setattr(obj, name, list(self.data or []))


def call_fields() -> dict[str, Any]:
    """Return the fields whose column alone does not say how to ask."""
    return {
        "devices": PlantDevicesField(_("Devices")),
        "description": BlankLongTextField(_("Description")),
        "caller_name": BlankTextField(_("Who called"), max_length=120),
        "caller_phone": BlankPhoneField(
            _("Number to call back"), description=_("Empty: the number of the card.")
        ),
        "availability": BlankTextField(_("When they can"), max_length=200),
        "reason": RowChoiceField(
            _("Reason"), rows=lambda: queries.active_reasons(db.session()), optional=True
        ),
        "intervention_type": RowChoiceField(
            _("Intervention type"),
            rows=lambda: queries.active_kinds(db.session()),
            optional=True,
            description=_("Empty: the one of the reason."),
        ),
        "suggested_technician": RowChoiceField(
            _("Proposed technician"),
            rows=lambda: queries.active_technicians(db.session()),
            optional=True,
        ),
    }
