"""Sentences of the purchases."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.invoices.rules_payments import PaymentState
from app.kernel.errors import DomainError
from app.purchases import rules
from app.purchases.rules import Source

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.UnreadableError: _(
        "%(name)s cannot be opened: choose an XML, a p7m or a zip of electronic invoices."
    ),
    rules.NotAnInvoiceError: _(
        "%(name)s is not an electronic invoice, or lacks its number, date or supplier."
    ),
    rules.UnsafeXmlError: _(
        "%(name)s holds instructions that no genuine invoice has (a document type): it was not "
        "opened. Ask the supplier for the file that passed through the exchange system."
    ),
    rules.TooLargeError: _("%(name)s is larger than invoices are, or unpacks to far too much."),
    rules.AmountsTooLargeError: _(
        "The amounts in %(name)s are too large to be those of an invoice."
    ),
    rules.LockedArchiveError: _("%(name)s asks for a password: unpack it first."),
    rules.BrokenSignatureError: _(
        "%(name)s was damaged or changed after it was signed: download it again."
    ),
    rules.OtherBuyerError: _("%(name)s is addressed to %(buyer)s, not to this company."),
    rules.KnownPurchaseError: _("%(name)s is here already: %(label)s."),
}

#: Kinds of document, by code of FatturaPA.
KINDS: dict[str, LazyString] = {
    "TD01": _("Invoice"),
    "TD02": _("Advance invoice"),
    "TD04": _("Credit note"),
    "TD05": _("Debit note"),
    "TD06": _("Fee note"),
    "TD07": _("Simplified invoice"),
    "TD08": _("Credit note"),
    "TD24": _("Deferred invoice"),
    "TD25": _("Deferred invoice"),
}
#: How far a purchase is paid: money that goes out has other words than money that comes in.
PAYMENT_STATES = {
    PaymentState.OPEN: _("Left to pay"),
    PaymentState.PARTLY: _("Paid in part"),
    PaymentState.OVERDUE: _("Past its due date"),
    PaymentState.PAID: _("Paid to the supplier"),
}
SOURCES = {Source.UPLOAD: _("Uploaded"), Source.PEC: _("Arrived by PEC")}

#: Ways of payment, by code of FatturaPA; others are shown as they are.
WAYS: dict[str, LazyString] = {
    "MP01": _("Cash"),
    "MP02": _("Cheque payment"),
    "MP05": _("Bank transfer"),
    "MP08": _("Card payment"),
    "MP12": _("Ri.Ba."),
    "MP19": _("SEPA direct debit"),
    "MP20": _("SEPA direct debit"),
    "MP21": _("SEPA direct debit"),
    "MP23": _("PagoPA"),
}


def kind_label(code: str) -> str:
    """Return the name of a kind of document; the code itself when it is none we meet."""
    return str(KINDS.get(code, code))
