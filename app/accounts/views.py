"""Screens of sign-in, sign-out and password."""

from typing import Any

from flask import flash, g, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import no_cache
from flask_appbuilder.security.views import AuthDBView
from flask_babel import gettext as _
from flask_login import login_required, logout_user

from app.accounts import entering, service, sessions, signin
from app.accounts.externalviews import external_door
from app.accounts.forms import CodeForm, PasswordForm, SignInForm
from app.accounts.models import Account
from app.extensions import db
from app.orm.audit import Actor, record_event, set_actor
from app.web.clock import utc_now
from app.web.request import client_address, next_path


class SignInView(AuthDBView):
    """Sign in as ``firm.person``, with the code where there is one; sign out by POST only."""

    @expose("/login/", methods=["GET", "POST"])
    @no_cache
    def login(self) -> ResponseReturnValue:
        """Show the form, or check it. The answer to any failure is the same."""
        if g.user is not None and g.user.is_authenticated:
            return redirect(next_path("/"))
        form = SignInForm()
        status = 200
        if form.validate_on_submit():
            account = self.appbuilder.sm.auth_user_db(form.username.data, form.password.data)
            if account is not None:
                return entering.go_on(account, next_path("/"))
            form.password.errors = [
                _("Username or password are wrong, or too many attempts: wait a moment.")
            ]
            status = 401
        page = self.render_template(
            self.login_template, title=_("Sign in"), form=form, elsewhere=external_door()
        )
        return page, status

    @expose("/login/codice", methods=["GET", "POST"])
    @no_cache
    def code(self) -> ResponseReturnValue:
        """Ask for the second factor after the right password, for a few minutes."""
        account, target = self._half_way()
        if account is None:
            session.pop(entering.HALF_WAY, None)
            return redirect(url_for("SignInView.login"))
        form = CodeForm()
        status = 200
        if form.validate_on_submit():
            is_right = signin.check_code(db.session(), account, form.code.data, entering.attempt())
            if is_right:
                return entering.let_in(account, target)
            db.session.commit()
            form.code.errors = [
                _("This code is not right, was used already, or too many attempts: wait a moment.")
            ]
            status = 401
        return self.render_template("accounts/code.html", title=_("Sign in"), form=form), status

    def _half_way(self) -> tuple[Account | None, str]:
        """Return who typed the right password moments ago, and where to go then."""
        known: dict[str, Any] = session.get(entering.HALF_WAY) or {}
        if known.get("until", 0) < utc_now().timestamp():
            return None, "/"
        if not entering.choose_company(str(known["company"])):
            return None, "/"
        account = db.session.get(Account, known["account"])
        if account is None or account.session_epoch != known["epoch"] or not account.active:
            return None, "/"
        set_actor(db.session(), Actor(account.id, account.full_name, client_address()))
        return account, str(known["next"])

    @expose("/logout/", methods=["POST"])
    def logout(self) -> ResponseReturnValue:
        """End the session, here and on the server."""
        if g.user is not None and g.user.is_authenticated:
            sessions.end_by_secret(db.session(), str(session.get(entering.SECRET) or ""))
            record_event(db.session(), "sign_out", "ab_user", g.user.id)
            db.session.commit()
        logout_user()
        session.clear()
        return redirect(url_for("SignInView.login"))


class PasswordView(BaseView):
    """Change one's own password."""

    route_base = "/password"
    default_view = "edit"

    @expose("/", methods=["GET", "POST"])
    @login_required
    def edit(self) -> ResponseReturnValue:
        """Show the form, or set the new password and stay signed in here only."""
        form = PasswordForm(username=g.user.username)
        status = 200
        if form.validate_on_submit():
            if service.is_password(g.user, form.current.data):
                service.change_password(db.session(), g.user, form.password.data)
                entering.renew(db.session.get_one(Account, g.user.id), now=utc_now())
                flash(_("The password was changed. Other devices must sign in again."), "success")
                return redirect("/")
            form.current.errors = [_("This is not the current password.")]
        if form.errors or form.current.errors:
            status = 422
        return self.render_template("accounts/password.html", form=form), status
