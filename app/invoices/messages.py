"""Sentences of the invoices."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.invoices import receipts, rules, rules_collecting, rules_payments
from app.invoices.findings import Finding
from app.invoices.rules import DocumentKind, InvoiceState, PaymentMethod, Treatment
from app.invoices.rules_payments import PaymentState, PaymentTerms
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.NotOpenError: _("This document was issued: it can no longer be changed."),
    rules.NotCorrectableError: _(
        "This document was handed to the exchange system: make a credit note instead."
    ),
    rules.NotWaitingError: _("This document is not waiting to be sent."),
    receipts.UnknownReceiptError: _("%(name)s is not a receipt of the exchange system."),
    receipts.ForeignReceiptError: _(
        "%(name)s speaks of a file that was not made here: check the company."
    ),
    rules.NoLinesError: _("Add at least one line with a description."),
    rules.FutureDateError: _("The date lies in the future: the exchange system would reject it."),
    rules.EarlierThanLastError: _(
        "The last document of this series is dated %(last_on)s: choose that day or a later one."
    ),
    rules.NumberedError: _(
        "This document has a number: it is corrected, or undone by a credit note, never deleted."
    ),
    rules.AlreadyInvoicedError: _("Intervention %(number)s is already on an invoice."),
    rules.OneClientError: _("Choose interventions of one client only."),
    rules.QuoteInvoicedError: _("The quote is already on document %(number)s."),
    rules.NoDepositError: _("This quote asks for no deposit."),
    rules.AdvanceNotIssuedError: _(
        "Issue the invoice of the deposit first: the final invoice names it and deducts it."
    ),
    rules.NothingToInvoiceError: _("Choose at least one instalment that is still to be invoiced."),
    rules.NoDraftsError: _("There is no draft to issue."),
    rules.BatchFaultError: _(
        "It could not be issued because of a fault of the program: open it and issue it by itself."
    ),
    rules.CreditKindError: _("A credit note is made from an issued invoice."),
    rules.FindingsError: _(
        "The exchange system would reject this document: mend the points listed below, then issue "
        "it again."
    ),
    rules.SchemaMissingError: _(
        "The official invoice schema is not installed, so the document cannot be checked. Ask "
        "whoever looks after the server."
    ),
    rules_collecting.BankDataMissingError: _(
        "Complete IBAN and bank codes first, in Company data, Bank."
    ),
    rules_collecting.NothingToCollectError: _(
        "Choose at least one instalment that is not at the bank yet."
    ),
    rules_collecting.FileClosedError: _("This file was already collected or withdrawn."),
    rules_collecting.MandateIncompleteError: _(
        "Write both the reference of the mandate and the day it was signed, or neither."
    ),
    rules_payments.NoAmountError: _("Write an amount other than zero."),
    rules_payments.TooMuchError: _("Only %(open_text)s euro are still open."),
    rules_payments.NotIssuedError: _("Issue the document before recording a payment."),
}

#: Names of the reminders, mildest first.
LEVELS = {1: _("First reminder"), 2: _("Second reminder"), 3: _("Last reminder")}
ORDERS = {
    rules_collecting.Order.RIBA: _("RiBa"),
    rules_collecting.Order.DEBIT: _("SEPA direct debit"),
}
SCHEMES = {
    rules_collecting.Scheme.CORE: _("CORE (anybody)"),
    rules_collecting.Scheme.B2B: _("B2B (firms only)"),
}
KINDS = {
    DocumentKind.INVOICE: _("Invoice"),
    DocumentKind.ADVANCE: _("Advance invoice"),
    DocumentKind.CREDIT_NOTE: _("Credit note"),
    DocumentKind.FEE_NOTE: _("Fee note"),
    DocumentKind.DEFERRED: _("Deferred invoice"),
}
STATES = {
    InvoiceState.DRAFT: _("Draft"),
    InvoiceState.CORRECTING: _("Being corrected"),
    InvoiceState.TO_SEND: _("To be sent"),
    InvoiceState.SENT: _("Sent to the exchange system"),
    InvoiceState.REJECTED: _("Format NOT valid"),
    InvoiceState.DELIVERED: _("Delivered"),
    InvoiceState.NOT_DELIVERED: _("In the buyer's tax area"),
    InvoiceState.ACCEPTED: _("Accepted by the body"),
    InvoiceState.REFUSED: _("Refused by the body"),
    InvoiceState.TERMS_ELAPSED: _("Terms elapsed"),
    InvoiceState.UNDELIVERABLE: _("Cannot be delivered"),
}
TREATMENTS = {
    Treatment.ORDINARY: _("Rates of the lines"),
    Treatment.REVERSE_CHARGE: _("Reverse charge N6.7"),
    Treatment.SPLIT_PAYMENT: _("Split payment"),
    Treatment.FLAT_RATE: _("Flat-rate regime, without VAT"),
}
METHODS = {
    PaymentMethod.TRANSFER: _("Bank transfer"),
    PaymentMethod.CASH: _("Cash"),
    PaymentMethod.CARD: _("Card payment"),
    PaymentMethod.CHEQUE: _("Cheque payment"),
    PaymentMethod.BANK_ORDER: _("Ri.Ba."),
    PaymentMethod.DIRECT_DEBIT: _("SEPA direct debit"),
    PaymentMethod.SET_OFF: _("Set off against a credit note"),
}

TERMS = {
    PaymentTerms.ON_SIGHT: _("On receipt"),
    PaymentTerms.DAYS_30: _("30 days"),
    PaymentTerms.MONTH_END_30: _("30 days, end of month"),
    PaymentTerms.DAYS_60: _("60 days"),
    PaymentTerms.MONTH_END_60: _("60 days, end of month"),
    PaymentTerms.DAYS_30_60: _("30 and 60 days"),
    PaymentTerms.MONTH_END_30_60_90: _("30, 60 and 90 days, end of month"),
}
PAYMENT_STATES = {
    PaymentState.OPEN: _("To be paid"),
    PaymentState.PARTLY: _("Partly paid"),
    PaymentState.OVERDUE: _("Payment overdue"),
    PaymentState.PAID: _("Paid"),
}
#: The same of a credit note, whose money goes back to the client.
CREDIT_STATES = {
    PaymentState.OPEN: _("To be paid back"),
    PaymentState.PARTLY: _("Paid back in part"),
    PaymentState.OVERDUE: _("To be paid back"),
    PaymentState.PAID: _("Set off or paid back"),
}
#: Tone of a state, for its badge.
TONES = {
    InvoiceState.DRAFT: "neutral",
    InvoiceState.CORRECTING: "warning",
    InvoiceState.TO_SEND: "info",
    InvoiceState.SENT: "purple",
    InvoiceState.REJECTED: "danger",
    InvoiceState.DELIVERED: "success",
    InvoiceState.NOT_DELIVERED: "info",
    InvoiceState.ACCEPTED: "success",
    InvoiceState.REFUSED: "danger",
    InvoiceState.TERMS_ELAPSED: "success",
    InvoiceState.UNDELIVERABLE: "warning",
}

#: What a receipt of the exchange system means for the office.
NOTICES = {
    "RC": _("Delivered: the document is issued."),
    "NS": _("Rejected: it was never issued. Correct it and send it again."),
    "MC": _("Could not be delivered: it lies in the buyer's tax area. Send them the PDF."),
    "NE": _("The public body has answered."),
    "DT": _("Fifteen days without answer: the body can no longer refuse it."),
    "AT": _("Cannot be delivered: send the attestation by other means."),
}

#: What the checks found and how to mend it, by the exchange system's code.
CHECKS: dict[str, LazyString] = {
    "00003": _("The file is larger than 5 MB: make the attachments smaller."),
    "00200": _("The file does not follow the official format: %(detail)s"),
    "00200.seller_vat": _("The company's VAT number is missing: complete the company data."),
    "00200.seller_name": _("The company's name is missing: complete the company data."),
    "00200.seller_street": _("The company's street is missing: complete the company data."),
    "00200.seller_postcode": _("The company's postcode is missing: complete the company data."),
    "00200.seller_municipality": _("The company's town is missing: complete the company data."),
    "00200.buyer_name": _("The client's name is missing: complete the client card."),
    "00200.buyer_street": _("The client's street is missing: complete the client card."),
    "00200.buyer_postcode": _("The client's postcode is missing: complete the client card."),
    "00200.buyer_municipality": _("The client's town is missing: complete the client card."),
    "00300": _("The tax code of the sender (%(value)s) is wrong: correct the company data."),
    "00301": _("The company's VAT number (%(value)s) is wrong: correct the company data."),
    "00302": _("The company's tax code (%(value)s) is wrong: correct the company data."),
    "00305": _("The client's VAT number (%(value)s) is wrong: correct the client card."),
    "00306": _("The client's tax code (%(value)s) is wrong: correct the client card."),
    "00313": _("The code for buyers abroad needs a foreign VAT number: correct the client card."),
    "00400": _("A line without VAT needs the reason: choose a VAT rate that has one."),
    "00401": _("A line with VAT has no reason for exemption: choose the VAT rate again."),
    "00403": _("The date of the document lies in the future: choose today or an earlier day."),
    "00411": _("A line bears the withholding, but the document does not state it."),
    "00417": _("The client has neither VAT number nor tax code: add one to the client card."),
    "00418": _("The credit note is dated before the invoice it undoes: choose a later date."),
    "00419": _("The VAT summary has fewer rates than the lines."),
    "00420": _("Reverse charge and split payment exclude each other: choose one."),
    "00421": _("The VAT at %(rate)s%% should be %(wanted)s."),
    "00422": _("The taxable amount at %(rate)s%% is not the sum of the lines."),
    "00423": _("The total of the line should be %(wanted)s."),
    "00424": _("The VAT rate is a fraction: write 22, not 0.22."),
    "00425": _("The number of the document holds no digit."),
    "00427": _(
        "The recipient code has the wrong length: 6 characters for a public body, 7 for the "
        "others. Correct the client card."
    ),
    "00428": _("Version and format of the file differ."),
    "00429": _("A row of the VAT summary without VAT needs its reason."),
    "00430": _("A row of the VAT summary with VAT has no reason for exemption."),
    "00438": _("A discount has neither a percentage nor an amount."),
    "00443": _("The VAT rate %(rate)s%% is not on both the lines and the summary."),
    "00444": _("The reason %(natura)s is missing from the VAT summary."),
    "00445": _("The reason %(natura)s is too generic: choose one such as N2.2 or N6.7."),
    "00471": _("Seller and client are the same: this card has the company's own codes."),
    "CIG": _("A public body cannot pay without CIG or CUP where they are due: ask the client."),
    "BOLLO": _("The stamp duty is due but not stated."),
    "TOTAL": _("The total of the document should be %(wanted)s."),
}


def sentence(finding: Finding) -> str:
    """Return what a finding says, with its values filled in."""
    return str(CHECKS[finding.key]) % finding.facts
