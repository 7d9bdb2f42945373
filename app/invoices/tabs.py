"""What the client card and the menu say of invoices."""

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from app.clients.card import CardFacts, Headline
from app.extensions import db
from app.interventions.models import Intervention
from app.invoices import messages
from app.invoices.queries import balance_of, invoice_of_work, invoices_of_quote
from app.invoices.rules import DocumentKind
from app.kernel.dates import local_day
from app.quotes.models import Quote
from app.quotes.rules import QuoteState
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formats import format_number
from app.web.markup import rendered

#: States in which a quote may be invoiced.
_AGREED = (QuoteState.ACCEPTED, QuoteState.CONVERTED)


def unpaid_headline(facts: CardFacts) -> list[Headline]:
    """Say on the card what the client has not paid, for whoever sees invoices."""
    if not current_access().has("invoices.read"):
        return []
    balance = balance_of(db.session(), facts.client.id, local_day(utc_now()))
    if balance.open_eur <= 0:
        return []
    url = url_for("ClientView.show", pk=facts.client.id, tab="invoices")
    if balance.overdue_eur > 0:
        text = gettext("€ %(amount)s overdue", amount=format_number(balance.overdue_eur))
        return [Headline(_("Unpaid"), text, url, "danger", "cash-coin")]
    text = gettext("€ %(amount)s to be paid", amount=format_number(balance.open_eur))
    return [Headline(_("Unpaid"), text, url, "warning", "cash-coin")]


def invoice_button(work: Intervention) -> Markup:
    """Return, for the card of an intervention, its invoice or the button that makes one."""
    access = current_access()
    if not access.has("invoices.read"):
        return Markup()
    return rendered(
        "invoices/_work_button.html",
        work=work,
        invoice=invoice_of_work(db.session(), work.id),
        may_make=access.has("invoices.write") and work.total_eur > 0,
        labels=messages,
    )


def quote_invoices(quote: Quote) -> Markup:
    """Return, for the card of a quote, its invoices and the buttons that make the next one."""
    access = current_access()
    if not access.has("invoices.read") or quote.state not in _AGREED:
        return Markup()
    invoices = invoices_of_quote(db.session(), quote.id)
    may_write = access.has("invoices.write")
    is_done = any(one.kind is not DocumentKind.ADVANCE for one in invoices)
    return rendered(
        "invoices/_quote.html",
        quote=quote,
        invoices=invoices,
        may_make=may_write and not is_done,
        may_ask_deposit=may_write and quote.deposit_pct and not invoices,
        labels=messages,
    )


def unpaid_note(client_id: int) -> Markup:
    """Return, for the form of a call, what the client has not paid; empty when nothing is owed."""
    if not current_access().has("invoices.read"):
        return Markup()
    balance = balance_of(db.session(), client_id, local_day(utc_now()))
    if balance.open_eur <= 0:
        return Markup()
    return rendered("invoices/_unpaid_note.html", balance=balance, client_id=client_id)
