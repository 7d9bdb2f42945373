"""Screens of the privacy forms: signing in a visit, and what the office does with them."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _

from app.agenda.models import Appointment
from app.agenda.queries import find, visible_appointments, workable_appointments
from app.clients.queries import find_client
from app.extensions import db
from app.interventions.forms import SendForm
from app.interventions.queries_history import may_report
from app.kernel.errors import DomainError
from app.mail.messages import STATE_LABELS, STATE_TONES
from app.mail.queries import outgoing_mails
from app.mail.rules import About
from app.privacy import messages, printing, queries, service
from app.privacy.forms import RevocationForm
from app.privacy.models import PrivacyForm
from app.privacy.signing import sign_page
from app.privacy.tabs import TAB
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.downloads import private_file
from app.web.errors import register_messages, user_message
from app.web.saving import store
from app.worker import company_files

register_messages(messages.REFUSALS)


class PrivacyVisitView(BaseView):
    """The privacy form in a technician's visit."""

    route_base = "/oggi"
    class_permission_name = "agenda"
    method_permission_name = {"sign": "read", "pdf": "read"}

    @expose("/<int:pk>/privacy", methods=["GET", "POST"])
    @has_access
    def sign(self, pk: int) -> ResponseReturnValue:
        """Show the notice to the customer, who answers and signs on the screen."""
        visit = _workable_or_stop(pk)
        back = url_for("TodayView.show", pk=pk)
        crumbs = [
            (_("Appointments of the day"), url_for("TodayView.today")),
            (visit.client.display_name, back),
        ]
        return sign_page(visit.client, crumbs, back, appointment_id=pk)

    @expose("/<int:pk>/privacy.pdf")
    @has_access
    def pdf(self, pk: int) -> ResponseReturnValue:
        """Send the form signed in this visit."""
        _workable_or_stop(pk)
        form = queries.form_of_visit(db.session(), pk, access=current_access()) or abort(404)
        return _pdf_answer(form, url_for("TodayView.show", pk=pk))


class PrivacyFormView(BaseView):
    """The signed forms of the cards, for the office."""

    route_base = "/privacy"
    class_permission_name = "privacy"
    method_permission_name = {
        "sign": "write", "show": "read", "pdf": "read", "send": "write", "revoke": "write",
    }  # fmt: skip

    @expose("/cliente/<int:pk>", methods=["GET", "POST"])
    @has_access
    def sign(self, pk: int) -> ResponseReturnValue:
        """Have a customer sign in the office."""
        client = find_client(db.session(), current_access(), pk) or abort(404)
        back = url_for("ClientView.show", pk=pk, tab=TAB.code)
        crumbs = [(_("Clients"), url_for("ClientView.list")), (client.display_name, back)]
        return sign_page(client, crumbs, back)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show a form: consents as they hold now, revocations, copies sent."""
        return self._page(_form_or_404(pk))

    @expose("/<int:pk>/pdf")
    @has_access
    def pdf(self, pk: int) -> ResponseReturnValue:
        """Send the sealed PDF of a form."""
        return _pdf_answer(_form_or_404(pk), url_for(".show", pk=pk))

    @expose("/<int:pk>/invia", methods=["POST"])
    @has_access
    def send(self, pk: int) -> ResponseReturnValue:
        """Send a copy to the addresses of the form."""
        item, form = _form_or_404(pk), SendForm()
        if form.validate() and store(
            db.session(),
            form,
            lambda: printing.send_form(
                db.session(), item, form.addresses(), files=company_files(), now=utc_now()
            ),
            messages={},
        ):
            flash(_("The copy is on its way to %(to)s.", to=form.to.data), "success")
            return redirect(url_for(".show", pk=pk))
        return self._page(_form_or_404(pk), send_form=form), 422

    @expose("/<int:pk>/revoca", methods=["POST"])
    @has_access
    def revoke(self, pk: int) -> ResponseReturnValue:
        """Note that the customer took consents back."""
        item, form = _form_or_404(pk), RevocationForm()
        form.offer(item.answers)
        if form.validate() and store(
            db.session(),
            form,
            lambda: service.revoke(
                db.session(),
                item,
                form.purposes.data or [],
                note=form.note.data or "",
                access=current_access(),
                now=utc_now(),
            ),
            messages={},
        ):
            flash(_("The revocation is noted."), "success")
            return redirect(url_for(".show", pk=pk))
        return self._page(_form_or_404(pk), revocation_form=form), 422

    def _page(self, item: PrivacyForm, **forms: Any) -> Any:
        revocation = forms.pop("revocation_form", None)
        if revocation is None:
            revocation = RevocationForm(formdata=None)
            revocation.offer(item.answers)
        return self.render_template(
            "privacy/show.html",
            title=_("Privacy form"),
            item=item,
            tab=TAB.code,
            standing=queries.standing_of(db.session(), item.client_id),
            reasons=messages.ASKED,
            may_write=current_access().has("privacy.write"),
            mails=outgoing_mails(db.session(), about=About(printing.KIND, str(item.id))),
            mail_labels=STATE_LABELS,
            mail_tones=STATE_TONES,
            revocation_form=revocation,
            **{"send_form": SendForm(formdata=None, to=item.client.email), **forms},
        )


def _form_or_404(pk: int) -> PrivacyForm:
    return queries.find_form(db.session(), pk, access=current_access()) or abort(404)


def _workable_or_stop(pk: int) -> Appointment:
    """Return a visit to a client: 404 when not visible, 403 when not the account's to carry out."""
    access = current_access()
    visit = find(db.session, pk, visible_appointments(access)) or abort(404)
    if find(db.session, pk, workable_appointments(access)) is None or not may_report(access):
        abort(403)
    if visit.client is None:
        abort(404)
    if not access.may_see_place(visit.travelling_at):
        abort(403)
    return visit


def _pdf_answer(form: PrivacyForm, back: str) -> ResponseReturnValue:
    try:
        content = printing.print_form(db.session(), form, files=company_files(), now=utc_now())
    except DomainError as refusal:  # the company's certificate cannot be used
        flash(user_message(refusal), "danger")
        return redirect(back)
    return private_file(content, printing.file_name(form))


VIEWS = (PrivacyVisitView, PrivacyFormView)
