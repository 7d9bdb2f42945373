"""The documents that leave with a message: the courtesy copy of each invoice it announces."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.invoices.documents import file_stem, invoice_pdf
from app.invoices.models import Invoice
from app.mail.rules import Attachment
from app.messages.models import ClientMessage, MessageItem
from app.messages.rules import Event
from app.web.downloads import PDF

#: Occasions whose e-mail carries documents.
WITH_DOCUMENTS = (Event.INVOICE,)


def enclosed_with(
    session: Session, message: ClientMessage, files: CompanyFiles, *, now: datetime
) -> tuple[Attachment, ...]:
    """Return the PDF of each invoice that a message announces, from the facts frozen at issue.

    Never the XML: that is the exchange system's to deliver. Such a message goes to whom its
    invoices are made out to, or to who manages those buildings (`recipients.recipient_of`).
    """
    told = select(MessageItem.item_id).where(
        MessageItem.message_id == message.id, MessageItem.kind == "invoice"
    )
    rows = session.scalars(
        select(Invoice)
        .where(Invoice.id.in_(told), Invoice.number.is_not(None))
        .order_by(Invoice.id)
    )
    profile = company_profile(session)
    return tuple(
        Attachment(
            f"{file_stem(row)}.pdf",
            PDF,
            invoice_pdf(row.facts, profile, files=files, now=now, is_draft=False),
        )
        for row in rows
        if row.facts
    )
