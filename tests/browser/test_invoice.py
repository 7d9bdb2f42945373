"""From the signed report to an invoice that the exchange system accepted, in three clicks."""

import pytest
from sqlalchemy import select

from app.invoices.models import Invoice
from app.invoices.rules import InvoiceState
from app.kernel.subject import SubjectKind
from tests.browser.test_sign_in import sign_in
from tests.browser.work import do_the_jobs
from tests.factories.invoices import make_buyer, make_seller, make_work


@pytest.fixture
def report(stored):
    """A report of 100 euro, without VAT, for a firm that can be invoiced."""
    make_seller(stored)
    work = make_work(stored, make_buyer(stored, SubjectKind.BUSINESS, number=900), number=900)
    stored.commit()
    return work


def press(page, words):
    """Press a button, say yes if asked, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click(timeout=8000)
    return 1


def test_three_clicks_make_the_invoice_of_a_report(server_app, desk, stored, report):
    problems = []
    desk.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(desk)
    desk.goto(f"/interventi/{report.id}")

    clicks = press(desk, "Fai la fattura")
    clicks += press(desk, "Emetti")
    clicks += press(desk, "Invia allo SdI")
    do_the_jobs(server_app, "prova")
    desk.reload()

    invoice = stored.scalars(select(Invoice).where(Invoice.client_id == report.client_id)).one()
    assert invoice.state is InvoiceState.DELIVERED
    assert desk.locator("main .badge", has_text="Consegnata").count() == 1
    assert "N6.7" in desk.inner_text("main")  # between firms the buyer owes the VAT
    assert "100,00" in desk.inner_text("main")
    assert clicks == 3
    assert problems == []
