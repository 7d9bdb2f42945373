"""What the accountant asks for: the VAT of a month and its XML files with their receipts."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.invoices.models import EInvoiceFile, Invoice
from app.invoices.queries import visible_invoices
from app.invoices.rules import OWED_STATES, DocumentKind
from app.invoices.rules_facts import ZERO
from app.kernel.access import Access


@dataclass(frozen=True)
class VatOfPeriod:
    """One row of the VAT of a period, euro; credit notes are subtracted."""

    rate_pct: Decimal
    natura: str | None
    taxable_eur: Decimal
    tax_eur: Decimal
    #: VAT that public bodies pay themselves: stated, not owed by the firm.
    split_eur: Decimal


def issued_between(session: Session, access: Access, first: date, last: date) -> Sequence[Invoice]:
    """Return the documents issued in a period, in the order of their numbers, files loaded."""
    return session.scalars(
        select(Invoice)
        .options(selectinload(Invoice.files).selectinload(EInvoiceFile.notices))
        .where(
            visible_invoices(access),
            Invoice.state.in_(OWED_STATES),
            Invoice.dated_on >= first,
            Invoice.dated_on <= last,
        )
        .order_by(Invoice.series, Invoice.number)
    ).all()


def vat_of(invoices: Iterable[Invoice]) -> tuple[VatOfPeriod, ...]:
    """Return the VAT of some documents by rate and natura, highest rate first."""
    sums: dict[tuple[Decimal, str | None], list[Decimal]] = {}
    for invoice in invoices:
        sign = -1 if invoice.kind is DocumentKind.CREDIT_NOTE else 1
        is_split = invoice.facts["terms"]["treatment"] == "split_payment"
        for row in invoice.facts["totals"]["summary"]:
            found = sums.setdefault((Decimal(row["rate_pct"]), row["natura"]), [ZERO, ZERO, ZERO])
            tax = sign * Decimal(row["tax_eur"])
            found[0] += sign * Decimal(row["taxable_eur"])
            found[1] += tax
            found[2] += tax if is_split else ZERO
    rows = (VatOfPeriod(rate, natura, *amounts) for (rate, natura), amounts in sums.items())
    return tuple(sorted(rows, key=lambda row: (-row.rate_pct, row.natura or "")))


def archive_of(invoices: Iterable[Invoice]) -> bytes:
    """Return a zip with the newest XML of each document and the receipts it got."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for invoice in invoices:
            file = invoice.files[-1]
            archive.writestr(file.name, file.content)
            for notice in file.notices:
                archive.writestr(f"{notice.id}_{notice.name}", notice.content)
    return made.getvalue()
