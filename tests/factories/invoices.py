"""A company that may issue invoices, buyers of each kind, drafts with lines."""

from datetime import UTC, date, datetime
from decimal import Decimal

from app.clients.models import Client
from app.company.queries import company_profile
from app.interventions.models import Intervention
from app.interventions.rules import Outcome
from app.invoices import service
from app.invoices.rules_facts import Line
from app.kernel.subject import SubjectKind
from tests.factories.interventions import maintenance_type

NOW = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)
TODAY = date(2026, 10, 12)


def make_seller(session, **values):
    """Return the company's facts, complete enough to issue."""
    profile = company_profile(session)
    facts = {
        "legal_name": "Termica Esempio S.r.l.", "street": "Via di Prova 1", "postcode": "20100",
        "municipality": "Milano", "province": "MI", "vat_number": "79999010154",
        "tax_code": "79999010154", "iban": "IT60X0542811101000000123456",
        "bank_name": "Banca di Prova", "regime_fiscale": "RF01",
    } | values  # fmt: skip
    for name, value in facts.items():
        setattr(profile, name, value)
    session.commit()
    return profile


def make_buyer(session, kind=SubjectKind.PERSON, number=1, **values):
    """Return a card that can be invoiced."""
    codes = {
        SubjectKind.PERSON: {"tax_code": "SMPCNT80A01F205H"},
        SubjectKind.BUSINESS: {"vat_number": "79999020583", "recipient_code": "ZZZZ999"},
        SubjectKind.PUBLIC_BODY: {"tax_code": "89999040150", "recipient_code": "ZZ99ZZ"},
        SubjectKind.CONDOMINIUM: {"tax_code": "99999030150"},
    }[kind]
    is_firm = kind is not SubjectKind.PERSON
    facts = {
        "number": number, "subject_kind": kind, "is_firm": is_firm,
        "last_name": "" if is_firm else "Esempio", "first_name": "" if is_firm else "Cliente",
        "company_name": "Ditta Immaginaria" if is_firm else "",
        "display_name": f"Esempio Cliente {number}", "sort_name": f"esempio cliente {number}",
        "street": "Via Immaginaria", "street_number": "2", "postcode": "20100",
        "municipality": "Milano", "province": "MI",
    } | codes | values  # fmt: skip
    client = Client(**facts)
    session.add(client)
    session.commit()
    return client


def make_draft(session, client=None, *, lines=None, dated_on=TODAY, **values):
    """Return a draft of one line at 10%."""
    draft = service.new_draft(session, client or make_buyer(session), today=dated_on)
    for name, value in values.items():
        setattr(draft, name, value)
    service.set_lines(draft, lines or [Line("Manutenzione", Decimal(100), rate_pct=Decimal(10))])
    service.refresh_amounts(session, draft)
    session.commit()
    return draft


def make_work(session, client, number=1, **values):
    """Return an intervention of 100 euro at 10%, without report."""
    work = Intervention(
        **{
            "year": 2026, "number": number, "client_id": client.id, "performed_on": TODAY,
            "intervention_type_id": maintenance_type(session).id, "outcome": Outcome.DONE,
            "net_eur": Decimal(100), "vat_eur": Decimal(10), "total_eur": Decimal(110),
        } | values
    )  # fmt: skip
    session.add(work)
    session.commit()
    return work
