"""Screens of the invoices."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import action, expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select

from app.clients.models import Client
from app.company.queries import company_profile
from app.extensions import db
from app.invoices import messages, queries, service
from app.invoices.accountviews import AccountingMixin
from app.invoices.assembling import settled_of
from app.invoices.batchviews import DRAFT_WORKS, BatchMixin
from app.invoices.cardviews import CardMixin
from app.invoices.forms import document_fields, kind_field
from app.invoices.linefields import Offer
from app.invoices.models import Invoice
from app.invoices.rules import OPEN_STATES, OWED_STATES, InvoiceState, NotOpenError
from app.invoices.rules_amounts import settle
from app.invoices.rules_facts import Terms
from app.invoices.rules_vat import propose
from app.invoices.sdiviews import SdiMixin
from app.invoices.sourceviews import SourcesMixin
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.kernel.text import row_keys
from app.messages.batchviews import RemindersMixin, Words, reminder_works
from app.pricelist.models import DiscountClass
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import register_messages, user_message
from app.web.formats import format_number
from app.web.formviews import require_csrf
from app.web.listing import Listing
from app.web.lists import ListTab
from app.web.markup import badge
from app.web.saving import commit_or_flash
from app.web.views import HouseModelView

register_messages(messages.REFUSALS)

_FIELDS = [
    "dated_on", "treatment", "withholding_pct", "recharges_stamp", "method", "terms", "reason",
    "order_document", "order_on", "cig", "cup", "delivery_notes",
]  # fmt: skip


_TEXTS = ("reason", "order_document", "cig", "cup", "delivery_notes")


def state_badge(state: InvoiceState) -> Markup:
    """Return a state with its colour."""
    return badge(messages.TONES[state], messages.STATES[state])


def _discounts(client: object) -> DiscountClass | None:
    """Return the discounts proposed to the client chosen; None: no client yet, or no class."""
    return client.discounts if isinstance(client, Client) else None


def _in_states(*states: InvoiceState) -> Any:
    return lambda found: found.where(Invoice.state.in_(states))


class InvoiceView(
    AccountingMixin, BatchMixin, SdiMixin, SourcesMixin, RemindersMixin, CardMixin, HouseModelView
):
    """Invoices and credit notes, newest first."""

    route_base = "/fatture"
    reminder_kind = "unpaid"
    works = DRAFT_WORKS | reminder_works(
        lambda: url_for("InvoiceView.list", tab="unpaid"),
        Words(
            _("Payment reminders"),
            _("The payment reminders are being sent."),
            _("Letters of payment reminders"),
        ),
    )
    class_permission_name = "invoices"
    method_permission_name = {
        "list": "list", "options": "list", "related": "list", "columns": "list", "export": "list",
        "show": "show", "add": "write", "edit": "write", "delete": "write", "amounts": "write",
        "to_invoice": "write", "from_works": "write",
    }  # fmt: skip
    base_permissions = ["can_list", "can_show", "can_read", "can_write"]
    datamodel = SQLAInterface(Invoice)
    show_template = "invoices/show.html"
    add_template = edit_template = "invoices/form.html"
    list_template = "invoices/list.html"
    list_title = _("Invoices")
    add_title = _("New invoice")
    edit_title = _("Invoice")
    list_columns = ["number", "dated_on", "client", "kind", "total_eur", "open_eur", "state"]
    number_columns = ("open_eur",)
    optional_columns = ["taxable_eur", "tax_eur", "payable_eur", "next_due_on"]
    eager = ("client",)
    add_columns = ["client", "kind", *_FIELDS, "lines"]
    edit_columns = [*_FIELDS, "lines"]
    add_form_extra_fields = document_fields() | {"kind": kind_field()}
    edit_form_extra_fields = document_fields()
    label_columns = {
        "number": _("Number"),
        "dated_on": _("Date"),
        "client": _("Client"),
        "kind": _("Document"),
        "taxable_eur": _("Taxable amount"),
        "tax_eur": _("VAT"),
        "total_eur": _("Total"),
        "payable_eur": _("To pay"),
        "open_eur": _("Still open"),
        "next_due_on": _("Next due date"),
        "state": _("State"),
        "treatment": _("VAT of the document"),
        "recharges_stamp": _("Charge the stamp duty to the client"),
        "terms": _("Payment terms"),
        "reason": _("What it is about"),
        "order_document": _("Order or contract number"),
        "order_on": _("Date of the order"),
        "cig": _("CIG"),
        "cup": _("CUP"),
        "delivery_notes": _("Delivery notes"),
    }
    choices_columns = {
        "kind": messages.KINDS, "state": messages.STATES, "treatment": messages.TREATMENTS,
        "terms": messages.TERMS, "method": messages.METHODS,
    }  # fmt: skip
    formatters_columns = {"state": state_badge}
    search_columns = ["state", "kind", "dated_on", "next_due_on", "total_eur"]
    quick_search_columns = ["reason"]
    order_columns = ["dated_on", "number", "total_eur"]
    base_order = ("dated_on", "desc")

    @action(
        "remind", _("Send a payment reminder"),
        _("Send each of these clients a payment reminder? Who had one lately or wants none is "
          "left out."),
        "envelope", single=False,
    )  # fmt: skip
    def remind(self, items: list[Any]) -> ResponseReturnValue:
        """Have each client reminded of what is unpaid, in the background."""
        return super().remind(items)

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the invoices that the account may see."""
        return statement.where(queries.visible_invoices(access))

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Find by number or by the client's name."""
        return statement.where(queries.matching(text))

    def can_search(self) -> bool:
        """Offer the search box."""
        return True

    def tabs(self) -> Sequence[ListTab]:
        """Return the lists of the day."""
        today = local_day(utc_now())
        owed = Invoice.state.in_(OWED_STATES)
        return (
            ListTab("all", _("All invoices"), lambda found: found),
            ListTab("drafts", _("Drafts"), _in_states(*OPEN_STATES), counted=True),
            ListTab("to_send", _("SDI in uscita"), _in_states(
                InvoiceState.TO_SEND, InvoiceState.SENT, InvoiceState.REJECTED,
            ), counted=True),
            ListTab("rejected", _("Format NOT valid"), _in_states(InvoiceState.REJECTED),
                    counted=True),
            ListTab("unpaid", _("Unpaid"), lambda found: found.where(
                owed, Invoice.payable_eur > Invoice.paid_eur)),
            ListTab("overdue", _("Overdue invoices"), lambda found: found.where(
                owed, Invoice.next_due_on < today), counted=True),
        )  # fmt: skip

    def row_link_builder(self) -> Callable[[str], dict[str, str | None]]:
        """Link rows to their card only: what may be done depends on the state, shown there."""
        usual = super().row_link_builder()
        return lambda key: usual(key) | {"edit_url": None, "delete_url": None}

    @expose("/list/")
    @expose("/")
    @has_access
    def list(self) -> ResponseReturnValue:
        """Show the list with the totals of what it finds."""
        listing = Listing(self, request.args)
        page = listing.page()
        self.update_redirect()
        sums = None if listing.is_wrong else queries.sums_of(db.session(), listing.statement())
        status = 400 if page.filter_form.has_errors else 200
        return self.render_template(
            self.list_template, title=page.title, page=page, sums=sums
        ), status

    def cell_text(self, item: Invoice, name: str) -> Any:
        """Return a cell: the number as printed, what is still open."""
        if name == "number":
            return item.label
        if name == "open_eur":
            is_owed = item.state in OWED_STATES
            return format_number(item.open_eur) if is_owed else ""
        return super().cell_text(item, name)

    def option_text(self, item: Invoice) -> str:
        """Return the heading of a document."""
        kind = str(messages.KINDS[item.kind])
        if item.number is None:
            return gettext("%(document)s, draft", document=kind)
        return gettext("%(document)s %(number)s", document=kind, number=item.label)

    # Forms ----------------------------------------------------------------------------------

    def new_form(self) -> Any:
        """Return the form for a client, with what is usual for it."""
        form = super().new_form()
        form.dated_on.data = form.dated_on.data or local_day(utc_now())
        client = form.client.data
        if isinstance(client, Client):
            # Where the main card pays, it is proposed: whoever wants the flat chooses it again.
            client = form.client.data = client.who_pays
            profile = company_profile(db.session())
            usual = propose(client.subject_kind, profile.regime_fiscale)
            form.treatment.data = usual.treatment
            form.withholding_pct.data = usual.withholding_pct
        return form

    def create_item(self, form: Any) -> Invoice:
        """Store the draft."""
        with db.session.no_autoflush:
            invoice = service.new_draft(db.session(), form.client.data, today=form.dated_on.data)
            invoice.kind = form.kind.data
        return self.update_item(invoice, form)

    def update_item(self, item: Invoice, form: Any) -> Invoice:
        """Store the changes of a draft."""
        values = {name: form[name].data for name in _FIELDS}
        values |= {name: values[name] or "" for name in _TEXTS}
        return service.save_draft(db.session(), item, values, form.lines.lines)

    def delete_item(self, item: Invoice) -> None:
        """Delete a draft without number."""
        service.delete_draft(db.session(), item)

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> ResponseReturnValue:
        """Show the form of a draft or store it; an issued document has its card only."""
        item = self.get_or_404(pk)
        if item.state not in OPEN_STATES:
            flash(user_message(NotOpenError()), "warning")
            return redirect(self.address("show", pk=pk))
        return super().edit.__wrapped__(self, pk)

    def _form_page(self, kind: str, form: Any, **context: Any) -> str:
        session = db.session()
        form.lines.offer = Offer(queries.vat_choices(session), queries.offered_items(session))
        item = context.get("item")
        client = item.client if item is not None else form.client.data
        context["client"] = client if isinstance(client, Client) else None
        context["settled"] = None if item is None else settled_of(item, company_profile(session))
        context["labels"] = messages
        context["discounts"] = _discounts(client)
        return super()._form_page(kind, form, **context)

    @expose("/calcola", methods=["POST"])
    @has_access
    def amounts(self) -> ResponseReturnValue:
        """Answer the form with the amounts of what is typed, and what is usual for the client."""
        require_csrf()
        form = self.add_form()
        form.lines.read()
        profile = company_profile(db.session())
        terms = Terms(
            treatment=form.treatment.data or Terms().treatment,
            withholding_pct=form.withholding_pct.data,
            recharges_stamp=bool(form.recharges_stamp.data),
            regime=profile.regime_fiscale,
        )
        return self.render_template(
            "invoices/_amounts.html",
            settled=settle(form.lines.lines, terms),
            discounts=_discounts(form.client.data),
            labels=messages,
        )

    # From the work --------------------------------------------------------------------------

    @expose("/da-fatturare")
    @has_access
    def to_invoice(self) -> ResponseReturnValue:
        """Show the interventions still to be invoiced, by client."""
        works = queries.works_to_invoice(db.session(), current_access())
        return self.render_template(
            "invoices/to_invoice.html", title=gettext("To be invoiced"), works=works
        )

    @expose("/da-interventi", methods=["POST"])
    @has_access
    def from_works(self) -> ResponseReturnValue:
        """Make a draft of the interventions ticked, and show it."""
        require_csrf()
        ids = row_keys(request.form.getlist("work"))
        session = db.session()
        works = queries.works_by_id(session, current_access(), ids)
        if len(works) != len(ids):
            abort(404)
        target = url_for("InvoiceView.to_invoice")
        with commit_or_flash(session):
            draft = service.draft_from_works(session, works, today=local_day(utc_now()))
            target = url_for("InvoiceView.show", pk=draft.id)
        return redirect(target)
