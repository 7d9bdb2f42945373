"""The agenda as JSON."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access

from app.agenda import forms, queries, rules, service
from app.agenda.models import Appointment
from app.agenda.views import changeable_or_stop, refusal, seen_or_404, sentences
from app.calls.models import Call
from app.clients.marks import attention_reason
from app.extensions import db
from app.kernel.dates import local_clock, local_instant
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.errors import user_message


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
            return jsonify(error="refused", fields=refusal(error)), 422
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
            return jsonify(error="refused", fields=refusal(error)), 422
        return _stored(appointment)


def _call(pk: int) -> Call | None:
    return queries.visible_call(db.session, pk, access=current_access())


def _stored(appointment: Appointment) -> ResponseReturnValue:
    warnings = sentences(service.warnings_of(db.session, appointment))
    db.session.commit()
    return jsonify(appointment=_as_json(appointment), warnings=warnings)


def _keys(body: dict[str, Any]) -> tuple[int, ...] | None:
    keys = body.get("technicians")
    if not isinstance(keys, list) or not all(type(k) is int and 0 < k < 10**9 for k in keys):
        return None
    return tuple(keys)


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
        "attention": attention_reason(row.client) if row.client else "",
        "colour": row.intervention_type.colour if row.intervention_type else "#64748b",
    }
