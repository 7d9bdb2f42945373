"""Screens of messages to customers: the list, one message, writing one, who wants none."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import ScalarSelect, Select, or_, select

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.extensions import db
from app.kernel.access import Access
from app.messages import messages, queries, service
from app.messages.delivery import dispatch
from app.messages.forms import WriteForm
from app.messages.models import ClientMessage
from app.messages.recipients import recipient_of
from app.messages.rules import FOR_PAYER, Channel, MessageState
from app.messages.settingsviews import SETTINGS_VIEWS
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formviews import HouseFormView, require_csrf
from app.web.lists import ListTab
from app.web.markup import badge
from app.web.request import next_path
from app.web.saving import commit_or_flash
from app.web.views import HouseModelView


def badge_to_handle(access: Access) -> ScalarSelect[int]:
    """Return the number beside the menu entry, as a subquery."""
    return queries.count_to_handle(access)


def state_badge(state: MessageState) -> Markup:
    """Return a state with its colour."""
    return badge(messages.TONES[state], messages.STATES[state])


def _in_state(*states: MessageState) -> Any:
    return lambda found: found.where(ClientMessage.state.in_(states))


class MessageView(HouseModelView):
    """Every message to a customer, newest first."""

    route_base = "/messaggi"
    class_permission_name = "messages"
    method_permission_name = {"export": "read", "again": "write", "handled": "write"}
    base_permissions = ["can_read", "can_write"]
    export_function = "exports.read"
    exclude_route_methods = {"add", "edit", "delete", "action", "action_post"}
    datamodel = SQLAInterface(ClientMessage)
    list_title = _("Messages to customers")
    add_columns = edit_columns = ["name"]  # there are no such forms
    list_columns = ["created_at", "name", "event", "channel", "address", "state"]
    optional_columns = ["client", "sent_at", "error", "handled_by"]
    label_columns = {
        "created_at": _("Written on"),
        "name": _("To"),
        "event": _("Occasion"),
        "channel": _("How"),
        "address": _("Address or number"),
        "client": _("Client"),
        "state": _("State"),
        "sent_at": _("Sent at"),
        "error": _("What went wrong"),
        "handled_by": _("Dealt with by"),
    }
    choices_columns = {
        "state": messages.STATES, "event": messages.EVENTS, "channel": messages.CHANNELS,
    }  # fmt: skip
    formatters_columns = {"state": state_badge}
    search_columns = ["state", "event", "channel", "created_at"]
    order_columns = ["created_at", "name", "sent_at"]
    base_order = ("created_at", "desc")
    empty_title = _("No message to customers yet")
    empty_text = _(
        "They are written by the program on its occasions, "
        "or from the lists Maintenance due and Invoices."
    )

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the messages that the account may see."""
        return statement.where(queries.visible_messages(access))

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Return the messages whose addressee, address or text hold each word."""
        for word in text.split()[:8]:
            columns = (ClientMessage.name, ClientMessage.address, ClientMessage.text)
            statement = statement.where(
                or_(*(column.icontains(word, autoescape=True) for column in columns))
            )
        return statement

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists: what waits for a person comes first."""
        return (
            ListTab(
                "handle",
                _("To deal with"),
                lambda found: found.where(queries.is_to_handle()),
                counted=True,
            ),
            ListTab("all", _("All"), lambda found: found),
            ListTab("waiting", _("Waiting"), _in_state(MessageState.WAITING), counted=True),
            ListTab(
                "unreachable",
                _("Without address"),
                _in_state(MessageState.UNREACHABLE),
                counted=True,
            ),
            ListTab("kept", _("Kept here"), _in_state(MessageState.KEPT), counted=True),
        )

    @expose("/<uuid:pk>")
    @has_access
    def show(self, pk: Any) -> ResponseReturnValue:
        """Show one message."""
        message = self.get_or_404(str(pk))
        self.update_redirect()
        return self.render_template(
            "messages/show.html",
            title=message.subject or messages.EVENTS[message.event],
            message=message,
            state=state_badge(message.state),
            event=messages.EVENTS[message.event],
            channel=messages.CHANNELS[message.channel],
            may_write=self.offers("again"),
            may_send=message.state
            in {MessageState.FAILED, MessageState.KEPT, MessageState.UNREACHABLE},
        )

    @expose("/<uuid:pk>/invia", methods=["POST"])
    @has_access
    def again(self, pk: Any) -> ResponseReturnValue:
        """Let a message that did not leave try again, to the address of today."""
        require_csrf()
        session, now = db.session(), utc_now()
        message = self.get_or_404(str(pk), lock=True)
        with commit_or_flash(session):
            flash(*_sent_again(message, now))
        return redirect(next_path(url_for("MessageView.show", pk=message.id)))

    @expose("/<uuid:pk>/gestito", methods=["POST"])
    @has_access
    def handled(self, pk: Any) -> ResponseReturnValue:
        """Note that somebody dealt with what failed."""
        require_csrf()
        message = self.get_or_404(str(pk), lock=True)
        service.handle(db.session(), message, access=current_access(), now=utc_now())
        db.session.commit()
        flash(gettext("Noted."), "success")
        return redirect(next_path(self.address("list")))


def _sent_again(message: ClientMessage, now: Any) -> tuple[str, str]:
    """Try a message again and return the sentence to show, with its tone."""
    session = db.session()
    client = message.client
    if client is not None and not message.address:
        found = recipient_of(client, for_payer=message.event in FOR_PAYER)
        message.address = found.address(message.channel)
    if not message.address:
        return gettext("There is still no address: enter one on the client's card."), "warning"
    service.send_again(session, message, now=now)
    if message.state is MessageState.WAITING:
        dispatch(session, message, now=now)
    if message.state is MessageState.STOPPED:
        return gettext("This message is no longer needed and was not sent."), "info"
    return gettext("The message is on its way."), "success"


class WriteMessageView(HouseFormView):
    """A message written by hand to one client."""

    route_base = "/messaggi/scrivi/<int:client_id>"
    class_permission_name = "messages"
    method_permission_name = {"form": "write", "wants": "write"}
    form_class = WriteForm
    template = "messages/write.html"
    title = _("Write to the client")

    @expose("/", methods=["GET", "POST"])
    @has_access
    def form(self, client_id: int) -> ResponseReturnValue:
        """Show the form, or send what was written."""
        del client_id
        _client()
        return self.answer()

    def initial(self) -> dict[str, Any]:
        """Propose the client's address."""
        found = recipient_of(_client(), for_payer=False)
        channel = Channel.MAIL if found.mail else Channel.TEXT
        return {"data": {"channel": channel.value, "address": found.address(channel)}}

    def submit(self, form: Any) -> Any:
        """Store the message and let it go."""
        client, now = _client(), utc_now()
        letter = service.Letter(
            client.id,
            client.display_name,
            Channel(form.channel.data),
            form.address.data,
            (form.subject.data or "").strip() or gettext("Message"),
            form.text.data.replace("\r\n", "\n").strip(),
            current_access().name,
        )
        message = service.write_to(db.session(), letter, now=now)
        dispatch(db.session(), message, now=now)
        return message

    def after(self, stored: Any) -> ResponseReturnValue:
        """Show the client's messages."""
        flash(gettext("The message is on its way."), "success")
        return redirect(url_for("ClientView.show", pk=stored.client_id, tab="messages"))

    @expose("/rinuncia/<any(mail, text):channel>", methods=["POST"])
    @has_access
    def wants(self, client_id: int, channel: str) -> ResponseReturnValue:
        """Note that the client wants no messages by a channel, or wants them again."""
        require_csrf()
        client = _client()
        service.opt_out(
            db.session(),
            client.id,
            Channel(channel),
            is_out=request.form.get("out") == "1",
            access=current_access(),
            now=utc_now(),
        )
        db.session.commit()
        flash(gettext("Noted."), "success")
        return redirect(url_for("ClientView.show", pk=client_id, tab="messages"))

    def page(self, form: Any) -> str:
        client = _client()
        return self.render_template(self.template, title=self.title, form=form, client=client)


def _client() -> Client:
    key = (request.view_args or {}).get("client_id")
    found = select(Client).where(Client.id == key, visible_clients(current_access()))
    return db.session.scalars(found).first() or abort(404)


VIEWS = (MessageView, WriteMessageView, *SETTINGS_VIEWS)
