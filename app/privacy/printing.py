"""A privacy form on paper and on its way: printed, sealed, mailed."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.company.documents import sealed
from app.company.frozen import company_lines, frozen_logo
from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.mail.models import OutgoingMail
from app.mail.render import render_mail
from app.mail.rules import About, Attachment, Message
from app.mail.service import queue_mail
from app.privacy.documents import PrintedForm, privacy_pdf
from app.privacy.models import PrivacyForm

#: `About.kind` of the messages about a form.
KIND = "privacy"


def print_form(session: Session, form: PrivacyForm, *, files: CompanyFiles, now: datetime) -> bytes:
    """Return the sealed PDF of a form.

    Raises:
        CertificateNotReadableError: The company's certificate cannot be used.
    """
    pdf = privacy_pdf(
        PrintedForm(
            form.facts,
            form.signed_at,
            form.signer_name,
            form.strokes,
            form.content_sha256,
            logo=frozen_logo(form.facts, files),
        )
    )
    return sealed(company_profile(session), pdf, reason=_("Privacy form"), now=now)


def send_form(
    session: Session, form: PrivacyForm, to: tuple[str, ...], *, files: CompanyFiles, now: datetime
) -> OutgoingMail:
    """Queue a copy for the customer.

    Raises:
        AddressNotValidError, NoAddresseeError, TooManyAddresseesError: Nobody can get it.
    """
    company: dict[str, Any] = form.facts["company"]
    words = render_mail(
        "privacy_ready",
        addressee=form.signer_name,
        company_name=company.get("legal_name", ""),
        company_lines=company_lines(company),
    )
    pdf = print_form(session, form, files=files, now=now)
    attachment = Attachment(file_name(form), "application/pdf", content=pdf)
    message = Message(to, words.subject, words.text, words.html, attachments=(attachment,))
    about = About(KIND, str(form.id), form.client_id)
    return queue_mail(session, message, now=now, files=files, about=about)


def file_name(form: PrivacyForm) -> str:
    """Return the name of the file a form travels as."""
    return f"Privacy {form.facts['client']['number']}-{form.id}.pdf"
