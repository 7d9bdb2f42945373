"""Screens of the calls."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select, select

from app.calls import messages, queries, service
from app.calls.models import Call
from app.calls.rules import OPEN_STATES, TO_SCHEDULE_STATES, CallState, Priority
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.devices.rules import DeviceState
from app.extensions import db
from app.kernel.access import Access
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import register_messages, user_message
from app.web.fields import SwitchField
from app.web.formats import format_moment
from app.web.formviews import require_csrf
from app.web.lists import ListTab
from app.web.rowchoice import (
    BlankLongTextField,
    BlankPhoneField,
    BlankTextField,
    RowChoiceField,
)
from app.web.views import HouseModelView

register_messages(messages.REFUSALS)

_TONES = {Priority.URGENT: "danger", Priority.NORMAL: "info", Priority.PLANNABLE: "neutral"}


def priority_badge(priority: Priority) -> Markup:
    """Return a priority with its colour."""
    words = messages.PRIORITIES[priority]
    return Markup('<span class="badge tone-{}">{}</span>').format(_TONES[priority], words)


def call_back_text(moment: Any) -> Any:
    """Return the promised hour, in red once it has passed."""
    if moment is None:
        return ""
    if moment >= utc_now():
        return format_moment(moment)
    return Markup('<span class="text-danger fw-bold">{}</span>').format(format_moment(moment))


def _in_states(*states: CallState) -> Any:
    return lambda found: found.where(Call.state.in_(states))


def _fields() -> dict[str, Any]:
    return {
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


class CallView(HouseModelView):
    """What customers asked for."""

    route_base = "/chiamate"
    class_permission_name = "calls"
    method_permission_name = {"export": "read", "nudge": "write", "cancel": "write"}
    exclude_route_methods = {"delete"}
    datamodel = SQLAInterface(Call)
    show_template = "calls/show.html"
    add_template = "calls/add.html"
    list_title = _("Calls")
    add_title = _("New call")
    edit_title = _("Call")
    list_columns = [
        "priority", "client", "client.municipality", "reason", "received_at", "call_back_by",
        "state", "suggested_technician",
    ]  # fmt: skip
    optional_columns = ["caller_name", "caller_phone", "availability", "coverage", "channel"]
    show_columns = [
        "client", "state", "priority", "reason", "intervention_type", "description",
        "received_at", "received_by", "channel", "caller_name", "caller_phone", "call_back_by",
        "availability", "coverage", "suggested_technician", "closed_at", "cancel_reason",
    ]  # fmt: skip
    edit_columns = [
        "reason", "intervention_type", "description", "priority", "caller_name", "caller_phone",
        "availability", "coverage", "channel", "suggested_technician",
    ]  # fmt: skip
    add_columns = ["client", *edit_columns, "is_other_matter"]
    edit_form_extra_fields = _fields()
    add_form_extra_fields = _fields() | {"is_other_matter": SwitchField(_("Another matter"))}
    label_columns = {
        "client": _("Client"),
        "client.municipality": _("Municipality"),
        "state": _("State"),
        "priority": _("Priority"),
        "reason": _("Reason"),
        "intervention_type": _("Intervention type"),
        "description": _("Description"),
        "received_at": _("Received on"),
        "received_by": _("Taken by"),
        "channel": _("How it came"),
        "caller_name": _("Who called"),
        "caller_phone": _("Number to call back"),
        "call_back_by": _("Call back by"),
        "availability": _("When they can"),
        "coverage": _("Who pays"),
        "suggested_technician": _("Proposed technician"),
        "closed_at": _("Closed on"),
        "cancel_reason": _("Why it was cancelled"),
    }
    choices_columns = {
        "state": messages.STATES, "priority": messages.PRIORITIES,
        "channel": messages.CHANNELS, "coverage": messages.COVERAGES,
    }  # fmt: skip
    formatters_columns = {"priority": priority_badge, "call_back_by": call_back_text}
    search_columns = ["priority", "state", "received_at"]
    quick_search_columns = ["description", "caller_name", "caller_phone"]
    order_columns = ["received_at", "call_back_by"]
    base_order = ("received_at", "desc")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the calls that the account may see."""
        return statement.where(queries.visible_calls(access))

    def tabs(self) -> Sequence[ListTab]:
        """Return the lists of the day."""
        ended = (CallState.CLOSED, CallState.CANCELLED)
        return (
            ListTab("waiting", _("To schedule"), _in_states(*TO_SCHEDULE_STATES), counted=True),
            ListTab("scheduled", _("Scheduled calls"), _in_states(CallState.SCHEDULED)),
            ListTab("all", _("All"), lambda found: found),
            ListTab("closed", _("Closed"), _in_states(*ended)),
        )

    def create_item(self, form: Any) -> Call:
        """Open the call."""
        call = Call()
        with db.session.no_autoflush:
            form.populate_obj(call)
        return service.open_call(
            db.session(), call, is_other_matter=form.is_other_matter.data,
            access=current_access(), now=utc_now(),
        )  # fmt: skip

    def option_text(self, item: Call) -> str:
        """Return the heading of a call."""
        return gettext("Call %(number)s: %(client)s", number=item.id, client=str(item.client))

    def row_class(self, item: Call) -> str:
        """Mark urgent calls that wait."""
        urgent = item.priority is Priority.URGENT and item.state in OPEN_STATES
        return "table-danger" if urgent else ""

    def _form_page(self, kind: str, form: Any, **context: Any) -> str:
        if kind == "add":
            context["plant"] = plant_facts(form.client.data)
        return super()._form_page(kind, form, **context)

    @expose("/<int:pk>/sollecito", methods=["POST"])
    @has_access
    def nudge(self, pk: int) -> ResponseReturnValue:
        """Note that the customer asked again."""
        text = request.form.get("text", "").strip()[:1000]
        return self._step(
            pk,
            lambda call: service.add_nudge(
                db.session(), call, text=text, access=current_access(), now=utc_now()
            ),
            gettext("The reminder was added."),
        )

    @expose("/<int:pk>/annulla", methods=["POST"])
    @has_access
    def cancel(self, pk: int) -> ResponseReturnValue:
        """Cancel the call with a reason."""
        reason = request.form.get("cancel_reason", "").strip()[:200]
        return self._step(
            pk,
            lambda call: service.cancel_call(db.session(), call, reason=reason, now=utc_now()),
            gettext("The call was cancelled."),
        )

    def _step(self, pk: int, write: Any, done: str) -> ResponseReturnValue:
        require_csrf()
        call = self.get_or_404(str(pk), lock=True)
        try:
            write(call)
            db.session.commit()
            flash(done, "success")
        except DomainError as error:
            db.session.rollback()
            flash(user_message(error), "danger")
        return redirect(self.address("show", pk=pk))


def plant_facts(client: Any) -> dict[str, Any] | None:
    """Return what the office sees of a plant while a call is opened; None without client."""
    if client is None:
        return None
    devices = db.session.scalars(visible_plant_devices(client.id, current_access())).all()
    return {
        "client": client,
        "devices": devices,
        "open_calls": queries.open_calls_of(db.session(), client.id),
    }


def visible_plant_devices(client_id: int, access: Access) -> Select[Any]:
    """Return the select of a plant's devices in service that the account may see."""
    return select(Device).where(
        Device.client_id == client_id,
        Device.state == DeviceState.IN_SERVICE,
        visible_devices(access),
    )


def badge_to_schedule() -> int | None:
    """Return the number beside the menu entry; None for zero."""
    return queries.count_to_schedule(db.session()) or None


VIEWS = (CallView,)
