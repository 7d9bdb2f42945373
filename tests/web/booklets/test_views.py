"""A booklet grows: nothing is overwritten, and only who may see the plant sees it."""

from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.booklets.models import Booklet, BookletEntry
from tests.factories.ree import body_of, content_of, make_boiler_job
from tests.helpers import counted_statements, fresh


@pytest.fixture
def plant(people, session):
    """A plant with a boiler and its efficiency report: (office browser, client id)."""
    browser, technician = people.technician()
    appointment, boiler = make_boiler_job(session, technician)
    answer = browser.put(f"/api/v1/ree/{uuid4()}", json=body_of(appointment, content_of(boiler.id)))
    assert answer.status_code == 201, answer.json
    return people.secretary(), appointment.client_id


def opened(office, client_id, session):
    assert office.post(f"/libretti/apri/{client_id}").status_code == 302
    return fresh(session).scalars(select(Booklet)).one()


def test_booklet_shows_generators_and_results_of_the_reports(plant, session):
    office, client_id = plant
    booklet = opened(office, client_id, session)
    office.post(f"/libretti/apri/{client_id}")

    page = office.get(f"/libretti/{booklet.id}").text

    assert fresh(session).scalars(select(Booklet.id)).all() == [booklet.id]
    for words in (
        "4.1 GT-1", "Immergas", "103,7", "100,2", "2026/00001", "12/10/2026",
        "Temperatura fumi (°C)", "Risultati controllo, secondo UNI 10389-1",
    ):  # fmt: skip
        assert words in page
    # The sheet has the gas that was measured only.
    assert "CO2 calcolata" not in page


def test_a_sheet_written_again_keeps_what_it_said(plant, session):
    office, client_id = plant
    booklet = opened(office, client_id, session)
    address = f"/libretti/{booklet.id}/scheda/2"

    for hardness in ("25", "25", "12,5"):
        assert office.post(address, data={"hardness": hardness}).status_code == 302

    entries = fresh(session).scalars(select(BookletEntry).order_by(BookletEntry.id)).all()
    assert [(one.revision, one.values) for one in entries] == [
        (1, {"hardness": "25"}), (2, {"hardness": "12.5"}),
    ]  # fmt: skip
    assert "25" in office.get(address).text


def test_bad_values_are_told_and_nothing_is_stored(plant, session):
    office, client_id = plant
    booklet = opened(office, client_id, session)

    answer = office.post(f"/libretti/{booklet.id}/scheda/2", data={"hardness": "150"})

    assert answer.status_code == 422
    assert 'value="150"' in answer.text
    assert fresh(session).scalars(select(BookletEntry)).all() == []


def test_print_is_whole_or_by_sheet(plant, session):
    office, client_id = plant
    booklet = opened(office, client_id, session)

    def text(query):
        pages = PdfReader(BytesIO(office.get(f"/libretti/{booklet.id}/pdf{query}").data)).pages
        return " ".join(page.extract_text() for page in pages)

    whole, sheet = text(""), text("?scheda=4")

    assert "Immergas" in whole
    assert "2026/00001" in whole
    assert "Immergas" in sheet
    assert "2026/00001" not in sheet
    assert office.get(f"/libretti/{booklet.id}/pdf?scheda=99").status_code == 404


def test_who_may_not_neither_reads_nor_writes(plant, people, session):
    office, client_id = plant
    booklet = opened(office, client_id, session)
    technician, _row = people.technician()
    reader, _none = people.with_functions("booklets.read", "clients.read")

    for address in (f"/libretti/{booklet.id}", f"/libretti/{booklet.id}/pdf", "/libretti/"):
        assert technician.get(address).status_code in {302, 403, 404}
    assert reader.get(f"/libretti/{booklet.id}").status_code == 200
    for address in (f"/libretti/{booklet.id}/scheda/2", f"/libretti/apri/{client_id}"):
        assert reader.post(address, data={"hardness": "1"}).status_code in {302, 403}
    assert fresh(session).scalars(select(BookletEntry)).all() == []


def test_card_tab_opens_the_booklet(plant, session):
    office, client_id = plant
    address = f"/clienti/{client_id}?tab=booklet"

    before = office.get(address).text
    booklet = opened(office, client_id, session)

    assert f"/libretti/apri/{client_id}" in before
    assert f"/libretti/{booklet.id}/pdf" in office.get(address).text


def test_list_costs_little(app, plant, session):
    office, client_id = plant
    booklet = opened(office, client_id, session)
    office.get("/libretti/")

    with counted_statements(app) as statements:
        page = office.get("/libretti/").text

    assert f"/libretti/{booklet.id}" in page or f"/libretti/show/{booklet.id}" in page
    assert len(statements) <= 8, statements
