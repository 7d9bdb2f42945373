"""Background work of the invoices: a file goes to the channel after its commit."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from lxml import etree
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.invoices import sdi
from app.invoices.models import EInvoiceFile, Invoice
from app.invoices.queries import instalments_due
from app.invoices.rules import ISSUED_STATES, InvoiceState, SchemaMissingError
from app.invoices.sources import drafts_of_instalments
from app.invoices.standin import Known, answer, document_key
from app.jobs.progress import tracked
from app.jobs.registry import job
from app.jobs.runner import Sessions
from app.kernel.dates import local_day

#: States of documents that the exchange system has accepted.
_ACCEPTED = ISSUED_STATES | {InvoiceState.REFUSED}


#: Job that makes the invoices of many instalments.
INSTALMENTS = "invoices.instalments"


def register(
    schema: Callable[[], etree.XMLSchema | None],
    sessions: Sessions,
    channel_of: Callable[[Session], sdi.Channel | None],
) -> None:
    """Register the jobs.

    Args:
        schema: The installation's official schema.
        sessions: Store how far a work is.
        channel_of: What takes the files of the company at work; None: the stand-in.
    """

    @job(INSTALMENTS)
    def instalments(session: Session, progress_id: str, ids: list[int], *, now: datetime) -> None:
        invoice_instalments(session, sessions, progress_id, ids, now=now)

    @job(sdi.TRANSMIT, on_failure=note_failure)
    def transmit(session: Session, file_id: int, *, now: datetime) -> None:
        channel = channel_of(session)
        if channel is None:
            hand_over(session, file_id, schema=schema(), now=now)
        else:
            channel(session, file_id, now=now)


def note_failure(
    session: Session, error: Exception, file_id: int, *, final: bool, now: datetime
) -> None:
    """Show on the file why it did not leave; `final` and `now` are what every note receives."""
    del final, now
    file = session.get(EInvoiceFile, file_id)
    if file is not None and file.sent_at is None:
        file.error = (str(error) or type(error).__name__)[:500]


def hand_over(
    session: Session, file_id: int, *, schema: etree.XMLSchema | None, now: datetime
) -> None:
    """Give a file to the stand-in and take its receipt in; done once whatever the repetitions.

    Raises:
        SchemaMissingError: The stand-in cannot check.
    """
    if schema is None:
        raise SchemaMissingError
    file = session.get_one(EInvoiceFile, file_id, with_for_update=True)
    if file.notices:
        return
    file.attempts += 1
    file.sent_at = now
    name, content = answer(
        file.name, file.content, schema=schema, now=now, known=_known(session, file)
    )
    sdi.receive(session, name, content, now=now)


def invoice_instalments(
    session: Session, sessions: Sessions, progress_id: str, ids: list[int], *, now: datetime
) -> None:
    """Make a draft for each contract, each in its own transaction; begun again, nothing twice."""
    today = local_day(now)
    found = instalments_due(session, true(), ids=ids)
    by_contract: dict[int, list[int]] = {}
    for one in found:
        by_contract.setdefault(one.contract_id, []).append(one.id)
    session.rollback()  # the tracker writes in transactions of its own
    made = 0
    with tracked(sessions, UUID(progress_id), clock=lambda: now, every=10) as tracker:
        for keys in by_contract.values():
            rows = instalments_due(session, true(), ids=keys)
            if rows:
                made += len(drafts_of_instalments(session, rows, today=today))
            session.commit()
            tracker.step(len(keys))
        tracker.result["made"] = made


def _known(session: Session, file: EInvoiceFile) -> Known:
    """Return what the exchange system remembers: documents of the same number, accepted before."""
    found = session.scalars(
        select(EInvoiceFile)
        .join(Invoice)
        .where(
            Invoice.state.in_(_ACCEPTED),
            Invoice.id != file.invoice_id,
            Invoice.year == file.invoice.year,
            Invoice.number == file.invoice.number,
        )
    )
    return Known(documents={document_key(etree.fromstring(one.content)) for one in found})
