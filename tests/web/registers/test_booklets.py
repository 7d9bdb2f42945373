"""Booklets for the registers: ready or not and why, the file, and who may."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from app.booklets.models import Booklet, BookletEntry
from app.company.models import CompanyProfile
from app.kernel.dates import local_day
from app.registers.models import RegisterCode, RegisterDocument, RegisterFile
from app.registers.rules import FileState, Topic
from app.web.clock import utc_now
from tests.factories.booklets import SHEETS
from tests.factories.ree import make_boiler_job
from tests.helpers import counted_statements, fresh

ASKED = {"register": "cit", "kind": "booklet", "since": "01/01/2025", "until": "31/12/2030"}
CODES = ((Topic.BRAND, "Immergas", "12"), (Topic.FUEL, "Metano", "3"),
         (Topic.FLUID, "Acqua calda", "1"))  # fmt: skip


@pytest.fixture
def do_jobs(app):
    return lambda: app.extensions["worker"].run_company("prova")


def make_booklet(session, people, number=1, **sheets):
    """Return the booklet of a plant with a boiler, its sheets written."""
    _browser, technician = people.technician()
    appointment, boiler = make_boiler_job(session, technician, number)
    appointment.client.plant_code, appointment.client.street = f"99900{number}", "Via Roma"
    boiler.model, boiler.serial_number = "Victrix 24", f"AB12{number}"
    profile = session.get(CompanyProfile, 1)
    profile.rea, profile.tax_code = "TO-1234567", "01234567890"
    booklet = Booklet(client_id=appointment.client_id, opened_on=local_day(utc_now()))
    session.add(booklet)
    session.flush()
    stated = {(code, 0): values for code, values in (SHEETS | sheets).items()}
    stated["4", boiler.id] = {"heat_carrier": "hot_water", "unit_kind": "single"}
    for (code, row), values in stated.items():
        session.add(
            BookletEntry(
                booklet_id=booklet.id, sheet=code, row=row, revision=1, values=values,
                written_at=utc_now(), written_by="Prova",
            )
        )  # fmt: skip
    session.commit()
    return booklet


def add_codes(session):
    session.add_all(RegisterCode(topic=topic, ours=ours, code=code) for topic, ours, code in CODES)
    session.commit()


def look(browser, **changed):
    return browser.get("/registri/", query_string=ASKED | changed)


def prepared(office, session, do_jobs, **changed):
    answer = office.post("/registri/prepara", data=ASKED | changed)
    assert answer.status_code == 302, answer.text
    do_jobs()
    return fresh(session).scalars(select(RegisterFile).order_by(RegisterFile.id.desc())).first()


def held(office, file):
    return zipfile.ZipFile(io.BytesIO(office.get(f"/registri/file/{file.id}/scarica").data))


def test_unmapped_word_is_named_and_nothing_is_written(people, session, do_jobs):
    make_booklet(session, people)
    office = people.administrator()

    page = look(office).text
    file = prepared(office, session, do_jobs)

    for word in ("Immergas", "Metano", "Acqua calda"):
        assert word in page
    assert "/impostazioni/codici-registro/" in page
    assert (file.state, file.held, file.left_out) == (FileState.FAILED, 0, 1)


def test_booklet_is_handed_over_once_with_what_it_holds(people, session, do_jobs):
    booklet = make_booklet(session, people)
    add_codes(session)
    office = people.secretary()

    file = prepared(office, session, do_jobs)
    archive = held(office, file)
    name = f"libretto_999001-{booklet.id}.xml"
    address = f"/registri/file/{file.id}/consegnato"
    done = office.post(address, data={"on": f"{local_day(utc_now()):%d/%m/%Y}"})

    assert archive.namelist() == [name]
    assert len(name) <= 50
    written = archive.read(name)
    assert b"<L4_1fabbricante>12</L4_1fabbricante>" in written
    assert b"<L4_1combustibile>3</L4_1combustibile>" in written
    assert done.status_code == 302
    document = fresh(session).scalars(select(RegisterDocument)).one()
    assert (document.booklet_id, document.label) == (booklet.id, "999001")
    assert f"/libretti/{booklet.id}" in office.get(f"/registri/file/{file.id}").text
    assert name not in look(office).text
    assert prepared(office, session, do_jobs).held == 0
    assert prepared(office, session, do_jobs, again="y").held == 1


def test_incomplete_sheet_leads_to_the_booklet(people, session):
    sheet = {name: value for name, value in SHEETS["1"].items() if name != "drawn_on"}
    booklet = make_booklet(session, people, **{"1": sheet})
    add_codes(session)

    assert f'href="/libretti/{booklet.id}"' in look(people.secretary()).text


def test_emilia_romagna_and_the_table_get_booklets_too(people, session, do_jobs):
    booklet = make_booklet(session, people)
    client = booklet.client
    client.municipality, client.province = "Bologna", "BO"
    session.commit()
    office = people.secretary()

    criter = prepared(office, session, do_jobs, register="criter")
    table = prepared(office, session, do_jobs, register="table")

    archive = held(office, criter)
    assert archive.namelist() == [f"criterLibretto_999001-{booklet.id}.json"]
    found = json.loads(archive.read(archive.namelist()[0]))
    assert (found["CodiceCatastaleComune"], found["StatoLibrettoImpianto"]) == ("A944", 1)
    assert found["GruppiTermiciCaldaie"][0]["Fabbricante"] == "Immergas"
    lines = office.get(f"/registri/file/{table.id}/scarica").data.decode("utf-8-sig").splitlines()
    assert "GT-1 Immergas" in lines[1]
    assert "Metano" in lines[1]


def test_page_of_booklets_costs_the_same_at_one_and_three_rows(app, people, session):
    make_booklet(session, people)
    office = people.secretary()
    look(office)
    with counted_statements(app) as one:
        look(office)
    for number in (2, 3):
        make_booklet(session, people, number)
    with counted_statements(app) as three:
        look(office)

    assert len(one) == len(three)
    assert len(three) <= 9, three
