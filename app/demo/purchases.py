"""Suppliers' invoices and the certified mailbox of the demonstration; nothing leaves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clients.models import Client
from app.company.models import CompanyProfile
from app.company.queries import company_profile
from app.invoices.fatturapa import build
from app.invoices.rules import DocumentKind, PaymentMethod
from app.invoices.rules_amounts import settle
from app.invoices.rules_facts import Address, Document, Due, Line, Party, Terms
from app.kernel.dates import local_day
from app.kernel.subject import SubjectKind
from app.pricelist.models import DiscountClass
from app.purchases import service
from app.purchases.models import Purchase, PurchasePayment
from app.purchases.rules import Source
from app.purchases.rules_facts import Incoming


@dataclass(frozen=True)
class _Bill:
    """An invoice as a supplier sends it: days back and until payment, and whether it was paid."""

    seller: Party
    number: str
    back: int
    days: int
    lines: tuple[Line, ...]
    is_paid: bool = False


# Invented: the VAT numbers pass their check digit and are not expected to be assigned.
_PARTS = Party(
    company_name="Ricambi Termici Subalpini Srl", vat_number="79999020583",
    address=Address("Strada del Drosso", "84", "10135", "Torino", "TO"),
)  # fmt: skip
_BOILERS = Party(
    company_name="Distribuzione Caldaie Nord Spa", vat_number="79999060159",
    address=Address("Via Emilia Ovest", "210", "43126", "Parma", "PR"),
)  # fmt: skip
_BILLS = (
    _Bill(
        _PARTS, "2214/A", 48, 30, is_paid=True,
        lines=(
            Line("Scambiatore sanitario 14 piastre", Decimal("96.40"), Decimal(2), "pz"),
            Line("Elettrodo di accensione", Decimal("11.85"), Decimal(6), "pz"),
        ),
    ),
    _Bill(
        _PARTS, "2391/A", 20, 30,
        lines=(
            Line("Scheda elettronica di controllo", Decimal("164.20"), Decimal(1), "pz"),
            Line("Vaso di espansione 8 litri", Decimal("38.90"), Decimal(3), "pz"),
        ),
    ),
    _Bill(
        _BOILERS, "VEN/5587", 40, 30,
        lines=(
            Line("Caldaia a condensazione 24 kW", Decimal("1048.00"), Decimal(2), "pz",
                 discount_pct=Decimal(12)),
            Line("Kit fumi coassiale 60/100", Decimal("52.00"), Decimal(2), "pz"),
        ),
    ),
)  # fmt: skip


def seed_purchases(session: Session, put: service.Put, now: datetime) -> None:
    """Write three invoices of two suppliers: one paid, one to pay, one to pay and late."""
    profile, today = company_profile(session), local_day(now)
    for place, bill in enumerate(_BILLS, 1):
        day = today - timedelta(days=bill.back)
        name = f"IT{bill.seller.vat_number}_{place:05}.xml"
        incoming = Incoming(name, _xml(bill, profile, day, place))
        at = now - timedelta(days=bill.back - 1)
        (purchase,) = service.take(session, incoming, Source.PEC, put=put, now=at)
        if bill.is_paid:
            _pay(session, purchase, day + timedelta(days=bill.days))


def seed_mailbox(session: Session) -> None:
    """Fill in the certified mailbox; the demonstration talks to the stand-in whatever it says."""
    profile = company_profile(session)
    profile.pec = "termoclima@pec.example.it"
    profile.pec_smtp_host, profile.pec_imap_host = "smtp.pec.example.it", "imap.pec.example.it"
    profile.pec_password = b"dimostrazione"


def seed_discounts(session: Session) -> None:
    """Give the condominiums a class of discounts."""
    made = DiscountClass(
        name="Amministratori di condominio", general_pct=Decimal(0), part_pct=Decimal(10),
        labour_pct=Decimal(5),
    )  # fmt: skip
    session.add(made)
    for client in session.scalars(
        select(Client).where(Client.subject_kind == SubjectKind.CONDOMINIUM)
    ):
        client.discount_class = made
    session.flush()


def _xml(bill: _Bill, profile: CompanyProfile, day: date, place: int) -> bytes:
    settled = settle(bill.lines, Terms())
    payable = settled.totals.payable_eur
    document = Document(
        kind=DocumentKind.INVOICE, number=bill.number, dated_on=day, seller=bill.seller,
        buyer=_buyer(profile), lines=settled.lines, totals=settled.totals,
        method=PaymentMethod.TRANSFER, iban="IT60X0542811101000000654321",
        dues=(Due(day + timedelta(days=bill.days), payable),),
    )  # fmt: skip
    return build(document, transmitter=bill.seller.vat_number, progressive=f"{place:05}")


def _buyer(profile: CompanyProfile) -> Party:
    address = Address(profile.street, "", profile.postcode, profile.municipality, profile.province)
    return Party(
        company_name=profile.legal_name, vat_number=profile.vat_number,
        tax_code=profile.tax_code, address=address,
    )  # fmt: skip


def _pay(session: Session, purchase: Purchase, day: date) -> None:
    payment = PurchasePayment(
        paid_on=day, amount_eur=purchase.open_eur, method=PaymentMethod.TRANSFER
    )
    service.add_payment(session, purchase, payment)
