"""Identifiers of Italian persons and firms: tidied, then checked for form without internet.

A local check proves the form only; whether a number exists is known to the tax agency alone.
Glossary: tax code = codice fiscale; VAT number = partita IVA; recipient code = codice
destinatario; PEC = certified e-mail; postcode = CAP.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum import iban
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.it import codicefiscale, iva

from app.kernel.errors import DomainError

#: Recipient code of consumers and of those reached by PEC.
NO_RECIPIENT = "0000000"
#: Recipient code of customers who are not established in Italy.
FOREIGN_RECIPIENT = "XXXXXXX"

_NOISE = re.compile(r"[\s.\-_/\u00a0'\u2019]+")
_LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")


class Identifier(StrEnum):
    """What is being checked."""

    TAX_CODE = "tax_code"
    VAT_NUMBER = "vat_number"
    RECIPIENT_CODE = "recipient_code"
    EMAIL = "email"
    PEC = "pec"
    IBAN = "iban"
    POSTCODE = "postcode"


class Reason(StrEnum):
    """Why an identifier was not accepted."""

    EMPTY = "empty"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTERS = "wrong_characters"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    WRONG_FORMAT = "wrong_format"


@dataclass(frozen=True)
class Checked:
    """A tidied identifier and, when it is wrong, the reason."""

    identifier: Identifier
    value: str
    reason: Reason | None = None

    @property
    def is_valid(self) -> bool:
        """Tell whether the form is right."""
        return self.reason is None


@dataclass(eq=False)
class InvalidTaxCodeError(DomainError):
    """The codice fiscale is malformed."""

    value: str
    reason: Reason


@dataclass(eq=False)
class InvalidVatNumberError(DomainError):
    """The partita IVA is malformed."""

    value: str
    reason: Reason


@dataclass(eq=False)
class InvalidRecipientCodeError(DomainError):
    """The codice destinatario is malformed."""

    value: str
    reason: Reason


@dataclass(eq=False)
class InvalidEmailError(DomainError):
    """The e-mail or PEC address is malformed."""

    value: str
    reason: Reason


@dataclass(eq=False)
class InvalidIbanError(DomainError):
    """The IBAN is malformed."""

    value: str
    reason: Reason


@dataclass(eq=False)
class InvalidPostcodeError(DomainError):
    """The CAP is malformed."""

    value: str
    reason: Reason


def check_tax_code(text: str) -> Checked:
    """Check a codice fiscale: 16 characters of a person, omocodia included, or 11 digits.

    Source: DM 23/12/1976 for the check character and for omocodia (digits replaced by letters).
    """
    value = _NOISE.sub("", text).upper()
    if len(value) == 11:
        reason = _digits_reason(value)
    elif len(value) == 16:
        reason = _person_code_reason(value)
    else:
        reason = Reason.WRONG_LENGTH if value else Reason.EMPTY
    return Checked(Identifier.TAX_CODE, value, reason)


def check_vat_number(text: str) -> Checked:
    """Check a partita IVA: 11 digits with or without `IT`, or an EU number with its prefix."""
    value = _NOISE.sub("", text).upper()
    if value[:2].isalpha() and value[:2] != "IT":
        reason = None if eu_vat.is_valid(value) else Reason.WRONG_FORMAT
        return Checked(Identifier.VAT_NUMBER, value, reason)
    value = value.removeprefix("IT")
    if not value:
        reason = Reason.EMPTY
    elif len(value) != 11:
        reason = Reason.WRONG_LENGTH
    else:
        reason = _digits_reason(value)
    return Checked(Identifier.VAT_NUMBER, value, reason)


def check_recipient_code(text: str) -> Checked:
    """Check a codice destinatario: 7 letters and digits, or 6 for a public body."""
    value = _NOISE.sub("", text).upper()
    reason = None
    if not value:
        reason = Reason.EMPTY
    elif len(value) not in (6, 7):
        reason = Reason.WRONG_LENGTH
    elif not (value.isascii() and value.isalnum()):
        reason = Reason.WRONG_CHARACTERS
    return Checked(Identifier.RECIPIENT_CODE, value, reason)


def check_email(text: str, identifier: Identifier = Identifier.EMAIL) -> Checked:
    """Check one e-mail address; the value is in lower case, without `mailto:` and brackets."""
    value = text.strip().strip("<>;, ").lower().removeprefix("mailto:")
    local, _, domain = value.rpartition("@")
    reason = None
    if not value:
        reason = Reason.EMPTY
    elif len(value) > 254 or len(local) > 64:
        reason = Reason.WRONG_LENGTH
    elif not value.isascii() or re.search(r"\s", value):
        reason = Reason.WRONG_CHARACTERS
    elif not (_LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        reason = Reason.WRONG_FORMAT
    return Checked(identifier, value, reason)


def check_pec(text: str) -> Checked:
    """Check a PEC address; its form is that of any e-mail address."""
    return check_email(text, Identifier.PEC)


def check_iban(text: str) -> Checked:
    """Check an IBAN of any country; the Italian one has its own check letter too (CIN)."""
    value = re.sub(r"[\s.\-]+", "", text).upper().removeprefix("IBAN").lstrip(":")
    return Checked(Identifier.IBAN, value, _iban_reason(value))


def check_postcode(text: str) -> Checked:
    """Check an Italian CAP: 5 digits. Zeros lost by a spreadsheet are not guessed here."""
    value = re.sub(r"[\s\-]+", "", text).upper().removeprefix("I").removeprefix("T")
    reason = None
    if not value:
        reason = Reason.EMPTY
    elif not (value.isascii() and value.isdigit()):
        reason = Reason.WRONG_CHARACTERS
    elif len(value) != 5:
        reason = Reason.WRONG_LENGTH
    return Checked(Identifier.POSTCODE, value, reason)


_ERRORS: dict[Identifier, type[DomainError]] = {
    Identifier.TAX_CODE: InvalidTaxCodeError,
    Identifier.VAT_NUMBER: InvalidVatNumberError,
    Identifier.RECIPIENT_CODE: InvalidRecipientCodeError,
    Identifier.EMAIL: InvalidEmailError,
    Identifier.PEC: InvalidEmailError,
    Identifier.IBAN: InvalidIbanError,
    Identifier.POSTCODE: InvalidPostcodeError,
}


def ensure_valid(checked: Checked) -> str:
    """Return the tidied value of a valid identifier.

    Raises:
        DomainError: The class that belongs to the identifier, with its value and reason.
    """
    if checked.reason is not None:
        raise _ERRORS[checked.identifier](checked.value, checked.reason)
    return checked.value


def _digits_reason(value: str) -> Reason | None:
    if not (value.isascii() and value.isdigit()):
        return Reason.WRONG_CHARACTERS
    return None if iva.is_valid(value) else Reason.WRONG_CHECK_DIGIT


def _iban_reason(value: str) -> Reason | None:
    if not value:
        return Reason.EMPTY
    if not 15 <= len(value) <= 34 or (value.startswith("IT") and len(value) != 27):
        return Reason.WRONG_LENGTH
    try:
        iban.validate(value)
    except InvalidChecksum:
        return Reason.WRONG_CHECK_DIGIT
    except ValidationError:
        return Reason.WRONG_FORMAT
    return None


def _person_code_reason(value: str) -> Reason | None:
    if not (value.isascii() and value.isalnum()):
        return Reason.WRONG_CHARACTERS
    try:
        codicefiscale.validate(value)
    except InvalidChecksum:
        return Reason.WRONG_CHECK_DIGIT
    except ValidationError:
        return Reason.WRONG_FORMAT
    return None
