"""Quotes, contracts, invoices and payments of the demonstration, made by the services themselves.

Every step is taken on its own day, so that numbers, dates and histories fit together.
"""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.clients.models import Client
from app.company.queries import company_profile
from app.contracts import service as contracts
from app.contracts.models import Contract
from app.contracts.printing import agreement_of
from app.contracts.rules import ContractKind, ContractState, Renewal
from app.devices.models import Device
from app.interventions.models import Intervention
from app.interventions.rules import PaymentMethod as TakenBy
from app.invoices import payments, reminding, sdi, service, sources
from app.invoices.collectionmodels import ClientBank
from app.invoices.jobs import hand_over
from app.invoices.models import Invoice, Payment
from app.invoices.queries import instalments_due
from app.invoices.rules import PaymentMethod
from app.invoices.schema import invoice_schema
from app.kernel.access import Access
from app.kernel.dates import add_months, local_day, local_instant
from app.kernel.errors import DomainError
from app.kernel.subject import SubjectKind
from app.pricelist.models import VatProfile
from app.quotes import sending
from app.quotes import service as quotes
from app.quotes.models import Quote, QuoteLine
from app.quotes.rules import AcceptedBy

_OFFICE = Access(name="Silvia Ferraris", is_office=True)
_QUOTES, _CONTRACTS, _INVOICES = 16, 24, 36
#: How each quote in turn ends.
_ENDS = ("accepted", "sent", "accepted", "rejected", "draft", "sent", "accepted", "sent")
#: Subject; lines: text, unit, quantity, price, cost of a significant good, option.
_OFFERS = (
    (
        "Sostituzione caldaia a condensazione",
        (
            ("Caldaia a condensazione 24 kW", "pz", "1", "1450", "1050", False),
            ("Posa in opera, collegamenti e prima accensione", "corpo", "1", "680", None, False),
            ("Lavaggio chimico dell'impianto", "corpo", "1", "190", None, False),
            ("Cronotermostato wifi", "pz", "1", "165", None, True),
        ),
    ),
    (
        "Climatizzatore monosplit 12.000 BTU",
        (
            ("Climatizzatore monosplit in classe A+++", "pz", "1", "890", "640", False),
            ("Installazione con staffe e 4 metri di linea", "corpo", "1", "390", None, False),
        ),
    ),
    (
        "Sostituzione scambiatore e valvola a tre vie",
        (
            ("Scambiatore sanitario", "pz", "1", "210", None, False),
            ("Valvola a tre vie motorizzata", "pz", "1", "138", None, False),
            ("Manodopera", "ora", "2.5", "42", None, False),
        ),
    ),
)


def seed_money(session: Session, rng: random.Random, now: datetime) -> None:
    """Write what the office did in the last months."""
    today = local_day(now)
    clients = list(
        session.scalars(
            select(Client)
            .where(Client.subject_kind == SubjectKind.PERSON, Client.group_head_id.is_(None))
            .order_by(Client.id)
            .limit(_QUOTES + _CONTRACTS)
        )
    )
    vat = session.scalars(select(VatProfile).where(VatProfile.code == "10")).one()
    _codes(session)
    accepted = _seed_quotes(session, clients[:_QUOTES], vat, today)
    _seed_contracts(session, rng, clients[_QUOTES:] or clients, vat, today)
    _seed_banks(session, clients, today)
    _seed_invoices(session, rng, accepted, now)
    _seed_reminders(session, now)


def _noon(day: date) -> datetime:
    return local_instant(day, time(12))


def _codes(session: Session) -> None:
    profile = company_profile(session)
    profile.sia_code, profile.cbi_code = "ABCDE", "0123456A"
    profile.sepa_creditor = "IT50ZZZ0000079999010154"


def _seed_quotes(
    session: Session, clients: Sequence[Client], vat: VatProfile, today: date
) -> list[Quote]:
    """Return the quotes that were accepted."""
    accepted = []
    for place, client in enumerate(clients):
        day = today - timedelta(days=4 * (len(clients) - place))
        subject, lines = _OFFERS[place % len(_OFFERS)]
        quote = Quote(
            client=client, subject=subject, issued_on=day, valid_until=day + timedelta(days=30),
            deposit_pct=Decimal(30), terms="Pagamento: 30% all'accettazione, saldo a fine lavori.",
        )  # fmt: skip
        quotes.open_quote(session, quote, _lines(lines, vat), now=_noon(day))
        end = _ENDS[place % len(_ENDS)]
        if end != "draft":
            sending.freeze(session, quote, access=_OFFICE, now=_noon(day))
        if end == "accepted":
            answer = quotes.Acceptance(AcceptedBy.OFFICE, client.display_name)
            quotes.accept(session, quote, answer, now=_noon(day + timedelta(days=2)))
            accepted.append(quote)
        if end == "rejected":
            quotes.reject(session, quote, reason="Ha scelto un altro preventivo.", now=_noon(day))
    return accepted


def _lines(
    rows: Sequence[tuple[str, str, str, str, str | None, bool]], vat: VatProfile
) -> list[QuoteLine]:
    return [
        QuoteLine(
            description=text, unit=unit, quantity=Decimal(quantity), unit_price=Decimal(price),
            vat_profile=vat, is_significant=cost is not None, is_optional=is_option,
            unit_cost=None if cost is None else Decimal(cost),
        )
        for text, unit, quantity, price, cost, is_option in rows
    ]  # fmt: skip


def _seed_contracts(
    session: Session,
    rng: random.Random,
    clients: Sequence[Client],
    vat: VatProfile,
    today: date,
) -> None:
    """Write contracts that began over the last year: some end soon, two are not in force yet."""
    first = today.replace(day=1)
    for place, client in enumerate(clients[:_CONTRACTS]):
        is_full = place % 3 == 0
        device = session.scalars(
            select(Device).where(Device.client_id == client.id).order_by(Device.id).limit(1)
        ).first()
        starts_on = add_months(first, -(place % 12))
        contract = Contract(
            client=client,
            kind=ContractKind.FULL if is_full else ContractKind.PLANNED,
            state=ContractState.DRAFT,
            starts_on=starts_on,
            months=12,
            fee_eur=Decimal(220 if is_full else 110),
            vat_profile=vat,
            instalment_count=2 if is_full else 1,
            visit_months=[rng.choice((first.month, 10, 11, 4))],
            covers_labour=is_full,
            covers_call_out=is_full,
            covers_parts=False,
            parts_discount_pct=Decimal(10),
            has_priority=is_full,
            renewal=(Renewal.AUTOMATIC, Renewal.PROPOSED)[place % 2],
            notice_days=60,
            adjustment_pct=Decimal(2),
            devices=[device] if device is not None else [],
        )
        contracts.open_contract(session, contract)
        if place >= len(clients[:_CONTRACTS]) - 2:
            continue
        agreement = agreement_of(session, contract, signer_name=client.display_name)
        contracts.activate(session, contract, agreement, access=_OFFICE, now=_noon(starts_on))


def _seed_banks(session: Session, clients: Sequence[Client], today: date) -> None:
    for place, client in enumerate(clients[:6]):
        has_mandate = place % 2 == 0
        session.add(
            ClientBank(
                client=client,
                iban="IT60X0542811101000000123456",
                bank_name="Banca di Prova",
                mandate=f"MND-{client.number:05d}" if has_mandate else "",
                signed_on=today - timedelta(days=200) if has_mandate else None,
            )
        )
    session.flush()


def _seed_invoices(
    session: Session, rng: random.Random, accepted: Sequence[Quote], now: datetime
) -> None:
    """Write invoices in the order of their days: of visits, of a deposit, of instalments."""
    today = local_day(now)
    schema = invoice_schema()
    works = session.scalars(
        select(Intervention)
        .where(
            Intervention.total_eur > 0,
            Intervention.performed_on < today - timedelta(days=2),
            Intervention.performed_on >= date(today.year, 1, 1),
        )
        .order_by(Intervention.performed_on.desc(), Intervention.id)
        .limit(_INVOICES * 3)
    ).all()[::3]
    for place, work in enumerate(reversed(works)):
        if place % 4 == 0:
            work.paid_eur, work.payment_method = work.total_eur, TakenBy.CASH
            work.receipt_number = str(100 + place)
        draft = service.draft_from_works(session, [work], today=work.performed_on)
        if place % 5 == 4:
            draft.method = (PaymentMethod.BANK_ORDER, PaymentMethod.DIRECT_DEBIT)[place % 2]
        is_old = work.performed_on < today - timedelta(days=7)
        _issued(session, draft, _noon(work.performed_on), schema, is_sent=is_old)
        if place % 3 and draft.open_eur > 0 and draft.number is not None:
            _pay(session, draft, rng, today)
    day = today - timedelta(days=1)
    for quote in accepted[:2]:
        _issued(
            session,
            sources.advance_of_quote(session, quote, today=day),
            _noon(day),
            schema,
            is_sent=True,
        )
    due = instalments_due(session, true(), until=today)
    for draft in sources.drafts_of_instalments(session, due[:6], today=day):
        _issued(session, draft, _noon(day), schema, is_sent=False)


def _issued(
    session: Session, draft: Invoice, at: datetime, schema: object, *, is_sent: bool
) -> None:
    """Issue a draft; one that the exchange system would reject stays a draft, as in the office."""
    try:
        with session.begin_nested():
            service.issue(session, draft, now=at, schema=schema)
    except DomainError:
        return
    if is_sent:
        file = sdi.send(session, draft, now=at, by_job=False)
        hand_over(session, file.id, schema=schema, now=at + timedelta(minutes=5))


def _pay(session: Session, invoice: Invoice, rng: random.Random, today: date) -> None:
    day = invoice.dated_on + timedelta(days=rng.randrange(5, 40))
    if day <= today:
        payments.add_payment(
            session,
            invoice,
            Payment(
                paid_on=day, amount_eur=invoice.open_eur, method=PaymentMethod.TRANSFER, note=""
            ),
        )


def _seed_reminders(session: Session, now: datetime) -> None:
    today = local_day(now)
    late = session.scalars(
        select(Invoice)
        .where(Invoice.next_due_on < today, Invoice.payable_eur > Invoice.paid_eur)
        .order_by(Invoice.next_due_on)
        .limit(3)
    ).all()
    for demand in reminding.demands(session, late, today)[0]:
        reminding.note(session, demand, today=today - timedelta(days=3), is_mail=False)
