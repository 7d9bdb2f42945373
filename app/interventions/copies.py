"""Copies of a report on paper: gathered from its rows and files, printed, sealed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.rules import AttachmentKind, OwnerKind
from app.company.documents import sealed
from app.company.frozen import frozen_logo
from app.company.queries import company_profile
from app.files.pictures import photo as small_photo
from app.files.store import CompanyFiles
from app.interventions import messages
from app.interventions.documents import Photo, Printable, report_pdf
from app.interventions.models import Intervention, InterventionReport
from app.interventions.signedprint import signed_columns, stored_pdf
from app.kernel.errors import DomainError

#: Longest side of a printed photograph, pixels: 85 mm at 250 dots per inch.
PRINTED_SIDE_PX = 840
#: Most photographs of a print: with more the mail would be too heavy for some servers.
MOST_PHOTOS = 40


def printable_of(
    session: Session, report: InterventionReport, *, files: CompanyFiles, may_see_prices: bool
) -> Printable:
    """Return everything that a revision prints, for who may or may not see amounts."""
    facts = {
        "number": report.intervention.label,
        "revision": report.revision,
        **report.facts,
    }
    shows_prices = bool(facts.get("show_prices", True))
    return Printable(
        **signed_columns(report),
        facts=facts,
        has_prices=shows_prices and may_see_prices,
        is_reduced=shows_prices and not may_see_prices,
        logo=frozen_logo(facts, files),
        photos=_photos(session, report, files),
    )


def print_report(
    session: Session,
    report: InterventionReport,
    *,
    files: CompanyFiles,
    now: datetime,
    may_see_prices: bool = True,
) -> bytes:
    """Return the sealed PDF of a revision.

    Raises:
        CertificateNotReadableError: The company's certificate cannot be used.
    """
    pdf = report_pdf(printable_of(session, report, files=files, may_see_prices=may_see_prices))
    reason = _("Report %(number)s", number=report.intervention.label)
    return sealed(company_profile(session), pdf, reason=reason, now=now)


def ensure_document(
    session: Session, report: InterventionReport, *, files: CompanyFiles, now: datetime
) -> str:
    """Return the SHA-256 of the revision's document, made and stored when it is not there yet."""
    if report.pdf_sha256 is None:
        report.pdf_sha256 = files.put(print_report(session, report, files=files, now=now))
        report.document_error = ""
    return report.pdf_sha256


def copy_for(
    session: Session,
    report: InterventionReport,
    *,
    files: CompanyFiles,
    now: datetime,
    may_see_prices: bool,
) -> bytes:
    """Return the PDF that an account may see: the stored one, or a copy without the prices.

    A revision whose document has not been made yet is printed for the occasion.
    """
    has_all = may_see_prices or not report.facts.get("show_prices", True)
    stored = stored_pdf(report, files) if has_all else None
    if stored is not None:
        return stored
    return print_report(session, report, files=files, now=now, may_see_prices=may_see_prices)


def stated_attachments(session: Session, report: InterventionReport) -> Sequence[Attachment]:
    """Return the files that a revision names, in its order.

    A correction may name files of the revisions before it, never those of another report.
    """
    named = _named(report)
    if not named:
        return ()
    return _in_order(named, session.scalars(select(Attachment).where(_stated(report, named))))


def card_attachments(
    session: Session, item: Intervention, report: InterventionReport | None
) -> tuple[Sequence[Attachment], Sequence[Attachment]]:
    """Return the files that a revision names, and those added to the intervention, newest first."""
    named = [] if report is None else _named(report)
    added = and_(
        Attachment.owner_kind == OwnerKind.INTERVENTION, Attachment.owner_key == str(item.id)
    )
    rows = session.scalars(
        select(Attachment)
        .where(or_(added, _stated(report, named)) if report and named else added)
        .order_by(Attachment.created_at.desc(), Attachment.id)
    ).all()
    by_owner = {kind: [row for row in rows if row.owner_kind is kind] for kind in OwnerKind}
    return _in_order(named, by_owner[OwnerKind.REPORT]), by_owner[OwnerKind.INTERVENTION]


def _named(report: InterventionReport) -> list[str]:
    return [str(one.get("id")) for one in report.content.get("attachments") or [] if one.get("id")]


def _stated(report: InterventionReport, named: Sequence[str]) -> ColumnElement[bool]:
    return and_(
        Attachment.id.in_(named),
        Attachment.owner_kind == OwnerKind.REPORT,
        Attachment.owner_key.in_([one.uuid for one in report.intervention.reports]),
    )


def _in_order(named: Sequence[str], rows: Iterable[Attachment]) -> list[Attachment]:
    found = {row.id: row for row in rows}
    return [found[key] for key in named if key in found]


def caption_of(report: InterventionReport, attachment: Attachment) -> str:
    """Return the caption as it was signed, else what the file shows."""
    rows: list[dict[str, Any]] = report.content.get("attachments") or []
    signed = next((row.get("caption") for row in rows if row.get("id") == attachment.id), "")
    return str(signed or attachment.caption or messages.PHOTOS[attachment.kind])


def _photos(session: Session, report: InterventionReport, files: CompanyFiles) -> list[Photo]:
    found = []
    for attachment in stated_attachments(session, report)[:MOST_PHOTOS]:
        is_picture = attachment.mime.startswith("image/")
        if not is_picture or attachment.kind is AttachmentKind.DOCUMENT:
            continue
        try:
            small = small_photo(files.read(attachment.sha256), side_px=PRINTED_SIDE_PX)
        except DomainError:
            continue  # a damaged picture must not keep the document from the customer
        found.append(Photo(small.content, caption_of(report, attachment)))
    return found
