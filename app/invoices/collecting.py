"""Use cases of being paid: orders to the bank, cash handed over by technicians."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.clients.models import Client
from app.company.models import CompanyProfile
from app.company.queries import company_profile
from app.interventions.models import Intervention
from app.interventions.rules import PaymentMethod as TakenBy
from app.invoices.assembling import buyer_party
from app.invoices.bankdebits import cbi_debits
from app.invoices.collectionmodels import (
    CashHandover,
    ClientBank,
    CollectionFile,
    CollectionOrder,
)
from app.invoices.models import Invoice, Payment
from app.invoices.payments import add_payment
from app.invoices.rules import OWED_STATES, PaymentMethod
from app.invoices.rules_bankfiles import Creditor, Debtor, Receipt, riba_file
from app.invoices.rules_collecting import (
    BankDataMissingError,
    FileClosedError,
    NothingToCollectError,
    Order,
    open_parts,
)
from app.invoices.rules_facts import ZERO, Due
from app.kernel.dates import local_day
from app.orm.numbering import next_number

#: Payment methods that go through the bank, and the order of each.
METHODS = {Order.RIBA: PaymentMethod.BANK_ORDER, Order.DEBIT: PaymentMethod.DIRECT_DEBIT}
#: Instalments shown at once.
MOST = 1_000


@dataclass(frozen=True)
class Collectable:
    """An instalment that may go to the bank; `bank` None: nobody wrote down where it pays from."""

    invoice: Invoice
    due: Due
    bank: ClientBank | None
    order: Order

    @property
    def key(self) -> str:
        """Return what a form sends: invoice and day."""
        return f"{self.invoice.id}-{self.due.due_on.isoformat()}"

    @property
    def is_ready(self) -> bool:
        """Tell whether everything a file needs is known."""
        if self.bank is None:
            return False
        return self.order is Order.RIBA or bool(self.bank.mandate and self.bank.signed_on)


def collectables(session: Session, order: Order, *, until: date) -> list[Collectable]:
    """Return what is open by a day of the invoices paid by an order, earliest first."""
    sent = session.execute(
        select(CollectionOrder.invoice_id, CollectionOrder.due_on)
        .join(CollectionFile)
        .where(CollectionFile.withdrawn_at.is_(None))
    )
    at_bank = {(key, day) for key, day in sent}
    rows = session.scalars(
        select(Invoice)
        .options(joinedload(Invoice.client), selectinload(Invoice.dues))
        .where(
            Invoice.method == METHODS[order],
            Invoice.state.in_(OWED_STATES),
            Invoice.payable_eur > Invoice.paid_eur,
            Invoice.next_due_on <= until,
        )
        .order_by(Invoice.next_due_on, Invoice.id)
        .limit(MOST)
    ).all()
    banks = _banks(session, {row.client_id for row in rows})
    return [
        Collectable(row, due, banks.get(row.client_id), order)
        for row in rows
        for due in _open(row)
        if due.due_on <= until and (row.id, due.due_on) not in at_bank
    ]


def make_file(
    session: Session, order: Order, keys: Collection[str], *, until: date, now: datetime
) -> CollectionFile:
    """Write the file of some instalments for the bank; each goes once, unless withdrawn.

    Args:
        session: Open session.
        order: RiBa or direct debit.
        keys: `Collectable.key` of what was ticked.
        until: Last due day that the form showed, Italian calendar.
        now: Current instant.

    Raises:
        BankDataMissingError: The company's own codes are incomplete.
        NothingToCollectError: Nothing of it may go.
    """
    creditor = creditor_of(company_profile(session), order)
    # The number is taken first: its row stays locked, so that two people cannot send one twice.
    number = next_number(session, "bank_files")
    found = [
        one
        for one in collectables(session, order, until=until)
        if one.key in keys and one.is_ready and one.due.amount_eur > 0
    ]
    if not found:
        raise NothingToCollectError
    name = f"{'RIBA' if order is Order.RIBA else 'SDD'}{local_day(now):%y%m%d}{number:05d}"
    receipts = _receipts(session, found)
    file = CollectionFile(
        kind=order,
        name=name,
        content=_content(creditor, order, receipts, name, now),
        made_at=now,
        count=len(found),
        total_eur=sum((one.due.amount_eur for one in found), ZERO),
        orders=[
            CollectionOrder(
                invoice=one.invoice, due_on=one.due.due_on, amount_eur=one.due.amount_eur
            )
            for one in found
        ],
    )
    session.add(file)
    session.flush()
    return file


def creditor_of(profile: CompanyProfile, order: Order) -> Creditor:
    """Return the company as its bank knows it.

    Raises:
        BankDataMissingError: A code is missing.
    """
    codes = (
        (profile.sia_code,) if order is Order.RIBA else (profile.cbi_code, profile.sepa_creditor)
    )
    if not profile.iban.startswith("IT") or not all(codes):
        raise BankDataMissingError
    return Creditor(
        name=profile.legal_name,
        tax_code=profile.tax_code or profile.vat_number,
        iban=profile.iban,
        street=profile.street,
        place=f"{profile.postcode} {profile.municipality}",
        sia=profile.sia_code,
        cbi=profile.cbi_code,
        creditor_id=profile.sepa_creditor,
    )


def collected(session: Session, file: CollectionFile, *, now: datetime) -> int:
    """Note that the bank paid a file: each invoice still open gets its payment; return how many.

    Raises:
        FileClosedError: That was noted before, or the file was withdrawn.
    """
    _ensure_open(file)
    file.collected_at = now
    count = 0
    for one in file.orders:
        amount = min(one.amount_eur, one.invoice.open_eur)
        if amount > 0 and one.invoice.state in OWED_STATES:
            payment = Payment(
                paid_on=min(one.due_on, local_day(now)),
                amount_eur=amount,
                method=METHODS[file.kind],
                note=file.name,
            )
            add_payment(session, one.invoice, payment)
            count += 1
    session.flush()
    return count


def withdraw(session: Session, file: CollectionFile, *, now: datetime) -> None:
    """Take a file back: its instalments may go into another.

    Raises:
        FileClosedError: It was collected or withdrawn.
    """
    _ensure_open(file)
    file.withdrawn_at = now
    session.flush()


def cash_to_hand_over(
    session: Session, ids: Collection[int] | None = None
) -> Sequence[Intervention]:
    """Return the interventions whose cash or cheque the office has not had yet, oldest first.

    Args:
        session: Open session.
        ids: Only these, when given.
    """
    found = (
        select(Intervention)
        .options(joinedload(Intervention.client), joinedload(Intervention.technicians))
        .where(
            Intervention.paid_eur > 0,
            Intervention.payment_method.in_((TakenBy.CASH, TakenBy.CHEQUE)),
            Intervention.id.not_in(select(CashHandover.intervention_id)),
        )
        .order_by(Intervention.performed_on, Intervention.id)
        .limit(MOST)
    )
    if ids is not None:
        found = found.where(Intervention.id.in_(ids))
    return session.scalars(found).unique().all()


def hand_over(session: Session, ids: Collection[int], *, today: date) -> Decimal:
    """Note that technicians gave the office what they took; return the sum, euro."""
    # Locked before they are read: who waited here then finds what the other one noted.
    session.execute(
        select(Intervention.id)
        .where(Intervention.id.in_(ids))
        .order_by(Intervention.id)
        .with_for_update()
    )
    total = ZERO
    for work in cash_to_hand_over(session, ids):
        if work.paid_eur is not None:
            session.add(
                CashHandover(intervention_id=work.id, handed_on=today, amount_eur=work.paid_eur)
            )
            total += work.paid_eur
    session.flush()
    return total


def _ensure_open(file: CollectionFile) -> None:
    if file.collected_at is not None or file.withdrawn_at is not None:
        raise FileClosedError


def _open(invoice: Invoice) -> tuple[Due, ...]:
    dues = tuple(Due(due.due_on, due.amount_eur) for due in invoice.dues)
    return open_parts(dues, invoice.paid_eur)


def _banks(session: Session, client_ids: Collection[int]) -> dict[int, ClientBank]:
    rows = session.scalars(select(ClientBank).where(ClientBank.client_id.in_(client_ids)))
    return {row.client_id: row for row in rows}


def _receipts(session: Session, found: Sequence[Collectable]) -> list[Receipt]:
    used = set(
        session.scalars(
            select(Invoice.client_id)
            .join(CollectionOrder, CollectionOrder.invoice_id == Invoice.id)
            .join(CollectionFile)
            .where(CollectionFile.kind == Order.DEBIT, CollectionFile.withdrawn_at.is_(None))
            .distinct()
        )
    )
    first = (session.scalar(select(func.max(CollectionOrder.id))) or 0) + 1
    receipts = []
    for key, one in enumerate(found, first):
        receipts.append(_receipt(one, key, is_recurrent=one.invoice.client_id in used))
        used.add(one.invoice.client_id)
    return receipts


def _receipt(one: Collectable, key: int, *, is_recurrent: bool) -> Receipt:
    invoice, bank = one.invoice, one.bank
    if bank is None:
        raise ValueError("not ready")
    codes = [f"{name} {value}" for name, value in (("CIG", invoice.cig), ("CUP", invoice.cup))
             if value]  # fmt: skip
    words = f"Fattura {invoice.label} del {invoice.dated_on:%d/%m/%Y}"
    debtor = _debtor(invoice.client, bank, is_recurrent=is_recurrent)
    return Receipt(debtor, one.due.due_on, one.due.amount_eur, " ".join([*codes, words]), key)


def _debtor(client: Client, bank: ClientBank, *, is_recurrent: bool) -> Debtor:
    party = buyer_party(client)
    address = party.address
    return Debtor(
        name=party.shown_name,
        tax_code=party.tax_code or party.vat_number,
        iban=bank.iban,
        code=str(client.number),
        street=f"{address.street} {address.street_number}".strip(),
        postcode=address.postcode,
        municipality=address.municipality,
        province=address.province,
        bank_name=bank.bank_name,
        mandate=bank.mandate,
        signed_on=bank.signed_on,
        scheme=bank.scheme.value,
        is_recurrent=is_recurrent,
    )


def _content(
    creditor: Creditor, order: Order, receipts: Sequence[Receipt], name: str, now: datetime
) -> bytes:
    if order is Order.RIBA:
        return riba_file(creditor, receipts, name=name, made_on=local_day(now))
    return cbi_debits(creditor, receipts, name=name, made_at=now)
