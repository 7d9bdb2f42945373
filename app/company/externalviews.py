"""Screen of the company's own sign-in provider, and of who comes from it."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.accounts import external
from app.accounts import rules_external as rules
from app.accounts.externalviews import return_address
from app.accounts.models import Account
from app.accounts.rules_external import Settings
from app.accounts.signinmodels import ExternalIdentity
from app.company import forms
from app.company.models import CompanyProfile
from app.company.rules import Change
from app.company.sections import CompanySection
from app.extensions import db
from app.orm.audit import record_event
from app.tenancy.context import current_company
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash
from app.web.values import ValueFormatError, read_int

#: Field of the form -> name in the summary and the register.
_FIELDS = {
    "issuer": "oidc_issuer", "label": "oidc_label", "client_id": "oidc_client_id",
    "client_secret": "oidc_client_secret", "links_by_email": "oidc_links_by_email",
}  # fmt: skip

_NONE = Settings("", "", "", "")


class CompanyExternalView(CompanySection):
    """Sign-in with Google, Microsoft or any OpenID Connect provider."""

    route_base = "/azienda/accesso-esterno"
    method_permission_name = {"form": "write", "link": "write", "unlink": "write"}
    template = "company/external.html"
    form_class = forms.ExternalForm
    section = lazy_gettext("Sign-in with another provider")

    def filled(self, profile: CompanyProfile) -> dict[str, Any]:
        """Return the provider; never its secret."""
        del profile
        stored = external.settings_of(db.session()) or _NONE
        return {name: getattr(stored, name) for name in _FIELDS if name != "client_secret"}

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store the provider after it answered; an empty address switches it off."""
        session = db.session()
        before = external.settings_of(session)
        after = self._typed(form, before)
        if after is not None and after != before:
            from app.accounts import oidc

            oidc.ensure_reachable(after)
        external.store_settings(session, after)
        changes = _changes(before or _NONE, after or _NONE)
        if changes:
            profile.version += 1
            facts = {change.field: [change.before, change.after] for change in changes}
            record_event(session, "update", "sign_in_providers", 1, **facts)
        return changes

    def _typed(self, form: Any, before: Settings | None) -> Settings | None:
        if not form.issuer.data:
            return None
        from app.accounts import oidc

        issuer = rules.clean_issuer(form.issuer.data, plain_allowed=oidc.plain_allowed())
        # Another provider never gets the secret of the former one.
        kept = before.client_secret if before is not None and before.issuer == issuer else ""
        return Settings(
            issuer,
            form.client_id.data,
            form.client_secret.data or kept,
            form.label.data,
            bool(form.links_by_email.data),
        )

    @expose("/<int:pk>/collega", methods=["POST"])
    @has_access
    def link(self, pk: int) -> ResponseReturnValue:
        """Link somebody who waits to an account of this company."""
        require_csrf()
        if db.session.get(ExternalIdentity, pk) is None:
            abort(404)
        account = db.session.get(Account, self._chosen())
        if account is None or not account.active:
            flash(_("Choose an account."), "warning")
            return redirect(url_for(f"{self.endpoint}.form"))
        with commit_or_flash(db.session()):
            external.link(db.session(), pk, account)
        return redirect(url_for(f"{self.endpoint}.form"))

    @expose("/<int:pk>/scollega", methods=["POST"])
    @has_access
    def unlink(self, pk: int) -> ResponseReturnValue:
        """Undo a link, or forget somebody who waits."""
        require_csrf()
        if not external.unlink(db.session(), pk):
            abort(404)
        db.session.commit()
        flash(_("Removed."), "success")
        return redirect(url_for(f"{self.endpoint}.form"))

    def context(self) -> dict[str, Any]:
        """Return who waits, who is linked, and what the provider has to know."""
        session = db.session()
        return {
            "waiting": external.waiting(session),
            "linked": external.linked(session),
            "linkable": external.linkable(session),
            "return_address": return_address(),
            "sign_in_address": url_for(
                "SignInView.login", azienda=current_company(), _external=True
            ),
        }

    def _chosen(self) -> int:
        try:
            return read_int(request.form.get("account", "")) or 0
        except ValueFormatError:
            return 0


def _changes(before: Settings, after: Settings) -> list[Change]:
    found = []
    for field, name in _FIELDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            is_secret = field == "client_secret"
            found.append(Change(name, None if is_secret else old, None if is_secret else new))
    return found
