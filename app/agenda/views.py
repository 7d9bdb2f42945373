"""Screens of the agenda: the office's week, the technician's day, and their JSON."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.agenda import forms, messages, queries, rules, service
from app.agenda.models import Appointment
from app.agenda.rules import Stamp
from app.calls.models import Call
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.devices.queries import job_devices
from app.extensions import db
from app.kernel.dates import local_clock, local_day, local_day_bounds, local_instant
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message


def seen_or_404(pk: int) -> Appointment:
    """Return an appointment that the account may see, or answer 404."""
    found = queries.find(db.session, pk, queries.visible_appointments(current_access()))
    return found or abort(404)


def changeable_or_stop(pk: int) -> Appointment:
    """Return an appointment to change: 404 when not visible, 403 without the function."""
    found = seen_or_404(pk)
    if not current_access().has("agenda.write"):
        abort(403)
    return found


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
                errors = _refusal(error)
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
                errors = _refusal(error)
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
            flash(_refusal(error).popitem()[1], "danger")
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


class TodayView(BaseView):
    """The technician's day on a phone."""

    route_base = "/oggi"
    default_view = "today"
    class_permission_name = "agenda"
    method_permission_name = {"today": "read", "show": "read", "stamp": "read"}

    @expose("/")
    @has_access
    def today(self) -> ResponseReturnValue:
        """Show today, tomorrow or what was left to complete."""
        access, now = current_access(), utc_now()
        tab = request.args.get("scheda", "oggi")
        technician_id = access.technician_id
        chosen = request.args.get("tecnico", "")
        if access.has("agenda.all") and forms.is_number(chosen):
            technician_id = int(chosen)
        day = local_day(now) + timedelta(days=tab == "domani")
        rows: Any = []
        if technician_id is not None:
            if tab == "completare":
                rows = queries.unfinished(db.session, technician_id, now, access=access)
            else:
                start, end = local_day_bounds(day)
                rows = queries.between(
                    db.session, start, end, access=access, technician_id=technician_id
                )
        return self.render_template(
            "today/day.html",
            rows=rows,
            tab=tab,
            day=day,
            chosen=technician_id,
            own=access.technician_id,
            technicians=queries.technicians(db.session, access=access),
            states=messages.STATES,
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show what one visit needs."""
        appointment = seen_or_404(pk)
        client_id = appointment.client_id
        return self.render_template(
            "today/visit.html",
            row=appointment,
            devices=job_devices(db.session, client_id) if client_id else [],
            states=messages.STATES,
            is_workable=_is_workable(pk),
        )

    @expose("/<int:pk>/<any(travel, arrive, leave):button>", methods=("POST",))
    @has_access
    def stamp(self, pk: int, button: str) -> ResponseReturnValue:
        """Note the hour of a step of the visit."""
        appointment = seen_or_404(pk)
        if not _is_workable(pk):
            abort(403)
        try:
            service.stamp(db.session, appointment, Stamp(button), now=utc_now())
        except DomainError as error:
            flash(_refusal(error).popitem()[1], "danger")
        else:
            db.session.commit()
        return redirect(url_for(".show", pk=pk))


class AppointmentApi(BaseView):
    """The agenda as JSON, for the calendar and for programs."""

    route_base = "/api/v1/appointments"
    default_view = "index"
    class_permission_name = "agenda"
    method_permission_name = {"index": "read", "move": "read", "create": "write"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the appointments that touch a span of at most 62 days."""
        start, end = _moment(request.args.get("from")), _moment(request.args.get("to"))
        if start is None or end is None or not start < end <= start + timedelta(days=62):
            return jsonify(error="bad_span"), 422
        chosen = request.args.get("technician", "")
        rows = queries.between(
            db.session,
            start,
            end,
            access=current_access(),
            technician_id=int(chosen) if forms.is_number(chosen) else None,
        )
        return jsonify(appointments=[_as_json(row) for row in rows])

    @expose("/<int:pk>", methods=("PATCH",))
    @has_access
    def move(self, pk: int) -> ResponseReturnValue:
        """Move or resize: the version read must still be the stored one."""
        appointment = changeable_or_stop(pk)
        body = request.get_json(silent=True)
        body = body if isinstance(body, dict) else {}
        start, end = _moment(body.get("starts_at")), _moment(body.get("ends_at"))
        version = body.get("version")
        if start is None or end is None or not isinstance(version, int):
            return jsonify(error="invalid", fields=["starts_at", "ends_at", "version"]), 422
        try:
            service.move(db.session, appointment, (start, end), team=_keys(body), version=version)
        except rules.StaleAppointmentError as error:
            detail = user_message(error)
            db.session.rollback()
            return jsonify(error="stale", detail=detail, current=_as_json(seen_or_404(pk))), 409
        except DomainError as error:
            return jsonify(error="refused", fields=_refusal(error)), 422
        return _stored(appointment)

    @expose("/", methods=("POST",))
    @has_access
    def create(self) -> ResponseReturnValue:
        """Schedule a call: what dropping it on the calendar does."""
        body = request.get_json(silent=True)
        body = body if isinstance(body, dict) else {}
        start, team, call_id = _moment(body.get("starts_at")), _keys(body), body.get("call")
        call = _call(call_id) if type(call_id) is int and call_id < 10**9 else None
        if start is None or not team or call is None:
            return jsonify(error="invalid", fields=["starts_at", "technicians", "call"]), 422
        kind = call.intervention_type
        length = timedelta(minutes=kind.duration_minutes) if kind else rules.DEFAULT_LENGTH
        plan = service.Plan(
            starts_at=start,
            ends_at=start + length,
            team=team,
            call_id=call.id,
            intervention_type_id=call.intervention_type_id,
            instructions=call.description,
        )
        try:
            appointment = service.create(db.session, plan)
        except DomainError as error:
            return jsonify(error="refused", fields=_refusal(error)), 422
        return _stored(appointment)


def _call(pk: int) -> Call | None:
    return queries.visible_call(db.session, pk, access=current_access())


def _stored(appointment: Appointment) -> ResponseReturnValue:
    warnings = [
        str(messages.WARNINGS[w.kind]) % {"name": w.name}
        for w in service.warnings_of(db.session, appointment)
    ]
    db.session.commit()
    return jsonify(appointment=_as_json(appointment), warnings=warnings)


def _keys(body: dict[str, Any]) -> tuple[int, ...] | None:
    keys = body.get("technicians")
    if not isinstance(keys, list) or not all(type(k) is int and 0 < k < 10**9 for k in keys):
        return None
    return tuple(keys)


def _is_workable(pk: int) -> bool:
    rule = queries.workable_appointments(current_access())
    return queries.find(db.session, pk, rule) is not None


def _refusal(error: DomainError) -> dict[str, str]:
    sentence = user_message(error)
    db.session.rollback()
    return {forms.FIELD_OF.get(type(error), "form"): sentence}


def _version(form: MultiDict[str, str]) -> int:
    text = form.get("version", "")
    return int(text) if forms.is_number(text) else 0


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    if not 2000 <= moment.year <= 2100:
        return None
    if moment.tzinfo is None:  # what the calendar shows: the Italian wall clock
        return local_instant(moment.date(), moment.time())
    return moment.astimezone(UTC)


def _as_json(row: Appointment) -> dict[str, Any]:
    # Notes of the office are left out on purpose: technicians read this too.
    return {
        "id": row.id,
        "version": row.version,
        "title": row.client.display_name if row.client else row.title,
        "starts_at": local_clock(row.starts_at).isoformat(),
        "ends_at": local_clock(row.ends_at).isoformat(),
        "state": row.state.value,
        "technicians": [member.technician_id for member in row.team],
        "kind": row.intervention_type.label if row.intervention_type else "",
        "colour": row.intervention_type.colour if row.intervention_type else "#64748b",
    }
