"""A booklet for the registers: golden files, codes of the company, what keeps it out."""

import os
from pathlib import Path

import pytest

from app.registers.rules import Fault, Lack, Topic
from app.registers.rules_booklet import Component, booklet_lacks, booklet_scope
from app.registers.rules_cit import BOOKLET, CIT
from app.registers.rules_criter import CRITER
from app.registers.rules_criter_booklet import BOOKLET as CRITER_BOOKLET
from app.registers.rules_criter_scope import criter_booklet_scope
from app.registers.rules_outline import as_json, as_xml, lacks_of
from app.registers.rules_subjects import in_force, subjects
from tests.factories.booklets import BOILER, SHEETS, VESSEL, plant_of
from tests.unit.registers.test_cit import facts_in

CODES = {
    (Topic.BRAND, "fittizia"): "1", (Topic.FUEL, "metano"): "1", (Topic.FLUID, "acqua calda"): "1",
    (Topic.FLUID, "acqua"): "2", (Topic.UNIT, "m³"): "3", (Topic.UNIT, "kg"): "2",
}  # fmt: skip
#: Folder with the register's own schemas, which are not ours to hand on; empty: not at hand.
SCHEMAS = os.environ.get("CIT_SCHEMAS", "")
SAMPLE = Path(SCHEMAS).parent / "samples" / "libretto_fake.xml"
OLD = BOILER | {"installed_on": "2001-03-02", "removed_on": "2025-10-14", "serial_number": "OLD01"}
DATED = {"installed_on": "2020-02-29", "brand": "Fittizia", "model": "M", "serial_number": "S001"}
#: One of each kind, each with everything that its form asks.
EVERY = (
    Component("GT", 1, OLD),
    Component("GT", 1, BOILER | {"unit_kind": "modular", "analyses": 3}),
    Component("BR", 1, DATED | {"linked_generator": 1, "part_type": "Soffiato",
                                "fuel": "natural_gas", "max_input_kw": "30", "min_input_kw": "9"}),
    Component("RC", 1, DATED | {"linked_generator": 1, "total_kw": "3"}),
    Component("GF", 1, DATED | {
        "outer_source": "air", "refrigerant": "R32", "users_fluid": "water",
        "machine_kind": "compression_electric", "circuits": 1, "eer": "3.2", "cooling_kw": "8",
        "cooling_absorbed_kw": "2.5", "cop": "4.1234", "useful_power_kw": "9",
        "heating_absorbed_kw": "2.2"}),
    Component("GF", 2, DATED | {
        "outer_source": "water", "users_fluid": "air", "machine_kind": "absorption_flame",
        "fuel_text": "Metano", "circuits": 2, "cooling_kw": "80"}),
    Component("SC", 1, DATED | {"useful_power_kw": "50"}),
    Component("CG", 1, DATED | {
        "cogenerator_kind": "turbine", "fuel_text": "Metano", "useful_power_kw": "40",
        "electrical_kw": "20", "water_out_min_c": "85.50", "flue_before_max_c": "480",
        "co_max_mg": "50"}),
    Component("CS", 1, DATED | {"collectors": 4, "aperture_m2": "9.2"}),
    Component("AG", 1, DATED | {"part_type": "Stufa", "total_kw": "9"}),
    Component("SR", 1, DATED | {"control_points": 2, "temperature_levels": 3}),
    Component("VR", 1, DATED | {"ways": 3, "servomotor": "Si"}),
    Component("VX", 1, VESSEL),
    Component("VX", 2, {"vessel": "open", "capacity_l": "12"}),
    Component("PO", 1, DATED | {"variable_speed": "no", "nominal_kw": "0.045"}),
    Component("AC", 1, DATED | {"capacity_l": "200", "storage_for": ["dhw"],
                                "storage_insulated": "yes"}),
    Component("TE", 1, DATED | {"capacity_l": "100", "fans": 2, "fan_kind": "axial"}),
    Component("RV", 1, DATED | {"fans": 1}),
    Component("SCX", 1, DATED),
    Component("CI", 1, DATED | {"length_m": "100", "exchanger_m2": "20", "depth_m": "2"}),
    Component("UT", 1, DATED | {"supply_ls": "100", "supply_kw": "1", "return_ls": "90",
                                "return_kw": "1"}),
    Component("RCX", 1, DATED | {"part_type": "Rotativo", "fitted_in": "air_unit",
                                 "supply_ls": "100"}),
    Component("VM", 1, DATED | {"vent_kind": "cross_flow", "max_flow_m3h": "300",
                                "recovery": "90"}),
    Component("VM", 2, DATED | {"vent_kind": "other", "max_flow_m3h": "100"}),
)  # fmt: skip
FULL = SHEETS | {
    "1": SHEETS["1"] | {"fluids": ["water", "other"], "other_service": "Piscina",
                        "integration_kw": "3", "solar_m2": "4", "cooling_kw": "8",
                        "generators": ["combustion", "other"]},
    "2": SHEETS["2"] | {
        "heating_treatment": ["filtration", "softening", "conditioning"],
        "softened_hardness": "15", "antifreeze": "propylene", "glycol_pct": "30",
        "glycol_ph": "7.5", "dhw_treatment": ["none"], "cooling_circuit": "partial",
        "cooling_origin": "well", "cooling_filtration": "other", "cooling_softening": "osmosis",
        "cooling_conditioning": "none", "tower_purge": "yes", "conductivity_us": "500",
        "purge_setting_us": "1500"},
    "5": {"primary_control": ["other"], "control_text": "Domotica",
          "room_control": ["proportional", "two_way_valves"], "telereading": "yes",
          "telemetry_text": "GSM", "telemetry_replaced_on": "2024-02-29", "metered_units": "yes",
          "metered_for": ["heating"], "metering": "indirect", "metering_text": "Ripartitori"},
    "6": {"distribution": ["other"], "insulated": "no"},
    "7": {"emitters": ["panels", "other"], "emitter_text": "Stufe"},
}  # fmt: skip
USED = (
    {"consumption_kind": "fuel", "season": "2024/25", "substance": "Metano", "unit_measure": "m³",
     "bought": "900", "first_reading": "100", "last_reading": "1000", "consumed": "900"},
    {"consumption_kind": "fuel", "season": "2025/2026", "substance": "Metano",
     "unit_measure": "m³", "consumed": "800"},
    {"consumption_kind": "electricity", "season": "2025", "unit_measure": "kWh", "consumed": "90"},
    {"consumption_kind": "water", "season": "2025", "unit_measure": "m³", "consumed": "1"},
    {"consumption_kind": "chemicals", "season": "2025", "unit_measure": "kg", "consumed": "2",
     "substance": "Sale", "chemical_circuit": ["dhw"]},
)  # fmt: skip


def scope_of(facts, codes=CODES):
    return booklet_scope(facts, codes)


def lacks(facts, codes=CODES):
    scope = scope_of(facts, codes)
    return {*lacks_of(BOOKLET.outline, scope, CIT), *booklet_lacks(scope)}


def written(facts):
    assert lacks(facts) == set()
    return as_xml(BOOKLET.outline, scope_of(facts), CIT, BOOKLET.namespace)


def test_boiler_and_vessel_are_written_as_the_register_wants_them():
    assert BOOKLET.prefix == "libretto"
    assert facts_in(written(plant_of())) == [
        ("L1_1dataIntervento", "2025-10-14"), ("L1_1tipoIntervento", "1"),
        ("L1_2flagUnitaImmSingle", "true"), ("L1_2categoria", "E.1"),
        ("L1_2volLordoRisc", "270.00"), ("L1_3servizioACS", "24.00"),
        ("L1_3servizioClimaInv", "24.00"), ("L1_4fluidoAcqua", "true"),
        ("L1_5tipoGeneratore", "true"), ("L1_5tipoPerClimaInv", "true"),
        ("L1_5tipoPerACS", "true"),
        ("L2_1contenutoAcqua", "0.085"), ("L2_2durezzaAcqua", "22.00"),
        ("L2_3trattAcquaFiltrazione", "true"),
        ("L4_1numero", "1"), ("L4_1dataInstallazione", "2025-10-14"), ("L4_1fabbricante", "1"),
        ("L4_1modello", "MODELLO FINTO 24"), ("L4_1matricola", "FAKE0001"),
        ("L4_1combustibile", "1"), ("L4_1fluido", "1"), ("L4_1potenza", "24.00"),
        ("L4_1rendimento", "98.10"), ("L4_1tipoGruppoTermico", "1"),
        ("L5_1flagRegolazioneOnOff", "true"), ("L5_2valvoleTermostatichePresenti", "true"),
        ("L5_2valvole2ViePresenti", "false"), ("L5_2valvole3ViePresenti", "false"),
        ("L5_3teleletturaPresenti", "false"), ("L5_3telegestionePresenti", "false"),
        ("L5_4UIContabilizzateNO", "true"),
        ("L6_1tipoDistribuzione", "2"), ("L6_2coibentazioneAssente", "false"),
        ("L6_3numero", "1"), ("L6_3capacita", "8.00"), ("L6_3chiusoPressione", "1.00"),
        ("L7_1radiatori", "true"),
    ]  # fmt: skip


def test_what_was_replaced_stays_beside_what_replaced_it():
    found = facts_in(written(plant_of(*EVERY, sheets=FULL, consumption=USED)))

    names = [name for name, _text in found]
    assert names.count("L4_1numero") == 1
    assert [text for name, text in found if name == "L4_1matricola"] == ["FAKE0001", "OLD01"]
    assert ("L4_1dataDismissione", "2025-10-14") in found
    # Modular is said by the number of analyses; flame absorption by its fuel.
    assert ("L4_1numeroAnalisiFumi", "3") in found
    assert ("L4_4combustibileAssorbimentoFiammaDiretta", "1") in found
    assert ("L4_4compressioneMotoreElettrico", "true") in found
    assert ("L4_4riscCOP", "4.1234") in found
    assert ("L4_6tempAcquaUscitaMin", "85.5") in found
    assert ("L4_6tempFumiMonteMax", "480") in found
    assert ("L5_1flagValvoleRegolazione", "true") in found
    assert ("L5_4tipoSistemaDiretto", "false") in found
    assert ("L6_1distribuzioneAltro", "altro") in found
    assert ("L8_1coibentazioneAssente", "false") in found
    assert ("L10_1tipologiaAltro", "altro") in found
    assert names.count("L14_1combustibile") == 1
    assert [text for name, text in found if name == "L14_1esercizioA"] == ["2025", "2026"]


@pytest.mark.parametrize(
    ("facts", "codes", "lack"),
    [
        ({"brand": "Ignota"}, {}, Lack("brand_code", Fault.NO_CODE, "Ignota")),
        ({"brand": ""}, {}, Lack("brand_code", Fault.MISSING, "GT-1")),
        ({"fuel": "pellet"}, {}, Lack("fuel_code", Fault.NO_CODE, "pellet")),
        ({"serial_number": "x" * 31}, {}, Lack("serial_number", Fault.TOO_LONG, "GT-1")),
        ({"useful_power_kw": "1000000"}, {}, Lack("useful_power_kw", Fault.TOO_LARGE, "GT-1")),
        ({"installed_on": None}, {}, Lack("installed_on", Fault.MISSING, "GT-1")),
        ({"unit_kind": "modular"}, {}, Lack("analyses", Fault.MISSING, "GT-1")),
        ({}, {(Topic.FLUID, "acqua calda"): "x"},
         Lack("carrier_code", Fault.NO_CODE, "Acqua calda")),
    ],
)  # fmt: skip
def test_generator_that_cannot_be_written_says_why(facts, codes, lack):
    assert lacks(plant_of(Component("GT", 1, BOILER | facts)), CODES | codes) == {lack}


@pytest.mark.parametrize(
    ("sheet", "values", "lack"),
    [
        ("1", {"dhw_kw": None, "heating_kw": None}, Lack("services")),
        ("1", {"fluids": []}, Lack("fluids")),
        ("1", {"generators": []}, Lack("generators")),
        ("1", {"drawn_on": None}, Lack("drawn_on")),
        ("2", {"heating_treatment": ["softening"]}, Lack("softened_hardness")),
        ("2", {"dhw_treatment": ["softening"]}, Lack("dhw_softened_hardness")),
        ("5", {"room_control": ["on_off", "enthalpy"]}, Lack("room_control", Fault.ONE_ONLY)),
        ("6", {"distribution": ["ducts", "other"]}, Lack("distribution", Fault.ONE_ONLY)),
    ],
)
def test_sheet_that_cannot_be_written_says_why(sheet, values, lack):
    stated = {name: value for name, value in (SHEETS[sheet] | values).items() if value}

    assert lacks(plant_of(sheets=SHEETS | {sheet: stated})) == {lack}


@pytest.mark.parametrize(("degrees", "fits"), [("99.9", True), ("102.5", False), ("102", True)])
def test_plate_of_a_cogenerator_has_three_digits(degrees, fits):
    values = DATED | {"useful_power_kw": "40", "electrical_kw": "20", "water_out_max_c": degrees}
    found = lacks(plant_of(Component("CG", 1, values)))

    assert found == (set() if fits else {Lack("water_out_max_c", Fault.TOO_LARGE, "CG-1")})


def test_two_in_place_at_one_number_are_not_written():
    twice = (Component("PO", 1, DATED), Component("PO", 1, DATED | {"installed_on": "2022-01-01"}))

    assert lacks(plant_of(*twice)) == {Lack("removed_on", Fault.MISSING, "PO-1")}


def test_component_without_number_and_fluid_of_the_plant():
    numberless = {name: value for name, value in BOILER.items() if name != "heat_carrier"}
    found = lacks(plant_of(Component("GT", None, numberless)))

    assert found == {Lack("number", Fault.MISSING, "GT-?")}
    scope = scope_of(plant_of(Component("GT", 1, numberless)))
    assert scope["GT"][0]["current"][0]["carrier_code"].code == 2


def test_two_units_of_water_do_not_fit_in_one_file():
    other = {"consumption_kind": "water", "season": "senza", "unit_measure": "kg", "consumed": "1"}

    assert lacks(plant_of(consumption=(USED[3], other))) == {Lack("water_used", Fault.ONE_ONLY)}


@pytest.mark.skipif(not SCHEMAS, reason="the register's schemas are not ours to hand on")
def test_booklets_are_valid_by_the_official_schema():
    from lxml import etree  # noqa: PLC0415  # only where the schemas are

    schema = etree.XMLSchema(etree.parse(Path(SCHEMAS) / "Import-Libretto-1.0.0.xsd"))
    for facts in (plant_of(), plant_of(*EVERY, sheets=FULL, consumption=USED)):
        schema.assertValid(etree.fromstring(written(facts)))
    assert facts_in(written(plant_of())) == facts_in(SAMPLE.read_bytes())


def json_of(facts, people=None, cadastre=({"cadastre_sheet": "12"}, {})):
    known = people or subjects({"resp_title": "occupant", "resp_kind": "person"}, None)
    card = {"street": "Via Roma", "cadastral_code": "A944"}
    scope = criter_booklet_scope(scope_of(facts, {}) | card, cadastre, known)
    assert lacks_of(CRITER_BOOKLET, scope, CRITER) == ()
    return as_json(CRITER_BOOKLET, scope, CRITER)


def test_emilia_romagna_gets_the_same_booklet_by_its_own_names():
    found = json_of(plant_of(*EVERY, sheets=FULL, consumption=USED))

    assert (found["StatoLibrettoImpianto"], found["DestinazioneUso"]) == (1, 1)
    assert found["CodiceTargaturaImpianto"] == {"CodiceTargatura": "999001"}
    assert found["DatiCatastali"] == [
        {"Foglio": "12", "Mappale": None, "Subalterno": None, "Identificativo": None}
    ]
    assert (found["fAcs"], found["PotenzaAcs"], found["fClimatizzazioneAltro"]) == (
        True,
        24.0,
        True,
    )
    assert (found["TipologiaFluidoVettore"], found["TipologiaGeneratori"]) == ([2, 1], [2, 1])
    assert found["TipologiaTrattamentoAcquaInvernale"] == [1, 2, 3]
    assert (found["fProtezioneGelo"], found["TipologiaProtezioneGelo"]) == (True, 2)
    assert (found["fTrattamentoAcquaAcs"], found["fTrattamentoAcquaEstiva"]) == (False, True)
    assert (found["TipologiaFiltrazione"], found["TipologiaCondizionamentoChimico"]) == (1, None)
    old, new = found["GruppiTermiciCaldaie"]
    assert (old["Matricola"], old["DataSostituzione"], new["DataSostituzione"]) == (
        "OLD01", "2025-10-14", None,
    )  # fmt: skip
    assert (new["TipologiaCombustibile"], new["TipologiaGruppiTermici"]) == (2, 2)
    assert new["FluidoTermovettoreAltro"] == "Acqua calda"
    assert new["Bruciatori"][0]["Combustibile"] == "Metano"
    assert new["Recuperatori"][0]["PortataTermicaNominaleTotaleKw"] == 3.0
    assert found["GruppiFrigo"][0]["FiltroFrigorigeno"] == "R32"
    assert [one["fChiuso"] for one in found["VasiEspansione"]] == [True, False]
    assert (found["TipologiaTermostatoZona"], found["fTelelettura"]) == (3, True)
    assert found["TipologiaSistemiEmissione"] == [4, 8]
    assert [one["UnitaMisura"] for one in found["ConsumiCombustibile"]] == [1, 1]
    assert found["ConsumiProdottiChimici"][0]["fCircuitoAcs"] is True
    assert "TerzoResponsabile" not in found


def test_third_party_stands_beside_whoever_delegated_it():
    delegation = {
        "delegator": "Condominio Aurora", "delegator_tax_code": "91234567890",
        "delegator_as": "administrator", "third_party": "Termoclima srl", "from_on": "2025-01-01",
    }  # fmt: skip
    third = {"resp_title": "third_party", "resp_kind": "firm", "resp_company": "Termoclima srl"}
    found = json_of(plant_of(), subjects(third, delegation))

    assert (found["TipologiaResponsabile"], found["TipoSoggetto"]) == (3, 2)
    assert found["ResponsabileImpianto"]["NomeAzienda"] == "Condominio Aurora"
    assert (found["fTerzoResponsabile"], found["TerzoResponsabile"]["NomeAzienda"]) == (
        True, "Termoclima srl",
    )  # fmt: skip
    scope = criter_booklet_scope(scope_of(plant_of(), {}), (), subjects(third, None))
    assert {Lack("owner_title"), Lack("owner_kind")} <= set(lacks_of(CRITER_BOOKLET, scope, CRITER))


@pytest.mark.parametrize(
    ("code", "kind", "last", "company"),
    [("RSSMRA80A41H501X", "person", "Rossi Maria", None),
     ("91234567890", "firm", None, "Rossi Maria"), ("", "person", "Rossi Maria", None)],
)  # fmt: skip
def test_delegator_is_a_firm_by_its_eleven_digits(code, kind, last, company):
    found = subjects(
        {"resp_title": "third_party"}, {"delegator": "Rossi Maria", "delegator_tax_code": code}
    )

    assert (found["owner_kind"], found["owner_last_name"], found["owner_company"]) == (
        kind, last, company,
    )  # fmt: skip
    assert found["owner_title"] == "owner"


@pytest.mark.parametrize(
    ("day", "name"),
    [("2024-12-31", None), ("2025-01-01", "A"), ("2025-06-30", "A"), ("2025-07-01", "B")],
)
def test_delegation_in_force_on_both_sides_of_its_days(day, name):
    rows = [
        {"delegator": "A", "from_on": "2025-01-01", "until_on": "2025-06-30"},
        {"delegator": "B", "from_on": "2025-07-01"},
    ]
    found = in_force(rows, day)

    assert (found or {}).get("delegator") == name
