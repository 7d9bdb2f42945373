"""Build the bytes of a message: headers, text, HTML and attachments."""

from collections.abc import Callable
from datetime import datetime
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import format_datetime, formataddr
from typing import Any

from flask_mailman import EmailMultiAlternatives  # type: ignore[import-untyped]  # no types

from app.mail.models import OutgoingMail
from app.mail.rules import clean_line

#: Bodies in quoted-printable: seven bits, so that no server on the way has to change them.
_CHARSET = Charset("utf-8")
_CHARSET.body_encoding = QP


class Envelope(EmailMultiAlternatives):  # type: ignore[misc]  # Flask-Mailman ships no types
    """A message of Flask-Mailman that needs no application around it."""

    encoding = _CHARSET


def message_id(mail: OutgoingMail, sender: str) -> str:
    """Return the Message-ID: the same at each attempt, so that a doubled copy is recognised."""
    return f"<{mail.id}@{sender.rpartition('@')[2]}>"


def build_envelope(
    mail: OutgoingMail,
    sender: tuple[str, str],
    *,
    now: datetime,
    read: Callable[[str], bytes],
    reply_to: str = "",
) -> Envelope:
    """Return the message ready to be sent.

    Args:
        mail: The stored message.
        sender: The company's name and address.
        now: Instant of the Date header, aware.
        read: Returns a stored file by its SHA-256.
        reply_to: Where answers go when the message itself says nothing.
    """
    answers = mail.reply_to or reply_to
    envelope = Envelope(
        mail.subject,
        mail.text,
        from_email=formataddr((clean_line(sender[0]), sender[1]), charset="utf-8"),
        to=mail.to,
        cc=mail.cc,
        reply_to=[answers] if answers else None,
        headers=_headers(mail, sender[1], now),
    )
    if mail.html:
        envelope.attach_alternative(mail.html, "text/html")
    for row in mail.attachments:
        envelope.attach(_part(row["name"], row["mime"], read(row["sha"])))
    return envelope


def _headers(mail: OutgoingMail, sender: str, now: datetime) -> dict[str, str]:
    headers = {
        "Date": format_datetime(now),
        "Message-ID": message_id(mail, sender),
        # RFC 3834: a program wrote this; absence notes and robots stay silent.
        "Auto-Submitted": "auto-generated",
    }
    if mail.unsubscribe:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
    if mail.unsubscribe.startswith("https:"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return headers


def _part(name: str, mime: str, content: bytes) -> MIMEBase:
    """Return an attachment in Base64, whatever its type: a changed line end breaks a seal."""
    kind, _, subtype = mime.partition("/")
    part = MIMEBase(kind or "application", subtype or "octet-stream")
    part.set_payload(content)
    encode_base64(part)
    filename: Any = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "attachment", filename=filename)
    return part
