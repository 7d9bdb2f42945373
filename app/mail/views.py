"""The outbox: what was sent to whom, how it ended, and sending it again."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Response, abort, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select, String, cast, or_

from app.extensions import db
from app.files.store import FileMissingError
from app.kernel.access import Access
from app.mail import messages, service
from app.mail.models import OutgoingMail
from app.mail.rules import ATTACHMENT_FUNCTIONS, SECRET_KINDS, MailState
from app.mail.visibility import visible_mails
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formviews import require_csrf
from app.web.lists import ListTab
from app.web.markup import badge
from app.web.request import next_path
from app.web.saving import commit_or_flash
from app.web.views import HouseModelView
from app.worker import company_files, mail_account

#: Endpoint that shows a row a message is about, by `About.kind`.
_SCREENS = {"interventions": "InterventionView.show", "ree": "ReeView.show"}

#: What a message's own HTML may do: nothing but look like itself.
_MESSAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
)


def state_badge(state: MailState) -> Markup:
    """Return a state with its colour."""
    return badge(messages.STATE_TONES[state], messages.STATE_LABELS[state])


def _in_state(state: MailState) -> Any:
    return lambda found: found.where(OutgoingMail.state == state)


class OutgoingMailView(HouseModelView):
    """Every message of the company, newest first."""

    route_base = "/posta"
    class_permission_name = "mail"
    method_permission_name = {
        "export": "read", "words": "read", "attachment": "read", "again": "write",
    }  # fmt: skip
    base_permissions = ["can_read", "can_write"]
    exclude_route_methods = {"add", "edit", "delete", "action", "action_post"}
    datamodel = SQLAInterface(OutgoingMail)
    list_template = "mail/list.html"
    list_title = _("Outgoing mail")
    list_columns = ["created_at", "to", "subject", "client", "state", "sent_at"]
    optional_columns = ["cc", "error"]
    label_columns = {
        "created_at": _("Written on"),
        "to": _("To"),
        "cc": _("Copy to"),
        "subject": _("Subject"),
        "client": _("Client"),
        "state": _("State"),
        "sent_at": _("Sent at"),
        "error": _("What the mail server said"),
    }
    choices_columns = {"state": messages.STATE_LABELS}
    formatters_columns = {"state": state_badge}
    search_columns = ["state", "created_at"]
    order_columns = ["created_at", "subject", "state", "sent_at"]
    base_order = ("created_at", "desc")
    empty_title = _("No e-mail yet")
    empty_text = _("Here is each e-mail that the program sends, and whether it left.")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the messages that the account may see."""
        return statement.where(visible_mails(access))

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Return the messages whose subject or addresses hold each word."""
        for word in text.split()[:8]:
            escaped = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
            pattern = f"%{escaped}%"
            statement = statement.where(
                or_(
                    OutgoingMail.subject.ilike(pattern, escape="\\"),
                    cast(OutgoingMail.to, String).ilike(pattern, escape="\\"),
                    cast(OutgoingMail.cc, String).ilike(pattern, escape="\\"),
                )
            )
        return statement

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists: everything, then what did not leave."""
        return (
            ListTab("all", _("All"), lambda found: found),
            ListTab("failed", _("To try again"), _in_state(MailState.FAILED), counted=True),
            ListTab("queued", _("Waiting"), _in_state(MailState.QUEUED), counted=True),
            ListTab("kept", _("Kept here"), _in_state(MailState.CAUGHT), counted=True),
        )

    def row_class(self, item: OutgoingMail) -> str:
        """Mark what waits for a person."""
        return "table-danger" if item.state is MailState.FAILED else ""

    def render_template(self, template: str, **context: Any) -> Any:
        """Add whether anything can leave at all."""
        has_server = mail_account(db.session()) is not None
        return super().render_template(template, has_server=has_server, **context)

    @expose("/<uuid:pk>")
    @has_access
    def show(self, pk: Any) -> ResponseReturnValue:
        """Show one message."""
        mail = self.get_or_404(str(pk))
        screen = _SCREENS.get(mail.related_kind)
        self.update_redirect()
        return self.render_template(
            "mail/show.html",
            title=mail.subject,
            mail=mail,
            state=state_badge(mail.state),
            is_secret=_is_secret(mail),
            may_open_files=_may_open_files(mail),
            about_url=url_for(screen, pk=int(mail.related_id)) if screen else "",
            may_send=self.offers("again"),
        )

    @expose("/<uuid:pk>/messaggio")
    @has_access
    def words(self, pk: Any) -> ResponseReturnValue:
        """Send the HTML of a message for the frame of its page: nothing in it can run."""
        mail = self.get_or_404(str(pk))
        if _is_secret(mail) or not mail.html:
            abort(404)
        answer = Response(mail.html, mimetype="text/html")
        answer.headers["Content-Security-Policy"] = _MESSAGE_POLICY
        return answer

    @expose("/<uuid:pk>/allegati/<int:place>")
    @has_access
    def attachment(self, pk: Any, place: int) -> ResponseReturnValue:
        """Send an attached file."""
        mail = self.get_or_404(str(pk))
        if _is_secret(mail) or place >= len(mail.attachments):
            abort(404)
        if not _may_open_files(mail):
            abort(403)
        row = mail.attachments[place]
        try:
            content = company_files().read(row["sha"])
        except FileMissingError:
            abort(404)
        is_pdf = row["mime"] == "application/pdf"
        return send_file(
            BytesIO(content),
            mimetype=row["mime"] if is_pdf else "application/octet-stream",
            download_name=row["name"],
            as_attachment=not is_pdf,
        )

    @expose("/<uuid:pk>/invia", methods=["POST"])
    @has_access
    def again(self, pk: Any) -> ResponseReturnValue:
        """Try a message again, or send a copy of one that has left."""
        require_csrf()
        mail = self.get_or_404(str(pk), lock=True)
        with commit_or_flash(db.session()):
            service.send_again(db.session(), mail, now=utc_now())
            flash(gettext("The message is on its way."), "success")
        return redirect(next_path(self.address("list")))


def _is_secret(mail: OutgoingMail) -> bool:
    return mail.related_kind in SECRET_KINDS


def _may_open_files(mail: OutgoingMail) -> bool:
    needed = ATTACHMENT_FUNCTIONS.get(mail.related_kind)
    return needed is None or current_access().has(needed)


VIEWS = (OutgoingMailView,)
