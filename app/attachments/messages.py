"""Sentences of the attachments."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.attachments import rules
from app.attachments.rules import AttachmentKind, OwnerKind
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.OwnerNotFoundError: _("What this file belongs to does not exist."),
    rules.OwnerClosedError: _("This report was sent already: no photo can be added to it."),
    rules.AttachmentClashError: _("Another file with this identifier has already arrived."),
    rules.TooManyFilesError: _("There are too many files here: the limit is %(limit)s."),
    rules.DocumentTooHeavyError: _("This document is too heavy: the limit is %(limit_mb)s MB."),
    rules.NotADocumentError: _(
        "This file is neither a PDF nor a picture, whatever its name says: send a PDF, JPEG, PNG, "
        "WebP or HEIC file."
    ),
    rules.NoFileChosenError: _("Choose at least one file."),
    rules.ArchiveTooLargeError: _(
        "Together these files are too heavy: choose some of them, %(limit_mb)s MB at most."
    ),
    rules.AttachmentNotValidError: _("The file did not arrive with all that belongs to it."),
}

KINDS = {
    AttachmentKind.PHOTO: _("Photo"),
    AttachmentKind.NAMEPLATE: _("Rating plate"),
    AttachmentKind.BEFORE: _("Before the work"),
    AttachmentKind.AFTER: _("After the work"),
    AttachmentKind.ANALYSER_STRIP: _("Analyser print-out"),
    AttachmentKind.DOCUMENT: _("Document"),
    AttachmentKind.BOOKLET: _("Page of the booklet"),
    AttachmentKind.DECLARATION: _("Declaration of conformity"),
    AttachmentKind.SIGNATURE: _("Signature"),
}

#: Kinds on offer by what the files belong to, the usual one first.
OFFERED = {
    OwnerKind.CLIENT: (
        AttachmentKind.DOCUMENT, AttachmentKind.PHOTO, AttachmentKind.BOOKLET,
        AttachmentKind.DECLARATION,
    ),
    OwnerKind.DEVICE: (
        AttachmentKind.PHOTO, AttachmentKind.NAMEPLATE, AttachmentKind.DOCUMENT,
        AttachmentKind.BOOKLET, AttachmentKind.DECLARATION,
    ),
    OwnerKind.INTERVENTION: (
        AttachmentKind.DOCUMENT, AttachmentKind.PHOTO, AttachmentKind.BEFORE,
        AttachmentKind.AFTER, AttachmentKind.ANALYSER_STRIP,
    ),
}  # fmt: skip
