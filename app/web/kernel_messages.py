"""What the user reads when a date, amount, number or address cannot be understood."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.dates import InvalidDateError
from app.kernel.errors import DomainError
from app.kernel.identifiers import (
    Identifier,
    InvalidEmailError,
    InvalidIbanError,
    InvalidPostcodeError,
    InvalidRecipientCodeError,
    InvalidTaxCodeError,
    InvalidVatNumberError,
    Reason,
)
from app.kernel.money import AmountTooLargeError, InvalidAmountError, TooManyDecimalsError
from app.kernel.phones import InvalidPhoneError
from app.kernel.subject import SubjectKind, SubjectReason
from app.kernel.units import InvalidPowerError
from app.kernel.weekhours import HoursOrderError, HoursUnreadableError

REFUSALS: dict[type[DomainError], LazyString] = {
    HoursUnreadableError: _("Write both hours, as 08:30 and 12:30."),
    HoursOrderError: _("Each hour must come after the one before it."),
    InvalidDateError: _("“%(text)s” is not a date: write day/month/year, for example 31/12/2025."),
    InvalidAmountError: _("“%(text)s” is not a number: write for example 1.234,56."),
    TooManyDecimalsError: _("“%(text)s” has too many decimals: at most %(decimals)s are allowed."),
    AmountTooLargeError: _("“%(text)s” is too large."),
    InvalidPowerError: _("“%(text)s” is not a power: write the kilowatts, for example 24,5."),
    InvalidPhoneError: _("“%(text)s” is not a phone number."),
    InvalidTaxCodeError: _("The tax code %(value)s is not correct: check it with the customer."),
    InvalidVatNumberError: _(
        "The VAT number %(value)s is not correct: check it with the customer."
    ),
    InvalidRecipientCodeError: _(
        "The recipient code %(value)s is not correct: "
        "it has 7 letters and digits, 6 for a public body."
    ),
    InvalidEmailError: _("“%(value)s” is not an e-mail address."),
    InvalidIbanError: _("The IBAN %(value)s is not correct."),
    InvalidPostcodeError: _("The postcode %(value)s is not correct: it has 5 digits."),
}

IDENTIFIER_LABELS: dict[Identifier, LazyString] = {
    Identifier.TAX_CODE: _("Tax code"),
    Identifier.VAT_NUMBER: _("VAT number"),
    Identifier.RECIPIENT_CODE: _("Recipient code"),
    Identifier.EMAIL: _("E-mail"),
    Identifier.PEC: _("Certified e-mail"),
    Identifier.IBAN: _("IBAN"),
    Identifier.POSTCODE: _("Postcode"),
}

REASON_LABELS: dict[Reason, LazyString] = {
    Reason.EMPTY: _("it is empty"),
    Reason.WRONG_LENGTH: _("the length is wrong"),
    Reason.WRONG_CHARACTERS: _("it contains characters that are not allowed"),
    Reason.WRONG_CHECK_DIGIT: _("the check digit does not match: there is a typing error"),
    Reason.WRONG_FORMAT: _("the form is wrong"),
}

SUBJECT_KIND_LABELS: dict[SubjectKind, LazyString] = {
    SubjectKind.PERSON: _("Private person"),
    SubjectKind.BUSINESS: _("Company"),
    SubjectKind.PUBLIC_BODY: _("Public body"),
    SubjectKind.CONDOMINIUM: _("Condominium or other body"),
}

SUBJECT_REASON_LABELS: dict[SubjectReason, LazyString] = {
    SubjectReason.SIX_CHARACTER_RECIPIENT: _("The recipient code has 6 characters."),
    SubjectReason.PUBLIC_BODY_NAME: _("The name is that of a public body."),
    SubjectReason.BODY_TAX_CODE: _(
        "The tax code has 11 digits, starts with 8 or 9, and there is no VAT number."
    ),
    SubjectReason.SOLE_TRADER: _(
        "There are a VAT number and a person's tax code: it is a sole trader."
    ),
    SubjectReason.VAT_NUMBER: _("There is a VAT number."),
    SubjectReason.PERSONAL_TAX_CODE: _("The tax code is that of a person."),
    SubjectReason.BODY_NAME: _("The name is that of a condominium or other body."),
    SubjectReason.COMPANY_NAME: _("The name is that of a company."),
    SubjectReason.NOTHING_KNOWN: _("Nothing says otherwise."),
}
