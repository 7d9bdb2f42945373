"""Handing files to the exchange system and taking its answers in."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.invoices import payments
from app.invoices.models import EInvoiceFile, Invoice, SdiNotice
from app.invoices.queries import file_named
from app.invoices.receipts import ForeignReceiptError, read_receipt
from app.invoices.rules import InvoiceState, NotWaitingError
from app.invoices.rules_sdi import next_state
from app.jobs.outbox import enqueue

#: Job that hands a file over.
TRANSMIT = "invoices.transmit"


def send(session: Session, invoice: Invoice, *, now: datetime, by_job: bool) -> EInvoiceFile:
    """Note that the newest file of a document leaves.

    Args:
        session: Open session; the caller commits.
        invoice: Locked row.
        now: Current instant.
        by_job: Have the channel take it after the commit; False: it was uploaded by hand.

    Raises:
        NotWaitingError: It is not waiting to be sent.
    """
    if invoice.state is not InvoiceState.TO_SEND:
        raise NotWaitingError
    file = invoice.files[-1]
    file.sent_at = now
    invoice.state = InvoiceState.SENT
    if by_job:
        # A file leaves once: asking again asks nothing new.
        enqueue(session, TRANSMIT, file.id, now=now, dedup_key=f"{TRANSMIT}:{file.id}")
    session.flush()
    return file


def receive(session: Session, name: str, content: bytes, *, now: datetime) -> SdiNotice:
    """Keep a receipt and move its document; taking the same receipt again changes nothing.

    Raises:
        UnknownReceiptError: The file is no receipt.
        ForeignReceiptError: It speaks of a file that was not made here.
    """
    receipt = read_receipt(name, content)
    file = file_named(session, receipt.stem, lock=True)
    if file is None:
        raise ForeignReceiptError(name)
    digest = hashlib.sha256(content).hexdigest()
    known: SdiNotice | None = session.scalar(select(SdiNotice).where(SdiNotice.sha256 == digest))
    if known is not None:
        return known
    invoice = session.get_one(Invoice, file.invoice_id, with_for_update=True)
    notice = SdiNotice(
        file=file,
        name=name[:80],
        kind=receipt.kind,
        content=content,
        sha256=digest,
        received_at=now,
        stated_at=receipt.stated_at,
        errors=[{"code": c, "text": text, "hint": hint} for c, text, hint in receipt.errors],
        text=receipt.text,
    )
    session.add(notice)
    file.sdi_id = file.sdi_id or receipt.sdi_id
    # An answer about a file that was replaced meanwhile is history only.
    if file.id == max(one.id for one in invoice.files):
        _move(session, invoice, next_state(invoice.state, receipt.kind, receipt.outcome))
    session.flush()
    return notice


def _move(session: Session, invoice: Invoice, state: InvoiceState) -> None:
    if state is InvoiceState.REJECTED and invoice.state is not state:
        # It was never issued: what it set off is open again.
        payments.take_back_set_off(session, invoice)
    invoice.state = state
