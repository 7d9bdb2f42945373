"""What all sections of "Gestione Dati Aziendali" share: tabs, one save, one summary."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.accounts.queries import administrators_addresses
from app.company import mail, queries
from app.company.models import CompanyProfile
from app.company.rules import Change
from app.extensions import db
from app.mail.rules import About
from app.mail.service import queue_mail
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formviews import HouseFormView
from app.web.request import client_address
from app.web.saving import ChangedMeanwhileError

#: Endpoint and label of each section, in order.
TABS: tuple[tuple[str, Any], ...] = (
    ("CompanyProfileView", lazy_gettext("Company")),
    ("CompanyDocumentsView", lazy_gettext("Documents")),
    ("CompanyNumberingView", lazy_gettext("Numbering")),
    ("CompanyInvoicingView", lazy_gettext("Bank")),
    ("CompanySdiView", lazy_gettext("SdI")),
    ("CompanyHoursView", lazy_gettext("Hours")),
    ("CompanyMailView", lazy_gettext("Mail")),
    ("CompanyMessagesView", lazy_gettext("Messages")),
    ("CompanyAccessView", lazy_gettext("Sign-in")),
    ("CompanyPrivacyView", lazy_gettext("Privacy")),
    ("CompanySealView", lazy_gettext("Seal")),
    ("CompanyPlanView", lazy_gettext("Subscription")),
)


#: Sections that are reached from another one's page.
_BELONGS = {"CompanyTextsView": "CompanyMailView", "CompanyExternalView": "CompanyAccessView"}


def tab_items(endpoint: str) -> list[dict[str, Any]]:
    """Return the tabs, with the one of an endpoint active."""
    endpoint = _BELONGS.get(endpoint, endpoint)
    return [
        {"label": label, "url": url_for(f"{name}.form"), "active": name == endpoint}
        for name, label in TABS
    ]


class CompanySection(HouseFormView):
    """One section: declare `form_class` and `section`, override `filled` and `change`."""

    class_permission_name = "company"
    method_permission_name = {"form": "write"}
    template = "company/section.html"
    title = lazy_gettext("Company data")
    section: Any = ""
    #: Explains the section above its form.
    intro: Any = ""

    def filled(self, profile: CompanyProfile) -> dict[str, Any]:
        """Return the values of a fresh form, by field."""
        return {name: getattr(profile, name) for name in self.columns()}

    def columns(self) -> list[str]:
        """Return the fields that are columns of the company's row, too."""
        names = self.form_class()._fields
        return [name for name in names if name in CompanyProfile.__table__.columns and (
            name not in {"version", "smtp_password", "pec_password"}
        )]  # fmt: skip

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Call the service with the locked row; return what changed."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """Return what a fresh form shows."""
        profile = queries.company_profile(db.session())
        return {"data": {**self.filled(profile), "version": str(profile.version)}}

    def submit(self, form: Any) -> Any:
        """Change the data under a lock and tell the administrators, in one transaction."""
        profile = queries.profile_for_change(db.session())
        if form.version.data != str(profile.version):
            raise ChangedMeanwhileError(self.last_editor(profile))
        return self.announced(profile, self.change(profile, form))

    def announced(self, profile: CompanyProfile, changes: list[Change]) -> list[Change]:
        """Queue the summary of what changed; return the changes."""
        session = db.session()
        session.flush()
        if not changes:
            flash(_("Nothing was changed."), "info")
            return []
        now = utc_now()
        author = mail.Author(current_access().name, now, client_address() or "-")
        message = mail.summary(
            profile,
            str(self.section),
            changes,
            author=author,
            administrators=administrators_addresses(session),
        )
        if message is None:
            flash(
                _("Saved. Nobody got the summary: enter the company's e-mail address."), "warning"
            )
        else:
            queue_mail(session, message, now=now, about=About("company_profile", "1"))
            flash(_("Saved. A summary goes to the administrators by e-mail."), "success")
        return changes

    def last_editor(self, profile: CompanyProfile) -> str | None:
        """Return who changed the data last."""
        if profile.changed_by_id is None:
            return None
        user = self.appbuilder.sm.get_user_by_id(profile.changed_by_id)
        return str(user.get_full_name()) if user is not None else None

    def after(self, stored: Any) -> ResponseReturnValue:
        """Show the section again; the message is already chosen."""
        del stored
        return redirect(url_for(f"{self.endpoint}.form"))

    def page(self, form: Any) -> str:
        """Return the page of the section."""
        widget = self.form_widget(
            form=form,
            include_cols=[n for n in form._fields if n not in {"csrf_token", "version"}],
            exclude_cols=[],
            fieldsets=self.form_fieldsets,
        )
        return self.render_template(
            self.template,
            title=self.title,
            section=self.section,
            intro=self.intro,
            tabs=tab_items(str(self.endpoint)),
            widgets={"edit": widget},
            form=form,
            **self.context(),
        )

    def context(self) -> dict[str, Any]:
        """Return what else the template shows."""
        return {}
