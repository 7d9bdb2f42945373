"""The office's agenda: the week, and the form of an appointment."""

from datetime import timedelta

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.agenda import forms, messages, queries, service
from app.agenda.models import Appointment
from app.agenda.views import changeable_or_stop, refusal, seen_or_404
from app.calls.models import Call
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.extensions import db
from app.kernel.dates import local_day, local_day_bounds
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now


class AgendaView(BaseView):
    """The office's week, and the form of an appointment."""

    route_base = "/agenda"
    default_view = "index"
    class_permission_name = "agenda"
    method_permission_name = {
        "index": "read", "new": "write", "edit": "write", "cancel": "write",
    }  # fmt: skip

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show a week, day by day, and the calls that wait for a date."""
        access = current_access()
        day = forms.read_day(request.args.get("giorno", ""), local_day(utc_now()))
        first = day - timedelta(days=day.weekday())
        chosen = request.args.get("tecnico", "")
        rows = queries.between(
            db.session,
            local_day_bounds(first)[0],
            local_day_bounds(first + timedelta(days=6))[1],
            access=access,
            technician_id=int(chosen) if forms.is_number(chosen) else None,
        )
        days = [first + timedelta(days=n) for n in range(7)]
        is_list = request.args.get("vista") == "elenco" or not access.has("agenda.all")
        return self.render_template(
            "agenda/week.html" if is_list or chosen else "agenda/calendar.html",
            days=[(d, [a for a in rows if local_day(a.starts_at) == d]) for d in days],
            first=first,
            before=first - timedelta(days=7),
            after=first + timedelta(days=7),
            today=local_day(utc_now()),
            technicians=queries.technicians(db.session, access=access),
            chosen=chosen,
            calls=queries.calls_to_schedule(db.session, access=access),
            states=messages.STATES,
        )

    @expose("/nuovo", methods=("GET", "POST"))
    @has_access
    def new(self) -> ResponseReturnValue:
        """Make an appointment for a call, a client or neither."""
        call, client = self._subject()
        if request.method == "GET":
            day = forms.read_day(request.args.get("giorno", ""), local_day(utc_now()))
            values = forms.new_values(
                day, request.args.get("tecnico", ""), request.args.get("ora", "")
            )
            if call is not None:
                values["instructions"] = call.description
                values["kind"] = str(call.intervention_type_id or "")
            return self._form(None, client, call, values, {})
        if call is not None:
            form = MultiDict(request.form)
            form["call"] = str(call.id)
        else:
            form = MultiDict({k: v for k, v in request.form.items(multi=True) if k != "call"})
            form.setlist("team", request.form.getlist("team"))
        plan, errors = forms.read_plan(form, client_id=client.id if client else None)
        if plan is not None:
            try:
                self._saved(service.create(db.session, plan))
            except DomainError as error:
                errors = refusal(error)
            else:
                return redirect(url_for(".index", giorno=request.form["day"]))
        return self._form(None, client, call, request.form, errors)

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        """Change an appointment; a stale form is refused and keeps what was typed."""
        appointment = changeable_or_stop(pk)
        client = appointment.client
        if request.method == "GET":
            return self._form(appointment, client, None, forms.values_of(appointment), {})
        plan, errors = forms.read_plan(request.form, client_id=appointment.client_id)
        if plan is not None:
            try:
                service.change(db.session, appointment, plan, version=_version(request.form))
                self._saved(appointment)
            except DomainError as error:
                errors = refusal(error)
                appointment = seen_or_404(pk)
            else:
                return redirect(url_for(".index", giorno=request.form["day"]))
        return self._form(appointment, appointment.client, None, request.form, errors)

    @expose("/<int:pk>/annulla", methods=("POST",))
    @has_access
    def cancel(self, pk: int) -> ResponseReturnValue:
        """Cancel with a reason; the call goes back to those to schedule."""
        appointment = changeable_or_stop(pk)
        try:
            reason = request.form.get("reason", "")
            service.cancel(db.session, appointment, reason, version=_version(request.form))
        except DomainError as error:
            flash(refusal(error).popitem()[1], "danger")
            return redirect(url_for(".edit", pk=pk))
        db.session.commit()
        flash(_("The appointment was cancelled."), "success")
        return redirect(url_for(".index"))

    def _subject(self) -> tuple[Call | None, Client | None]:
        call_key, client_key = request.args.get("call", ""), request.args.get("client", "")
        if call_key:
            call = _call(int(call_key)) if forms.is_number(call_key) else None
            return (call, call.client) if call is not None else abort(404)
        if not client_key:
            return None, None
        rule = visible_clients(current_access())
        found = (
            forms.is_number(client_key)
            and db.session.query(Client).filter(Client.id == int(client_key), rule).one_or_none()
        )
        return None, found or abort(404)

    def _saved(self, appointment: Appointment) -> None:
        warnings = service.warnings_of(db.session, appointment)
        db.session.commit()
        flash(_("The appointment was saved."), "success")
        for warning in warnings:
            flash(str(messages.WARNINGS[warning.kind]) % {"name": warning.name}, "warning")

    def _form(
        self,
        appointment: Appointment | None,
        client: Client | None,
        call: Call | None,
        values: MultiDict[str, str],
        errors: dict[str, str],
    ) -> ResponseReturnValue:
        page = self.render_template(
            "agenda/form.html",
            appointment=appointment,
            client=client,
            call=call,
            values=values,
            errors=errors,
            team=set(values.getlist("team")),
            technicians=queries.technicians(db.session, access=current_access()),
            kinds=queries.kinds(db.session),
        )
        return page, 422 if errors else 200


def _call(pk: int) -> Call | None:
    return queries.visible_call(db.session, pk, access=current_access())


def _version(form: MultiDict[str, str]) -> int:
    text = form.get("version", "")
    return int(text) if forms.is_number(text) else 0
