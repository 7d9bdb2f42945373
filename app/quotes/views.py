"""Screens of the quotes."""

from collections.abc import Sequence
from typing import Any

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select, select

from app.clients.models import Client
from app.extensions import db
from app.interventions.models import Intervention
from app.interventions.queries import current_report, visible_interventions
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.kernel.text import row_key
from app.pricelist.models import DiscountClass
from app.quotes import messages, queries, service
from app.quotes.cardviews import QuoteCardMixin
from app.quotes.forms import quote_fields
from app.quotes.models import Quote
from app.quotes.offering import item_option
from app.quotes.publicviews import CustomerQuoteView
from app.quotes.rules import QuoteState, ensure_draft, shown_state
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import register_messages
from app.web.filters import ChoiceFilter, ListFilter
from app.web.formviews import require_csrf
from app.web.lists import ListTab
from app.web.markup import badge
from app.web.request import option_request
from app.web.views import HouseModelView

register_messages(messages.REFUSALS)

#: Fields of the head, beside client and lines.
HEAD = (
    "client", "subject", "issued_on", "valid_until", "intro", "discount_pct", "deposit_pct",
    "terms",
)  # fmt: skip


def state_badge(quote: Quote) -> Markup:
    """Return the state people see, with its colour."""
    state = shown_state(quote.state, quote.valid_until, local_day(utc_now()))
    return badge(messages.TONES[state], messages.STATES[state])


class QuoteView(QuoteCardMixin, HouseModelView):
    """Quotes, newest first."""

    route_base = "/preventivi"
    class_permission_name = "quotes"
    method_permission_name = {"export": "read", "items": "write", "reckon": "write"}
    exclude_route_methods = {"delete", "action", "action_post"}
    datamodel = SQLAInterface(Quote)
    add_template = edit_template = "quotes/form.html"
    list_title = _("Quotes")
    add_title = _("New quote")
    edit_title = _("Quote")
    list_columns = [
        "number", "client", "subject", "issued_on", "valid_until", "state", "total_eur",
    ]  # fmt: skip
    optional_columns = ["sent_at", "decided_at", "reject_reason", "net_eur"]
    add_columns = edit_columns = [*HEAD, "lines"]
    add_form_extra_fields = edit_form_extra_fields = quote_fields()
    label_columns = {
        "number": _("Number"),
        "client": _("Client"),
        "subject": _("Subject"),
        "issued_on": _("Quote date"),
        "valid_until": _("Valid until"),
        "state": _("State"),
        "total_eur": _("Total with VAT"),
        "net_eur": _("Net amount"),
        "sent_at": _("Sent on"),
        "decided_at": _("Answered on"),
        "reject_reason": _("Reason of the refusal"),
        "intro": _("Text before the lines"),
        "terms": _("Conditions"),
        "discount_pct": _("Discount on the whole (%)"),
        "deposit_pct": _("Deposit on acceptance (%)"),
        "lines": _("Lines"),
    }
    choices_columns = {"state": messages.STATES}
    search_columns = ["issued_on", "total_eur"]
    quick_search_columns = ["subject"]
    order_columns = ["number", "issued_on", "valid_until", "total_eur"]
    base_order = ("issued_on", "desc")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the quotes that the account may see."""
        return statement.where(queries.visible_quotes(access))

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Find by subject, by the client's name or by number ("12" or "12/2026")."""
        return statement.where(queries.matches(text))

    def tabs(self) -> Sequence[ListTab]:
        """Return the lists of the day."""
        now = utc_now()
        day = local_day(now)

        def shown(state: QuoteState) -> Any:
            return lambda found: found.where(queries.in_state(state, day))

        return (
            ListTab("all", _("All"), lambda found: found),
            ListTab("drafts", _("Drafts"), shown(QuoteState.DRAFT), counted=True),
            ListTab("open", _("Waiting for an answer"), shown(QuoteState.SENT), counted=True),
            ListTab(
                "follow",
                _("To follow up"),
                lambda found: found.where(queries.to_follow_up(now)),
                counted=True,
            ),
            ListTab("accepted", _("Accepted, to plan"), shown(QuoteState.ACCEPTED), counted=True),
        )

    def filters(self) -> Sequence[ListFilter]:
        """Return the filters: the state people see, date, amount."""
        day = local_day(utc_now())
        states = {state.value: label for state, label in messages.STATES.items()}
        state = ChoiceFilter(
            "state", _("State"), states, lambda key: queries.in_state(QuoteState(key), day)
        )
        return [state, *super().filters()]

    def cell_text(self, item: Quote, name: str) -> Any:
        """Return a cell: the number as printed, the state people see."""
        if name == "number":
            return item.label
        return state_badge(item) if name == "state" else super().cell_text(item, name)

    def option_text(self, item: Quote) -> str:
        """Return the heading of a quote."""
        return item.label

    # Form -----------------------------------------------------------------------------------

    def new_form(self) -> Any:
        """Return the form of a new quote, from a report's finding when the address names one."""
        form = super().new_form()
        found = _source()
        if found is not None:
            report, text = found
            form.client.data = report.client
            form.subject.data = text[:200]
            form.lines.entries[0].form.description.data = text
        return form

    def create_item(self, form: Any) -> Quote:
        """Store the quote under its number."""
        quote = Quote(revision=1, state=QuoteState.DRAFT)
        with db.session.no_autoflush:
            form.populate_obj(quote)
            lines = form.lines.made()
        found = _source()
        quote.intervention_id = found[0].id if found is not None else None
        return service.open_quote(db.session(), quote, lines, now=utc_now())

    def update_item(self, item: Quote, form: Any) -> Quote:
        """Store the changes of a draft."""
        with db.session.no_autoflush:
            ensure_draft(item.state, item.label)
            form.populate_obj(item)
            return service.change_quote(db.session(), item, form.lines.made())

    def _form_page(self, kind: str, form: Any, **context: Any) -> str:
        lines = form.lines.readable() if form.is_submitted() else None
        stored = context.get("item")
        totals = None
        if lines is not None or stored is not None:
            totals = _totals(form, lines if lines is not None else stored.lines)
        return super()._form_page(kind, form, totals=totals, discounts=_discounts(form), **context)

    @expose("/listino")
    @has_access
    def items(self) -> ResponseReturnValue:
        """Answer the search of the price list, with the lines each choice stands for."""
        text, page = option_request()
        rows, more = queries.items_on_offer(db.session(), text, page)
        return jsonify({"items": [item_option(row) for row in rows], "more": more})

    @expose("/conteggio", methods=["POST"])
    @has_access
    def reckon(self) -> ResponseReturnValue:
        """Answer the form with its amounts while somebody is typing."""
        require_csrf()
        form = self.add_form()
        totals = _totals(form, form.lines.readable())
        discounts = _discounts(form)
        db.session.rollback()
        return self.render_template("quotes/_totals.html", totals=totals, discounts=discounts)


def _discounts(form: Any) -> DiscountClass | None:
    client = form.client.data
    return client.discounts if isinstance(client, Client) else None


def _totals(form: Any, lines: Sequence[Any]) -> Any:
    quote = Quote(discount_pct=form.discount_pct.data, deposit_pct=form.deposit_pct.data)
    with db.session.no_autoflush:
        for position, line in enumerate(lines):
            line.position = line.position if line.position is not None else position
        return service.totals_of_lines(quote, lines)


def _source() -> tuple[Intervention, str] | None:
    """Return the report and the text of the finding that the address names; 404 unless visible."""
    key = request.args.get("intervento", "")
    if not key:
        return None
    number = row_key(key) or 0
    found = db.session.scalars(
        select(Intervention).where(
            Intervention.id == number, visible_interventions(current_access())
        )
    ).first()
    report = current_report(db.session(), found) if found is not None else None
    if found is None or report is None:
        abort(404)
    place = request.args.get("rilievo", type=int, default=0)
    texts = [one.text for one in report.findings if one.position == place]
    return found, texts[0] if texts else ""


VIEWS = (QuoteView, CustomerQuoteView)
