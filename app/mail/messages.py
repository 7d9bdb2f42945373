"""What the user reads about outgoing mail: states and refusals."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
from app.mail.owntexts import LooseBraceError, UnknownPlaceholderError
from app.mail.rules import (
    AddressNotValidError,
    AttachmentsTooHeavyError,
    MailState,
    NoAddresseeError,
    TooManyAddresseesError,
)

STATE_LABELS = {
    MailState.QUEUED: _("Waiting to be sent"),
    MailState.SENT: _("Sent"),
    MailState.FAILED: _("Not sent"),
    MailState.CAUGHT: _("Kept here"),
    MailState.STOPPED: _("Stopped before it left"),
}

STATE_TONES = {
    MailState.QUEUED: "info",
    MailState.SENT: "success",
    MailState.FAILED: "danger",
    MailState.CAUGHT: "warning",
    MailState.STOPPED: "neutral",
}

REFUSALS: dict[type[DomainError], LazyString] = {
    UnknownPlaceholderError: _(
        "%(placeholder)s means nothing in this message. You may use: %(known)s."
    ),
    LooseBraceError: _("A brace is alone: write placeholders like {nome}, with both braces."),
    AddressNotValidError: _("“%(address)s” is not a valid e-mail address."),
    AttachmentsTooHeavyError: _(
        "The attachments are too heavy: together they may weigh %(limit_mb)s MB."
    ),
    NoAddresseeError: _("Enter at least one e-mail address."),
    TooManyAddresseesError: _("A message may go to %(limit)s addresses at most."),
}
