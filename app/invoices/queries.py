"""Reads of the invoices: the row rule, what is still to be invoiced, what is unpaid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.contracts.models import Contract, ContractInstalment
from app.contracts.rules import ContractState
from app.interventions.models import Intervention
from app.interventions.queries import visible_interventions
from app.invoices.models import EInvoiceFile, Invoice, InvoicedWork
from app.invoices.rules import OWED_STATES, UNDOING_STATES
from app.kernel.access import Access
from app.kernel.money import round_eur
from app.kernel.text import escape_like, row_key, search_terms
from app.pricelist.models import KitPart, PriceItem, VatProfile

#: Interventions offered at once.
MOST_WORKS = 200
#: Instalments of contracts offered at once.
MOST_INSTALMENTS = 2_000
#: Articles offered by the lines of a form.
MOST_ITEMS = 300


def visible_invoices(access: Access) -> ColumnElement[bool]:
    """Return the condition on invoices that an account may see."""
    if access.has("invoices.read"):
        return true()
    if access.has("card_invoices.read"):
        return Invoice.client_id.in_(select(Client.id).where(visible_clients(access)))
    return false()


def is_undone() -> ColumnElement[bool]:
    """Return the condition on invoices whose whole amount credit notes have taken back."""
    note = aliased(Invoice)
    credited = (
        select(func.coalesce(func.sum(note.total_eur), 0))
        .where(note.credited_id == Invoice.id, note.state.in_(UNDOING_STATES))
        .correlate(Invoice)
        .scalar_subquery()
    )
    # Half a cent: SQLite sums decimals as binary numbers.
    return and_(Invoice.total_eur > 0, Invoice.total_eur + credited < Decimal("0.005"))


def uninvoiced() -> ColumnElement[bool]:
    """Return the condition on interventions that bring money and are on no invoice.

    One that credit notes took back whole counts no more: its work is invoiced again.
    """
    invoiced = (
        select(InvoicedWork.intervention_id)
        .join(Invoice, Invoice.id == InvoicedWork.invoice_id)
        .where(InvoicedWork.undone == 0, ~is_undone())
    )
    return (Intervention.total_eur > 0) & Intervention.id.not_in(invoiced)


def works_to_invoice(session: Session, access: Access) -> Sequence[Intervention]:
    """Return the interventions still to be invoiced, by client, oldest first."""
    return session.scalars(
        select(Intervention)
        .join(Client, Client.id == Intervention.client_id)
        .options(joinedload(Intervention.client), joinedload(Intervention.intervention_type))
        .where(uninvoiced(), visible_interventions(access))
        .order_by(Client.sort_name, Client.id, Intervention.performed_on, Intervention.id)
        .limit(MOST_WORKS)
    ).all()


def works_by_id(session: Session, access: Access, ids: Collection[int]) -> Sequence[Intervention]:
    """Return interventions that the account may see, in the order of their days, locked."""
    return session.scalars(
        select(Intervention)
        .where(Intervention.id.in_(ids), visible_interventions(access))
        .order_by(Intervention.performed_on, Intervention.id)
        .with_for_update()
    ).all()


def invoice_of_work(session: Session, intervention_id: int) -> Invoice | None:
    """Return the invoice an intervention is on, or None; one that was undone is none."""
    return session.scalars(
        select(Invoice)
        .join(InvoicedWork, InvoicedWork.invoice_id == Invoice.id)
        .where(
            InvoicedWork.intervention_id == intervention_id,
            InvoicedWork.undone == 0,
            ~is_undone(),
        )
    ).one_or_none()


def undone_works(session: Session, ids: Collection[int]) -> Sequence[InvoicedWork]:
    """Return the rows that tie some interventions to invoices that were undone since."""
    return session.scalars(
        select(InvoicedWork)
        .join(Invoice, InvoicedWork.invoice_id == Invoice.id)
        .where(InvoicedWork.intervention_id.in_(ids), InvoicedWork.undone == 0, is_undone())
    ).all()


def invoices_of_quote(session: Session, quote_id: int) -> Sequence[Invoice]:
    """Return the documents of a quote that still count, oldest first: deposit, then the rest."""
    return session.scalars(
        select(Invoice).where(Invoice.quote_id == quote_id, ~is_undone()).order_by(Invoice.id)
    ).all()


def instalments_due(
    session: Session,
    seen: ColumnElement[bool],
    *,
    until: date | None = None,
    ids: Collection[int] | None = None,
) -> Sequence[ContractInstalment]:
    """Return the instalments that no invoice asks for, by client, oldest first.

    Args:
        session: Open session.
        seen: Row rule of the contracts (`visible_contracts`).
        until: Last day on which they fall due, Italian calendar; None: whenever.
        ids: Only these, locked; None: all.
    """
    undone = select(Invoice.id).where(is_undone())
    found = (
        select(ContractInstalment)
        .join(Contract, Contract.id == ContractInstalment.contract_id)
        .join(Client, Client.id == Contract.client_id)
        .options(joinedload(ContractInstalment.contract).joinedload(Contract.client))
        .where(
            Contract.state.in_((ContractState.ACTIVE, ContractState.TERMINATED)),
            seen,
            or_(
                ContractInstalment.invoice_id.is_(None),
                ContractInstalment.invoice_id.in_(undone),
            ),
            ContractInstalment.amount_eur > 0,
        )
        .order_by(Client.sort_name, Contract.id, ContractInstalment.due_on)
        .limit(MOST_INSTALMENTS)
    )
    if until is not None:
        found = found.where(ContractInstalment.due_on <= until)
    if ids is not None:
        found = found.where(ContractInstalment.id.in_(ids)).with_for_update(of=ContractInstalment)
    return session.scalars(found).all()


def last_dated(session: Session, series: str, year: int) -> date | None:
    """Return the date of the last numbered document of a series and year, or None."""
    return session.scalar(
        select(func.max(Invoice.dated_on)).where(
            Invoice.series == series, Invoice.year == year, Invoice.number.is_not(None)
        )
    )


def vat_choices(session: Session) -> Sequence[VatProfile]:
    """Return the VAT rates on offer, in the company's order."""
    return session.scalars(
        select(VatProfile).where(VatProfile.is_active).order_by(VatProfile.position, VatProfile.id)
    ).all()


def offered_items(session: Session) -> Sequence[PriceItem]:
    """Return the articles that the lines of a document offer, by description."""
    return session.scalars(
        select(PriceItem)
        .options(selectinload(PriceItem.parts).joinedload(KitPart.item))
        .where(PriceItem.is_active)
        .order_by(PriceItem.description, PriceItem.id)
        .limit(MOST_ITEMS)
    ).all()


def matching(text: str) -> ColumnElement[bool]:
    """Return the condition on invoices that a text finds: "12", "12/2026" or a client's name."""
    number, _slash, year = text.strip().partition("/")
    if (wanted := row_key(number)) is not None:
        found = [Invoice.number == wanted]
        if (of_year := row_key(year[:4])) is not None:
            found.append(Invoice.year == of_year)
        return and_(*found)
    named = [
        Client.sort_name.contains(escape_like(term), escape="\\") for term in search_terms(text)
    ]
    return Invoice.client_id.in_(select(Client.id).where(and_(true(), *named)))


@dataclass(frozen=True)
class Sums:
    """Totals of a list, euro with two decimals; drafts and rejected documents are left out."""

    taxable_eur: Decimal
    tax_eur: Decimal
    total_eur: Decimal
    open_eur: Decimal


def sums_of(session: Session, statement: Select[tuple[Invoice]]) -> Sums:
    """Return the totals of the invoices that a select finds."""
    rows = statement.order_by(None).with_only_columns(Invoice.id)
    columns = (
        Invoice.taxable_eur,
        Invoice.tax_eur,
        Invoice.total_eur,
        Invoice.payable_eur - Invoice.paid_eur,
    )
    found = session.execute(
        select(*(func.coalesce(func.sum(column), 0) for column in columns)).where(
            Invoice.id.in_(rows), Invoice.state.in_(OWED_STATES)
        )
    ).one()
    return Sums(*(round_eur(Decimal(str(value))) for value in found))


@dataclass(frozen=True)
class Balance:
    """What a client owes, euro with two decimals."""

    open_eur: Decimal
    overdue_eur: Decimal


def balance_of(session: Session, client_id: int, today: date) -> Balance:
    """Return what is open of a client's invoices, and what of it is past its day."""
    open_amount = func.sum(Invoice.payable_eur - Invoice.paid_eur)
    owed = (Invoice.client_id == client_id, Invoice.state.in_(OWED_STATES))
    found = session.execute(
        select(
            open_amount,
            open_amount.filter(Invoice.next_due_on < today),
        ).where(*owed)
    ).one()
    amounts = [round_eur(Decimal(str(value or 0))) for value in found]
    return Balance(amounts[0], amounts[1])


def file_named(session: Session, stem: str, *, lock: bool = False) -> EInvoiceFile | None:
    """Return the file whose name without ending is `stem`, its document locked on request."""
    statement = select(EInvoiceFile).where(EInvoiceFile.name == f"{stem}.xml")
    if lock:
        statement = statement.with_for_update(of=EInvoiceFile)
    return session.scalars(statement).one_or_none()
