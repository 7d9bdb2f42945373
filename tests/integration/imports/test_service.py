import io
from datetime import UTC, date, datetime

from sqlalchemy import func, select

from app.clients.models import Client
from app.devices.models import Device
from app.imports.columns import guess_layout
from app.imports.convert import convert_rows
from app.imports.messages import FIELD_LABELS
from app.imports.reader import ListFile
from app.imports.service import import_rows
from app.pricelist.models import DiscountClass
from app.search.models import SearchEntry

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LIST = (
    "Cognome;Nome;Indirizzo;Comune;Telefono;Marca;Modello;Ultima manutenzione\n"
    "Rossi;Mario;Via Roma 3;Rivoli;333 1234567;Vaillant;ecoTEC;10/03/2026\n"
    ";;Via Roma 4;Rivoli;;;;\n"
    "Bianchi;Anna;Via Po 8;Collegno;;;;\n"
)


def run(session, text=LIST):
    file = ListFile(io.BytesIO(text.encode()), "list.csv")
    rows = convert_rows(file.rows(), guess_layout(file.head(60)))
    return list(import_rows(session, rows, run_id="run", labels=FIELD_LABELS, now=NOW))[-1]


def test_clients_and_devices_are_stored_and_found(session):
    outcome = run(session)

    rossi = session.scalars(select(Client).where(Client.last_name == "Rossi")).one()
    device = session.scalars(select(Device).where(Device.client_id == rossi.id)).one()
    assert (outcome.clients, outcome.devices) == (2, 1)
    assert (rossi.municipality, rossi.phone) == ("Rivoli", "333 123 4567")
    assert (device.brand, device.imported_last_on) == ("Vaillant", date(2026, 3, 10))
    words = session.get_one(SearchEntry, rossi.id).text
    assert "rossi mario" in words
    assert "vaillant ecotec" in words


def test_a_new_device_of_a_known_client_is_found(session):
    run(session)
    run(session, LIST.replace("ecoTEC", "flexoTHERM"))

    rossi = session.scalars(select(Client).where(Client.last_name == "Rossi")).one()
    assert session.scalar(select(func.count()).select_from(Device)) == 2
    assert "flexotherm" in session.get_one(SearchEntry, rossi.id).text


def test_refused_row_is_named_with_its_number(session):
    assert {problem.row for problem in run(session).refused} == {3}


def test_reading_the_same_list_again_makes_nothing(session):
    run(session)
    again = run(session)

    assert (again.clients, again.devices) == (0, 0)
    assert session.scalar(select(func.count()).select_from(Client)) == 2


def test_a_discount_class_is_found_by_its_name_and_an_unknown_one_kept_as_a_note(session):
    resellers = DiscountClass(name="Rivenditori", general_pct=10)
    session.add(resellers)
    session.flush()
    run(session, (
        "Cognome;Nome;Indirizzo;Comune;Classe di sconto\n"
        "Rossi;Mario;Via Roma 3;Rivoli;RIVENDITORI\n"
        "Bianchi;Anna;Via Po 8;Collegno;Parenti\n"
    ))  # fmt: skip

    rossi, bianchi = session.scalars(select(Client).order_by(Client.last_name.desc()))
    assert (rossi.discount_class, rossi.private_note) == (resellers, "")
    assert bianchi.discount_class is None
    assert "Parenti" in bianchi.private_note
