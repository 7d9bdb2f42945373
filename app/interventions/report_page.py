"""The page on which a report is written, on the phone and in the office.

The page holds no data: its script reads them from `/api/v1/reports/context`, so that what is
written survives a lost connection and travels by the one idempotent address.
"""

from dataclasses import dataclass

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from sqlalchemy import select

from app.agenda.models import Appointment
from app.agenda.queries_day import following
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.extensions import db
from app.interventions.checking import may_correct
from app.interventions.models import Intervention
from app.interventions.queries import visible_interventions, workable_appointment
from app.interventions.queries_history import may_report
from app.interventions.report_words import words
from app.kernel.access import Access
from app.kernel.text import row_key
from app.tenancy.context import current_company
from app.web.access import current_access


@dataclass(frozen=True)
class Subject:
    """What a report is about.

    Attributes:
        query: What the page asks the server for, "appointment=12".
        title: Name of the client, or number of the report that is corrected.
        back_url: Where one came from.
        back_label: What that place is called.
        next_url: The technician's next visit; empty: none.
    """

    query: str
    title: str
    back_url: str
    back_label: str
    next_url: str = ""


class ReportPageView(BaseView):
    """The form of a report."""

    route_base = "/interventi"

    @expose("/nuovo")
    def new(self) -> ResponseReturnValue:
        """Show the form for an appointment, a client or a report to correct."""
        access = current_access()
        if access.user_id is None:
            return redirect(url_for("SignInView.login", next=request.full_path))
        if not may_report(access):
            abort(403)
        return self.render_template(
            "interventions/report.html",
            subject=_subject(access),
            words=words(),
            owner=f"{current_company()}:{access.user_id}",
            author=access.name if access.technician_id is not None else "",
        )


def _subject(access: Access) -> Subject:
    if key := request.args.get("appuntamento"):
        return _of_appointment(_number(key), access)
    if (key := request.args.get("cliente")) and access.has("interventions.write"):
        return _of_client(_number(key), access)
    return _of_intervention(_number(request.args.get("intervento", "")), access)


def _number(text: str) -> int:
    key = row_key(text)
    return abort(404) if key is None else key


def _of_appointment(pk: int, access: Access) -> Subject:
    found: Appointment | None = workable_appointment(db.session(), pk, access)
    if found is None or found.client is None:
        abort(404)
    after = following(db.session(), found, access=access)
    return Subject(
        f"appointment={pk}",
        found.client.display_name,
        url_for("TodayView.show", pk=pk),
        _("Back to the appointment"),
        url_for("TodayView.show", pk=after.id) if after is not None else "",
    )


def _of_client(pk: int, access: Access) -> Subject:
    rule = visible_clients(access)
    found = db.session().scalar(select(Client).where(Client.id == pk, rule))
    if found is None:
        abort(404)
    url = url_for("ClientView.show", pk=pk)
    return Subject(f"client={pk}", found.display_name, url, _("Back to the client"))


def _of_intervention(pk: int, access: Access) -> Subject:
    rule = visible_interventions(access)
    found = db.session().scalar(select(Intervention).where(Intervention.id == pk, rule))
    if found is None or not may_correct(found, access):
        abort(404)
    url = url_for("InterventionView.show", pk=pk)
    return Subject(f"intervention={pk}", found.label, url, _("Back to the intervention"))
