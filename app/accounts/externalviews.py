"""The way in through a provider of the company's own (OpenID Connect)."""

from dataclasses import dataclass

from flask import current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import no_cache
from flask_babel import gettext as _

from app.accounts import entering, external
from app.accounts.rules_external import ProviderAnswerError, ProviderSilentError
from app.extensions import db
from app.orm.audit import Actor, set_actor
from app.tenancy.context import company_scope, current_company, set_read_only
from app.tenancy.database import CompanySession
from app.web.clock import utc_now
from app.web.request import client_address, is_safe_path, next_path

#: Key of the session cookie between leaving for the provider and coming back.
_AWAY = "away"


@dataclass(frozen=True)
class Door:
    """A button of the sign-in page: what it says and where it leads."""

    label: str
    url: str


def external_door() -> Door | None:
    """Return the button of the company at the door; None where it has no provider."""
    slug = entering.company_at_the_door()
    if slug is None:
        return None
    with company_scope(slug):
        set_read_only(True)
        with CompanySession(db) as own:
            settings = external.settings_of(own)
    if settings is None:
        return None
    wanted = request.args.get("next", "")
    onward = {"next": wanted} if is_safe_path(wanted) else {}
    return Door(settings.label, url_for("ExternalSignInView.leave", slug=slug, **onward))


def return_address() -> str:
    """Return the address that the provider has to know: it sends browsers back there."""
    path = url_for("ExternalSignInView.back")
    base: str = current_app.config["PUBLIC_URL"] or request.url_root.rstrip("/")
    return base + path


class ExternalSignInView(BaseView):
    """Leave for the provider and come back. Both are links: a form could not lead elsewhere."""

    route_base = "/login/esterno"
    default_view = "back"

    @expose("/<slug>")
    @no_cache
    def leave(self, slug: str) -> ResponseReturnValue:
        """Send the browser to the company's provider."""
        from app.accounts import oidc

        if g.user.is_authenticated:
            return redirect(next_path("/"))
        settings = external.settings_of(db.session()) if entering.choose_company(slug) else None
        if settings is None:
            return _refused(_("Sign in with your username and password."))
        db.session.rollback()  # no transaction is open while the provider takes its time
        session.clear()
        try:
            response = oidc.departure(settings, return_address())
        except ProviderSilentError:
            return _refused(
                _("%(provider)s does not answer. Sign in with your password, or try again later.",
                  provider=settings.label)
            )  # fmt: skip
        session[_AWAY] = {"company": slug, "next": next_path("/")}
        return response

    @expose("/")
    @no_cache
    def back(self) -> ResponseReturnValue:
        """Let in whoever the provider sent back and is linked to an account of the company."""
        from app.accounts import oidc

        if g.user.is_authenticated:
            return redirect("/")
        away = session.pop(_AWAY, None)
        if not isinstance(away, dict):
            return _refused(_("Signing in took too long or began elsewhere: try again."))
        slug = str(away["company"])
        # This GET writes: its `state`, bound to this browser, is what a form's token is elsewhere.
        set_read_only(False)
        settings = external.settings_of(db.session()) if entering.choose_company(slug) else None
        if settings is None:
            return _refused(_("Sign in with your username and password."))
        db.session.rollback()  # no transaction is open while the provider takes its time
        try:
            identity = oidc.arrival(settings)
        except ProviderAnswerError:
            return _refused(_("Signing in took too long or began elsewhere: try again."))
        who = identity.email or identity.name or identity.subject
        set_actor(db.session(), Actor(None, f"{current_company()}: {who}"[:120], client_address()))
        account = external.account_of(db.session(), settings, identity, now=utc_now())
        db.session.commit()
        if account is None:
            return _refused(
                _("%(provider)s knows you, but no account here is linked to you yet. Ask an "
                  "administrator: your request is under Company data.", provider=settings.label)
            )  # fmt: skip
        set_actor(db.session(), Actor(account.id, account.full_name, client_address()))
        return entering.go_on(account, str(away["next"]))


def _refused(sentence: str) -> ResponseReturnValue:
    session.clear()
    flash(sentence, "warning")
    return redirect(url_for("SignInView.login"))
