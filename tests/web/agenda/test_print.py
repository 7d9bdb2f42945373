"""The day on paper: everything the job needs, nothing the reader may not see."""

from datetime import timedelta
from io import BytesIO

import pytest

from app.kernel.dates import local_day
from tests.helpers import counted_statements
from tests.web.agenda.conftest import NOON

DAY = local_day(NOON)


@pytest.fixture
def visit(session, plant, boiler, book, anna):
    plant.phone, plant.private_note = "011 5550002", "paga tardi"
    plant.access_notes, plant.municipality = "citofono 4", "Torino"
    row = book(anna, instructions="pulire lo scambiatore")
    row.devices = [boiler]
    session.commit()
    return row


def text_of(pdf):
    pypdf = pytest.importorskip("pypdf")
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_sheet_holds_what_the_job_needs(people, visit, anna):
    page = people.secretary().get(f"/agenda/stampa/?giorno={DAY}&tecnico={anna.id}").text

    for words in ("Rossi Mario", "Via Roma", "Torino", "011 5550002", "pulire lo scambiatore",
                  "Vaillant ecoTEC", "citofono 4"):  # fmt: skip
        assert words in page, words


def test_pdf_is_a_pdf_of_the_same_day(people, visit, anna):
    answer = people.secretary().get(f"/agenda/stampa/pdf?giorno={DAY}")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert "Rossi Mario" in text_of(answer.data)


def test_notes_follow_the_permissions(people, visit, anna):
    reader, _ = people.with_functions("agenda.read", "agenda.all")
    trusted, _ = people.with_functions(
        "agenda.read", "agenda.all", "clients.read", "client_notes.read"
    )
    planner, _ = people.with_functions("agenda.read", "agenda.all", "agenda.write")
    path = f"/agenda/stampa/?giorno={DAY}"

    assert "paga tardi" not in reader.get(path).text
    assert "moroso" not in reader.get(path).text
    assert "paga tardi" in trusted.get(path).text
    assert "moroso" in planner.get(path).text


def test_technician_prints_only_the_own_day(people, other_people, visit, anna, book):
    browser, own = people.technician()

    assert browser.get(f"/agenda/stampa/?giorno={DAY}&tecnico={anna.id}").status_code == 404
    assert browser.get(f"/agenda/stampa/pdf?giorno={DAY}&tecnico={anna.id}").status_code == 404
    assert "Rossi Mario" not in browser.get(f"/agenda/stampa/?giorno={DAY}").text
    book(own)
    page = browser.get(f"/agenda/stampa/?giorno={DAY}").text
    assert "Rossi Mario" in page
    assert "moroso" not in page
    assert "Anna Bianchi" not in page
    foreign = other_people.secretary().get(f"/agenda/stampa/?giorno={DAY}").text
    assert "Rossi Mario" not in foreign


def test_sheet_costs_the_same_for_any_number_of_visits(app, people, book, anna, bruno):
    browser = people.secretary()
    path = f"/agenda/stampa/?giorno={DAY}"
    book(anna)
    with counted_statements(app) as one:
        browser.get(path)
    for hours in range(1, 4):
        book(anna, bruno, starts_at=NOON + timedelta(hours=hours),
             ends_at=NOON + timedelta(hours=hours + 1))  # fmt: skip
    with counted_statements(app) as more:
        browser.get(path)

    assert len(one) == len(more) <= 8
