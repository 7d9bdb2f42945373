"""Screens of the company's mail: server with a real test, and the texts of messages."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.company import forms, service
from app.company.messages import MAIL_LABELS
from app.company.models import CompanyProfile
from app.company.queries import company_profile, profile_for_change
from app.company.rules import Change
from app.company.sections import CompanySection, tab_items
from app.extensions import db
from app.kernel.errors import DomainError
from app.mail.delivery import NotNowError, RefusedForGoodError, deliver
from app.mail.envelope import build_envelope
from app.mail.models import MailText, OutgoingMail
from app.mail.owntexts import EDITABLE, OwnText, ensure_placeholders
from app.mail.queries import own_text
from app.mail.rules import MailState, clean_address
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.worker import mail_account

#: Seconds a test waits at each step: somebody looks at the page meanwhile.
TEST_TIMEOUT = 8.0


class CompanyMailView(CompanySection):
    """The mail server, with a test that really talks to it."""

    route_base = "/azienda/posta"
    method_permission_name = {"form": "write", "test": "write"}
    template = "company/mail.html"
    form_class = forms.MailForm
    section = lazy_gettext("Mail server")

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store the settings; an empty password keeps the stored one."""
        values = {name: form[name].data for name in self.columns()}
        changes = service.change_profile(profile, values)
        return changes + service.set_smtp_password(
            db.session(), profile, form.smtp_password.data or ""
        )

    @expose("/prova", methods=["POST"])
    @has_access
    def test(self) -> ResponseReturnValue:
        """Send a test message now and show what the server said."""
        require_csrf()
        session = db.session()
        account = mail_account(session)
        try:
            to = clean_address(request.form.get("to", ""))
        except DomainError as error:
            flash(user_message(error), "danger")
            return redirect(url_for("CompanyMailView.form"))
        if account is None:
            flash(_("No mail server is set: enter one and save first."), "warning")
            return redirect(url_for("CompanyMailView.form"))
        name = company_profile(session).legal_name
        session.rollback()  # no lock is held while the server takes its time
        flash(*self._conversation(replace(account, timeout_seconds=TEST_TIMEOUT), to, name))
        return redirect(url_for("CompanyMailView.form"))

    def _conversation(self, account: Any, to: str, company: str) -> tuple[str, str]:
        """Return the sentence and its tone after talking to the server."""
        envelope = build_envelope(
            _test_message(to, company),
            (account.sender_name, account.sender),
            now=utc_now(),
            read=_no_files,
        )
        try:
            refused = deliver(account, envelope)
        except RefusedForGoodError as error:
            return _("The mail server refused: %(answer)s", answer=str(error)), "danger"
        except NotNowError as error:
            return _("The mail server did not answer: %(answer)s", answer=str(error)), "danger"
        if refused:
            return _("The mail server refused: %(answer)s", answer=str(refused)), "danger"
        return _("The mail server took the message for %(address)s.", address=to), "success"

    def context(self) -> dict[str, Any]:
        """Return where a test goes unless somebody says otherwise, and if a password is kept."""
        profile = company_profile(db.session())
        return {
            "test_to": profile.email or profile.mail_from,
            "has_password": profile.smtp_password is not None,
            "has_server": bool(profile.smtp_host),
        }


class CompanyTextsView(CompanySection):
    """The messages whose words may be changed."""

    route_base = "/azienda/testi"
    template = "company/texts.html"
    form_class = forms.SectionForm
    section = lazy_gettext("Texts of mails")

    @expose("/")
    @has_access
    def form(self) -> ResponseReturnValue:
        """Show the messages."""
        return self.page(self.form_class())

    def context(self) -> dict[str, Any]:
        """Return (code, label, whether the words are the company's own)."""
        own = {row.code for row in db.session.query(MailText.code)}
        return {"messages": [(code, MAIL_LABELS[code], code in own) for code in EDITABLE]}


class CompanyTextView(CompanySection):
    """The words of one message."""

    route_base = "/azienda/testi/<code>"
    method_permission_name = {"form": "write", "reset": "write"}
    template = "company/text.html"
    form_class = forms.MailTextForm
    section = lazy_gettext("Texts of mails")

    def filled(self, profile: CompanyProfile) -> dict[str, Any]:
        """Return the company's words, or the shipped ones to start from."""
        del profile
        words = own_text(db.session(), self._code()) or EDITABLE[self._code()].shipped
        return {"subject": words.subject, "body": words.body}

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store the company's words."""
        body = form.body.data.replace("\r\n", "\n")
        code = self._code()
        ensure_placeholders(form.subject.data, code, "subject")
        ensure_placeholders(body, code, "body")
        return service.change_mail_text(
            db.session(), profile, code, OwnText(form.subject.data, body)
        )

    @expose("/", methods=["GET", "POST"])
    @has_access
    def form(self, code: str) -> ResponseReturnValue:
        """Show the words, or store them."""
        if code not in EDITABLE:
            abort(404)
        return self.answer()

    @expose("/originale", methods=["POST"])
    @has_access
    def reset(self, code: str) -> ResponseReturnValue:
        """Go back to the shipped words."""
        require_csrf()
        if code not in EDITABLE:
            abort(404)
        profile = profile_for_change(db.session())
        self.announced(profile, service.change_mail_text(db.session(), profile, code, None))
        db.session.commit()
        return redirect(url_for("CompanyTextsView.form"))

    def after(self, stored: Any) -> ResponseReturnValue:
        """Show the list of messages."""
        del stored
        return redirect(url_for("CompanyTextsView.form"))

    def page(self, form: Any) -> str:
        """Return the page, under the tab of the list."""
        code = self._code()
        return self.render_template(
            self.template,
            title=self.title,
            section=MAIL_LABELS[code],
            tabs=tab_items("CompanyTextsView"),
            form=form,
            code=code,
            placeholders=list(EDITABLE[code].placeholders),
            is_own=own_text(db.session(), code) is not None,
        )

    def _code(self) -> str:
        return str((request.view_args or {}).get("code", ""))


def _test_message(to: str, company: str) -> OutgoingMail:
    """Return a message that is sent and not stored."""
    text = _("This is a test of the mail server of %(company)s. It works.", company=company)
    return OutgoingMail(
        id=uuid4(),
        to=[to],
        cc=[],
        reply_to="",
        subject=_("Test message"),
        text=text,
        html="",
        attachments=[],
        unsubscribe="",
        state=MailState.QUEUED,
    )


def _no_files(sha: str) -> bytes:
    raise AssertionError(sha)
