"""The page of one's own keys for programs."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from flask_login import login_required

from app.accounts import apitokens, service
from app.accounts.forms import ApiTokenForm
from app.accounts.myviews import own_account
from app.extensions import db
from app.kernel.errors import DomainError
from app.tenancy.context import current_company
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formviews import require_csrf


class ApiTokenView(BaseView):
    """Keys that let a program read as me. Each account sees and revokes its own only."""

    route_base = "/accesso/chiavi"
    default_view = "show"

    @expose("/")
    @login_required
    def show(self) -> ResponseReturnValue:
        """List the keys; none is readable any more."""
        return self._page(ApiTokenForm(formdata=None))

    @expose("/", methods=["POST"])
    @login_required
    def create(self) -> ResponseReturnValue:
        """Make a key after the password and show it once."""
        account, form = own_account(), ApiTokenForm()
        if not form.validate():
            return self._page(form), 422
        if not service.is_password(account, form.password.data):
            form.password.errors = [_("This is not the current password.")]
            return self._page(form), 422
        try:
            key = apitokens.issue(
                db.session(), account, current_company() or "", form.name.data, now=utc_now()
            )
        except DomainError as error:
            db.session.rollback()
            form.name.errors = [user_message(error)]
            return self._page(form), 422
        db.session.commit()
        return self._page(ApiTokenForm(formdata=None), key=key)

    @expose("/<int:pk>/revoca", methods=["POST"])
    @login_required
    def revoke(self, pk: int) -> ResponseReturnValue:
        """End one of one's own keys; 404 for anybody else's."""
        require_csrf()
        if not apitokens.revoke(db.session(), own_account(), pk):
            abort(404)
        db.session.commit()
        flash(_("That key no longer works."), "success")
        return redirect(url_for("ApiTokenView.show"))

    def _page(self, form: ApiTokenForm, key: str = "") -> str:
        return self.render_template(
            "accounts/api_tokens.html",
            form=form,
            key=key,
            tokens=apitokens.tokens_of(db.session(), own_account()),
        )
