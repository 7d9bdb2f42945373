"""Sentences of the quotes."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
from app.quotes import rules
from app.quotes.rules import AcceptedBy, QuoteState

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.QuoteNotDraftError: _("Quote %(label)s has been sent: make a new revision to change it."),
    rules.QuoteNotOpenError: _("Quote %(label)s does not wait for an answer."),
    rules.QuoteNotAcceptedError: _("Quote %(label)s has not been accepted yet."),
    rules.QuoteExpiredError: _("Quote %(label)s has expired: ask for an updated one."),
    rules.QuoteWithoutLinesError: _("Write at least one line that is not optional."),
    rules.ValidityBeforeDateError: _("The quote would expire before its own date."),
    rules.RejectReasonMissingError: _("Say why the customer refused."),
    rules.SignerMissingError: _("Write the name and surname of who accepts."),
    rules.QuoteLinkNotValidError: _("This link does not work any more."),
}

STATES = {
    QuoteState.DRAFT: _("Draft"),
    QuoteState.SENT: _("Sent quote"),
    QuoteState.ACCEPTED: _("Accepted"),
    QuoteState.REJECTED: _("Rejected"),
    QuoteState.EXPIRED: _("Expired"),
    QuoteState.CONVERTED: _("Converted"),
}
TONES = {
    QuoteState.DRAFT: "neutral",
    QuoteState.SENT: "info",
    QuoteState.ACCEPTED: "success",
    QuoteState.REJECTED: "danger",
    QuoteState.EXPIRED: "warning",
    QuoteState.CONVERTED: "purple",
}
ACCEPTED_BY = {
    AcceptedBy.SIGNATURE: _("signed on the screen"),
    AcceptedBy.LINK: _("accepted with the link"),
    AcceptedBy.OFFICE: _("noted by the office"),
}
