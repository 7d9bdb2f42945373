"""Issue, correct, credit, number: what is stored, and what is refused."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from lxml import etree
from sqlalchemy import select

from app.interventions.rules import PaymentMethod as TakenBy
from app.invoices import payments, service
from app.invoices.models import EInvoiceFile, Invoice, Payment
from app.invoices.queries import balance_of
from app.invoices.rules import (
    AlreadyInvoicedError,
    CreditKindError,
    DocumentKind,
    EarlierThanLastError,
    FindingsError,
    FutureDateError,
    InvoiceState,
    NoLinesError,
    NotCorrectableError,
    NotOpenError,
    NumberedError,
    OneClientError,
    PaymentMethod,
    SchemaMissingError,
    Treatment,
)
from app.invoices.rules_facts import Line
from app.invoices.rules_payments import PaymentTerms, TooMuchError
from app.invoices.schema import invoice_schema
from app.kernel.subject import SubjectKind
from app.tenancy.context import company_scope
from app.worker import job_session
from tests.conftest import COMPANY
from tests.factories.invoices import NOW, TODAY, make_buyer, make_draft, make_seller, make_work


@pytest.fixture(autouse=True)
def seller(session):
    return make_seller(session)


def issue(session, draft):
    file = service.issue(session, draft, now=NOW, schema=invoice_schema())
    session.commit()
    return file


def test_issuing_gives_number_file_and_snapshot(session):
    draft = make_draft(session)

    file = issue(session, draft)

    assert (draft.state, draft.label) == (InvoiceState.TO_SEND, "1/2026")
    assert file.name == "IT79999010154_00001.xml"
    root = etree.fromstring(file.content)
    assert root.findtext(".//Numero") == "1/2026"
    assert root.findtext(".//ImportoTotaleDocumento") == "110.00"
    assert draft.facts["buyer"]["last_name"] == "Esempio"
    assert [due.due_on for due in draft.dues] == [date(2026, 11, 11)]
    assert draft.next_due_on == date(2026, 11, 11)


def test_the_snapshot_stays_when_the_card_changes(session):
    draft = make_draft(session)
    issue(session, draft)

    draft.client.last_name = "Altro"
    session.commit()

    assert draft.facts["buyer"]["last_name"] == "Esempio"


@pytest.mark.parametrize(
    ("kind", "treatment", "payable", "format_"),
    [
        (SubjectKind.PERSON, Treatment.ORDINARY, "110.00", "FPR12"),
        (SubjectKind.BUSINESS, Treatment.REVERSE_CHARGE, "100.00", "FPR12"),
        (SubjectKind.PUBLIC_BODY, Treatment.SPLIT_PAYMENT, "100.00", "FPA12"),
        (SubjectKind.CONDOMINIUM, Treatment.ORDINARY, "106.00", "FPR12"),
    ],
)
def test_each_kind_of_buyer_has_its_usual_treatment(session, kind, treatment, payable, format_):
    draft = make_draft(session, make_buyer(session, kind))

    file = issue(session, draft)

    assert draft.treatment is treatment
    assert draft.payable_eur == Decimal(payable)
    assert etree.fromstring(file.content).get("versione") == format_


def test_numbers_follow_each_other_and_credit_notes_have_their_own(session):
    client = make_buyer(session)
    first, second = make_draft(session, client), make_draft(session, client)
    issue(session, first)
    issue(session, second)

    note = service.credit_note(session, first, today=TODAY)
    issue(session, note)

    assert [one.label for one in (first, second, note)] == ["1/2026", "2/2026", "1/2026/NC"]


def test_a_credit_note_is_negative_here_positive_in_the_xml_and_closes_the_invoice(session):
    invoice = make_draft(session)
    issue(session, invoice)

    note = service.credit_note(session, invoice, today=TODAY)
    file = issue(session, note)

    assert (note.kind, note.total_eur) == (DocumentKind.CREDIT_NOTE, Decimal("-110.00"))
    root = etree.fromstring(file.content)
    assert root.findtext(".//ImportoTotaleDocumento") == "110.00"
    assert root.findtext(".//DatiFattureCollegate/IdDocumento") == "1/2026"
    assert (invoice.paid_eur, invoice.next_due_on) == (Decimal("110.00"), None)
    assert balance_of(session, invoice.client_id, TODAY).open_eur == 0


def test_a_credit_note_under_correction_credits_nothing(session):
    invoice = make_draft(session)
    issue(session, invoice)
    note = service.credit_note(session, invoice, today=TODAY)
    issue(session, note)

    service.reopen(session, note)
    session.commit()

    assert (invoice.paid_eur, note.paid_eur) == (0, 0)


def test_correcting_keeps_number_and_date_and_makes_a_new_file(session):
    invoice = make_draft(session)
    issue(session, invoice)

    service.reopen(session, invoice)
    lines = [Line("Corretta", Decimal(50), rate_pct=Decimal(10))]
    service.save_draft(session, invoice, {"dated_on": date(2026, 10, 1), "reason": "x"}, lines)
    issue(session, invoice)

    assert (invoice.label, invoice.dated_on) == ("1/2026", TODAY)
    assert [one.name[-9:-4] for one in invoice.files] == ["00001", "00002"]
    assert invoice.total_eur == Decimal("55.00")


def test_what_was_sent_is_not_corrected(session):
    invoice = make_draft(session)
    issue(session, invoice)
    invoice.state = InvoiceState.SENT
    session.commit()

    with pytest.raises(NotCorrectableError):
        service.reopen(session, invoice)
    with pytest.raises(NotOpenError):
        service.issue(session, invoice, now=NOW, schema=invoice_schema())


def test_an_issued_document_cannot_be_changed_behind_the_service(session):
    invoice = make_draft(session)
    issue(session, invoice)

    invoice.reason = "altro"

    with pytest.raises(AssertionError, match="was issued"):
        session.flush()


def test_lines_of_an_issued_document_cannot_be_changed(session):
    invoice = make_draft(session)
    issue(session, invoice)

    invoice.lines[0].unit_price = Decimal(1)

    with pytest.raises(AssertionError, match="lines stay"):
        session.flush()


def test_a_document_with_errors_takes_no_number(session):
    draft = make_draft(session, make_buyer(session, tax_code=""))

    with pytest.raises(FindingsError):
        service.issue(session, draft, now=NOW, schema=invoice_schema())
    session.rollback()
    good = make_draft(session, make_buyer(session, number=2))
    issue(session, good)

    assert (draft.state, draft.number, good.number) == (InvoiceState.DRAFT, None, 1)
    assert session.scalars(select(EInvoiceFile.name)).all() == ["IT79999010154_00001.xml"]


def test_findings_name_what_is_missing(session):
    draft = make_draft(session, make_buyer(session, postcode="", tax_code=""))

    found = service.check(session, draft, today=TODAY, schema=invoice_schema())

    assert {"00417", "00200.buyer_postcode"} <= {one.key for one in found}


@pytest.mark.parametrize(
    ("dated_on", "error"),
    [(TODAY + timedelta(days=1), FutureDateError), (date(2026, 9, 1), EarlierThanLastError)],
)
def test_numbers_follow_dates(session, dated_on, error):
    client = make_buyer(session)
    issue(session, make_draft(session, client))

    with pytest.raises(error):
        service.issue(
            session, make_draft(session, client, dated_on=dated_on), now=NOW,
            schema=invoice_schema(),
        )  # fmt: skip


def test_nothing_is_issued_without_schema_or_lines(session):
    draft = make_draft(session)

    with pytest.raises(SchemaMissingError):
        service.issue(session, draft, now=NOW, schema=None)
    draft.lines = []
    with pytest.raises(NoLinesError):
        service.issue(session, draft, now=NOW, schema=invoice_schema())


def test_only_a_draft_without_number_is_deleted(session):
    invoice = make_draft(session)
    issue(session, invoice)
    service.reopen(session, invoice)

    with pytest.raises(NumberedError):
        service.delete_draft(session, invoice)


def test_several_interventions_become_one_invoice_with_what_was_taken(session):
    client = make_buyer(session)
    works = [
        make_work(session, client, 1, paid_eur=Decimal(110), payment_method=TakenBy.CASH,
                  receipt_number="R7"),
        make_work(session, client, 2),
    ]  # fmt: skip

    draft = service.draft_from_works(session, works, today=TODAY)
    issue(session, draft)

    assert [line.unit_price for line in draft.lines] == [100, 100]
    assert draft.reason == (
        "Intervento 2026/00001 del 12/10/2026; Intervento 2026/00002 del 12/10/2026"
    )
    assert (draft.total_eur, draft.paid_eur) == (Decimal("220.00"), Decimal("110.00"))
    taken = draft.payments[0]
    assert (taken.method, taken.note) == (PaymentMethod.CASH, "R7")


def test_an_intervention_is_invoiced_once(session):
    work = make_work(session, make_buyer(session))
    service.draft_from_works(session, [work], today=TODAY)
    session.commit()

    with pytest.raises(AlreadyInvoicedError):
        service.draft_from_works(session, [work], today=TODAY)


def test_interventions_of_two_clients_are_not_mixed(session):
    works = [make_work(session, make_buyer(session, number=n), n) for n in (1, 2)]

    with pytest.raises(OneClientError):
        service.draft_from_works(session, works, today=TODAY)


def test_a_deleted_draft_gives_its_interventions_back(session):
    work = make_work(session, make_buyer(session))
    draft = service.draft_from_works(session, [work], today=TODAY)
    service.delete_draft(session, draft)
    session.commit()

    again = service.draft_from_works(session, [work], today=TODAY)

    assert again.works[0].intervention_id == work.id


def test_a_draft_is_not_credited(session):
    with pytest.raises(CreditKindError):
        service.credit_note(session, make_draft(session), today=TODAY)


def test_partial_payments_move_the_next_due_day(session):
    invoice = make_draft(session, terms=PaymentTerms.DAYS_30_60)
    issue(session, invoice)

    def pay(amount):
        payments.add_payment(
            session, invoice,
            Payment(paid_on=TODAY, amount_eur=Decimal(amount), method=PaymentMethod.TRANSFER),
        )  # fmt: skip
        session.commit()

    pay("55.00")
    assert invoice.next_due_on == date(2026, 12, 11)
    with pytest.raises(TooMuchError):
        pay("55.01")
    pay("55.00")
    assert (invoice.next_due_on, invoice.paid_eur) == (None, Decimal("110.00"))


def test_numbers_have_no_gap_and_no_duplicate_when_many_issue_at_once(app, session):
    client = make_buyer(session)
    ids = [make_draft(session, client).id for _ in range(12)]
    # Every third is refused while it holds a number: the number must go back.
    bad = make_buyer(session, number=2, tax_code="")
    ids += [make_draft(session, bad).id for _ in range(6)]
    failures = []

    def work(mine):
        with app.app_context(), company_scope(COMPANY), job_session() as own:
            for key in mine:
                try:
                    found = own.get_one(Invoice, key, with_for_update=True)
                    service.issue(own, found, now=NOW, schema=invoice_schema())
                    own.commit()
                except FindingsError:
                    own.rollback()
                except Exception as error:  # noqa: BLE001 - shown by the assertion
                    own.rollback()
                    failures.append(error)

    session.rollback()
    threads = [threading.Thread(target=work, args=(ids[n::3],)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.expire_all()
    numbers = sorted(n for n in session.scalars(select(Invoice.number)) if n is not None)
    names = session.scalars(select(EInvoiceFile.name)).all()
    assert failures == []
    assert numbers == list(range(1, 13))
    assert len(set(names)) == 12
