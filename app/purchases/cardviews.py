"""The card of a supplier's invoice: what it says, its files, its payments; and the upload."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from flask import abort, redirect, request, send_file
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from sqlalchemy.orm import undefer
from werkzeug.utils import secure_filename

from app.extensions import db
from app.files.store import FileMissingError
from app.invoices.forms import PaymentForm
from app.invoices.messages import METHODS, NOTICES
from app.invoices.rules import PaymentMethod
from app.kernel.dates import local_day
from app.kernel.text import squeeze
from app.purchases import messages, service
from app.purchases.intake import Outcome, take_all
from app.purchases.models import Purchase, PurchasePayment
from app.purchases.rules import Source, integrate_until
from app.purchases.rules_unpack import MOST_BYTES
from app.purchases.rules_xml import enclosure, parse
from app.web.access import current_access
from app.web.cardsteps import CardSteps
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formats import format_number
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash
from app.worker import company_files

#: How a supplier's wish is proposed as our payment.
_PROPOSED = {
    "MP01": PaymentMethod.CASH,
    "MP02": PaymentMethod.CHEQUE,
    "MP08": PaymentMethod.CARD,
    "MP12": PaymentMethod.BANK_ORDER,
    "MP19": PaymentMethod.DIRECT_DEBIT,
    "MP20": PaymentMethod.DIRECT_DEBIT,
    "MP21": PaymentMethod.DIRECT_DEBIT,
}


class PurchaseCardMixin(CardSteps):
    """Pages of one purchase, and the page that takes files in."""

    method_permission_name = {
        "xml": "read", "enclosed": "read", "pay": "write", "unpay": "write",
        "integrate": "write", "upload": "write", "take": "write",
    }  # fmt: skip

    # Of the view.
    get_or_404: Any
    address: Any
    render_template: Any
    card_page: Any

    def card_options(self) -> Any:
        """Load what the document says with its row."""
        return [undefer(Purchase.facts), *super().card_options()]  # type: ignore[misc]  # of HouseModelView

    def show_context(self, item: Purchase) -> dict[str, Any]:
        """Return what the card shows besides the columns."""
        may_write = current_access().has("purchases.write")
        return {
            "facts": item.facts,
            "figure": _figure,
            "labels": messages,
            "methods": METHODS,
            "may_write": may_write,
            "may_pay": may_write and bool(item.open_eur),
            "integrate_until": integrate_until(item.dated_on),
            "payment_form": _payment_form(item),
        }

    @expose("/<int:pk>/xml")
    @has_access
    def xml(self, pk: int) -> ResponseReturnValue:
        """Send the XML as it came, out of its signature."""
        item = self.get_or_404(str(pk))
        name = (
            item.file.name if item.file.name.lower().endswith(".xml") else f"{item.file.name}.xml"
        )
        return _sent(_content(item), secure_filename(name) or "fattura.xml")

    @expose("/<int:pk>/allegati/<int:place>")
    @has_access
    def enclosed(self, pk: int, place: int) -> ResponseReturnValue:
        """Send a file that the supplier enclosed: always to be saved, never shown by us."""
        item = self.get_or_404(str(pk))
        content = enclosure(parse(item.file.name, _content(item)), item.position, place)
        if not content:
            abort(404)
        said = item.facts["enclosures"][place]["name"]
        return _sent(content, secure_filename(said) or f"allegato-{place + 1}")

    @expose("/<int:pk>/paga", methods=["POST"])
    @has_access
    def pay(self, pk: int) -> ResponseReturnValue:
        """Note a payment, whole or in part."""
        form = PaymentForm()
        return self.form_step(
            pk, "typed_payment", form, lambda item: _paid(item, form), _("Payment noted.")
        )

    @expose("/<int:pk>/pagamenti/<int:payment_id>/elimina", methods=["POST"])
    @has_access
    def unpay(self, pk: int, payment_id: int) -> ResponseReturnValue:
        """Take back a payment noted by mistake."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        with commit_or_flash(db.session()):
            if not service.remove_payment(db.session(), item, payment_id):
                abort(404)
        return redirect(self.address("show", pk=pk))

    @expose("/<int:pk>/integrata", methods=["POST"])
    @has_access
    def integrate(self, pk: int) -> ResponseReturnValue:
        """Note that the VAT was integrated, or that it was not after all."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        day = None if item.integrated_on else local_day(utc_now())
        with commit_or_flash(db.session()):
            service.note_integration(db.session(), item, day)
        return redirect(self.address("show", pk=pk))

    @expose("/carica")
    @has_access
    def upload(self) -> ResponseReturnValue:
        """Show the page that takes files in."""
        return self._upload_page(())

    @expose("/carica", methods=["POST"])
    @has_access
    def take(self) -> ResponseReturnValue:
        """Take files in; say what became of each one."""
        require_csrf()
        files = [
            (squeeze(one.filename or "")[:160], one.stream.read(MOST_BYTES + 1))
            for one in request.files.getlist("files")
            if one.filename
        ]
        if not files:
            return self._upload_page((), problem=_("Choose at least one file.")), 422
        session = db.session()
        outcomes = take_all(session, files, Source.UPLOAD, put=company_files().put, now=utc_now())
        session.commit()
        return self._upload_page([_shown(one) for one in outcomes])

    def _upload_page(self, results: Any, problem: str = "") -> str:
        page: str = self.render_template(
            "purchases/upload.html",
            title=_("Take in supplier invoices"),
            results=results,
            problem=problem,
        )
        return page


def _shown(one: Outcome) -> dict[str, Any]:
    """Return what the page says of a file."""
    if one.error is not None:
        return {"name": one.name, "text": user_message(one.error), "is_good": False}
    if one.notice is not None:
        return {
            "name": one.name,
            "text": NOTICES[one.notice.kind],
            "is_good": one.notice.kind != "NS",
            "invoice": one.notice.file.invoice,
        }
    return {"name": one.name, "text": "", "is_good": True, "purchases": one.purchases}


def _figure(text: str | None) -> str:
    """Return a figure of the facts as people read it; empty when the supplier wrote none."""
    return "" if text is None else format_number(Decimal(text))


def _payment_form(item: Purchase) -> PaymentForm:
    wish = next((due.method for due in item.dues), "")
    return PaymentForm(
        formdata=None,
        amount_eur=item.open_eur,
        paid_on=local_day(utc_now()),
        method=_PROPOSED.get(wish, PaymentMethod.TRANSFER),
    )


def _paid(item: Purchase, form: PaymentForm) -> bool:
    payment = PurchasePayment(
        paid_on=form.paid_on.data,
        amount_eur=form.amount_eur.data,
        method=form.method.data,
        note=form.note.data or "",
    )
    service.add_payment(db.session(), item, payment)
    return True


def _content(item: Purchase) -> bytes:
    try:
        return company_files().read(item.file.sha256)
    except FileMissingError:
        abort(404)


def _sent(content: bytes, name: str) -> ResponseReturnValue:
    answer = send_file(
        BytesIO(content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
