"""Screens of the calls."""

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import ScalarSelect, Select

from app.calls import messages, queries, service
from app.calls.forms import call_fields
from app.calls.models import Call
from app.calls.plant import plant_facts
from app.calls.rules import OPEN_STATES, TO_SCHEDULE_STATES, CallState, Priority
from app.clients.models import Client
from app.extensions import db
from app.interventions.queries_calls import calls_solved, calls_waited
from app.kernel.access import Access
from app.kernel.text import squeeze
from app.web.access import current_access
from app.web.cardsteps import CardSteps
from app.web.clock import utc_now
from app.web.errors import register_messages
from app.web.fields import SwitchField
from app.web.filters import (
    ChoiceFilter,
    ListFilter,
    RelatedTextFilter,
    bool_filter,
    row_filter,
)
from app.web.formats import format_moment
from app.web.lists import ListTab
from app.web.markup import badge
from app.web.views import HouseModelView

register_messages(messages.REFUSALS)

_TONES = {Priority.URGENT: "danger", Priority.NORMAL: "info", Priority.PLANNABLE: "neutral"}


def priority_badge(priority: Priority) -> Markup:
    """Return a priority with its colour."""
    return badge(_TONES[priority], messages.PRIORITIES[priority])


def call_back_text(call: Call) -> Any:
    """Return the promised hour; once it has passed and nobody has an appointment, in words."""
    moment = call.call_back_by
    if moment is None:
        return ""
    if moment >= utc_now() or call.state not in TO_SCHEDULE_STATES:
        return format_moment(moment)
    return Markup("{} {}").format(format_moment(moment), badge("danger", gettext("Overdue")))


def _in_states(*states: CallState) -> Any:
    return lambda found: found.where(Call.state.in_(states))


class CallView(CardSteps, HouseModelView):
    """What customers asked for."""

    route_base = "/chiamate"
    class_permission_name = "calls"
    method_permission_name = {
        "export": "read", "nudge": "write", "cancel": "write", "wait": "write", "plant": "write",
    }  # fmt: skip
    exclude_route_methods = {"delete"}
    datamodel = SQLAInterface(Call)
    show_template = "calls/show.html"
    add_template = edit_template = "calls/form.html"
    list_title = _("Calls")
    add_title = _("New call")
    edit_title = _("Call")
    list_columns = [
        "priority", "client", "client.municipality", "reason", "received_at", "call_back_by",
        "state", "suggested_technician",
    ]  # fmt: skip
    eager = ("client",)
    optional_columns = ["caller_name", "caller_phone", "availability", "coverage", "channel"]
    show_columns = [
        "client", "devices", "state", "priority", "reason", "intervention_type", "description",
        "received_at", "received_by", "channel", "caller_name", "caller_phone", "call_back_by",
        "availability", "coverage", "suggested_technician", "closed_at", "cancel_reason",
    ]  # fmt: skip
    edit_columns = [
        "reason", "intervention_type", "description", "priority", "caller_name", "caller_phone",
        "availability", "coverage", "channel", "suggested_technician", "devices",
    ]  # fmt: skip
    add_columns = ["client", *edit_columns, "is_other_matter"]
    edit_form_extra_fields = call_fields()
    add_form_extra_fields = call_fields() | {"is_other_matter": SwitchField(_("Another matter"))}
    label_columns = {
        "client": _("Client"),
        "client.municipality": _("Municipality"),
        "devices": _("Devices"),
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
    formatters_columns = {"priority": priority_badge}
    search_columns = ["state", "priority", "received_at"]
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
            ListTab("all", _("All calls"), lambda found: found),
            ListTab("closed", _("Closed"), _in_states(*ended)),
        )

    def filters(self) -> Sequence[ListFilter]:
        """Return the filters: state, priority, reason, technician, where, when, how it went."""
        session = db.session()
        state, priority, received = super().filters()
        reason = row_filter("reason", _("Reason"), Call.reason_id, queries.all_reasons(session))
        who = row_filter(
            "technician", _("Proposed technician"), Call.suggested_technician_id,
            queries.active_technicians(session),
        )  # fmt: skip
        comune = RelatedTextFilter(
            "municipality", _("Municipality"), Client.municipality, Call.client_id, Client.id
        )
        first = ChoiceFilter("visit", _("First visit"), messages.WAITS, calls_waited)
        solved = ChoiceFilter(
            "solved", _("Settled by one visit"), {"1": _("Yes"), "0": _("No")},
            lambda key: calls_solved(at_once=key == "1"),
        )  # fmt: skip
        again = bool_filter("again", _("Work of ours in the 30 days before"), Call.is_repeat)
        return [state, priority, reason, who, comune, received, first, solved, again]

    def cell_text(self, item: Call, name: str) -> Any:
        """Return a cell; by when to call back says whether it is late."""
        if name == "call_back_by":
            return call_back_text(item)
        if name == "devices" and not current_access().has("devices.read"):
            return ""
        return super().cell_text(item, name)

    def create_item(self, form: Any) -> Call:
        """Open the call."""
        call = Call()
        with db.session.no_autoflush:
            form.populate_obj(call)
            service.ensure_own_devices(call)
        return service.open_call(
            db.session(), call, is_other_matter=form.is_other_matter.data,
            access=current_access(), now=utc_now(),
        )  # fmt: skip

    def update_item(self, item: Call, form: Any) -> Call:
        """Store the changes."""
        with db.session.no_autoflush:
            form.populate_obj(item)
            service.ensure_own_devices(item)
        db.session.flush()
        return item

    def after_add(self, item: Call) -> ResponseReturnValue:
        """Go on to the appointment when that was the button, otherwise as usual."""
        if request.form.get("then") == "schedule" and current_access().has("agenda.write"):
            return redirect(url_for("AgendaView.new", call=item.id))
        return super().after_add(item)

    def option_text(self, item: Call) -> str:
        """Return the heading of a call."""
        return gettext("Call %(number)s: %(client)s", number=item.id, client=str(item.client))

    def row_class(self, item: Call) -> str:
        """Mark urgent calls that wait."""
        urgent = item.priority is Priority.URGENT and item.state in OPEN_STATES
        return "table-danger" if urgent else ""

    def _form_page(self, kind: str, form: Any, **context: Any) -> str:
        call = context.get("item")
        client = call.client if call is not None else form.client.data
        is_typed = request.method == "POST"
        context["plant"] = None if client is None else plant_facts(
            db.session(), current_access(), client, now=utc_now(), call=call,
            ticked=[one.id for one in form.devices.data or []] if is_typed else None,
        )  # fmt: skip
        reasons = queries.active_reasons(db.session())
        context["gas_reasons"] = [str(reason.id) for reason in reasons if reason.is_gas_alarm]
        return super()._form_page(kind, form, **context)

    @expose("/impianto")
    @has_access
    def plant(self) -> ResponseReturnValue:
        """Answer the form of a call with the facts of the client just chosen."""
        key = request.args.get("client", "")
        client = self.load_related("client", key) if key else None
        if key and client is None:
            abort(404)
        facts = client and plant_facts(db.session(), current_access(), client, now=utc_now())
        return self.render_template("calls/_plant.html", plant=facts)

    @expose("/<int:pk>/attesa", methods=["POST"])
    @has_access
    def wait(self, pk: int) -> ResponseReturnValue:
        """Note what the call waits for, or that it waits no longer."""
        states = {one.value: one for one in TO_SCHEDULE_STATES}
        state = states.get(request.form.get("state", "")) or abort(400)
        return self.step(
            pk,
            lambda call: service.set_waiting(db.session(), call, state),
            gettext("Saved."),
        )

    @expose("/<int:pk>/sollecito", methods=["POST"])
    @has_access
    def nudge(self, pk: int) -> ResponseReturnValue:
        """Note that the customer asked again."""
        text = request.form.get("text", "").replace("\x00", "").strip()[:1000]
        return self.step(
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
        reason = squeeze(request.form.get("cancel_reason", ""))[:200]
        return self.step(
            pk,
            lambda call: service.cancel_call(db.session(), call, reason=reason, now=utc_now()),
            gettext("The call was cancelled."),
        )


def badge_to_schedule(_access: Access) -> ScalarSelect[int]:
    """Return the number beside the menu entry, as a subquery."""
    return queries.count_to_schedule()


VIEWS = (CallView,)
