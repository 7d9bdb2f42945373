import io
import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.devices.rules import Fuel
from app.imports.columns import guess_layout
from app.imports.convert import convert_rows
from app.imports.reader import ListFile, RawRow
from app.imports.rules import ColumnsMissingError, Field, ImportedPhone, KeptValue, ProblemCode
from app.kernel.subject import SubjectKind

P = ProblemCode
ADDRESS = "Indirizzo;Comune"


def convert(heading, *lines):
    data = "\n".join((heading, *lines)).encode()
    file = ListFile(io.BytesIO(data), "list.csv")
    return list(convert_rows(file.rows(), guess_layout(file.head(60))))


def one(heading, line):
    return convert(heading, line)[0]


def codes(row):
    return [problem.code for problem in row.problems]


def test_a_full_row():
    row = one(
        "Cod. cliente;Cognome;Nome;Indirizzo;CAP;Comune;Prov.;Tel.;Cell. figlia;C.F.;E-mail;PEC;"
        "Cod. SDI;Tipo apparecchio;Marca;Modello;Matricola;Combustibile;Potenza (kW);"
        "Data installazione;Ultima manutenzione;Scadenza;Note;Amministratore;Condominio",
        "A12;ROSSI;MARIO;VIA ROMA 12/A INT. 3;51100;PISTOIA;pt;0573/123456;333 1234567;"
        "rssmra85t10a562s;M.Rossi@example.it;rossi@pec.example.it;m5uxcr1;Caldaia;Vaillant;ecoTEC;"
        "SN 1;metano;24,5;1/3/15;12/03/2024;2025-03-12;chiave dal custode;Studio Neri;Le Rose",
    )
    client, device = row.client, row.devices[0]

    assert row.problems == ()
    assert (client.last_name, client.first_name, client.kind) == (
        "Rossi",
        "Mario",
        SubjectKind.PERSON,
    )
    assert (client.street, client.street_number, client.unit) == ("Via Roma", "12/A", "3")
    assert (client.postcode, client.municipality, client.province) == ("51100", "Pistoia", "PT")
    assert client.istat == "047014"
    assert client.phones == (
        ImportedPhone("+390573123456", ""),
        ImportedPhone("+393331234567", "figlia"),
    )
    assert (client.tax_code, client.recipient_code) == ("RSSMRA85T10A562S", "M5UXCR1")
    assert (client.email, client.pec) == ("m.rossi@example.it", "rossi@pec.example.it")
    assert (client.building_manager, client.group_head) == ("Studio Neri", "Le Rose")
    assert (client.external_code, client.note) == ("A12", "chiave dal custode")
    assert (device.type_code, device.fuel) == ("boiler", Fuel.NATURAL_GAS)
    assert (device.brand, device.model, device.serial_number) == ("Vaillant", "ecoTEC", "SN 1")
    assert device.useful_power_kw == Decimal("24.50")
    assert device.installed_on == date(2015, 3, 1)
    assert device.last_maintenance_on == date(2024, 3, 12)
    assert device.next_maintenance_on == date(2025, 3, 12)


@pytest.mark.parametrize(
    ("heading", "value", "last", "first", "company"),
    [
        ("Nominativo", "ROSSI MARIO", "Rossi", "Mario", ""),
        ("Nominativo", "Impresa Edile Bianchi S.r.l.", "", "", "Impresa Edile Bianchi S.r.l."),
        ("Nominativo", "Sig.ra DE LUCA ANNA", "De Luca", "Anna", ""),
        ("Ragione sociale", "ROSSI MARIO", "Rossi", "Mario", ""),
        ("Ragione sociale", "SPETT.LE BIANCHI SNC", "", "", "Bianchi S.n.c."),
        ("Cognome", "CONDOMINIO LE ROSE", "", "", "Condominio Le Rose"),
    ],
)
def test_names(heading, value, last, first, company):
    client = one(f"{heading};{ADDRESS}", f"{value};Via Roma 1;Prato").client

    assert (client.last_name, client.first_name, client.company_name) == (last, first, company)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (";Via Roma 1;Prato", P.NAME_MISSING),
        ("-;Via Roma 1;Prato", P.NAME_MISSING),
        ("Rossi;;Prato", P.STREET_MISSING),
        ("Rossi;Via Roma 1;", P.MUNICIPALITY_MISSING),
    ],
)
def test_a_card_needs_name_street_and_comune(line, code):
    row = one(f"Nominativo;{ADDRESS}", line)

    assert row.is_refused
    assert codes(row) == [code]
    assert row.problems[0].row == 2


@pytest.mark.parametrize(
    ("heading", "value", "code", "field"),
    [
        ("Codice fiscale", "RSSMRA85T10A562X", P.TAX_CODE_WRONG, Field.TAX_CODE),
        ("P.IVA", "12345678901", P.VAT_NUMBER_WRONG, Field.VAT_NUMBER),
        ("Codice SDI", "ABC", P.RECIPIENT_CODE_WRONG, Field.RECIPIENT_CODE),
        ("E-mail", "a@b", P.EMAIL_WRONG, Field.EMAIL),
        ("Telefono", "12", P.PHONE_WRONG, Field.PHONE),
        ("Ultima manutenzione", "31/02/2024", P.DATE_WRONG, Field.LAST_MAINTENANCE_ON),
        ("Potenza", "boh", P.POWER_WRONG, Field.USEFUL_POWER_KW),
        ("Combustibile", "boh", P.FUEL_UNKNOWN, Field.FUEL),
    ],
)
def test_a_wrong_value_is_a_warning_and_is_kept(heading, value, code, field):
    row = one(f"Nominativo;{ADDRESS};{heading}", f"Rossi Mario;Via Roma 1;Prato;{value}")

    assert not row.is_refused
    assert codes(row) == [code]
    assert (row.problems[0].column, row.problems[0].value) == (heading, value)
    assert row.client.kept == (KeptValue(field, value),)


def test_second_addresses_are_kept_and_incomplete_dates_completed():
    row = one(
        f"Nominativo;{ADDRESS};E-mail;Data installazione",
        'Rossi Mario;Via Roma 1;Prato;"a@b.it; c@d.it";2015',
    )

    assert row.client.email == "a@b.it"
    assert row.client.kept == (KeptValue(Field.EMAIL, "c@d.it"),)
    assert row.devices[0].installed_on == date(2015, 1, 1)
    assert codes(row) == [P.EMAIL_EXTRA, P.DATE_COMPLETED]


@pytest.mark.parametrize(
    ("postcode", "municipality", "province", "expected", "found"),
    [
        ("", "PRATO", "", ("59100", "Prato", "PO"), []),
        ("", "Pistoia (PT)", "", ("51100", "Pistoia", "PT"), []),
        ("51100", "", "", ("51100", "Pistoia", "PT"), [P.MUNICIPALITY_FROM_POSTCODE]),
        ("59100", "Pistoia", "PT", ("59100", "Pistoia", "PT"), [P.POSTCODE_MISMATCH]),
        ("5910", "Prato", "", ("05910", "Prato", "PO"), [P.POSTCODE_MISMATCH]),
        ("ABC", "Prato", "", ("59100", "Prato", "PO"), [P.POSTCODE_WRONG]),
        ("", "Castro", "BG", ("24063", "Castro", "BG"), []),
        ("24063", "Castro", "", ("24063", "Castro", "BG"), []),
        ("", "Casette sul Nulla", "PT", ("", "Casette sul Nulla", "PT"), [P.MUNICIPALITY_UNKNOWN]),
    ],
)
def test_places_are_completed_and_compared(postcode, municipality, province, expected, found):
    line = f"Rossi Mario;Via Roma 1;{postcode};{municipality};{province}"
    row = one("Nominativo;Indirizzo;CAP;Comune;Prov", line)

    assert (row.client.postcode, row.client.municipality, row.client.province) == expected
    assert codes(row) == found


def test_zeros_lost_by_a_spreadsheet_come_back():
    head = [
        RawRow(1, ("Denominazione", "Indirizzo", "CAP", "Comune", "P.IVA", "Tel", "Installazione")),
        RawRow(2, ("Bianchi Srl", "Via Roma 1", 7026, "Olbia", 743110157.0, 3331234567.0, 45363.0)),
    ]
    row = next(convert_rows(head, guess_layout(head)))

    assert row.problems == ()
    assert (row.client.postcode, row.client.vat_number) == ("07026", "00743110157")
    assert row.client.phones == (ImportedPhone("+393331234567", ""),)
    assert row.devices[0].installed_on == date(2024, 3, 12)


def test_several_devices_on_one_row():
    row = one(
        f"Nominativo;{ADDRESS};Marca;Matricola;Marca 2;Matricola 2;Marca 3",
        "Rossi Mario;Via Roma 1;Prato;Vaillant;1;Daikin;2;-",
    )

    assert [(d.position, d.brand, d.serial_number) for d in row.devices] == [
        (1, "Vaillant", "1"),
        (2, "Daikin", "2"),
    ]


HEADING = f"Nominativo;{ADDRESS};Codice fiscale;Marca;Matricola"


def test_rows_of_one_client_join_and_two_homes_do_not():
    rows = convert(
        HEADING,
        "ROSSI MARIO;VIA ROMA 1;PRATO;;Vaillant;1",
        "Mario Rossi;Via Roma, 1;Prato;;Daikin;2",
        "Rossi Mario;Via Roma 2;Prato;;Daikin;3",
        "Rossi Mario;Via Roma 1;Prato;RSSMRA85T10A562S;Daikin;4",
    )
    keys = [row.source_key for row in rows]

    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_the_lists_own_code_joins_whatever_the_spelling():
    first, second = convert(
        f"Codice cliente;{HEADING}", "7;Rossi;Via A 1;Prato;;;", "7;Rosi;Via B 2;Prato;;;"
    )

    assert first.source_key == second.source_key


def test_keys_are_the_same_at_the_next_import_and_tell_twin_devices_apart():
    lines = ["Rossi Mario;Via Roma 1;Prato;;Vaillant;"] * 2
    first, again = convert(HEADING, *lines), convert(HEADING, *lines)
    keys = [device.source_key for row in first for device in row.devices]

    assert first == again
    assert len(set(keys)) == 2
    assert all(len(key) <= 100 for key in keys)


def test_headings_repeated_on_each_page_are_skipped():
    rows = convert(f"Nominativo;{ADDRESS}", "Rossi;Via A 1;Prato", f"Nominativo;{ADDRESS}")

    assert [row.number for row in rows] == [2]


def test_a_list_without_addresses_is_refused():
    with pytest.raises(ColumnsMissingError):
        convert("Cognome;Telefono", "Rossi;333")


CELL = st.one_of(
    st.text(max_size=30), st.none(), st.booleans(), st.integers(), st.floats(), st.dates()
)
WIDE = (
    "Nominativo",
    "Indirizzo",
    "CAP",
    "Comune",
    "Prov",
    "Tel",
    "C.F.",
    "P.IVA",
    "SDI",
    "E-mail",
    "Marca",
    "Combustibile",
    "Potenza",
    "Data installazione",
    "Note",
    "Tipo",
    "Civico",
)


@given(st.lists(CELL, max_size=len(WIDE)))
def test_any_row_is_converted(cells):
    head = [RawRow(1, WIDE), RawRow(2, tuple(cells))]

    row = next(convert_rows(head, guess_layout(head[:1])))

    assert row.number == 2
    assert len(row.source_key) == 32


def test_twenty_thousand_rows_are_streamed_in_time():
    line = "Rossi{0};Via Roma {0};Prato;0574 {0:06d};RSSMRA85T10A562S;Vaillant;SN{0};12/03/2024"
    heading = f"Nominativo;{ADDRESS};Telefono;C.F.;Marca;Matricola;Ultima manutenzione"
    data = "\n".join([heading, *(line.format(n) for n in range(4000))]).encode("cp1252")
    file = ListFile(io.BytesIO(data), "list.csv")
    started = time.perf_counter()

    count = sum(1 for _row in convert_rows(file.rows(), guess_layout(file.head(60))))

    assert count == 4000
    assert time.perf_counter() - started < 10  # a fifth of the rows, with room for a busy machine
