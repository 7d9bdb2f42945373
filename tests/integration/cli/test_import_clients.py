"""``flask import clients``: encodings, refusals, exit codes."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import func, select

from app.clients.models import Client
from app.devices.models import Device
from tests.helpers import fresh

ROWS = (
    ("Cognome", "Nome", "Indirizzo", "Comune", "Marca", "Potenza utile kW", "Data installazione"),
    ("D'Amicò", "Niccolò", "Via dell'Università 3", "Rivoli", "Vaillant", "23,4", "05/04/2019"),
    ("", "", "Via Roma 4", "Rivoli", "Riello", "24", ""),
)


@pytest.fixture
def run(app, session, tmp_path):
    """Runs the command on a file with some content."""

    def imported(content, *options, name="elenco.csv", company="prova"):
        path = tmp_path / name
        path.write_bytes(content)
        arguments = ["import", "clients", str(path), "--company", company, *options]
        return app.test_cli_runner().invoke(args=arguments)

    imported.folder = tmp_path
    return imported


def table(separator, encoding):
    return "\r\n".join(separator.join(row) for row in ROWS).encode(encoding)


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-8-sig"), (",", "utf-8")]
)
def test_lists_as_italian_offices_save_them(session, run, separator, encoding):
    rows = table(separator, encoding)
    rows = rows.replace(b"23,4", b'"23,4"') if separator == "," else rows

    answer = run(rows)

    assert answer.exit_code == 0, answer.output
    stored = fresh(session).scalars(select(Client)).one()
    device = session.scalars(select(Device)).one()
    assert (stored.last_name, stored.first_name) == ("D'Amicò", "Niccolò")
    assert (str(device.useful_power_kw), device.installed_on) == ("23.40", date(2019, 4, 5))
    assert "1 new clients, 1 new devices from 2 rows; 1 rows refused" in squeezed(answer)


def test_refused_rows_are_written_beside_the_list(run):
    run(table(";", "cp1252"))

    report = (run.folder / "elenco-problemi.csv").read_text(encoding="utf-8-sig")
    assert "3;" in report
    assert "Manca" in report


def test_workbook(session, run):
    book = openpyxl.Workbook()
    for row in ROWS[:2]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)

    assert run(content.getvalue(), name="elenco.xlsx").exit_code == 0
    assert fresh(session).scalars(select(Client.last_name)).one() == "D'Amicò"


def test_twice_makes_nothing_twice(session, run):
    run(table(";", "cp1252"))
    again = run(table("\t", "utf-8-sig"), name="altro.txt")

    assert again.exit_code == 0
    assert "0 new clients, 0 new devices" in squeezed(again)
    assert fresh(session).scalar(select(func.count(Client.id))) == 1


def test_dry_run_stores_nothing(session, run):
    answer = run(table(";", "cp1252"), "--dry-run")

    assert answer.exit_code == 0
    assert "1 new clients" in squeezed(answer)
    assert fresh(session).scalar(select(func.count(Client.id))) == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><table><tr><td>Cognome</td></tr></table></html>",
        b"PK\x03\x04" + bytes(50),
        b"%PDF-1.7\x00\x01\x02" * 40,
        b"Colore;Taglia\nrosso;L\n",
    ],
)
def test_a_bad_file_fails_with_a_sentence(session, run, content):
    answer = run(content)

    assert answer.exit_code == 1
    assert "Error: " in answer.output
    assert "Traceback" not in answer.output
    assert fresh(session).scalar(select(func.count(Client.id))) == 0


def test_unknown_company_and_missing_file_fail(app, run):
    assert run(table(";", "cp1252"), company="nessuna").exit_code == 1
    missing = app.test_cli_runner().invoke(
        args=["import", "clients", "manca.csv", "--company", "prova"]
    )
    assert missing.exit_code == 2


def squeezed(answer):
    """Return the output on one line: the console breaks long ones."""
    return " ".join(answer.output.split())


def test_sheet_of_a_workbook_is_named_or_refused(session, run):
    book = openpyxl.Workbook()
    for _turn in range(5):
        book.active.append(["Nota", "una copertina lunga"])
    sheet = book.create_sheet("Clienti")
    for row in ROWS:
        sheet.append(row)
    stored = io.BytesIO()
    book.save(stored)

    unknown = run(stored.getvalue(), "--sheet", "Altro", name="elenco.xlsx")
    answer = run(stored.getvalue(), "--sheet", "Clienti", name="elenco.xlsx")

    assert unknown.exit_code != 0
    assert "There is no sheet «Altro» in the list: «Sheet», «Clienti»." in squeezed(unknown)
    assert answer.exit_code == 0, answer.output
    assert fresh(session).scalars(select(Client.last_name)).all() == ["D'Amicò"]
