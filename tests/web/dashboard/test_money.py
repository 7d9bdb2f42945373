"""Turnover, unpaid and contracts on the dashboard equal the lists they open."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from app.contracts.models import Contract
from app.contracts.rules import ContractState, Renewal
from app.invoices.rules import InvoiceState
from app.kernel.dates import local_day
from app.web.clock import utc_now
from tests.factories.interventions import make_plant
from tests.factories.invoices import make_buyer, make_draft
from tests.web.dashboard.test_board import LINK, ROW, figure

PERIOD = "from=2026-10-01&to=2026-10-31"
TODAY = local_day(utc_now())


@pytest.fixture
def money(session):
    """Invoices of two years in several states, and contracts about to end."""
    rows = (
        (date(2026, 10, 1), InvoiceState.DELIVERED, 100, 22, 0, -5),
        (date(2026, 10, 31), InvoiceState.TO_SEND, 50, 11, 61, None),
        (date(2026, 10, 15), InvoiceState.DRAFT, 900, 0, 0, -5),
        (date(2026, 10, 16), InvoiceState.REJECTED, 800, 0, 0, -5),
        (date(2026, 10, 20), InvoiceState.ACCEPTED, -30, 0, -30, None),
        (date(2025, 10, 20), InvoiceState.DELIVERED, 70, 0, 20, -400),
        (date(2026, 9, 30), InvoiceState.DELIVERED, 40, 0, 0, 10),
        (date(2026, 9, 29), InvoiceState.DELIVERED, 45, 0, 0, -60),
    )
    for number, (day, state, taxable, tax, paid, due) in enumerate(rows, 1):
        invoice = make_draft(session, make_buyer(session, number=number), dated_on=day)
        invoice.state, invoice.year, invoice.number = state, day.year, number
        invoice.taxable_eur, invoice.tax_eur, invoice.paid_eur = taxable, tax, paid
        invoice.total_eur = invoice.payable_eur = taxable + tax
        invoice.next_due_on = None if due is None else TODAY + timedelta(days=due)
    plant, _device = make_plant(session, 50)
    for number, days in enumerate((-3, 0, 30, 31, 90, 91), 1):
        session.add(_contract(session, plant, number, days))
    session.add(_contract(session, plant, 9, 10, renewal=Renewal.NONE))
    session.commit()


def _contract(session, client, number, days, **values):
    from app.pricelist.models import VatProfile  # noqa: PLC0415

    ends_on = TODAY + timedelta(days=days)
    return Contract(
        year=2026, number=number, client_id=client.id, state=ContractState.ACTIVE, months=12,
        starts_on=ends_on - timedelta(days=365), ends_on=ends_on,
        vat_profile_id=session.query(VatProfile.id).first()[0], **values,
    )  # fmt: skip


def test_each_figure_is_the_length_of_its_list(people, money):
    browser = people.administrator()
    page = browser.get(f"/bacheca/?{PERIOD}")
    links = [(int(number), unescape(url)) for number, url in LINK.findall(page.text)]
    lists = [(n, url) for n, url in links if "/fatture/" in url or "/contratti/" in url]
    assert len(lists) >= 6
    assert [
        (number, url) for number, url in lists if number != len(ROW.findall(browser.get(url).text))
    ] == []


def test_numbers(people, money):
    page = people.administrator().get(f"/bacheca/?{PERIOD}")
    assert "€ 120,00" in page.text  # 100 + 50 - 30
    assert "€ 70,00 un anno prima" in page.text or "€ 70,00" in page.text
    assert "€ 257,00" in page.text  # 122 + 50 + 40 + 45 open
    assert list(figure(page, "unpaid").values()) == [[1], [1], [1], [1]]
    assert list(figure(page, "contracts").values()) == [[1], [2], [2]]
    turnover = page.text.split('id="table-turnover"')[1].split("</table>")[0]
    assert re.search(r'data-value="120.00"', turnover)
    assert re.search(r'data-value="70.00"', turnover)


def test_the_list_behind_the_turnover_has_the_same_total(people, money):
    browser = people.administrator()
    page = browser.get(f"/bacheca/?{PERIOD}").text
    url = re.search(r'href="(/fatture/[^"]*tab=all[^"]*2026-10-01[^"]*)"', page)
    assert "120,00" in browser.get(unescape(url[1])).text


def test_who_sees_no_invoices_sees_no_euro(people, money):
    browser = people.with_functions("dashboard.read")[0]
    page = browser.get(f"/bacheca/?{PERIOD}").text
    assert "€" not in page
    assert "table-contracts" not in page
