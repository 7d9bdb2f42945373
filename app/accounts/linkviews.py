"""Associa al mio utente: a secretary account works as a technician too, and back."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _

from app.accounts import people
from app.accounts.models import Account
from app.extensions import db
from app.technicians.models import Technician
from app.web.access import current_access
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash


class LinkView(BaseView):
    """The two buttons on a technician's page."""

    route_base = "/tecnici"
    class_permission_name = "technicians"
    method_permission_name = {"link": "write", "unlink": "write"}

    @expose("/<int:pk>/associa", methods=("POST",))
    @has_access
    def link(self, pk: int) -> ResponseReturnValue:
        """Link a technician to the account that presses the button."""
        require_csrf()
        technician = _technician_or_404(pk)
        account = db.session.get_one(Account, current_access().user_id)
        with commit_or_flash(db.session()):
            people.link_technician(db.session(), technician, account)
            flash(_("You now also work as %(name)s.", name=technician.name), "success")
        return redirect(url_for("TechnicianView.show", pk=pk))

    @expose("/<int:pk>/scollega", methods=("POST",))
    @has_access
    def unlink(self, pk: int) -> ResponseReturnValue:
        """Undo the link; what was done stays with the technician."""
        require_csrf()
        technician = _technician_or_404(pk)
        with commit_or_flash(db.session()):
            people.unlink_technician(db.session(), technician)
            flash(_("%(name)s no longer has a login.", name=technician.name), "success")
        return redirect(url_for("TechnicianView.show", pk=pk))


def _technician_or_404(pk: int) -> Technician:
    return db.session.get(Technician, pk) or abort(404)
