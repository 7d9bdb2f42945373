import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.columns import chosen_layout, guess_layout, recognise
from app.imports.headings import KNOWN
from app.imports.reader import RawRow
from app.imports.rules import ColumnsMissingError, Field, UnknownColumnError

F = Field


def table(*lines):
    return [RawRow(number, tuple(line.split(";"))) for number, line in enumerate(lines, 1)]


def fields(layout):
    return [column.key for column in layout.columns]


@pytest.mark.parametrize(
    ("heading", "field", "device"),
    [
        ("COGNOME", F.LAST_NAME, 1),
        ("Nome", F.FIRST_NAME, 1),
        ("Rag. Soc.", F.COMPANY_NAME, 1),
        ("Denominazione", F.COMPANY_NAME, 1),
        ("Nominativo", F.FULL_NAME, 1),
        ("Cognome e Nome", F.FULL_NAME, 1),
        ("Via", F.ADDRESS, 1),
        ("N° civico", F.STREET_NUMBER, 1),
        ("C.A.P.", F.POSTCODE, 1),
        ("Città", F.MUNICIPALITY, 1),
        ("LOCALITA'", F.MUNICIPALITY, 1),
        ("Prov.", F.PROVINCE, 1),
        ("Tel. 2", F.PHONE, 1),
        ("Cellulari", F.PHONE, 1),
        ("Cell. figlia", F.PHONE, 1),
        ("e-mail", F.EMAIL, 1),
        ("P.E.C.", F.PEC, 1),
        ("C.F.", F.TAX_CODE, 1),
        ("Cod.Fisc.", F.TAX_CODE, 1),
        ("codice_fiscale", F.TAX_CODE, 1),
        ("CodiceFiscale", F.TAX_CODE, 1),
        ("P.IVA", F.VAT_NUMBER, 1),
        ("Part. Iva", F.VAT_NUMBER, 1),
        ("C.F./P.IVA", F.TAX_OR_VAT, 1),
        ("SDI", F.RECIPIENT_CODE, 1),
        ("Cod. destinatario", F.RECIPIENT_CODE, 1),
        ("Annotazioni", F.NOTE, 1),
        ("Marca", F.BRAND, 1),
        ("Marca 2", F.BRAND, 2),
        ("MARCA2", F.BRAND, 2),
        ("2a marca", F.BRAND, 2),
        ("Seconda marca", F.BRAND, 2),
        ("Matr.", F.SERIAL_NUMBER, 1),
        ("Tipo apparecchio", F.DEVICE_TYPE, 1),
        ("Combust.", F.FUEL, 1),
        ("Potenza (kW)", F.USEFUL_POWER_KW, 1),
        ("Pot. focolare kW", F.HEAT_INPUT_KW, 1),
        ("Data di installazione", F.INSTALLED_ON, 1),
        ("Prima accensione", F.FIRST_IGNITION_ON, 1),
        ("Ult. manut.", F.LAST_MAINTENANCE_ON, 1),
        ("Prossima manutenzione", F.NEXT_MAINTENANCE_ON, 1),
        ("Scadenza", F.NEXT_MAINTENANCE_ON, 1),
        ("Scadenza REE", F.NEXT_REE_ON, 1),
        ("Condominio", F.GROUP_HEAD, 1),
        ("Amministratore", F.BUILDING_MANAGER, 1),
        ("Numero scheda", F.EXTERNAL_CODE, 1),
        ("Cod. Cliente", F.EXTERNAL_CODE, 1),
        ("Data di nascita", None, 1),
        ("Indirizzo di fatturazione", None, 1),
        ("xyz", None, 1),
        ("", None, 1),
    ],
)
def test_headings_are_recognised(heading, field, device):
    found, number, _confidence = recognise(heading)

    assert (found, number) == (field, device)


def test_no_heading_means_two_fields():
    meanings = {}
    for words, field in KNOWN:
        meanings.setdefault("".join(words), set()).add(field)

    assert {words: found for words, found in meanings.items() if len(found) > 1} == {}


@given(st.text(max_size=50))
def test_recognise_never_fails(heading):
    assert 0 <= recognise(heading)[2] <= 1


def test_headings_may_come_after_a_title():
    layout = guess_layout(table("Elenco clienti", "Cognome;Via;Comune", "Rossi;Via Roma 1;Prato"))

    assert layout.header_row == 2
    assert fields(layout) == ["last_name", "address", "municipality"]
    assert layout.missing() == ()


def test_repeated_headings_are_further_devices():
    layout = guess_layout(table("Nominativo;Marca;Modello;Marca;Modello;Modello 3"))

    assert fields(layout) == ["full_name", "brand", "model", "brand:2", "model:2", "model:3"]


def test_two_words_for_one_field_do_not_make_a_device():
    layout = guess_layout(table("Nominativo;Data installazione;Anno;Telefono;Cellulare"))

    assert fields(layout) == ["full_name", "installed_on", "", "phone", "phone"]


def test_a_name_without_surname_is_the_full_name():
    assert fields(guess_layout(table("Nome;Indirizzo;Comune")))[0] == "full_name"


def test_content_speaks_where_headings_do_not():
    lines = [f"Rossi {n};a{n}@b.it;RSSMRA85T10A562S;333 123456{n};PT" for n in range(4)]
    layout = guess_layout(table(*lines))

    assert layout.header_row == 0
    assert fields(layout) == ["", "email", "tax_code", "phone", "province"]
    assert {column.confidence for column in layout.columns} == {0.0, 0.5}
    assert layout.missing() == (F.FULL_NAME, F.ADDRESS, F.MUNICIPALITY)


def test_the_users_choice_wins():
    guessed = guess_layout(table("Cliente;Dove;Paese;Cosa", "Rossi;Via Roma 1;Prato;Vaillant"))
    layout = chosen_layout(
        guessed, {"0": "full_name", "Dove": "address", "2": "municipality", "cosa": "brand:2"}
    )

    assert fields(layout) == ["full_name", "address", "municipality", "brand:2"]
    assert layout.as_choices()["3"] == "brand:2"
    assert chosen_layout(guessed, layout.as_choices()) == layout


@pytest.mark.parametrize(
    "choices",
    [{"9": "brand"}, {"Boh": "brand"}, {"0": "boh"}, {"0": "brand:99"},
     {"0": "full_name", "1": "full_name"}],
)  # fmt: skip
def test_impossible_choices_are_refused(choices):
    with pytest.raises(UnknownColumnError):
        chosen_layout(guess_layout(table("Cliente;Dove", "a;b")), choices)


def test_a_choice_without_address_is_refused():
    with pytest.raises(ColumnsMissingError) as refusal:
        chosen_layout(guess_layout(table("Cliente;Dove", "a;b")), {"0": "full_name", "1": ""})

    assert refusal.value.facts == {"missing": "address"}
