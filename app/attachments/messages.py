"""Sentences of the attachments."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.attachments import rules
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.OwnerNotFoundError: _("What this file belongs to does not exist."),
    rules.OwnerClosedError: _("This report was sent already: no photo can be added to it."),
    rules.AttachmentClashError: _("Another file with this identifier has already arrived."),
    rules.TooManyFilesError: _("There are too many files here: the limit is %(limit)s."),
    rules.DocumentTooHeavyError: _("This document is too heavy: the limit is %(limit_mb)s MB."),
    rules.AttachmentNotValidError: _("The file did not arrive with all that belongs to it."),
}
