"""The card of an invoice: its page, its files, and the steps it may take."""

from typing import Any

from flask import abort, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from lxml import etree

from app.channels.messages import SEND
from app.channels.rules import ChannelKind
from app.company.queries import company_profile
from app.extensions import db
from app.invoices import messages, payments, service
from app.invoices.assembling import document_of, facts_of, settled_of
from app.invoices.documents import file_stem, invoice_pdf, unit_price_text
from app.invoices.findings import Finding, plain
from app.invoices.forms import PaymentForm
from app.invoices.models import EInvoiceFile, Invoice, Payment
from app.invoices.reminding import reminders_of
from app.invoices.rules import (
    CORRECTABLE_STATES,
    OPEN_STATES,
    OWED_STATES,
    DocumentKind,
    InvoiceState,
    SchemaMissingError,
)
from app.invoices.rules_payments import payment_state
from app.invoices.schema import invoice_schema
from app.invoices.sdiviews import channel
from app.kernel.dates import local_day
from app.web.access import current_access
from app.web.cardsteps import CardSteps
from app.web.clock import utc_now
from app.web.downloads import private_file
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash
from app.worker import company_files


class CardMixin(CardSteps):
    """Pages of one invoice; the view it belongs to says which ones one may see."""

    method_permission_name = {
        "pdf": "show", "xml": "show", "issue": "write", "reopen": "write", "credit": "write",
        "pay": "write", "unpay": "write",
    }  # fmt: skip

    # Of the view.
    get_or_404: Any
    address: Any

    def show_context(self, item: Invoice) -> dict[str, Any]:
        """Return what the card shows besides the columns."""
        access, today = current_access(), local_day(utc_now())
        is_open, kind = item.state in OPEN_STATES, channel()
        may_write = access.has("invoices.write")
        profile = company_profile(db.session())
        return {
            "labels": messages,
            "settled": settled_of(item, profile),
            "findings": _findings(item) if is_open and may_write and item.lines else (),
            "may_write": may_write,
            "is_open": is_open,
            "may_send": may_write and item.state is InvoiceState.TO_SEND,
            "send_label": SEND[kind],
            "is_by_hand": kind is ChannelKind.MANUAL,
            "waits_to_leave": item.state is InvoiceState.SENT and item.files[-1].sent_at is None,
            "may_sign": may_write and item.state is InvoiceState.TO_SEND
            and item.facts.get("format") == "FPA12",
            "may_reopen": may_write and item.state in CORRECTABLE_STATES,
            "may_credit": may_write and item.kind is not DocumentKind.CREDIT_NOTE
            and item.state in OWED_STATES,
            "may_pay": may_write and item.state in OWED_STATES and item.open_eur,
            "price": unit_price_text,
            "is_credit": item.kind is DocumentKind.CREDIT_NOTE,
            "open_eur": item.open_eur,
            "payment_state": payment_state(
                item.payable_eur, item.paid_eur, item.next_due_on, today
            ),
            "payment_form": _payment_form(item),
            "reminders": reminders_of(db.session(), item.id),
        }  # fmt: skip

    @expose("/<int:pk>/pdf")
    @has_access
    def pdf(self, pk: int) -> ResponseReturnValue:
        """Send the PDF: of what was frozen, or of the draft as it would be."""
        item = self.get_or_404(str(pk))
        profile = company_profile(db.session())
        facts = item.facts or facts_of(document_of(item, profile, number=item.label))
        content = invoice_pdf(
            facts, profile, files=company_files(), now=utc_now(), is_draft=not item.facts
        )
        return private_file(content, f"{file_stem(item)}.pdf")

    @expose("/<int:pk>/xml/<int:file_id>")
    @has_access
    def xml(self, pk: int, file_id: int) -> ResponseReturnValue:
        """Send an XML of the document."""
        item = self.get_or_404(str(pk))
        file = _file_of(item, file_id)
        if "firmato" in request.args and file.signed is not None:
            return private_file(
                file.signed, f"{file.name}.p7m", mimetype="application/pkcs7-mime",
                as_attachment=True,
            )  # fmt: skip
        return private_file(file.content, file.name, mimetype="application/xml", as_attachment=True)

    @expose("/<int:pk>/emetti", methods=["POST"])
    @has_access
    def issue(self, pk: int) -> ResponseReturnValue:
        """Give the draft its number and freeze it."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        with commit_or_flash(db.session()):
            service.issue(db.session(), item, now=utc_now(), schema=schema())
            flash(_("Issued with number %(number)s.", number=item.label), "success")
        return redirect(self.address("show", pk=pk))

    @expose("/<int:pk>/correggi", methods=["POST"])
    @has_access
    def reopen(self, pk: int) -> ResponseReturnValue:
        """Open a document for correction; number and date stay."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        with commit_or_flash(db.session()):
            service.reopen(db.session(), item)
        page = "edit" if item.state in OPEN_STATES else "show"
        return redirect(self.address(page, pk=pk))

    @expose("/<int:pk>/nota-di-credito", methods=["POST"])
    @has_access
    def credit(self, pk: int) -> ResponseReturnValue:
        """Make the draft of a credit note."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        with commit_or_flash(db.session()):
            note = service.credit_note(db.session(), item, today=local_day(utc_now()))
            pk = note.id
        return redirect(self.address("show", pk=pk))

    @expose("/<int:pk>/incassa", methods=["POST"])
    @has_access
    def pay(self, pk: int) -> ResponseReturnValue:
        """Record money that came in."""
        form = PaymentForm()
        return self.form_step(
            pk, "typed_payment", form, lambda item: _paid(item, form), _("Payment recorded.")
        )

    @expose("/<int:pk>/incassi/<int:payment_id>/elimina", methods=["POST"])
    @has_access
    def unpay(self, pk: int, payment_id: int) -> ResponseReturnValue:
        """Take back a payment recorded by mistake."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        with commit_or_flash(db.session()):
            if not payments.remove_payment(db.session(), item, payment_id):
                abort(404)
        return redirect(self.address("show", pk=pk))


def schema() -> etree.XMLSchema | None:
    """Return the official schema of this installation."""
    return invoice_schema(current_app.config["FATTURAPA_XSD"])


def _findings(item: Invoice) -> tuple[Finding, ...]:
    """Return what the exchange system would say; a missing schema is said by itself."""
    try:
        found = service.check(db.session(), item, today=local_day(utc_now()), schema=schema())
    except SchemaMissingError as error:
        flash(user_message(error), "danger")
        return ()
    return plain(found)


def _payment_form(item: Invoice) -> PaymentForm:
    return PaymentForm(
        formdata=None,
        amount_eur=item.open_eur,
        paid_on=local_day(utc_now()),
        method=item.method,
    )


def _paid(item: Invoice, form: PaymentForm) -> bool:
    payment = Payment(
        paid_on=form.paid_on.data,
        amount_eur=form.amount_eur.data,
        method=form.method.data,
        note=form.note.data or "",
    )
    payments.add_payment(db.session(), item, payment)
    return True


def _file_of(item: Invoice, file_id: int) -> EInvoiceFile:
    found = next((file for file in item.files if file.id == file_id), None)
    return found or abort(404)
