"""The agenda as JSON."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access

from app.agenda import (
    booking,
    forms,
    queries,
    queries_week,
    rules,
    series,
    service,
    slotwarnings,
    weekdata,
)
from app.agenda.models import Appointment
from app.agenda.rules_series import MOST as MOST_OF_SERIES
from app.agenda.rules_series import Scope
from app.agenda.views import changeable_or_stop, refusal, seen_or_404, sentences
from app.calls.models import Call
from app.company.queries import closed_days
from app.extensions import db
from app.kernel.dates import local_clock, local_day, local_instant
from app.kernel.errors import DomainError
from app.technicians.models import Absence
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message

#: Longest span answered at once: a month with the weeks around it.
_LONGEST_SPAN = timedelta(days=62)
#: Sentences that one answer holds at most.
_MOST_WARNINGS = 8


class AppointmentApi(BaseView):
    """The agenda as JSON, for the calendar and for programs."""

    route_base = "/api/v1/appointments"
    default_view = "index"
    class_permission_name = "agenda"
    method_permission_name = {
        "index": "read", "stamp": "read", "move": "read", "create": "write",
        "cancel": "read", "restore": "read",
    }  # fmt: skip

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the appointments that touch a span of at most 62 days, see `weekdata.table_of`."""
        span = _span()
        if span is None:
            return jsonify(error="bad_span"), 422
        access = current_access()
        chosen = request.args.get("technician", "")
        visits = queries_week.week_of(
            db.session(),
            span,
            access=access,
            technician_id=int(chosen) if forms.is_number(chosen) else None,
        )
        away = queries.absences_between(db.session, span, access=access)
        return jsonify(
            **weekdata.table_of(visits, access),
            is_cut=len(visits) == queries.MOST,
            absences=[_absence_as_json(row) for row in away],
            **_closed_days(span),
            stamp=queries.stamp_of(db.session, span, access=access),
        )

    @expose("/stamp")
    @has_access
    def stamp(self) -> ResponseReturnValue:
        """Return a text that changes when something in a span does: cheap enough to ask often."""
        span = _span()
        if span is None:
            return jsonify(error="bad_span"), 422
        return jsonify(stamp=queries.stamp_of(db.session, span, access=current_access()))

    @expose("/<int:pk>", methods=("PATCH",))
    @has_access
    def move(self, pk: int) -> ResponseReturnValue:
        """Move or resize: the version read must still be the stored one."""
        appointment = changeable_or_stop(pk)
        body = _body()
        start, end = _moment(body.get("starts_at")), _moment(body.get("ends_at"))
        version = body.get("version")
        if start is None or end is None or not isinstance(version, int):
            return jsonify(error="invalid", fields=["starts_at", "ends_at", "version"]), 422
        team, scope = _keys(body), _scope(body)
        if scope is Scope.ONE:
            return _changed(
                pk,
                lambda: service.move(
                    db.session, appointment, (start, end), team=team, version=version
                ),
            )
        before = series.plan_of(appointment)
        plan = replace(before, starts_at=start, ends_at=end, team=team or before.team)
        return _changed(
            pk,
            lambda: series.change(
                db.session(), appointment, plan, scope=scope, version=version, now=utc_now()
            ),
        )

    @expose("/<int:pk>", methods=("DELETE",))
    @has_access
    def cancel(self, pk: int) -> ResponseReturnValue:
        """Cancel with a reason; nothing is deleted."""
        appointment, body = changeable_or_stop(pk), _body()
        reason, version = body.get("reason"), body.get("version")
        if not isinstance(reason, str) or not isinstance(version, int):
            return jsonify(error="invalid", fields=["reason", "version"]), 422
        return _changed(
            pk,
            lambda: series.cancel(
                db.session(), appointment, reason,
                scope=_scope(body), version=version, now=utc_now(),
            ),
        )  # fmt: skip

    @expose("/<int:pk>/restore", methods=("POST",))
    @has_access
    def restore(self, pk: int) -> ResponseReturnValue:
        """Take a cancellation back."""
        appointment, body = changeable_or_stop(pk), _body()
        version, others = body.get("version"), _pairs(body.get("others", []))
        if not isinstance(version, int) or others is None:
            return jsonify(error="invalid", fields=["version", "others"]), 422
        return _changed(
            pk, lambda: series.restore(db.session(), appointment, others, version=version)
        )

    @expose("/", methods=("POST",))
    @has_access
    def create(self) -> ResponseReturnValue:
        """Schedule a call: what dropping it on the calendar does."""
        body = _body()
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
            instructions=booking.task_of(call),
        )
        try:
            appointment = service.create(db.session, plan)
        except DomainError as error:
            return jsonify(error="refused", fields=refusal(error)), 422
        return _stored(appointment)


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _span() -> tuple[datetime, datetime] | None:
    start, end = _moment(request.args.get("from")), _moment(request.args.get("to"))
    if start is None or end is None or not start < end <= start + _LONGEST_SPAN:
        return None
    return start, end


def _scope(body: dict[str, Any]) -> Scope:
    """Return which appointments of a series a change is meant for; this one as a rule."""
    try:
        return Scope(body.get("scope"))
    except ValueError:
        return Scope.ONE


def _pairs(value: object) -> list[tuple[int, int]] | None:
    """Return key and version of each appointment named, or None when it is something else."""
    if not isinstance(value, list) or len(value) > MOST_OF_SERIES:
        return None
    pairs = [pair for pair in value if isinstance(pair, list) and len(pair) == 2]
    if len(pairs) != len(value) or not all(type(key) is int for pair in pairs for key in pair):
        return None
    return [(key, version) for key, version in pairs if 0 < key < 10**9]


def _changed(pk: int, write: Callable[[], Sequence[Appointment] | None]) -> ResponseReturnValue:
    """Run a change of an appointment and answer with what is stored, whatever happened."""
    try:
        rows = write() or []
    except rules.StaleAppointmentError as error:
        detail = user_message(error)
        db.session.rollback()
        current = seen_or_404(pk)
        detail = f"{detail} {booking.last_change_text(current)}".strip()
        return jsonify(
            error="stale", detail=detail, current=weekdata.facts_of(current, current_access())
        ), 409
    except DomainError as error:
        return jsonify(error="refused", fields=refusal(error)), 422
    return _stored(seen_or_404(pk), rows[1:])


def _call(pk: int) -> Call | None:
    return queries.visible_call(db.session, pk, access=current_access())


def _stored(appointment: Appointment, others: Sequence[Appointment] = ()) -> ResponseReturnValue:
    """Commit, and answer with the appointment, the others of its series, and what to know."""
    session = db.session()
    warnings = sentences(slotwarnings.warnings_of(session, appointment))
    for other in others:
        day = f"{local_day(other.starts_at):%d/%m/%Y}"
        found = sentences(slotwarnings.warnings_of(session, other))
        warnings += [f"{day}: {sentence}" for sentence in found]
    session.commit()
    return jsonify(
        appointment=weekdata.facts_of(appointment, current_access()),
        others=[[other.id, other.version] for other in others],
        warnings=warnings[:_MOST_WARNINGS],
    )


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


def _absence_as_json(row: Absence) -> dict[str, Any]:
    # The reason may be an illness: it stays in the technicians' configuration.
    return {
        "technician": row.technician_id,
        "starts_at": local_clock(row.starts_at).isoformat(),
        "ends_at": local_clock(row.ends_at).isoformat(),
    }


def _closed_days(span: tuple[datetime, datetime]) -> dict[str, dict[str, str]]:
    """Return day -> name of the holidays of a span, and of the company's own closings."""
    first = local_day(span[0])
    days = [first + timedelta(days=n) for n in range((span[1] - span[0]).days + 1)]
    closed = closed_days(db.session(), days[0], days[-1])
    named = {"holidays": closed.feast, "closures": closed.closure}
    return {
        kind: {day.isoformat(): name for day in days if (name := name_of(day)) is not None}
        for kind, name_of in named.items()
    }
