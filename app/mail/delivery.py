"""Hand a message to a company's mail server."""

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import Enum
from types import SimpleNamespace
from typing import Any

from flask_mailman.backends.smtp import (  # type: ignore[import-untyped]  # ships no types
    EmailBackend,
)

from app.mail.envelope import Envelope
from app.outside import PrivateHostError, ensure_allowed

#: Seconds to wait for a mail server at each step.
TIMEOUT_SECONDS = 20.0


class Security(Enum):
    """How the connection is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    #: Only for a server on the same machine.
    NONE = "none"


@dataclass(frozen=True)
class MailAccount:
    """Where and as whom a company sends."""

    host: str
    port: int
    #: Address that messages come from.
    sender: str
    #: Company's name, shown beside the address.
    sender_name: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    security: Security = Security.STARTTLS
    #: Where answers go; empty: to the sender.
    reply_to: str = ""
    timeout_seconds: float = TIMEOUT_SECONDS
    #: Certificates to trust; None: the system's.
    trust: ssl.SSLContext | None = field(default=None, repr=False)
    #: Whether the host may lie on this machine or in its network.
    allows_private: bool = True


class RefusedForGoodError(Exception):
    """The server will not take this message, or not from this account; the text says why."""


class NotNowError(Exception):
    """The server did not take the message this time; the text says why."""


def deliver(account: MailAccount, envelope: Envelope) -> dict[str, str]:
    """Send a message and return the addressees that the server refused, with its reason.

    Raises:
        RefusedForGoodError: Sending again would be refused again.
        NotNowError: The server is away or busy: try later.
    """
    server = _Server(account)
    try:
        ensure_allowed(account.host, account.port, allows_private=account.allows_private)
        server.send_messages([envelope])
    except PrivateHostError as error:
        raise RefusedForGoodError(f"{account.host}: private address") from error
    except (smtplib.SMTPException, OSError) as error:
        raise _problem(error) from error
    return server.refused


class _Server(EmailBackend):  # type: ignore[misc]  # Flask-Mailman ships no types
    """Flask-Mailman's connection, which needs no application here and checks certificates.

    Flask-Mailman 1.1.1 opens STARTTLS without a context, and Python then accepts any
    certificate: whoever stands in between could read the password.
    """

    def __init__(self, account: MailAccount) -> None:
        super().__init__(
            mailman=SimpleNamespace(ssl_keyfile=None, ssl_certfile=None),
            host=account.host,
            port=account.port,
            username=account.user,
            password=account.password,
            use_tls=account.security is Security.STARTTLS,
            use_ssl=account.security is Security.TLS,
            timeout=account.timeout_seconds,
        )
        self.trust = account.trust or ssl.create_default_context()
        self.refused: dict[str, str] = {}
        self.connection: smtplib.SMTP | None = None

    def open(self) -> bool:
        if self.connection:
            return False
        name = socket.gethostname()  # the full name would ask the DNS, and wait for it
        if self.use_ssl:
            self.connection = smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=self.timeout, context=self.trust
            )
        else:
            self.connection = smtplib.SMTP(self.host, self.port, name, timeout=self.timeout)
        try:
            if self.use_tls:
                self.connection.starttls(context=self.trust)
            if self.username:
                self.connection.login(self.username, self.password)
        except BaseException:
            self.connection.close()
            self.connection = None
            raise
        return True

    def _send(self, envelope: Any) -> bool:
        connection = self.connection
        assert connection is not None, "send_messages opens the connection first"  # noqa: S101
        try:
            content = envelope.message().as_bytes(linesep="\r\n")
            sender = parseaddr(envelope.from_email)[1]
            refused = connection.sendmail(sender, envelope.recipients(), content)
        except BaseException:
            connection.close()
            self.connection = None
            raise
        self.refused = {address: _answer(*reply) for address, reply in refused.items()}
        return True


def _problem(error: Exception) -> Exception:
    """Return what a failure means for the next attempt."""
    text = _reason(error)
    return RefusedForGoodError(text) if _is_for_good(error) else NotNowError(text)


def _is_for_good(error: Exception) -> bool:
    """Tell whether another attempt must fail too: a 5xx answer (RFC 5321, 4.2.1), a wrong
    password, a server without the protection that is asked for, a false certificate.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return 500 <= error.smtp_code < 600
    return isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return refusals({address: _answer(*reply) for address, reply in error.recipients.items()})
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def refusals(refused: dict[str, str]) -> str:
    """Return one line per refused addressee, for the office to read."""
    return "\n".join(f"{address}: {reason}" for address, reason in refused.items())


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {words}"[:500]
