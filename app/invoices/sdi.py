"""Handing files to the exchange system and taking its answers in."""

import hashlib
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.invoices import payments
from app.invoices.models import EInvoiceFile, Invoice, SdiNotice
from app.invoices.queries import file_named
from app.invoices.receipts import ForeignReceiptError, read_receipt
from app.invoices.rules import InvoiceState, NotWaitingError
from app.invoices.rules_sdi import next_state
from app.jobs.models import OutboxJob
from app.jobs.outbox import enqueue, hurry, retry
from app.jobs.rules import JobState

#: Job that hands a file over.
TRANSMIT = "invoices.transmit"
#: What the exchange system answers to a file whose name it has already.
_TWICE = "00002"


class Channel(Protocol):
    """A way to the exchange system: takes the file of an id, once whatever the repetitions.

    It may commit before it talks to the outside, and notes on the file when it was taken
    (`EInvoiceFile.sent_at`). What it raises is noted on the file; see `app.jobs.runner`.
    """

    def __call__(self, session: Session, file_id: int, *, now: datetime) -> None:
        """Hand the file over."""


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
    invoice.state = InvoiceState.SENT
    if not by_job:
        file.sent_at = now
    else:
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
    # An answer about a file that was replaced meanwhile is history only; so is the refusal of a
    # copy that left twice because something broke off in between.
    is_copy = file.attempts > 1 and {code for code, *_rest in receipt.errors} == {_TWICE}
    if file.id == max(one.id for one in invoice.files) and not is_copy:
        _move(session, invoice, next_state(invoice.state, receipt.kind, receipt.outcome))
    session.flush()
    return notice


def _move(session: Session, invoice: Invoice, state: InvoiceState) -> None:
    if state is InvoiceState.REJECTED and invoice.state is not state:
        # It was never issued: what it set off is open again.
        payments.take_back_set_off(session, invoice)
    invoice.state = state


def try_again(session: Session, invoice: Invoice, *, now: datetime) -> bool:
    """Let a file that did not leave be tried at once; tell whether there was one."""
    file = invoice.files[-1] if invoice.files else None
    if file is None or invoice.state is not InvoiceState.SENT or file.sent_at is not None:
        return False
    file.error = ""
    key = f"{TRANSMIT}:{file.id}"
    job = session.scalars(select(OutboxJob).where(OutboxJob.dedup_key == key)).one_or_none()
    if job is None or job.state is JobState.DONE:
        # It left, and the provider brought it back.
        enqueue(session, TRANSMIT, file.id, now=now)
    elif not retry(session, job.id, now=now):
        hurry(session, TRANSMIT, file.id, now=now)
    session.flush()
    return True
