"""Use cases of outgoing mail."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from sqlalchemy.orm import Session

from app.files.store import CompanyFiles
from app.jobs.outbox import enqueue, hurry
from app.mail.models import OutgoingMail
from app.mail.rules import (
    MAX_ATTACHED_BYTES,
    About,
    Attachment,
    AttachmentsTooHeavyError,
    MailState,
    Message,
    clean_address,
    clean_addresses,
    clean_filename,
    clean_line,
)

SEND = "mail.send"

_log = structlog.get_logger(__name__)

#: Kind of row a message is about -> what to note there once it has left.
_when_sent: dict[str, Callable[[Session, OutgoingMail], None]] = {}
#: The same for every end of a message.
_when_ended: dict[str, Callable[[Session, OutgoingMail], None]] = {}
#: Kind of row a message is about -> whether it still makes sense now.
_wanted: dict[str, Callable[[Session, OutgoingMail, datetime], bool]] = {}


def when_sent(kind: str, note: Callable[[Session, OutgoingMail], None]) -> None:
    """Let the domain of a kind of row (`About.kind`) note that a message about one has left."""
    _when_sent[kind] = note


def when_ended(kind: str, note: Callable[[Session, OutgoingMail], None]) -> None:
    """Let the domain of a kind of row note each end of a message: sent, kept here, refused."""
    _when_ended[kind] = note


def while_wanted(kind: str, check: Callable[[Session, OutgoingMail, datetime], bool]) -> None:
    """Let the domain of a kind of row say, before each attempt, whether a message may leave."""
    _wanted[kind] = check


def is_wanted(session: Session, mail: OutgoingMail, *, now: datetime) -> bool:
    """Tell whether a message still makes sense: its visit may be moved, its sum paid."""
    check = _wanted.get(mail.related_kind)
    return check is None or check(session, mail, now)


def tell_sent(session: Session, mail: OutgoingMail) -> None:
    """Let the domain note a message that has left.

    A note that fails is logged and forgotten: the message must not go out a second time.
    """
    _tell(session, mail, _when_sent.get(mail.related_kind))
    tell_ended(session, mail)


def tell_ended(session: Session, mail: OutgoingMail) -> None:
    """Let the domain note that nothing more happens to a message by itself."""
    _tell(session, mail, _when_ended.get(mail.related_kind))


def _tell(
    session: Session, mail: OutgoingMail, note: Callable[[Session, OutgoingMail], None] | None
) -> None:
    if note is None:
        return
    try:
        with session.begin_nested():
            note(session, mail)
    except Exception:  # noqa: BLE001  # see above
        _log.exception("mail_sent_not_noted", mail_id=str(mail.id))


def queue_mail(
    session: Session,
    message: Message,
    *,
    now: datetime,
    files: CompanyFiles | None = None,
    about: About | None = None,
) -> OutgoingMail:
    """Store a message and ask for it to be sent after the caller's commit.

    Args:
        session: Open session; the caller commits.
        message: What to send to whom.
        now: Current instant, aware.
        files: Where attachments given as bytes are kept; None when there are none.
        about: The row and the client that show the message.

    Raises:
        AddressNotValidError, NoAddresseeError, TooManyAddresseesError: Nobody can get it.
        AttachmentsTooHeavyError: Servers would refuse it.
    """
    to, cc = clean_addresses(message.to, message.cc)
    about = about or About()
    mail = OutgoingMail(
        id=uuid4(),
        to=to,
        cc=cc,
        reply_to=clean_address(message.reply_to) if message.reply_to else "",
        subject=clean_line(message.subject),
        text=message.text,
        html=message.html,
        attachments=_stored(message.attachments, files),
        unsubscribe=clean_line(message.unsubscribe),
        state=MailState.QUEUED,
        error="",
        message_id="",
        created_at=now,
        client_id=about.client_id,
        related_kind=about.kind,
        related_id=about.id,
    )
    return _queued(session, mail, now)


def send_again(session: Session, mail: OutgoingMail, *, now: datetime) -> OutgoingMail:
    """Send a message once more and return the one that will go out.

    A message that never left is queued itself; of a sent one a copy goes out, so that the
    history shows both. One that is still waiting is only tried at once: the second click sends
    nothing more.
    """
    if mail.state is MailState.QUEUED:
        hurry(session, SEND, str(mail.id), now=now)
        return mail
    if mail.state is not MailState.SENT:
        mail.state, mail.error = MailState.QUEUED, ""
        return _queued(session, mail, now)
    copied = {
        name: getattr(mail, name)
        for name in (
            "to", "cc", "reply_to", "subject", "text", "html", "attachments", "unsubscribe",
            "client_id", "related_kind", "related_id",
        )
    }  # fmt: skip
    copy = OutgoingMail(
        id=uuid4(), state=MailState.QUEUED, error="", message_id="", created_at=now, **copied
    )
    return _queued(session, copy, now)


def find_mail(session: Session, mail_id: str) -> OutgoingMail | None:
    """Return a message by the text of its id; None when there is none."""
    try:
        return session.get(OutgoingMail, UUID(mail_id))
    except ValueError:
        return None


def _queued(session: Session, mail: OutgoingMail, now: datetime) -> OutgoingMail:
    session.add(mail)
    session.flush()
    enqueue(session, SEND, str(mail.id), now=now)
    return mail


def _stored(
    attachments: tuple[Attachment, ...], files: CompanyFiles | None
) -> list[dict[str, str]]:
    if sum(len(attachment.content or b"") for attachment in attachments) > MAX_ATTACHED_BYTES:
        raise AttachmentsTooHeavyError(MAX_ATTACHED_BYTES // 1_000_000)
    rows = []
    for attachment in attachments:
        sha = attachment.sha
        if attachment.content is not None:
            if files is None:
                raise ValueError("attachments given as bytes need the company's files")
            sha = files.put(attachment.content)
        rows.append(
            {
                "name": clean_filename(attachment.name),
                "mime": attachment.mime,
                "sha": str(sha),
            }
        )
    return rows
