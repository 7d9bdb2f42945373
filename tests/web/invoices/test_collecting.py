"""Reminders that stop when paid, orders to the bank, cash handed over."""

import os
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import select

from app.interventions.rules import PaymentMethod as TakenBy
from app.invoices import service
from app.invoices.collectionmodels import (
    CashHandover,
    ClientBank,
    CollectionFile,
    PaymentReminder,
)
from app.invoices.models import Payment
from app.invoices.rules import PaymentMethod
from app.invoices.schema import invoice_schema
from app.kernel.dates import local_day
from app.mail.models import OutgoingMail
from app.web.clock import utc_now
from tests.conftest import COMPANY
from tests.factories.invoices import make_buyer, make_draft, make_seller, make_work
from tests.helpers import committed, fresh

#: Folder with the banks' own schema; empty: not at hand.
CBI = os.environ.get("CBI_SCHEMAS", "")
TODAY = local_day(utc_now())
IBAN = "IT60X0542811101000000123456"


@pytest.fixture(autouse=True)
def seller(session):
    return make_seller(
        session, sia_code="ABCDE", cbi_code="0123456A", sepa_creditor="IT50ZZZ0000079999010154"
    )


@pytest.fixture
def office(people):
    return people.administrator()


def issued(session, client=None, *, days_ago=60, **values):
    """Return an issued invoice of 110 euro, due 30 days after its date."""
    fresh(session)
    day = TODAY - timedelta(days=days_ago)
    draft = make_draft(session, client, dated_on=day, **values)
    service.issue(session, draft, now=utc_now(), schema=invoice_schema())
    session.commit()
    return draft


def remind(office, *invoices, name="remind"):
    """Have a batch done and return the page that says what became of it."""
    data = {"action": name, "rowid": [str(one.id) for one in invoices]}
    answer = office.post("/fatture/action_post", data=data)
    office.application.extensions["worker"].run_company(COMPANY)
    return office.get(answer.location) if "lavori" in (answer.location or "") else answer


def reminders(session):
    rows = fresh(session).scalars(select(PaymentReminder).order_by(PaymentReminder.id))
    return [(row.level, row.is_mail) for row in rows]


def test_a_reminder_goes_out_once_names_what_is_open_and_rises_with_time(office, session):
    invoice = issued(session, make_buyer(session, email="cliente@example.it"))

    remind(office, invoice)
    remind(office, invoice)

    assert reminders(session) == [(1, True)]
    mail = session.scalars(select(OutgoingMail)).one()
    assert mail.to == ["cliente@example.it"]
    assert "110,00" in mail.text
    row = session.scalars(select(PaymentReminder)).one()
    row.sent_on = TODAY - timedelta(days=15)
    session.commit()
    remind(office, invoice)
    assert reminders(session) == [(1, True), (2, True)]
    assert "Promemoria" in mail.subject


def test_who_paid_or_is_not_overdue_gets_none(office, session):
    paid = issued(session, make_buyer(session, email="a@example.it"))
    office.post(
        f"/fatture/{paid.id}/incassa",
        data={"amount_eur": "110", "paid_on": TODAY.isoformat(), "method": "TRANSFER"},
    )
    fresh_one = issued(session, make_buyer(session, number=2, email="b@example.it"), days_ago=5)

    page = remind(office, paid, fresh_one).text

    assert reminders(session) == []
    assert "2: Pagata, non scaduta da dieci giorni" in page


def test_two_invoices_of_one_client_make_one_message(office, session):
    client = make_buyer(session, email="cliente@example.it")
    first, second = issued(session, client), issued(session, client)

    remind(office, first, second)

    assert reminders(session) == [(1, True), (1, True)]
    assert len(session.scalars(select(OutgoingMail)).all()) == 1


def test_without_address_a_letter_is_printed(office, session):
    invoice = issued(session)

    page = remind(office, invoice).text
    assert "Nessuna e-mail valida" in page
    page = remind(office, invoice, name="reminder_letters").text

    assert "1 lettera pronta" in page
    link = re.search(r'href="(/fatture/lavori/[^"]+/file)"', page)[1]
    assert office.get(link).data.startswith(b"%PDF")
    assert reminders(session) == [(1, False)]


def test_who_only_reads_reminds_nobody(people, session):
    invoice = issued(session, make_buyer(session, email="cliente@example.it"))
    browser, _ = people.with_functions("invoices.read", "prices.read", "clients.read")

    answer = remind(browser, invoice)

    assert answer.status_code in {302, 403, 404}
    assert reminders(session) == []


def bank_of(session, client, **values):
    bank = ClientBank(client_id=client.id, iban=IBAN, bank_name="Banca", **values)
    session.add(bank)
    session.commit()
    return bank


def make(office, invoice, order):
    key = f"{invoice.id}-{invoice.dues[0].due_on.isoformat()}"
    data = {"tipo": order, "due": [key]}
    return office.post("/incassi/file", data=data, follow_redirects=True)


def files(session):
    return fresh(session).scalars(select(CollectionFile).order_by(CollectionFile.id)).all()


def test_a_riba_goes_to_the_bank_once_and_is_collected_once(office, session):
    client = make_buyer(session)
    bank_of(session, client)
    invoice = issued(session, client, method=PaymentMethod.BANK_ORDER)

    page = office.get("/incassi/?tipo=riba").text
    make(office, invoice, "riba")
    make(office, invoice, "riba")

    assert invoice.label in page
    (file,) = files(session)
    rows = office.get(f"/incassi/{file.id}/scarica").data.decode("ascii").split("\r\n")
    assert {len(row) for row in rows[:-1]} == {120}
    assert rows[1][33:46] == "0000000011000"
    office.post(f"/incassi/{file.id}/incassata")
    office.post(f"/incassi/{file.id}/incassata")
    office.post(f"/incassi/{file.id}/annulla")
    assert committed(session, invoice).paid_eur == Decimal("110.00")
    assert len(session.scalars(select(Payment)).all()) == 1


def test_what_lacks_the_bank_is_not_counted_for_the_bank(office, session):
    ready = make_buyer(session)
    bank_of(session, ready)
    for client in (ready, make_buyer(session, number=2)):
        issued(session, client, method=PaymentMethod.BANK_ORDER)

    page = office.get("/incassi/?tipo=riba").text.replace("&nbsp;", " ")

    assert "Da presentare: € 110,00" in page
    assert "per altri € 110,00 manca la banca o il mandato" in page


def test_the_list_of_invoices_offers_a_payment_reminder(office, session):
    issued(session)

    page = office.get("/fatture/?tab=overdue").text

    assert "Invia un sollecito" in page
    assert "Invia un promemoria" not in page


def test_a_withdrawn_file_frees_its_instalments(office, session):
    client = make_buyer(session)
    bank_of(session, client)
    invoice = issued(session, client, method=PaymentMethod.BANK_ORDER)
    make(office, invoice, "riba")

    office.post(f"/incassi/{files(session)[0].id}/annulla")
    make(office, invoice, "riba")

    assert len(files(session)) == 2
    assert len({file.name for file in files(session)}) == 2


def test_a_debit_needs_a_signed_mandate_and_says_first_then_recurrent(office, session):
    client = make_buyer(session)
    bank = bank_of(session, client)
    invoice = issued(session, client, method=PaymentMethod.DIRECT_DEBIT)
    make(office, invoice, "debit")
    assert files(session) == []
    bank = session.get(ClientBank, bank.id)
    bank.mandate, bank.signed_on = "MAND-1", TODAY - timedelta(days=100)
    session.commit()

    make(office, invoice, "debit")
    second = issued(session, client, method=PaymentMethod.DIRECT_DEBIT)
    make(office, second, "debit")

    found = [etree.fromstring(file.content) for file in files(session)]
    space = {"c": "urn:CBI:xsd:CBISDDReqLogMsg.00.01.01"}
    assert [one.findtext(".//c:SeqTp", namespaces=space) for one in found] == ["FRST", "RCUR"]
    assert found[0].findtext(".//c:MndtId", namespaces=space) == "MAND-1"
    assert found[0].findtext(".//c:InstdAmt", namespaces=space) == "110.00"


@pytest.mark.skipif(not CBI, reason="the bank schema is not ours to hand on")
def test_a_debit_is_what_the_banks_schema_wants(office, session):
    client = make_buyer(session)
    bank = bank_of(session, client)
    bank.mandate, bank.signed_on = "MAND-1", TODAY - timedelta(days=100)
    session.commit()
    make(office, issued(session, client, method=PaymentMethod.DIRECT_DEBIT), "debit")

    [file] = files(session)
    schema = etree.XMLSchema(etree.parse(Path(CBI) / "CBISDDReqLogMsg.00.01.01.xsd"))
    schema.assertValid(etree.fromstring(file.content))


def test_without_the_company_s_codes_nothing_is_made(office, session, seller):
    seller.sia_code = ""
    client = make_buyer(session)
    bank_of(session, client)
    invoice = issued(session, client, method=PaymentMethod.BANK_ORDER)

    answer = make(office, invoice, "riba")

    assert files(session) == []
    assert "IBAN" in answer.text


def test_a_bank_is_stored_and_a_wrong_iban_or_half_a_mandate_refused(office, session):
    client = make_buyer(session)
    typed = {"client": str(client.id), "iban": "IT60 X054 2811 1010 0000 0123 456",
             "scheme": "CORE"}  # fmt: skip

    wrong = office.post("/incassi/banche/add", data=typed | {"iban": "IT61X054281110100000012345"})
    half = office.post("/incassi/banche/add", data=typed | {"mandate": "M1"})
    good = office.post("/incassi/banche/add", data=typed)

    assert (wrong.status_code, half.status_code, good.status_code) == (422, 422, 302)
    assert session.scalars(select(ClientBank)).one().iban == IBAN


def test_cash_waits_until_it_is_handed_over(office, session):
    work = make_work(
        session, make_buyer(session), paid_eur=Decimal(50), payment_method=TakenBy.CASH
    )

    page = office.get("/incassi/contanti").text
    nothing = office.post("/incassi/contanti", follow_redirects=True).text
    office.post("/incassi/contanti", data={"work": [str(work.id)]})
    office.post("/incassi/contanti", data={"work": [str(work.id)]})

    assert "spunta ciò che il tecnico consegna" in nothing
    assert "50,00" in page
    assert fresh(session).scalars(select(CashHandover)).one().amount_eur == Decimal("50.00")
    assert work.label not in office.get("/incassi/contanti").text


@pytest.mark.parametrize(
    "path", ["/incassi/file", "/incassi/contanti", "/incassi/1/incassata", "/incassi/banche/add"]
)
def test_who_only_reads_collects_nothing(people, session, path):
    browser, _ = people.with_functions("invoices.read", "prices.read", "clients.read")

    assert browser.post(path, data={"tipo": "riba"}).status_code in {302, 403}
    assert files(session) == []


def test_a_technician_sees_no_bank(people, session):
    browser, _ = people.technician()

    for path in ("/incassi/", "/incassi/contanti", "/incassi/banche/", "/incassi/1/scarica"):
        assert browser.get(path).status_code in {302, 403, 404}
