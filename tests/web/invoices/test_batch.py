"""All drafts issued in one run: gap-free numbers, refusals named, nothing twice."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from app.invoices import batch, jobs
from app.invoices.models import EInvoiceFile, Invoice
from app.invoices.rules import InvoiceState
from app.invoices.rules_facts import Line
from app.invoices.schema import invoice_schema
from app.invoices.service import issue
from app.jobs.models import Progress
from app.jobs.progress import begin_progress
from app.jobs.rules import JobState
from app.orm.audit import AuditEntry
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.web.errors import user_message
from app.worker import job_session
from tests.conftest import COMPANY
from tests.factories.invoices import make_buyer, make_draft, make_seller
from tests.helpers import counted_statements, fresh
from tests.web.invoices.test_sources import make_contract

NOW = utc_now()
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def seller(session):
    return make_seller(session)


@pytest.fixture
def office(people):
    return people.administrator()


def drafts(session, count, **values):
    """Return drafts for one client, the newest first in the database."""
    client = make_buyer(session)
    return [
        make_draft(session, client, dated_on=TODAY - timedelta(days=place), **values)
        for place in range(count)
    ]


def numbered(session):
    """Return (number, day) of what was issued, by number."""
    rows = fresh(session).execute(
        select(Invoice.number, Invoice.dated_on).where(Invoice.number.is_not(None))
    )
    return sorted((number, day) for number, day in rows)


def start(office, session):
    last = max(session.scalars(select(Invoice.id)))
    return office.post("/fatture/emetti-bozze", data={"last_id": str(last)})


def test_all_drafts_are_issued_in_the_order_of_their_dates(office, session, app):
    drafts(session, 3)

    page = office.get("/fatture/emetti-bozze").text
    answer = start(office, session)
    waiting = office.get(answer.headers["Location"]).text
    app.extensions["worker"].run_company(COMPANY)

    assert "330,00" in page
    assert "hx-get" in waiting
    assert numbered(session) == [
        (1, TODAY - timedelta(days=2)), (2, TODAY - timedelta(days=1)), (3, TODAY),
    ]  # fmt: skip
    assert "tab=to_send" in office.get(answer.headers["Location"] + "/stato").text
    assert len(session.scalars(select(EInvoiceFile)).all()) == 3


def test_what_is_refused_stays_a_draft_and_leaves_no_gap(office, session, app):
    first, second, third = drafts(session, 3)
    nameless = make_buyer(session, number=2, tax_code="", last_name="Senza", first_name="Codice",
                          display_name="Senza Codice")  # fmt: skip
    wrong = make_draft(session, nameless, dated_on=TODAY - timedelta(days=1))

    answer = start(office, session)
    app.extensions["worker"].run_company(COMPANY)

    page = office.get(answer.headers["Location"]).text
    assert [number for number, _day in numbered(session)] == [1, 2, 3]
    assert session.get(Invoice, wrong.id).state is InvoiceState.DRAFT
    assert session.get(Invoice, wrong.id).number is None
    assert {session.get(Invoice, one.id).state for one in (first, second, third)} == {
        InvoiceState.TO_SEND
    }
    assert "Senza Codice" in page
    assert f"/fatture/{wrong.id}" in page
    progress = session.get(Progress, UUID(answer.headers["Location"].rsplit("/", 1)[1]))
    assert progress.result["issued"] == 3
    assert [one["id"] for one in progress.result["failures"]] == [wrong.id]


def test_a_draft_before_the_last_number_is_named_with_the_reason(office, session, app):
    late, early = drafts(session, 2)
    issue(session, late, now=NOW, schema=invoice_schema())
    session.commit()

    answer = start(office, session)
    app.extensions["worker"].run_company(COMPANY)

    assert session.get(Invoice, early.id, populate_existing=True).state is InvoiceState.DRAFT
    assert f"/fatture/{early.id}" in office.get(answer.headers["Location"]).text


def test_a_run_begun_again_goes_on_with_what_is_left(app, session, monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", 2)
    ids = [one.id for one in reversed(drafts(session, 5))]
    pk = begin_progress(session, jobs.ISSUE, now=NOW, total=5)
    session.commit()
    around = jobs.Surroundings(invoice_schema, job_session, utc_now, user_message)
    real, calls = batch.issue, []

    def dies_at_the_fourth(*arguments, **values):
        calls.append(1)
        if len(calls) == 4:
            raise SystemExit
        return real(*arguments, **values)

    with app.app_context(), company_scope(COMPANY):
        monkeypatch.setattr(batch, "issue", dies_at_the_fourth)
        with job_session() as broken, pytest.raises(SystemExit):
            jobs.issue_drafts(broken, around, str(pk), ids, now=NOW)
        after_crash = [number for number, _day in numbered(session)]
        monkeypatch.setattr(batch, "issue", real)
        with job_session() as again:
            jobs.issue_drafts(again, around, str(pk), ids, now=NOW)

    assert after_crash == [1, 2]
    assert [number for number, _day in numbered(session)] == [1, 2, 3, 4, 5]
    progress = session.get(Progress, pk, populate_existing=True)
    assert (progress.done, progress.state) == (5, JobState.DONE)
    assert progress.result == {"issued": 3, "failed": 0, "failures": []}


def test_a_fault_of_the_program_keeps_one_draft_only(app, session, monkeypatch):
    ids = [one.id for one in drafts(session, 2)]
    real = batch.issue

    def breaks(session, invoice, **values):
        if invoice.id == ids[0]:
            raise KeyError("boom")
        return real(session, invoice, **values)

    monkeypatch.setattr(batch, "issue", breaks)
    found = batch.Batch()
    issuing = batch.Issuing(NOW, invoice_schema(), lambda error: type(error).__name__)
    batch.issue_chunk(session, ids, issuing, found)
    session.commit()

    assert (found.issued, found.failed) == (1, 1)
    assert found.failures[0]["reason"] == "BatchFaultError"


def test_a_draft_made_after_the_page_is_not_part_of_the_run(office, session, app):
    (shown,) = drafts(session, 1)
    later = make_draft(session, shown.client, lines=[Line("Altro", Decimal(5))], dated_on=TODAY)

    office.post("/fatture/emetti-bozze", data={"last_id": str(shown.id)})
    app.extensions["worker"].run_company(COMPANY)

    assert session.get(Invoice, shown.id, populate_existing=True).number == 1
    assert session.get(Invoice, later.id, populate_existing=True).number is None


def test_the_history_names_who_asked(office, session, app):
    drafts(session, 1)

    start(office, session)
    app.extensions["worker"].run_company(COMPANY)

    entries = fresh(session).scalars(select(AuditEntry).where(AuditEntry.entity == "invoices"))
    assert any(entry.user_label.startswith("Persona") for entry in entries)


@pytest.mark.parametrize("last_id", ["", "0", "x", "9" * 30])
def test_nothing_to_issue_is_said(office, session, last_id):
    drafts(session, 1)

    answer = office.post("/fatture/emetti-bozze", data={"last_id": last_id})

    assert answer.headers["Location"].endswith("/fatture/emetti-bozze")
    assert numbered(session) == []


def test_who_only_reads_issues_nothing(people, session, app):
    drafts(session, 1)
    browser, _ = people.with_functions("invoices.read", "prices.read", "clients.read")

    page, answer = browser.get("/fatture/emetti-bozze"), start(browser, session)
    app.extensions["worker"].run_company(COMPANY)

    assert page.status_code in {302, 403}
    assert answer.status_code in {302, 403}
    assert numbered(session) == []


def test_the_page_costs_the_same_for_many_drafts(office, session, app):
    drafts(session, 1)
    with counted_statements(app) as few:
        office.get("/fatture/emetti-bozze")
    for number in (2, 3):
        make_draft(session, make_buyer(session, number=number), dated_on=TODAY)
    with counted_statements(app) as many:
        office.get("/fatture/emetti-bozze")

    assert len(few) == len(many) <= 8


def test_instalments_are_made_and_issued_in_one_go(office, session, app):
    contracts = [make_contract(session, number=number) for number in (1, 2)]
    contracts[1].client.tax_code = ""
    session.commit()
    keys = [str(one.instalments[0].id) for one in contracts]

    page = office.get("/fatture/rate").text
    answer = office.post("/fatture/da-rate", data={"instalment": keys, "issue": "1"})
    app.extensions["worker"].run_company(COMPANY)

    assert 'name="issue"' in page
    states = {one.client_id: one.state for one in fresh(session).scalars(select(Invoice))}
    assert states == {
        contracts[0].client_id: InvoiceState.TO_SEND, contracts[1].client_id: InvoiceState.DRAFT,
    }  # fmt: skip
    assert [number for number, _day in numbered(session)] == [1]
    outcome = office.get(answer.headers["Location"]).text
    assert contracts[1].client.display_name in outcome


def test_one_contract_is_issued_too(office, session, app):
    contract = make_contract(session)

    answer = office.post(
        "/fatture/da-rate", data={"instalment": [str(contract.instalments[0].id)], "issue": "1"}
    )
    app.extensions["worker"].run_company(COMPANY)

    assert "/fatture/lavori/" in answer.headers["Location"]
    assert [number for number, _day in numbered(session)] == [1]
