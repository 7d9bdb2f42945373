"""A quote on its way: frozen, printed, mailed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.company.documents import sealed
from app.company.frozen import company_lines, frozen_logo
from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.kernel.access import Access
from app.mail.models import OutgoingMail
from app.mail.queries import own_text
from app.mail.render import render_mail
from app.mail.rules import About, Attachment, Message
from app.mail.service import queue_mail
from app.quotes.documents import Accepted, PrintedQuote, quote_pdf
from app.quotes.facts import digest_of, facts_of
from app.quotes.models import Quote, QuoteRevision
from app.quotes.rules import QuoteState, ensure_draft
from app.quotes.service import issue_link, sent_revision
from app.web.formats import format_date

#: `About.kind` of the messages about a quote.
KIND = "quotes"


@dataclass(frozen=True)
class Letter:
    """Where a quote goes and the words that go along.

    Attributes:
        to: Addresses.
        link: Text of the address where the customer answers, ``{secret}`` in its place; empty
            where the public address of this installation is not known.
    """

    to: tuple[str, ...]
    link: str = ""


def freeze(session: Session, quote: Quote, *, access: Access, now: datetime) -> QuoteRevision:
    """Close the revision being written: from now on it stays as the customer reads it.

    Raises:
        QuoteNotDraftError: It was sent already.
    """
    ensure_draft(quote.state, quote.label)
    facts = facts_of(quote, company_profile(session))
    revision = QuoteRevision(
        quote=quote,
        revision=quote.revision,
        facts=facts,
        content_sha256=digest_of(facts),
        total_eur=quote.total_eur,
        made_at=now,
        author_name=access.name,
    )
    session.add(revision)
    quote.state, quote.sent_at = QuoteState.SENT, now
    session.flush()
    return revision


def print_quote(session: Session, quote: Quote, *, files: CompanyFiles, now: datetime) -> bytes:
    """Return the PDF of a draft as it is now, else of the last revision sent, sealed.

    Raises:
        CertificateNotReadableError: The company's certificate cannot be used.
    """
    if quote.state is QuoteState.DRAFT:
        facts = facts_of(quote, company_profile(session))
        return quote_pdf(PrintedQuote(facts, now, is_draft=True, logo=frozen_logo(facts, files)))
    return print_revision(session, sent_revision(quote), files=files, now=now)


def print_revision(
    session: Session, revision: QuoteRevision, *, files: CompanyFiles, now: datetime
) -> bytes:
    """Return the sealed PDF of a revision that was sent, with the answer it got."""
    facts = revision.facts
    accepted = None
    if revision.accepted_at is not None and revision.accepted_by is not None:
        accepted = Accepted(
            by=revision.accepted_by,
            name=revision.signer_name,
            at=revision.accepted_at,
            strokes=revision.strokes,
            chosen=revision.chosen,
            amount=str(revision.accepted_eur),
        )
    pdf = quote_pdf(
        PrintedQuote(
            facts,
            revision.made_at,
            sha=revision.content_sha256,
            logo=frozen_logo(facts, files),
            accepted=accepted,
        )
    )
    reason = _("Quote %(number)s", number=facts["number"])
    return sealed(company_profile(session), pdf, reason=reason, now=now)


def send_quote(
    session: Session,
    quote: Quote,
    letter: Letter,
    *,
    access: Access,
    files: CompanyFiles,
    now: datetime,
) -> OutgoingMail:
    """Freeze a draft (or take what was sent) and queue it with a new link to answer.

    Raises:
        AddressNotValidError, NoAddresseeError, TooManyAddresseesError: Nobody can get it.
        QuoteNotOpenError: It has an answer already.
    """
    if quote.state is QuoteState.DRAFT:
        freeze(session, quote, access=access, now=now)
    revision = sent_revision(quote)
    link = ""
    if letter.link and quote.state is QuoteState.SENT:
        link = letter.link.format(secret=issue_link(session, quote))
    company: dict[str, Any] = revision.facts["company"]
    words = render_mail(
        "quote_ready",
        own=own_text(session, "quote_ready"),
        number=quote.label,
        subject=quote.subject,
        addressee=revision.facts["client"]["name"],
        until=format_date(quote.valid_until),
        link=link,
        answer_at=link or _("by answering this message"),
        company_name=company.get("legal_name", ""),
        company_lines=company_lines(company),
    )
    pdf = print_revision(session, revision, files=files, now=now)
    attachment = Attachment(file_name(quote), "application/pdf", content=pdf)
    message = Message(letter.to, words.subject, words.text, words.html, attachments=(attachment,))
    about = About(KIND, str(quote.id), quote.client_id)
    return queue_mail(session, message, now=now, files=files, about=about)


def file_name(quote: Quote) -> str:
    """Return the name of the file a quote travels as."""
    return f"Preventivo {quote.label.replace('/', '-')}.pdf"
