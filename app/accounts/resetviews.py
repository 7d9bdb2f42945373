"""Screens of a forgotten password: ask for a link, choose a new password with it."""

from flask import current_app, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import no_cache
from flask_babel import gettext as _

from app.accounts import entering, rules, service, signin, tokens
from app.accounts.forms import ForgottenForm, NewPasswordForm
from app.accounts.models import Account, TokenPurpose
from app.accounts.resetjobs import SEND_LINK
from app.extensions import db
from app.jobs.outbox import enqueue
from app.orm.audit import Actor, set_actor
from app.web.clock import utc_now
from app.web.request import client_address, public_address


class ForgottenPasswordView(BaseView):
    """Ask for a link by mail. The answer never tells whether the name exists."""

    route_base = "/password/dimenticata"
    default_view = "ask"

    @expose("/", methods=["GET", "POST"])
    @no_cache
    def ask(self) -> ResponseReturnValue:
        """Show the form, or leave the rest to the worker."""
        form = ForgottenForm()
        if not form.validate_on_submit():
            status = 422 if form.errors else 200
            return self.render_template("accounts/forgotten.html", form=form), status
        slug, own = rules.split_username(form.username.data)
        address = public_address()
        # Whether the account exists is found out by the worker: the answer takes the same time.
        if address and own and g.user.is_anonymous and entering.choose_company(slug):
            enqueue(db.session(), SEND_LINK, f"{slug}.{own}"[:120], address, now=utc_now())
            db.session.commit()
        flash(
            _("If this name has an e-mail address, a link is on its way. It works for one hour."),
            "info",
        )
        return redirect(url_for("SignInView.login"))


class NewPasswordView(BaseView):
    """Choose a new password with a link; it works once."""

    route_base = "/password/nuova"
    default_view = "choose"

    @expose("/<token>", methods=["GET", "POST"])
    @no_cache
    def choose(self, token: str) -> ResponseReturnValue:
        """Show the form, or set the password; sign-in follows as usual."""
        if g.user.is_authenticated:
            flash(_("You are signed in: sign out before you use this link."), "warning")
            return redirect("/")
        slug, secret = tokens.split_link(token)
        account = self._account(slug, secret)
        if account is None:
            return self.render_template("accounts/link_not_valid.html"), 410
        form = NewPasswordForm(username=account.username)
        if not form.validate_on_submit():
            status = 422 if form.errors else 200
            return self.render_template("accounts/new_password.html", form=form), status
        return self._store(secret, form.password.data)

    def _account(self, slug: str, secret: str) -> Account | None:
        if not entering.choose_company(slug):
            return None
        try:
            return tokens.account_of_token(
                db.session(), secret, TokenPurpose.PASSWORD_RESET, now=utc_now()
            )
        except rules.LinkNotValidError:
            return None

    def _store(self, secret: str, password: str) -> ResponseReturnValue:
        session, trying = db.session(), entering.new_attempt()
        try:
            account = tokens.redeem(session, secret, TokenPurpose.PASSWORD_RESET, now=trying.now)
        except rules.LinkNotValidError:
            session.rollback()
            return self.render_template("accounts/link_not_valid.html"), 410
        set_actor(session, Actor(account.id, account.full_name, client_address()))
        service.change_password(session, account, password)
        tokens.revoke(session, account)
        # Whoever holds the link may sign in here, whatever others try meanwhile.
        signin.know(session, account, trying)
        session.commit()
        flash(_("The password was changed: sign in with it."), "success")
        response = current_app.make_response(redirect(url_for("SignInView.login")))
        entering.remember_browser(response, trying.device_secret)
        return response
