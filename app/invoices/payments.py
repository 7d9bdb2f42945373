"""What comes in on an invoice: money, what was taken on site, what a credit note sets off."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.interventions.models import Intervention
from app.interventions.rules import PaymentMethod as TakenBy
from app.invoices.models import Invoice, InvoicedWork, Payment
from app.invoices.rules import OWED_STATES, DocumentKind, PaymentMethod
from app.invoices.rules_facts import ZERO, Due
from app.invoices.rules_payments import NoAmountError, NotIssuedError, TooMuchError, next_due

#: How a technician was paid, in the words of FatturaPA.
_TAKEN = {
    TakenBy.CASH: PaymentMethod.CASH,
    TakenBy.CARD: PaymentMethod.CARD,
    TakenBy.CHEQUE: PaymentMethod.CHEQUE,
    TakenBy.TRANSFER: PaymentMethod.TRANSFER,
}


def add_payment(session: Session, invoice: Invoice, payment: Payment) -> None:
    """Record money on an issued document.

    Raises:
        NotIssuedError: It is a draft, rejected or refused.
        NoAmountError: The amount is zero.
        TooMuchError: It is more than what is open.
    """
    if invoice.state not in OWED_STATES:
        raise NotIssuedError
    if not payment.amount_eur:
        raise NoAmountError
    left = invoice.open_eur
    if abs(payment.amount_eur) > abs(left) or (payment.amount_eur > 0) != (left > 0):
        raise TooMuchError(f"{left:.2f}".replace(".", ","))
    invoice.payments.append(payment)
    _count(session, invoice)


def remove_payment(session: Session, invoice: Invoice, payment_id: int) -> bool:
    """Take back a payment recorded by mistake; those of a credit note stay with it."""
    for payment in invoice.payments:
        if payment.id == payment_id and payment.credit_note_id is None:
            invoice.payments.remove(payment)
            _count(session, invoice)
            return True
    return False


def settle_at_issue(session: Session, invoice: Invoice, *, today: date, is_first: bool) -> None:
    """Count what the technician took on site, or set a credit note off against its invoice."""
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        _set_off(session, invoice, today)
    elif is_first:
        for work in _works(session, invoice):
            _count_taken(invoice, work)
    _count(session, invoice)


def take_back_set_off(session: Session, note: Invoice) -> None:
    """Undo what a credit note set off: it is under correction and credits nothing meanwhile."""
    found = session.scalars(select(Payment).where(Payment.credit_note_id == note.id)).all()
    for payment in found:
        invoice = payment.invoice
        invoice.payments.remove(payment)
        _count(session, invoice)


def _works(session: Session, invoice: Invoice) -> list[Intervention]:
    return list(
        session.scalars(
            select(Intervention)
            .join(InvoicedWork, InvoicedWork.intervention_id == Intervention.id)
            .where(InvoicedWork.invoice_id == invoice.id, Intervention.paid_eur.is_not(None))
            .order_by(Intervention.performed_on)
        )
    )


def _count_taken(invoice: Invoice, work: Intervention) -> None:
    taken = sum((payment.amount_eur for payment in invoice.payments), ZERO)
    amount = min(work.paid_eur or ZERO, invoice.payable_eur - taken)
    if amount > 0:
        method = _TAKEN[work.payment_method] if work.payment_method else PaymentMethod.CASH
        invoice.payments.append(
            Payment(
                paid_on=work.performed_on,
                amount_eur=amount,
                method=method,
                note=work.receipt_number,
            )
        )


def _set_off(session: Session, note: Invoice, today: date) -> None:
    invoice = note.credited
    if invoice is None:
        return
    amount = min(invoice.open_eur, -note.payable_eur)
    if amount <= 0:
        return
    for document, sign in ((invoice, 1), (note, -1)):
        document.payments.append(
            Payment(
                paid_on=today,
                amount_eur=sign * amount,
                method=PaymentMethod.SET_OFF,
                credit_note_id=note.id,
            )
        )
    _count(session, invoice)


def _count(session: Session, invoice: Invoice) -> None:
    """Keep the sum and the next day on the document, for lists."""
    invoice.paid_eur = sum((payment.amount_eur for payment in invoice.payments), ZERO)
    found = next_due(
        tuple(Due(due.due_on, due.amount_eur) for due in invoice.dues), invoice.paid_eur
    )
    invoice.next_due_on = found.due_on if found else None
    session.flush()
