"""A technician takes a call: an appointment for oneself, now, and on to the visit.

Giving a call to a colleague, or planning it, is the agenda's business and needs its right.
"""

from datetime import timedelta

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _

from app.agenda import queries, rules, service
from app.extensions import db
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formviews import require_csrf


class CarryOutView(BaseView):
    """The button on a call for whoever works in the field."""

    route_base = "/chiamate"
    class_permission_name = "calls"
    method_permission_name = {"carry_out": "write"}

    @expose("/<int:pk>/eseguo", methods=("POST",))
    @has_access
    def carry_out(self, pk: int) -> ResponseReturnValue:
        """Turn a call into an appointment for oneself, starting now."""
        require_csrf()
        access = current_access()
        call = queries.visible_call(db.session(), pk, access=access) or abort(404)
        if access.technician_id is None:
            abort(403)
        kind = call.intervention_type
        start = utc_now().replace(second=0, microsecond=0)
        length = timedelta(minutes=kind.duration_minutes) if kind else rules.DEFAULT_LENGTH
        plan = service.Plan(
            starts_at=start,
            ends_at=start + length,
            team=(access.technician_id,),
            call_id=call.id,
            intervention_type_id=call.intervention_type_id,
            instructions=call.description,
        )
        try:
            appointment = service.create(db.session(), plan)
        except DomainError as error:
            db.session.rollback()
            flash(user_message(error), "danger")
            return redirect(url_for("CallView.show", pk=pk))
        db.session.commit()
        flash(_("The call is yours: it is among your appointments of today."), "success")
        return redirect(url_for("TodayView.show", pk=appointment.id))
