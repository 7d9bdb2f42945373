"""Sentences of the interventions."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.attachments.rules import AttachmentKind
from app.interventions import rules_content, rules_sending
from app.interventions.rules import (
    FindingKind,
    LineSource,
    Outcome,
    PaymentMethod,
    SignerRole,
    UnsignedReason,
)
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules_content.ContentNotValidError: _("Some fields of the report cannot be accepted."),
    rules_content.MaintenanceWithoutDeviceError: _(
        "“%(type_label)s” needs at least one device: without it no due date can move."
    ),
    rules_content.ReportInFutureError: _("The day of the work cannot be in the future."),
    rules_sending.ReportClashError: _(
        "A report with this identifier has already arrived with other content."
    ),
    rules_sending.AppointmentNotYoursError: _("This appointment does not exist."),
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

OUTCOMES = {
    Outcome.DONE: _("Done"),
    Outcome.TO_RESUME: _("To be completed"),
    Outcome.WAITING_PART: _("Waiting for parts"),
    Outcome.CLIENT_ABSENT: _("Customer absent"),
    Outcome.REFUSED: _("Refused by the customer"),
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

PHOTOS = {
    AttachmentKind.PHOTO: _("Photo"),
    AttachmentKind.NAMEPLATE: _("Rating plate"),
    AttachmentKind.BEFORE: _("Before the work"),
    AttachmentKind.AFTER: _("After the work"),
    AttachmentKind.ANALYSER_STRIP: _("Analyser print-out"),
    AttachmentKind.DOCUMENT: _("Document"),
    AttachmentKind.SIGNATURE: _("Signature"),
}
