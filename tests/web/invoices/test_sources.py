"""Invoices of accepted quotes, of their deposit, and of instalments: nothing is typed again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.company.queries import company_profile
from app.contracts.models import Contract, ContractInstalment
from app.contracts.rules import ContractState
from app.invoices import service
from app.invoices.assembling import settled_of
from app.invoices.models import Invoice, InvoicedWork
from app.invoices.rules import DocumentKind, InvoiceState
from app.invoices.schema import invoice_schema
from app.pricelist.models import VatProfile
from app.quotes.models import Quote, QuoteLine
from app.quotes.rules import QuoteState
from app.web.clock import utc_now
from tests.factories.invoices import make_buyer, make_seller, make_work
from tests.helpers import fresh

TODAY = utc_now().date()


@pytest.fixture(autouse=True)
def seller(session):
    return make_seller(session)


@pytest.fixture
def office(people):
    return people.administrator()


def vat(session, code="10"):
    return session.scalars(select(VatProfile).where(VatProfile.code == code)).one()


def make_quote(session, client=None, *, state=QuoteState.ACCEPTED, **values):
    """Return a quote over a boiler (cost 1000) and 600 of work, both at 10%."""
    facts = {
        "number": 1, "year": 2026, "client": client or make_buyer(session), "state": state,
        "subject": "Sostituzione caldaia", "issued_on": TODAY, "valid_until": TODAY,
        "deposit_pct": Decimal(30),
    } | values  # fmt: skip
    quote = Quote(**facts)
    ten = vat(session)
    quote.lines = [
        QuoteLine(position=0, description="Caldaia", unit_price=Decimal(1200), vat_profile=ten,
                  is_significant=True, unit_cost=Decimal(1000)),
        QuoteLine(position=1, description="Posa in opera", unit_price=Decimal(600),
                  vat_profile=ten),
        QuoteLine(position=2, description="Termostato", unit_price=Decimal(150), vat_profile=ten,
                  is_optional=True, is_chosen=False),
    ]  # fmt: skip
    session.add(quote)
    session.commit()
    return quote


def make_contract(session, client=None, number=1, *, due=(TODAY,), amount="50.00"):
    """Return a contract in force with instalments."""
    contract = Contract(
        number=number, year=2026, client=client or make_buyer(session, number=number),
        state=ContractState.ACTIVE, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        fee_eur=Decimal(100), vat_profile=vat(session),
    )  # fmt: skip
    contract.instalments = [
        ContractInstalment(due_on=day, amount_eur=Decimal(amount)) for day in due
    ]
    session.add(contract)
    session.commit()
    return contract


def invoices(session):
    return fresh(session).scalars(select(Invoice).order_by(Invoice.id)).all()


def issue(session, invoice):
    service.issue(session, invoice, now=utc_now(), schema=invoice_schema())
    session.commit()


def credited(session, invoice):
    """Undo an issued invoice with a credit note that the exchange system took."""
    note = service.credit_note(session, invoice, today=TODAY)
    issue(session, note)
    note.state = InvoiceState.DELIVERED
    session.commit()
    return note


def test_a_deposit_takes_its_part_of_each_rate_and_the_balance_the_rest(office, session):
    # Reference 8.2: boiler 3500 and work 1500, 30 % first: 900 and 600; then 2100 and 1400.
    quote = make_quote(session)
    quote.lines = quote.lines[:2]
    quote.lines[0].unit_price = quote.lines[0].unit_cost = Decimal(3500)
    quote.lines[1].unit_price = Decimal(1500)
    session.commit()

    office.post(f"/fatture/da-preventivo/{quote.id}", data={"part": "deposit"})
    (advance,) = invoices(session)
    issue(session, advance)
    office.post(f"/fatture/da-preventivo/{quote.id}")
    advance, balance = invoices(session)

    def rows(invoice):
        settled = settled_of(invoice, company_profile(session))
        return {row.rate_pct: (row.taxable_eur, row.tax_eur) for row in settled.totals.summary}

    assert rows(advance) == {10: (900, 90), 22: (600, 132)}
    assert rows(balance) == {10: (2100, 210), 22: (1400, 308)}
    assert (advance.total_eur, balance.total_eur) == (Decimal("1722.00"), Decimal("4018.00"))


def test_an_accepted_quote_becomes_a_draft_with_the_split_of_the_goods(office, session):
    quote = make_quote(session)

    page = office.get(f"/preventivi/{quote.id}").text
    answer = office.post(f"/fatture/da-preventivo/{quote.id}")

    (draft,) = invoices(session)
    assert f"/fatture/da-preventivo/{quote.id}" in page
    assert answer.headers["Location"].endswith(f"/fatture/{draft.id}")
    # 1800 in all, goods 1000, work 800: 1600 at 10%, 200 at 22% (product reference, example).
    assert (draft.taxable_eur, draft.tax_eur, draft.total_eur) == (
        Decimal("1800.00"), Decimal("204.00"), Decimal("2004.00"),
    )  # fmt: skip
    assert [line.description for line in draft.lines] == ["Caldaia", "Posa in opera"]
    assert "1/2026" in draft.reason
    assert session.get(Quote, quote.id, populate_existing=True).state is QuoteState.CONVERTED


def test_the_deposit_is_invoiced_then_deducted_and_named(office, session):
    quote = make_quote(session)

    office.post(f"/fatture/da-preventivo/{quote.id}", data={"part": "deposit"})
    (advance,) = invoices(session)
    advance = session.get(Invoice, advance.id)
    assert advance.kind is DocumentKind.ADVANCE
    # 30% of 1600 at 10% and of 200 at 22%.
    assert (advance.taxable_eur, advance.tax_eur) == (Decimal("540.00"), Decimal("61.20"))
    issue(session, advance)
    office.post(f"/fatture/da-preventivo/{quote.id}")

    final = invoices(session)[-1]
    assert (final.taxable_eur, final.tax_eur) == (Decimal("1260.00"), Decimal("142.80"))
    assert [one.advance_id for one in final.deductions] == [advance.id]
    assert "Corrispettivo complessivo 1800.00" in final.reason
    issue(session, final)
    xml = final.files[0].content.decode()
    assert f"<IdDocumento>{advance.label}</IdDocumento>" in xml
    assert "<TipoDocumento>TD01</TipoDocumento>" in xml
    assert "A dedurre: acconto, fattura 1/2026" in xml
    assert office.get(f"/fatture/{final.id}/pdf").data.startswith(b"%PDF")


def test_the_rest_waits_for_the_deposit_to_be_issued(office, session):
    quote = make_quote(session)
    office.post(f"/fatture/da-preventivo/{quote.id}", data={"part": "deposit"})

    office.post(f"/fatture/da-preventivo/{quote.id}")
    office.post(f"/fatture/da-preventivo/{quote.id}", data={"part": "deposit"})

    assert [one.kind for one in invoices(session)] == [DocumentKind.ADVANCE]


def test_a_discount_on_the_whole_gives_the_amounts_of_the_quote(office, session):
    quote = make_quote(session, discount_pct=Decimal("7.5"))

    office.post(f"/fatture/da-preventivo/{quote.id}")

    (draft,) = invoices(session)
    # 1665 in all, goods 1000: 335 at 22%, 1330 at 10%.
    assert (draft.taxable_eur, draft.tax_eur) == (Decimal("1665.00"), Decimal("206.70"))


def test_a_quote_is_invoiced_once_and_again_after_a_full_credit_note(office, session):
    quote = make_quote(session)
    office.post(f"/fatture/da-preventivo/{quote.id}")
    office.post(f"/fatture/da-preventivo/{quote.id}")
    (draft,) = invoices(session)
    invoice = session.get(Invoice, draft.id)
    issue(session, invoice)
    credited(session, invoice)

    office.post(f"/fatture/da-preventivo/{quote.id}")

    kinds = [one.kind for one in invoices(session)]
    assert kinds == [DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.INVOICE]


def test_a_quote_nobody_accepted_is_not_invoiced(office, session):
    quote = make_quote(session, state=QuoteState.SENT)

    office.post(f"/fatture/da-preventivo/{quote.id}")

    assert invoices(session) == []


def test_a_work_is_invoiced_again_after_a_full_credit_note(office, session):
    work = make_work(session, make_buyer(session))
    office.post("/fatture/da-interventi", data={"work": str(work.id)})
    invoice = session.get(Invoice, invoices(session)[0].id)
    issue(session, invoice)
    office.post("/fatture/da-interventi", data={"work": str(work.id)})
    assert len(invoices(session)) == 1
    credited(session, invoice)

    waiting = office.get("/fatture/da-fatturare").text
    office.post("/fatture/da-interventi", data={"work": str(work.id)})

    assert "2026/00001" in waiting
    assert "2026/00001" not in office.get("/fatture/da-fatturare").text
    ties = fresh(session).scalars(select(InvoicedWork).order_by(InvoicedWork.id)).all()
    assert [(tie.invoice_id, tie.undone) for tie in ties] == [
        (invoice.id, invoice.id), (invoices(session)[-1].id, 0),
    ]  # fmt: skip


def test_a_partial_credit_note_leaves_the_work_invoiced(office, session):
    work = make_work(session, make_buyer(session))
    office.post("/fatture/da-interventi", data={"work": str(work.id)})
    invoice = session.get(Invoice, invoices(session)[0].id)
    issue(session, invoice)
    note = service.credit_note(session, invoice, today=TODAY)
    note.lines[0].unit_price = Decimal(40)
    service.refresh_amounts(session, note)
    issue(session, note)
    note.state = InvoiceState.DELIVERED
    session.commit()

    assert "2026/00001" not in office.get("/fatture/da-fatturare").text


def test_one_contract_s_instalments_become_one_draft(office, session):
    contract = make_contract(session, due=(TODAY, TODAY - timedelta(days=30)))
    later = make_contract(session, number=2, due=(TODAY + timedelta(days=90),))
    keys = [str(one.id) for one in contract.instalments]

    page = office.get("/fatture/rate").text
    answer = office.post("/fatture/da-rate", data={"instalment": keys})

    assert contract.client.display_name in page
    assert later.client.display_name not in page
    (draft,) = invoices(session)
    assert answer.headers["Location"].endswith(f"/fatture/{draft.id}")
    assert (draft.taxable_eur, draft.total_eur) == (Decimal("100.00"), Decimal("110.00"))
    assert contract.client.display_name not in office.get("/fatture/rate").text


def test_a_deleted_draft_gives_its_instalments_back(office, session):
    contract = make_contract(session)
    office.post("/fatture/da-rate", data={"instalment": [str(contract.instalments[0].id)]})

    office.post(f"/fatture/delete/{invoices(session)[0].id}")

    assert invoices(session) == []
    assert contract.client.display_name in office.get("/fatture/rate").text


def test_many_contracts_are_invoiced_in_the_background_once(office, people, session, app):
    contracts = [make_contract(session, number=number) for number in (1, 2, 3)]
    keys = [str(one.instalments[0].id) for one in contracts]

    answer = office.post("/fatture/da-rate", data={"instalment": keys})
    again = office.post("/fatture/da-rate", data={"instalment": keys})
    app.extensions["worker"].run_company("prova")

    address = answer.headers["Location"]
    assert len(invoices(session)) == 3
    assert "tab=drafts" in office.get(address).text
    assert "tab=drafts" in office.get(f"{address}/stato").text
    assert again.status_code == 302
    stranger, _ = people.with_functions("invoices.write", "invoices.read", "prices.read",
                                        "clients.all", "clients.read")  # fmt: skip
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("path", ["/fatture/da-preventivo/{quote}", "/fatture/da-rate"])
def test_who_only_reads_makes_nothing(people, session, path):
    quote, contract = make_quote(session), make_contract(session, number=2)
    browser, _ = people.with_functions(
        "invoices.read", "prices.read", "clients.read", "quotes.read", "contracts.read"
    )

    answer = browser.post(
        path.format(quote=quote.id), data={"instalment": [str(contract.instalments[0].id)]}
    )

    assert answer.status_code in {302, 403}
    assert invoices(session) == []


def test_what_cannot_be_seen_is_not_invoiced(people, session):
    quote, contract = make_quote(session), make_contract(session, number=2)
    browser, _ = people.with_functions(
        "invoices.write", "invoices.read", "prices.read", "clients.all", "clients.read"
    )

    unseen = browser.post(f"/fatture/da-preventivo/{quote.id}")
    browser.post("/fatture/da-rate", data={"instalment": [str(contract.instalments[0].id)]})

    assert unseen.status_code == 404
    assert invoices(session) == []
