"""Which sheet of a workbook is imported."""

import io

from openpyxl import Workbook
from sqlalchemy import select

from app.clients.models import Client
from app.imports.models import ImportRun
from app.imports.rules_runs import RunState
from tests.helpers import fresh
from tests.web.imports.test_upload import upload, work


def workbook_of_two():
    """Return a workbook whose longer sheet is a price list and whose other one has the clients."""
    book = Workbook()
    book.active.title = "Listino"
    for row in (["Codice", "Prezzo"], *([f"A{number}", number] for number in range(9))):
        book.active.append(row)
    clients = book.create_sheet("Clienti")
    clients.append(["Cognome", "Nome", "Indirizzo", "Comune"])
    clients.append(["Verdi", "Ugo", "Via Po 1", "Rivoli"])
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def test_another_sheet_of_the_workbook_is_read_and_imported(app, session, people):
    browser = people.administrator()
    address = upload(browser, workbook_of_two(), "archivio.xlsx").location
    first = browser.get(address).text

    answer = browser.post(f"{address}/foglio", data={"sheet": "Clienti"})
    page = browser.get(answer.location).text
    browser.post(f"{address}/colonne", data={})
    work(app)
    browser.post(f"{address}/avvia")
    work(app)

    assert "<option selected>Listino</option>" in first
    assert "<option selected>Clienti</option>" in page
    assert "Verdi" in page
    assert fresh(session).scalars(select(ImportRun.sheet)).one() == "Clienti"
    assert fresh(session).scalars(select(Client.last_name)).all() == ["Verdi"]


def test_choosing_a_sheet_again_forgets_the_check_of_the_first(app, session, people):
    browser = people.administrator()
    address = upload(browser, workbook_of_two(), "archivio.xlsx").location
    browser.post(f"{address}/foglio", data={"sheet": "Clienti"})
    browser.post(f"{address}/colonne", data={})
    work(app)

    browser.post(f"{address}/foglio", data={"sheet": "Listino"})

    run = fresh(session).scalars(select(ImportRun)).one()
    assert (run.state, run.sheet, run.mapping, run.outcome) == (
        RunState.UPLOADED, "Listino", {}, {},
    )  # fmt: skip


def test_sheet_that_is_not_there_is_refused(session, people):
    browser = people.administrator()
    address = upload(browser, workbook_of_two(), "archivio.xlsx").location

    page = browser.post(f"{address}/foglio", data={"sheet": "Altro"}, follow_redirects=True).text

    assert "Altro" in page
    assert fresh(session).scalars(select(ImportRun.sheet)).one() == ""


def test_sheet_is_chosen_only_by_who_may_import(session, people):
    address = upload(people.administrator(), workbook_of_two(), "archivio.xlsx").location

    browser, _technician = people.technician()
    answer = browser.post(f"{address}/foglio", data={"sheet": "Clienti"})

    assert answer.status_code == 403
    assert fresh(session).scalars(select(ImportRun.sheet)).one() == ""


def test_list_without_sheets_offers_no_choice(people):
    browser = people.administrator()

    assert "/foglio" not in browser.get(upload(browser).location).text
