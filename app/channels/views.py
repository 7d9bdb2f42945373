"""Screen of the way to the exchange system: settings, a test, what could not be taken."""

from io import BytesIO
from typing import Any

from flask import abort, current_app, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from app.channels import jobs, messages
from app.channels.models import PecProblem, PecReading
from app.channels.pec import account_of
from app.channels.rules import ChannelKind, PecIncompleteError
from app.company import forms, service
from app.company.models import CompanyProfile
from app.company.queries import company_profile
from app.company.rules import Change
from app.company.sections import CompanySection
from app.extensions import db
from app.files.store import FileMissingError
from app.outside import allows_private_hosts
from app.web.clock import utc_now
from app.web.errors import register_messages, user_message
from app.web.formviews import require_csrf
from app.worker import company_files

register_messages(messages.REFUSALS)


class CompanySdiView(CompanySection):
    """How invoices reach the exchange system."""

    route_base = "/azienda/sdi"
    method_permission_name = {"form": "write", "read": "write", "problem": "write",
                              "settle": "write"}  # fmt: skip
    template = "channels/sdi.html"
    form_class = forms.SdiForm
    section = lazy_gettext("Exchange system (SdI)")

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store the settings; by PEC the mailbox has to be complete, and is read from now on."""
        values = {name: form[name].data for name in self.columns()}
        changes = service.change_profile(profile, values)
        changes += service.set_pec_password(db.session(), profile, form.pec_password.data or "")
        if profile.sdi_channel == ChannelKind.PEC.value:
            if account_of(profile, allows_private=allows_private_hosts()) is None:
                raise PecIncompleteError
            jobs.ask_again(db.session(), now=utc_now(), minutes=0)
        return changes

    @expose("/leggi", methods=["POST"])
    @has_access
    def read(self) -> ResponseReturnValue:
        """Read the mailbox now and say what came of it."""
        require_csrf()
        session = db.session()
        account = account_of(company_profile(session), allows_private=allows_private_hosts())
        if account is None:
            flash(user_message(PecIncompleteError()), "warning")
            return redirect(url_for("CompanySdiView.form"))
        count = jobs.read_now(
            session, account, put=company_files().put, say=user_message, now=utc_now()
        )
        reading = session.get(PecReading, 1)
        if reading is not None and reading.error:
            flash(reading.error, "danger")
        else:
            flash(_("Messages read: %(count)s.", count=count), "success")
        return redirect(url_for("CompanySdiView.form"))

    @expose("/problemi/<int:pk>")
    @has_access
    def problem(self, pk: int) -> ResponseReturnValue:
        """Send what could not be taken in, as it came."""
        found = db.session.get(PecProblem, pk) or abort(404)
        try:
            content = company_files().read(found.sha256)
        except FileMissingError:
            abort(404)
        return send_file(
            BytesIO(content),
            mimetype="application/octet-stream",
            as_attachment=True,
            download_name=found.name,
        )

    @expose("/problemi/<int:pk>/fatto", methods=["POST"])
    @has_access
    def settle(self, pk: int) -> ResponseReturnValue:
        """Take a problem off the list: somebody has looked at it."""
        require_csrf()
        db.session.delete(db.session.get(PecProblem, pk) or abort(404))
        db.session.commit()
        return redirect(url_for("CompanySdiView.form"))

    def context(self) -> dict[str, Any]:
        """Return how the mailbox is, and what waits for a person."""
        session = db.session()
        profile = company_profile(session)
        problems = session.scalars(select(PecProblem).order_by(PecProblem.id.desc()).limit(100))
        return {
            "has_password": profile.pec_password is not None,
            "pec": profile.pec,
            "is_pec": profile.sdi_channel == ChannelKind.PEC.value,
            "has_stand_in": current_app.config["SDI_STAND_IN"],
            "reading": session.get(PecReading, 1),
            "problems": problems.all(),
        }


VIEWS = (CompanySdiView,)
