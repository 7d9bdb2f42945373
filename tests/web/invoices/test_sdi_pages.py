"""Sending, receipts by hand, and the three clicks from a report to an accepted invoice."""

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from app.invoices.models import Invoice, SdiNotice
from app.invoices.rules import InvoiceState
from app.kernel.subject import SubjectKind
from app.tenancy.context import company_scope
from tests.conftest import COMPANY
from tests.factories.invoices import make_buyer, make_seller, make_work
from tests.factories.purchases import packed, signed
from tests.helpers import committed, fresh
from tests.unit.invoices.test_sdi import receipt


@pytest.fixture(autouse=True)
def seller(session):
    return make_seller(session)


@pytest.fixture
def office(people):
    return people.administrator()


def draft_of(session):
    return fresh(session).scalars(select(Invoice)).one()


def sent_invoice(office, session):
    """Return an invoice that has left, made by clicks."""
    work = make_work(session, make_buyer(session, SubjectKind.BUSINESS))
    office.post("/fatture/da-interventi", data={"work": str(work.id)})
    invoice = draft_of(session)
    office.post(f"/fatture/{invoice.id}/emetti")
    office.post(f"/fatture/{invoice.id}/invia")
    return committed(session, invoice)


def upload(office, *files):
    return office.post(
        "/fatture/ricevute",
        data={"files": [(io.BytesIO(content), name) for name, content in files]},
    )


def test_three_clicks_from_the_report_to_an_accepted_invoice(app, office, session):
    work = make_work(session, make_buyer(session, SubjectKind.BUSINESS))
    card = office.get(f"/interventi/{work.id}").text
    assert re.search(r'action="/fatture/da-interventi"', card)

    office.post("/fatture/da-interventi", data={"work": str(work.id)})
    invoice = draft_of(session)
    office.post(f"/fatture/{invoice.id}/emetti")
    office.post(f"/fatture/{invoice.id}/invia")
    with app.app_context(), company_scope(COMPANY):
        app.extensions["worker"].run_company(COMPANY)

    assert committed(session, invoice).state is InvoiceState.DELIVERED
    page = office.get(f"/fatture/{invoice.id}").text
    assert "IT79999010154_00001.xml" in page
    assert "1/2026" in office.get(f"/interventi/{work.id}").text


def ready_invoice(office, session, buyer):
    """Return an invoice issued by clicks, not sent yet."""
    before = set(fresh(session).scalars(select(Invoice.id)))
    work = make_work(session, buyer, number=len(before) + 1)
    office.post("/fatture/da-interventi", data={"work": str(work.id)})
    pk = next(iter(set(fresh(session).scalars(select(Invoice.id))) - before))
    office.post(f"/fatture/{pk}/emetti")
    return session.get_one(Invoice, pk)


def send_ticked(browser, *invoices):
    data = {"action": "send_ticked", "rowid": [one.id for one in invoices]}
    return browser.post("/fatture/action_post", data=data, follow_redirects=True)


def test_ticked_invoices_leave_together_and_none_twice(office, session):
    buyer = make_buyer(session, SubjectKind.BUSINESS)
    first, second = ready_invoice(office, session, buyer), ready_invoice(office, session, buyer)

    page = send_ticked(office, first, second).text
    again = send_ticked(office, first, second).text

    assert "2 documenti sono in partenza" in page
    assert "Nessuno di questi documenti è da inviare" in again
    states = {committed(session, one).state for one in (first, second)}
    assert states == {InvoiceState.SENT}


def test_a_reader_sends_no_ticked_invoice(people, office, session):
    reader, _ = people.with_functions("invoices.read", "prices.read")
    invoice = ready_invoice(office, session, make_buyer(session, SubjectKind.BUSINESS))

    answer = send_ticked(reader, invoice)

    assert answer.status_code == 403
    assert committed(session, invoice).state is InvoiceState.TO_SEND


def test_receipts_are_taken_from_files_and_zips(office, session):
    invoice = sent_invoice(office, session)
    stem = invoice.files[0].name[:-4]
    content = receipt("RicevutaConsegna").replace(b"IT79999010154_00007", stem.encode())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{stem}_RC_001.xml", content)

    answer = upload(office, ("ricevute.zip", packed.getvalue()), ("foto.xml", b"ciao"))

    assert answer.status_code == 200
    assert "1/2026" in answer.text
    assert "foto.xml" in answer.text
    assert committed(session, invoice).state is InvoiceState.DELIVERED
    assert len(session.scalars(select(SdiNotice)).all()) == 1


def test_signed_receipts_are_opened_alone_and_in_a_zip(office, session):
    invoice = sent_invoice(office, session)
    stem = invoice.files[0].name[:-4]
    named = [
        receipt(root).replace(b"IT79999010154_00007", stem.encode())
        for root in ("RicevutaImpossibilitaRecapito", "RicevutaConsegna")
    ]

    first = upload(office, (f"{stem}_MC_001.xml.p7m", signed(named[0])))
    answer = upload(office, ("ricevute.zip", packed(
        ("leggimi.pdf", b"%PDF"), (f"{stem}_RC_001.xml.p7m", signed(named[1])),
        ("guasta.xml.p7m", signed(named[1], digest_of=b"altro")),
    )))  # fmt: skip

    assert first.status_code == answer.status_code == 200
    assert committed(session, invoice).state is InvoiceState.DELIVERED
    assert [notice.content for notice in session.scalars(select(SdiNotice))] == named
    # The others of the zip are named with their reason.
    assert "leggimi.pdf" in answer.text
    assert "guasta.xml.p7m" in answer.text


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rotto", b"ciao"])
def test_a_broken_zip_is_named_and_breaks_nothing(office, content):
    answer = upload(office, ("rotto.zip", content))

    assert answer.status_code == 200
    assert "rotto.zip" in answer.text


def test_a_rejection_is_shown_with_its_code(office, session):
    invoice = sent_invoice(office, session)
    stem = invoice.files[0].name[:-4]
    inner = "<ListaErrori><Errore><Codice>00305</Codice><Descrizione>P.IVA</Descrizione></Errore>"
    content = receipt("RicevutaScarto", inner=inner + "</ListaErrori>").replace(
        b"IT79999010154_00007", stem.encode()
    )

    upload(office, (f"{stem}_NS_001.xml", content))
    page = office.get(f"/fatture/{invoice.id}").text

    assert "00305" in page
    assert f"/fatture/{invoice.id}/correggi" in page


def test_who_only_reads_sends_nothing_and_takes_nothing(people, office, session):
    invoice = sent_invoice(office, session)
    reader, _ = people.with_functions("invoices.read", "prices.read")
    stem = invoice.files[0].name[:-4]
    content = receipt("RicevutaConsegna").replace(b"IT79999010154_00007", stem.encode())

    answer = upload(reader, ("x.xml", content))
    again = reader.post(f"/fatture/{invoice.id}/invia")

    assert {answer.status_code, again.status_code} <= {302, 403}
    assert committed(session, invoice).state is InvoiceState.SENT
    assert session.scalars(select(SdiNotice)).all() == []
