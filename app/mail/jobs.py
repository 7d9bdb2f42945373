"""The job that sends one message."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.files.store import CompanyFiles, FileMissingError
from app.jobs.registry import job
from app.jobs.rules import JobGivesUpError
from app.mail.delivery import MailAccount, RefusedForGoodError, deliver, refusals
from app.mail.envelope import build_envelope, message_id
from app.mail.models import OutgoingMail
from app.mail.rules import MailState
from app.mail.service import SEND, find_mail, is_wanted, tell_ended, tell_sent

#: Returns the account of the company at work; None: no server is set, nothing leaves.
AccountOf = Callable[[Session], MailAccount | None]


def register(account_of: AccountOf, files: Callable[[], CompanyFiles]) -> None:
    """Register the job with the application's own ways to find accounts and files."""

    @job(SEND, on_failure=note_failure)
    def send(session: Session, mail_id: str, *, now: datetime) -> None:
        mail = find_mail(session, mail_id)
        if mail is None or mail.state is not MailState.QUEUED:
            return
        if not is_wanted(session, mail, now=now):
            mail.state = MailState.STOPPED
            tell_ended(session, mail)
            return
        account = account_of(session)
        if account is None:
            mail.state = MailState.CAUGHT
            tell_ended(session, mail)
            return
        _send(session, mail, account, files(), now)


def note_failure(
    session: Session, error: Exception, mail_id: str, *, final: bool, now: datetime
) -> None:
    """Show on the message why it did not leave; `now` is what every note receives."""
    del now
    mail = find_mail(session, mail_id)
    if mail is None or mail.state is not MailState.QUEUED:
        return
    mail.error = str(error) or repr(error)
    if final:
        mail.state = MailState.FAILED
        tell_ended(session, mail)


def _send(
    session: Session,
    mail: OutgoingMail,
    account: MailAccount,
    files: CompanyFiles,
    now: datetime,
) -> None:
    sender = (account.sender_name, account.sender)
    try:
        envelope = build_envelope(mail, sender, now=now, read=files.read, reply_to=account.reply_to)
    except FileMissingError as error:
        raise JobGivesUpError(f"attachment {error.sha} is missing") from error
    mail.message_id = message_id(mail, account.sender)
    session.commit()  # no lock is held while the server takes its time
    try:
        refused = deliver(account, envelope)
    except RefusedForGoodError as error:
        raise JobGivesUpError(str(error)) from error
    mail.state, mail.sent_at, mail.error = MailState.SENT, now, refusals(refused)
    tell_sent(session, mail)
