"""Screens of the devices."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import action
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Maybe

from app.clients.models import Client
from app.devices import columns, messages, queries, service
from app.devices.models import Device, DeviceType
from app.devices.nameplateviews import NameplateMixin, nameplate_facts
from app.devices.rules import DeviceState
from app.extensions import db
from app.fgas import messages as fgas
from app.fgas.queries import entries_of
from app.interventions.messages import OUTCOMES
from app.interventions.queries_history import past_work
from app.kernel.access import Access
from app.kernel.dates import add_months, local_day
from app.pdf.labels import Label, label_sheet
from app.search.queries import index_entries
from app.thermal import messages as thermal
from app.thermal.queries import refrigerants
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import register_messages
from app.web.fields import DayField
from app.web.filters import ListFilter, RelatedTextFilter, TextFilter, row_filter
from app.web.formats import format_date
from app.web.lists import ListTab
from app.web.markup import badge
from app.web.rowchoice import BlankLongTextField, BlankTextField, RowChoiceField
from app.web.settingsview import SettingsListView
from app.web.views import HouseModelView

register_messages(messages.REFUSALS)


#: Visits shown on the card of a device.
HISTORY_ROWS = 30


class DeviceTypeView(SettingsListView):
    """Kinds of device and the interval proposed for each."""

    route_base = "/impostazioni/tipi-apparecchio"
    datamodel = SQLAInterface(DeviceType)
    list_title = _("Device types")
    add_title = _("New device type")
    edit_title = _("Device type")
    list_columns = ["label", "maintenance_interval_months", "ree_type", "has_flame", "is_active"]
    add_columns = edit_columns = [
        "label", "maintenance_interval_months", "ree_type", "has_flame", "position", "is_active",
    ]  # fmt: skip
    label_columns = {
        "label": _("Name"),
        "maintenance_interval_months": _("Months between two maintenances"),
        "ree_type": _("Type of the energy-efficiency report (1-4)"),
        "has_flame": _("Burns a fuel"),
        "position": _("Order"),
        "is_active": _("In use"),
    }
    validators_columns = {
        "maintenance_interval_months": [NumberRange(1, 240)],
        "ree_type": [NumberRange(1, 4)],
    }
    quick_search_columns = ["label"]
    base_order = ("position", "asc")
    order_columns = ["position", "label"]


def due_text(day: Any) -> Any:
    """Return a due date with its urgency in words."""
    if day is None:
        return ""
    left = (day - local_day(utc_now())).days
    tone = "danger" if left < 0 else "warning" if left <= 30 else "success"
    if left < 0:
        words = ngettext("Overdue by %(num)s day", "Overdue by %(num)s days", -left)
    else:
        words = ngettext("In %(num)s day", "In %(num)s days", left)
    return Markup("{} {}").format(format_date(day), badge(tone, words))


def _due_in(months: int) -> Any:
    def narrowed(statement: Select[Any]) -> Select[Any]:
        today = local_day(utc_now())
        limit = add_months(today, months)
        return statement.where(Device.next_maintenance_on <= limit, queries.is_maintained(today))

    return narrowed


def _overdue(statement: Select[Any]) -> Select[Any]:
    today = local_day(utc_now())
    return statement.where(Device.next_maintenance_on < today, queries.is_maintained(today))


#: Texts that may stay empty: column, label, characters at most.
_TEXTS = (
    ("brand", _("Brand"), 60),
    ("model", _("Model"), 80),
    ("serial_number", _("Serial number"), 60),
    ("location", _("Location"), 120),
    ("component_code", _("Component of the booklet"), 10),
    ("distribution", _("Distribution subsystem"), 60),
)


def _fields() -> dict[str, Any]:
    made: dict[str, Any] = {
        name: BlankTextField(label, max_length=length) for name, label, length in _TEXTS
    }
    made["notes"] = BlankLongTextField(_("Notes"))
    made["device_type"] = RowChoiceField(
        _("Type"),
        validators=[InputRequired()],
        rows=lambda: queries.active_types(db.session()),
    )
    made["refrigerant"] = RowChoiceField(
        _("Refrigerant"), rows=lambda: refrigerants(db.session()), optional=True
    )
    return made


def _manual_fields() -> dict[str, Any]:
    return {
        "manual_due_on": DayField(
            _("Next maintenance set by hand"),
            validators=[Maybe()],
            description=_("Holds until the next maintenance. Empty: derived from the history."),
        ),
        "manual_due_reason": BlankTextField(_("Why it is set by hand"), max_length=200),
    }


#: Type of the efficiency report of chillers and heat pumps.
_WITH_CIRCUIT = 2
_FGAS_WORDS = {
    "kinds": fgas.KINDS, "results": fgas.RESULTS, "leaks": thermal.LEAK_REASONS, "due": due_text,
}  # fmt: skip


class BrandFilter(TextFilter):
    """Devices of the brands that contain what was typed."""

    def _condition(self, text: str) -> ColumnElement[bool]:
        return Device.brand.in_(queries.brands_containing(db.session(), text))


class DeviceView(NameplateMixin, HouseModelView):
    """The devices of all plants one may see."""

    route_base = "/apparecchi"
    class_permission_name = "devices"
    method_permission_name = {
        "export": "read", "labels": "read", "remove": "delete", "replace": "delete",
        "nameplate": "write",
    }  # fmt: skip
    datamodel = SQLAInterface(Device)
    list_title = _("Devices")
    add_title = _("New device")
    edit_title = _("Device")
    list_columns = [
        "device_type", "brand", "model", "serial_number", "client", "client.municipality",
        "next_maintenance_on",
    ]  # fmt: skip
    optional_columns = [
        "next_control_on", "next_leak_check_on", "first_due_on", "state", "fuel", "location",
        "warranty_until", "installed_on",
    ]  # fmt: skip
    show_columns = columns.SHOWN
    add_columns = columns.TYPED_NEW
    edit_columns = columns.TYPED
    add_fieldsets, edit_fieldsets = columns.FIELDSETS_NEW, columns.FIELDSETS
    show_fieldsets = columns.SHOWN_FIELDSETS
    add_form_extra_fields = _fields()
    edit_form_extra_fields = _fields() | _manual_fields()
    label_columns = {name: label for name, label, _length in _TEXTS} | columns.LABELS
    validators_columns = {
        "maintenance_interval_months": [NumberRange(1, 240)],
        "useful_power_kw": [NumberRange(min=0.01)],
        "heat_input_kw": [NumberRange(min=0.01)],
        "cooling_kw": [NumberRange(min=0.01)],
        "electrical_kw": [NumberRange(min=0.01)],
        "charge_kg": [NumberRange(min=0.001)],
    }
    description_columns = columns.HINTS
    choices_columns = {
        "state": messages.STATES, "fuel": messages.FUELS, "due_reason": messages.REASONS,
        "control_reason": thermal.CONTROL_REASONS, "leak_reason": thermal.LEAK_REASONS,
        "drive": thermal.DRIVES,
    }  # fmt: skip
    formatters_columns = dict.fromkeys(
        ("next_maintenance_on", "next_control_on", "next_leak_check_on", "first_due_on"), due_text
    )
    search_columns = [
        "brand", "fuel", "state", "next_maintenance_on", "next_control_on", "next_leak_check_on",
    ]  # fmt: skip
    show_template = "devices/show.html"
    quick_search_columns = ["brand", "model", "serial_number", "serial_key"]
    order_columns = [
        "brand", "model", "serial_number", "next_maintenance_on", "next_control_on",
        "next_leak_check_on",
    ]  # fmt: skip
    base_order = ("brand", "asc")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the devices of the clients that the account may see."""
        return statement.where(queries.visible_devices(access))

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Return the devices that a text finds, looking first where the index says."""
        cards = index_entries(db.session(), text)
        return super().search(statement.where(Device.client_id.in_(cards)), text)

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists."""
        in_use = (DeviceState.IN_SERVICE, DeviceState.OFF)
        return (
            ListTab("use", _("At the plants"), lambda found: found.where(Device.state.in_(in_use))),
            ListTab("month", _("Due within a month"), _due_in(1), counted=True),
            ListTab("late", _("Overdue ones"), _overdue, counted=True),
            ListTab("all", _("All, removed included"), lambda found: found),
        )

    def cell_text(self, item: Device, name: str) -> Any:
        """Return a cell; a device without refrigerant circuit says nothing about one."""
        has_circuit = item.refrigerant_id is not None or item.device_type.ree_type == _WITH_CIRCUIT
        if name in columns.OF_CIRCUITS and not has_circuit:
            return ""
        return super().cell_text(item, name)

    def show_context(self, item: Device) -> dict[str, Any]:
        """Return the history of the device."""
        work = past_work(
            db.session(), current_access(), client_id=item.client_id, device_id=item.id,
            limit=HISTORY_ROWS,
        )  # fmt: skip
        access = current_access()
        circuit = (
            entries_of(db.session(), item.id, access=access) if access.has("fgas.read") else None
        )
        return {
            "work": work, "outcomes": OUTCOMES, "fgas": circuit, "fgas_words": _FGAS_WORDS,
            **nameplate_facts(item),
        }  # fmt: skip

    def filters(self) -> Sequence[ListFilter]:
        """Return the filters: kind, brand, fuel, when due, where."""
        kinds = queries.all_types(db.session())
        comune = RelatedTextFilter(
            "municipality", _("Municipality"), Client.municipality, Device.client_id, Client.id
        )
        return [
            row_filter("device_type", _("Type"), Device.device_type_id, kinds),
            BrandFilter("brand", _("Brand"), Device.brand),
            *(one for one in super().filters() if one.name != "brand"),
            comune,
        ]

    def create_item(self, form: Any) -> Device:
        """Store a new device, or the successor of one (``?replaces=12``)."""
        session = db.session()
        item = Device()
        form.populate_obj(item)
        if replaced := request.args.get("replaces"):
            if not current_access().has("devices.delete"):
                abort(403)
            old = self.get_or_404(replaced, lock=True)
            service.replace_device(session, old, item, on=local_day(utc_now()))
        else:
            service.store_device(session, item)
        self._warn(item)
        return item

    def update_item(self, item: Device, form: Any) -> Device:
        """Store the changes; a date set by hand remembers who set it and why."""
        before = item.manual_due_on
        due_on, reason = form.manual_due_on.data, form.manual_due_reason.data
        form.populate_obj(item)
        if due_on != before:
            service.set_manual_due(
                db.session(), item, due_on=due_on, reason=reason,
                access=current_access(), now=utc_now(),
            )  # fmt: skip
        service.store_device(db.session(), item)
        self._warn(item)
        return item

    def _warn(self, item: Device) -> None:
        if queries.has_same_serial(db.session(), item):
            flash(gettext("Another device has the same serial number: check it."), "warning")
        if (
            item.useful_power_kw
            and item.heat_input_kw
            and item.useful_power_kw > item.heat_input_kw
        ):
            flash(
                gettext(
                    "The useful power is above the heat input: right only for condensing devices."
                ),
                "warning",
            )

    @action("labels", _("Print QR labels"), None, "qr-code", multiple=True, single=True)
    def labels(self, items: Any) -> ResponseReturnValue:
        """Send a sheet of labels; nothing personal is printed on them."""
        devices = items if isinstance(items, list) else [items]
        sheet = label_sheet(
            [
                Label(
                    link=url_for(f"{self.endpoint}.show", pk=device.id, _external=True),
                    title=str(device),
                    lines=(device.serial_number,) if device.serial_number else (),
                )
                for device in devices
            ]
        )
        return send_file(
            BytesIO(sheet), mimetype="application/pdf", download_name="etichette.pdf",
            as_attachment=True,
        )  # fmt: skip

    @action(
        "remove", _("Remove"), _("Take this device out of service for good?"), "trash",
        multiple=False, single=True,
    )  # fmt: skip
    def remove(self, item: Device) -> ResponseReturnValue:
        """Take a device out of service; its history stays."""
        service.remove_device(db.session(), item, on=local_day(utc_now()))
        db.session.commit()
        flash(gettext("The device is out of service. Its history stays."), "success")
        return redirect(self.address("show", pk=item.id))

    @action("replace", _("Replace"), None, "arrow-repeat", multiple=False, single=True)
    def replace(self, item: Device) -> ResponseReturnValue:
        """Open the form of the successor."""
        return redirect(
            self.address(
                "add", replaces=item.id, client=item.client_id, device_type=item.device_type_id
            )
        )


VIEWS = (DeviceTypeView, DeviceView)
