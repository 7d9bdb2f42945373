"""Letting one message go: by e-mail through the outgoing mail, by text through the gateway."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.company.documents import letterhead
from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.invoices.reminding import note_automatic
from app.jobs.outbox import enqueue
from app.jobs.rules import JobGivesUpError
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.mail.models import OutgoingMail
from app.mail.owntexts import OwnText
from app.mail.render import render_words
from app.mail.rules import (
    About,
    Attachment,
    AttachmentsTooHeavyError,
    MailState,
    Message,
)
from app.mail.service import queue_mail
from app.maintenance.rules import FollowState
from app.maintenance.service import Note, note_contact
from app.messages import queries, service
from app.messages.enclosures import WITH_DOCUMENTS, enclosed_with
from app.messages.gateway import (
    Gateway,
    NotNowError,
    RefusedForGoodError,
    TextMessage,
    UncertainError,
)
from app.messages.models import ClientMessage
from app.messages.rules import (
    MONEY_EVENTS,
    Channel,
    Event,
    GatewayAddressError,
    MessageState,
    leaves_at,
)
from app.messages.sources import devices_of
from app.messages.standing import why_not

SEND = "messages.send"
#: Job that makes the documents of a message and hands it to the outgoing mail.
ENCLOSE = "messages.enclose"

#: `About.kind` of the mails that carry messages; those about money are seen with the invoices.
KIND, MONEY_KIND = "client_messages", "client_payments"

#: Returns the gateway of the company at work; None: none is set, nothing leaves.
GatewayOf = Callable[[Session], Gateway | None]


def dispatch(session: Session, message: ClientMessage, *, now: datetime) -> None:
    """Let a message go whose hour has come, unless its reason is gone."""
    if stop_unless_wanted(session, message, now=now):
        return
    if message.channel is Channel.MAIL and message.event in WITH_DOCUMENTS:
        message.state = MessageState.QUEUED  # its documents take time to make
        enqueue(session, ENCLOSE, str(message.id), now=now)
    elif message.channel is Channel.MAIL:
        _mail(session, message, now)
    else:
        message.state = MessageState.QUEUED
        enqueue(session, SEND, str(message.id), now=now)
    if message.event is Event.MAINTENANCE_DUE and message.state is MessageState.QUEUED:
        _note_devices(session, message, now)
    if message.event is Event.UNPAID and message.state is MessageState.QUEUED:
        ids = [item.item_id for item in queries.items_of(session, message)]
        note_automatic(session, ids, today=local_day(now))
    session.flush()


def stop_unless_wanted(session: Session, message: ClientMessage, *, now: datetime) -> bool:
    """Stop a message whose reason is gone or that nobody wants; tell whether it was stopped."""
    why = why_not(session, message, now=now)
    if why:
        service.stop(session, message, why)
    return bool(why)


def may_mail_leave(session: Session, mail: OutgoingMail, now: datetime) -> bool:
    """Tell, before a server is asked to take it, whether the mail of a message may still leave."""
    message = service.find_message(session, mail.related_id)
    if message is None:
        return True
    if message.state is MessageState.QUEUED:
        return not stop_unless_wanted(session, message, now=now)
    return message.state is not MessageState.STOPPED


def mail_with_documents(
    session: Session, message_id: str, files: CompanyFiles, *, now: datetime
) -> None:
    """Hand a message to the outgoing mail with the documents it is about, once.

    The documents are stored with the mail as they are now: what was sent never changes.
    """
    message = service.find_message(session, message_id)
    if message is None or message.state is not MessageState.QUEUED or message.mail_id is not None:
        return
    if not stop_unless_wanted(session, message, now=now):
        _mail(session, message, now, enclosed_with(session, message, files, now=now), files)


def _mail(
    session: Session,
    message: ClientMessage,
    now: datetime,
    attachments: tuple[Attachment, ...] = (),
    files: CompanyFiles | None = None,
) -> None:
    profile = company_profile(session)
    words = render_words(
        OwnText(message.subject, message.text),
        company_name=profile.legal_name,
        company_lines=letterhead(profile)["address"],
    )
    kind = MONEY_KIND if message.event in MONEY_EVENTS else KIND
    try:
        mail = queue_mail(
            session,
            Message(
                (message.address,), words.subject, words.text, words.html, attachments=attachments
            ),
            now=now,
            files=files,
            about=About(kind, str(message.id), message.client_id),
        )
    except AttachmentsTooHeavyError as error:
        too_heavy = _("The documents weigh more than %(limit)s MB.", limit=error.limit_mb)
        service.note_end(message, MessageState.FAILED, now=now, error=too_heavy)
        return
    except DomainError:
        service.note_end(
            message, MessageState.FAILED, now=now, error=_("This is no e-mail address.")
        )
        return
    message.state, message.mail_id = MessageState.QUEUED, mail.id


def _note_devices(session: Session, message: ClientMessage, now: datetime) -> None:
    """Note on the list of what is due that the customer was written to."""
    devices = devices_of(session, queries.items_of(session, message))
    if devices:
        author = Access(name=message.author or _("Automatic message"))
        note_contact(session, devices, Note(FollowState.MESSAGE_SENT), access=author, now=now)


def mail_ended(session: Session, mail: OutgoingMail, *, now: datetime) -> None:
    """Note on a message how the mail that carries it ended."""
    message = service.find_message(session, mail.related_id)
    if message is None:
        return
    states = {
        MailState.SENT: MessageState.SENT,
        MailState.CAUGHT: MessageState.KEPT,
        MailState.FAILED: MessageState.FAILED,
    }
    state = states.get(mail.state)
    if state is not None and message.state is not MessageState.STOPPED:
        service.note_end(message, state, now=mail.sent_at or now, error=mail.error)


def send_text(session: Session, message_id: str, gateway_of: GatewayOf, *, now: datetime) -> None:
    """Hand one text message to the gateway, at most once.

    The message is marked before it is handed over. A worker that dies in between leaves the mark:
    whether the gateway took the message is then for a person to find out.

    Raises:
        NotNowError: The gateway did not take it: the job is tried again.
        JobGivesUpError: It never will, or nobody knows.
    """
    message = service.find_message(session, message_id)
    if message is None:
        return
    if message.state is MessageState.SENDING:
        raise JobGivesUpError(_uncertain())
    if message.state is not MessageState.QUEUED:
        return
    if not _may_leave(session, message, now):
        return
    gateway = gateway_of(session)
    if gateway is None:
        service.note_end(message, MessageState.KEPT, now=now)
        return
    handed = TextMessage(str(message.id), message.address, message.text)
    message.state = MessageState.SENDING
    session.commit()  # the mark is stored, and no lock is held while the gateway takes its time
    _hand_over(session, gateway, handed)
    service.note_end(message, MessageState.SENT, now=now)


def _may_leave(session: Session, message: ClientMessage, now: datetime) -> bool:
    """Stop a message without reason; one whose attempt falls into the quiet waits for morning."""
    if stop_unless_wanted(session, message, now=now):
        return False
    later = leaves_at(now, queries.quiet_hours(queries.settings(session)))
    if later > now and message.event is not Event.FREE:
        message.state, message.send_at = MessageState.WAITING, later
        return False
    return True


def _hand_over(session: Session, gateway: Gateway, handed: TextMessage) -> None:
    try:
        gateway.send(handed)
    except NotNowError:
        message = service.find_message(session, handed.id)
        if message is not None:
            message.state = MessageState.QUEUED
        session.commit()
        raise
    except (RefusedForGoodError, GatewayAddressError) as error:
        raise JobGivesUpError(str(error) or _("The address of the gateway is refused.")) from error
    except UncertainError as error:
        raise JobGivesUpError(f"{_uncertain()} {error}") from error


def _uncertain() -> str:
    return _("Nobody knows whether this message arrived: ask the gateway before sending it again.")


def note_failure(
    session: Session, error: Exception, message_id: str, *, final: bool, now: datetime
) -> None:
    """Show on the message why it did not leave; for good, it waits for a person."""
    message = service.find_message(session, message_id)
    if message is None or message.state not in {MessageState.QUEUED, MessageState.SENDING}:
        return
    message.error = str(error) or repr(error)
    if final:
        service.note_end(message, MessageState.FAILED, now=now, error=message.error)
