"""The page on which an energy-efficiency report is written."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from app.extensions import db
from app.interventions.checking import Author
from app.interventions.queries_history import may_report
from app.kernel.access import Access
from app.kernel.errors import DomainError
from app.kernel.text import row_key
from app.ree.checking import Keys, Subject, find_subject
from app.ree.page_words import words
from app.tenancy.context import current_company
from app.web.access import current_access
from app.web.clock import utc_now

#: Word of the address -> what it names.
_ADDRESSES = {
    "appuntamento": "appointment",
    "intervento": "intervention",
    "cliente": "client",
    "ree": "ree",
}


class ReePageView(BaseView):
    """The form of a report: its script reads what it shows from ``/api/v1/ree/context``."""

    route_base = "/ree"

    @expose("/nuovo")
    def new(self) -> ResponseReturnValue:
        """Show the form for an appointment, an intervention, a client or a report to correct."""
        access = current_access()
        if access.user_id is None:
            return redirect(url_for("SignInView.login", next=request.full_path))
        if not may_report(access):
            abort(403)
        name, key = _asked()
        subject = _subject(name, key, access)
        back_url, back_label = _back(name, subject)
        return self.render_template(
            "ree/form.html",
            subject_title=subject.client.display_name,
            query=f"{name}={key}",
            back_url=back_url,
            back_label=back_label,
            words=words(),
            owner=f"{current_company()}:{access.user_id}",
            author=access.name if access.technician_id is not None else "",
        )


def _asked() -> tuple[str, int]:
    for word, name in _ADDRESSES.items():
        key = row_key(request.args.get(word, ""))
        if key is not None:
            return name, key
    return abort(404)


def _subject(name: str, key: int, access: Access) -> Subject:
    try:
        return find_subject(db.session(), Author(access, utc_now()), Keys(**{f"{name}_id": key}))
    except DomainError:
        return abort(404)


def _back(name: str, subject: Subject) -> tuple[str, str]:
    if name == "appointment" and subject.appointment is not None:
        url = url_for("TodayView.show", pk=subject.appointment.id)
        return url, _("Back to the appointment")
    if name == "intervention" and subject.intervention is not None:
        url = url_for("InterventionView.show", pk=subject.intervention.id)
        return url, _("Back to the intervention")
    if subject.corrected is not None:
        return url_for("ReeView.show", pk=subject.corrected.id), _("Back to the report")
    return url_for("ClientView.show", pk=subject.client.id), _("Back to the client")
