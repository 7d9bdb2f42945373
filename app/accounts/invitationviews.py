"""The page behind an invitation: somebody not signed in chooses a password, once."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from app.accounts import people, tokens
from app.accounts.models import TokenPurpose
from app.accounts.rules import LinkNotValidError
from app.accounts.userforms import NewPasswordForm
from app.extensions import db
from app.orm.audit import Actor, set_actor
from app.tenancy.context import select_company
from app.web.clock import utc_now
from app.web.request import client_address
from app.web.saving import store


class InvitationView(BaseView):
    """Choose the password of a new account by a link that works once."""

    route_base = "/invito"

    @expose("/<string:token>", methods=("GET", "POST"))
    def accept(self, token: str) -> ResponseReturnValue:
        """Show the form, or set the password and lead to sign-in."""
        slug, secret = tokens.split_link(token)
        if not _work_for(slug):
            return self._page(None), 404
        session = db.session()
        try:
            account = tokens.account_of_token(
                session, secret, TokenPurpose.INVITATION, now=utc_now()
            )
        except LinkNotValidError:
            return self._page(None), 404
        username = account.username
        set_actor(session, Actor(account.id, account.full_name, client_address()))
        form = NewPasswordForm()
        if not form.is_submitted():
            return self._page(form, username)
        if form.validate() and store(
            session,
            form,
            lambda: people.accept_invitation(
                session, secret, form.password.data or "", now=utc_now()
            ),
            messages={},
        ):
            flash(_("Your password is set: sign in as %(username)s.", username=username), "success")
            return redirect(url_for("SignInView.login"))
        return self._page(form, username), 422

    def _page(self, form: Any, username: str = "") -> str:
        page: str = self.render_template("accounts/invitation.html", form=form, username=username)
        return page


def _work_for(slug: str) -> bool:
    company = db.directory.find(slug)
    if company is None or company.status != "active":
        return False
    db.session.remove()
    select_company(slug)
    return True
