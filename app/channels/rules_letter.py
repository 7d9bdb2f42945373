"""A message of a certified mailbox, taken apart. Pure.

Its outer envelope is the provider's: ``daticert.xml`` (who wrote, what became of a message of
ours), ``postacert.eml`` (the message itself) and a signature. Subjects say nothing reliable.
"""

import email
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from app.channels.rules import Letter
from app.invoices.sdichecks_parts import Element, text_of
from app.kernel.errors import DomainError
from app.purchases.rules_xml import parse

_CERTIFICATE = "daticert.xml"
_TAKEN = (".xml", ".p7m", ".zip")


def open_letter(raw: bytes) -> Letter | None:
    """Return a certified message, or None when it is an ordinary one: nobody vouches for it."""
    outer = email.message_from_bytes(raw, policy=policy.default)
    certificate = _certificate(outer)
    if certificate is None:
        return None
    kind = (certificate.get("tipo") or "").lower()
    inner = _carried(outer) if kind == "posta-certificata" else None
    return Letter(
        sender=parseaddr(text_of(certificate, ".//mittente"))[1].lower(),
        subject=str((inner or outer).get("Subject", ""))[:200],
        files=tuple(_files(inner)) if inner is not None else (),
        said_of=None if inner is not None else _said_of(certificate, kind),
    )


def _papers(message: MIMEPart) -> Iterator[MIMEPart]:
    """Yield the parts that the provider wrote: what is inside the carried message is not."""
    yield message
    if message.is_multipart() and message.get_content_type() != "message/rfc822":
        for part in message.iter_parts():
            yield from _papers(part)


def _certificate(outer: EmailMessage) -> Element | None:
    for part in _papers(outer):
        if (part.get_filename() or "").lower() == _CERTIFICATE:
            try:
                return parse(_CERTIFICATE, _content(part))
            except DomainError:
                return None
    return None


def _carried(outer: EmailMessage) -> EmailMessage | None:
    for part in _papers(outer):
        if part.get_content_type() == "message/rfc822":
            found = part.get_payload(0)
            return found if isinstance(found, EmailMessage) else None
    return None


def _files(inner: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in inner.walk():
        name = part.get_filename() or ""
        if name.lower().endswith(_TAKEN):
            yield name[-160:], _content(part)


def _content(part: MIMEPart) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _said_of(certificate: Element, kind: str) -> tuple[str, str, str] | None:
    message_id = text_of(certificate, ".//msgid")
    if not message_id:
        return None
    return message_id, kind, text_of(certificate, ".//errore-esteso")
