"""Sentences of the interventions."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.attachments.messages import KINDS
from app.files.signatures import SignatureEmptyError, SignatureNotReadableError
from app.interventions import rules_content, rules_reading, rules_sending
from app.interventions.rules import (
    FindingKind,
    LineSource,
    Outcome,
    PaymentMethod,
    SignerRole,
    UnsignedReason,
)
from app.interventions.rules_conflicts import Conflict
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules_reading.ContentNotValidError: _("Some fields of the report cannot be accepted."),
    rules_content.MaintenanceWithoutDeviceError: _(
        "“%(type_label)s” needs at least one device: without it no due date can move."
    ),
    rules_content.ReportInFutureError: _("The day of the work cannot be in the future."),
    rules_sending.ReportClashError: _(
        "A report with this identifier has already arrived with other content."
    ),
    rules_sending.AppointmentNotYoursError: _("This appointment does not exist."),
    rules_sending.PlaceHiddenError: _(
        "Press «On the way» first: address, phone and report open then."
    ),
    rules_sending.AttachmentsMissingError: _(
        "Some photos of the report have not arrived yet: send them again."
    ),
    rules_sending.CorrectionNotAllowedError: _(
        "A report that was sent is corrected by the office: tell them what is wrong."
    ),
    rules_sending.PaymentNotAllowedError: _(
        "You may not record payments: ask the office for the permission."
    ),
    rules_sending.ReportOutdatedError: _(
        "Somebody has corrected this report meanwhile: open it again to see revision %(revision)s."
    ),
    rules_sending.ForeignDeviceError: _("A device of the report does not belong to this plant."),
    rules_sending.AddressNotOfCustomerError: _(
        "“%(address)s” is not among the customer's addresses. Who may not see prices sends a "
        "report only to the addresses of its heading and of the card."
    ),
    rules_sending.UnknownTypeError: _("This kind of intervention does not exist."),
    rules_sending.UnsignedReasonMissingError: _(
        "Without the customer's signature the report needs a reason."
    ),
}

#: Field of the report beside which the refusals of other domains are shown.
FIELD_OF: dict[type[DomainError], str] = {
    SignatureEmptyError: "signatures",
    SignatureNotReadableError: "signatures",
}

OUTCOMES = {
    Outcome.DONE: _("Carried out"),
    Outcome.TO_RESUME: _("To be completed"),
    Outcome.WAITING_PART: _("Waiting for parts"),
    Outcome.CLIENT_ABSENT: _("Customer absent"),
    Outcome.REFUSED: _("Refused by the customer"),
}

#: What happens next, by outcome: shown before the report is signed.
FOLLOW_UPS = {
    Outcome.DONE: _("The appointment is completed and the call closed."),
    Outcome.TO_RESUME: _("The office plans another visit."),
    Outcome.WAITING_PART: _("The office orders the part and plans another visit."),
    Outcome.CLIENT_ABSENT: _("The office agrees on another day with the customer."),
    Outcome.REFUSED: _("The call is closed without work."),
}

FINDING_KINDS = {
    FindingKind.REMARK: _("Remark"),
    FindingKind.RECOMMENDATION: _("Recommendation"),
    FindingKind.PRESCRIPTION: _("Prescription"),
}

SOURCES = {
    LineSource.VAN: _("From the van"),
    LineSource.STORE: _("From the store"),
    LineSource.WARRANTY: _("Under warranty"),
}

PAYMENT_METHODS = {
    PaymentMethod.CASH: _("Cash"),
    PaymentMethod.CARD: _("Bank card"),
    PaymentMethod.CHEQUE: _("Cheque"),
    PaymentMethod.TRANSFER: _("Bank transfer"),
}

SIGNERS = {
    SignerRole.CLIENT: _("Signature of the customer"),
    SignerRole.TECHNICIAN: _("Signature of the technician"),
}

UNSIGNED_REASONS = {
    UnsignedReason.ABSENT: _("Not signed: customer absent"),
    UnsignedReason.REFUSED: _("Not signed: the customer refused to sign"),
    UnsignedReason.OFFICE_ENTRY: _("Not signed: written in the office"),
}

#: What a file of the report shows.
PHOTOS = KINDS

CONFLICTS = {
    Conflict.CHANGED: _("The office changed the appointment while the report was being written."),
    Conflict.CANCELLED: _("The office had cancelled the appointment."),
    Conflict.PLANT_CHANGED: _(
        "The office moved the appointment to another plant while this report was being written. "
        "The report stays with the plant and the devices it was signed for; the appointment is "
        "still open at the other plant."
    ),
    Conflict.ALREADY_REPORTED: _("There was already a report on the same appointment."),
    Conflict.NOT_LISTED: _("A part is no longer in the price list: check its price."),
}

#: Shown while a report is written whose appointment the office has given another plant.
PLANT_CHANGED = _(
    "The office has moved this appointment to another plant. This report stays with the plant of "
    "%(name)s; the office will check it."
)

#: What is wrong with one field, by the code of the problem.
PROBLEMS = {
    "required": _("This field is needed."),
    "not_a_number": _("Write a number."),
    "out_of_range": _("This value is too small or too large."),
    "not_a_date": _("Write a day of the calendar."),
    "not_a_time": _("Write the time as hours and minutes, for example 09:30."),
    "not_an_address": _("This is not an e-mail address."),
    "ends_before_start": _("The end is before the start."),
    "unknown": _("This choice does not exist any more: choose again."),
    "too_long": _("This text is too long."),
    "wrong_kind": _("This part of the report did not arrive whole: fill it in again."),
    "not_allowed": _("You may not choose colleagues: ask the office."),
}
