"""Screens of the purchases: what suppliers sent, what is to be paid, who they are."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select
from wtforms import validators

from app.company.forms import CheckedTextField
from app.extensions import db
from app.invoices.rules_payments import PaymentState, payment_state
from app.kernel import identifiers
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.purchases import messages, queries
from app.purchases.cardviews import PurchaseCardMixin
from app.purchases.models import Purchase, Supplier
from app.web.clock import utc_now
from app.web.errors import register_messages
from app.web.fields import TextField
from app.web.formats import format_number
from app.web.listing import Listing
from app.web.lists import ListTab
from app.web.markup import badge
from app.web.rowchoice import BlankLongTextField, BlankPhoneField
from app.web.views import HouseModelView

register_messages(messages.REFUSALS)

_TONES = {
    PaymentState.OPEN: "warning",
    PaymentState.PARTLY: "warning",
    PaymentState.OVERDUE: "danger",
    PaymentState.PAID: "success",
}


def payment_badge(item: Purchase) -> Markup:
    """Return how far a purchase is paid, with its colour."""
    state = payment_state(item.payable_eur, item.paid_eur, item.next_due_on, local_day(utc_now()))
    return badge(_TONES[state], messages.PAYMENT_STATES[state])


class PurchaseView(PurchaseCardMixin, HouseModelView):
    """Invoices of suppliers, newest first."""

    route_base = "/fatture-fornitori"
    class_permission_name = "purchases"
    method_permission_name = {"export": "read", "delete": "write"}
    exclude_route_methods = {"add", "edit", "delete"}
    base_permissions = ["can_read", "can_write"]
    datamodel = SQLAInterface(Purchase)
    show_template = "purchases/show.html"
    list_template = "purchases/list.html"
    list_title = _("Supplier invoices")
    list_columns = [
        "supplier", "number", "dated_on", "total_eur", "open_eur", "next_due_on", "is_paid",
    ]  # fmt: skip
    number_columns = ("open_eur",)
    empty_title = _("No invoices of suppliers yet")
    empty_text = _(
        "Take in the XML, p7m or zip files from the portal of the Agenzia delle Entrate or from "
        "your intermediary; with the PEC set up they arrive by themselves."
    )
    optional_columns = ["kind", "taxable_eur", "tax_eur", "payable_eur", "paid_eur"]
    eager = ("supplier",)
    label_columns = {
        "supplier": _("Supplier"),
        "number": _("Number"),
        "dated_on": _("Date"),
        "kind": _("Document"),
        "taxable_eur": _("Taxable amount"),
        "tax_eur": _("VAT"),
        "total_eur": _("Total"),
        "payable_eur": _("To pay"),
        "paid_eur": _("Paid so far"),
        "open_eur": _("Left to pay"),
        "next_due_on": _("Next due date"),
        "is_paid": _("State"),
    }
    search_columns = ["dated_on", "next_due_on", "total_eur", "supplier"]
    order_columns = ["supplier", "number", "dated_on", "total_eur", "next_due_on"]
    order_paths = {"supplier": "supplier.name"}
    base_order = ("dated_on", "desc")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the purchases that the account may see."""
        return statement.where(queries.visible_purchases(access))

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Find by number or by the supplier's name."""
        return statement.where(queries.matching(text))

    def can_search(self) -> bool:
        """Offer the search box."""
        return True

    def tabs(self) -> Sequence[ListTab]:
        """Return the lists of the day."""
        today = local_day(utc_now())
        return (
            ListTab("all", _("All of them"), lambda found: found),
            ListTab("to_pay", _("Left to pay"), lambda found: found.where(queries.still_open())),
            ListTab("overdue", _("Past their due date"),
                    lambda found: found.where(queries.overdue(today)), counted=True),
            ListTab("integrate", _("VAT to integrate"),
                    lambda found: found.where(queries.to_integrate()), counted=True),
        )  # fmt: skip

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

    def cell_text(self, item: Purchase, name: str) -> Any:
        """Return a cell: what is still open, how far it is paid."""
        if name == "open_eur":
            return format_number(item.open_eur)
        if name == "is_paid":
            return payment_badge(item)
        return messages.kind_label(item.kind) if name == "kind" else super().cell_text(item, name)

    def export_value(self, item: Purchase, name: str) -> Any:
        """Return a cell of the exported file: amounts as numbers, the state in words."""
        if name == "open_eur":
            return item.open_eur
        if name == "is_paid":
            return payment_badge(item).striptags()
        return super().export_value(item, name)

    def option_text(self, item: Purchase) -> str:
        """Return the heading of a purchase."""
        return gettext(
            "%(document)s %(number)s", document=messages.kind_label(item.kind), number=item.number
        )


class SupplierView(HouseModelView):
    """Who sends invoices; the first one of each makes its row."""

    route_base = "/fornitori"
    class_permission_name = "purchases"
    method_permission_name = {"export": "read"}
    exclude_route_methods = {"add", "delete"}
    base_permissions = ["can_read", "can_write"]
    datamodel = SQLAInterface(Supplier)
    show_template = "purchases/supplier.html"
    list_title = _("Suppliers")
    edit_title = _("Supplier")
    list_columns = ["name", "vat_id", "phone", "email"]
    optional_columns = ["tax_code", "address", "iban"]
    edit_columns = ["name", "phone", "email", "iban", "note"]
    edit_form_extra_fields = {
        "name": TextField(_("Name"), validators=[
            validators.InputRequired(), validators.Length(max=160)]),
        "phone": BlankPhoneField(_("Phone")),
        "email": CheckedTextField(_("E-mail"), check=identifiers.check_email, size=160),
        "iban": CheckedTextField(_("IBAN"), check=identifiers.check_iban, size=34),
        "note": BlankLongTextField(_("Note"), validators=[validators.Length(max=2000)]),
    }  # fmt: skip
    label_columns = {
        "name": _("Name"),
        "vat_id": _("VAT number"),
        "tax_code": _("Tax code"),
        "address": _("Address"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "iban": _("IBAN"),
        "note": _("Note"),
    }
    quick_search_columns = ["name", "vat_id", "tax_code"]
    order_columns = ["name", "vat_id"]
    base_order = ("name", "asc")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the suppliers that the account may see."""
        return statement.where(queries.visible_suppliers(access))

    def show_context(self, item: Supplier) -> dict[str, Any]:
        """Return the supplier's newest invoices and what is owed."""
        session = db.session()
        return {
            "purchases": queries.purchases_of(session, item.id),
            "open_eur": queries.owed_to(session, item.id),
            "badge_of": payment_badge,
            "kind_label": messages.kind_label,
        }

    def option_text(self, item: Supplier) -> str:
        """Return the supplier's name."""
        return item.name


VIEWS = (PurchaseView, SupplierView)
