"""Use cases of the invoices: every write goes through here."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from lxml import etree
from sqlalchemy.orm import Session

from app.clients.models import Client
from app.company.queries import company_profile
from app.contracts.service import release
from app.interventions.models import Intervention
from app.interventions.queries import current_report
from app.invoices import payments
from app.invoices import rules_legal as legal
from app.invoices.assembling import document_of, facts_of, settled_of
from app.invoices.fatturapa import build
from app.invoices.filenames import file_name, progressive_text
from app.invoices.findings import Finding, errors
from app.invoices.models import EInvoiceFile, Invoice, InvoiceDue, InvoicedWork, InvoiceLine
from app.invoices.queries import invoice_of_work, last_dated, undone_works
from app.invoices.rules import (
    CORRECTABLE_STATES,
    ISSUED_STATES,
    AlreadyInvoicedError,
    CreditKindError,
    DocumentKind,
    FindingsError,
    InvoiceState,
    NoLinesError,
    NotCorrectableError,
    NumberedError,
    OneClientError,
    SchemaMissingError,
    ensure_dated,
    ensure_open,
    number_text,
)
from app.invoices.rules_facts import Document, Line
from app.invoices.rules_vat import propose
from app.invoices.sdichecks import check_file
from app.kernel.dates import local_day
from app.kernel.money import round_eur
from app.orm.numbering import next_number

#: Series that credit notes take their numbers from.
CREDIT_SERIES = "NC"
#: Counter of the files' names: one for the company, for ever.
_FILES = "sdi_files"


def new_draft(session: Session, client: Client, *, today: date) -> Invoice:
    """Return a draft for the card that pays, with what is usual for its kind."""
    proposal = propose(client.subject_kind, company_profile(session).regime_fiscale)
    invoice = Invoice(
        kind=DocumentKind.INVOICE,
        state=InvoiceState.DRAFT,
        client=client,
        dated_on=today,
        treatment=proposal.treatment,
        withholding_pct=proposal.withholding_pct,
    )
    session.add(invoice)
    return invoice


def draft_from_works(session: Session, works: Sequence[Intervention], *, today: date) -> Invoice:
    """Return a draft with the lines of some reports, for the card that pays them.

    Raises:
        OneClientError: They belong to several payers, or there are none.
        AlreadyInvoicedError: One of them is on another invoice.
    """
    if len({work.client.who_pays.id for work in works}) != 1:
        raise OneClientError
    for work in works:
        if invoice_of_work(session, work.id) is not None:
            raise AlreadyInvoicedError(work.label)
    invoice = new_draft(session, works[0].client.who_pays, today=today)
    reasons = [legal.WORK_REASON.format(w.label, f"{w.performed_on:%d/%m/%Y}") for w in works]
    invoice.reason = "; ".join(reasons)
    lines = [line for work in works for line in _lines_of_work(session, work)]
    set_lines(invoice, lines)
    for tie in undone_works(session, [work.id for work in works]):
        tie.undone = tie.invoice_id
    # The old ties leave their place before the new ones take it.
    session.flush()
    invoice.works = [InvoicedWork(intervention_id=work.id) for work in works]
    refresh_amounts(session, invoice)
    return invoice


def credit_note(session: Session, invoice: Invoice, *, today: date) -> Invoice:
    """Return the draft of a credit note over an issued invoice, with all its lines.

    Raises:
        CreditKindError: It is a credit note itself, or was never issued.
    """
    if invoice.kind is DocumentKind.CREDIT_NOTE or invoice.state not in _CREDITABLE:
        raise CreditKindError
    note = Invoice(
        kind=DocumentKind.CREDIT_NOTE,
        state=InvoiceState.DRAFT,
        series=CREDIT_SERIES,
        client=invoice.client,
        dated_on=max(today, invoice.dated_on),
        treatment=invoice.treatment,
        withholding_pct=invoice.withholding_pct,
        recharges_stamp=False,
        method=invoice.method,
        terms=invoice.terms,
        credited=invoice,
        order_document=invoice.order_document,
        order_on=invoice.order_on,
        cig=invoice.cig,
        cup=invoice.cup,
    )
    session.add(note)
    note.lines = [_row(line, place) for place, line in enumerate(invoice.lines)]
    refresh_amounts(session, note)
    return note


def save_draft(
    session: Session, invoice: Invoice, values: Mapping[str, Any], lines: Sequence[Line]
) -> Invoice:
    """Store what was typed on a draft, or on a document under correction.

    The date of a numbered document stays: number and date are those of its first sending.

    Raises:
        NotOpenError: It was issued.
        NoLinesError: There is no line.
    """
    ensure_open(invoice.state)
    if not lines:
        raise NoLinesError
    fixed = {"dated_on", "kind"} if invoice.number is not None else set()
    for name, value in values.items():
        if name not in fixed:
            setattr(invoice, name, value)
    set_lines(invoice, lines)
    refresh_amounts(session, invoice)
    return invoice


def set_lines(invoice: Invoice, lines: Sequence[Line]) -> None:
    """Replace the lines of a draft."""
    invoice.lines = [_row(line, place) for place, line in enumerate(lines)]


def refresh_amounts(session: Session, invoice: Invoice) -> None:
    """Work out the amounts of a draft again; negative for a credit note."""
    session.flush()
    totals = settled_of(invoice, company_profile(session)).totals
    sign = -1 if invoice.kind is DocumentKind.CREDIT_NOTE else 1
    invoice.taxable_eur = sign * totals.taxable_eur
    invoice.tax_eur = sign * totals.tax_eur
    invoice.total_eur = sign * totals.total_eur
    invoice.withheld_eur = sign * totals.withheld_eur
    invoice.payable_eur = sign * totals.payable_eur
    session.flush()


def check(
    session: Session, invoice: Invoice, *, today: date, schema: etree.XMLSchema | None
) -> tuple[Finding, ...]:
    """Return what the exchange system would find on a draft if it were issued today."""
    if schema is None:
        raise SchemaMissingError
    if not invoice.lines:
        raise NoLinesError
    profile = company_profile(session)
    number = invoice.label if invoice.number else number_text(1, invoice.dated_on.year)
    document = document_of(invoice, profile, number=number)
    sender = profile.tax_code or profile.vat_number
    content = build(document, transmitter=sender, progressive="00000")
    return check_file(content, schema=schema, today=today)


def issue(
    session: Session, invoice: Invoice, *, now: datetime, schema: etree.XMLSchema | None
) -> EInvoiceFile:
    """Give a draft its number, freeze what it states and write its XML, in one transaction.

    A document under correction keeps number and date and gets a new file: a file's name is used
    once for ever.

    Raises:
        NotOpenError: It was issued already.
        NoLinesError: There is no line.
        FutureDateError, EarlierThanLastError: The date does not fit the series.
        FindingsError: The exchange system would reject it; the number goes back.
        SchemaMissingError: The installation cannot check it.
    """
    ensure_open(invoice.state)
    if schema is None:
        raise SchemaMissingError
    if not invoice.lines:
        raise NoLinesError
    today = local_day(now)
    is_first = invoice.number is None
    if is_first:
        _take_number(session, invoice, today)
    document = document_of(invoice, company_profile(session), number=invoice.label)
    file = _write_file(session, invoice, document, now)
    found = errors(check_file(file.content, schema=schema, today=today))
    if found:
        raise FindingsError(len(found))
    _freeze(invoice, document, now)
    session.flush()
    payments.settle_at_issue(session, invoice, today=today, is_first=is_first)
    return file


def reopen(session: Session, invoice: Invoice) -> None:
    """Open a document for correction: rejected, or not handed over yet.

    Raises:
        NotCorrectableError: It is in the hands of the exchange system.
    """
    if invoice.state not in CORRECTABLE_STATES:
        raise NotCorrectableError
    invoice.state = InvoiceState.CORRECTING
    payments.take_back_set_off(session, invoice)
    session.flush()


def delete_draft(session: Session, invoice: Invoice) -> None:
    """Delete a draft that never had a number; its interventions wait for an invoice again."""
    ensure_open(invoice.state)
    if invoice.number is not None:
        raise NumberedError
    release(session, invoice.id)
    session.delete(invoice)
    session.flush()


_CREDITABLE = ISSUED_STATES | {InvoiceState.TO_SEND, InvoiceState.SENT, InvoiceState.REFUSED}


def _take_number(session: Session, invoice: Invoice, today: date) -> None:
    """Take the next number of the series; its row stays locked until the transaction ends."""
    year = invoice.dated_on.year
    ensure_dated(invoice.dated_on, today, None)
    number = next_number(session, f"invoices{invoice.series}", year=year)
    ensure_dated(invoice.dated_on, today, last_dated(session, invoice.series, year))
    invoice.year, invoice.number = year, number


def _write_file(
    session: Session, invoice: Invoice, document: Document, now: datetime
) -> EInvoiceFile:
    sender = document.seller.tax_code or document.seller.vat_number
    number = next_number(session, _FILES)
    content = build(document, transmitter=sender, progressive=progressive_text(number))
    file = EInvoiceFile(
        invoice=invoice,
        name=file_name(sender, number),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=now,
    )
    session.add(file)
    return file


def _freeze(invoice: Invoice, document: Document, now: datetime) -> None:
    invoice.facts = facts_of(document)
    invoice.dues = [InvoiceDue(due_on=d.due_on, amount_eur=d.amount_eur) for d in document.dues]
    invoice.next_due_on = invoice.dues[0].due_on if invoice.dues else None
    invoice.issued_at = invoice.issued_at or now
    invoice.state = InvoiceState.TO_SEND


def _lines_of_work(session: Session, work: Intervention) -> list[Line]:
    report = current_report(session, work)
    if report is None or not report.lines:
        return [_line_of_total(work)]
    return [
        Line(
            description=line.description,
            unit_price=line.unit_price,
            quantity=line.quantity,
            unit=line.unit,
            discount_pct=line.discount_pct,
            rate_pct=line.vat_rate_pct,
            natura=line.vat_nature,
        )
        for line in report.lines
        if line.total_eur
    ]


def _line_of_total(work: Intervention) -> Line:
    """Return one line for work whose report has none: imported, or written on paper."""
    rate = round_eur(work.vat_eur * 100 / work.net_eur) if work.net_eur else legal.ORDINARY_PCT
    known = min((legal.REDUCED_PCT, legal.ORDINARY_PCT), key=lambda one: abs(one - rate))
    return Line(work.intervention_type.label, work.net_eur, rate_pct=known)


def _row(line: Line | InvoiceLine, place: int) -> InvoiceLine:
    return InvoiceLine(
        position=place,
        description=line.description,
        unit=line.unit,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        rate_pct=line.rate_pct,
        natura=line.natura,
        is_significant_good=line.is_significant_good,
        goods_cost_eur=line.goods_cost_eur,
    )
