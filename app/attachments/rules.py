"""Rules of attachments. Pure."""

from enum import Enum


class OwnerKind(Enum):
    """What an attachment belongs to; who sees the owner sees the file."""

    CLIENT = "client"
    DEVICE = "device"
    REPORT = "report"


class AttachmentKind(Enum):
    """What a file shows."""

    PHOTO = "photo"
    NAMEPLATE = "nameplate"
    BEFORE = "before"
    AFTER = "after"
    ANALYSER_STRIP = "analyser_strip"
    DOCUMENT = "document"
    SIGNATURE = "signature"
