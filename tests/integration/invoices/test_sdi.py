"""From the outbox to the receipt: once, whatever is repeated; rejected, corrected, sent again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.invoices import sdi, service
from app.invoices.jobs import hand_over
from app.invoices.models import SdiNotice
from app.invoices.receipts import ForeignReceiptError
from app.invoices.rules import InvoiceState, NotWaitingError
from app.invoices.schema import invoice_schema
from app.jobs.models import OutboxJob
from app.kernel.subject import SubjectKind
from tests.factories.invoices import NOW, TODAY, make_buyer, make_draft, make_seller
from tests.unit.invoices.test_sdi import receipt


@pytest.fixture(autouse=True)
def seller(session):
    return make_seller(session)


@pytest.fixture
def sent(session):
    """An invoice to a firm that has just left."""
    invoice = make_draft(session, make_buyer(session, SubjectKind.BUSINESS))
    service.issue(session, invoice, now=NOW, schema=invoice_schema())
    sdi.send(session, invoice, now=NOW, by_job=True)
    session.commit()
    return invoice


def rejection(invoice):
    name = invoice.files[-1].name
    content = receipt("RicevutaScarto", inner="<ListaErrori/>").replace(
        b"IT79999010154_00007.xml", name.encode()
    )
    return f"{name[:-4]}_NS_001.xml", content


def test_sending_asks_for_one_job_in_the_same_transaction(session, sent):
    jobs = session.scalars(select(OutboxJob).where(OutboxJob.name == sdi.TRANSMIT)).all()

    assert [job.args for job in jobs] == [[sent.files[0].id]]
    assert (sent.state, sent.files[0].sent_at) == (InvoiceState.SENT, None)


def test_a_file_handed_over_twice_has_one_receipt(session, sent):
    for _ in range(2):
        hand_over(session, sent.files[0].id, schema=invoice_schema(), now=NOW)
        session.commit()

    assert sent.state is InvoiceState.DELIVERED
    assert [notice.kind for notice in session.scalars(select(SdiNotice))] == ["RC"]
    assert sent.files[0].sdi_id


def test_what_was_sent_is_not_sent_again(session, sent):
    with pytest.raises(NotWaitingError):
        sdi.send(session, sent, now=NOW, by_job=True)


def test_a_rejected_document_is_corrected_and_delivered_under_a_new_name(session, sent):
    sdi.receive(session, *rejection(sent), now=NOW)
    session.commit()
    assert sent.state is InvoiceState.REJECTED

    service.reopen(session, sent)
    service.issue(session, sent, now=NOW + timedelta(days=1), schema=invoice_schema())
    sdi.send(session, sent, now=NOW, by_job=True)
    hand_over(session, sent.files[-1].id, schema=invoice_schema(), now=NOW)
    session.commit()

    assert (sent.label, sent.dated_on, sent.state) == ("1/2026", TODAY, InvoiceState.DELIVERED)
    assert len({file.name for file in sent.files}) == 2


def test_an_answer_about_a_replaced_file_is_history_only(session, sent):
    late = rejection(sent)
    sdi.receive(session, *late, now=NOW)
    service.reopen(session, sent)
    service.issue(session, sent, now=NOW, schema=invoice_schema())
    session.commit()

    sdi.receive(session, "again_NS_002.xml", late[1] + b"<!-- second -->", now=NOW)
    session.commit()

    assert sent.state is InvoiceState.TO_SEND


def test_the_same_receipt_counts_once(session, sent):
    for _ in range(2):
        sdi.receive(session, *rejection(sent), now=NOW)
        session.commit()

    assert len(session.scalars(select(SdiNotice)).all()) == 1


def test_a_receipt_of_somebody_else_is_refused(session, sent):
    with pytest.raises(ForeignReceiptError):
        sdi.receive(session, "x.xml", receipt("RicevutaConsegna"), now=NOW)


def test_a_rejected_credit_note_sets_nothing_off(session, sent):
    note = service.credit_note(session, sent, today=TODAY)
    service.issue(session, note, now=NOW, schema=invoice_schema())
    sdi.send(session, note, now=NOW, by_job=True)
    assert sent.paid_eur == Decimal("100.00")

    sdi.receive(session, *rejection(note), now=NOW)
    session.commit()

    assert (note.state, sent.paid_eur) == (InvoiceState.REJECTED, 0)
