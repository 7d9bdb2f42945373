"""Background work of the channels: files leave, the certified mailbox is read again and again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.channels.models import PecReading
from app.channels.pec import Message, PecAccount, account_of, read_mailbox
from app.channels.rules import ChannelKind, MailboxError, UntrustedServerError
from app.channels.rules_letter import open_letter
from app.channels.service import Say, hand_over_by_pec, keep_problem, kind_of, take_letter
from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.invoices.sdi import Channel
from app.jobs.outbox import enqueue
from app.jobs.registry import job
from app.jobs.rules import JobGivesUpError
from app.kernel.errors import DomainError
from app.mail.delivery import RefusedForGoodError
from app.outside import allows_private_hosts

#: Job that reads the certified mailbox and asks for itself again.
READ = "channels.read_pec"
#: Minutes between two readings.
PAUSE_MINUTES = 10
_log = structlog.get_logger(__name__)


def register(files: Callable[[], CompanyFiles], say: Say) -> None:
    """Register the reading with the installation's files and sentences."""

    @job(READ)
    def read(session: Session, *, now: datetime) -> None:
        profile = company_profile(session)
        if profile.sdi_channel != ChannelKind.PEC.value:
            return  # Switched off: the chain ends here.
        account = account_of(profile, allows_private=allows_private_hosts())
        ask_again(session, now=now)
        session.commit()
        if account is not None:
            read_now(session, account, put=files().put, say=in_italian(say), now=now)


def in_italian(say: Say) -> Say:
    """Return how a refusal is said where it is kept: in the language of the office."""

    def said(error: DomainError) -> str:
        with force_locale("it"):
            return say(error)

    return said


def ask_again(session: Session, *, now: datetime, minutes: int = PAUSE_MINUTES) -> None:
    """Ask for the next reading; several chains of readings become one."""
    at = now + timedelta(minutes=minutes)
    slot = int(at.timestamp()) // (PAUSE_MINUTES * 60)
    enqueue(session, READ, now=at, dedup_key=f"{READ}:{slot}" if minutes else None)


def read_now(
    session: Session,
    account: PecAccount,
    *,
    put: Callable[[bytes], str],
    say: Say,
    now: datetime,
) -> int:
    """Take in what is new in the mailbox, one message a transaction; return how many were read.

    What goes wrong with the mailbox is noted for the office; the next reading tries again.
    """
    reading = _reading(session)
    after, validity = reading.last_uid, reading.uid_validity
    session.commit()
    count = 0
    try:
        found, messages = read_mailbox(account, after=after, validity=validity, now=now)
        for message in messages:
            _take_message(session, message, (put, say, now))
            reading = _reading(session)
            reading.uid_validity, reading.last_uid = found, message.uid
            session.commit()
            count += 1
    except (MailboxError, UntrustedServerError) as error:
        session.rollback()
        _reading(session).error = say(error)
    else:
        reading = _reading(session)
        reading.read_at, reading.error = now, ""
    session.commit()
    return count


def _take_message(
    session: Session, message: Message, how: tuple[Callable[[bytes], str], Say, datetime]
) -> None:
    """Take in one message; whatever goes wrong with it stays with it, kept for a person."""
    put, say, now = how
    try:
        letter = open_letter(message.raw)
        if letter is not None:
            take_letter(session, letter, put=put, say=say, now=now)
        session.commit()
    except Exception as error:  # noqa: BLE001 - one odd message must not stop all later ones
        session.rollback()
        _log.exception("pec_message_failed", uid=message.uid)
        keep_problem(session, "messaggio.eml", repr(error), message.raw, put=put, now=now)


def channel_of(session: Session, *, has_stand_in: bool, say: Say) -> Channel | None:
    """Return what takes the company's files, or None for the stand-in's own way.

    Args:
        session: Open session of the company.
        has_stand_in: Whether the installation talks to the stand-in only.
        say: The sentence of a refusal.
    """
    profile = company_profile(session)
    if kind_of(profile, has_stand_in=has_stand_in) is not ChannelKind.PEC:
        return None

    def by_pec(session: Session, file_id: int, *, now: datetime) -> None:
        account = account_of(company_profile(session), allows_private=allows_private_hosts())
        # Another attempt would end the same way: a person mends it and sends again.
        try:
            hand_over_by_pec(session, file_id, account, now=now)
        except RefusedForGoodError as error:
            raise JobGivesUpError(str(error) or type(error).__name__) from error
        except DomainError as error:
            raise JobGivesUpError(in_italian(say)(error)) from error

    return by_pec


def _reading(session: Session) -> PecReading:
    found = session.get(PecReading, 1)
    if found is None:
        found = PecReading(id=1)
        session.add(found)
        session.flush()
    return found
