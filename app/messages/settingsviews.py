"""Screens of the company: what is said on which occasion, quiet hours, gateway."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.company.queries import company_profile, profile_for_change
from app.company.sections import tab_items
from app.company.service import change_mail_text
from app.extensions import db
from app.kernel.errors import DomainError
from app.mail.owntexts import EDITABLE, OwnText, ensure_placeholders, fill
from app.mail.queries import own_text
from app.messages import queries, service
from app.messages.forms import SettingsForm, plan_form
from app.messages.gateway import ensure_gateway
from app.messages.messages import EVENTS, EXPLAINED, WAYS
from app.messages.models import MessagePlan
from app.messages.rules import LEAD_DAYS, TEXT_ONLY, Event, Way
from app.messages.wording import sample_facts
from app.outside import allows_private_hosts
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.forms import HouseForm
from app.web.formviews import HouseFormView, require_csrf
from app.web.saving import ChangedMeanwhileError

#: Occasions in the order of the page.
OCCASIONS = tuple(event for event in Event if event is not Event.FREE)


class _Settings(HouseFormView):
    """What both screens share."""

    class_permission_name = "company"
    title = lazy_gettext("Company data")
    section: Any = ""

    def page(self, form: Any) -> str:
        return self.render_template(
            self.template,
            title=self.title,
            section=self.section,
            intro="",
            tabs=tab_items("CompanyMessagesView"),
            form=form,
            **self.context(),
        )

    def context(self) -> dict[str, Any]:
        """Return what else the template shows."""
        raise NotImplementedError

    def ensure_current(self, form: Any, row: Any) -> None:
        """Refuse a form that was filled before somebody else stored."""
        if form.version.data != str(row.version if row is not None else 0):
            raise ChangedMeanwhileError(None)


class CompanyMessagesView(_Settings):
    """The occasions, quiet hours and the gateway."""

    route_base = "/azienda/messaggi"
    template = "messages/settings.html"
    form_class = SettingsForm
    section = lazy_gettext("Messages to customers")

    def initial(self) -> dict[str, Any]:
        """Return what is stored; the token is never shown."""
        row = queries.settings(db.session())
        names = ("quiet_from", "quiet_to", "url", "sender")
        return {"data": {name: getattr(row, name) for name in names} | {"version": row.version}}

    def submit(self, form: Any) -> Any:
        """Store quiet hours and gateway."""
        row = queries.settings(db.session())
        self.ensure_current(form, row)
        url = (form.url.data or "").strip()
        if url:
            ensure_gateway(url, allows_private=allows_private_hosts())
        said = service.Gateway(
            form.quiet_from.data,
            form.quiet_to.data,
            url,
            (form.sender.data or "").strip(),
            form.token.data or "",
        )
        return service.change_settings(db.session(), said)

    def context(self) -> dict[str, Any]:
        """Return the occasions with how they are told."""
        plans = queries.plans(db.session())
        row = queries.settings(db.session())
        return {
            "occasions": [
                (event, EVENTS[event], WAYS[plans[event].way if event in plans else Way.OFF],
                 event in plans and plans[event].way is not Way.OFF)
                for event in OCCASIONS
            ],
            "has_token": row.token is not None,
            "has_gateway": bool(row.url),
        }  # fmt: skip


def occasion_form(**kwargs: Any) -> HouseForm:
    """Return the form of the occasion in the address."""
    return plan_form(_event())(**kwargs)


class CompanyMessageView(_Settings):
    """One occasion: how, how early, with which words."""

    route_base = "/azienda/messaggi/<code>"
    method_permission_name = {"form": "write", "preview": "write"}
    template = "messages/plan.html"
    form_class = staticmethod(occasion_form)

    def initial(self) -> dict[str, Any]:
        """Return what is stored, or the shipped words."""
        event = _event()
        plan = db.session.get(MessagePlan, event)
        words = own_text(db.session(), event.value) or EDITABLE[event.value].shipped
        return {
            "data": {
                "version": plan.version if plan else 0,
                "way": (plan.way if plan else Way.OFF).value,
                "lead_days": plan.lead_days if plan else LEAD_DAYS.get(event, 0),
                "subject": words.subject,
                "body": words.body,
                "short_text": (plan.short_text if plan else "") or EDITABLE[event.value].short,
            }
        }

    def submit(self, form: Any) -> Any:
        """Store how the occasion is told; words go where all mails have theirs."""
        session, event = db.session(), _event()
        self.ensure_current(form, session.get(MessagePlan, event, with_for_update=True))
        words = _ensured(form, event)
        if words is not None:
            change_mail_text(session, profile_for_change(session), event.value, words)
        short = form.short_text.data.replace("\r\n", "\n").strip()
        return service.change_plan(
            session,
            event,
            Way(form.way.data),
            lead_days=form.lead_days.data if "lead_days" in form else 0,
            short_text="" if short == EDITABLE[event.value].short else short,
            now=utc_now(),
        )

    def after(self, stored: Any) -> ResponseReturnValue:
        """Show all occasions."""
        del stored
        flash(_("Saved."), "success")
        return redirect(url_for("CompanyMessagesView.form"))

    @expose("/", methods=["GET", "POST"])
    @has_access
    def form(self, code: str) -> ResponseReturnValue:
        """Show the occasion, or store it."""
        del code
        _event()
        return self.answer()

    @expose("/anteprima", methods=["POST"])
    @has_access
    def preview(self, code: str) -> ResponseReturnValue:
        """Send what a customer would read, while it is being written."""
        require_csrf()
        facts = sample_facts(company_profile(db.session()))
        shown = {}
        for name in ("subject", "body", "short_text"):
            text = request.form.get(name, "")[:5000]
            try:
                ensure_placeholders(text, _event().value, name)
                shown[name] = fill(text, code, facts)
            except DomainError as error:
                return self.render_template("messages/_preview.html", error=user_message(error))
        return self.render_template("messages/_preview.html", error="", **shown)

    def context(self) -> dict[str, Any]:
        """Return the occasion, its placeholders and the preview of what is stored."""
        event = _event()
        data = self.initial()["data"]
        facts = sample_facts(company_profile(db.session()))
        names = ("subject", "body", "short_text")
        return {
            "event": event,
            "label": EVENTS[event],
            "explained": EXPLAINED[event],
            "placeholders": list(EDITABLE[event.value].placeholders),
            "error": "",
            **{name: fill(data[name], event.value, facts) for name in names},
            "is_text_only": event in TEXT_ONLY,
        }


def _event() -> Event:
    code = str((request.view_args or {}).get("code", ""))
    found = next((event for event in OCCASIONS if event.value == code), None)
    return found or abort(404)


def _ensured(form: Any, event: Event) -> OwnText | None:
    """Return the words of the mail, all placeholders known; None where it has none."""
    ensure_placeholders(form.short_text.data, event.value, "short_text")
    if "subject" not in form:
        return None
    body = form.body.data.replace("\r\n", "\n")
    ensure_placeholders(form.subject.data, event.value, "subject")
    ensure_placeholders(body, event.value, "body")
    return OwnText(form.subject.data, body)


SETTINGS_VIEWS = (CompanyMessagesView, CompanyMessageView)
