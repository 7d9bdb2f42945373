"""The card of a quote: its page, its PDF and the steps that can be taken there."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app.calls.models import Call
from app.extensions import db
from app.interventions.figures import amount_text
from app.interventions.forms import SendForm
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.mail.messages import STATE_LABELS, STATE_TONES
from app.mail.queries import outgoing_mails
from app.mail.rules import About
from app.quotes import answering, messages, sending, service
from app.quotes.forms import AcceptForm, RejectForm
from app.quotes.models import Quote
from app.quotes.rules import AcceptedBy, QuoteState, shown_state
from app.tenancy.context import current_company
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.downloads import private_file
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.web.request import public_address
from app.web.saving import store
from app.worker import company_files


class QuoteCardMixin:
    """Pages of one quote."""

    method_permission_name = {
        "pdf": "read", "send": "write", "handed": "write", "revise": "write", "sign": "write",
        "accepted": "write", "rejected": "write", "to_call": "write",
    }  # fmt: skip

    # Of the view.
    get_or_404: Any
    render_template: Any
    address: Any
    update_redirect: Any

    @expose("/show/<pk>")
    @expose("/<int:pk>")
    @has_access
    def show(self, pk: Any) -> ResponseReturnValue:
        """Show the card."""
        item = self.get_or_404(str(pk))
        self.update_redirect()
        return self._page(item)

    @expose("/<int:pk>/pdf")
    @has_access
    def pdf(self, pk: int) -> ResponseReturnValue:
        """Send the PDF: of the draft as it is now, or of what was sent (``?revisione=``)."""
        quote = self.get_or_404(str(pk))
        if not current_access().has("prices.read"):
            abort(403)
        try:
            return pdf_answer(quote, request.args.get("revisione", type=int))
        except DomainError as refusal:  # the company's certificate cannot be used
            flash(user_message(refusal), "danger")
            return redirect(self.address("show", pk=pk))

    @expose("/<int:pk>/invia", methods=["POST"])
    @has_access
    def send(self, pk: int) -> ResponseReturnValue:
        """Send the quote to the addresses of the form, with a link to answer."""
        require_csrf()
        quote, form = self.get_or_404(str(pk), lock=True), SendForm()
        base = public_address()
        link = ""
        if base:
            link = f"{base}{url_for('CustomerQuoteView.page', token=f'{current_company()}.')}"
        if form.validate() and store(
            db.session(),
            form,
            lambda: sending.send_quote(
                db.session(),
                quote,
                sending.Letter(form.addresses(), f"{link}{{secret}}" if link else ""),
                access=current_access(),
                files=company_files(),
                now=utc_now(),
            ),
            messages={},
        ):
            flash(_("The quote is on its way to %(to)s.", to=form.to.data), "success")
            return redirect(self.address("show", pk=pk))
        return self._page(self.get_or_404(str(pk)), send_form=form), 422

    @expose("/<int:pk>/consegnato", methods=["POST"])
    @has_access
    def handed(self, pk: int) -> ResponseReturnValue:
        """Note that the quote was handed over on paper or shown."""
        return self._step(
            pk,
            lambda quote: sending.freeze(
                db.session(), quote, access=current_access(), now=utc_now()
            ),
            _("The quote now waits for the customer's answer."),
        )

    @expose("/<int:pk>/revisione", methods=["POST"])
    @has_access
    def revise(self, pk: int) -> ResponseReturnValue:
        """Open the next revision and go on to its form."""
        done = self._step(
            pk,
            lambda quote: service.revise(db.session(), quote, now=utc_now()),
            _("A new revision is open: what was sent is kept."),
        )
        quote = self.get_or_404(str(pk))
        is_open = quote.state is QuoteState.DRAFT
        return redirect(self.address("edit", pk=pk)) if is_open else done

    @expose("/<int:pk>/firma", methods=["GET", "POST"])
    @has_access
    def sign(self, pk: int) -> ResponseReturnValue:
        """Show the quote to the customer at the desk, who signs on the screen."""
        quote = self.get_or_404(str(pk), lock=request.method == "POST")
        form = AcceptForm()
        if request.method == "GET":
            if quote.state is not QuoteState.SENT:
                return redirect(self.address("show", pk=pk))
            form.signer_name.data = quote.client.display_name
            return self._sign_page(quote, form)
        if form.validate() and store(db.session(), form, lambda: _signed(quote, form), messages={}):
            flash(_("Signed and accepted."), "success")
            return redirect(self.address("show", pk=pk))
        return self._sign_page(self.get_or_404(str(pk)), form), 422

    @expose("/<int:pk>/accettato", methods=["POST"])
    @has_access
    def accepted(self, pk: int) -> ResponseReturnValue:
        """Note a yes by telephone or on paper."""
        require_csrf()
        quote, form = self.get_or_404(str(pk), lock=True), AcceptForm()
        if form.validate() and store(
            db.session(),
            form,
            lambda: service.accept(
                db.session(),
                quote,
                answering.acceptance(AcceptedBy.OFFICE, form.signer_name.data or ""),
                now=utc_now(),
            ),
            messages={},
        ):
            flash(_("Noted as accepted."), "success")
            return redirect(self.address("show", pk=pk))
        return self._page(self.get_or_404(str(pk)), accept_form=form), 422

    @expose("/<int:pk>/rifiutato", methods=["POST"])
    @has_access
    def rejected(self, pk: int) -> ResponseReturnValue:
        """Note a no with its reason."""
        require_csrf()
        quote, form = self.get_or_404(str(pk), lock=True), RejectForm()
        if form.validate() and store(
            db.session(),
            form,
            lambda: service.reject(
                db.session(), quote, reason=form.reject_reason.data or "", now=utc_now()
            ),
            messages={},
        ):
            flash(_("Noted as rejected."), "success")
            return redirect(self.address("show", pk=pk))
        return self._page(self.get_or_404(str(pk)), reject_form=form), 422

    @expose("/<int:pk>/chiamata", methods=["POST"])
    @has_access
    def to_call(self, pk: int) -> ResponseReturnValue:
        """Make the call of the work agreed on; go on to its appointment when that was asked."""
        access = current_access()
        if not access.has("calls.write"):
            abort(403)
        made: list[Call] = []
        answer = self._step(
            pk,
            lambda quote: made.append(
                service.to_call(db.session(), quote, access=access, now=utc_now())
            ),
            _("The call is ready, with what was agreed."),
        )
        if not made:
            return answer
        if request.form.get("then") == "schedule" and access.has("agenda.write"):
            return redirect(url_for("AgendaView.new", call=made[0].id))
        return redirect(url_for("CallView.show", pk=made[0].id))

    def _step(self, pk: int, write: Callable[[Quote], Any], done: str) -> ResponseReturnValue:
        require_csrf()
        quote = self.get_or_404(str(pk), lock=True)
        try:
            write(quote)
            db.session.commit()
            flash(done, "success")
        except DomainError as error:
            db.session.rollback()
            flash(user_message(error), "danger")
        return redirect(self.address("show", pk=pk))

    def _page(self, quote: Quote, **forms: Any) -> Any:
        access = current_access()
        about = About(sending.KIND, str(quote.id))
        client = quote.client
        shown = shown_state(quote.state, quote.valid_until, local_day(utc_now()))
        call_id = quote.call_id if access.has("calls.read") else None
        context = {
            "send_form": SendForm(formdata=None, to=client.email),
            "accept_form": AcceptForm(formdata=None, signer_name=client.display_name),
            "reject_form": RejectForm(formdata=None),
        } | forms
        return self.render_template(
            "quotes/show.html",
            title=_("Quote %(number)s", number=quote.label),
            item=quote,
            shown=shown,
            totals=service.totals_of(quote),
            amount=amount_text,
            labels=messages,
            may_write=access.has("quotes.write"),
            call=db.session.get(Call, call_id) if call_id is not None else None,
            mails=outgoing_mails(db.session(), about=about),
            mail_labels=STATE_LABELS,
            mail_tones=STATE_TONES,
            **context,
        )

    def _sign_page(self, quote: Quote, form: AcceptForm) -> Any:
        return self.render_template(
            "quotes/sign.html",
            title=_("Quote %(number)s", number=quote.label),
            item=quote,
            facts=service.sent_revision(quote).facts,
            amount=amount_text,
            chosen=answering.chosen_options(),
            form=form,
        )


def pdf_answer(quote: Quote, revision: int | None = None) -> ResponseReturnValue:
    """Return the PDF of a quote as the answer to a request; 404 for an unknown revision.

    Raises:
        CertificateNotReadableError: The company's certificate cannot be used.
    """
    session, files, now = db.session(), company_files(), utc_now()
    if revision is None:
        content = sending.print_quote(session, quote, files=files, now=now)
    else:
        found = next((one for one in quote.revisions if one.revision == revision), None)
        if found is None:
            abort(404)
        content = sending.print_revision(session, found, files=files, now=now)
    return private_file(content, sending.file_name(quote))


def _signed(quote: Quote, form: AcceptForm) -> Quote:
    strokes = answering.read_strokes(form.strokes.data or "")
    answer = answering.acceptance(AcceptedBy.SIGNATURE, form.signer_name.data or "", strokes)
    return service.accept(db.session(), quote, answer, now=utc_now())
