"""The customer's own page of a quote, opened by the link in the message: no account."""

from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import no_cache

from app.accounts.entering import choose_company
from app.accounts.tokens import split_link
from app.extensions import db
from app.interventions.figures import amount_text
from app.kernel.dates import local_day
from app.orm.audit import Actor, set_actor
from app.quotes import answering, messages, service
from app.quotes.cardviews import pdf_answer
from app.quotes.forms import AcceptForm, RejectForm
from app.quotes.models import Quote
from app.quotes.rules import AcceptedBy, QuoteLinkNotValidError, QuoteState, shown_state
from app.web.clock import utc_now
from app.web.request import client_address
from app.web.saving import store


class CustomerQuoteView(BaseView):
    """Read a quote and answer it; the link answers once, and shows the answer afterwards."""

    route_base = "/preventivo"

    @expose("/<string:token>", methods=("GET", "POST"))
    @no_cache
    def page(self, token: str) -> ResponseReturnValue:
        """Show the quote, or store the answer."""
        quote = _quote_of(token)
        if quote is None:
            return self.render_template("quotes/link_not_valid.html"), 410
        accept, reject = AcceptForm(), RejectForm()
        if request.method == "GET":
            accept.signer_name.data = quote.revisions[-1].facts["client"]["name"]
            return self._page(token, quote, accept, reject)
        session, now = db.session(), utc_now()
        set_actor(session, Actor(None, quote.client.display_name[:120], client_address()))
        if request.form.get("answer") == "no":
            is_done = reject.validate() and store(
                session,
                reject,
                lambda: service.reject(
                    session, quote, reason=reject.reject_reason.data or "", now=now
                ),
                messages={},
            )
        else:
            is_done = accept.validate() and store(
                session,
                accept,
                lambda: service.accept(session, quote, _yes(accept), now=now),
                messages={},
            )
        found = _quote_of(token)
        if found is None:
            return self.render_template("quotes/link_not_valid.html"), 410
        return self._page(token, found, accept, reject), 200 if is_done else 422

    @expose("/<string:token>/pdf")
    @no_cache
    def pdf(self, token: str) -> ResponseReturnValue:
        """Send the PDF of what the customer reads."""
        quote = _quote_of(token)
        return abort(404) if quote is None else pdf_answer(quote, quote.revision)

    def _page(self, token: str, quote: Quote, accept: AcceptForm, reject: RejectForm) -> Any:
        revision = service.sent_revision(quote)
        return self.render_template(
            "quotes/customer.html",
            token=token,
            item=quote,
            revision=revision,
            facts=revision.facts,
            state=shown_state(quote.state, quote.valid_until, local_day(utc_now())),
            states=messages.STATES,
            QuoteState=QuoteState,
            chosen=answering.chosen_options() if accept.is_submitted() else (),
            amount=amount_text,
            form=accept,
            reject_form=reject,
        )


def _yes(form: AcceptForm) -> service.Acceptance:
    return answering.acceptance(AcceptedBy.LINK, form.signer_name.data or "")


def _quote_of(token: str) -> Quote | None:
    slug, secret = split_link(token)
    if not secret or not choose_company(slug):
        return None
    try:
        return service.quote_of_link(db.session(), secret, lock=request.method == "POST")
    except QuoteLinkNotValidError:
        return None
