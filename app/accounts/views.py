"""Screens of sign-in, sign-out and password."""

from flask import flash, g, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import no_cache
from flask_appbuilder.security.views import AuthDBView
from flask_babel import gettext as _
from flask_login import login_required, login_user, logout_user

from app.accounts import service
from app.accounts.forms import PasswordForm, SignInForm
from app.accounts.models import Account
from app.extensions import db
from app.web.request import next_path


class SignInView(AuthDBView):
    """Sign in as ``firm.person``; sign out by POST only."""

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
                session.clear()  # a new session: nothing planted before sign-in survives it
                login_user(account, remember=False)
                session.permanent = True
                return redirect(next_path("/"))
            form.password.errors = [
                _("Username or password are wrong, or too many attempts: wait a moment.")
            ]
            status = 401
        page = self.render_template(self.login_template, title=_("Sign in"), form=form)
        return page, status

    @expose("/logout/", methods=["POST"])
    def logout(self) -> ResponseReturnValue:
        """End the session."""
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
                db.session.commit()
                login_user(db.session.get_one(Account, g.user.id))
                flash(_("The password was changed. Other devices must sign in again."), "success")
                return redirect("/")
            form.current.errors = [_("This is not the current password.")]
        if form.errors or form.current.errors:
            status = 422
        return self.render_template("accounts/password.html", form=form), status
