"""Certified e-mail (PEC): invoices out by SMTP, receipts and supplier invoices in by IMAP."""

import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.mime.application import MIMEApplication
from email.utils import format_datetime

from imap_tools import A, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from app.channels.rules import MailboxError, UntrustedServerError
from app.company.models import CompanyProfile
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.mail.delivery import MailAccount, RefusedForGoodError, Security, deliver
from app.mail.envelope import Envelope
from app.outside import PrivateHostError, ensure_allowed

#: Seconds to wait for the mailbox at each step.
TIMEOUT_SECONDS = 20.0
#: Messages of one reading.
MOST_MESSAGES = 50
#: Days that the first reading looks back.
FIRST_DAYS = 60


@dataclass(frozen=True)
class PecAccount:
    """A certified mailbox."""

    out: MailAccount
    host: str
    port: int
    security: Security
    #: Address of the exchange system that invoices go to.
    sdi_address: str
    #: Certificates to trust; None: the system's.
    trust: ssl.SSLContext | None = field(default=None, repr=False)


def account_of(profile: CompanyProfile, *, allows_private: bool) -> PecAccount | None:
    """Return the company's certified mailbox, or None while it is incomplete.

    Args:
        profile: The company's settings.
        allows_private: Whether its servers may stand inside (`app.outside`).
    """
    needed = (profile.pec, profile.pec_smtp_host, profile.pec_imap_host, profile.pec_password)
    if not all(needed):
        return None
    security = Security(profile.pec_security)
    out = MailAccount(
        host=profile.pec_smtp_host,
        port=profile.pec_smtp_port,
        sender=profile.pec,
        user=profile.pec_user or profile.pec,
        password=(profile.pec_password or b"").decode(),
        security=security,
        allows_private=allows_private,
    )
    return PecAccount(
        out, profile.pec_imap_host, profile.pec_imap_port, security, profile.sdi_address
    )


def message_id_of(name: str, sender: str) -> str:
    """Return the Message-ID of a file: the same at each attempt, for a file leaves once."""
    return f"<{name.split('.', maxsplit=1)[0]}@{sender.rpartition('@')[2]}>"


def send_file(account: PecAccount, name: str, content: bytes, *, now: datetime) -> None:
    """Send one invoice to the exchange system.

    Raises:
        UntrustedServerError: It is not the server that was asked for.
        RefusedForGoodError, NotNowError: See `app.mail.delivery`.
    """
    envelope = Envelope(
        name,
        "In allegato una fattura elettronica.",
        from_email=account.out.sender,
        to=[account.sdi_address],
        headers={
            "Date": format_datetime(now),
            "Message-ID": message_id_of(name, account.out.sender),
        },
    )
    part = MIMEApplication(content, "octet-stream")
    part.add_header("Content-Disposition", "attachment", filename=name)
    envelope.attach(part)
    try:
        deliver(replace(account.out, trust=account.trust or account.out.trust), envelope)
    except RefusedForGoodError as error:
        if isinstance(error.__cause__, ssl.SSLCertVerificationError):
            raise _refusal(error.__cause__, account.out.host) from error
        raise


def _refusal(error: Exception, host: str) -> DomainError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return UntrustedServerError(host, error.verify_message)
    return MailboxError(str(error)[:300])


@dataclass(frozen=True)
class Message:
    """A message as it lies in the mailbox."""

    uid: int
    raw: bytes


def read_mailbox(
    account: PecAccount, *, after: int, validity: int, now: datetime
) -> tuple[int, Iterator[Message]]:
    """Return (UIDVALIDITY, messages not read yet, oldest first); nothing is marked or deleted.

    Args:
        account: The mailbox.
        after: Number of the last message that was read.
        validity: UIDVALIDITY under which `after` was noted; another one starts anew.
        now: Current instant: a first reading looks back `FIRST_DAYS`.

    Raises:
        UntrustedServerError: It is not the server that was asked for.
        MailboxError: It does not answer, or refuses the password. Also while iterating.
    """
    try:
        ensure_allowed(account.host, account.port, allows_private=account.out.allows_private)
        mailbox = _open(account)
    except PrivateHostError as error:
        raise MailboxError(f"{account.host}: private address") from error
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        raise _refusal(error, account.host) from error
    found = int(mailbox.folder.status("INBOX", ["UIDVALIDITY"])["UIDVALIDITY"])
    first = after + 1 if found == validity and after else 0
    return found, _messages(mailbox, first, now)


def _open(account: PecAccount) -> BaseMailBox:
    where = (account.host, account.port, TIMEOUT_SECONDS)
    mailbox: BaseMailBox
    if account.security is Security.NONE:
        mailbox = MailBoxUnencrypted(*where)
    else:
        kind = MailBox if account.security is Security.TLS else MailBoxStartTls
        mailbox = kind(*where, ssl_context=account.trust or ssl.create_default_context())
    try:
        return mailbox.login(account.out.user, account.out.password, initial_folder="INBOX")
    except BaseException:
        mailbox.client.shutdown()
        raise


def _messages(mailbox: BaseMailBox, first: int, now: datetime) -> Iterator[Message]:
    since = local_day(now) - timedelta(days=FIRST_DAYS)
    wanted = A(uid=f"{first}:*") if first else A(date_gte=since)
    try:
        # "n:*" always names the newest message, even one before n.
        uids = sorted(uid for uid in map(int, mailbox.uids(wanted)) if uid >= first)
        for uid in uids[:MOST_MESSAGES]:
            for message in mailbox.fetch(A(uid=str(uid)), mark_seen=False):
                yield Message(uid, message.obj.as_bytes())
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(str(error)[:300]) from error
    finally:
        mailbox.client.shutdown()
