"""The page of one's own sign-in: open sessions and the second factor."""

from typing import Any

import segno
from flask import abort, flash, g, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from flask_login import login_required
from markupsafe import Markup

from app.accounts import entering, secondfactor, service, sessions
from app.accounts import signinrules as rules
from app.accounts.forms import CodeForm, ConfirmPasswordForm
from app.accounts.models import Account
from app.accounts.signinmodels import AccountSession
from app.extensions import db
from app.kernel.errors import DomainError
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formviews import require_csrf


class MySignInView(BaseView):
    """Where I am signed in, and my second factor. Each account sees its own only."""

    route_base = "/accesso"
    default_view = "show"

    @expose("/")
    @login_required
    def show(self) -> ResponseReturnValue:
        """Show open sessions and the state of the second factor."""
        return self._page()

    @expose("/sessioni/<int:pk>/chiudi", methods=["POST"])
    @login_required
    def end(self, pk: int) -> ResponseReturnValue:
        """End one of one's own sessions; 404 for anybody else's."""
        require_csrf()
        if not sessions.end(db.session(), own_account(), pk):
            abort(404)
        db.session.commit()
        flash(_("That device is signed out."), "success")
        return redirect(url_for("MySignInView.show"))

    @expose("/sessioni/chiudi", methods=["POST"])
    @login_required
    def end_all(self) -> ResponseReturnValue:
        """End all of one's sessions but this one."""
        require_csrf()
        account = own_account()
        sessions.end_all(db.session(), account)
        entering.renew(account, now=utc_now())
        flash(_("All other devices are signed out."), "success")
        return redirect(url_for("MySignInView.show"))

    @expose("/secondo-fattore", methods=["GET", "POST"])
    @login_required
    def factor(self) -> ResponseReturnValue:
        """Make a key after the password (POST), or show the one being set up."""
        account = own_account()
        form = ConfirmPasswordForm()
        if form.is_submitted():
            if not form.validate() or not service.is_password(account, form.password.data):
                form.password.errors = [_("This is not the current password.")]
                return self._page(password_form=form), 422
            secondfactor.begin(db.session(), account)
            db.session.commit()
        if secondfactor.pending_key(db.session(), account) is None:
            return redirect(url_for("MySignInView.show"))
        return self._setup(CodeForm())

    @expose("/secondo-fattore/conferma", methods=["POST"])
    @login_required
    def confirm(self) -> ResponseReturnValue:
        """Switch the second factor on after its first code; show the recovery codes once."""
        account = own_account()
        form = CodeForm()
        try:
            if not form.validate():
                raise rules.CodeNotRightError
            codes = secondfactor.confirm(db.session(), account, form.code.data, now=utc_now())
        except DomainError as error:
            db.session.rollback()
            if secondfactor.pending_key(db.session(), own_account()) is None:
                return redirect(url_for("MySignInView.show"))
            form.code.errors = [user_message(error)]
            return self._setup(form), 422
        sessions.end_all(db.session(), account)
        entering.renew(account, now=utc_now())
        return self.render_template("accounts/recovery.html", codes=codes)

    @expose("/secondo-fattore/codici", methods=["POST"])
    @login_required
    def codes(self) -> ResponseReturnValue:
        """Make new recovery codes after a code of the app."""
        return self._with_code(
            lambda account: self.render_template(
                "accounts/recovery.html", codes=secondfactor.renew_codes(db.session(), account)
            )
        )

    @expose("/secondo-fattore/togli", methods=["POST"])
    @login_required
    def switch_off(self) -> ResponseReturnValue:
        """Take the second factor away after a code of the app."""

        def off(account: Account) -> ResponseReturnValue:
            secondfactor.switch_off(db.session(), account)
            entering.renew(account, now=utc_now())
            flash(_("The second factor is switched off."), "success")
            return redirect(url_for("MySignInView.show"))

        return self._with_code(off)

    def _with_code(self, action: Any) -> ResponseReturnValue:
        account, form = own_account(), CodeForm()
        try:
            if not form.validate():
                raise rules.CodeNotRightError
            secondfactor.ensure_code(db.session(), account, form.code.data, now=utc_now())
            answer: ResponseReturnValue = action(account)
        except DomainError as error:
            db.session.rollback()
            form.code.errors = [user_message(error)]
            return self._page(code_form=form), 422
        db.session.commit()
        return answer

    def _setup(self, form: CodeForm) -> str:
        account = own_account()
        key = secondfactor.pending_key(db.session(), account) or ""
        code = segno.make(rules.app_address(key, account.username), error="m", micro=False)
        drawing = code.svg_inline(scale=4, light="white")  # a camera wants dark on light
        return self.render_template(
            "accounts/second_factor.html",
            form=form,
            drawing=Markup(drawing),  # noqa: S704  drawn here
            key=" ".join(key[start : start + 4] for start in range(0, len(key), 4)),
        )

    def _page(self, **forms: Any) -> str:
        account, now = own_account(), utc_now()
        rows = sessions.open_sessions(db.session(), account, now=now)
        factor = secondfactor.factor_of(db.session(), account)
        return self.render_template(
            "accounts/my_sign_in.html",
            sessions=[(row, device_name(row)) for row in rows],
            here=g.get("account_session_id"),
            factor=factor,
            codes_left=secondfactor.codes_left(db.session(), account) if factor else 0,
            must_enrol=bool(g.get("must_enrol")),
            **{"password_form": ConfirmPasswordForm(), "code_form": CodeForm(), **forms},
        )


def own_account() -> Account:
    """Return who is signed in; 403 for whoever looks through other eyes."""
    own = str(session.get("_user_id") or "").split(":")
    if len(own) != 3 or own[1] != str(g.user.id):
        abort(403)
    return db.session.get_one(Account, g.user.id)


def device_name(row: AccountSession) -> str:
    """Return what a browser is, in two words: "Chrome, Android"."""
    text = row.device
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
                ("Safari", "Safari"))  # fmt: skip
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
               ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
    found = [
        next((name for mark, name in names if mark in text), None) for names in (browsers, systems)
    ]
    return ", ".join(filter(None, found)) or _("Unknown device")
