"""The card of a quote: its page, its PDF and the steps that can be taken there."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app.calls.cardsteps import CallSteps
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
from app.web.request import public_address
from app.worker import company_files


class QuoteCardMixin(CallSteps):
    """Pages of one quote."""

    method_permission_name = {
        "pdf": "read", "send": "write", "handed": "write", "revise": "write", "sign": "write",
        "accepted": "write", "rejected": "write", "to_call": "write",
    }  # fmt: skip

    # Of the view.
    render_template: Any

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
        form, base = SendForm(), public_address()
        link = ""
        if base:
            link = f"{base}{url_for('CustomerQuoteView.page', token=f'{current_company()}.')}"
        return self.form_step(
            pk,
            "send_form",
            form,
            lambda quote: sending.send_quote(
                db.session(),
                quote,
                sending.Letter(form.addresses(), f"{link}{{secret}}" if link else ""),
                access=current_access(),
                files=company_files(),
                now=utc_now(),
            ),
            _("The quote is on its way to %(to)s.", to=form.to.data),
        )

    @expose("/<int:pk>/consegnato", methods=["POST"])
    @has_access
    def handed(self, pk: int) -> ResponseReturnValue:
        """Note that the quote was handed over on paper or shown."""
        return self.step(
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
        done = self.step(
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
        form = AcceptForm()
        return self.sign_step(
            pk,
            form,
            waits=lambda quote: quote.state is QuoteState.SENT,
            write=lambda quote: _signed(quote, form),
            page=lambda quote: self._sign_page(quote, form),
            done=_("Signed and accepted."),
        )

    @expose("/<int:pk>/accettato", methods=["POST"])
    @has_access
    def accepted(self, pk: int) -> ResponseReturnValue:
        """Note a yes by telephone or on paper."""
        form = AcceptForm()
        return self.form_step(
            pk,
            "accept_form",
            form,
            lambda quote: service.accept(
                db.session(),
                quote,
                answering.acceptance(AcceptedBy.OFFICE, form.signer_name.data or ""),
                now=utc_now(),
            ),
            _("Noted as accepted."),
        )

    @expose("/<int:pk>/rifiutato", methods=["POST"])
    @has_access
    def rejected(self, pk: int) -> ResponseReturnValue:
        """Note a no with its reason."""
        form = RejectForm()
        return self.form_step(
            pk,
            "reject_form",
            form,
            lambda quote: service.reject(
                db.session(), quote, reason=form.reject_reason.data or "", now=utc_now()
            ),
            _("Noted as rejected."),
        )

    @expose("/<int:pk>/chiamata", methods=["POST"])
    @has_access
    def to_call(self, pk: int) -> ResponseReturnValue:
        """Make the call of the work agreed on; go on to its appointment when that was asked."""
        return self.call_step(
            pk,
            lambda quote: service.to_call(
                db.session(), quote, access=current_access(), now=utc_now()
            ),
            _("The call is ready, with what was agreed."),
        )

    def card_page(self, item: Quote, pk: str, **context: Any) -> str:
        """Return the card; `context` brings forms that were refused."""
        del pk
        access = current_access()
        about = About(sending.KIND, str(item.id))
        client = item.client
        shown = shown_state(item.state, item.valid_until, local_day(utc_now()))
        call_id = item.call_id if access.has("calls.read") else None
        forms = {
            "send_form": SendForm(formdata=None, to=client.email),
            "accept_form": AcceptForm(formdata=None, signer_name=client.display_name),
            "reject_form": RejectForm(formdata=None),
        } | context
        return self.render_template(
            "quotes/show.html",
            title=_("Quote %(number)s", number=item.label),
            item=item,
            shown=shown,
            totals=service.totals_of(item),
            amount=amount_text,
            labels=messages,
            may_write=access.has("quotes.write"),
            call=db.session.get(Call, call_id) if call_id is not None else None,
            mails=outgoing_mails(db.session(), about=about),
            mail_labels=STATE_LABELS,
            mail_tones=STATE_TONES,
            **forms,
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
