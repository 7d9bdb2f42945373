"""Screen of the rules of sign-in: how long sessions last and who needs a second factor."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField

from app.accounts import secondfactor, sessions
from app.accounts.models import Account
from app.accounts.signinrules import Policy
from app.company.forms import SectionForm
from app.company.messages import CHOICES, FIELDS
from app.company.models import CompanyProfile
from app.company.rules import Change
from app.company.sections import CompanySection
from app.extensions import db
from app.web import fields, widgets
from app.web.formviews import require_csrf

#: Widget of every choice of hours.
_SELECT = widgets.SelectControl()


def access_form(**kwargs: Any) -> SectionForm:
    """Return the form over the profiles that exist now."""
    hours = [(str(number), text) for number, text in CHOICES["session_hours"].items()]
    made: dict[str, Any] = {}
    for role_id, (name, _policy) in sessions.policies(db.session()).items():
        made[f"hours_{role_id}"] = SelectField(name, choices=hours, widget=_SELECT)
        made[f"factor_{role_id}"] = fields.SwitchField(FIELDS["needs_second_factor"])
    form: SectionForm = type("AccessForm", (SectionForm,), made)(**kwargs)
    return form


class CompanyAccessView(CompanySection):
    """What each profile asks of whoever signs in."""

    route_base = "/azienda/accessi"
    method_permission_name = {"form": "write", "remove": "write"}
    template = "company/access.html"
    section = lazy_gettext("Sign-in")
    form_class = staticmethod(access_form)
    intro = lazy_gettext(
        "Who has several profiles follows the strictest one. Where a second factor is asked, "
        "nothing opens until it is set up."
    )

    def filled(self, profile: CompanyProfile) -> dict[str, Any]:
        """Return what each profile asks."""
        del profile
        found: dict[str, Any] = {}
        for role_id, (_name, policy) in sessions.policies(db.session()).items():
            found[f"hours_{role_id}"] = str(policy.session_hours)
            found[f"factor_{role_id}"] = policy.needs_second_factor
        return found

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store what changed; open sessions follow at once."""
        changes: list[Change] = []
        for role_id, (name, before) in sessions.policies(db.session()).items():
            hours = int(form[f"hours_{role_id}"].data)
            after = Policy(hours, bool(form[f"factor_{role_id}"].data))
            if after == before:
                continue
            sessions.set_policy(db.session(), role_id, after)
            pairs = (
                ("session_hours", before.session_hours, after.session_hours),
                ("needs_second_factor", before.needs_second_factor, after.needs_second_factor),
            )
            changes += [Change(f"{f}:{name}", old, new) for f, old, new in pairs if old != new]
        if changes:
            profile.version += 1
        return changes

    @expose("/<int:pk>/togli", methods=["POST"])
    @has_access
    def remove(self, pk: int) -> ResponseReturnValue:
        """Take away the second factor of somebody who lost the phone."""
        require_csrf()
        account = db.session.get(Account, pk)
        if account is None or secondfactor.factor_of(db.session(), account) is None:
            abort(404)
        secondfactor.remove(db.session(), account)
        sessions.end_all(db.session(), account)
        db.session.commit()
        flash(_("%(name)s signs in with the password alone now.", name=account.username), "success")
        return redirect(url_for("CompanyAccessView.form"))

    def context(self) -> dict[str, Any]:
        """Return profiles and the accounts with a second factor."""
        return {
            "profiles": [
                (role_id, name) for role_id, (name, _) in sessions.policies(db.session()).items()
            ],
            "protected": secondfactor.protected_accounts(db.session()),
        }
