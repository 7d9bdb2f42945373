"""Use cases of the purchases: every write goes through here."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.company.queries import company_profile
from app.invoices.rules_facts import Due
from app.invoices.rules_payments import NoAmountError, TooMuchError, next_due
from app.purchases import queries
from app.purchases.models import (
    Purchase,
    PurchaseDue,
    PurchaseFile,
    PurchasePayment,
    Supplier,
)
from app.purchases.rules import KnownPurchaseError, OtherBuyerError, Source
from app.purchases.rules_facts import Incoming, Metadata, Party, PurchaseFacts
from app.purchases.rules_xml import parse, read_invoices, sign_of

#: Stores a content in the company's files and returns its SHA-256.
Put = Callable[[bytes], str]


def take(
    session: Session, incoming: Incoming, source: Source, *, put: Put, now: datetime
) -> Sequence[Purchase]:
    """Store the documents of a file.

    Args:
        session: Open session; the caller commits.
        incoming: The XML with its name.
        source: How it came.
        put: Keeps the XML; storing it again changes nothing, so a rollback leaves no harm.
        now: Current instant.

    Raises:
        KnownPurchaseError: It is here already: same content, same number of the exchange
            system, or same supplier, number, date and kind.
        OtherBuyerError: It is addressed to another firm.
        UnreadableError, UnsafeXmlError, NotAnInvoiceError: See `rules_xml`.
    """
    found = read_invoices(incoming.name, parse(incoming.name, incoming.content))
    _ensure_ours(session, incoming.name, found[0].buyer)
    digest = hashlib.sha256(incoming.content).hexdigest()
    known = queries.known_file(session, digest, incoming.sdi_id)
    if known is not None:
        first = queries.first_of_file(session, known)
        raise KnownPurchaseError(incoming.name, _label(first) if first else known.name)
    supplier = _supplier(session, found[0].supplier)
    for facts in found:
        twin = queries.known_purchase(session, supplier, facts)
        if twin is not None:
            raise KnownPurchaseError(incoming.name, _label(twin))
    put(incoming.content)
    return _stored(session, incoming, source, (supplier, found), now)


def note_metadata(session: Session, metadata: Metadata) -> bool:
    """Give a file that came without it the number of the exchange system; tell whether one did."""
    file = queries.file_with_stem(session, metadata.stem)
    if file is None or queries.known_file(session, "", metadata.sdi_id) is not None:
        return False
    file.sdi_id = metadata.sdi_id
    session.flush()
    return True


def add_payment(session: Session, purchase: Purchase, payment: PurchasePayment) -> None:
    """Record money that went out; the row of `purchase` is locked.

    Raises:
        NoAmountError: The amount is zero.
        TooMuchError: It is more than what is open.
    """
    left = purchase.open_eur
    if not payment.amount_eur:
        raise NoAmountError
    if abs(payment.amount_eur) > abs(left) or (payment.amount_eur > 0) != (left > 0):
        raise TooMuchError(f"{left:.2f}".replace(".", ","))
    purchase.payments.append(payment)
    _count(session, purchase)


def remove_payment(session: Session, purchase: Purchase, payment_id: int) -> bool:
    """Take back a payment recorded by mistake; tell whether it was there."""
    found = next((one for one in purchase.payments if one.id == payment_id), None)
    if found is None:
        return False
    purchase.payments.remove(found)
    _count(session, purchase)
    return True


def note_integration(session: Session, purchase: Purchase, day: date | None) -> None:
    """Note when the VAT of a reverse-charge purchase was integrated; None: not yet after all."""
    purchase.integrated_on = day
    session.flush()


def _ensure_ours(session: Session, name: str, buyer: Party) -> None:
    """Refuse what another firm bought; a company without its codes cannot be told from others."""
    profile = company_profile(session)
    ours = {profile.vat_number, profile.tax_code} - {""}
    theirs = {buyer.vat_id.removeprefix("IT"), buyer.tax_code} - {""}
    if ours and theirs and not ours & theirs:
        raise OtherBuyerError(name, buyer.name)


def _supplier(session: Session, party: Party) -> Supplier:
    """Return the supplier, made or brought up to date from its newest invoice."""
    supplier = queries.supplier_of(session, party)
    if supplier is None:
        supplier = Supplier(name=party.name, vat_id=party.vat_id, tax_code=party.tax_code)
        session.add(supplier)
    supplier.address = party.address[:255] or supplier.address
    session.flush()
    return supplier


def _stored(
    session: Session,
    incoming: Incoming,
    source: Source,
    what: tuple[Supplier, Sequence[PurchaseFacts]],
    now: datetime,
) -> Sequence[Purchase]:
    supplier, found = what
    file = PurchaseFile(
        name=incoming.name[:160],
        sha256=hashlib.sha256(incoming.content).hexdigest(),
        is_signed=incoming.is_signed,
        sdi_id=incoming.sdi_id or None,
        source=source,
        received_at=now,
    )
    rows = [_row(supplier, file, place, facts) for place, facts in enumerate(found)]
    try:
        with session.begin_nested():
            session.add_all(rows)
            session.flush()
    except IntegrityError as error:
        # Somebody took the same file in at this very moment.
        raise KnownPurchaseError(incoming.name, found[0].number) from error
    return rows


def _row(supplier: Supplier, file: PurchaseFile, place: int, facts: PurchaseFacts) -> Purchase:
    sign = sign_of(facts)
    dues = [
        PurchaseDue(
            due_on=one.due_on, amount_eur=sign * one.amount_eur, method=one.method, iban=one.iban
        )
        for one in facts.instalments
    ] or [PurchaseDue(due_on=facts.dated_on, amount_eur=sign * facts.payable_eur)]
    supplier.iban = supplier.iban or next((due.iban for due in dues if due.iban), "")
    payable = sign * facts.payable_eur
    return Purchase(
        supplier=supplier,
        file=file,
        position=place,
        kind=facts.kind,
        number=facts.number,
        dated_on=facts.dated_on,
        taxable_eur=sign * facts.taxable_eur,
        tax_eur=sign * facts.tax_eur,
        total_eur=sign * facts.total_eur,
        payable_eur=payable,
        next_due_on=min(due.due_on for due in dues) if payable else None,
        is_reverse_charge=facts.is_reverse_charge,
        facts=_plain(asdict(facts)),
        dues=dues,
    )


def _plain(value: Any) -> Any:
    """Return facts as JSON holds them: figures and days as texts."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _count(session: Session, purchase: Purchase) -> None:
    purchase.paid_eur = sum((one.amount_eur for one in purchase.payments), Decimal(0))
    sign = -1 if purchase.payable_eur < 0 else 1
    found = tuple(Due(due.due_on, sign * due.amount_eur) for due in purchase.dues)
    due = next_due(found, sign * purchase.paid_eur) if purchase.open_eur else None
    purchase.next_due_on = due.due_on if due is not None else None
    session.flush()


def _label(purchase: Purchase) -> str:
    return f"{purchase.supplier.name} {purchase.number}"
