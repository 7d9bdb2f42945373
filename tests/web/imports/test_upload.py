"""A list from the upload to its result, and who may not upload."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from app.clients.models import Client
from app.devices.models import Device
from app.imports.models import ImportRun
from app.imports.rules_runs import RunState
from app.jobs.models import Progress
from tests.helpers import counted_statements, fresh

LIST = (
    "Cognome;Nome;Indirizzo;Comune;Telefono;Marca;Modello;Ultima manutenzione;Colore\n"
    "Rossi;Mario;Via Roma 3;Rivoli;333 1234567;Vaillant;ecoTEC;10/03/2026;rosso\n"
    ";;Via Roma 4;Rivoli;;;;;verde\n"
    "Bianchi;Anna;Via Po 8;Collegno;;Riello;Family;31/02/2026;blu\n"
)


def work(app):
    """Do the jobs that wait, as the worker would."""
    app.extensions["worker"].run_company("prova")


def upload(browser, content=LIST, name="clienti.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return browser.post(
        "/importa/", data={"file": (io.BytesIO(data), name)}, content_type="multipart/form-data"
    )


def checked(app, browser, content=LIST, name="clienti.csv"):
    """Upload a list, take the columns as recognised, and check it; returns its address."""
    address = upload(browser, content, name).location
    assert browser.post(f"{address}/colonne", data={}).status_code == 302
    work(app)
    return address


def downloaded(browser, address):
    with browser.get(address) as answer:
        return answer.data


def count(session, model):
    return fresh(session).scalar(select(func.count()).select_from(model))


def test_upload_shows_columns_recognised(session, people):
    browser = people.administrator()

    page = browser.get(upload(browser).location).text

    assert "Rossi" in page
    assert 'value="last_name" selected' in page
    assert 'value="brand" selected' in page
    assert 'value="last_maintenance_on" selected' in page
    assert count(session, Client) == 0


def test_check_says_what_would_happen_and_stores_nothing(app, session, people):
    browser = people.administrator()
    session.add(
        Client(number=7, display_name="Bianchi Anna", sort_name="bianchi anna",
               street="Via Altra", street_number="1", municipality="Collegno")
    )  # fmt: skip
    session.commit()

    address = checked(app, browser)
    page = browser.get(address).text

    (run,) = fresh(session).scalars(select(ImportRun)).all()
    assert run.state is RunState.CHECKED
    facts = run.outcome
    assert (facts["clients"], facts["devices"], facts["refused"]) == (2, 2, 1)
    assert facts["sample"][0][0] == 3
    assert [(one["row"], one["number"]) for one in facts["double_sample"]] == [(4, 7)]
    assert "Via Altra 1, Collegno" in page
    assert (count(session, Client), count(session, Device)) == (1, 0)


def test_import_stores_and_a_second_time_makes_nothing(app, session, people):
    browser = people.administrator()
    for again in (False, True):
        address = checked(app, browser)
        browser.post(f"{address}/avvia")
        work(app)

        run = (
            fresh(session).scalars(select(ImportRun).order_by(ImportRun.created_at.desc())).first()
        )
        assert run.state is RunState.DONE
        assert run.outcome["clients"] == (0 if again else 2)
        assert run.outcome["known"] == (2 if again else 0)
        assert (count(session, Client), count(session, Device)) == (2, 2)


def test_progress_is_counted_and_shown(app, session, people):
    browser = people.administrator()
    address = upload(browser).location
    browser.post(f"{address}/colonne", data={})
    waiting = browser.get(f"{address}/stato").text

    work(app)

    assert "hx-get" in waiting
    assert "<progress" in waiting
    progress = fresh(session).scalars(select(Progress)).one()
    assert (progress.done, progress.total) == (3, 3)
    assert "hx-get" not in browser.get(f"{address}/stato").text


def test_refused_rows_come_back_as_a_list_to_correct(app, session, people):
    browser = people.administrator()
    address = checked(app, browser)

    refused = downloaded(browser, f"{address}/rifiutate.xlsx")
    remarks = downloaded(browser, f"{address}/avvisi.xlsx")

    rows = list(load_workbook(io.BytesIO(refused)).active.values)
    assert rows[0][2:5] == ("Cognome", "Nome", "Indirizzo")
    assert rows[1][0] == 3
    assert "nome" in rows[1][1].lower() or "name" in rows[1][1].lower()
    assert rows[1][4] == "Via Roma 4"
    found = list(load_workbook(io.BytesIO(remarks)).active.values)
    assert (4, "Ultima manutenzione", "31/02/2026") in [row[:3] for row in found]

    book = load_workbook(io.BytesIO(refused))
    book.active["C2"], book.active["D2"] = "Verdi", "Ugo"
    corrected = io.BytesIO()
    book.save(corrected)
    again = checked(app, browser, corrected.getvalue(), "corretto.xlsx")
    browser.post(f"{again}/avvia")
    work(app)
    assert fresh(session).scalars(select(Client.last_name)).all() == ["Verdi"]


def test_columns_can_be_chosen_and_are_remembered(app, session, people):
    browser = people.administrator()
    text = "Tizio;Dove;Paese\nRossi Mario;Via Roma 3;Rivoli\nVerdi Ugo;Via Po 1;Rivoli\n"
    address = upload(browser, text).location

    refused = browser.post(f"{address}/colonne", data={"col_0": "", "col_1": "", "col_2": ""})
    assert refused.status_code == 422
    assert fresh(session).scalars(select(ImportRun.state)).one() is RunState.UPLOADED

    chosen = {"header_row": "1", "col_0": "full_name", "col_1": "address", "col_2": "municipality"}
    browser.post(f"{address}/colonne", data=chosen)
    work(app)
    browser.post(f"{address}/avvia")
    work(app)
    assert count(session, Client) == 2

    later = browser.get(upload(browser, text).location).text
    assert later.count(" selected") >= 3
    assert 'value="full_name" selected' in later


@pytest.mark.parametrize(
    ("choice", "other"), [("last_name", "last_name"), ("nonsense", ""), ("brand:99", "")]
)
def test_a_wrong_choice_is_refused_at_its_column(session, people, choice, other):
    browser = people.administrator()
    address = upload(browser).location

    answer = browser.post(f"{address}/colonne", data={"col_0": choice, "col_1": other})

    assert answer.status_code == 422
    assert 'id="col_0-error"' in answer.text


@pytest.mark.parametrize("row", ["99999", "-1", "prima"])
def test_a_wrong_row_of_headings_is_refused_at_the_field(session, people, row):
    browser = people.administrator()

    answer = browser.post(f"{upload(browser).location}/colonne", data={"header_row": row})

    assert answer.status_code == 422
    assert f'value="{row}"' in answer.text
    assert 'id="header_row-error"' in answer.text


def encrypted_workbook():
    """The start of what Excel writes for a list with a password."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name + bytes(100)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "vuoto.csv"),
        (b"\n\n;;\n", "righe-vuote.csv"),
        (b"<html><table><tr><td>Cognome</td></tr></table></html>", "pagina.xls"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><p>Nome", "pagina.csv"),
        (b"%PDF-1.7\x00\x01\x02\x03" * 50, "elenco.pdf"),
        (encrypted_workbook(), "segreto.xlsx"),
        (b"PK\x03\x04" + bytes(100), "rotto.xlsx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "foto.png"),
    ],
)
def test_what_is_no_list_is_refused_at_the_field(session, people, content, name):
    answer = upload(people.administrator(), content, name)

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert count(session, ImportRun) == 0


def test_a_password_is_said_to_be_the_reason(session, people):
    answer = upload(people.administrator(), encrypted_workbook(), "segreto.xlsx")

    assert "password" in answer.text


def test_nothing_chosen_is_said_at_the_field(people):
    answer = people.administrator().post("/importa/", data={})

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_a_file_above_the_limit_is_said_at_the_field(app, session, people, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 4096)
    browser = people.administrator()

    answer = upload(browser, b"Nome;Via\n" + b"a;b\n" * 2_000)

    assert answer.status_code == 413
    assert 'id="file-error"' in answer.text
    assert count(session, ImportRun) == 0


def test_the_limit_is_said_at_the_field_with_the_token_check_on(app, session, people, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 4096)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    answer = upload(people.administrator(), b"Nome;Via\n" + b"a;b\n" * 2_000)

    assert answer.status_code == 413
    assert 'id="file-error"' in answer.text
    refused = upload(people.secretary(), b"Nome;Via\n" + b"a;b\n" * 2_000)
    assert refused.status_code in {403, 413}
    assert 'id="file-error"' not in refused.text


def test_upload_without_its_token_is_refused(app, session, people, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert upload(people.administrator()).status_code == 400
    assert count(session, ImportRun) == 0


def test_a_failed_list_says_so_and_can_be_tried_again(app, session, people, monkeypatch):
    browser = people.administrator()
    address = upload(browser).location
    browser.post(f"{address}/colonne", data={})
    run = fresh(session).scalars(select(ImportRun)).one()
    run.mapping = run.mapping | {"choices": {"0": "last_name"}}
    session.commit()

    work(app)

    assert fresh(session).scalars(select(ImportRun.state)).one() is RunState.FAILED
    assert "alert" in browser.get(address).text
    assert browser.get(f"{address}?colonne=1").status_code == 200
    browser.post(f"{address}/colonne", data={})
    work(app)
    assert fresh(session).scalars(select(ImportRun.state)).one() is RunState.CHECKED


def test_a_step_is_taken_once(app, session, people):
    browser = people.administrator()
    address = checked(app, browser)
    browser.post(f"{address}/avvia")
    browser.post(f"{address}/avvia")
    browser.post(f"{address}/colonne", data={})
    work(app)

    assert count(session, Client) == 2
    assert count(session, Progress) == 2


def test_workbook_with_real_dates(app, session, people):
    book = Workbook()
    book.active.append(["Nominativo", "Indirizzo", "Comune", "Marca", "Data installazione"])
    book.active.append(["Rossi Mario", "Via Roma 3", "Rivoli", "Riello", datetime(2020, 5, 4)])  # noqa: DTZ001  a spreadsheet's day
    content = io.BytesIO()
    book.save(content)
    browser = people.administrator()

    address = checked(app, browser, content.getvalue(), "lista.xlsx")
    browser.post(f"{address}/avvia")
    work(app)

    device = fresh(session).scalars(select(Device)).one()
    assert device.installed_on == datetime(2020, 5, 4, tzinfo=UTC).date()


@pytest.mark.parametrize("path", ["", "/stato", "/rifiutate.xlsx"])
def test_who_may_not_import_sees_nothing(session, people, path):
    address = upload(people.administrator()).location
    for browser in (people.secretary(), people.technician()[0]):
        answer = browser.get(address + path)
        assert answer.status_code == 403
        assert "Rossi" not in answer.text
    assert people.secretary().get("/importa/").status_code == 403
    assert upload(people.secretary()).status_code == 403


def test_another_company_s_list_is_not_found(session, people, other_people):
    address = upload(people.administrator()).location
    stranger = other_people.administrator()

    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/colonne", data={}).status_code == 404
    assert stranger.post(f"{address}/avvia").status_code == 404


def test_upload_page_needs_few_statements(app, session, people):
    browser = people.administrator()
    upload(browser)
    browser.get("/importa/")
    with counted_statements(app) as one:
        browser.get("/importa/")
    upload(browser)
    upload(browser)
    with counted_statements(app) as three:
        browser.get("/importa/")

    assert len(one) == len(three) <= 8
