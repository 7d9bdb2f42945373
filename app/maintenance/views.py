"""Screens of what is due."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import flash, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select

from app.devices.models import Device
from app.devices.views import due_text
from app.extensions import db
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.maintenance import messages, queries, service
from app.maintenance.addresses import place_of
from app.maintenance.bulkviews import BulkMixin
from app.maintenance.filters import due_filters
from app.maintenance.forms import ContactForm
from app.maintenance.mapviews import OverviewMixin, asked_clock
from app.maintenance.moveviews import DateMoveView
from app.maintenance.proposalviews import ProposalView
from app.maintenance.rules import Clock, FollowState, end_of_month
from app.maintenance.service import Note
from app.maintenance.visitviews import ContractVisitView
from app.maintenance.why import why
from app.search.queries import index_entries
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.filters import ListFilter
from app.web.formats import format_date
from app.web.formviews import require_csrf
from app.web.lists import ListTab
from app.web.markup import badge
from app.web.saving import store
from app.web.views import HouseModelView

#: Dates so near are worth settling with the same visit.
SAME_VISIT = timedelta(days=60)


#: Tabs of what waits for a visit, the usual one first.
_WAITING = ("due", "late", "next", "all")


def _today() -> date:
    return local_day(utc_now())


def _clock() -> Clock | None:
    # FAB reads the order once at start, outside any request.
    return asked_clock() if has_request_context() else None


class DueView(OverviewMixin, BulkMixin, HouseModelView):
    """What is due or overdue: found, followed up, booked."""

    route_base = "/manutenzioni"
    class_permission_name = "maintenance"
    method_permission_name = {
        "list": "read", "options": "read", "related": "read", "columns": "read", "export": "read",
        "show": "read", "groups": "read", "map": "read", "contact": "write", "propose": "write",
        "labels": "write", "unreachable": "write",
        "refused": "write", "to_contact": "write",
    }  # fmt: skip
    base_permissions = ["can_read", "can_write"]
    exclude_route_methods = {"add", "edit", "delete"}
    datamodel = SQLAInterface(Device)
    list_title = _("Maintenance due")
    list_columns = [
        "client", "client.street", "client.phone", "device_type", "first_due_on",
        "due_counted_from", "follow_up",
    ]  # fmt: skip
    optional_columns = [
        "client.municipality", "client.area", "brand", "serial_number", "next_maintenance_on",
        "next_control_on", "next_leak_check_on",
    ]  # fmt: skip
    label_columns = {
        "client": _("Client"),
        "client.street": _("Address"),
        "client.phone": _("Phone"),
        "client.municipality": _("Municipality"),
        "client.area": _("Area"),
        "device_type": _("Device"),
        "brand": _("Brand"),
        "serial_number": _("Serial number"),
        "first_due_on": _("Due"),
        "due_counted_from": _("Last visit"),
        "follow_up": _("State"),
        "next_maintenance_on": _("Next maintenance"),
        "next_control_on": _("Next efficiency control (REE)"),
        "next_leak_check_on": _("Next leak check (F-gas)"),
    }
    formatters_columns = dict.fromkeys(
        ("next_maintenance_on", "next_control_on", "next_leak_check_on"), due_text
    )
    eager = ("client", "follow_up")
    order_columns = ["first_due_on", "next_maintenance_on", "next_control_on"]
    list_template = "maintenance/list.html"
    show_template = "maintenance/show.html"
    page_size = 25
    empty_title = _("Nothing is due")
    empty_text = _("A device comes here in the month of its first due date.")

    @property  # type: ignore[override]  # a plain attribute in FAB
    def base_order(self) -> tuple[str, str]:
        """Return the order: by the date that is looked at, the oldest first."""
        return (queries.due_column(_clock()).key, "asc")

    @base_order.setter
    def base_order(self, _value: Any) -> None:
        """Let FAB set its default, which is not used."""

    @property
    def filled_columns(self) -> Sequence[str]:
        """Return the date that is looked at: what waits for a visit has it."""
        tab = request.args.get("tab", _WAITING[0]) if has_request_context() else ""
        return [queries.due_column(_clock()).key] if tab in _WAITING else []

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the devices whose dates the account may follow up."""
        return statement.where(queries.visible_due(access))

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Return the devices of the cards that a text finds."""
        return statement.where(Device.client_id.in_(index_entries(db.session(), text)))

    def filters(self) -> Sequence[ListFilter]:
        """Return the filters of the form."""
        return due_filters(db.session(), current_access(), _clock(), _today())

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists, overdue and this month first."""
        today, clock = _today(), _clock()

        def until(day: date | None) -> Any:
            return lambda found: found.where(queries.to_do(clock, today, until=day))

        def booked(found: Select[Any]) -> Select[Any]:
            return found.where(queries.is_booked(today))

        def refused(found: Select[Any]) -> Select[Any]:
            return found.where(queries.has_state(FollowState.REFUSED))

        def excluded(found: Select[Any]) -> Select[Any]:
            return found.where(queries.is_excluded(today))

        month, following = end_of_month(today), end_of_month(today, 1)
        return (
            ListTab("due", _("Overdue and this month"), until(month), counted=True),
            ListTab("late", _("Overdue"), _before(clock, today)),
            ListTab("next", _("Until the end of next month"), until(following)),
            ListTab("all", _("All dates"), until(None)),
            ListTab("booked", _("Dates booked"), booked),
            ListTab("refused", _("Dates refused"), refused),
            ListTab("excluded", _("Excluded"), excluded, counted=True),
        )

    def option_text(self, item: Device) -> str:
        """Return what a row is called: customer and device."""
        return f"{item.client.display_name}: {item}"

    def cell_text(self, item: Device, name: str) -> Any:
        """Return a cell; several gather what one reads on the phone with a customer."""
        if name in _CELLS:
            return _CELLS[name](item)
        return super().cell_text(item, name)

    def export_value(self, item: Device, name: str) -> Any:
        """Return a cell of an exported file, dates as dates."""
        value = getattr(item, name, None)
        return value if isinstance(value, date) else super().export_value(item, name)

    def show_context(self, item: Device) -> dict[str, Any]:
        """Return why the device is or is not on the list, and who was called."""
        session, today = db.session(), _today()
        booking = queries.next_booking(session, item, today)
        return {
            "reasons": why(session, item, booking, today),
            "state": FollowState.BOOKED if booking else queries.current_state(item),
            "states": messages.STATES,
            "tones": messages.TONES,
            "booking": booking,
            "today": today,
            "place": place_of(item.client),
            "contacts": queries.contacts_of(session, item.client_id),
            "last": queries.last_work(session, item.id),
            "form": ContactForm(formdata=None),
            "may_write": current_access().has("maintenance.write"),
            "may_book": current_access().has("agenda.write"),
        }

    @expose("/<int:pk>/contatto", methods=("POST",))
    @has_access
    def contact(self, pk: int) -> ResponseReturnValue:
        """Note what came of calling the customer."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        form = ContactForm()
        if form.validate():
            note = Note(FollowState(form.state.data), form.note.data, form.call_back_on.data)
            stored = store(
                db.session(),
                form,
                lambda: service.note_contact(
                    db.session(), [item], note, access=current_access(), now=utc_now()
                ),
                messages={},
            )
            if stored is not None:
                flash(gettext("Noted."), "success")
                return redirect(url_for(f"{self.endpoint}.show", pk=pk))
        item = self.get_or_404(str(pk))
        context = self.show_context(item) | {"form": form}
        return self.render_template(
            self.show_template, pk=pk, item=item, title=self.show_heading(item), **context
        ), 422


def _before(clock: Clock | None, today: date) -> Any:
    def narrowed(found: Select[Any]) -> Select[Any]:
        overdue = queries.due_column(clock) < today
        return found.where(queries.to_do(clock, today, until=today), overdue)

    return narrowed


def _device_cell(item: Device) -> Any:
    lines = (f"{item.device_type.label} {item}", item.serial_number)
    return Markup("<br>").join(line for line in lines if line)


def _due_cell(item: Device) -> Any:
    """Return the dates of a device, the earliest first, each with what it is."""
    found = [
        (day, messages.CLOCKS[clock])
        for clock in Clock
        if (day := getattr(item, queries.due_column(clock).key)) is not None
    ]
    asked = _clock()
    if asked is not None:
        found = [pair for pair in found if pair[1] is messages.CLOCKS[asked]]
    found = sorted(found, key=lambda pair: pair[0])
    # Beside the first date stand only those that the same visit could settle.
    near = _today() + SAME_VISIT
    rows = [
        Markup("{}: {}").format(label, due_text(day))
        for number, (day, label) in enumerate(found)
        if number == 0 or day <= near
    ]
    return Markup("<br>").join(rows) or "-"


def _last_cell(item: Device) -> Any:
    last = item.due_counted_from if item.due_reason.value == "last_visit" else item.imported_last_on
    return format_date(last) if last else gettext("Never")


def _state_cell(item: Device) -> Any:
    client = item.client
    if item.exclude_from_maintenance:
        return gettext("Device excluded from maintenance")
    is_out = client.exclude_from_maintenance and (
        client.excluded_until is None or client.excluded_until >= _today()
    )
    if is_out:
        return gettext("Excluded: %(reason)s", reason=client.exclusion_reason)
    # The tab itself says so: asking each row for its next visit would cost a statement.
    is_booked = request.args.get("tab") == "booked"
    state = FollowState.BOOKED if is_booked else queries.current_state(item)
    text = badge(messages.TONES[state], messages.STATES[state])
    follow_up: Any = getattr(item, "follow_up", None)
    if state is FollowState.CALL_BACK and follow_up.call_back_on:
        text += Markup(" {}").format(format_date(follow_up.call_back_on))
    return text


_CELLS = {
    "client.street": lambda item: place_of(item.client),
    "device_type": _device_cell,
    "first_due_on": _due_cell,
    "due_counted_from": _last_cell,
    "follow_up": _state_cell,
}

VIEWS = (ProposalView, ContractVisitView, DateMoveView, DueView)
