"""Reports for Emilia-Romagna's register: field names, codes, what is missing."""

import json
from datetime import date

import pytest

from app.ree.rules_content import read_content
from app.ree.rules_figures import figures_of
from app.registers.rules import Fault, Lack
from app.registers.rules_criter import CRITER, REPORTS
from app.registers.rules_criter_scope import plant_facts
from app.registers.rules_outline import as_json, lacks_of
from app.registers.rules_scope import Firm, Signed, criter_scope, report_scope
from app.registers.rules_subjects import subjects
from tests.factories.registers import FIRM, complete

TODAY = date(2026, 10, 12)


def scope_of(content, sticker="", place="A944"):
    read = read_content(content)
    assert read.problems == ()
    figures = figures_of(read.content, TODAY)
    signed = Signed("Luca Bianchi", "Maria Rossi", sticker)
    scope = report_scope(read.content, figures, Firm(**FIRM), signed)
    return criter_scope(scope | subjects(scope, None), scope["rows"][0], place)


def written(content, **facts):
    outline, scope = REPORTS[content["ree_type"]], scope_of(content, **facts)
    assert lacks_of(outline, scope, CRITER) == ()
    found = as_json(outline, scope, CRITER)
    json.dumps(found)
    return found


def test_boiler_has_the_codes_of_the_register():
    found = written(complete(improve_valves=True, hardness="22.5"), sticker="A0012")

    assert found["CodiceTargaturaImpianto"] == {"CodiceTargatura": "999001"}
    assert (found["StatoRapportoDiControllo"], found["TipologiaControllo"]) == (1, 1)
    assert (found["Comune"], found["DataControllo"]) == ("A944", "2026-10-12")
    assert (found["TrattamentoRiscaldamento"], found["TipoTrattamentoRiscaldamento"]) == (0, [])
    assert (found["TrattamentoACS"], found["TipoTrattamentoACS"]) == (1, [1, 2])
    assert (found["AssenzaPerditeCombustibile"], found["LocaleInstallazioneIdoneo"]) == (-1, 1)
    assert (found["TipologiaCombustibile"], found["TipologiaGeneratoriTermici"]) == (2, 3)
    assert (found["EvacuazioneForzata"], found["EvacuazioneNaturale"]) == (True, False)
    assert (found["RendimentoCombustione"], found["RendimentoSupMinimo"]) == (100.2, True)
    assert (found["bacharach1"], found["RispettaIndiceBacharach"]) == (None, None)
    assert (found["CheckList"], found["BolliniCalorePulito"]) == ([1], ["A0012"])
    assert (found["DurezzaAcqua"], found["Osservazioni"]) == (22.5, "")
    assert found["ResponsabileImpianto"]["TipoSoggetto"] == 1
    assert found["ImpresaManutentrice"]["NumeroIscrizioneCCIAA"] == "1234567"


@pytest.mark.parametrize(
    ("ree_type", "facts"),
    [
        (2, {"fRiscaldamento": False, "fRaffrescamento": True, "TipologiaMacchineFrigorifere": 3,
             "TemperaturaEvaporazione": -2.5, "FiltriPuliti": 1, "TBulboUmidoAria": None}),
        (3, {"TipologiaAlimentazione": 2, "PortataFluidoPrimario": 1.25, "TrattamentoACS": 2,
             "AssenzaTrafilamenti": -1, "BolliniCalorePulito": []}),
        (4, {"SovrafrequenzaSogliaInterv1": 50.5, "FunzionalitàScambiatoreSeparazione": 1,
             "TemperaturaAcquauscita": 80.0, "SovrafrequenzaTempoInterv3": None}),
    ],
)  # fmt: skip
def test_other_types_say_their_own(ree_type, facts):
    found = written(complete(ree_type))

    assert {name: found[name] for name in facts} == facts


def test_propane_is_another_fuel_by_name():
    found = written(complete(fuel="propane"))

    assert (found["TipologiaCombustibile"], found["AltroCombustibile"]) == (1, "propane")


def test_responsible_and_third_party_are_told_apart():
    delegation = {"delegator": "Rossi Maria", "delegator_as": "owner_occupant"}
    content = complete(resp_title="third_party", resp_kind="firm", resp_company="Calore srl",
                       resp_vat_number="01234567890",
                       without=("resp_first_name", "resp_last_name"))  # fmt: skip
    scope = scope_of(content)
    found = as_json(REPORTS[1], scope | subjects(scope, delegation), CRITER)

    assert (found["TipologiaResponsabile"], found["ResponsabileImpianto"]["Cognome"]) == (
        1, "Rossi Maria",
    )  # fmt: skip
    assert found["TerzoResponsabile"]["NomeAzienda"] == "Calore srl"
    assert "TerzoResponsabile" not in written(complete())
    assert set(lacks_of(REPORTS[1], scope | subjects(scope, None), CRITER)) == {
        Lack("owner_title"),
        Lack("owner_kind"),
    }


def test_booklet_tells_what_the_report_does_not_ask():
    sheets = {
        "1": [{"heating_kw": "24", "cooling_kw": "8"}],
        "5": [{"metered_units": "yes", "metering": "indirect"}],
        "6": [{"distribution": ["horizontal", "other"]}],
    }
    scope = scope_of(complete(2)) | subjects({"resp_title": "owner", "resp_kind": "person"}, None)
    names = (
        "Contabilizzazione", "TipologiaContabilizzazione", "TipologiaSistemaDistribuzione",
        "fClimatizzazioneInvernale", "fClimatizzazioneEstiva", "fProduzioneACS",
    )  # fmt: skip

    known = as_json(REPORTS[2], scope | plant_facts(sheets), CRITER)
    unmetered = as_json(REPORTS[2], scope | plant_facts({"5": [{"metered_units": "no"}]}), CRITER)
    unknown = as_json(REPORTS[2], scope | plant_facts({}), CRITER)

    assert [known[name] for name in names] == [1, 2, 3, True, True, False]
    assert [unmetered[name] for name in names[:3]] == [0, 3, None]
    assert [unknown[name] for name in names] == [None, None, None, False, False, False]


def test_firm_and_fluid_are_told_as_far_as_known():
    seat = {"firm_street": "Via Torino 1", "firm_pec": "t@pec.it", "firm_has_fgas": True}
    cogenerator = written(complete(4))
    scope = scope_of(complete(3)) | seat
    firm = as_json(REPORTS[3], scope, CRITER)["ImpresaManutentrice"]

    assert (cogenerator["TipologiaFluidoTermoVettore"], cogenerator["AltroFluidoTermoVettore"]) == (
        1, "Acqua calda",
    )  # fmt: skip
    assert (firm["IndirizzoSedeLegale"], firm["EmailPec"], firm["Telefono"]) == (
        "Via Torino 1", "t@pec.it", None,
    )  # fmt: skip
    assert firm["fIscrizioneRegistroGasFluorurati"] is True


def test_what_is_missing_is_named():
    content = complete(without=("plant_code",))
    scope = scope_of(content, place="") | {"unit_kind": "unheard"}

    assert set(lacks_of(REPORTS[1], scope, CRITER)) == {
        Lack("plant_code"),
        Lack("cadastral_code"),
        Lack("unit_kind", Fault.NO_CODE),
    }
