"""Background work of the invoices: a file goes to the channel after its commit."""

from collections.abc import Callable
from datetime import datetime

from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.invoices import sdi
from app.invoices.models import EInvoiceFile, Invoice
from app.invoices.rules import ISSUED_STATES, InvoiceState, SchemaMissingError
from app.invoices.standin import Known, answer, document_key
from app.jobs.registry import job

#: States of documents that the exchange system has accepted.
_ACCEPTED = ISSUED_STATES | {InvoiceState.REFUSED}


def register(schema: Callable[[], etree.XMLSchema | None]) -> None:
    """Register the job with the installation's schema."""

    @job(sdi.TRANSMIT)
    def transmit(session: Session, file_id: int, *, now: datetime) -> None:
        hand_over(session, file_id, schema=schema(), now=now)


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
    name, content = answer(
        file.name, file.content, schema=schema, now=now, known=_known(session, file)
    )
    sdi.receive(session, name, content, now=now)


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
