"""Use cases of the channels: a file leaves, what came back is taken in, a signature is kept."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.channels.models import PecProblem
from app.channels.pec import PecAccount, message_id_of, send_file
from app.channels.rules import (
    FIRST_ADDRESS,
    ChannelKind,
    Letter,
    OtherContentError,
    PecIncompleteError,
    SelfMadeCertificateError,
    UnsignedBodyError,
)
from app.company.models import CompanyProfile
from app.company.queries import company_profile
from app.invoices.models import EInvoiceFile
from app.kernel.errors import DomainError
from app.pdf.seal import certificate_facts, signed_envelope
from app.purchases.intake import Outcome, take_all
from app.purchases.rules import KnownPurchaseError, Source
from app.purchases.rules_unpack import unpack

#: Turns a refusal into the sentence that people read.
Say = Callable[[DomainError], str]


def kind_of(profile: CompanyProfile, *, has_stand_in: bool) -> ChannelKind:
    """Return how the company's invoices leave; the demonstration never talks to the real one."""
    return ChannelKind.STAND_IN if has_stand_in else ChannelKind(profile.sdi_channel)


def hand_over_by_pec(
    session: Session, file_id: int, account: PecAccount | None, *, now: datetime
) -> None:
    """Send a file by PEC.

    The attempt is committed before the server is asked: whoever dies in between leaves a file
    that is sent again under the same name, which the exchange system takes once (00002); `receive`
    knows that such a rejection is about the copy.

    Raises:
        PecIncompleteError: There is no mailbox.
        UnsignedBodyError: A public body's file without signature.
        RefusedForGoodError, NotNowError: See `app.mail.delivery`.
    """
    file = session.get_one(EInvoiceFile, file_id, with_for_update=True)
    if file.sent_at is not None or file.notices:
        session.rollback()
        return
    name, content = outgoing(file)
    if account is None:
        raise PecIncompleteError
    file.attempts += 1
    session.commit()  # no lock is held while the server takes its time
    send_file(account, name, content, now=now)
    file.sent_at, file.error = now, ""


def outgoing(file: EInvoiceFile) -> tuple[str, bytes]:
    """Return (name, content) of what leaves: the signed file when there is one."""
    if file.signed is not None:
        return f"{file.name}.p7m", file.signed
    if file.invoice.facts.get("format") == "FPA12":
        raise UnsignedBodyError
    return file.name, file.content


def sign_here(session: Session, file: EInvoiceFile, *, now: datetime) -> None:
    """Sign a file with the company's own certificate, the one of the seal.

    Raises:
        SelfMadeCertificateError: No authority vouches for it.
        CertificateNotReadableError, CertificateExpiredError: See `app.pdf.seal`.
    """
    profile = company_profile(session)
    p12, password = profile.seal_p12 or b"", (profile.seal_password or b"").decode()
    if certificate_facts(p12, password).is_self_signed:
        raise SelfMadeCertificateError
    content = signed_envelope(file.content, p12, password, now=now)
    keep_signed(session, file, f"{file.name}.p7m", content)


def keep_signed(session: Session, file: EInvoiceFile, name: str, content: bytes) -> None:
    """Keep the signed copy of a file, made outside with the firm's own smart card or service.

    Raises:
        OtherContentError: It holds another document than `file`.
        UnreadableError, BrokenSignatureError: See `app.purchases.rules_unpack`.
    """
    found = unpack(name, content)
    if len(found) != 1 or not found[0].is_signed or found[0].content != file.content:
        raise OtherContentError(name)
    file.signed = content
    session.flush()


def take_letter(
    session: Session, letter: Letter, *, put: Callable[[bytes], str], say: Say, now: datetime
) -> list[Outcome]:
    """Take in a message of the certified mailbox; only the exchange system's is opened.

    What cannot be taken is kept for a person to look at.
    """
    if letter.said_of is not None:
        _note_provider(session, *letter.said_of)
        return []
    if not letter.is_from_sdi:
        return []
    outcomes = take_all(session, letter.files, Source.PEC, put=put, now=now)
    for one in outcomes:
        if one.error is not None and not isinstance(one.error, KnownPurchaseError):
            kept = one.content or one.name.encode()
            keep_problem(session, one.name, say(one.error), kept, put=put, now=now)
    if any(one.notice is not None for one in outcomes):
        _note_address(session, letter.sender)
    return outcomes


def _note_address(session: Session, sender: str) -> None:
    """Use the address that the first answer came from, from now on."""
    profile = company_profile(session)
    if profile.sdi_address == FIRST_ADDRESS != sender:
        profile.sdi_address = sender


def _note_provider(session: Session, message_id: str, kind: str, why: str) -> None:
    """Note on a file that the provider could not deliver it to the exchange system."""
    if kind not in {"non-accettazione", "errore-consegna"}:
        return
    name = f"{message_id.strip('<>').partition('@')[0]}.xml"
    file = session.scalars(select(EInvoiceFile).where(EInvoiceFile.name == name)).one_or_none()
    sender = company_profile(session).pec
    if file is None or message_id.strip() != message_id_of(file.name, sender) or file.notices:
        return
    file.sent_at, file.error = None, f"PEC, {kind}: {why}"[:500]


def keep_problem(
    session: Session,
    name: str,
    text: str,
    content: bytes,
    *,
    put: Callable[[bytes], str],
    now: datetime,
) -> None:
    """Keep what arrived and could not be taken, once."""
    sha = put(content)
    known = session.scalars(select(PecProblem.id).where(PecProblem.sha256 == sha)).first()
    if known is None:
        session.add(PecProblem(name=name[:160], text=text, sha256=sha, received_at=now))
        session.flush()
