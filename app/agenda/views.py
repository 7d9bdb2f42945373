"""The technician's day, and what all screens of the agenda share."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access

from app.agenda import forms, messages, queries, service
from app.agenda.models import Appointment
from app.agenda.rules import Stamp
from app.devices.queries import job_devices
from app.extensions import db
from app.kernel.dates import local_clock, local_day, local_day_bounds
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


def refusal(error: DomainError) -> dict[str, str]:
    """Return field -> sentence of a refusal, with everything unsaved taken back."""
    sentence = user_message(error)
    db.session.rollback()
    return {forms.FIELD_OF.get(type(error), "form"): sentence}


def sentences(warnings: Iterable[service.SlotWarning]) -> list[str]:
    """Return what the office reads of the warnings about a slot."""
    return [
        str(messages.WARNINGS[warning.kind])
        % {
            "name": warning.name,
            "other": warning.other,
            "start": f"{local_clock(warning.span[0]):%H:%M}" if warning.span else "",
            "end": f"{local_clock(warning.span[1]):%H:%M}" if warning.span else "",
        }
        for warning in warnings
    ]


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
            flash(refusal(error).popitem()[1], "danger")
        else:
            db.session.commit()
        return redirect(url_for(".show", pk=pk))


def _is_workable(pk: int) -> bool:
    rule = queries.workable_appointments(current_access())
    return queries.find(db.session, pk, rule) is not None
