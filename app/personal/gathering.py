"""What is held on a client, as readable rows and as files. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Column, LargeBinary, Select, Table, select
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.rules import name_with_type
from app.clients.trail import column_words
from app.company.queries import company_profile
from app.contracts.models import Contract, ContractTerm
from app.contracts.printing import file_name as contract_name
from app.contracts.printing import print_contract
from app.files.store import CompanyFiles, FileMissingError
from app.interventions.copies import copy_for
from app.interventions.models import InterventionReport
from app.invoices.documents import file_stem, invoice_pdf
from app.invoices.models import EInvoiceFile, Invoice
from app.mail.models import OutgoingMail
from app.personal import messages
from app.personal.columns import COLUMNS
from app.personal.reach import HELD, Subject, belongs, table
from app.privacy.models import PrivacyForm
from app.privacy.printing import file_name as form_name
from app.privacy.printing import print_form
from app.quotes.models import QuoteRevision
from app.quotes.sending import file_name as quote_name
from app.quotes.sending import print_revision
from app.ree.copies import copy_of
from app.ree.mail import file_name as ree_name
from app.ree.models import ReeRevision

#: Columns that are no facts about the client: who of the house wrote, counters, fingerprints,
#: drawn strokes (they are in the signed documents), what makes a row found.
LEFT_OUT = frozenset({
    "author", "author_id", "author_name", "assignee_id", "body_sha256", "changed_at",
    "changed_by_id", "content_sha256", "created_by_id", "device_text", "done_by", "handled_by",
    "link_digest", "made_by", "manual_due_by", "moved_by", "pdf_sha256", "position",
    "progress_id", "received_by", "received_sha256", "seen_by", "serial_key", "sha256",
    "sort_name", "strokes", "taken_by", "unsubscribe", "uuid", "version", "written_by", "html",
    "message_id", "digits", "attempts", "colour", "conflict", "conflict_note", "has_conflict",
    "document_error", "error", "ended_manual", "file_id", "is_pinned", "mail_id",
    "moves_due_date", "occupancy_id", "related_id", "related_kind", "repeat_from", "seen_at",
    "series_id", "series_position",
})  # fmt: skip
#: What the house thinks of its own costs is none of the client's data.
HOUSE = {"quote_lines": frozenset({"unit_cost"}), "invoice_lines": frozenset({"goods_cost_eur"})}
#: Lists of the house that rows point to -> the column that names a row of theirs.
NAMES = {
    "building_managers": "name", "call_reasons": "label", "device_types": "label",
    "discount_classes": "name", "intervention_types": "label", "price_items": "description",
    "refrigerants": "code", "technicians": "name", "vat_profiles": "label",
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """A file of the pack.

    Attributes:
        folder: Where in the pack.
        name: What it is called there; need not be unique.
        content: Its bytes; None: it is no longer in the store.
    """

    folder: str
    name: str
    content: bytes | None


def sections(session: Session, subject: Subject) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Return (table, rows with readable names) of everything held; empty tables are left out."""
    for name in HELD:
        rows = table(name)
        columns = told_columns(name)
        labels = labels_of(rows, columns)
        found = session.execute(
            select(*(_named(column) for column in columns))
            .where(belongs(name, subject))
            .order_by(*rows.primary_key)
        ).all()
        told = [
            {label: _value(name, column.name, value)
             for label, column, value in zip(labels, columns, row, strict=True)
             if value not in (None, "", [], {})}
            for row in found
        ]  # fmt: skip
        if told:
            yield name, told


def told_columns(name: str) -> list[Column[Any]]:
    """Return the columns of a table that go into the copy."""
    return [column for column in table(name).columns if _is_told(name, column)]


def _is_told(name: str, column: Column[Any]) -> bool:
    if column.name in LEFT_OUT or column.name in HOUSE.get(name, ()):
        return False
    return not isinstance(column.type, LargeBinary)


def _leads_to(column: Column[Any]) -> str:
    """Return the table whose key a column holds; empty for a column of its own."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _named(column: Column[Any]) -> Any:
    """Return a column, or the name of the row it leads to in a list of the house."""
    target = _leads_to(column)
    if target not in NAMES:
        return column
    rows = table(target)
    return select(rows.c[NAMES[target]]).where(rows.c.id == column).scalar_subquery()


def labels_of(rows: Table, columns: Sequence[Column[Any]]) -> list[str]:
    """Return what the columns are called, each once."""
    found: list[str] = []
    for column in columns:
        if column.name == "id":
            found.append("id")
            continue
        target = _leads_to(column)
        shown = messages.section(target) if target in {*HELD, *NAMES} else ""
        known = column_words(rows.name, column.name)[0]
        label = str(known or shown or COLUMNS[column.name])
        found.append(f"{label} ({column.name})" if label in found else label)
    return found


def _value(name: str, column: str, value: Any) -> Any:
    """Return a value as JSON holds it: instants and days by ISO 8601, amounts as text."""
    if isinstance(value, Enum):
        word = column_words(name, column)[1].get(value.value)
        return str(word) if word is not None else value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (bool, int, float, str, dict, list)):
        return value
    return str(value)


def papers(
    session: Session, subject: Subject, *, files: CompanyFiles, now: datetime
) -> Iterator[Paper]:
    """Return the files that belong to the rows: documents as signed or issued, attachments.

    Raises:
        CertificateNotReadableError: The company's certificate cannot be used.
    """
    yield from _attached(session, subject, files)
    yield from _mailed(session, subject, files)
    yield from _reports(session, subject, files, now)
    yield from _agreed(session, subject, files, now)
    yield from _invoiced(session, subject, files, now)


def _of(model: Any, subject: Subject) -> Select[Any]:
    return select(model).where(belongs(model.__tablename__, subject)).order_by(model.id)


def _read(files: CompanyFiles, sha: str) -> bytes | None:
    try:
        return files.read(sha)
    except FileMissingError:
        return None


def _attached(session: Session, subject: Subject, files: CompanyFiles) -> Iterator[Paper]:
    for file in session.scalars(_of(Attachment, subject)):
        name = name_with_type(file.filename, file.mime)
        yield Paper(_("attachments"), name, _read(files, file.sha256))


def _mailed(session: Session, subject: Subject, files: CompanyFiles) -> Iterator[Paper]:
    for mail in session.scalars(_of(OutgoingMail, subject)):
        for file in mail.attachments:
            yield Paper(_("e-mails"), file["name"], _read(files, file["sha"]))


def _reports(
    session: Session, subject: Subject, files: CompanyFiles, now: datetime
) -> Iterator[Paper]:
    for report in session.scalars(_of(InterventionReport, subject)):
        content = copy_for(session, report, files=files, now=now, may_see_prices=True)
        number = report.intervention.label.replace("/", "-")
        yield Paper(_("reports"), f"{number}-{report.revision}.pdf", content)
    for sheet in session.scalars(_of(ReeRevision, subject)):
        yield Paper("REE", ree_name(sheet.ree), copy_of(session, sheet, files=files, now=now))


def _agreed(
    session: Session, subject: Subject, files: CompanyFiles, now: datetime
) -> Iterator[Paper]:
    for revision in session.scalars(_of(QuoteRevision, subject)):
        content = print_revision(session, revision, files=files, now=now)
        yield Paper(_("quotes"), quote_name(revision.quote), content)
    for term in session.scalars(_of(ContractTerm, subject)):
        contract = session.get_one(Contract, term.contract_id)
        content = print_contract(session, contract, files=files, now=now, term=term)
        yield Paper(_("contracts"), contract_name(contract), content)
    for form in session.scalars(_of(PrivacyForm, subject)):
        content = print_form(session, form, files=files, now=now)
        yield Paper(_("privacy"), form_name(form), content)


def _invoiced(
    session: Session, subject: Subject, files: CompanyFiles, now: datetime
) -> Iterator[Paper]:
    profile = company_profile(session)
    for invoice in session.scalars(_of(Invoice, subject).where(Invoice.number.is_not(None))):
        if invoice.facts:
            content = invoice_pdf(invoice.facts, profile, files=files, now=now, is_draft=False)
            yield Paper(_("invoices"), f"{file_stem(invoice)}.pdf", content)
    for file in session.scalars(_of(EInvoiceFile, subject)):
        yield Paper(_("invoices"), file.name, file.content)
