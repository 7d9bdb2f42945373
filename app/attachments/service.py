"""Use cases of the attachments: a file arrives once, whatever the phone repeats."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.owners import owner_of
from app.attachments.queries import count_of
from app.attachments.rules import (
    DETAILED,
    DOCUMENT_LIMIT_MB,
    MOST_FILES,
    PAPERS,
    AttachmentClashError,
    AttachmentKind,
    DocumentTooHeavyError,
    NotADocumentError,
    OwnerClosedError,
    OwnerKind,
    OwnerNotFoundError,
    TooManyFilesError,
    name_with_type,
)
from app.files.pictures import DETAIL_SIDE_PX, PHOTO_SIDE_PX, NotAPictureError, photo
from app.files.store import CompanyFiles
from app.kernel.access import Access

_PDF = b"%PDF-"


@dataclass(frozen=True)
class NewFile:
    """A file as it was sent.

    Attributes:
        uuid: Made by whoever took the photo.
        owner_key: Primary key of the owner as text; for reports their UUID.
    """

    uuid: str
    owner_kind: OwnerKind
    owner_key: str
    kind: AttachmentKind
    caption: str
    filename: str
    content: bytes


@dataclass(frozen=True)
class Stored:
    """What became of a sending."""

    attachment: Attachment
    #: It had arrived before, with the same bytes.
    is_replay: bool


def store_file(
    session: Session, sent: NewFile, *, access: Access, files: CompanyFiles, now: datetime
) -> Stored:
    """Store a file, once; pictures are encoded again, without position or other hidden data.

    Raises:
        OwnerNotFoundError: No such owner, or it takes no files from this account.
        AttachmentClashError: The UUID arrived before with something else.
        OwnerClosedError: The report it belongs to has arrived already.
        NotAPictureError, PictureTooHeavyError, PictureTooLargeError, DocumentTooHeavyError:
            The content is refused.
    """
    owner = owner_of(sent.owner_kind)
    if not owner.takes(session, access, sent.owner_key):
        raise OwnerNotFoundError
    received = sha256(sent.content).hexdigest()
    known = session.get(Attachment, sent.uuid)
    if known is not None:
        mine = (sent.owner_kind, sent.owner_key, received, access.user_id)
        if mine != _identity(known):
            raise AttachmentClashError
        return Stored(known, is_replay=True)
    if owner.is_closed(session, sent.owner_key):
        raise OwnerClosedError
    if count_of(session, sent.owner_kind, sent.owner_key, access.user_id) >= MOST_FILES:
        raise TooManyFilesError(MOST_FILES)
    content, mime = _prepared(sent)
    made = Attachment(
        id=sent.uuid,
        sha256=files.put(content),
        received_sha256=received,
        mime=mime,
        size=len(content),
        filename=name_with_type(sent.filename, mime),
        kind=sent.kind,
        owner_kind=sent.owner_kind,
        owner_key=sent.owner_key,
        caption=sent.caption,
        created_at=now,
        created_by_id=access.user_id,
    )
    session.add(made)
    session.flush()
    return Stored(made, is_replay=False)


def _identity(known: Attachment) -> tuple[OwnerKind, str, str, int | None]:
    return known.owner_kind, known.owner_key, known.received_sha256, known.created_by_id


def _prepared(sent: NewFile) -> tuple[bytes, str]:
    """Return the bytes to keep and their type: only documents may be other than pictures."""
    if sent.kind in PAPERS and sent.content.startswith(_PDF):
        if len(sent.content) > DOCUMENT_LIMIT_MB * 1_000_000:
            raise DocumentTooHeavyError(DOCUMENT_LIMIT_MB)
        return sent.content, "application/pdf"
    side = DETAIL_SIDE_PX if sent.kind in DETAILED else PHOTO_SIDE_PX
    try:
        made = photo(sent.content, side_px=side)
    except NotAPictureError as error:
        if sent.kind in PAPERS:
            raise NotADocumentError from error
        raise
    return made.content, made.mime


def remove_file(session: Session, file: Attachment, *, access: Access) -> None:
    """Take a file off its owner; its bytes stay for whatever else names them.

    Raises:
        OwnerNotFoundError: The owner takes no files from this account.
        OwnerClosedError: It belongs to a report: what was sent with it is never taken away.
    """
    owner = owner_of(file.owner_kind)
    if file.owner_kind is OwnerKind.REPORT:
        raise OwnerClosedError
    if not owner.takes(session, access, file.owner_key):
        raise OwnerNotFoundError
    session.delete(file)
    session.flush()
