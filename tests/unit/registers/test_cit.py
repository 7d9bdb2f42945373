"""Files for Piemonte's register: order, spelling, and what keeps a document out."""

import os
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.ree.rules_content import read_content
from app.ree.rules_figures import figures_of
from app.registers.rules import Fault, Lack
from app.registers.rules_cit import CIT, MAINTENANCE, REPORTS, told_once
from app.registers.rules_outline import as_xml, lacks_of
from app.registers.rules_scope import (
    Firm,
    Signed,
    Visit,
    component_number,
    report_scope,
    visit_scope,
)
from tests.factories.registers import FIRM, complete

TODAY = date(2026, 10, 12)
SIGNED = Signed("Luca Bianchi", "Maria Rossi")
VISIT = Visit(
    plant_code="999001",
    performed_on=TODAY,
    work_code="1",
    unit_number=2,
    next_on=date(2027, 10, 12),
    arrived_at=time(9, 15),
    left_at=time(10, 5),
    first_name="Anna Maria",
    last_name="De Santis",
    remarks="Pulizia ordinaria, nessuna anomalia",
)
#: Folder with the register's own schemas, which are not ours to hand on; empty: not at hand.
SCHEMAS = os.environ.get("CIT_SCHEMAS", "")
SCHEMA_OF = {
    "allegatoII": "Import-AllegatoII-1.0.3.xsd",
    "allegatoIII": "Import-AllegatoIII-1.0.3.xsd",
    "allegatoIV": "Import-AllegatoIV-1.0.2.xsd",
    "allegatoV": "Import-AllegatoV-1.0.2.xsd",
    "manutGT": "Import-ManutenzioneGT-1.0.0.xsd",
    "manutGF": "Import-ManutenzioneGF-1.0.0.xsd",
    "manutSC": "Import-ManutenzioneSC-1.0.0.xsd",
    "manutCG": "Import-ManutenzioneCG-1.0.0.xsd",
}
#: What the law lets a type 2 report leave out, and the import does not.
CIRCUIT = (
    "superheat", "subcooling", "condensation_c", "evaporation_c", "outside_in_c", "outside_out_c",
    "users_in_c", "users_out_c",
)  # fmt: skip


def scope_of(content, firm=FIRM, signed=SIGNED):
    read = read_content(content)
    assert read.problems == ()
    return report_scope(read.content, figures_of(read.content, TODAY), Firm(**firm), signed)


def lacks(content, **facts):
    document = REPORTS[content["ree_type"]]
    scope = scope_of(content, **facts)
    return set(told_once(lacks_of(document.outline, scope, CIT), scope["rows"]))


def written(document, scope):
    assert lacks_of(document.outline, scope, CIT) == ()
    return as_xml(document.outline, scope, CIT, document.namespace)


def facts_in(xml):
    """Return [(name, text)] of the elements without children, in order; None for `nil`."""
    found = []
    for element in ET.fromstring(xml).iter():  # noqa: S314  # written by the test
        if len(element) == 0:
            is_nil = "{http://www.w3.org/2001/XMLSchema-instance}nil" in element.attrib
            found.append((element.tag.partition("}")[2], None if is_nil else element.text or ""))
    return found


def test_boiler_is_written_as_the_register_wants_it():
    xml = written(REPORTS[1], scope_of(complete()))

    assert xml.startswith(
        b"<?xml version='1.0' encoding='UTF-8'?>\n<MODII xmlns=\"http://www.csi.it"
    )
    assert facts_in(xml) == [
        ("siglaREA", "TO"), ("numeroREA", "1234567"), ("codiceFiscale", "01234567890"),
        ("codiceCatasto", "999001"), ("A_F_dataControllo", "2026-10-12"),
        ("A_A_potenzaTermicaNomTotMax", "24.00"),
        ("A_B_flagDichiarazConf", "true"), ("A_B_flagManutGen", "true"),
        ("A_B_flagLibrettoImp", "true"), ("A_B_flagLibrettoComp", "true"),
        ("A_C_flagTrattH2ONR", "false"), ("A_C_flagTrattAcsNR", "false"),
        ("A_D_flagInterno", "1"), ("A_D_flagCanaleFumo", "1"), ("A_D_flagEsterno", "2"),
        ("A_D_flagSistRegolaz", "1"), ("A_D_flagAperture", "1"), ("A_D_flagPerdite", "2"),
        ("A_D_flagDimensioni", "1"), ("A_D_flagTenuta", "1"),
        ("A_F_flagValvole", "false"), ("A_F_flagIsolamento", "false"),
        ("A_F_flagSistTrattACS", "false"), ("A_F_flagSistRegolaz", "false"),
        ("A_F_osservazioni", ""), ("A_F_raccomandazioni", ""), ("A_F_prescrizioni", ""),
        ("A_F_flagFunzImp", "true"), ("A_F_dataIntervento", "2027-10-12"),
        ("A_F_orarioArrivo", "09:00"), ("A_F_orarioPartenza", "10:00"),
        ("A_F_nomeTecnico", "Luca"), ("A_F_cognomeTecnico", "Bianchi"),
        ("A_F_firmaTecnico", "Luca Bianchi"), ("A_F_firmaResp", "Maria Rossi"),
        ("A_E_numGT", "1"),
        # The worked example F of the reference: readings, derived CO2, 98.20 + 2, limit 91.76.
        ("A_E_tempFumi", "55.00"), ("A_E_tempAria", "20.00"), ("A_E_O2", "4.80"),
        ("A_E_CO2", "9.03"), ("A_E_bacharach1", None), ("A_E_bacharach2", None),
        ("A_E_bacharach3", None), ("A_E_COcorretto", "103.70"), ("A_E_rendimCombu", "100.20"),
        ("A_E_rendimentoLegge", "91.76"), ("A_E_nox", "38.00"), ("A_E_moduloTermico", "1"),
        ("A_E_portataCombu", "m3/h"), ("A_E_valorePortata", "2.54"),
        ("A_E_COfumiSecchi", "80.00"), ("A_E_minimo", "true"),
        ("A_E_potenzaFocolare", "24.50"), ("A_E_flagClimatizInv", "true"),
        ("A_E_flagProduzACS", "true"), ("A_E_flagDispComando", "1"), ("A_E_flagDispSicu", "1"),
        ("A_E_flagValvSicu", "2"), ("A_E_flagScambiatore", "1"), ("A_E_flagRiflusso", "0"),
        ("A_E_flagRisultati", "1"), ("A_E_altroRifNormativo", ""), ("A_E_flagEvacFumi", "F"),
        ("A_E_depressCanaleFumo", None),
    ]  # fmt: skip


def test_oil_boiler_carries_its_bacharach_readings_in_kilograms():
    row = {
        "flue_c": "190", "measured": "co2", "o2": None, "co2": "12.5", "co_dry_ppm": "25",
        "bacharach_1": "1", "bacharach_2": "1", "bacharach_3": "2", "fuel_flow_unit": None,
        "fuel_flow": None, "efficiency_read": "90",
    }  # fmt: skip
    content = complete(
        fuel="heating_oil", no_liquid_leaks="yes", flue_draught="natural", draught_pa="-4",
        efficiency_class="standard", without=("gas_tight",), row=row,
    )  # fmt: skip

    found = dict(facts_in(written(REPORTS[1], scope_of(content))))

    assert (found["A_E_O2"], found["A_E_CO2"]) == ("3.62", "12.50")
    assert (found["A_E_bacharach1"], found["A_E_bacharach3"]) == ("1.00", "2.00")
    assert found["A_E_rispettoIndBacharach"] == "true"
    assert (found["A_E_portataCombu"], found["A_E_valorePortata"]) == ("Kg/h", None)
    assert (found["A_E_flagEvacFumi"], found["A_E_depressCanaleFumo"]) == ("N", "-4.00")


@pytest.mark.parametrize(
    ("ree_type", "facts"),
    [
        (2, {"A_E_numGF": "1", "A_E_evaporaz": "-2.50", "A_E_TuscFluido": None,
             "A_E_Verifica": "false", "A_E_dataRipristino": "2026-11-12",
             "A_E_flagModalita": "RAF", "A_C_flagTrattH2ONR": "true"}),
        (3, {"A_E_numSC": "1", "A_E_portataFluido": "1.25", "A_E_combustibile": "Acqua calda",
             "A_E_flagDispReg": "2", "A_C_flagTrattAcsNR": "true", "A_E_flagProduzACS": "false"}),
        (4, {"A_E_numCG": "1", "A_E_tempH2Omotore": "88.00", "A_E_sovraFreqSoglia1": "50.50",
             "A_E_sovraFreqTempo1": "0.10", "A_E_sovraFreqSoglia2": None,
             "A_E_potenzaAssorbita": "65.00", "A_E_potenzaTermByPass": None}),
    ],
)  # fmt: skip
def test_other_types_say_their_own(ree_type, facts):
    scope = scope_of(complete(ree_type))
    found = dict(facts_in(written(REPORTS[ree_type], scope)))

    assert {name: found[name] for name in facts} == facts


@pytest.mark.parametrize(
    ("content", "lack"),
    [
        (complete(without=("plant_code",)), Lack("plant_code")),
        (complete(plant_code="TO1234567890"), Lack("plant_code", Fault.TOO_LONG)),
        (complete(row={"nox_mg_kwh": None}), Lack("nox_mg_kwh")),
        (complete(2, row={"superheat": None}), Lack("superheat")),
        (complete(2, row=dict.fromkeys(CIRCUIT)), Lack("measurements", Fault.UNMEASURED)),
    ],
)
def test_what_is_missing_is_named(content, lack):
    content["measurements"][0] = {
        name: value for name, value in content["measurements"][0].items() if value is not None
    }
    assert lacks(content) == {lack}


@pytest.mark.parametrize(("flow", "fits"), [("9999.994", True), ("9999.995", False)])
def test_number_has_to_fit_once_rounded(flow, fits):
    scope = scope_of(complete())
    scope["rows"] = [scope["rows"][0] | {"fuel_flow": Decimal(flow)}]

    found = lacks_of(REPORTS[1].outline, scope, CIT)

    assert found == (() if fits else (Lack("fuel_flow", Fault.TOO_LARGE),))


def test_firm_without_register_number_sends_nothing():
    assert lacks(complete(), firm=FIRM | {"rea": "1234567", "tax_code": ""}) == {
        Lack("rea_province"),
        Lack("rea_number"),
        Lack("firm_tax_code"),
    }


def test_sticker_and_unsigned_report():
    found = facts_in(written(REPORTS[1], scope_of(complete(), signed=Signed("L B", "", "A0012"))))

    assert ("codiceBollino", "A0012") in found
    assert ("A_F_firmaResp", "") in found


def test_maintenance_names_work_and_generator():
    found = facts_in(written(MAINTENANCE[1], visit_scope(VISIT, Firm(**FIRM))))

    assert found[3:] == [
        ("codiceCatasto", "999001"), ("A_F_dataControllo", "2026-10-12"), ("tipoIntervento", "1"),
        ("A_F_osservazioni", "Pulizia ordinaria, nessuna anomalia"), ("A_F_raccomandazioni", ""),
        ("A_F_prescrizioni", ""), ("A_F_dataIntervento", "2027-10-12"),
        ("A_F_orarioArrivo", "09:15"), ("A_F_orarioPartenza", "10:05"),
        ("A_F_nomeTecnico", "Anna Maria"), ("A_F_cognomeTecnico", "De Santis"), ("A_E_numGT", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "number"), [("GT-2", 2), ("", None), ("GT-", None)])
def test_number_of_a_component(code, number):
    assert component_number(code) == number


@pytest.mark.skipif(not SCHEMAS, reason="the register's schemas are not ours to hand on")
@pytest.mark.parametrize("ree_type", [1, 2, 3, 4])
def test_files_are_valid_by_the_official_schemas(ree_type):
    from lxml import etree  # noqa: PLC0415  # only where the schemas are

    scope = scope_of(complete(ree_type))
    files = (
        (REPORTS[ree_type], scope),
        (MAINTENANCE[ree_type], visit_scope(VISIT, Firm(**FIRM))),
    )
    for document, values in files:
        schema = etree.XMLSchema(etree.parse(Path(SCHEMAS) / SCHEMA_OF[document.prefix]))
        schema.assertValid(etree.fromstring(written(document, values)))
